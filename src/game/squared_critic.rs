//! Counterexample: a discriminator whose parameter does not reach D to first order.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// Data δ₀, G = θ, D = ψ²x: v' = 0 at (0, 0). Every (θ, 0) is an equilibrium; from θ₀ > 0 the flow overshoots to a
    /// wrong θ < 0, from θ₀ < 0 it stays wrong. The curvature condition of Assumption III is needed (derived here).
    SquaredCriticTable for SquaredCriticModel: "data δ₀, G = θ, D = ψ²·x", "derived here: Mescheder et al. 2018, Theorem 4.1 without Assumption III" {}
}

/// The squared-critic game under any loss and penalties.
pub type SquaredCritic = Gan<SquaredCriticModel>;

impl Model for SquaredCriticModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn space(&self) -> usize {
        1
    }
    fn data(&self) -> Law {
        Law::Points(Nodes::point_mass(&[0.0]))
    }
    fn latent(&self) -> Law {
        Law::Points(Nodes::point_mass(&[]))
    }
    #[inline(always)]
    fn generate<S, Z>(&self, theta: &[S], _z: &[Z], x: &mut [S]) -> S
    where
        S: Scalar + Add<Z, Output = S> + Mul<Z, Output = S>,
        Z: Copy,
    {
        x[0] = theta[0];
        S::one()
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        psi[0].square() * x[0]
    }
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        psi[0] * psi[0]
    }
    fn straight(&self) -> bool {
        true
    }
}
