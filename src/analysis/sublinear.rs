//! Runs that converge like a power of the step.
//!
//! Where the linear part is neutral and higher terms damp, ‖x_k − x*‖ = C (k + k₀)^(−p): for r' = −c r^(1+1/p) this is
//! the exact solution, with p = ½ where the damping is cubic (the non-saturating Dirac-GAN, r ≈ √(8/t)) and p = ¼ for
//! θ' = −c θ⁵ (the generator θ³). The exponent over one octave of steps is off by p k₀/k; three distances, at k, k/2
//! and k/4, give p and k₀ together. (Derived here.)

/// A law ‖x_k − x*‖ = C (k + k₀)^(−p).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerLaw {
    /// p.
    pub exponent: f64,
    /// How far the estimate moves when it is made from the first half of the run instead.
    pub uncertainty: f64,
    /// k₀.
    pub offset: f64,
}

/// Shorter runs show no law.
const LEAST_STEPS: usize = 64;

/// The law a run's distances follow, if they follow one: an exponential doubles its exponent from octave to octave.
pub fn power_law(distances: &[f64]) -> Option<PowerLaw> {
    let last = distances.len().checked_sub(1).filter(|m| *m >= LEAST_STEPS)?;
    // Root mean square over an eighth of the octave smooths the turning; it belongs to the middle of that window.
    let mean = |k: usize| {
        let w = (k / 8).max(1);
        let part = &distances[k - w..=k];
        (part.iter().map(|d| d * d).sum::<f64>() / part.len() as f64).sqrt()
    };
    let octave = |k: usize| (mean(k / 2) / mean(k)).ln();
    let estimate = |m: usize| {
        let (late, early) = (octave(m), octave(m / 2));
        let middle = |k: usize| k as f64 - 0.5 * (k / 8).max(1) as f64;
        solve(early, late, [middle(m / 4), middle(m / 2), middle(m)])
    };
    let (late, early) = (octave(last), octave(last / 2));
    // The swing of an elliptic orbit moves these means, but not the outermost points.
    let peak = |k: usize| distances[k / 2..=k].iter().fold(0.0, |a: f64, d| a.max(*d));
    let falls = peak(last) < 0.97 * peak(last / 2)
        && late > 0.05 * std::f64::consts::LN_2
        && late < 1.5 * early.max(0.05 * std::f64::consts::LN_2);
    if !falls {
        return None;
    }
    let (exponent, offset) = estimate(last)?;
    let uncertainty = match estimate(last / 2) {
        Some((half, _)) => (exponent - half).abs(),
        None => (exponent - late / std::f64::consts::LN_2).abs(),
    };
    Some(PowerLaw { exponent, uncertainty, offset })
}

/// p and k₀ from the logarithmic falls over (k₁, k₂) and (k₂, k₃): the ratio of the falls depends on k₀ alone, and
/// grows as k₀ falls.
fn solve(early: f64, late: f64, [k1, k2, k3]: [f64; 3]) -> Option<(f64, f64)> {
    let falls = |k0: f64| (((k2 + k0) / (k1 + k0)).ln(), ((k3 + k0) / (k2 + k0)).ln());
    let excess = |k0: f64| {
        let (a, b) = falls(k0);
        a / b - early / late
    };
    let (mut lo, mut hi) = (-0.9 * k1, 4.0 * k3);
    if !(excess(lo) > 0.0 && excess(hi) < 0.0) {
        return None;
    }
    for _ in 0..100 {
        let middle = 0.5 * (lo + hi);
        if excess(middle) > 0.0 { lo = middle } else { hi = middle }
    }
    let k0 = 0.5 * (lo + hi);
    Some((late / falls(k0).1, k0))
}
