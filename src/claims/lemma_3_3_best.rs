use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "The best learning rate under R1, and where one round is enough";
pub(super) const SOURCE: &str = "derived here from Mescheder et al. 2018, Lemma 3.3";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const A: f64 = 0.5;

fn experiment(gamma: f64, rule: &str, h: f64) -> Experiment {
    lab::experiment(&format!("game.dirac.penalty.r1.gamma = {gamma:?}\nrule.{rule}.lr = {h:?}"))
}

/// Best h and its radius, simultaneous.
fn simultaneous(gamma: f64) -> [f64; 2] {
    if gamma <= 2.0 * A {
        [gamma / (2.0 * A * A), (1.0 - gamma * gamma / (4.0 * A * A)).sqrt()]
    } else {
        [2.0 / gamma, (1.0 - 4.0 * A * A / (gamma * gamma)).sqrt()]
    }
}

/// The γ/a at which the best alternating step changes its nature: the real root of g³ − 2g² + 2g − 2.
fn change() -> f64 {
    lab::edge(1.0, 2.0, |g| ((g - 2.0) * g + 2.0) * g < 2.0)
}

/// Best h and its radius, alternating: where the pair turns real, or where both real ones are equally large.
fn alternating(gamma: f64, early: bool) -> [f64; 2] {
    if early {
        [(2.0 * A - gamma) / (A * A), (1.0 - gamma / A).abs()]
    } else {
        let h = 4.0 / (gamma + (gamma * gamma + 8.0 * A * A).sqrt());
        [h, (1.0 - h * h * A * A).sqrt()]
    }
}

pub(super) fn check(evidence: &mut Evidence) {
    for gamma in [0.3, 0.8, 1.4, 3.0] {
        let e = experiment(gamma, "simultaneous", 0.1);
        let exact = Some((lab::best(&e, "rule.simultaneous.lr", 0.01, 4.0), 1e-7));
        let title = format!("best h and its radius, simultaneous, γ = {gamma}");
        evidence.check(title, simultaneous(gamma), alternating(gamma, gamma < A * change()), exact, None);
    }
    for gamma in [0.1, 0.3, 0.7, 0.76, 0.78, 1.0, 2.0] {
        let e = experiment(gamma, "alternating", 0.1);
        let early = gamma < A * change();
        let exact = Some((lab::best(&e, "rule.alternating.lr", 0.01, 4.5), 1e-7));
        let title = format!("best h and its radius, alternating, γ = {gamma}");
        evidence.check(title, alternating(gamma, early), simultaneous(gamma), exact, None);
    }
    let measured = lab::edge(0.7, 0.85, |gamma| {
        let at = |early| {
            let h = alternating(gamma, early)[0];
            lab::radius(&experiment(gamma, "alternating", h))
        };
        at(true) < at(false)
    });
    let exact = Some(((measured / A).into(), 1e-7));
    evidence.check("γ/a at which the best alternating h jumps", change(), 3f64.sqrt(), exact, None);
    critical(evidence);
    dead_beat(evidence);
}

/// At a given h the alternating pair turns real at γ = a(2 − ha), where it is 1 − ha twice: no γ has a smaller radius.
fn critical(evidence: &mut Evidence) {
    for h in [0.2, 1.0] {
        let at = |gamma: f64| experiment(gamma, "alternating", h);
        let gamma = lab::edge(0.1, 1.2, |gamma| lab::update_eigenvalues(&at(gamma)).iter().any(|l| l.im != 0.0));
        let exact = Some(([gamma, lab::radius(&at(gamma))].into(), 1e-7));
        let title = format!("γ at which the alternating pair turns real at h = {h}, and its radius");
        let (claimed, misprint) = ([A * (2.0 - h * A), 1.0 - h * A], [2.0 * A, (1.0 - 2.0 * h * A).abs().sqrt()]);
        evidence.check(title, claimed, misprint, exact, None);
    }
}

/// Radius 0: F' is nilpotent, so two rounds remove the linear part.
fn dead_beat(evidence: &mut Evidence) {
    for (rule, gamma) in [("simultaneous", 1.0), ("alternating", 0.5)] {
        let e = experiment(gamma, rule, 2.0);
        let misprint = if rule == "simultaneous" {
            // Alternating at the simultaneous point and the reverse.
            lab::roots_of(2.0 - 2.0 * gamma - 1.0, 1.0 - 2.0 * gamma)
        } else {
            lab::roots_of(2.0 - 2.0 * gamma, 1.0 - 2.0 * gamma + 1.0)
        };
        let exact = Some((lab::update_eigenvalues(&e).into(), 1e-7));
        evidence.check(format!("eigenvalues of F', {rule}, γ = {gamma}, h = 2"), [Complex::from(0.0); 2], misprint, exact, None);
        let start = [8e-4, 6e-4];
        let left = lab::square(&lab::end(&e, &start, 2)).sqrt() / 1e-3;
        let title = format!("‖x₂‖/‖x₀‖ from 1e-3, {rule}, γ = {gamma}, h = 2");
        evidence.check(title, 0.0, lab::modulus(&misprint).powi(2), None, Some((left.into(), 1e-6)));
    }
}
