use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};
use nalgebra::Complex;

pub(super) const TITLE: &str = "SGA, JARE and consensus agree at the equilibrium of the Dirac-GAN; SGA and JARE agree on every zero-sum game";
pub(super) const SOURCE: &str = "derived here for the fields of Balduzzi et al. 2018, Nie, Patel 2019 and Mescheder et al. 2017";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const FIELDS: [&str; 3] = ["sga.lambda", "jare.gamma", "consensus.gamma"];
const PULLS: [Pull; 3] = [sga, jare, consensus];

/// f', f'' of the discriminator and of the generator, v = (−ψg, θf), at θψ.
struct Slopes {
    f: [f64; 2],
    g: [f64; 2],
}
type Pull = fn([f64; 2], &Slopes) -> [f64; 2];

fn sga([t, p]: [f64; 2], s: &Slopes) -> [f64; 2] {
    let mean = 0.5 * (s.f[0] + s.g[0] + t * p * (s.f[1] + s.g[1]));
    [mean * t * s.f[0], mean * p * s.g[0]]
}
fn jare([t, p]: [f64; 2], s: &Slopes) -> [f64; 2] {
    [t * s.f[0] * (s.f[0] + t * p * s.f[1]), p * s.g[0] * (s.g[0] + t * p * s.g[1])]
}
fn consensus([t, p]: [f64; 2], s: &Slopes) -> [f64; 2] {
    let mixed = p * p * s.g[0] * s.g[1] + t * t * s.f[0] * s.f[1];
    [t * s.f[0] * s.f[0] + p * mixed, p * s.g[0] * s.g[0] + t * mixed]
}

fn experiment(loss: &str, field: &str, strength: f64, h: f64) -> Experiment {
    lab::experiment(&format!("game.dirac.loss = {loss:?}\nfield.{field} = {strength:?}\nrule.simultaneous.lr = {h:?}"))
}

pub(super) fn check(evidence: &mut Evidence) {
    for field in FIELDS {
        for (loss, a) in lab::LOSSES {
            for strength in [0.4, 1.5] {
                spectrum(evidence, loss, a, field, strength);
            }
        }
    }
    off_equilibrium(evidence);
    zero_sum(evidence);
    // Where consensus runs away, the adjustment does not.
    for (field, claimed) in [("sga.lambda", 0.0), ("jare.gamma", 0.0)] {
        let end = lab::end(&experiment("minimax", field, 1.0, 0.2), &[2.0, 2.0], 1500);
        let consensus = lab::end(&experiment("minimax", "consensus.gamma", 1.0, 0.2), &[2.0, 2.0], 1500);
        let title = format!("distance after 1500 steps from (2, 2), {field} = 1, h = 0.2");
        evidence.check(title, claimed, lab::square(&consensus).sqrt(), None, Some((lab::square(&end).sqrt().into(), 1e-9)));
    }
}

/// −γa² ± ia, stable for h < 2γ/(1 + γ²a²).
fn spectrum(evidence: &mut Evidence, loss: &str, a: f64, field: &str, strength: f64) {
    let h = 0.2;
    let e = experiment(loss, field, strength, h);
    let title = format!("{loss}, {field} = {strength}");
    // The factor of ½(J − Jᵀ), or of ½‖·‖², forgotten.
    let [claimed, misprint] = [1.0, 2.0].map(|part| lab::roots(-part * strength * a * a, -a * a));
    let exact = Some((lab::field_eigenvalues(&e).into(), 1e-14));
    evidence.check(format!("eigenvalues of v̂', {title}"), claimed, misprint, exact, None);
    let (rate, speed) = lab::flow(&e, 5.0 / (strength * a * a), 0.05);
    let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
    let run = Some(([rate, speed].into(), 1e-6));
    evidence.check(format!("rate and angular speed of the flow, {title}"), slow(claimed), slow(misprint), None, run);
    let turn = |l: [Complex<f64>; 2]| lab::turn_of(&l.map(|l| 1.0 + l * h));
    let run = Some((lab::measured_turn(&e, 300), 1e-9));
    let exact = Some((lab::turn(&e), 1e-13));
    evidence.check(format!("factor and angle per step, h = {h}, {title}"), turn(claimed), turn(misprint), exact, run);
    let limit = |g: f64| 2.0 * g / (1.0 + g * g * a * a);
    let exact = Some((lab::boundary(&e, "rule.simultaneous.lr", 0.01, 9.0), 1e-12));
    evidence.check(format!("largest stable h, {title}"), limit(strength), limit(2.0 * strength), exact, None);
}

/// v − v̂ off the equilibrium, by hand.
fn off_equilibrium(evidence: &mut Evidence) {
    for (loss, mirrored) in [("minimax", false), ("non_saturating", true)] {
        for x in [[1.0, 2.0], [-1.0, 1.0], [2.0, 2.0]] {
            let slope = lab::logistic_slope;
            let bend = |u: f64| -slope(u) * slope(-u);
            let u = x[0] * x[1];
            let f = [slope(u), bend(u)];
            // The non-saturating generator has g(u) = f'(−u).
            let g = if mirrored { [slope(-u), -bend(-u)] } else { f };
            let s = Slopes { f, g };
            let v = any::velocity(&lab::experiment(&format!("game.dirac.loss = {loss:?}")).field, &x);
            for (field, pull, other) in [(0, 2), (1, 2), (2, 0)].map(|(i, k)| (FIELDS[i], PULLS[i], PULLS[k])) {
                // Between SGA and JARE the difference shows only where the game is not zero-sum.
                let other = if mirrored && field == "sga.lambda" { jare } else { other };
                let moved = any::velocity(&experiment(loss, field, 1.0, 0.1).field, &x);
                let exact: Vec<f64> = v.iter().zip(&moved).map(|(a, b)| a - b).collect();
                let title = format!("v − v̂ at {x:?}, {loss}, {field} = 1");
                evidence.check(title, pull(x, &s), other(x, &s), Some((exact.into(), 1e-14)), None);
            }
        }
    }
}

/// Zero-sum: Aᵀv = (L_θψL_ψ, L_ψθL_θ), which is what JARE subtracts.
fn zero_sum(evidence: &mut Evidence) {
    for game in ["game.uniform.loss = \"minimax\"", "game.dirac.dim = 2", "game.bilinear.matrix = [[1.0, 0.3], [0.2, 2.0]]"] {
        let at = |field: &str, strength: f64| {
            let e = lab::experiment(&format!("{game}\nfield.{field} = {strength:?}"));
            let x: Vec<f64> = (0..e.at.len()).map(|i| 0.9 - 0.35 * i as f64).collect();
            any::velocity(&e.field, &x)
        };
        // J − Jᵀ in place of its half.
        let (claimed, misprint) = (at("sga.lambda", 0.7), at("sga.lambda", 1.4));
        let exact = Some((at("jare.gamma", 0.7).into(), 1e-14));
        evidence.check(format!("v̂ of JARE is that of SGA, {game}"), claimed, misprint, exact, None);
    }
}
