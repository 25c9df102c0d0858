//! Losses: what each player minimises, as a function of the discriminator's logits.
//!
//! To add one: a file with a [`settings!`](crate::registry) struct and `impl Loss`, and a word in the
//! `registry!` line below.

pub mod divergence;
mod expression;
mod f_gan;
mod hinge;
mod least_squares;
mod minimax;
mod non_saturating;
mod relativistic;
mod wasserstein;

pub use expression::ExpressionLoss;
pub use f_gan::FGan;
pub use hinge::Hinge;
pub use least_squares::LeastSquares;
pub use minimax::Minimax;
pub use non_saturating::NonSaturating;
pub use relativistic::Relativistic;
pub use wasserstein::Wasserstein;

use crate::{
    num::{Dual, Scalar},
    registry::registry,
};

/// Two functions of the logits `real` = D(x) and `fake` = D(G(z)) of a (real, fake) pair. D is a *fakeness*
/// logit: high on what the discriminator takes for generated. Both are minimised.
pub trait Loss {
    /// The discriminator's loss at one pair.
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S;
    /// The generator's loss at one pair.
    fn generator<S: Scalar>(&self, real: S, fake: S) -> S;
    /// The derivative of the discriminator's loss along the logits' ε. Nobody needs to override it: [`AnyLoss`] does,
    /// so that a look-up by name does not compute the value as well.
    #[inline(always)]
    fn discriminator_slope<S: Scalar>(&self, real: Dual<S>, fake: Dual<S>) -> S {
        self.discriminator(real, fake).eps
    }
    /// The derivative of the generator's loss along the logits' ε.
    #[inline(always)]
    fn generator_slope<S: Scalar>(&self, real: Dual<S>, fake: Dual<S>) -> S {
        self.generator(real, fake).eps
    }
    /// True where the loss does not split into a real and a fake part, so that its expectation needs
    /// independent pairs.
    fn paired(&self) -> bool {
        false
    }
    /// True where both losses are analytic in the logits for |Im t| < π and grow no faster than a polynomial, so that
    /// expectations take the nodes laid out for such functions. Default: the nodes follow from the error.
    fn tame(&self) -> bool {
        false
    }
    /// Appends the functions of the logits across whose zeros a loss is not smooth: expectations are split there.
    /// Default: both are smooth.
    #[inline]
    fn switches<S: Scalar>(&self, _real: S, _fake: S, _out: &mut Vec<S>) {}
    /// The logit of the optimal discriminator where both densities agree.
    fn balance(&self) -> f64 {
        0.0
    }
}

registry! {
    /// The losses an experiment file may name.
    AnyLoss each_loss {
        minimax: Minimax, non_saturating: NonSaturating, wasserstein: Wasserstein, least_squares: LeastSquares,
        hinge: Hinge, relativistic: Relativistic, f_gan: FGan, expression: ExpressionLoss,
    }
}

impl Loss for AnyLoss {
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        each_loss!(self, l => l.discriminator(real, fake))
    }
    fn generator<S: Scalar>(&self, real: S, fake: S) -> S {
        each_loss!(self, l => l.generator(real, fake))
    }
    fn discriminator_slope<S: Scalar>(&self, real: Dual<S>, fake: Dual<S>) -> S {
        each_loss!(self, l => l.discriminator_slope(real, fake))
    }
    fn generator_slope<S: Scalar>(&self, real: Dual<S>, fake: Dual<S>) -> S {
        each_loss!(self, l => l.generator_slope(real, fake))
    }
    fn paired(&self) -> bool {
        each_loss!(self, l => l.paired())
    }
    fn tame(&self) -> bool {
        each_loss!(self, l => l.tame())
    }
    fn switches<S: Scalar>(&self, real: S, fake: S, out: &mut Vec<S>) {
        each_loss!(self, l => l.switches(real, fake, out))
    }
    fn balance(&self) -> f64 {
        each_loss!(self, l => l.balance())
    }
}
