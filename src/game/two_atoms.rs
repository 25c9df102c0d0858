//! Counterexample: gradient penalties that see nothing.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

gan_table! {
    /// Data ½δ₁ + ½δ₋₁, p_θ = (½ + θ)δ₁ + (½ − θ)δ₋₁, D = ψ sign(x), constant near each atom: every gradient penalty is
    /// 0. Wasserstein with R₁ keeps ±2i for every γ; minimax converges through f'' < 0 alone,
    /// −1/4 ± √(1/16 − 1). The condition f'' < 0 of Assumption II is needed (derived here). The generator moves
    /// weights, not points.
    TwoAtomsTable for TwoAtomsModel: "data ½δ₁ + ½δ₋₁, p_θ = (½+θ)δ₁ + (½−θ)δ₋₁, D = ψ·sign(x)", "derived here: Mescheder et al. 2018, Theorem 4.1 without Assumption II" {}
}

/// The two-atom game under any loss and penalties.
pub type TwoAtoms = Gan<TwoAtomsModel>;

fn atoms() -> Law {
    Law::Points(Nodes { dim: 1, weights: vec![0.5, 0.5], points: vec![1.0, -1.0] })
}

impl Model for TwoAtomsModel {
    type Shared = AnyModel;
    fn weighted(&self) -> bool {
        true
    }
    fn kinked(&self) -> bool {
        true
    }
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn space(&self) -> usize {
        1
    }
    fn data(&self) -> Law {
        atoms()
    }
    fn latent(&self) -> Law {
        atoms()
    }
    #[inline(always)]
    fn generate<S, Z>(&self, theta: &[S], z: &[Z], x: &mut [S]) -> S
    where
        S: Scalar + Add<Z, Output = S> + Mul<Z, Output = S>,
        Z: Copy,
    {
        x[0] = S::zero() + z[0];
        theta[0] * z[0] * 2.0 + 1.0
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        psi[0] * x[0].sign()
    }
    #[inline]
    fn switches<S: Scalar>(&self, _psi: &[S], x: &[S], out: &mut Vec<S>) {
        out.push(x[0]);
    }
}
