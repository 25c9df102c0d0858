use super::{Evidence, Provenance, lab};
use nalgebra::Complex;
use std::f64::consts::{LN_2, SQRT_2};

pub(super) const TITLE: &str = "Every f-GAN turns on the Dirac-GAN, at the speed (f*∘g_f)'(0); a bias adds damping to itself only";
pub(super) const SOURCE: &str = "derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// What a file says of the divergence, and the speed a, right and wrong.
pub(crate) const SPEEDS: [(&str, f64, f64); 13] = [
    // e⁻¹, because f*' = e^(t−1) at t = 0 is not 1; "KL turns like the Wasserstein game" is the mistake.
    ("divergence = \"kl\"", 0.367_879_441_171_442_33, 1.0),
    ("divergence = \"reverse_kl\"", 1.0, 0.5),
    ("divergence = \"pearson\"", 1.0, 2.0),
    ("divergence = \"neyman\"", 1.0, 2.0),
    ("divergence = \"squared_hellinger\"", 1.0, 0.5),
    ("divergence = \"jeffrey\"", 1.0, 2.0),
    ("divergence = \"jensen_shannon\"", 0.5, 0.25),
    ("divergence = \"gan\"", 0.5, 0.25),
    ("divergence = \"total_variation\"", 0.5, 1.0),
    // ½(1−π)w/(1−πw) with w = 2^(−1/π)/π
    ("divergence = \"weighted_jensen_shannon\", pi = 0.5", 1.0 / 6.0, 0.25),
    ("divergence = \"weighted_jensen_shannon\", pi = 0.25", 0.1, 0.125),
    // ½((1−α) log 2)^(1/(α−1)) for α < 1, and 1 above
    ("divergence = \"alpha\", alpha = 0.5", 2.0 / (LN_2 * LN_2), 0.5),
    ("divergence = \"alpha\", alpha = 3.0", 1.0, 0.5),
];

/// The balanced logit's slope g' and the curvature f''(1): with a bias the speed is g', the damping g'²/f''(1).
const BALANCED: [(&str, f64, f64); 9] = [
    ("divergence = \"kl\"", 1.0, 1.0),
    ("divergence = \"reverse_kl\"", 1.0, 1.0),
    ("divergence = \"pearson\"", 1.0, 2.0),
    ("divergence = \"neyman\"", 1.0, 2.0),
    ("divergence = \"squared_hellinger\"", 1.0, 0.5),
    ("divergence = \"jeffrey\"", 1.0, 2.0),
    ("divergence = \"jensen_shannon\"", 0.5, 0.5),
    ("divergence = \"gan\"", 0.5, 0.5),
    // v* = −log(√2 − 1), g' = σ(−v*) = 1 − 1/√2, f''(1) = ¼
    ("divergence = \"weighted_jensen_shannon\", pi = 0.5", 1.0 - 1.0 / SQRT_2, 0.25),
];

pub(super) fn check(evidence: &mut Evidence) {
    let pair = |a: f64| [Complex::new(0.0, -a), Complex::new(0.0, a)];
    for (says, a, wrong) in SPEEDS {
        let e = lab::experiment(&format!("[game.dirac]\nloss.f_gan = {{ {says} }}"));
        let found = lab::field_eigenvalues(&e);
        evidence.check(format!("eigenvalues of v' at (0, 0), {says}"), pair(a), pair(wrong), Some((found.into(), 1e-14)), None);
    }
    for (says, slope, curvature) in BALANCED {
        let e = lab::experiment(&format!("[game.dirac]\nbias = true\nloss.f_gan = {{ {says} }}"));
        let three = |damping: f64| [Complex::new(-damping, 0.0), Complex::new(0.0, -slope), Complex::new(0.0, slope)];
        let found = lab::field_eigenvalues(&e);
        evidence.check(
            format!("eigenvalues of v' where D is balanced by a bias, {says}"),
            three(slope * slope / curvature),
            // The damping of the bias taken for that of ψ: divided by two.
            three(0.5 * slope * slope / curvature),
            Some((found.into(), 1e-13)),
            None,
        );
    }
}
