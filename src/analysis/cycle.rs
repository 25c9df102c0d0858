//! Limit cycles of fields that jump across ψ = 0.
//!
//! One-centred penalties push ψ away from 0 from both sides, so the flow of a two-parameter game is smooth on each
//! half-plane and jumps on the line between. The return map of that line has the limit cycle as its fixed point.

use super::flow::TOLERANCE;
use crate::field::Field;
use differential_equations::{
    prelude::*,
    solout::{Event, EventConfig},
};

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
/// (exact derivative), so the integrator never sees the jump and the crossing is located to its tolerance.
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
    struct Edge(f64);
    impl Event<f64, Vec<f64>> for Edge {
        fn config(&self) -> EventConfig {
            EventConfig::default().terminal()
        }
        fn event(&self, _t: f64, x: &Vec<f64>) -> f64 {
            self.0 * x[1]
        }
    }
    let edge = Edge(side);
    let method = || ExplicitRungeKutta::dop853().rtol(TOLERANCE).atol(TOLERANCE).max_steps(1_000_000);
    // Leave the line first, so that the event sees the return and not the start.
    let away = 1e-3;
    let first = IVP::ode_from_fn(rhs, 0.0, away, vec![theta, 0.0])
        .method(method())
        .solve()
        .map_err(|e| CycleError::Integrator(format!("{e:?}")))?;
    let x = first.y[first.y.len() - 1].clone();
    if x[1] * side <= 0.0 {
        return Err(CycleError::NoReturn { from: theta, within: away, theta: x[0], psi: x[1] });
    }
    // The event is found on the interpolant between two steps, which only short steps make as good as the steps.
    let rest = IVP::ode_from_fn(rhs, away, WITHIN, x)
        .method(method().h_max(0.05))
        .event(&edge)
        .solve()
        .map_err(|e| CycleError::Integrator(format!("{e:?}")))?;
    let (t, x) = (rest.t[rest.t.len() - 1], &rest.y[rest.y.len() - 1]);
    if t < WITHIN && x[1].abs() < 1e-6 {
        Ok((x[0], t))
    } else {
        Err(CycleError::NoReturn { from: theta, within: WITHIN, theta: x[0], psi: x[1] })
    }
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
