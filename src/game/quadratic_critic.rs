//! Where the two zero-centred penalties differ.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// Data δ₀, G = θ, D = ψ₁x + ψ₂x². Equilibria (0, 0, c) for every c: beside 0 the roots of
    /// λ² + (2ac + γ)λ + p with p = a² + 2acγ under R₁ and p = a² under R₂, so for c < −a/(2γ) R₁ fails where R₂ may
    /// not (derived here). `run.at = [0, 0, c]` takes a c other than 0.
    QuadraticCriticTable for QuadraticCriticModel: "data δ₀, G = θ, D = ψ₁·x + ψ₂·x²", "derived here, for Mescheder et al. 2018, Theorem 4.1" {}
}

/// The quadratic-critic game under any loss and penalties.
pub type QuadraticCritic = Gan<QuadraticCriticModel>;

impl Model for QuadraticCriticModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [1, 2]
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
        (psi[0] + psi[1] * x[0]) * x[0]
    }
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        psi[0] + 2.0 * psi[1]
    }
}
