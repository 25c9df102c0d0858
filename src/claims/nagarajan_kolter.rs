use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment, game::Game};
use nalgebra::Complex;

pub(super) const TITLE: &str = "A generator that pays for the discriminator's gradient is damped as by R₁ with γ = ηf'(0)²; det v' stays";
pub(super) const SOURCE: &str = "derived here for the penalty of Nagarajan, Kolter 2017, section 4";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const ETA: &str = "field.nagarajan_kolter.eta";

fn experiment(game: &str, eta: f64, rule: &str, h: f64) -> Experiment {
    lab::experiment(&format!("{game}\n{ETA} = {eta:?}\nrule.{rule}.lr = {h:?}"))
}

/// −γ/2 ± √(γ²/4 − a²).
fn pair(gamma: f64, a: f64) -> [Complex<f64>; 2] {
    lab::roots(-gamma / 2.0, gamma * gamma / 4.0 - a * a)
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        let game = format!("game.dirac.loss = {loss:?}");
        for eta in [0.5, 1.5, 5.0] {
            // η‖∇_ψL_D‖² without the ½.
            let (gamma, wrong) = (eta * a * a, 2.0 * eta * a * a);
            let e = experiment(&game, eta, "simultaneous", 0.2);
            let title = format!("{loss}, η = {eta}");
            let exact = Some((lab::field_eigenvalues(&e).into(), 1e-14));
            evidence.check(format!("eigenvalues of v̂', {title}"), pair(gamma, a), pair(wrong, a), exact, None);
            let (rate, speed) = lab::flow(&e, 20.0 / gamma, 0.05);
            let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
            let run = Some(([rate, speed].into(), 1e-6));
            let what = format!("rate and angular speed of the flow, {title}");
            evidence.check(what, slow(pair(gamma, a)), slow(pair(wrong, a)), None, run);
            steps(evidence, &game, a, eta, &title);
        }
        let e = experiment(&game, 1.0, "simultaneous", 0.2);
        let exact = Some((lab::critical(&e, ETA, 0.1, 20.0), 1e-12));
        evidence.check(format!("critical η, {loss}"), 2.0 / a, 1.0 / a, exact, None);
    }
    row_operation(evidence);
}

/// Of F' only trace and determinant matter, and they are those of Lemma 3.3 with γ = ηa².
fn steps(evidence: &mut Evidence, game: &str, a: f64, eta: f64, title: &str) {
    let (h, gamma) = (0.2, eta * a * a);
    let (g, turn) = (h * gamma, (h * a).powi(2));
    let sim = lab::roots_of(2.0 - g, 1.0 - g + turn);
    let alt = lab::roots_of(2.0 - g - turn, 1.0 - g);
    let over = (gamma * gamma / 4.0 - a * a).max(0.0).sqrt();
    let limits = [
        if gamma <= 2.0 * a { eta } else { 2.0 / (gamma / 2.0 + over) },
        4.0 / (gamma + (gamma * gamma + 4.0 * a * a).sqrt()),
    ];
    for (rule, claimed, misprint, [limit, wrong]) in
        [("simultaneous", sim, alt, limits), ("alternating", alt, sim, [limits[1], limits[0]])]
    {
        let e = experiment(game, eta, rule, h);
        let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
        let run = Some((lab::measured_turn(&e, 300), 1e-8));
        let exact = Some((lab::turn(&e), 1e-12));
        evidence.check(format!("factor and angle per step, {rule}, h = {h}, {title}"), claimed, misprint, exact, run);
        let exact = Some((lab::boundary(&e, &format!("rule.{rule}.lr"), 0.01, 30.0), 1e-11));
        evidence.check(format!("largest stable h, {rule}, {title}"), limit, wrong, exact, None);
    }
}

/// At any equilibrium the first rows of J become J_θ· − ηJ_ψθᵀJ_ψ·: the determinant stays, the trace falls by η‖J_ψθ‖²,
/// whatever the curvature of the loss.
fn row_operation(evidence: &mut Evidence) {
    let eta = 0.8;
    for game in [
        "game.uniform.loss = \"minimax\"\nrun.at = [1.0, 0.0]",
        "game.location.s = 0.9",
        "game.dirac.loss = \"non_saturating\"\ngame.dirac.noise.sigma = 0.7\ngame.dirac.bias = true",
        "game.dirac.dim = 2\ngame.dirac.penalty.r1.gamma = 0.4",
    ] {
        let plain = lab::experiment(game);
        let j = any::field_jacobian(&plain.field, &plain.at);
        let [a, b] = plain.field.game.dims();
        let cross = j.view((a, 0), (b, a)).norm_squared();
        let claimed = [j.trace() - eta * cross, j.determinant()];
        // Consensus optimisation, which changes every row.
        let misprint = &j - j.transpose() * &j * eta;
        let misprint = [misprint.trace(), misprint.determinant()];
        let moved = any::field_jacobian(&experiment(game, eta, "simultaneous", 0.1).field, &plain.at);
        let exact = Some(([moved.trace(), moved.determinant()].into(), 1e-12));
        let title = format!("trace and determinant of v̂', η = {eta}: {}", game.replace('\n', ", "));
        evidence.check(title, claimed, misprint, exact, None);
    }
}
