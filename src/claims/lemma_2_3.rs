use super::{Evidence, Provenance, lab};
use crate::analysis::any;
use std::f64::consts::{PI, TAU};

pub(super) const TITLE: &str = "The flow of a zero-sum Dirac-GAN runs on circles: θ² + ψ² is conserved";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Lemma 2.3";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

const STARTS: [[f64; 2]; 4] = [[1.0, 1.0], [0.3, -2.0], [-2.5, 0.5], [-1.0, -1.2]];

/// d/dt ½‖x‖² = x·v(x), from the exact field.
fn growth(e: &crate::experiment::Experiment, x: &[f64]) -> f64 {
    any::velocity(&e.field, x).iter().zip(x).map(|(v, x)| v * x).sum()
}

/// −θψ tanh(θψ/2): what the non-saturating generator makes of it.
fn damping([theta, psi]: [f64; 2]) -> f64 {
    -theta * psi * (0.5 * theta * psi).tanh()
}

pub(super) fn check(evidence: &mut Evidence) {
    for loss in ["minimax", "wasserstein"] {
        let e = lab::experiment(&format!("game.dirac.loss = {loss:?}"));
        for x in STARTS {
            let exact = Some((growth(&e, &x).into(), 1e-15));
            evidence.check(format!("d/dt ½‖x‖² at {x:?}, {loss}"), 0.0, damping(x), exact, None);
            let (r2, t) = (lab::square(&x), 50.0);
            let run = Some((lab::square(&lab::flow_end(&e, &x, t)).into(), 1e-10));
            evidence.check(format!("θ² + ψ² at time 50 from {x:?}, {loss}"), r2, r2 / (1.0 + r2 * t / 8.0), None, run);
        }
    }
    let e = lab::experiment("game.dirac.loss = \"non_saturating\"");
    for x in STARTS {
        let exact = Some((growth(&e, &x).into(), 1e-14));
        evidence.check(format!("d/dt ½‖x‖² at {x:?}, non_saturating"), damping(x), 0.0, exact, None);
    }
    periods(evidence);
    vectors(evidence);
}

/// The period of the circle of radius r: ∮dφ/f'(½r² sin 2φ).
fn periods(evidence: &mut Evidence) {
    for (loss, r, period, misprint) in [
        ("minimax", 0.5, TAU * (1.0 + lab::bessel_i0(0.125)), 4.0 * PI),
        ("minimax", 1.0, TAU * (1.0 + lab::bessel_i0(0.5)), 4.0 * PI),
        ("minimax", 3.0, TAU * (1.0 + lab::bessel_i0(4.5)), 4.0 * PI),
        ("wasserstein", 3.0, TAU, 4.0 * PI),
    ] {
        let e = lab::experiment(&format!("game.dirac.loss = {loss:?}"));
        let above = any::half_turn(&e.field, r, true);
        let below = above.clone().and_then(|(theta, _)| any::half_turn(&e.field, theta, false));
        let run = above.and_then(|(_, t)| below.map(|(_, s)| t + s)).unwrap_or(f64::NAN);
        let title = format!("time of one turn at radius {r}, {loss}");
        evidence.check(title, period, misprint, None, Some((run.into(), 1e-11)));
    }
}

/// With vectors θ, ψ the flow turns z = θ + iψ by one common angle, so every z_j z̄_k is conserved.
fn vectors(evidence: &mut Evidence) {
    let e = lab::experiment("game.dirac.dim = 2");
    let kept = |x: &[f64]| [lab::square(x), x[0] * x[3] - x[1] * x[2], x[0] * x[1] + x[2] * x[3]];
    let x = [1.0, -0.4, 0.3, 0.8];
    let [norm, area, product] = kept(&x);
    let run = Some((kept(&lab::flow_end(&e, &x, 50.0)).into(), 1e-10));
    let title = "‖θ‖²+‖ψ‖², θ₁ψ₂−θ₂ψ₁, θ₁θ₂+ψ₁ψ₂ at time 50, two dimensions";
    evidence.check(title, [norm, area, product], [norm, area, x[0] * x[1] - x[2] * x[3]], None, run);
}
