//! Counterexample: a generator whose parameter does not reach x to first order.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// Data δ₀, G = θ³, D = ψx: eigenvalues 0 and −γ at (0, 0) under R₁, and no other equilibrium nearby. On the centre
    /// manifold ψ ≈ aθ³/γ the flow converges like θ ≈ (γ/(12a²t))^{1/4}, not exponentially. The gradient condition of
    /// Assumption III is needed (derived here).
    CubedGeneratorTable for CubedGeneratorModel: "data δ₀, G = θ³, D = ψ·x", "derived here: Mescheder et al. 2018, Theorem 4.1 without Assumption III" {}
}

/// The cubed-generator game under any loss and penalties.
pub type CubedGenerator = Gan<CubedGeneratorModel>;

impl Model for CubedGeneratorModel {
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
        x[0] = theta[0].square() * theta[0];
        S::one()
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        psi[0] * x[0]
    }
    fn straight(&self) -> bool {
        true
    }
}
