use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};
use nalgebra::Complex;

pub(super) const TITLE: &str = "A zero-centred gradient penalty damps: −γ/2 ± √(γ²/4 − f'(0)²)";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Lemma 3.3";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

/// −γ/2 ± √(γ²/4 − a²).
fn pair(gamma: f64, a: f64) -> [Complex<f64>; 2] {
    lab::roots(-gamma / 2.0, gamma * gamma / 4.0 - a * a)
}

fn experiment(loss: &str, penalties: &[(&str, f64)]) -> Experiment {
    let lines: String = penalties.iter().map(|(name, g)| format!("game.dirac.penalty.{name} = {g:?}\n")).collect();
    lab::experiment(&format!("game.dirac.loss = {loss:?}\n{lines}"))
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for gamma in [0.1, 0.3, 0.9, 1.7, 3.0] {
            let e = experiment(loss, &[("r1.gamma", gamma)]);
            // A square lost: of f'(0) where that shows, else of γ.
            let square = if a < 1.0 { gamma * gamma / 4.0 - a } else { gamma / 4.0 - a * a };
            spectrum(evidence, &format!("{loss}, R1 with γ = {gamma}"), &e, pair(gamma, a), lab::roots(-gamma / 2.0, square));
        }
        let e = experiment(loss, &[("r1.gamma", 1.0)]);
        let misprint = 2.0 * a.sqrt() + f64::from(a == 1.0);
        let exact = Some((lab::critical(&e, "game.dirac.penalty.r1.gamma", 0.2, 3.5), 1e-12));
        evidence.check(format!("critical γ, {loss}"), 2.0 * a, misprint, exact, None);
        let e = experiment(loss, &[("r1.gamma", 2.0 * a)]);
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-7));
        let title = format!("eigenvalues of v' at the critical γ, {loss}");
        evidence.check(title, [Complex::from(-a); 2], pair(4.0 * a, a), exact, None);
    }
    for gamma in [0.3, 0.8, 1.6] {
        variants(evidence, gamma);
    }
    far(evidence);
}

/// d/dt ½‖x‖² = −γψ² for a zero-sum loss: the flow converges from everywhere.
fn far(evidence: &mut Evidence) {
    for (loss, gamma, start, t) in [("minimax", 1.0, [3.0, -4.0], 150.0), ("wasserstein", 0.5, [30.0, -40.0], 150.0)] {
        let e = experiment(loss, &[("r1.gamma", gamma)]);
        let v = any::velocity(&e.field, &start);
        let exact = Some(((v[0] * start[0] + v[1] * start[1]).into(), 1e-12));
        let title = format!("d/dt ½‖x‖² with R1 at {start:?}, {loss}, γ = {gamma}");
        evidence.check(title, -gamma * start[1] * start[1], -gamma * lab::square(&start), exact, None);
        let left = lab::square(&lab::flow_end(&e, &start, t)).sqrt();
        let title = format!("distance of the flow at t = {t} from far away, {start:?}, {loss}, R1 with γ = {gamma}");
        evidence.check(title, 0.0, lab::square(&start).sqrt(), None, Some((left.into(), 1e-9)));
    }
}

/// Penalties that act as R1 with another γ on a linear discriminator; what is rejected is the plain γ.
fn variants(evidence: &mut Evidence, gamma: f64) {
    let (one, centred) = (("r1.gamma", gamma), "gradient_penalty.target");
    for (name, loss, penalties, effective, misprint) in [
        ("R2", "minimax", vec![("r2.gamma", gamma)], gamma, 2.0 * gamma),
        ("R1 + R2", "minimax", vec![one, ("r2.gamma", gamma)], 2.0 * gamma, gamma),
        ("R1 + R2", "non_saturating", vec![one, ("r2.gamma", gamma)], 2.0 * gamma, gamma),
        ("Roth", "minimax", vec![("roth.gamma", gamma)], gamma / 2.0, gamma),
        ("WGAN-GP with target 0", "wasserstein", vec![("gradient_penalty.lambda", gamma), (centred, 0.0)], gamma, 2.0 * gamma),
    ] {
        let a = if loss == "wasserstein" { 1.0 } else { 0.5 };
        let e = experiment(loss, &penalties);
        spectrum(evidence, &format!("{loss}, {name} with γ = {gamma}"), &e, pair(effective, a), pair(misprint, a));
    }
}

/// Eigenvalues of v', and the slow one's rate and speed on an integral curve.
fn spectrum(evidence: &mut Evidence, title: &str, e: &Experiment, claimed: [Complex<f64>; 2], misprint: [Complex<f64>; 2]) {
    let exact = Some((lab::field_eigenvalues(e).into(), 1e-14));
    evidence.check(format!("eigenvalues of v', {title}"), claimed, misprint, exact, None);
    let (rate, speed) = lab::flow(e, -5.0 / claimed[1].re, 0.02);
    let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
    let run = Some(([rate, speed].into(), 1e-8));
    evidence.check(format!("rate and angular speed of the flow, {title}"), slow(claimed), slow(misprint), None, run);
}
