//! Counterexample: gradient penalties that see nothing.

use super::{
    Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::{Scalar, quadrature::Nodes};

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
    const WEIGHTED: bool = true;
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
    fn generate<S: Scalar>(&self, theta: &[S], z: &[f64], x: &mut [S]) -> S {
        x[0] = S::of(z[0]);
        theta[0] * (2.0 * z[0]) + 1.0
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        psi[0] * x[0].sign()
    }
}
