use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Learning a width: −s ± √(s² − (2a/3)²), s = −f''(0)/5 + 2γ/3, and a saddle of R₁ at the collapsed generator";
pub(super) const SOURCE: &str = "derived here for the game of Nagarajan, Kolter 2017, section 3";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(loss: &str, penalties: [f64; 2], at: f64, more: &str) -> Experiment {
    let [r1, r2] = penalties;
    lab::experiment(&format!(
        "game.uniform = {{ loss = {loss:?}, penalty.r1.gamma = {r1:?}, penalty.r2.gamma = {r2:?} }}\nrun.at = [{at:?}, 0.0]\n{more}"
    ))
}

/// −s ± √(s² − c²).
fn pair(s: f64, c: f64) -> [Complex<f64>; 2] {
    lab::roots(-s, s * s - c * c)
}

/// f'(0) and −f''(0).
fn slope(loss: &str) -> [f64; 2] {
    if loss == "wasserstein" { [1.0, 0.0] } else { [0.5, 0.25] }
}

pub(super) fn check(evidence: &mut Evidence) {
    for loss in ["minimax", "non_saturating", "wasserstein"] {
        let [a, b] = slope(loss);
        let c = 2.0 * a / 3.0;
        for (penalties, at) in [([0.0, 0.0], 1.0), ([0.0, 0.0], -1.0), ([0.3, 0.0], 1.0), ([0.2, 0.3], -1.0), ([1.5, 0.0], 1.0)] {
            let e = experiment(loss, penalties, at, "rule.simultaneous.lr = 0.2");
            let sum = penalties[0] + penalties[1];
            let claimed = pair(b / 5.0 + 2.0 * sum / 3.0, c);
            // E x² = 1/3 in the place of E x⁴ = 1/5, and γ/2 of the Dirac-GAN; a/3, as if D were linear.
            let misprint = pair(b / 3.0 + sum / 2.0, if b == 0.0 { a / 3.0 } else { c });
            let title = format!("{loss}, (γ₁, γ₂) = {penalties:?}, at θ = {at}");
            let exact = Some((lab::field_eigenvalues(&e).into(), 1e-12));
            evidence.check(format!("eigenvalues of v', {title}"), claimed, misprint, exact, None);
            let turn = |l: [Complex<f64>; 2]| lab::turn_of(&l.map(|l| 1.0 + l * 0.2));
            let converges = turn(claimed)[0] < 1.0;
            let run = converges.then(|| (lab::turn_above_rounding(&e), 1e-4));
            let title = format!("factor and angle per step, simultaneous, h = 0.2, {title}");
            evidence.check(title, turn(claimed), turn(misprint), Some((lab::turn(&e), 1e-12)), run);
        }
        let e = experiment(loss, [0.1, 0.0], 1.0, "");
        let exact = Some((lab::critical(&e, "game.uniform.penalty.r1.gamma", 0.01, 3.0), 1e-11));
        evidence.check(format!("γ of R₁ at which the pair turns real, {loss}"), 1.5 * (c - b / 5.0), 2.0 * a, exact, None);
    }
    invariant(evidence);
    collapsed(evidence);
    sides(evidence);
    generator_penalty(evidence);
}

/// Wasserstein without a penalty: θ' = −2θψ/3, ψ' = (θ² − 1)/3, so ½θ² − log|θ| + ψ² is conserved.
fn invariant(evidence: &mut Evidence) {
    let kept = |x: &[f64]| 0.5 * x[0] * x[0] - x[0].abs().ln() + x[1] * x[1];
    let e = experiment("wasserstein", [0.0, 0.0], 1.0, "");
    for start in [[1.5, 0.4], [0.3, -1.0], [-2.0, 0.5]] {
        let end = lab::flow_end(&e, &start, 200.0);
        // ψ with the weight ½ too: what that gives at the start is not what it has at the end.
        let misprint = kept(&start) - 0.5 * start[1] * start[1] + 0.5 * end[1] * end[1];
        let title = format!("½θ² − log|θ| + ψ² of the flow at t = 200 from {start:?}, wasserstein");
        evidence.check(title, kept(&start), misprint, None, Some((kept(&end).into(), 1e-9)));
    }
}

/// E[x²σ(ψx²)] over U[−1, 1], by Simpson's rule.
fn pull(psi: f64) -> f64 {
    let n = 2000;
    let f = |k: i32| {
        let x2 = (f64::from(k) / f64::from(n)).powi(2);
        x2 * lab::logistic_slope(-psi * x2)
    };
    (0..n / 2).map(|k| f(2 * k) + 4.0 * f(2 * k + 1) + f(2 * k + 2)).sum::<f64>() / (3.0 * f64::from(n))
}

/// At θ = 0 the generator gives one point, where D = 0: nothing there without R₁, with it a saddle at ψ* < 0.
fn collapsed(evidence: &mut Evidence) {
    for loss in ["minimax", "wasserstein"] {
        let a = slope(loss)[0];
        let e = experiment(loss, [0.0, 0.0], 1.0, "");
        let exact = Some((any::velocity(&e.field, &[0.0, 0.0]).into(), 1e-12));
        evidence.check(format!("v at (0, 0) without a penalty, {loss}"), [0.0, -a / 3.0], [0.0, 0.0], exact, None);
        for gamma in [0.1, 0.3, 1.0] {
            // (4/3)γψ = −E[x²f'(−ψx²)].
            let psi = if loss == "wasserstein" {
                -0.25 / gamma
            } else {
                lab::edge(-10.0, 0.0, |psi| 4.0 * gamma * psi < -3.0 * pull(psi))
            };
            let e = experiment(loss, [gamma, 0.0], 1.0, "");
            let found = any::newton(&e.field, &[0.02, 1.05 * psi]).unwrap_or_else(|e| panic!("{e}"));
            let title = format!("{loss}, R₁ with γ = {gamma}");
            // f'(0) in the place of f'(−ψx²); for Wasserstein γ without the ½ of the penalty.
            let misprint = if loss == "wasserstein" { 0.5 * psi } else { -0.125 / gamma };
            let exact = Some((found.clone().into(), 1e-10));
            evidence.check(format!("equilibrium at the collapsed generator, {title}"), [0.0, psi], [0.0, misprint], exact, None);
            let up = -2.0 * a * psi / 3.0;
            let down = (pull(psi + 1e-4) - pull(psi - 1e-4)) / 2e-4;
            let down = -4.0 * gamma / 3.0 - if loss == "wasserstein" { 0.0 } else { down };
            let claimed = [down, up].map(Complex::from);
            let exact = Some((lab::field_eigenvalues_at(&e, &found).into(), 1e-7));
            evidence.check(format!("eigenvalues of v' there, {title}"), claimed, [down, -up].map(Complex::from), exact, None);
            // Beside the saddle the generator leaves θ = 0 at that rate.
            let t = 2.0 / up;
            let grown = (lab::flow_end(&e, &[1e-4, psi], t)[0] / 1e-4).ln() / t;
            let title = format!("rate at which θ leaves 1e-4 beside it, {title}");
            evidence.check(title, up, 2.0 * up, None, Some((grown.into(), 1e-5)));
        }
    }
}

/// R₁ looks at the data, R₂ at the generated points: they agree at θ = ±1 only.
fn sides(evidence: &mut Evidence) {
    let gamma = 0.6;
    for x @ [theta, psi] in [[0.5, 0.7], [1.6, -0.4]] {
        let v = |penalties| any::velocity(&experiment("minimax", penalties, 1.0, "").field, &x)[1];
        let claimed = -4.0 / 3.0 * gamma * psi * (1.0 - theta * theta);
        let exact = Some(((v([gamma, 0.0]) - v([0.0, gamma])).into(), 1e-12));
        evidence.check(format!("v_ψ with R₁ less v_ψ with R₂ at {x:?}"), claimed, 0.0, exact, None);
    }
}

/// The generator that pays ½η‖∇_ψL‖²: trace −(ηc² + 2|f''(0)|/5), determinant c².
fn generator_penalty(evidence: &mut Evidence) {
    for loss in ["minimax", "wasserstein"] {
        let [a, b] = slope(loss);
        let c2 = (2.0 * a / 3.0).powi(2);
        for eta in [0.5, 2.0] {
            let more = format!("field.nagarajan_kolter.eta = {eta:?}\nrule.simultaneous.lr = 0.2");
            let e = experiment(loss, [0.0, 0.0], 1.0, &more);
            let claimed = lab::roots_of(-eta * c2 - 0.4 * b, c2);
            // η‖∇_ψL‖² without the ½.
            let misprint = lab::roots_of(-2.0 * eta * c2 - 0.4 * b, c2);
            let exact = Some((lab::field_eigenvalues(&e).into(), 1e-12));
            evidence.check(format!("eigenvalues of v̂', {loss}, η = {eta}"), claimed, misprint, exact, None);
            let turn = |l: [Complex<f64>; 2]| lab::turn_of(&l.map(|l| 1.0 + l * 0.2));
            let run = Some((lab::turn_above_rounding(&e), 1e-4));
            let title = format!("factor and angle per step, simultaneous, h = 0.2, {loss}, η = {eta}");
            evidence.check(title, turn(claimed), turn(misprint), None, run);
        }
    }
}
