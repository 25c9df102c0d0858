//! Newton's method for rules that are defined by an equation.

use super::LearningRate;
use crate::{
    field::Field,
    game::Player,
    num::{Buffer, Scalar, linear},
};

/// More parameters than this are refused by the rules that solve a dense n × n system a step.
const MOST: usize = 3000;
/// Sweeps after which Newton's method has stalled.
const MOST_SWEEPS: usize = 100;
/// Points on a path of solutions after which an equation counts as unsolvable.
const MOST_POINTS: usize = 1000;
/// Sweeps back to the path from a point ahead on its tangent.
const BACK: usize = 6;
/// A point ahead lies at most this part of the way from the path; farther off, Newton may land on another branch.
const OFF: f64 = 0.1;

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
/// Newton's method from x with the exact Jacobian; where it stalls, along the path of solutions of
/// y = x + s·H v(…) that leaves x at s = 0. A learning rate so large that neither arrives yields NaN, which ends the
/// run there.
pub(super) fn solve<S: Scalar>(field: &impl Field, lr: &LearningRate, part: f64, t: u64, x: &mut [S]) {
    let mut h: Buffer<f64> = Buffer::zeros(x.len());
    for who in Player::BOTH {
        h[field.block(who)].fill(lr.at(who, t));
    }
    let equation = Equation { field, h, part, x };
    match equation.newton(Buffer::copy(x)).or_else(|| equation.follow()) {
        Some(y) => x.copy_from_slice(&y),
        None => x.fill(S::of(f64::NAN)),
    }
}

/// y = x + H v(x + part·(y − x)).
struct Equation<'a, F, S> {
    field: &'a F,
    /// H, [n].
    h: Buffer<f64>,
    part: f64,
    x: &'a [S],
}

impl<F: Field, S: Scalar> Equation<'_, F, S> {
    /// Residuals are small or large beside this.
    fn scale(&self) -> f64 {
        1.0 + size(self.x)
    }

    fn between(&self, y: &[S]) -> Buffer<S> {
        Buffer::from_fn(self.x.len(), |i| self.x[i] + (y[i] - self.x[i]) * self.part)
    }

    /// H v(x + part·(y − x)).
    fn pull(&self, y: &[S]) -> Buffer<S> {
        let mut v: Buffer<S> = Buffer::zeros(y.len());
        self.field.both(&self.between(y), &mut v);
        for i in 0..y.len() {
            v[i] = v[i] * self.h[i];
        }
        v
    }

    /// y − x − H v(…).
    fn residual(&self, y: &[S]) -> Buffer<S> {
        let pull = self.pull(y);
        Buffer::from_fn(y.len(), |i| y[i] - self.x[i] - pull[i])
    }

    /// The columns of part·H v' at y, in turn.
    fn columns(&self, y: &[S], mut see: impl FnMut(usize, &[S])) {
        let (n, between) = (y.len(), self.between(y));
        let (mut unit, mut column): (Buffer<S>, Buffer<S>) = (Buffer::zeros(n), Buffer::zeros(n));
        for j in 0..n {
            unit[j] = S::one();
            for who in Player::BOTH {
                self.field.jvp(who, &between, &unit, &mut column);
            }
            unit[j] = S::zero();
            for i in 0..n {
                column[i] = column[i] * (self.part * self.h[i]);
            }
            see(j, &column);
        }
    }

    /// (I − part·H v')⁻¹ applied to the residual.
    fn newton_step(&self, y: &[S], mut residual: Buffer<S>) -> Buffer<S> {
        let n = y.len();
        let mut a: Buffer<S> = Buffer::zeros(n * n);
        self.columns(y, |j, column| {
            for i in 0..n {
                a[i * n + j] = -column[i];
            }
            a[j * n + j] = a[j * n + j] + 1.0;
        });
        linear::solve(&mut a, &mut residual);
        residual
    }

    /// Newton's method from y, halving a step that does not lower the residual. Over dual numbers the Jacobian carries
    /// its own derivatives, so each sweep after the real part has settled doubles the order to which the nilpotent
    /// parts are exact: as many more sweeps as the duals are nested give F' by the implicit function theorem.
    fn newton(&self, mut y: Buffer<S>) -> Option<Buffer<S>> {
        let nesting = (size_of::<S>() / size_of::<f64>()).max(1).ilog2();
        let scale = self.scale();
        let mut residual = self.residual(&y);
        let mut large = size(&residual);
        let mut settled = 0;
        for _ in 0..MOST_SWEEPS {
            let step = self.newton_step(&y, residual);
            let mut fraction = 1.0;
            let last = large;
            loop {
                let trial: Buffer<S> = Buffer::from_fn(y.len(), |i| y[i] - step[i] * fraction);
                residual = self.residual(&trial);
                large = size(&residual);
                if large < last || large <= 1e-10 * scale || fraction < 1e-6 {
                    y = trial;
                    break;
                }
                fraction *= 0.5;
            }
            if !large.is_finite() || (large > 1e-10 * scale && fraction < 1e-6) {
                return None;
            }
            if large <= 1e-15 * scale || (large <= 1e-10 * scale && large >= 0.5 * last) {
                settled += 1;
                if settled > nesting {
                    return Some(y);
                }
            }
        }
        None
    }

    /// Follows the path of solutions (y, s) of y = x + s·H v(…) from (x, 0) by its arc length, so that it may turn back
    /// in s, until s = 1. Where every solution of s ≤ 1 is bounded, as on a rotation, the path cannot end before.
    fn follow(&self) -> Option<Buffer<S>> {
        let n = self.x.len();
        let mut at: Buffer<S> = Buffer::from_fn(n + 1, |i| if i < n { self.x[i] } else { S::zero() });
        let along_s: Buffer<S> = Buffer::from_fn(n + 1, |i| if i < n { S::zero() } else { S::one() });
        let mut tangent = self.tangent(&at, &along_s);
        let mut length = OFF;
        for _ in 0..MOST_POINTS {
            let ahead: Buffer<S> = Buffer::from_fn(n + 1, |i| at[i] + tangent[i] * length);
            let next = self.back(&ahead, &tangent).filter(|next| norm(next, &ahead).size() <= OFF * length);
            let Some(next) = next else {
                length *= 0.5;
                if length < 1e-9 * self.scale() {
                    return None;
                }
                continue;
            };
            if next[n].size() >= 1.0 {
                let part = (S::one() - at[n]) / (next[n] - at[n]);
                let guess = Buffer::from_fn(n, |i| at[i] + (next[i] - at[i]) * part);
                if let Some(y) = self.newton(guess) {
                    return Some(y);
                }
                length *= 0.5;
                continue;
            }
            (tangent, at) = (self.tangent(&next, &tangent), next);
            length *= 1.5;
        }
        None
    }

    /// The unit tangent of the path at (y, s) that goes on as the last one did.
    fn tangent(&self, at: &[S], last: &[S]) -> Buffer<S> {
        let n = self.x.len();
        let mut t: Buffer<S> = Buffer::from_fn(n + 1, |i| if i < n { S::zero() } else { S::one() });
        linear::solve(&mut self.bordered(at, last), &mut t);
        let zero: Buffer<S> = Buffer::zeros(n + 1);
        let length = norm(&t, &zero);
        Buffer::from_fn(n + 1, |i| t[i] / length)
    }

    /// From a point ahead on the tangent back to the path, at right angles to the tangent.
    fn back(&self, ahead: &[S], tangent: &[S]) -> Option<Buffer<S>> {
        let n = self.x.len();
        let mut at: Buffer<S> = Buffer::copy(ahead);
        for _ in 0..BACK {
            let pull = self.pull(&at[..n]);
            let mut residual: Buffer<S> = Buffer::zeros(n + 1);
            for i in 0..n {
                residual[i] = at[i] - self.x[i] - pull[i] * at[n];
            }
            for i in 0..=n {
                residual[n] += (at[i] - ahead[i]) * tangent[i];
            }
            if size(&residual) <= 1e-9 * self.scale() {
                return Some(at);
            }
            linear::solve(&mut self.bordered(&at, tangent), &mut residual);
            for i in 0..=n {
                at[i] -= residual[i];
            }
        }
        None
    }

    /// [(n + 1) × (n + 1)]: the derivative of y − x − s·H v(…) by (y, s), and below it a row.
    fn bordered(&self, at: &[S], row: &[S]) -> Buffer<S> {
        let (n, s) = (self.x.len(), at[self.x.len()]);
        let m = n + 1;
        let pull = self.pull(&at[..n]);
        let mut a: Buffer<S> = Buffer::zeros(m * m);
        self.columns(&at[..n], |j, column| {
            for i in 0..n {
                a[i * m + j] = -(column[i] * s);
            }
            a[j * m + j] = a[j * m + j] + 1.0;
        });
        for i in 0..n {
            a[i * m + n] = -pull[i];
        }
        a[n * m..].copy_from_slice(row);
        a
    }
}

/// The largest entry. One that is not a number must not look small.
fn size<S: Scalar>(x: &[S]) -> f64 {
    x.iter().map(|a| a.size()).fold(0.0, |most, a| if a.is_nan() { f64::INFINITY } else { most.max(a) })
}

/// ‖x − y‖.
fn norm<S: Scalar>(x: &[S], y: &[S]) -> S {
    x.iter().zip(y).fold(S::zero(), |sum, (a, b)| sum + (*a - *b).square()).sqrt()
}
