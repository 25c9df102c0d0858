use super::{Evidence, Provenance, Value, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "The learning rates at which R1 converges, in both orders of play";
pub(super) const SOURCE: &str = "derived here from Mescheder et al. 2018, Lemma 3.3";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const SIM: &str = "simultaneous";
const ALT: &str = "alternating";
// Of the checks with unequal rates: γ and f'(0)².
const G: f64 = 0.3;
const A2: f64 = 0.25;

fn equal(loss: &str, gamma: f64, rule: &str, h: f64) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\ngame.dirac.penalty.r1.gamma = {gamma:?}\nrule.{rule}.lr = {h:?}"
    ))
}

fn unequal(rule: &str, [hg, hd]: [f64; 2], more: &str) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.penalty.r1.gamma = {G:?}\nrule.{rule}.lr = {{ generator = {hg:?}, discriminator = {hd:?} }}\n{more}"
    ))
}

/// Simultaneous and alternating eigenvalues: the turning term h_g h_d a² goes into the determinant or the trace.
fn pairs(a2: f64, gamma: f64, [hg, hd]: [f64; 2]) -> [[Complex<f64>; 2]; 2] {
    let (trace, det, turn) = (2.0 - hd * gamma, 1.0 - hd * gamma, hg * hd * a2);
    [lab::roots_of(trace, det + turn), lab::roots_of(trace - turn, det)]
}

/// Largest stable h: simultaneous, alternating.
fn limits(a: f64, gamma: f64) -> [f64; 2] {
    let under = gamma <= 2.0 * a;
    let sim = if under { gamma / (a * a) } else { 2.0 / (gamma / 2.0 + (gamma * gamma / 4.0 - a * a).sqrt()) };
    [sim, 4.0 / (gamma + (gamma * gamma + 4.0 * a * a).sqrt())]
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in [("minimax", 0.5), ("wasserstein", 1.0)] {
        for gamma in [0.3, 1.1, 3.0] {
            let ([sim, alt], [h_sim, h_alt]) = (pairs(a * a, gamma, [0.2, 0.2]), limits(a, gamma));
            for (rule, [claimed, misprint], [limit, wrong]) in
                [(SIM, [sim, alt], [h_sim, h_alt]), (ALT, [alt, sim], [h_alt, h_sim])]
            {
                let e = equal(loss, gamma, rule, 0.2);
                spectrum(evidence, &format!("{rule}, {loss}, γ = {gamma}, h = 0.2"), &e, claimed, misprint);
                let exact = Some((lab::boundary(&e, &format!("rule.{rule}.lr"), 0.01, 9.0), 1e-12));
                evidence.check(format!("largest stable h, {rule}, {loss}, γ = {gamma}"), limit, wrong, exact, None);
            }
        }
    }
    two_rates(evidence);
    turns(evidence);
    // Neither order is the more tolerant one everywhere.
    let limit = |rule: &str, gamma: f64| {
        match lab::boundary(&equal("minimax", gamma, rule, 0.1), &format!("rule.{rule}.lr"), 0.01, 9.0) {
            Value::Number(h) => h,
            _ => f64::NAN,
        }
    };
    let measured = lab::edge(0.3, 0.9, |gamma| limit(ALT, gamma) > limit(SIM, gamma));
    let title = "γ beyond which simultaneous play allows the larger h, minimax";
    evidence.check(title, 1.0 / 3f64.sqrt(), 1.0, Some((measured.into(), 1e-12)), None);
}

fn spectrum(evidence: &mut Evidence, title: &str, e: &Experiment, claimed: [Complex<f64>; 2], misprint: [Complex<f64>; 2]) {
    let exact = Some((lab::update_eigenvalues(e).into(), 1e-13));
    evidence.check(format!("eigenvalues of F', {title}"), claimed, misprint, exact, None);
    let run = Some((lab::measured_turn(e, 300), 1e-9));
    let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
    evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, Some((lab::turn(e), 1e-13)), run);
}

/// Simultaneous: h_g a² < γ and 4 − 2h_dγ + h_g h_d a² > 0. Alternating: 4 − 2h_dγ − h_g h_d a² > 0.
fn two_rates(evidence: &mut Evidence) {
    for rates in [[0.1, 0.4], [0.5, 0.1]] {
        let [sim, alt] = pairs(A2, G, rates);
        for (rule, claimed, misprint) in [(SIM, sim, alt), (ALT, alt, sim)] {
            let title = format!("{rule}, minimax, γ = {G}, (h_g, h_d) = {rates:?}");
            spectrum(evidence, &title, &unequal(rule, rates, ""), claimed, misprint);
        }
    }
    let h = 0.4;
    let generator = [G / A2, (4.0 - 2.0 * h * G) / (h * A2)];
    let discriminator = [4.0 / (2.0 * G - h * A2), 4.0 / (2.0 * G + h * A2)];
    for (player, limits) in [("generator", generator), ("discriminator", discriminator)] {
        for (rule, claimed, misprint) in [(SIM, limits[0], limits[1]), (ALT, limits[1], limits[0])] {
            let edge = lab::boundary(&unequal(rule, [h, h], ""), &format!("rule.{rule}.lr.{player}"), 0.01, 60.0);
            let title = format!("largest stable rate of the {player}, the other at 0.4, {rule}, γ = {G}");
            evidence.check(title, claimed, misprint, Some((edge, 1e-12)), None);
        }
    }
}

/// (n_g, n_d) turns: with κ = 1 − h_dγ the determinant is κ^n_d, the trace 1 + κ^n_d − n_g h_g a²(1 − κ^n_d)/γ.
fn turns(evidence: &mut Evidence) {
    for (ng, nd) in [(1, 5), (2, 3)] {
        let rates @ [hg, hd] = [0.2, 0.3];
        let (n, kappa) = (f64::from(ng), (1.0 - hd * G).powi(nd));
        let claimed = lab::roots_of(1.0 + kappa - n * hg * A2 * (1.0 - kappa) / G, kappa);
        // One turn with n_g h_g and n_d h_d in place of n_g and n_d turns.
        let misprint = pairs(A2, G, [n * hg, f64::from(nd) * hd])[1];
        let more = format!("rule.alternating.generator_steps = {ng}\nrule.alternating.discriminator_steps = {nd}");
        let e = unequal(ALT, rates, &more);
        let title = format!("{ALT}, minimax, γ = {G}, (h_g, h_d) = {rates:?}, (n_g, n_d) = {:?}", (ng, nd));
        spectrum(evidence, &title, &e, claimed, misprint);
        let limit = 2.0 * (1.0 + kappa) * G / (n * A2 * (1.0 - kappa));
        let edge = lab::boundary(&e, "rule.alternating.lr.generator", 0.01, 60.0);
        let title = format!("largest stable h_g at h_d = 0.3, γ = {G}, (n_g, n_d) = {:?}", (ng, nd));
        evidence.check(title, limit, 2.0 * G / (n * A2), Some((edge, 1e-12)), None);
    }
    let e = unequal(ALT, [0.2, 0.2], "rule.alternating.discriminator_steps = 2000");
    let claimed = [0.0, 1.0 - 0.2 * A2 / G].map(Complex::from);
    let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
    evidence.check("eigenvalues of F' at n_d = 2000, h = 0.2", claimed, pairs(A2, G, [0.2, 0.2])[1], exact, None);
}
