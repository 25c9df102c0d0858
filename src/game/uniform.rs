//! Learning the width of a uniform law.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::Scalar;
use std::f64::consts::TAU;
use std::ops::{Add, Mul};

gan_table! {
    /// Data U[−1, 1], G_θ(z) = θz with z ~ U[−1, 1], D_ψ(x) = ψx². Nagarajan & Kolter 2017, section 3. Equilibria
    /// (±1, 0): minimax −1/20 ± √(1/400 − 1/9), Wasserstein ±2i/3. Expectations by 40 Gauss–Legendre points, more where ψθ² is large.
    UniformTable for UniformModel: "data U[−1,1], G = θz, z ~ U[−1,1], D = ψ·x²", "Nagarajan, Kolter 2017, section 3" {}
}

/// The uniform game under any loss and penalties.
pub type Uniform = Gan<UniformModel>;

impl Model for UniformModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn space(&self) -> usize {
        1
    }
    fn data(&self) -> Law {
        Law::Uniform(1)
    }
    fn latent(&self) -> Law {
        Law::Uniform(1)
    }
    #[inline(always)]
    fn generate<S, Z>(&self, theta: &[S], z: &[Z], x: &mut [S]) -> S
    where
        S: Scalar + Add<Z, Output = S> + Mul<Z, Output = S>,
        Z: Copy,
    {
        x[0] = theta[0] * z[0];
        S::one()
    }
    fn affine(&self) -> bool {
        true
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        psi[0] * x[0].square()
    }
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        // σ(ψx²) is analytic for |Im x| < √(π/2ψ): as narrow a strip as a linear logit of slope √(2πψ) leaves.
        (TAU * psi[0]).sqrt()
    }
    fn spread(&self, theta: &[f64]) -> f64 {
        theta[0].max(1.0)
    }
    fn even(&self) -> bool {
        true
    }
    fn equilibria(&self, balance: f64) -> Vec<Vec<f64>> {
        // D has no bias, so D = 0 must be the balance.
        if balance == 0.0 { vec![vec![1.0, 0.0], vec![-1.0, 0.0]] } else { vec![] }
    }
}
