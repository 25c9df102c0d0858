//! Learning the mean of a normal law.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::Scalar;
use std::ops::{Add, Mul};

gan_table! {
    /// Data N(0, s²), G_θ(z) = θ + sz with z ~ N(0,1), D_ψ(x) = ψx. The smallest game with an absolutely continuous
    /// law: the width of the data acts as instance noise of σ = s, so the minimax game converges without a penalty and
    /// the Wasserstein game is the Dirac one, ±i (derived here).
    LocationTable for LocationModel: "data N(0, s²), G = θ + sz, z ~ N(0,1), D = ψ·x", "derived here, after Nagarajan, Kolter 2017" {
        /// s > 0, the standard deviation.
        s: f64 = 1.0 => ["crate::registry::check::positive"],
    }
}

/// The location game under any loss and penalties.
pub type Location = Gan<LocationModel>;

impl Model for LocationModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn space(&self) -> usize {
        1
    }
    fn data(&self) -> Law {
        Law::Normal(vec![self.s])
    }
    fn latent(&self) -> Law {
        Law::Normal(vec![self.s])
    }
    fn shifts(&self) -> bool {
        true
    }
    #[inline(always)]
    fn generate<S, Z>(&self, theta: &[S], z: &[Z], x: &mut [S]) -> S
    where
        S: Scalar + Add<Z, Output = S> + Mul<Z, Output = S>,
        Z: Copy,
    {
        x[0] = theta[0] + z[0];
        S::one()
    }
    fn affine(&self) -> bool {
        true
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        psi[0] * x[0]
    }
    fn spread(&self, _theta: &[f64]) -> f64 {
        self.s
    }
    fn straight(&self) -> bool {
        true
    }
}
