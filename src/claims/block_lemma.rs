use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::{Complex, DMatrix, SymmetricEigen};

pub(super) const TITLE: &str = "[[0, −Bᵀ], [B, −Q]] with Q ≻ 0 and B of full column rank is Hurwitz, and how far to the left it lies";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Theorem A.7, and a bound of Nagarajan, Kolter 2017, both remembered; the sharper bound derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// v' of the bilinear game with matrix B [n_ψ × n_θ] and damping Q is that block matrix.
fn experiment(b: &DMatrix<f64>, q: &DMatrix<f64>, more: &str) -> Experiment {
    let rows = |m: &DMatrix<f64>| m.row_iter().map(|r| r.iter().copied().collect::<Vec<f64>>()).collect::<Vec<_>>();
    lab::experiment(&format!("game.bilinear = {{ matrix = {:?}, damping = {:?} }}\n{more}", rows(b), rows(q)))
}

/// Smallest and largest eigenvalue of a symmetric matrix.
fn range(m: DMatrix<f64>) -> [f64; 2] {
    let all = SymmetricEigen::new(m).eigenvalues;
    [all.min(), all.max()]
}

/// One game: its eigenvalues, λmin(Q), λmax(Q), λmin(BᵀB).
struct Case {
    eigenvalues: Vec<Complex<f64>>,
    least: f64,
    largest: f64,
    coupling: f64,
}

impl Case {
    fn of(b: &DMatrix<f64>, q: &DMatrix<f64>) -> Self {
        let e = experiment(b, q, "");
        let [least, largest] = range(q.clone());
        Case {
            eigenvalues: lab::field_eigenvalues_at(&e, &e.at),
            least,
            largest,
            coupling: range(b.transpose() * b)[0],
        }
    }
    /// −min(λmin(Q), λmin(BᵀB)/λmax(Q)), for real eigenvalues.
    fn real(&self) -> f64 {
        -self.least.min(self.coupling / self.largest)
    }
    /// −λmin(Q)λmin(BᵀB)/(λmax(Q)λmin(Q) + λmin(BᵀB)).
    fn weaker(&self) -> f64 {
        -self.least * self.coupling / (self.largest * self.least + self.coupling)
    }
    /// The largest Re λ of the non-real (or of the real) eigenvalues.
    fn rightmost(&self, real: bool) -> Option<f64> {
        self.eigenvalues.iter().filter(|l| (l.im.abs() < 1e-9) == real).map(|l| l.re).reduce(f64::max)
    }
    fn breaks(&self, real: bool, bound: f64) -> bool {
        self.rightmost(real).is_some_and(|x| x > bound + 1e-9)
    }
}

/// B [3 × 2] and Q = MMᵀ + ε, an additive recurrence filling B and M.
fn cases() -> Vec<Case> {
    let spread = |k: usize, i: usize| {
        2.0 * ((k as f64 + 1.0) * 0.754_877_666_246_692_7 + (i as f64) * 0.569_840_290_998_053_2).fract() - 1.0
    };
    (0..300)
        .map(|k| {
            let size = 10f64.powf(spread(k, 40));
            let b = DMatrix::from_fn(3, 2, |i, j| size * spread(k, 2 * i + j));
            let m = DMatrix::from_fn(3, 3, |i, j| spread(3 * k + 1, 3 * i + j));
            Case::of(&b, &(&m * m.transpose() + DMatrix::identity(3, 3) * 0.05))
        })
        .collect()
}

pub(super) fn check(evidence: &mut Evidence) {
    let all = cases();
    let count = |breaks: &dyn Fn(&Case) -> bool| all.iter().filter(|c| breaks(c)).count() as f64;
    let none = |evidence: &mut Evidence, title: &str, found: f64, misprint: f64| {
        evidence.check(format!("of {} games, {title}", all.len()), 0.0, misprint, Some((found.into(), 0.0)), None);
    };
    let unstable = count(&|c| c.eigenvalues.iter().any(|l| l.re >= 0.0));
    // Every eigenvalue left of −λmin(Q)/2, real ones too.
    let half = count(&|c| c.breaks(true, -0.5 * c.least));
    none(evidence, "those with an eigenvalue not in the left half-plane", unstable, half);
    let found = count(&|c| c.breaks(false, -0.5 * c.least));
    let whole = count(&|c| c.breaks(false, -c.least));
    none(evidence, "those with a non-real λ right of −λmin(Q)/2", found, whole);
    let found = count(&|c| c.breaks(true, c.real()));
    // λmin(Q) in the place of λmax(Q).
    let wrong = count(&|c| c.breaks(true, -c.least.min(c.coupling / c.least)));
    none(evidence, "those with a real λ right of −min(λmin(Q), λmin(BᵀB)/λmax(Q))", found, wrong);
    let found = count(&|c| c.breaks(true, c.weaker()));
    let wrong = count(&|c| c.breaks(true, 3.0 * c.weaker()));
    none(evidence, "those with a real λ right of the weaker bound", found, wrong);
    // min(m, k) is between mk/(m + k) and twice that.
    let found = count(&|c| !(1.0..=2.0).contains(&(c.real() / c.weaker())));
    let wrong = count(&|c| !(1.0..=1.5).contains(&(c.real() / c.weaker())));
    none(evidence, "those whose two bounds differ by more than a factor 2", found, wrong);
    attained(evidence);
    runs(evidence);
}

/// Neither bound can be moved.
fn attained(evidence: &mut Evidence) {
    let column = |x: &[f64]| DMatrix::from_column_slice(x.len(), 1, x);
    let q = DMatrix::from_row_slice(2, 2, &[0.6, 0.0, 0.0, 0.6]);
    let case = Case::of(&column(&[1.0, 0.7]), &q);
    let exact = Some((case.rightmost(false).unwrap_or(f64::NAN).into(), 1e-13));
    evidence.check("largest Re of the non-real λ for Q = 0.6: −λmin(Q)/2", -0.3, -0.6, exact, None);
    let case = Case::of(&column(&[1e-3]), &DMatrix::from_element(1, 1, 2.0));
    let exact = Some((case.rightmost(true).unwrap_or(f64::NAN).into(), 1e-6));
    evidence.check("largest real λ for B = 1e-3, Q = 2: −λmin(BᵀB)/λmax(Q)", case.real(), -1e-6, exact, None);
    // ψ₂ has no coupling and falls at λmin(Q) alone.
    let q = DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 0.1]);
    let case = Case::of(&column(&[3.0, 0.0]), &q);
    let exact = Some((case.rightmost(true).unwrap_or(f64::NAN).into(), 1e-13));
    evidence.check("largest real λ where ψ₂ has no coupling: −λmin(Q)", case.real(), case.weaker(), exact, None);
}

/// Q = q on one column B: −q and −q/2 ± √(q²/4 − ‖B‖²).
fn runs(evidence: &mut Evidence) {
    let h = 0.1;
    for (q, b) in [(0.6, [1.0, 0.7]), (4.0, [0.3, 0.4])] {
        let (column, damping) = (DMatrix::from_column_slice(2, 1, &b), DMatrix::identity(2, 2) * q);
        let e = experiment(&column, &damping, &format!("rule.simultaneous.lr = {h:?}"));
        let pair = |q: f64| lab::roots(-q / 2.0, q * q / 4.0 - b[0] * b[0] - b[1] * b[1]);
        let all = |q: f64| [pair(q)[0], pair(q)[1], Complex::from(-q)];
        let title = format!("Q = {q}, B = {b:?}");
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
        evidence.check(format!("eigenvalues of v', {title}"), all(q), all(2.0 * q), exact, None);
        let turn = |q: f64| lab::turn_of(&pair(q).map(|l| 1.0 + l * h));
        let run = Some((lab::measured_turn(&e, 300), 1e-6));
        let title = format!("factor and angle per step, simultaneous, h = {h}, {title}");
        evidence.check(title, turn(q), turn(2.0 * q), None, run);
    }
}
