use super::{Evidence, Provenance, lab};
use crate::analysis::Trajectory;

pub(super) const TITLE: &str = "Adam without ε ends on a cycle of radius ∝ h: how large, by a balance and by running";
pub(super) const SOURCE: &str = "derived here by balancing leading orders, and found by running; not proved";
pub(super) const PROVENANCE: Provenance = Provenance::Estimated;

const SIM: &str = "simultaneous";
const ALT: &str = "generator_first";

fn late([b1, b2]: [f64; 2], order: &str, h: f64, start: [f64; 2]) -> Trajectory {
    let e = lab::experiment(&format!(
        "game.dirac.loss = \"wasserstein\"\n\
         rule.adam = {{ lr = {h:?}, beta1 = {b1:?}, beta2 = {b2:?}, epsilon = 0.0, order = {order:?} }}"
    ));
    lab::simulate(&e, &start, 100_000)
}

pub(super) fn check(evidence: &mut Evidence) {
    cycles(evidence);
    smallest(evidence);
}

/// ε = 0: momentum throws r² outwards by 2h²(1+β₁)/(1−β₁) a step simultaneously, 4h²β₁/(1−β₁) in turns; the lag of the
/// second moment, 1/(1−β₂) steps, pulls it back by (1−β₂)r²/4. They balance on the cycle.
fn cycles(evidence: &mut Evidence) {
    for (betas @ [b1, b2], order, h, tolerance) in [
        ([0.0, 0.9], SIM, 0.01, 0.01),
        ([0.0, 0.99], SIM, 0.01, 0.002),
        ([0.0, 0.99], SIM, 0.1, 0.002),
        ([0.5, 0.99], SIM, 0.01, 0.01),
        ([0.9, 0.999], SIM, 0.01, 0.01),
        ([0.5, 0.99], ALT, 0.01, 0.01),
        ([0.9, 0.999], ALT, 0.01, 0.01),
    ] {
        let late = &late(betas, order, h, [1.0, 0.3]).distances(&[0.0, 0.0])[50_000..];
        let radius = (late.iter().map(|r| r * r).sum::<f64>() / late.len() as f64).sqrt();
        let momentum = if order == SIM { 8.0 * (1.0 + b1) } else { 16.0 * b1 };
        let claimed = (momentum / ((1.0 - b1) * (1.0 - b2))).sqrt();
        // Lag and momentum confused: 1 − β₂ for its root, as if the cycle were as long as the memory.
        let misprint = (momentum / (1.0 - b1)).sqrt() / (1.0 - b2);
        let title = format!("r/h of the cycle, ε = 0, {order}, (β₁, β₂) = {betas:?}, h = {h}");
        evidence.check(title, claimed, misprint, None, Some(((radius / h).into(), tolerance)));
    }
}

/// In turns and without momentum nothing throws outwards: the run collapses to a short periodic orbit, r/h between 1/√2
/// and √(3/2) as β₂ → 1, whatever the start. Found by running.
fn smallest(evidence: &mut Evidence) {
    for (b2, h, start) in [(0.9, 0.01, [1.0, 0.3]), (0.99, 0.1, [0.5, -0.8]), (0.99, 0.01, [-1.7, 0.2])] {
        let late = &late([0.0, b2], ALT, h, start).distances(&[0.0, 0.0])[80_000..];
        let (low, high) = late.iter().fold((f64::MAX, 0.0f64), |(a, b), r| (a.min(*r), b.max(*r)));
        let claimed = [0.5f64.sqrt(), 1.5f64.sqrt()];
        // The balance of a simultaneous run, 8/(1 − β₂).
        let misprint = [(8.0 / (1.0 - b2)).sqrt(); 2];
        let run = Some(([low / h, high / h].into(), 0.25 * (1.0 - b2)));
        let title = format!("least and largest r/h of late rounds, ε = 0, {ALT}, (β₁, β₂) = (0, {b2}), h = {h}, from {start:?}");
        evidence.check(title, claimed, misprint, None, run);
    }
}
