//! The Dirac-GAN: the smallest GAN that fails to converge.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// G_θ = δ_θ, data δ₀, D_ψ(x) = ψ·x (+ β with `bias`). Mescheder et al. 2018, Definition 2.1; with
    /// `dim` = d, θ and ψ are vectors in ℝᵈ (derived here).
    DiracTable for DiracModel: "data δ₀, G = θ, D = ψ·x (+ β)", "Mescheder et al. 2018, Definition 2.1" {
        /// d ≥ 1, the dimension of x.
        dim: usize = 1 => ["crate::registry::check::dimension"],
        /// Whether D has an output bias β, the last entry of ψ.
        bias: bool = false,
    }
}

/// The Dirac-GAN under any loss and penalties.
pub type Dirac = Gan<DiracModel>;

impl Model for DiracModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [self.dim, self.dim + usize::from(self.bias)]
    }
    fn space(&self) -> usize {
        self.dim
    }
    fn data(&self) -> Law {
        Law::Points(Nodes::point_mass(&vec![0.0; self.dim]))
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
        x.copy_from_slice(theta);
        S::one()
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        let mut d = if self.bias { psi[self.dim] } else { S::zero() };
        for (&p, &x) in psi[..self.dim].iter().zip(x) {
            d += p * x;
        }
        d
    }
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        // Along any one coordinate of the noise.
        psi[..self.dim].iter().fold(0.0, |m, p| p.abs().max(m))
    }
    fn straight(&self) -> bool {
        true
    }
    fn on_a_line(&self) -> bool {
        self.dim == 1 && !self.bias
    }
    fn equilibria(&self, balance: f64) -> Vec<Vec<f64>> {
        let mut x = vec![0.0; 2 * self.dim];
        if self.bias {
            x.push(balance);
        }
        vec![x]
    }
}
