//! Newton's method for rules that are defined by an equation.

use super::LearningRate;
use crate::{
    field::Field,
    game::Player,
    num::{Buffer, Scalar, linear},
};

/// More parameters than this are refused by the rules that solve a dense n × n system a step.
const MOST: usize = 3000;
/// Sweeps after which an equation counts as unsolvable.
const MOST_SWEEPS: usize = 100;

/// What stands in the way of a dense solve per step in n dimensions.
pub(super) fn too_large(rule: &str, n: usize) -> Option<String> {
    (n > MOST).then(|| {
        format!(
            "`{rule}` solves a dense {n} × {n} system every step; more than {MOST} parameters are refused. Use `extragradient`, which needs two field evaluations"
        )
    })
}

/// x ← y with y = x + H v(x + part·(y − x)), H the learning rates: implicit Euler for part = 1, the implicit midpoint
/// rule for part = ½.
///
/// Newton's method with the exact Jacobian, halving a step that does not lower the residual. Over dual numbers the
/// Jacobian carries its own derivatives, so each sweep after the real part has settled doubles the order to which the
/// nilpotent parts are exact: as many more sweeps as the duals are nested give F' by the implicit function theorem.
/// An equation without a solution in reach yields NaN, which ends the run there.
pub(super) fn solve<S: Scalar>(field: &impl Field, lr: &LearningRate, part: f64, t: u64, x: &mut [S]) {
    let n = x.len();
    let nesting = (size_of::<S>() / size_of::<f64>()).max(1).ilog2();
    let scale = 1.0 + x.iter().map(|a| a.size()).fold(0.0, f64::max);
    let mut h: Buffer<f64> = Buffer::zeros(n);
    for who in Player::BOTH {
        h[field.block(who)].fill(lr.at(who, t));
    }
    let mut y: Buffer<S> = Buffer::copy(x);
    let (mut residual, mut size) = residual(field, &h, part, x, &y);
    let mut settled = 0;
    for _ in 0..MOST_SWEEPS {
        let step = newton_step(field, &h, part, x, &y, residual);
        let mut fraction = 1.0;
        let last = size;
        loop {
            let trial: Buffer<S> = Buffer::from_fn(n, |i| y[i] - step[i] * fraction);
            let (r, s) = self::residual(field, &h, part, x, &trial);
            if s < last || s <= 1e-10 * scale || fraction < 1e-6 {
                (y, residual, size) = (trial, r, s);
                break;
            }
            fraction *= 0.5;
        }
        if !size.is_finite() {
            break;
        }
        if size <= 1e-15 * scale || (size <= 1e-10 * scale && size >= 0.5 * last) {
            settled += 1;
            if settled > nesting {
                x.copy_from_slice(&y);
                return;
            }
        }
    }
    x.fill(S::of(f64::NAN));
}

/// y − x − H v(x + part·(y − x)) and its largest entry.
fn residual<S: Scalar>(field: &impl Field, h: &[f64], part: f64, x: &[S], y: &[S]) -> (Buffer<S>, f64) {
    let between: Buffer<S> = Buffer::from_fn(x.len(), |i| x[i] + (y[i] - x[i]) * part);
    let mut r: Buffer<S> = Buffer::zeros(x.len());
    field.both(&between, &mut r);
    let mut size: f64 = 0.0;
    for i in 0..x.len() {
        r[i] = y[i] - x[i] - r[i] * h[i];
        // A residual that is not a number must not look small.
        size = if r[i].size().is_nan() { f64::INFINITY } else { size.max(r[i].size()) };
    }
    (r, size)
}

/// (I − part·H v')⁻¹ applied to the residual.
fn newton_step<S: Scalar>(
    field: &impl Field,
    h: &[f64],
    part: f64,
    x: &[S],
    y: &[S],
    mut residual: Buffer<S>,
) -> Buffer<S> {
    let n = x.len();
    let between: Buffer<S> = Buffer::from_fn(n, |i| x[i] + (y[i] - x[i]) * part);
    let mut a: Buffer<S> = Buffer::zeros(n * n);
    let (mut unit, mut column): (Buffer<S>, Buffer<S>) = (Buffer::zeros(n), Buffer::zeros(n));
    for j in 0..n {
        unit[j] = S::one();
        for who in Player::BOTH {
            field.jvp(who, &between, &unit, &mut column);
        }
        unit[j] = S::zero();
        for i in 0..n {
            a[i * n + j] = column[i] * (-part * h[i]);
        }
        a[j * n + j] = a[j * n + j] + 1.0;
    }
    linear::solve(&mut a, &mut residual);
    residual
}
