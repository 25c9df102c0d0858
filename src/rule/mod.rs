//! Rules: the update operator F on z = (x, memory).
//!
//! A rule is generic over the scalar, so the exact Jacobian F' of any rule, its memory included, is one dual pass per
//! column. To add one: a file and a word in the `registry!` line below.

mod adam;
mod alternating;
mod average;
mod competitive;
mod extragradient;
mod implicit;
mod implicit_euler;
mod implicit_midpoint;
mod lookahead;
mod momentum;
mod optimistic;
mod order;
mod past_extragradient;
mod rate;
mod rmsprop;
mod simultaneous;

pub use adam::Adam;
pub use alternating::Alternating;
pub use average::Average;
pub use competitive::Competitive;
pub use extragradient::Extragradient;
pub use implicit_euler::ImplicitEuler;
pub use implicit_midpoint::ImplicitMidpoint;
pub use lookahead::Lookahead;
pub use momentum::Momentum;
pub use optimistic::Optimistic;
pub use order::{Order, Turns};
pub use past_extragradient::PastExtragradient;
pub use rate::{LearningRate, PerPlayer};
pub use rmsprop::Rmsprop;
pub use simultaneous::Simultaneous;

use crate::{field::Field, game::Player, num::Scalar, registry::registry};

/// The time at which bias corrections have died out and learning rates stand at their start: the autonomous map
/// that is linearised.
pub const ASYMPTOTIC: u64 = u64::MAX;

/// The update operator `z ↦ F(z)` on `z = x [n] | memory [m]`.
pub trait Rule {
    /// m, the numbers remembered between steps for n parameters. Default: none.
    fn memory(&self, _n: usize) -> usize {
        0
    }
    /// Fills the memory of `z` at the start, x given (zeros come in). At an equilibrium it must give the memory of
    /// the fixed point.
    fn start<S: Scalar>(&self, _field: &impl Field, _z: &mut [S]) {}
    /// One whole round. `t` counts from 0; [`ASYMPTOTIC`] asks for the autonomous map.
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]);
    /// Whether the map changes with t, so that no spectrum tells the whole story.
    fn autonomous(&self) -> bool {
        true
    }
    /// Where averaged iterates stand in `z`, if the rule keeps any.
    fn average(&self, _n: usize) -> Option<std::ops::Range<usize>> {
        None
    }
    /// What stands in the way of using it with n parameters, if anything.
    fn complaint(&self, _n: usize) -> Option<String> {
        None
    }
    /// The size of v well below which F is as linear as v, where that is a number of the rule's own: ε of Adam.
    fn linear_within(&self) -> Option<f64> {
        None
    }
}

/// x += h·v, each player at its own learning rate, then projects.
#[inline(always)]
pub(crate) fn advance<S: Scalar>(field: &impl Field, lr: &LearningRate, t: u64, x: &mut [S], v: &[S]) {
    for who in Player::BOTH {
        let h = lr.at(who, t);
        for i in field.block(who) {
            x[i] += v[i] * h;
        }
    }
    field.project(x);
}

registry! {
    /// The rules an experiment file may name.
    AnyRule each_rule {
        simultaneous: Simultaneous, alternating: Alternating, momentum: Momentum, extragradient: Extragradient,
        optimistic: Optimistic, past_extragradient: PastExtragradient, implicit_euler: ImplicitEuler,
        implicit_midpoint: ImplicitMidpoint, competitive: Competitive, lookahead: Lookahead, average: Average,
        rmsprop: Rmsprop, adam: Adam,
    }
}

impl Rule for AnyRule {
    fn memory(&self, n: usize) -> usize {
        each_rule!(self, r => r.memory(n))
    }
    fn start<S: Scalar>(&self, field: &impl Field, z: &mut [S]) {
        each_rule!(self, r => r.start(field, z))
    }
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        each_rule!(self, r => r.step(field, t, z))
    }
    fn autonomous(&self) -> bool {
        each_rule!(self, r => r.autonomous())
    }
    fn average(&self, n: usize) -> Option<std::ops::Range<usize>> {
        each_rule!(self, r => r.average(n))
    }
    fn complaint(&self, n: usize) -> Option<String> {
        each_rule!(self, r => r.complaint(n))
    }
    fn linear_within(&self) -> Option<f64> {
        each_rule!(self, r => r.linear_within())
    }
}
