use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "Two learning rates: no remedy without a penalty, and a best ratio (γ/2f'(0))² with one";
pub(super) const SOURCE: &str = "derived here; the idea is that of Heusel et al. 2017 (TTUR)";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(loss: &str, [hg, hd]: [f64; 2], gamma: f64) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\ngame.dirac.penalty.r1.gamma = {gamma:?}\n\
         rule.simultaneous.lr = {{ generator = {hg:?}, discriminator = {hd:?} }}"
    ))
}

/// 1 + the eigenvalues of diag(h_g, h_d) J.
fn pair(a: f64, [hg, hd]: [f64; 2], gamma: f64) -> [Complex<f64>; 2] {
    lab::roots(1.0 - hd * gamma / 2.0, (hd * gamma).powi(2) / 4.0 - hg * hd * a * a)
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in [("minimax", 0.5), ("wasserstein", 1.0)] {
        for rates @ [hg, hd] in [[0.1, 0.4], [0.5, 0.05], [0.02, 0.6]] {
            for gamma in [0.0, 0.3] {
                let e = experiment(loss, rates, gamma);
                // One rate for both, the mean.
                let (claimed, misprint) = (pair(a, rates, gamma), pair(a, [(hg + hd) / 2.0; 2], gamma));
                let title = format!("{loss}, γ = {gamma}, (h_g, h_d) = {rates:?}");
                let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
                evidence.check(format!("eigenvalues of F', {title}"), claimed, misprint, exact, None);
                let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
                let run = Some((lab::measured_turn(&e, 600), 1e-8));
                evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, None, run);
            }
            growth(evidence, loss, rates);
        }
        ratio(evidence, loss, a);
    }
}

/// h_dθ² + h_gψ² grows by 1 + h_g h_d f'(θψ)² at every step, from everywhere.
fn growth(evidence: &mut Evidence, loss: &str, rates @ [hg, hd]: [f64; 2]) {
    let run = lab::simulate(&experiment(loss, rates, 0.0), &[1.0, 0.5], 200);
    let slope = |x: &[f64]| if loss == "minimax" { lab::logistic_slope(x[0] * x[1]) } else { 1.0 };
    let grown: f64 = (0..200).map(|k| 1.0 + hg * hd * slope(run.x(k)).powi(2)).product();
    let form = |x: &[f64]| hd * x[0] * x[0] + hg * x[1] * x[1];
    let measured = Some((form(run.last()).into(), 1e-12));
    let title = format!("h_dθ² + h_gψ² after 200 steps from (1, 0.5), {loss}, (h_g, h_d) = {rates:?}");
    // The weights the other way round.
    evidence.check(title, form(&[1.0, 0.5]) * grown, form(&[0.5, 1.0]) * grown, None, measured);
}

/// With R₁ at a fixed h_d: the pair turns real at h_g/h_d = (γ/2a)², and that is the best h_g, ρ = |1 − h_dγ/2|.
fn ratio(evidence: &mut Evidence, loss: &str, a: f64) {
    let hd = 0.4;
    for gamma in [0.3, 0.7, 7.0] {
        let e = experiment(loss, [hd, hd], gamma);
        let path = "rule.simultaneous.lr.generator";
        let turns = (gamma / (2.0 * a)).powi(2);
        let critical = lab::edge(1e-4, f64::max(1.0, 2.0 * turns * hd), |h| lab::update_eigenvalues(&lab::with(&e, path, h)).iter().any(|l| l.im != 0.0));
        let (claimed, misprint) = (turns, gamma / (2.0 * a));
        let title = format!("{loss}, γ = {gamma}, h_d = {hd}");
        let exact = Some(((critical / hd).into(), 1e-10));
        evidence.check(format!("h_g/h_d at which the pair turns real, {title}"), claimed, misprint, exact, None);
        let radius = |h: f64| lab::turn_of(&pair(a, [h, hd], gamma))[0];
        let exact = Some((lab::best(&e, path, 1e-4, f64::max(0.6, 2.0 * turns * hd)), 1e-6));
        let middle = 1.0 - hd * gamma / 2.0;
        // Beyond h_dγ = 2 the middle is negative, and no radius.
        let wrong = if middle > 0.0 { radius(misprint * hd) } else { middle };
        let (good, bad) = ([claimed * hd, middle.abs()], [misprint * hd, wrong]);
        evidence.check(format!("best h_g and its radius, {title}"), good, bad, exact, None);
        if hd * gamma > 2.0 {
            continue;
        }
        // Far below it the discriminator answers at once: θ falls at the rate a²/γ per unit of its own time.
        let hg = 1e-5;
        let e = experiment(loss, [hg, hd], gamma);
        let [exact, run] = [lab::radius(&e), lab::near(&e, 1000).rate.unwrap_or(f64::NAN)].map(|r| ((1.0 - r) / hg).into());
        let title = format!("(1 − ρ)/h_g at h_g = {hg:e}, {title}");
        evidence.check(title, a * a / gamma, gamma / 2.0, Some((exact, 1e-3)), Some((run, 1e-3)));
    }
}
