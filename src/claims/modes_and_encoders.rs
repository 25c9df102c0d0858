use super::{Evidence, Provenance, lab};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Two modes make a lone point cycle or settle between them; a linear BiGAN ends with encoder and generator inverse";
pub(super) const SOURCE: &str = "derived here; the BiGAN is that of Donahue et al. 2017 and Dumoulin et al. 2017";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn sigmoid(t: f64) -> f64 {
    1.0 / (1.0 + (-t).exp())
}

pub(super) fn check(evidence: &mut Evidence) {
    for gamma in [0.1, 0.3, 1.0] {
        middle(evidence, gamma);
    }
    for s in [1.0, 1.5] {
        encoder(evidence, s);
    }
}

/// Between the modes: 4γψ₂ = −σ(ψ₂); with m = σ(ψ₂)σ(−ψ₂) the eigenvalues are −m − 4γ and those of
/// [[−ψ₂, −½], [½, −m − γ]].
fn middle(evidence: &mut Evidence, gamma: f64) {
    let psi = lab::edge(-10.0, 0.0, |p| 4.0 * gamma * p + sigmoid(p) < 0.0);
    let e = lab::experiment(&format!(
        "game.two_modes.penalty.r1.gamma = {gamma:?}\nrule.alternating.lr = 0.05\nrun.at = [0.0, 0.0, {psi:?}]"
    ));
    let spectrum = |m: f64| -> Vec<Complex<f64>> {
        let (trace, det) = (-psi - m - gamma, psi * (m + gamma) + 0.25);
        lab::roots_of(trace, det).into_iter().chain([Complex::from(-m - 4.0 * gamma)]).collect()
    };
    let m = sigmoid(psi) * sigmoid(-psi);
    // The curvature of the loss left out.
    let exact = Some((lab::field_eigenvalues(&e).into(), 1e-12));
    evidence.check(format!("eigenvalues of v' between the modes, γ = {gamma}"), spectrum(m), spectrum(0.0), exact, None);
    let abscissa = |of: &[Complex<f64>]| of.iter().map(|l| l.re).fold(f64::NEG_INFINITY, f64::max);
    let settles = if abscissa(&spectrum(m)) < 0.0 { 1.0 } else { 0.0 };
    let run = lab::simulate(&e, &[0.5, 0.1, 0.0], 8000);
    let span = (run.len() / 2..run.len()).map(|k| run.x(k)[0]).fold([0.0f64; 2], |[l, h], t| [l.min(t), h.max(t)]);
    let still = if span[1] - span[0] < 1e-2 { 1.0 } else { 0.0 };
    let title = format!("whether θ rests between the modes (1) or goes round (0), γ = {gamma}");
    evidence.check(title, settles, 1.0 - settles, None, Some((f64::into(still), 0.0)));
}

/// At g = s, e = 1/s the laws of pairs agree.
fn encoder(evidence: &mut Evidence, s: f64) {
    let e = lab::experiment(&format!("game.linear_bigan = {{ s = {s:?}, gamma = 0.5 }}\nrule.extragradient.lr = 0.02"));
    let end = lab::end(&e, &[0.8 * s, 1.2 / s, 0.0, 0.1, 0.0], 20_000);
    let title = format!("generator and encoder after 20000 steps of extragradient, s = {s}");
    // An encoder that copies the generator.
    let misprint = [s, if s == 1.0 { 2.0 } else { s }];
    evidence.check(title, [s, 1.0 / s], misprint, None, Some(([end[0], end[1]].into(), 1e-3)));
    if s == 1.0 {
        let e = lab::experiment("game.linear_bigan.s = 1.0");
        let fastest = lab::field_eigenvalues(&e).iter().map(|l| l.im).fold(0.0, f64::max);
        let title = "largest frequency of the minimax game without penalty, s = 1";
        evidence.check(title, 1.0, 0.5, Some((fastest.into(), 1e-9)), None);
    }
}
