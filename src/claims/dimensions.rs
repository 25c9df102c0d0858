use super::{Evidence, Provenance, lab};
use nalgebra::Complex;

pub(super) const TITLE: &str = "In d dimensions every eigenvalue of the Dirac-GAN comes d times";
pub(super) const SOURCE: &str = "derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// Each of a pair d times.
fn times(d: i32, pair: [Complex<f64>; 2]) -> Vec<Complex<f64>> {
    (0..d).flat_map(|_| pair).collect()
}

pub(super) fn check(evidence: &mut Evidence) {
    let h = 0.2;
    for (loss, a) in lab::LOSSES {
        for (d, gamma) in [(2, 0.0), (3, 0.3), (3, 2.5)] {
            // Of γ every dimension would get its part.
            let part = if gamma == 0.0 { 0.0 } else { f64::from(d) };
            let field = |g: f64| lab::roots(-g / 2.0, g * g / 4.0 - a * a);
            let misprint = if part == 0.0 { lab::roots(0.0, -a * a * f64::from(d)) } else { field(gamma / part) };
            let game = format!("game.dirac = {{ loss = {loss:?}, dim = {d}, penalty.r1.gamma = {gamma:?} }}");
            let title = format!("{loss}, d = {d}, R₁ with γ = {gamma}");
            let e = lab::experiment(&format!("{game}\nrule.simultaneous.lr = {h:?}"));
            let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
            evidence.check(format!("eigenvalues of v', {title}"), times(d, field(gamma)), times(d, misprint), exact, None);
            let (simultaneous, wrong) = (field(gamma).map(|l| 1.0 + l * h), misprint.map(|l| 1.0 + l * h));
            let alternating = lab::roots_of(2.0 - h * gamma - (h * a).powi(2), 1.0 - h * gamma);
            for (rule, claimed, misprint) in [("simultaneous", simultaneous, wrong), ("alternating", alternating, simultaneous)] {
                let e = lab::experiment(&format!("{game}\nrule.{rule}.lr = {h:?}"));
                let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
                let title = format!("{rule}, h = {h}, {title}");
                evidence.check(format!("eigenvalues of F', {title}"), times(d, claimed), times(d, misprint), exact, None);
                let run = Some((lab::measured_turn(&e, 300), 1e-8));
                let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
                evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, None, run);
            }
        }
    }
}
