//! Limit cycles of fields that jump across ψ = 0.
//!
//! One-centred penalties push ψ away from 0 from both sides, so the flow of a two-parameter game is smooth on each
//! half-plane and jumps on the line between. The return map of that line has the limit cycle as its fixed point.

use super::flow::TOLERANCE;
use crate::field::Field;
use differential_equations::prelude::*;

/// Why there is no cycle to report.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
pub enum CycleError {
    /// The orbit stays in one half-plane.
    #[error(
        "the orbit from θ = {from} does not come back to ψ = 0 within time {within}: it ends near ({theta}, {psi})"
    )]
    NoReturn {
        /// Start on ψ = 0.
        from: f64,
        /// Time waited.
        within: f64,
        /// Where the orbit was then.
        theta: f64,
        /// Where the orbit was then.
        psi: f64,
    },
    /// The return map did not settle.
    #[error("the return map has not settled after {0} turns")]
    NotSettled(usize),
    /// The integrator gave up.
    #[error("the integrator gave up: {0}")]
    Integrator(String),
}

/// An attracting limit cycle of a two-parameter field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// θ > 0 where it crosses ψ = 0 upwards.
    pub crossing: f64,
    /// Time of one turn.
    pub period: f64,
    /// How a disturbance shrinks per half-turn: √ of the derivative of the return map.
    pub contraction: f64,
}

/// From (θ, 0) into the half-plane ψ > 0 (`up`) or ψ < 0 until the orbit is back on ψ = 0: (θ there, time).
///
/// Inside the half-plane the field is smooth; beyond the line it is continued by its first-order Taylor polynomial
/// (exact derivative), so the integrator never sees the jump. The first step that ends beyond the line is taken again
/// in halves, so the crossing is as good as the steps.
///
/// # Errors
/// [`CycleError::NoReturn`] where the orbit settles inside the half-plane.
pub fn half_turn(field: &impl Field, theta: f64, up: bool) -> Result<(f64, f64), CycleError> {
    const WITHIN: f64 = 500.0;
    let side = if up { 1.0 } else { -1.0 };
    let rhs = |_t: f64, x: &Vec<f64>, v: &mut Vec<f64>| {
        if x[1] * side > 0.0 {
            field.both(x, v);
        } else {
            let edge = [x[0], side * f64::MIN_POSITIVE];
            field.both(&edge, v);
            let mut slope = [0.0; 2];
            for who in crate::game::Player::BOTH {
                field.jvp(who, &edge, &[0.0, 1.0], &mut slope);
            }
            v[0] += slope[0] * x[1];
            v[1] += slope[1] * x[1];
        }
    };
    let steps = |x: &[f64], time: f64| {
        // Steps short enough that the orbit does not dip below the line and back within one.
        let method = ExplicitRungeKutta::dop853().rtol(TOLERANCE).atol(TOLERANCE).h_max(0.05).max_steps(1_000_000);
        let run = IVP::ode_from_fn(rhs, 0.0, time, x.to_vec()).method(method).solve();
        run.map(|run| run.t.into_iter().zip(run.y)).map_err(|e| CycleError::Integrator(format!("{e:?}")))
    };
    let inside = |x: &[f64]| x[1] * side > 0.0;
    // The start is on the line and has to leave it first.
    const AWAY: f64 = 1e-3;
    let (mut t, mut x) = (0.0, vec![theta, 0.0]);
    let mut piece = AWAY;
    while t < WITHIN {
        let before = t;
        for (after, y) in steps(&x, piece)?.skip(1) {
            if inside(&y) {
                (t, x) = (before + after, y);
                continue;
            }
            if t == 0.0 {
                break;
            }
            let mut length = before + after - t;
            while length > TOLERANCE {
                length *= 0.5;
                if let Some((_, y)) = steps(&x, length)?.next_back().filter(|(_, y)| inside(y)) {
                    (t, x) = (t + length, y);
                }
            }
            return Ok((x[0], t));
        }
        if t == 0.0 {
            break;
        }
        piece = 1.0;
    }
    Err(CycleError::NoReturn { from: theta, within: t.max(AWAY), theta: x[0], psi: x[1] })
}

/// The attracting cycle reached from (θ, 0+), by iterating the return map of the half-line θ > 0, ψ = 0: one half-turn
/// above it, one below.
///
/// # Errors
/// [`CycleError`], among them `NoReturn` where the orbit settles at a point instead.
pub fn limit_cycle(field: &impl Field, theta: f64) -> Result<Cycle, CycleError> {
    const TURNS: usize = 400;
    let turn = |theta: f64| -> Result<(f64, f64), CycleError> {
        let (left, above) = half_turn(field, theta, true)?;
        let (right, below) = half_turn(field, left, false)?;
        Ok((right, above + below))
    };
    let mut at = theta;
    for _ in 0..TURNS {
        let (next, period) = turn(at)?;
        if (next - at).abs() < TOLERANCE * at.abs().max(1.0) {
            let d = 1e-4 * next;
            let per_turn = (turn(next + d)?.0 - turn(next - d)?.0) / (2.0 * d);
            return Ok(Cycle { crossing: next, period, contraction: per_turn.max(0.0).sqrt() });
        }
        at = next;
    }
    Err(CycleError::NotSettled(TURNS))
}
