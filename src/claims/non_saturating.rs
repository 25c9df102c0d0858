use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{any, measure},
    experiment::Experiment,
};
use std::f64::consts::PI;

pub(super) const TITLE: &str = "The non-saturating game: its flow and alternating play converge like k^(−1/2), simultaneous play stops on a ring";
pub(super) const SOURCE: &str = "derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(rule: &str, h: f64) -> Experiment {
    lab::experiment(&format!("game.dirac.loss = \"non_saturating\"\nrule.{rule}.lr = {h:?}"))
}

/// Where `steps` steps lead, without keeping the way.
fn after(e: &Experiment, start: [f64; 2], steps: u64) -> Vec<f64> {
    let mut x = start.to_vec();
    (0..steps).for_each(|t| any::step(&e.field, &e.rule, t, &mut x));
    x
}

pub(super) fn check(evidence: &mut Evidence) {
    flow(evidence);
    ring(evidence);
    turns(evidence);
}

/// 1/r² grows at the rate 1/8: whole turns, so that the swing of r within a turn drops out.
fn flow(evidence: &mut Evidence) {
    let e = experiment("simultaneous", 0.1);
    for (start, turns) in [([0.08, 0.06], 100.0), ([0.0, 0.05], 300.0)] {
        let t = turns * 4.0 * PI;
        let grown = 1.0 / lab::square(&lab::flow_end(&e, &start, t)) - 1.0 / lab::square(&start);
        let title = format!("growth of 1/r² along the flow in {turns} turns from {start:?}");
        evidence.check(title, t / 8.0, t / 4.0, None, Some((grown.into(), 1e-5)));
    }
}

/// Simultaneous: the step throws outwards by h²r²/4 on average, the damping pulls back by hr⁴/8.
fn ring(evidence: &mut Evidence) {
    for h in [0.05, 0.1, 0.2] {
        let e = experiment("simultaneous", h);
        let steps = (60.0 / (h * h)) as u64;
        for (start, from) in [([0.03, 0.04], "inside"), ([0.6, 0.8], "outside")] {
            let late = lab::simulate(&e, &after(&e, start, steps), 5000);
            let mean = late.distances(&[0.0, 0.0]).iter().map(|r| r * r).sum::<f64>() / late.len() as f64;
            let title = format!("radius of the ring, h = {h}, reached from {from}");
            evidence.check(title, (2.0 * h).sqrt(), h.sqrt(), None, Some((mean.sqrt().into(), 0.04 * h * h)));
        }
    }
}

/// Alternating: with η = h/2 and E = θ² − ηθψ + ψ², 1/E grows by h/(8(1 − η²/4)) a round, for any h < 4 that is not resonant.
fn turns(evidence: &mut Evidence) {
    for h in [0.2, 1.0, 2.5] {
        let e = experiment("alternating", h);
        let form = |x: &[f64]| x[0] * x[0] - 0.5 * h * x[0] * x[1] + x[1] * x[1];
        let (start, rounds) = ([0.03, 0.04], 100_000);
        let grown = 1.0 / form(&after(&e, start, rounds)) - 1.0 / form(&start);
        let claimed = h / (8.0 * (1.0 - h * h / 16.0));
        let title = format!("growth of 1/E per round, alternating, h = {h}");
        evidence.check(title, claimed, h / 8.0, None, Some(((grown / rounds as f64).into(), 5e-4)));
    }
    let e = experiment("alternating", 0.5);
    let power = measure(&lab::simulate(&e, &[1.0, 1.0], 20_000), &e.at).power.unwrap_or(f64::NAN);
    evidence.check("exponent p of r ~ k^(−p), alternating, h = 0.5", 0.5, 1.0, None, Some((power.into(), 0.01)));
}
