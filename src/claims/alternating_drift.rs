use super::{Evidence, Provenance, lab};
use crate::analysis::any;
use std::f64::consts::TAU;

pub(super) const TITLE: &str = "On the unit circle and yet not stable: alternating minimax play drifts outwards like h⁴E⁵";
pub(super) const SOURCE: &str = "found by running; a fit, not proved";
pub(super) const PROVENANCE: Provenance = Provenance::Estimated;

/// ΔE a round over h⁴E⁵, as h and E go to 0.
const K: f64 = 1.27e-4;
const WINDOW: u64 = 20_000;

/// E = θ² − ½hθψ + ψ², which the linear part conserves.
fn form(h: f64, x: &[f64]) -> f64 {
    x[0] * x[0] - 0.5 * h * x[0] * x[1] + x[1] * x[1]
}

/// Smoothed means of E over the first and the last [`WINDOW`] of `rounds`, from (√E₀, 0).
fn means(h: f64, e0: f64, rounds: u64) -> [f64; 2] {
    let e = lab::experiment(&format!("rule.alternating.lr = {h:?}"));
    let mut x = vec![e0.sqrt(), 0.0];
    let mut means = [0.0; 2];
    for t in 0..rounds {
        for (mean, from) in means.iter_mut().zip([0, rounds - WINDOW]) {
            if (from..from + WINDOW).contains(&t) {
                let phase = TAU * ((t - from) as f64 + 0.5) / WINDOW as f64;
                *mean += (1.0 - phase.cos()) * form(h, &x) / WINDOW as f64;
            }
        }
        any::step(&e.field, &e.rule, t, &mut x);
    }
    means
}

/// E⁻⁴ falls at the rate 4Kh⁴.
fn constant(h: f64, e0: f64, rounds: u64) -> f64 {
    let [first, last] = means(h, e0, rounds);
    (first.powi(-4) - last.powi(-4)) / (4.0 * h.powi(4) * (rounds - WINDOW) as f64)
}

pub(super) fn check(evidence: &mut Evidence) {
    let cases = [(0.1, 0.25), (0.1, 0.4), (0.2, 0.25), (0.2, 0.4), (0.2, 0.64), (0.3, 0.25)];
    for (h, e0) in cases {
        let found = constant(h, e0, 500_000);
        let title = format!("10⁴ ΔE/(h⁴E⁵) a round, averaged over 500000 rounds, h = {h}, E₀ = {e0}");
        evidence.check(title, 1e4 * K, 0.0, None, Some(((1e4 * found).into(), 0.06)));
    }
    exponents(evidence);
    // Recorded, not predicted.
    let e = lab::experiment("rule.alternating.lr = 0.1");
    let mut x = vec![1.0, 1.0];
    let mut radii = [0.0; 2];
    for t in 0..400_000 {
        let r = lab::square(&x).sqrt() / 2000.0;
        radii[0] += if t < 2000 { r } else { 0.0 };
        radii[1] += if t >= 398_000 { r } else { 0.0 };
        any::step(&e.field, &e.rule, t, &mut x);
    }
    let title = "mean distance of the first and of the last 2000 of 400000 rounds from (1, 1), h = 0.1";
    evidence.check(title, [1.405, 1.440], [1.405, 1.405], None, Some((radii.into(), 1e-3)));
}

/// The powers of h and of E, from two settings each.
fn exponents(evidence: &mut Evidence) {
    let drift = |h: f64, e0: f64| {
        let [first, last] = means(h, e0, 200_000);
        last - first
    };
    let of_h = (drift(0.3, 0.25) / drift(0.15, 0.25)).log2();
    evidence.check("power of h, between h = 0.15 and 0.3 at E₀ = 0.25", 4.0, 2.0, None, Some((of_h.into(), 0.03)));
    let of_e = (drift(0.2, 0.4) / drift(0.2, 0.2)).log2();
    evidence.check("power of E, between E₀ = 0.2 and 0.4 at h = 0.2", 5.0, 3.0, None, Some((of_e.into(), 0.03)));
}
