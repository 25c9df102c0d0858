use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;

pub(super) const TITLE: &str = "Heavy ball: no momentum stabilises simultaneous play; in turns −1 < β < 0 does, at best ρ = 2√3 − 3";
pub(super) const SOURCE: &str = "derived here; negative momentum is that of Gidel et al. 2019";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const A: f64 = 0.5;
const SIM: &str = "simultaneous";
const ALT: &str = "generator_first";
const LR: &str = "rule.momentum.lr";

fn experiment(eta: f64, [bg, bd]: [f64; 2], order: &str) -> Experiment {
    lab::experiment(&format!(
        "rule.momentum = {{ lr = {:?}, beta = {{ generator = {bg:?}, discriminator = {bd:?} }}, order = {order:?} }}",
        eta / A
    ))
}

/// (x−1)²(x−β_g)(x−β_d) + η²x², simultaneous, or + η²x³, in turns; without the leading 1.
fn quartic(eta: f64, [bg, bd]: [f64; 2], order: &str) -> Vec<f64> {
    let mut p = lab::product(&[&[1.0, -1.0], &[1.0, -1.0], &[1.0, -bg], &[1.0, -bd]]);
    p[if order == SIM { 2 } else { 1 }] += eta * eta;
    p[1..].to_vec()
}

/// The η at which alternating play converges, |β| < 1, by Routh and Hurwitz; empty if lo ≥ hi.
fn window([bg, bd]: [f64; 2]) -> [f64; 2] {
    let (p, s) = (bg * bd, bg + bd);
    let hi = (4.0 * (1.0 + bg) * (1.0 + bd)).min(4.0 * (1.0 - p));
    // (1 − p)(2p − s) > η²p.
    let (lo, hi) = match ((1.0 - p) * (2.0 * p - s), p) {
        (c, p) if p > 0.0 => (0.0, hi.min(c / p)),
        (c, p) if p < 0.0 => (c / p, hi),
        (c, _) => (0.0, if c > 0.0 { hi } else { 0.0 }),
    };
    [lo.max(0.0).sqrt(), hi.max(0.0).sqrt()]
}

pub(super) fn check(evidence: &mut Evidence) {
    for betas in [[-0.3, -0.3], [0.5, 0.5], [-0.2, -0.6], [0.2, -0.5]] {
        for (order, other) in [(SIM, ALT), (ALT, SIM)] {
            let e = experiment(0.4, betas, order);
            let (claimed, misprint) = (quartic(0.4, betas, order), quartic(0.4, betas, other));
            let title = format!("{order}, η = 0.4, (β_g, β_d) = {betas:?}");
            let exact = Some((lab::characteristic(&e), 1e-13));
            evidence.check(format!("coefficients of det(x − F'), {title}"), claimed.clone(), misprint.clone(), exact, None);
            let [claimed, misprint] = [claimed, misprint].map(|c| lab::turn_of(&lab::zeros(&c)));
            let run = Some((lab::measured_turn(&e, 1000), 1e-8));
            evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, Some((lab::turn(&e), 1e-11)), run);
        }
    }
    counts(evidence);
    limits(evidence);
    small_steps(evidence);
    best(evidence);
}

/// How many of a grid of settings converge.
fn counts(evidence: &mut Evidence) {
    let equal: Vec<(f64, [f64; 2])> =
        (0..400).map(|i| (0.06 + 0.125 * f64::from(i % 20), [-0.95 + 0.1 * f64::from(i / 20); 2])).collect();
    let b = |i: i32| -0.92 + 0.3 * f64::from(i);
    let unequal: Vec<_> = (0..294).map(|i| (0.11 + 0.41 * f64::from(i % 6), [b(i / 6 % 7), b(i / 42)])).collect();
    let count = |grid: &[(f64, [f64; 2])], inside: &dyn Fn(f64, [f64; 2]) -> bool| {
        grid.iter().filter(|(eta, betas)| inside(*eta, *betas)).count() as f64
    };
    let by_formula = |eta: f64, betas| {
        let [lo, hi] = window(betas);
        lo < eta && eta < hi
    };
    let by_mean = |eta: f64, [bg, bd]: [f64; 2]| bg + bd < 0.0 && eta < 2.0 + bg + bd;
    for (name, grid) in [("equal", equal), ("unequal", unequal)] {
        let stable = |order: &str| count(&grid, &|eta, betas| lab::radius(&experiment(eta, betas, order)) < 1.0 - 1e-9);
        let claimed = count(&grid, &by_formula);
        let misprint = if name == "equal" { count(&grid, &|eta, [b, _]| eta < 2.0 * (1.0 + b)) } else { count(&grid, &by_mean) };
        let title = format!("settings of {} that converge, {name} β", grid.len());
        evidence.check(format!("{title}, {SIM}"), 0.0, claimed, Some((stable(SIM).into(), 0.0)), None);
        evidence.check(format!("{title}, in turns"), claimed, misprint, Some((stable(ALT).into(), 0.0)), None);
    }
}

fn limits(evidence: &mut Evidence) {
    for betas in [[-0.25; 2], [-0.5; 2], [-0.75; 2], [-0.2, -0.6], [0.2, -0.5]] {
        let exact = Some((lab::boundary(&experiment(0.1, betas, ALT), LR, 0.02, 9.0), 1e-11));
        // Without momentum.
        evidence.check(format!("largest stable h in turns, (β_g, β_d) = {betas:?}"), window(betas)[1] / A, 2.0 / A, exact, None);
    }
    // Opposite β: there is a smallest step too.
    let betas = [0.3, -0.3];
    for (name, edge, [from, to]) in [("smallest", window(betas)[0], [0.02, 3.4]), ("largest", window(betas)[1], [3.4, 9.0])] {
        let exact = Some((lab::boundary(&experiment(1.7, betas, ALT), LR, from, to), 1e-11));
        evidence.check(format!("{name} stable h in turns, (β_g, β_d) = {betas:?}"), edge / A, 2.0 / A, exact, None);
    }
}

/// (ρ² − 1)/η² → (1+β)/(1−β)³ simultaneously, 2β/(1−β)³ in turns.
fn small_steps(evidence: &mut Evidence) {
    for b in [-0.5f64, -0.3, 0.5] {
        let [sim, alt] = [1.0 + b, 2.0 * b].map(|c| c / (1.0 - b).powi(3));
        for (order, claimed, misprint) in [(SIM, sim, 1.0), (ALT, alt, -alt)] {
            let measured = (lab::radius(&experiment(1e-3, [b; 2], order)).powi(2) - 1.0) / 1e-6;
            let title = format!("(ρ² − 1)/η² at η = 1e-3, {order}, β = {b}");
            evidence.check(title, claimed, misprint, Some((measured.into(), 1e-4)), None);
        }
    }
}

/// β = −(2−√3)², η = (8/3)√(2√3−3): a triple eigenvalue 3 − 2√3.
fn best(evidence: &mut Evidence) {
    let r = 3f64.sqrt();
    let (beta, eta, t) = (-(2.0 - r).powi(2), 8.0 / 3.0 * (2.0 * r - 3.0).sqrt(), 3.0 - 2.0 * r);
    let roots = |last: f64| lab::product(&[&[1.0, -t], &[1.0, -t], &[1.0, -t], &[1.0, -last]])[1..].to_vec();
    let exact = Some((lab::characteristic(&experiment(eta, [beta; 2], ALT)), 1e-13));
    evidence.check("coefficients of det(x − F') at the best β and η", roots(beta * beta / t.powi(3)), roots(t), exact, None);
    let radius = |b: f64, eta: f64| lab::radius(&experiment(eta, [b; 2], ALT));
    let best = |b: f64| lab::minimum(40, 1.5, 2.0 * (1.0 + b), |eta| radius(b, eta));
    let b = lab::minimum(20, -0.2, -0.01, |b| radius(b, best(b)));
    let exact = Some(([b, best(b), radius(b, best(b))].into(), 1e-4));
    let title = "best β and η of equal β in turns, and their radius";
    evidence.check(title, [beta, eta, -t], [-0.5, 0.8712, 0.8847], exact, None);
    // A Jordan block of three: the run falls like k²ρᵏ, a factor (1 + 10/k)²ρ¹⁰ over ten rounds.
    let run = lab::simulate(&experiment(eta, [beta; 2], ALT), &[8e-4, 6e-4], 40).distances(&[0.0, 0.0]);
    let log = |rho: f64| 10.0 * rho.ln() + 2.0 * (4f64 / 3.0).ln();
    let left = Some(((run[40] / run[30]).ln().into(), 0.03));
    evidence.check("log of the factor over rounds 31 to 40 at the best β and η", log(-t), log(0.8847), None, left);
}
