use super::{Evidence, Provenance, lab};
use crate::analysis::Trajectory;

pub(super) const TITLE: &str = "Sign descent gains 4h a turn in |θ| + |ψ| simultaneously, and runs in a period in turns";
pub(super) const SOURCE: &str = "derived here; Adam with β₁ = β₂ = ε = 0";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const H: f64 = 0.01;
const START: [f64; 2] = [1.0034, 0.5027];

fn run(loss: &str, order: &str, steps: u64) -> Trajectory {
    let e = lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\n\
         rule.adam = {{ lr = {H:?}, beta1 = 0.0, beta2 = 0.0, epsilon = 0.0, order = {order:?} }}"
    ));
    lab::simulate(&e, &START, steps)
}

fn size(x: &[f64]) -> f64 {
    x[0].abs() + x[1].abs()
}

/// |θ| + |ψ| at the first step of every quadrant entered.
fn entries(run: &Trajectory) -> Vec<f64> {
    let quadrant = |k: usize| (run.x(k)[0] > 0.0, run.x(k)[1] > 0.0);
    (1..run.len()).filter(|&k| quadrant(k) != quadrant(k - 1)).map(|k| size(run.x(k))).collect()
}

pub(super) fn check(evidence: &mut Evidence) {
    // What is left of θ and ψ above a multiple of h never changes, and tells by how much an axis is overshot.
    let [p, q] = START.map(|x| x.rem_euclid(H));
    let s = size(&START);
    // Simultaneously the four axes add 2(h−p), 2(h−q), 2p, 2q; in turns −2p, 2(h−q), −2(h−p), 2q.
    let levels = |gains: [f64; 4], quadrants: usize| -> Vec<f64> {
        (0..quadrants).scan(s, |s, i| Some((*s += gains[i % 4], *s).1)).collect()
    };
    let simultaneous = levels([2.0 * (H - p), 2.0 * (H - q), 2.0 * p, 2.0 * q], 12);
    let alternating = levels([-2.0 * p, 2.0 * (H - q), -2.0 * (H - p), 2.0 * q], 12);
    for loss in ["minimax", "wasserstein"] {
        for (order, claimed, misprint) in
            [("simultaneous", &simultaneous, &alternating), ("generator_first", &alternating, &simultaneous)]
        {
            let measured = entries(&run(loss, order, 3000))[..12].to_vec();
            let title = format!("|θ| + |ψ| in the next twelve quadrants, {order}, {loss}, h = {H}");
            evidence.check(title, claimed.clone(), misprint.clone(), None, Some((measured.into(), 1e-11)));
        }
        // A turn takes 4S/h steps: S² = S₀² + 2h²k.
        for steps in [20_000u64, 400_000] {
            let grown = size(run(loss, "simultaneous", steps).last());
            let law = |c: f64| (s * s + c * H * H * steps as f64).sqrt();
            let title = format!("|θ| + |ψ| after {steps} steps, simultaneous, {loss}, h = {H}");
            // 2h a turn: one overshoot of the two counted.
            evidence.check(title, law(2.0), law(1.0), None, Some((grown.into(), 2.0 * H / s)));
        }
    }
    bounds(evidence);
}

/// In turns S stays between two of its four levels for ever; they are up to 2h from where it starts.
fn bounds(evidence: &mut Evidence) {
    let [p, q] = START.map(|x| x.rem_euclid(H));
    let steps = 100_000;
    let run = run("minimax", "generator_first", steps);
    let sizes = (0..run.len()).map(|k| size(run.x(k)));
    let (low, high) = sizes.fold((f64::MAX, f64::MIN), |(a, b), s| (a.min(s), b.max(s)));
    let s = size(&START);
    let levels = [0.0, -2.0 * p, 2.0 * (H - p - q), -2.0 * q];
    let claimed = levels.iter().fold([0.0f64; 2], |[a, b], l| [a.min(*l), b.max(*l)]);
    let title = format!("least and largest |θ| + |ψ| of {steps} rounds beside the first, in turns, in units of h");
    let measured = Some(([(low - s) / H, (high - s) / H].into(), 1e-8));
    evidence.check(title, claimed.map(|l| l / H), [-1.0, 1.0], None, measured);
}
