use super::{Evidence, Provenance, lab};
use crate::analysis::any;
use nalgebra::Complex;

pub(super) const TITLE: &str = "On the Dirac-GAN relativistic pairing is the minimax game, and needs the same penalty";
pub(super) const SOURCE: &str = "Huang et al. 2024 (R3GAN), section 3; Dirac-GAN, bias and location game derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// f'(0) and f''(0).
const A: f64 = 0.5;
const B: f64 = -0.25;
const GAME: &str = "game.dirac.loss = \"relativistic\"";

pub(super) fn check(evidence: &mut Evidence) {
    for x @ [t, p] in [[1.0, 1.0], [1.0, -2.0], [-0.5, 3.0]] {
        let field = |u: f64| [-p * lab::logistic_slope(u), t * lab::logistic_slope(u)];
        let exact = Some((any::velocity(&lab::experiment(GAME).field, &x).into(), 1e-15));
        // The logit taken for a realness.
        evidence.check(format!("v at {x:?}"), field(t * p), field(-t * p), exact, None);
    }
    // λ = −s ± √(s² − a²): R₁ gives s = γ/2, R₁ and R₂ together s = γ.
    for (penalty, s) in [
        ("", 0.0),
        ("game.dirac.penalty.r1.gamma = 0.6", 0.3),
        ("game.dirac.penalty.r1.gamma = 0.6\ngame.dirac.penalty.r2.gamma = 0.6", 0.6),
        ("game.dirac.penalty.r2.gamma = 1.4", 0.7),
    ] {
        let e = lab::experiment(&format!("{GAME}\n{penalty}"));
        // Without the square, as printed in the paper's eq. (12).
        let (claimed, misprint) = (lab::roots(-s, s * s - A * A), lab::roots(-s, s * s - A));
        let title = if s == 0.0 { "no penalty".into() } else { penalty.replace('\n', ", ") };
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-14));
        evidence.check(format!("eigenvalues of v', {title}"), claimed, misprint, exact, None);
        let (rate, speed) = lab::flow(&e, 40.0, 0.05);
        let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
        let run = Some(([rate, speed].into(), 1e-6));
        evidence.check(format!("rate and angular speed of the flow, {title}"), slow(claimed), slow(misprint), None, run);
    }
    for (more, claimed) in [("", 2.0 * A), ("\ngame.dirac.penalty = { r1.gamma = 0.1, r2.gamma = 0.6 }", 2.0 * A - 0.6)] {
        let e = lab::experiment(&format!("{GAME}{more}"));
        let exact = Some((lab::critical(&e, "game.dirac.penalty.r1.gamma", 0.01, 3.0), 1e-12));
        let title = if more.is_empty() { "" } else { ", beside R₂ with γ = 0.6" };
        let misprint = claimed + 2.0 * A.sqrt() - 2.0 * A;
        evidence.check(format!("critical γ of R₁{title}"), claimed, misprint, exact, None);
    }
    // A bias of D cancels in the difference; in the minimax game it is damped by 2f''(0).
    let e = lab::experiment(&format!("{GAME}\ngame.dirac.bias = true"));
    let with = |l: f64| [Complex::new(l, 0.0), Complex::new(0.0, -A), Complex::new(0.0, A)];
    let exact = Some((lab::field_eigenvalues(&e).into(), 1e-14));
    evidence.check("eigenvalues of v' with an output bias", with(0.0), with(2.0 * B), exact, None);
    location(evidence);
}

/// Data N(0, s²), G = θ + sz: both halves of the pair are noisy, f''(0)s² ± √(f''(0)²s⁴ − a²) as in the minimax game.
fn location(evidence: &mut Evidence) {
    let h = 0.2;
    for s in [0.6f64, 1.0] {
        let e = lab::experiment(&format!(
            "game.location = {{ s = {s:?}, loss = \"relativistic\" }}\nrule.simultaneous.lr = {h:?}"
        ));
        // The variance of one of the two points only.
        let [claimed, misprint] = [1.0, 0.5].map(|part| part * B * s * s).map(|m| lab::roots(m, m * m - A * A));
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-10));
        evidence.check(format!("eigenvalues of v', location game, s = {s}"), claimed, misprint, exact, None);
        let turn = |l: [Complex<f64>; 2]| lab::turn_of(&l.map(|l| 1.0 + l * h));
        let run = Some((lab::turn_above_rounding(&e), 1e-6));
        let title = format!("factor and angle per step, simultaneous, h = {h}, location game, s = {s}");
        evidence.check(title, turn(claimed), turn(misprint), Some((lab::turn(&e), 1e-10)), run);
    }
}
