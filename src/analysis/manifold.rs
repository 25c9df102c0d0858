//! Sets of equilibria and the eigenvalues they force.
//!
//! A game whose parameters are redundant rests on a whole manifold, along which v' has eigenvalues 0 and F' has
//! eigenvalues 1 that say nothing against convergence (Mescheder et al. 2018, Theorem 4.1). A null direction of v' may
//! also be degenerate, with no equilibrium beside x and higher terms that decide: [`zero_set`] tells them apart, and
//! only tangents are set aside.

use super::{Spectrum, field_jacobian, zero_set};
use crate::field::Field;
use nalgebra::{Complex, DVector};

/// The dimension of the set of equilibria through the equilibrium x; 0 where x is isolated or the set is no manifold.
pub(super) fn tangents(field: &impl Field, x: &[f64]) -> usize {
    let velocity = |y: &[f64]| {
        let mut v = DVector::zeros(y.len());
        field.both(y, v.as_mut_slice());
        v
    };
    let set = zero_set(velocity, |y| field_jacobian(field, y), x);
    if set.manifold { set.dimension() } else { 0 }
}

/// An eigenvalue 1 that is defective besides is computed to a root of rounding only.
const IS_ONE: f64 = 1e-4;

fn off(l: &Complex<f64>) -> f64 {
    (l - 1.0).norm()
}

/// Whether there is an eigenvalue 1 for a tangent to have.
pub(super) fn may_hold_tangents(spectrum: &Spectrum) -> bool {
    spectrum.eigenvalues.iter().any(|l| off(l) < IS_ONE)
}

/// σ(F') without the `count` eigenvalues nearest to 1, as far as they are 1: each tangent of the set of equilibria is
/// one, whatever the rule remembers (momentum adds β, the optimistic step 0). A spectrum of nothing but tangents keeps
/// the last one: there is nothing else to judge.
pub(super) fn set_aside(spectrum: &Spectrum, count: usize) -> Spectrum {
    let mut rest = spectrum.eigenvalues.clone();
    for _ in 0..count {
        let nearest = (0..rest.len()).min_by(|a, b| off(&rest[*a]).total_cmp(&off(&rest[*b])));
        match nearest {
            Some(i) if rest.len() > 1 && off(&rest[i]) < IS_ONE => rest.remove(i),
            _ => break,
        };
    }
    Spectrum { eigenvalues: rest }
}
