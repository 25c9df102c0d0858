use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Learning a mean: the width of the data damps as instance noise does, and the Wasserstein game turns for ever";
pub(super) const SOURCE: &str = "derived here, after Nagarajan, Kolter 2017";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// f'(0) and −f''(0).
const A: f64 = 0.5;
const B: f64 = 0.25;

fn experiment(s: f64, game: &str, more: &str) -> Experiment {
    lab::experiment(&format!("game.location = {{ s = {s:?}{game} }}\n{more}"))
}

/// −m ± √(m² − a²).
fn pair(m: f64) -> [Complex<f64>; 2] {
    lab::roots(-m, m * m - A * A)
}

fn slow(l: [Complex<f64>; 2]) -> [f64; 2] {
    [l[1].re, l[1].im]
}

pub(super) fn check(evidence: &mut Evidence) {
    for loss in ["minimax", "non_saturating", "relativistic"] {
        for s in [0.6, 1.3, 2.0] {
            let e = experiment(s, &format!(", loss = {loss:?}"), "rule.simultaneous.lr = 0.2");
            // The standard deviation in the place of the variance.
            let (claimed, misprint) = (pair(B * s * s), pair(B * s));
            let title = format!("{loss}, s = {s}");
            let exact = Some((lab::field_eigenvalues(&e).into(), 1e-10));
            evidence.check(format!("eigenvalues of v', {title}"), claimed, misprint, exact, None);
            let turn = |l: [Complex<f64>; 2]| lab::turn_of(&l.map(|l| 1.0 + l * 0.2));
            let run = Some((lab::turn_above_rounding(&e), 1e-6));
            let title = format!("factor and angle per step, simultaneous, h = 0.2, {title}");
            evidence.check(title, turn(claimed), turn(misprint), Some((lab::turn(&e), 1e-10)), run);
        }
    }
    let e = experiment(1.0, "", "");
    let exact = Some((lab::critical(&e, "game.location.s", 0.5, 3.0), 1e-10));
    evidence.check("s at which the pair turns real", (A / B).sqrt(), A / B, exact, None);
    adjusted(evidence);
    wasserstein(evidence);
    dragan(evidence);
}

/// R₁ adds γ/2 to |f''(0)|s²; consensus optimisation has the eigenvalues of J − γJᵀJ.
fn adjusted(evidence: &mut Evidence) {
    for (s, gamma) in [(0.6f64, 0.3), (1.0, 0.4), (1.0, 1.5)] {
        let m = B * s * s;
        let e = experiment(s, &format!(", penalty.r1.gamma = {gamma:?}"), "");
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-10));
        let title = format!("eigenvalues of v', R₁ with γ = {gamma}, s = {s}");
        evidence.check(title, pair(m + gamma / 2.0), pair(m + gamma), exact, None);
        let e = experiment(s, "", &format!("field.consensus.gamma = {gamma:?}\nrule.simultaneous.lr = 0.2"));
        let det = A * A * (1.0 + 2.0 * gamma * m + (gamma * A).powi(2));
        let claimed = lab::roots_of(-2.0 * m - gamma * (2.0 * A * A + 4.0 * m * m), det);
        // −γa² ± ia of the Dirac-GAN on top of −m.
        let misprint = lab::roots_of(-2.0 * m - 2.0 * gamma * A * A, det);
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-10));
        evidence.check(format!("eigenvalues of v̂', consensus with γ = {gamma}, s = {s}"), claimed, misprint, exact, None);
        let turn = |l: [Complex<f64>; 2]| lab::turn_of(&l.map(|l| 1.0 + l * 0.2));
        let run = Some((lab::turn_above_rounding(&e), 1e-5));
        let title = format!("factor and angle per step, simultaneous, h = 0.2, consensus with γ = {gamma}, s = {s}");
        evidence.check(title, turn(claimed), turn(misprint), None, run);
    }
}

/// E D(G(z)) − E D(x) = ψθ whatever s: the Wasserstein game is that of the Dirac-GAN, clipping and one-centred penalty too.
fn wasserstein(evidence: &mut Evidence) {
    let e = experiment(1.3, ", loss = \"wasserstein\"", "");
    let imaginary = lab::roots(0.0, -1.0);
    // The damping of the minimax game.
    let misprint = lab::roots(-B * 1.69, (B * 1.69f64).powi(2) - 1.0);
    let exact = Some((lab::field_eigenvalues(&e).into(), 1e-12));
    evidence.check("eigenvalues of v', wasserstein, s = 1.3", imaginary, misprint, exact, None);
    let (rate, speed) = lab::flow(&e, 40.0, 0.05);
    let title = "rate and angular speed of the flow, wasserstein, s = 1.3";
    evidence.check(title, slow(imaginary), slow(misprint), None, Some(([rate, speed].into(), 1e-7)));
    let start = [1.0, 0.6];
    for (name, more) in [
        ("clipped at 1", ", clip = 1.0"),
        ("WGAN-GP, λ = 0.7, g₀ = 1", ", penalty.gradient_penalty = { lambda = 0.7, target = 1.0 }"),
    ] {
        let rule = "rule.alternating = { lr = 0.1, discriminator_steps = 5 }";
        let dirac = |loss: &str| {
            lab::end(&lab::experiment(&format!("game.dirac = {{ loss = {loss:?}{more} }}\n{rule}")), &start, 300)
        };
        let run = lab::end(&experiment(1.3, &format!(", loss = \"wasserstein\"{more}"), rule), &start, 300);
        let title = format!("(θ, ψ) after 300 rounds is that of the Dirac-GAN, {name}");
        evidence.check(title, dirac("wasserstein"), dirac("minimax"), None, Some((run.into(), 1e-9)));
    }
}

/// A target g₀ > 0: ψ = 0 is pushed off at the speed λg₀ from either side, and the run ends elsewhere.
fn dragan(evidence: &mut Evidence) {
    let (lambda, target, h, s) = (0.7, 0.3, 0.1, 1.0);
    let penalty = format!(", penalty.dragan = {{ lambda = {lambda:?}, target = {target:?} }}");
    let e = experiment(s, &penalty, &format!("rule.alternating.lr = {h:?}"));
    let found = lab::update_eigenvalues(&e).len() as f64;
    evidence.check("eigenvalues that F' has at (0, 0), DRAGAN", 0.0, 2.0, Some((found.into(), 0.0)), None);
    for sign in [1.0, -1.0] {
        let x = [1e-9, sign * 1e-9];
        let jump = lab::end(&e, &x, 1)[1] - x[1];
        let title = format!("ψ₊ − ψ from (1e-9, {sign}e-9), DRAGAN, λ = {lambda}, g₀ = {target}, h = {h}");
        evidence.check(title, sign * h * lambda * target, 0.0, None, Some((jump.into(), 1e-6)));
    }
    // Beside the point (−λg₀/a, 0): −λ̂/2 ± √(λ̂²/4 − a²), λ̂ = λ − f''(0)(θ² + 2s²).
    let at = -lambda * target / A;
    let hat = |width: f64| lambda + B * (at * at + width * s * s);
    let beside = |hat: f64| lab::roots(-hat / 2.0, hat * hat / 4.0 - A * A);
    let exact = Some((lab::field_eigenvalues_at(&e, &[at, 1e-12]).into(), 1e-9));
    // Without the width of the data.
    evidence.check("eigenvalues of v' above (−λg₀/a, 0), DRAGAN", beside(hat(2.0)), beside(hat(0.0)), exact, None);
    let speed = any::velocity(&e.field, &[at, 1e-12]);
    evidence.check("v there, DRAGAN", [0.0, 0.0], [0.0, lambda * target], Some((speed.into(), 1e-10)), None);
    let run = Some((lab::end(&e, &[0.08, 0.06], 3000).into(), 1e-9));
    evidence.check("(θ, ψ) after 3000 rounds from (0.08, 0.06), DRAGAN", [at, 0.0], [0.0, 0.0], None, run);
}
