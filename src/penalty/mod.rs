//! Penalties: what the discriminator pays for its gradient (or its value) at some points.
//!
//! Factors: `r1`, `r2`, `roth` carry γ/2 as in Mescheder et al. 2018, eq. (9), (10); `gradient_penalty` and
//! `dragan` carry λ/2, so the λ = 10 of Gulrajani et al. 2017 is `lambda = 20` here. To add one: a file and a
//! word in the `registry!` line below.

mod dragan;
mod expression;
mod gradient_penalty;
mod le_cam;
mod r1;
mod r2;
mod roth;

pub use dragan::Dragan;
pub use expression::{At, ExpressionPenalty};
pub use gradient_penalty::{GradientPenalty, Sided};
pub use le_cam::LeCam;
pub use r1::R1;
pub use r2::R2;
pub use roth::Roth;

use crate::{num::Scalar, registry::registry};

/// Where a penalty is averaged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Site {
    /// Points of the data.
    Real,
    /// Points of the generator.
    Fake,
    /// On the segment between a real and a fake point, uniformly.
    Between,
    /// In a neighbourhood of the data.
    Around,
}

/// A density of D and ‖∇ₓD‖² at one point, averaged over one or more kinds of points and added to the
/// discriminator's loss.
pub trait Penalty {
    /// The kinds of points; the averages over them are added.
    fn sites(&self) -> &'static [Site];
    /// ρ(D, ‖∇ₓD‖²) at one point, `g2` = ‖∇ₓD‖².
    fn density<S: Scalar>(&self, site: Site, d: S, g2: S) -> S;
    /// Whether ρ depends on D itself, not on its slope alone. Default: it does.
    fn reads_logit(&self) -> bool {
        true
    }
    /// True where ρ is a polynomial in ‖∇ₓD‖² with factors that are analytic in D for |Im D| < π and bounded by a
    /// polynomial, so that expectations take the nodes laid out for such functions. Default: the nodes follow from the
    /// error.
    fn tame(&self) -> bool {
        false
    }
    /// Appends the functions across whose zeros ρ is not smooth: expectations are split there, and where ∇ₓD = 0 in one
    /// dimension. Default: none.
    #[inline]
    fn switches<S: Scalar>(&self, _d: S, _g2: S, _out: &mut Vec<S>) {}
    /// The standard deviation of the points around the data, where the penalty states its own. Default: it does not.
    fn width(&self) -> Option<f64> {
        None
    }
}

/// The standard deviation, in every coordinate, of the points around the data: as narrow as the modes of the networks'
/// default data are wide apart, and what [`Mlp`](crate::game::Mlp) takes too.
pub const WIDTH: f64 = 0.1;

registry! {
    /// The penalties an experiment file may name; several may be given, they add up.
    AnyPenalty each_penalty {
        r1: R1, r2: R2, gradient_penalty: GradientPenalty, dragan: Dragan, roth: Roth, le_cam: LeCam,
        expression: ExpressionPenalty,
    }
}

impl Penalty for AnyPenalty {
    fn sites(&self) -> &'static [Site] {
        each_penalty!(self, p => p.sites())
    }
    fn density<S: Scalar>(&self, site: Site, d: S, g2: S) -> S {
        each_penalty!(self, p => p.density(site, d, g2))
    }
    fn reads_logit(&self) -> bool {
        each_penalty!(self, p => p.reads_logit())
    }
    fn tame(&self) -> bool {
        each_penalty!(self, p => p.tame())
    }
    fn switches<S: Scalar>(&self, d: S, g2: S, out: &mut Vec<S>) {
        each_penalty!(self, p => p.switches(d, g2, out))
    }
    fn width(&self) -> Option<f64> {
        each_penalty!(self, p => p.width())
    }
}
