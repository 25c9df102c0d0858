use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;
use std::f64::consts::{FRAC_PI_4, SQRT_2};

pub(super) const TITLE: &str = "Hinge on the Dirac-GAN: the Wasserstein rotation inside the margin, the circle of radius √2 from outside";
pub(super) const SOURCE: &str = "derived here for the losses of Lim, Ye 2017 and Miyato et al. 2018";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const GAME: &str = "game.dirac.loss = \"hinge\"";

fn experiment(rule: &str, h: f64, more: &str) -> Experiment {
    lab::experiment(&format!("{GAME}\nrule.{rule}.lr = {h:?}\n{more}"))
}

pub(super) fn check(evidence: &mut Evidence) {
    let h = 0.2;
    // The misprint has the logistic slope f'(0) = ½ throughout.
    let a = [1.0, 0.5];
    let simultaneous = a.map(|a| lab::roots(1.0, -h * h * a * a));
    let alternating = a.map(|a| lab::roots_of(2.0 - h * h * a * a, 1.0));
    for (rule, [claimed, misprint]) in [("simultaneous", simultaneous), ("alternating", alternating)] {
        let e = experiment(rule, h, "");
        let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
        let run = Some((lab::measured_turn(&e, 500), 1e-9));
        let title = format!("factor and angle per step, {rule}, h = {h}");
        evidence.check(title, claimed, misprint, Some((lab::turn(&e), 1e-13)), run);
    }
    for gamma in [0.0, 0.7, 3.0] {
        let e = experiment("simultaneous", h, &format!("game.dirac.penalty.r1.gamma = {gamma:?}"));
        let [claimed, misprint] = a.map(|a| lab::roots(-gamma / 2.0, gamma * gamma / 4.0 - a * a));
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-14));
        evidence.check(format!("eigenvalues of v', R₁ with γ = {gamma}"), claimed, misprint, exact, None);
        let (rate, speed) = lab::flow(&e, 20.0, 0.05);
        let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
        let run = Some(([rate, speed].into(), 1e-7));
        let title = format!("rate and angular speed of the flow, R₁ with γ = {gamma}");
        evidence.check(title, slow(claimed), slow(misprint), None, run);
    }
    let e = experiment("simultaneous", h, "");
    let exact = Some((lab::critical(&e, "game.dirac.penalty.r1.gamma", 0.01, 5.0), 1e-12));
    evidence.check("critical γ of R₁", 2.0, 1.0, exact, None);
    inside(evidence);
    outside(evidence);
}

/// θψ < 1 all along: nothing tells it from the Wasserstein game.
fn inside(evidence: &mut Evidence) {
    let start = [0.6, 1.0];
    let r2 = lab::square(&start);
    let run = Some((lab::square(&lab::flow_end(&experiment("simultaneous", 0.1, ""), &start, 50.0)).into(), 1e-8));
    evidence.check("r² of the flow at t = 50 from (0.6, 1)", r2, 2.0, None, run);
    let h = 0.2;
    let form = |x: &[f64]| lab::square(x) - h * x[0] * x[1];
    let run = Some((form(&lab::end(&experiment("alternating", h, ""), &start, 100_000)).into(), 1e-11));
    evidence.check("θ² − hθψ + ψ² after 100000 rounds from (0.6, 1), h = 0.2", form(&start), r2, None, run);
}

/// From (3, ½): beyond θψ = 1 only θ moves, until t = 2; then the flow slides along θψ = 1, θ² = 4 − 2(t − 2), until
/// (1, 1) at t = 7/2; then it keeps to the circle.
fn outside(evidence: &mut Evidence) {
    let (h, start) = (1e-4, [3.0, 0.5]);
    let run = lab::simulate(&experiment("alternating", h, ""), &start, 100_000);
    let slid = 2.5f64.sqrt();
    let circle = |t: f64| [SQRT_2 * (FRAC_PI_4 + t - 3.5).cos(), SQRT_2 * (FRAC_PI_4 + t - 3.5).sin()];
    for (t, claimed) in
        [(1f64, [2.5, 0.5]), (2.75, [slid, 1.0 / slid]), (4.5, circle(4.5)), (8.0, circle(8.0))]
    {
        // The rotation of the Wasserstein game, as if there were no margin.
        let misprint = [start[0] * t.cos() - start[1] * t.sin(), start[0] * t.sin() + start[1] * t.cos()];
        let measured = run.x((t / h).round() as usize).to_vec();
        let title = format!("(θ, ψ) at t = {t} from (3, 0.5), alternating, h = {h}");
        evidence.check(title, claimed, misprint, None, Some((measured.into(), 1e-3)));
    }
}
