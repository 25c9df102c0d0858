//! A curved manifold of equilibria.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// Data δ₁, G = θ₁θ₂, D = ψ(x − 1). Equilibria (t, 1/t, 0): along the hyperbola v' has an eigenvalue 0, across it
    /// −γ/2 ± √(γ²/4 − a²(t² + t⁻²)) under R₁, so the frequency depends on where on the manifold a run arrives
    /// (derived here). The default point is t = 1; `run.at = [t, 1/t, 0]` takes another.
    ProductTable for ProductModel: "data δ₁, G = θ₁θ₂, D = ψ·(x − 1)", "derived here, for Mescheder et al. 2018, Theorem 4.1" {}
}

/// The product game under any loss and penalties.
pub type Product = Gan<ProductModel>;

impl Model for ProductModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [2, 1]
    }
    fn space(&self) -> usize {
        1
    }
    fn data(&self) -> Law {
        Law::Points(Nodes::point_mass(&[1.0]))
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
        x[0] = theta[0] * theta[1];
        S::one()
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        psi[0] * (x[0] + -1.0)
    }
    fn straight(&self) -> bool {
        true
    }
    fn equilibria(&self, _balance: f64) -> Vec<Vec<f64>> {
        vec![vec![1.0, 1.0, 0.0]]
    }
}
