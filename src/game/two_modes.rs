//! Mode hopping: one point against two modes.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// Data ½δ₁ + ½δ₋₁, G = θ (one point), D = ψ₁x + ψ₂x². No θ reproduces the data: ψ₁ chases the generator from one
    /// mode to the other, ψ₂ repels it from the middle (θ² < 1 = E x²) and calls it back from outside. Under the minimax
    /// loss with R₁ of γ = 0.1 the run goes round between the modes for ever; with more it settles in the middle, at
    /// (0, 0, ψ₂*), 4γψ₂* = −σ(ψ₂*); without a penalty at (±1.2684, ±1.6861, −0.6646), where the generator stands at a
    /// maximum of its own loss: a stable point that is no Nash equilibrium (derived here). No equilibrium is listed:
    /// Newton's method looks for one from `run.start`, or from 0.
    TwoModesTable for TwoModesModel: "data ½δ₁ + ½δ₋₁, G = θ, D = ψ₁·x + ψ₂·x²", "derived here" {}
}

/// The two-mode game under any loss and penalties.
pub type TwoModes = Gan<TwoModesModel>;

impl Model for TwoModesModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [1, 2]
    }
    fn space(&self) -> usize {
        1
    }
    fn data(&self) -> Law {
        Law::Points(Nodes { dim: 1, weights: vec![0.5, 0.5], points: vec![1.0, -1.0] })
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
    fn equilibria(&self, _balance: f64) -> Vec<Vec<f64>> {
        vec![]
    }
}
