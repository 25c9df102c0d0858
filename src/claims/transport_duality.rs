use super::{Evidence, Provenance};
use crate::analysis::transport::{Certificate, line, plan};

pub(super) const TITLE: &str = "The cheapest transport costs what the best 1-Lipschitz critic earns";
pub(super) const SOURCE: &str = "Kantorovich and Rubinstein 1958, as used by Arjovsky, Chintala, Bottou 2017";
pub(super) const PROVENANCE: Provenance = Provenance::Remembered;

/// The corners of a square, and of the same square turned by 45°.
fn squares() -> ([[f64; 2]; 4], [[f64; 2]; 4]) {
    let r = 2f64.sqrt();
    ([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]], [[r, 0.0], [0.0, r], [-r, 0.0], [0.0, -r]])
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn both(evidence: &mut Evidence, title: &str, formula: f64, misprint: f64, c: Certificate) {
    // A dual that is not feasible proves nothing.
    let dual = if c.violation <= 1e-12 && c.margins <= 1e-12 { c.dual } else { f64::NAN };
    evidence.check(format!("{title}, plan"), formula, misprint, None, Some((c.primal.into(), 1e-14)));
    evidence.check(format!("{title}, critic"), formula, misprint, None, Some((dual.into(), 1e-14)));
}

pub(super) fn check(evidence: &mut Evidence) {
    // Masses 0.4, 0.6 at 0, 1 to 0.5, 0.5 at 1, 3. ∫|F − G| = 0.4·1 + 0.5·2.
    let (x, p, y, q) = ([0.0, 1.0], [0.4, 0.6], [1.0f64, 3.0], [0.5, 0.5]);
    let cost = |i: usize, j: usize| (x[i] - y[j]).abs();
    // Monotone matching by index instead of by mass.
    both(evidence, "two points to two on the line", 1.4, 0.4 + 0.6 * 2.0, plan(&p, &q, cost).certificate(&p, &q, cost));

    let (a, b) = squares();
    let cost = |i: usize, j: usize| distance(a[i], b[j]);
    let quarter = [0.25; 4];
    // Every corner goes to a neighbour, √(4 − 2√2) away; 4 − 2√2 is the squared cost (W₂²).
    let squared = 4.0 - 2.0 * 2f64.sqrt();
    both(evidence, "a square to itself turned by 45°", squared.sqrt(), squared, plan(&quarter, &quarter, cost).certificate(&quarter, &quarter, cost));

    // On the line sorting is optimal. Taking each point's nearest free one in turn is not.
    let (x, y) = ([1.0, 2.0, 3.0, 4.0], [1.9, 0.0, 5.0, 2.6]);
    let greedy = (0.9 + 0.6 + 3.0 + 1.0) / 4.0;
    let (primal, dual) = line(&x, &y);
    let sorted = (1.0 + 0.1 + 0.4 + 1.0) / 4.0;
    evidence.check("four points on the line, sorted", sorted, greedy, None, Some((primal.into(), 1e-14)));
    evidence.check("four points on the line, critic", sorted, greedy, None, Some((dual.into(), 1e-14)));
    let cost = |i: usize, j: usize| f64::abs(x[i] - y[j]);
    both(evidence, "four points on the line, by the simplex method", sorted, greedy, plan(&quarter, &quarter, cost).certificate(&quarter, &quarter, cost));
}
