//! Damped Newton steps from one start.

use super::{super::field_jacobian, velocity};
use crate::field::Field;
use nalgebra::{DMatrix, DVector};

/// Degenerate zeros are approached by a constant factor only.
const MOST_STEPS: usize = 100;
/// A step is halved at most so often.
const MOST_HALVINGS: i32 = 12;
/// A step shorter than this, relative to 1 + ‖x‖, is rounding.
const SHORT: f64 = 4.0 * f64::EPSILON;
/// ... and one shorter than this that does not lower ‖v‖ any more has met it.
const NEAR: f64 = 1e-6;

/// How the steps ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum How {
    /// They became as short as rounding allows, or short and no longer of use: there may be a zero.
    Settled,
    /// They came so near to a zero already known, the one of this index.
    Known(usize),
    /// They went on and on.
    RanOff,
    /// ‖v‖ has a minimum there, or v is no number, or it would take too long to go on.
    Stuck,
}

/// Where the steps from a start ended.
#[derive(Clone, Debug)]
pub(super) struct Descent {
    pub(super) start: Vec<f64>,
    pub(super) end: Vec<f64>,
    /// ‖v(end)‖.
    pub(super) residual: f64,
    pub(super) how: How,
}

/// How far a descent may go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// From its start.
    pub(super) far: f64,
    /// Evaluations of the discriminator.
    pub(super) work: usize,
}

/// Steps x ← x − t v'(x)⁻¹ v(x), t halved until ‖v‖ falls, so that they cannot jump about. They end where `known`
/// tells the index of a zero, or at the limits.
pub(super) fn descend(
    field: &impl Field,
    start: &[f64],
    limits: Limits,
    known: impl Fn(&[f64]) -> Option<usize>,
) -> Descent {
    let mut x = start.to_vec();
    let mut work = 0usize;
    let mut v = velocity(field, &x);
    let mut residual = v.norm();
    for _ in 0..MOST_STEPS {
        let ended = |x: Vec<f64>, how| Descent { start: start.to_vec(), end: x, residual, how };
        if let Some(k) = known(&x) {
            return ended(x, How::Known(k));
        }
        if distance(&x, start) > limits.far {
            return ended(x, How::RanOff);
        }
        work = work.saturating_add((x.len() * x.len()).saturating_mul(field.work(&x)));
        if work > limits.work {
            return ended(x, How::Stuck);
        }
        let Some(step) = least_step(&field_jacobian(field, &x), &v).filter(|_| residual.is_finite()) else {
            return ended(x, How::Stuck);
        };
        let size = 1.0 + x.iter().fold(0.0, |a: f64, b| a.hypot(*b));
        if residual == 0.0 || step.norm() <= SHORT * size {
            return ended(x, How::Settled);
        }
        let near = step.norm() <= NEAR * size;
        let shorter = (0..if near { 2 } else { MOST_HALVINGS }).find_map(|halvings| {
            let t = 0.5f64.powi(halvings);
            let there: Vec<f64> = x.iter().zip(step.iter()).map(|(x, s)| x - t * s).collect();
            let at_there = velocity(field, &there);
            (at_there.norm() < residual).then_some((there, at_there))
        });
        match shorter {
            Some((there, at_there)) => {
                x = there;
                residual = at_there.norm();
                v = at_there;
            }
            None => return ended(x, if near { How::Settled } else { How::Stuck }),
        }
    }
    // Steps that still go on after so many approach a degenerate zero, or run off slowly; a proof tells.
    Descent { start: start.to_vec(), end: x, residual, how: How::Settled }
}

pub(super) fn distance(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).fold(0.0, |d: f64, (x, y)| d.hypot(x - y))
}

/// The shortest s with A s = b, in the sense of least squares; `None` if it is not finite. Only what rounding makes of
/// a singular value 0 counts as 0: in a tail v' is small, not singular. Rows are set to one scale first, since players
/// may count in different units, and what rounding left of b is solved for once more.
pub(super) fn least_step(a: &DMatrix<f64>, b: &DVector<f64>) -> Option<DVector<f64>> {
    if a.iter().chain(b.iter()).any(|x| !x.is_finite()) {
        return None;
    }
    let (mut a, mut b) = (a.clone(), b.clone());
    for (mut row, b) in a.row_iter_mut().zip(b.iter_mut()) {
        let scale = row.amax();
        if scale > 0.0 && (*b / scale).is_finite() {
            row /= scale;
            *b /= scale;
        }
    }
    let svd = a.clone().svd(true, true);
    let cut = a.ncols() as f64 * f64::EPSILON * svd.singular_values.max();
    let step = svd.solve(&b, cut).ok()?;
    let step = &step + svd.solve(&(&b - &a * &step), cut).ok()?;
    step.iter().all(|x| x.is_finite()).then_some(step)
}
