//! Redundant parameters: a flat manifold of equilibria.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// Data δ₀, G = θ₁ + θ₂, D = (ψ₁ + ψ₂)x. Equilibria {θ₁ + θ₂ = 0} × {ψ₁ + ψ₂ = 0}: two of the four eigenvalues of
    /// v' are 0, the others −γ ± √(γ² − 4a²) under R₁ (derived here).
    SumTable for SumModel: "data δ₀, G = θ₁ + θ₂, D = (ψ₁ + ψ₂)·x", "derived here, for Mescheder et al. 2018, Theorem 4.1" {}
}

/// The sum game under any loss and penalties.
pub type Sum = Gan<SumModel>;

impl Model for SumModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [2, 2]
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
        x[0] = theta[0] + theta[1];
        S::one()
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        (psi[0] + psi[1]) * x[0]
    }
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        // Sizes come in; their sum bounds |ψ₁ + ψ₂|.
        psi[0] + psi[1]
    }
    fn straight(&self) -> bool {
        true
    }
}
