//! Integral curves of the flow x' = v(x).

use crate::field::Field;
use differential_equations::prelude::*;

/// Why an integral curve could not be drawn to its end.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
#[error("the integral curve stopped: {0}")]
pub struct FlowError(String);

/// Relative and absolute tolerance of the integrator.
pub(super) const TOLERANCE: f64 = 1e-12;

/// The integral curve through `x0`, at times 0, dt, 2dt, … up to `end` (which is always included), by an
/// eighth-order Dormand–Prince pair with tolerance 1e-12.
///
/// # Errors
/// If the step size collapses or the flow leaves the finite numbers.
pub fn integral_curve(field: &impl Field, x0: &[f64], end: f64, dt: f64) -> Result<Vec<(f64, Vec<f64>)>, FlowError> {
    let rhs = |_t: f64, x: &Vec<f64>, dx: &mut Vec<f64>| field.both(x, dx);
    // Samples stand on an interpolant of lower order than the steps: steps no longer than dt keep it out of sight.
    let solution = IVP::ode_from_fn(rhs, 0.0, end, x0.to_vec())
        .even(dt)
        .method(ExplicitRungeKutta::dop853().rtol(TOLERANCE).atol(TOLERANCE).h_max(dt).max_steps(1_000_000))
        .solve()
        .map_err(|e| FlowError(format!("{e:?}")))?;
    if solution.y.iter().flatten().any(|a| !a.is_finite()) {
        return Err(FlowError("it leaves the finite numbers".into()));
    }
    Ok(solution.t.into_iter().zip(solution.y).collect())
}
