use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Sets of equilibria: eigenvalues 0 along them, and across them what R₁ and R₂ do may differ";
pub(super) const SOURCE: &str = "derived here, for Mescheder et al. 2018, Theorem 4.1";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const A: f64 = 0.5;
const H: f64 = 0.1;

fn experiment(game: &str, at: &[f64]) -> Experiment {
    lab::experiment(&format!("game.{game}\nrun.at = {at:?}\nrule.simultaneous.lr = {H:?}"))
}

fn with_zeros(count: usize, pair: [Complex<f64>; 2]) -> Vec<Complex<f64>> {
    pair.into_iter().chain((0..count).map(|_| Complex::from(0.0))).collect()
}

/// Eigenvalues of v' at a point of the set, and factor and angle of a run across it: `map` sends the set to 0.
fn compare(
    evidence: &mut Evidence,
    title: &str,
    e: &Experiment,
    [claimed, misprint]: [[Complex<f64>; 2]; 2],
    map: fn(&[f64]) -> [f64; 2],
) {
    let zeros = e.at.len() - 2;
    let exact = Some((lab::field_eigenvalues(e).into(), 1e-12));
    let title = title.to_owned();
    evidence.check(format!("eigenvalues of v', {title}"), with_zeros(zeros, claimed), with_zeros(zeros, misprint), exact, None);
    let [claimed, misprint] = [claimed, misprint].map(|l| lab::turn_of(&l.map(|l| 1.0 + l * H)));
    // A growing run starts so much nearer; both stay where higher terms are below 1e-6.
    let steps = 400.min((7.0 / claimed[0].ln().abs()) as u64);
    let size = 1e-6 * claimed[0].max(1.0).powi(-(steps as i32));
    let start: Vec<f64> = e.at.iter().enumerate().map(|(i, a)| a + size * [0.8, 0.6, 0.3, -0.5][i]).collect();
    let run = Some((lab::measured_across(e, &start, steps, map), 1e-5));
    evidence.check(format!("factor and angle per step across the set, simultaneous, h = {H}, {title}"), claimed, misprint, None, run);
}

pub(super) fn check(evidence: &mut Evidence) {
    sum(evidence);
    product(evidence);
    curvature(evidence);
}

/// G = θ₁ + θ₂, D = (ψ₁ + ψ₂)x: 0, 0, −γ ± √(γ² − 4a²), anywhere on the set.
fn sum(evidence: &mut Evidence) {
    for gamma in [0.4, 1.5] {
        for at in [[0.0; 4], [0.7, -0.7, 0.2, -0.2]] {
            let e = experiment(&format!("sum.penalty.r1.gamma = {gamma:?}"), &at);
            // The Dirac-GAN's: one θ and one ψ.
            let pairs = [lab::roots(-gamma, gamma * gamma - 4.0 * A * A), lab::roots(-gamma / 2.0, gamma * gamma / 4.0 - A * A)];
            compare(evidence, &format!("sum, γ = {gamma}, at {at:?}"), &e, pairs, |x| [x[0] + x[1], x[2] + x[3]]);
        }
    }
}

/// Data δ₁, G = θ₁θ₂, D = ψ(x − 1), at (t, 1/t, 0): 0, −γ/2 ± √(γ²/4 − a²(t² + t⁻²)).
fn product(evidence: &mut Evidence) {
    let pair = |gamma: f64, t: f64| lab::roots(-gamma / 2.0, gamma * gamma / 4.0 - A * A * (t * t + 1.0 / (t * t)));
    for (gamma, t) in [(0.4, 1.0), (0.4, 0.5), (0.4, -2.0), (1.7, 1.0), (1.7, 2.0)] {
        let e = experiment(&format!("product.penalty.r1.gamma = {gamma:?}"), &[t, 1.0 / t, 0.0]);
        // One of the two factors only.
        let pairs = [pair(gamma, t), lab::roots(-gamma / 2.0, gamma * gamma / 4.0 - A * A * t * t)];
        compare(evidence, &format!("product, γ = {gamma}, t = {t}"), &e, pairs, |x| [x[0] * x[1] - 1.0, x[2]]);
    }
    // The pair turns real first at t = ±1, where it turns slowest.
    let e = experiment("product.penalty.r1.gamma = 0.4", &[1.0, 1.0, 0.0]);
    let exact = Some((lab::critical(&e, "game.product.penalty.r1.gamma", 0.5, 3.0), 1e-9));
    evidence.check("γ from which overdamped points exist, product", 8f64.sqrt() * A, 2.0 * A, exact, None);
    // Off the hyperbola: (0, 0, ψ*) with γψ = −σ(ψ), eigenvalues ±γψ*² and −γ − σ(ψ)σ(−ψ).
    for gamma in [0.5, 1.5] {
        let psi = lab::edge(-5.0, 0.0, |psi| gamma * psi < -lab::logistic_slope(-psi));
        let e = experiment(&format!("product.penalty.r1.gamma = {gamma:?}"), &[1.0, 1.0, 0.0]);
        let found = any::newton(&e.field, &[0.01, -0.02, 1.05 * psi]).unwrap_or_else(|e| panic!("{e}"));
        let title = format!("product, γ = {gamma}");
        let exact = Some((found.clone().into(), 1e-11));
        // f'(0) in the place of f'.
        evidence.check(format!("equilibrium off the set, {title}"), [0.0, 0.0, psi], [0.0, 0.0, -A / gamma], exact, None);
        let (k, sigma) = (gamma * psi * psi, lab::logistic_slope(psi));
        let of = |k: f64| [-gamma - sigma * (1.0 - sigma), -k, k].map(Complex::from);
        let exact = Some((lab::field_eigenvalues_at(&e, &found).into(), 1e-11));
        evidence.check(format!("eigenvalues of v' there, {title}"), of(k), of(gamma * psi.abs()), exact, None);
        // In the flow beside it θ₁ + θ₂ grows at that rate, and θ₁ − θ₂ dies away.
        let t = 2.0 / k;
        let end = lab::flow_end(&e, &[1e-4, 1e-4, psi], t);
        let rate = (end[0] / 1e-4).ln() / t;
        evidence.check(format!("rate of θ₁ = θ₂ beside it, {title}"), k, -k, None, Some((rate.into(), 1e-5)));
    }
}

/// D = ψ₁x + ψ₂x² at (0, 0, c): 0 and the roots of λ² + (2ac + γ)λ + p, p = a² + 2acγ under R₁, a² under R₂.
fn curvature(evidence: &mut Evidence) {
    let pair = |gamma: f64, c: f64, p: f64| lab::roots_of(-(2.0 * A * c + gamma), p);
    for (gamma, c) in [(0.5, 0.0), (1.0, 0.4), (1.0, -0.5), (0.6, -0.1)] {
        let (one, two) = (A * A + 2.0 * A * c * gamma, A * A);
        for (name, p, wrong) in [("r1", one, two), ("r2", two, one)] {
            let e = experiment(&format!("quadratic_critic.penalty.{name}.gamma = {gamma:?}"), &[0.0, 0.0, c]);
            // The other penalty; at c = 0 they agree, and the misprint doubles γ.
            let misprint = if c == 0.0 { pair(2.0 * gamma, c, p) } else { pair(gamma, c, wrong) };
            let title = format!("quadratic critic, {name} with γ = {gamma}, c = {c}");
            compare(evidence, &title, &e, [pair(gamma, c, p), misprint], |x| [x[0], x[1]]);
        }
    }
    // R₁: 2ac > −γ and 2cγ > −a. R₂: 2ac > −γ alone.
    let gamma = 1.0;
    for (name, claimed, misprint) in [("r1", -A / (2.0 * gamma), -gamma / (2.0 * A)), ("r2", -gamma / (2.0 * A), -A / (2.0 * gamma))] {
        let stable = |c: f64| {
            let e = experiment(&format!("quadratic_critic.penalty.{name}.gamma = {gamma:?}"), &[0.0, 0.0, c]);
            lab::field_eigenvalues_at(&e, &e.at).iter().all(|l| l.re < 1e-12)
        };
        let edge = lab::edge(-3.0, 0.5, stable);
        evidence.check(format!("least stable c, {name} with γ = {gamma}"), claimed, misprint, Some((edge.into(), 1e-9)), None);
    }
}
