use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{Assumption, any, measure, starts},
    experiment::Experiment,
};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Each assumption of Theorem 4.1 is needed: five games where one fails, and what happens then";
pub(super) const SOURCE: &str = "derived here; the assumptions are those of Mescheder et al. 2018, Theorem 4.1";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const A: f64 = 0.5;

fn experiment(game: &str, h: f64) -> Experiment {
    lab::experiment(&format!("game.{game}\nrule.simultaneous.lr = {h:?}"))
}

/// 1 if exactly these assumptions fail at the experiment's point, checked one by one.
fn only(e: &Experiment, failing: &[Assumption]) -> f64 {
    let theorem = any::lint(&e.field, &e.at, &starts(&e.at, 0.5)[..2]).theorem;
    f64::from(u8::from(theorem.is_some_and(|t| t.failing() == failing)))
}

fn fails(evidence: &mut Evidence, game: &str, failing: &[Assumption]) {
    let exact = Some((only(&experiment(game, 0.1), failing).into(), 0.0));
    evidence.check(format!("1 if {failing:?} and nothing else fails, {game}"), 1.0, 0.0, exact, None);
}

pub(super) fn check(evidence: &mut Evidence) {
    neighbourhood(evidence);
    flat(evidence);
    atoms(evidence);
    squared(evidence);
    cubed(evidence);
}

/// I: D = ψx + cx² vanishes on the datum 0, not around it: λ² + (2ac + γ)λ + a² + 2acγ.
fn neighbourhood(evidence: &mut Evidence) {
    fails(evidence, "fixed_curvature.penalty.r1.gamma = 0.5", &[Assumption::Neighbourhood]);
    let h = 0.05;
    for (c, gamma) in [(-3.0, 0.5), (-1.0, 0.5), (2.0, 0.5)] {
        let game = format!("fixed_curvature = {{ c = {c:?}, penalty.r1.gamma = {gamma:?} }}");
        let e = experiment(&game, h);
        let claimed = lab::roots_of(-(2.0 * A * c + gamma), A * A + 2.0 * A * c * gamma);
        // As if D vanished around the datum, Lemma 3.3.
        let misprint = lab::roots_of(-gamma, A * A);
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
        evidence.check(format!("eigenvalues of v', {game}"), claimed, misprint, exact, None);
        let turn = |l: [Complex<f64>; 2]| lab::turn_of(&l.map(|l| 1.0 + l * h));
        let run = Some((lab::measured_turn(&e, 300), 1e-5));
        let title = format!("factor and angle per step, simultaneous, h = {h}, {game}");
        evidence.check(title, turn(claimed), turn(misprint), Some((lab::turn(&e), 1e-13)), run);
    }
}

/// II, f'(0) ≠ 0: f(t) = −t² rests at every (θ, 0), eigenvalues 0 and −γ − 2θ², and conserves θ² + ψ² + γ log|θ|.
fn flat(evidence: &mut Evidence) {
    fails(evidence, "flat_link.gamma = 0.5", &[Assumption::Slope]);
    for (gamma, theta) in [(0.5, 0.0), (0.5, 0.7), (1.2, -0.4)] {
        let e = lab::experiment(&format!("game.flat_link.gamma = {gamma:?}\nrun.at = [{theta:?}, 0.0]"));
        let of = |l: f64| [l, 0.0].map(Complex::from);
        let misprint = if theta == 0.0 { of(-gamma / 2.0) } else { of(-gamma) };
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
        let title = format!("eigenvalues of v' at ({theta}, 0), flat link, γ = {gamma}");
        evidence.check(title, of(-gamma - 2.0 * theta * theta), misprint, exact, None);
    }
    for (gamma, start) in [(0.5, [0.7f64, 0.8]), (0.5, [-0.2, 1.0]), (1.2, [0.3, -1.5])] {
        let kept = |x: f64| x * x + gamma * x.ln();
        let level = kept(start[0].abs()) + start[1] * start[1];
        let theta = start[0].signum() * lab::edge(1e-6, 9.0, |x| kept(x) < level);
        let e = experiment(&format!("flat_link.gamma = {gamma:?}"), 0.1);
        let end = lab::flow_end(&e, &start, 200.0);
        let title = format!("(θ, ψ) of the flow at t = 200 from {start:?}, flat link, γ = {gamma}");
        // That it learns the datum.
        evidence.check(title, [theta, 0.0], [0.0, 0.0], None, Some((end.into(), 1e-8)));
    }
}

/// II, f''(0) < 0: on two atoms with D constant around each, a gradient penalty sees nothing.
fn atoms(evidence: &mut Evidence) {
    fails(evidence, "two_atoms = { loss = \"wasserstein\", penalty.r1.gamma = 0.5 }", &[Assumption::Curvature]);
    for gamma in [0.7, 5.0] {
        for (loss, s, c) in [("wasserstein", 0.0, 2.0), ("minimax", 0.25, 1.0)] {
            let e = experiment(&format!("two_atoms = {{ loss = {loss:?}, penalty.r1.gamma = {gamma:?} }}"), 0.1);
            let pair = |s: f64| lab::roots(-s, s * s - c * c);
            let title = format!("two atoms, {loss}, R₁ with γ = {gamma}");
            let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
            evidence.check(format!("eigenvalues of v', {title}"), pair(s), pair(s + gamma / 2.0), exact, None);
            let (rate, speed) = lab::flow(&e, 20.0, 0.02);
            let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
            let run = Some(([rate, speed].into(), 1e-6));
            let title = format!("rate and angular speed of the flow, {title}");
            evidence.check(title, slow(pair(s)), slow(pair(s + gamma / 2.0)), None, run);
        }
    }
}

/// III, h: D = ψ²x has v' = 0. Wasserstein with R₁, q = ψ²: dq/dθ = 4γq − 4θ, q = Ce^(4γθ) + θ/γ + 1/(4γ²), and the flow
/// ends where q = 0 beyond θ = 0.
fn squared(evidence: &mut Evidence) {
    let failing = [Assumption::Discriminator, Assumption::Generator];
    fails(evidence, "squared_critic.penalty.r1.gamma = 0.5", &failing);
    let zero = [Complex::from(0.0); 2];
    for gamma in [0.5, 1.5] {
        let e = experiment(&format!("squared_critic = {{ loss = \"wasserstein\", penalty.r1.gamma = {gamma:?} }}"), 0.1);
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
        let title = format!("eigenvalues of v', squared critic, γ = {gamma}");
        evidence.check(title, zero, lab::roots(-gamma / 2.0, gamma * gamma / 4.0 - 1.0), exact, None);
        for start @ [theta, psi] in [[1.0, 1.0], [0.5, -0.3], [-0.2, 0.5]] {
            let rest = |t: f64| t / gamma + 0.25 / (gamma * gamma);
            let c = (psi * psi - rest(theta)) * (-4.0 * gamma * theta).exp();
            let q = |t: f64| c * (4.0 * gamma * t).exp() + rest(t);
            let end = lab::edge(-20.0, theta.min(0.0), |t| q(t) > 0.0);
            let run = Some((lab::flow_end(&e, &start, 150.0).into(), 1e-7));
            let title = format!("(θ, ψ) of the flow at t = 150 from {start:?}, squared critic, wasserstein, γ = {gamma}");
            evidence.check(title, [end, 0.0], [0.0, 0.0], None, run);
        }
    }
}

/// III, g: G = θ³ has the eigenvalues 0 and −γ; on the centre manifold ψ ≈ aθ³/γ, 1/θ⁴ grows at the rate 12a²/γ.
fn cubed(evidence: &mut Evidence) {
    fails(evidence, "cubed_generator.penalty.r1.gamma = 0.5", &[Assumption::Generator]);
    for gamma in [0.5, 1.5] {
        let e = experiment(&format!("cubed_generator.penalty.r1.gamma = {gamma:?}"), 0.5);
        let of = |l: f64| [l, 0.0].map(Complex::from);
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
        evidence.check(format!("eigenvalues of v', G = θ³, γ = {gamma}"), of(-gamma), of(-gamma / 2.0), exact, None);
        let (theta, t) = (0.1f64, 10_000.0);
        let end = lab::flow_end(&e, &[theta, A * theta.powi(3) / gamma], t)[0];
        let grown = (end.powi(-4) - theta.powi(-4)) / t;
        let claimed = 12.0 * A * A / gamma;
        let title = format!("growth of 1/θ⁴ per unit time of the flow from θ = 0.1, G = θ³, γ = {gamma}");
        // θ' = −a²θ⁵/γ: the 3 of the derivative of θ³ lost.
        evidence.check(title, claimed, claimed / 3.0, None, Some((grown.into(), 1e-3)));
        let power = measure(&lab::simulate(&e, &[0.5, 0.1], 40_000), &e.at).power.unwrap_or(f64::NAN);
        let title = format!("exponent p of θ ~ k^(−p), simultaneous, h = 0.5, G = θ³, γ = {gamma}");
        evidence.check(title, 0.25, 0.5, None, Some((power.into(), 0.01)));
    }
}
