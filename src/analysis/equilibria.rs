//! Zeros of a field, by Newton's method on its exact Jacobian.

use super::field_jacobian;
use crate::field::Field;
use nalgebra::DVector;

/// Steps of Newton's method, shortened ones included.
const MOST_STEPS: usize = 200;
/// ‖v‖ at which a search that cannot get any lower counts as settled.
const AT_REST: f64 = 1e-10;

/// Why a search found no zero, where it ended and how large ‖v‖ is there.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NewtonError {
    /// v' cannot be inverted where the search stands.
    #[error("v' is singular at {at:?}, where ‖v‖ = {residual:e}")]
    Singular {
        /// x [n].
        at: Vec<f64>,
        /// ‖v(x)‖.
        residual: f64,
    },
    /// No shorter step lowers ‖v‖, or the steps ran out.
    #[error("the search for a zero ended at {at:?}, where ‖v‖ = {residual:e}")]
    NotSettled {
        /// x [n].
        at: Vec<f64>,
        /// ‖v(x)‖.
        residual: f64,
    },
}

/// The zero of v that Newton's method reaches from `x0`. Each step is halved until ‖v‖ falls, so the search cannot
/// jump about; which zero it finds still depends on the start.
///
/// # Errors
/// [`NewtonError`], which says where the search ended.
pub fn newton(field: &impl Field, x0: &[f64]) -> Result<Vec<f64>, NewtonError> {
    let velocity = |x: &[f64]| {
        let mut v = vec![0.0; x.len()];
        field.both(x, &mut v);
        DVector::from_vec(v)
    };
    let mut at = x0.to_vec();
    let mut v = velocity(&at);
    for _ in 0..MOST_STEPS {
        let residual = v.norm();
        if residual == 0.0 {
            return Ok(at);
        }
        let Some(step) = field_jacobian(field, &at).lu().solve(&v).filter(|s| s.iter().all(|a| a.is_finite())) else {
            return Err(NewtonError::Singular { at, residual });
        };
        let shorter = (0..40).find_map(|halvings| {
            let t = 0.5f64.powi(halvings);
            let next: Vec<f64> = at.iter().zip(&step).map(|(x, s)| x - t * s).collect();
            let there = velocity(&next);
            (there.norm() < residual).then_some((next, there))
        });
        match shorter {
            Some((next, there)) => (at, v) = (next, there),
            None if residual <= AT_REST => return Ok(at),
            None => return Err(NewtonError::NotSettled { at, residual }),
        }
    }
    Err(NewtonError::NotSettled { at, residual: v.norm() })
}
