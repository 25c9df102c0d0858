//! Counterexample: the discriminator must vanish around the data, not only on it.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// Data δ₀, G = θ, D = ψx + cx² with c fixed: D vanishes at the only data point, not in a neighbourhood. Eigenvalues
    /// are the roots of λ² + (2ac + γ)λ + a² + 2acγ under R₁: for 2ac < −γ the penalty does not help. The neighbourhood
    /// clause of Assumption I is needed (derived here).
    FixedCurvatureTable for FixedCurvatureModel: "data δ₀, G = θ, D = ψ·x + c·x²", "derived here: Mescheder et al. 2018, Theorem 4.1 without Assumption I" {
        /// c, the curvature D cannot change.
        c: f64 = -3.0 => ["crate::registry::check::finite"],
    }
}

/// The fixed-curvature game under any loss and penalties.
pub type FixedCurvature = Gan<FixedCurvatureModel>;

impl Model for FixedCurvatureModel {
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
        (psi[0] + x[0] * self.c) * x[0]
    }
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        psi[0] + 2.0 * self.c.abs()
    }
}
