//! Learning a covariance.

use super::{
    AnyModel, Law, Model,
    gan::{Gan, gan_table},
};
use crate::num::Scalar;
use serde::de::{Deserialize, Deserializer, Error};
use std::f64::consts::TAU;
use std::ops::{Add, Mul};

gan_table! {
    /// Data N(0, diag σ), G(z) = Az with z ~ N(0, I), D(x) = xᵀWx, A and W full d × d. θ and ψ hold A and W row by row;
    /// the listed equilibrium is A = diag √σᵢ, W = 0, one of the family AOᵀ. d(d−1) eigenvalues of v' are 0 (rotations
    /// of z, antisymmetric W); for Wasserstein the others are ±i√(2(σᵢ + σⱼ)), i ≤ j (derived here).
    CovarianceTable for CovarianceModel: "data N(0, diag σ), G = A·z, z ~ N(0, I), D = xᵀWx", "derived here" {
        /// σ₁, …, σ_d > 0: the variances.
        sigma: Vec<f64> = vec![1.0] => ["variances"],
    }
}

/// The covariance game under any loss and penalties.
pub type Covariance = Gan<CovarianceModel>;

fn variances<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<f64>, D::Error> {
    let sigma = Vec::<f64>::deserialize(d)?;
    if sigma.is_empty() || sigma.iter().any(|s| !(s.is_finite() && *s > 0.0)) {
        return Err(D::Error::custom("a list of finite variances > 0 is needed here, such as [1, 4]"));
    }
    Ok(sigma)
}

impl CovarianceModel {
    fn d(&self) -> usize {
        self.sigma.len()
    }
}

impl Model for CovarianceModel {
    type Shared = AnyModel;
    fn dims(&self) -> [usize; 2] {
        [self.d() * self.d(); 2]
    }
    fn space(&self) -> usize {
        self.d()
    }
    fn data(&self) -> Law {
        Law::Normal(self.sigma.iter().map(|variance| variance.sqrt()).collect())
    }
    fn latent(&self) -> Law {
        Law::Normal(vec![1.0; self.d()])
    }
    #[inline(always)]
    fn generate<S, Z>(&self, theta: &[S], z: &[Z], x: &mut [S]) -> S
    where
        S: Scalar + Add<Z, Output = S> + Mul<Z, Output = S>,
        Z: Copy,
    {
        for (x, row) in x.iter_mut().zip(theta.chunks(self.d())) {
            *x = S::zero();
            for (&a, &z) in row.iter().zip(z) {
                *x += a * z;
            }
        }
        S::one()
    }
    fn affine(&self) -> bool {
        true
    }
    #[inline(always)]
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        let mut d = S::zero();
        for (&xi, row) in x.iter().zip(psi.chunks(self.d())) {
            let mut inner = S::zero();
            for (&w, &xj) in row.iter().zip(x) {
                inner += w * xj;
            }
            d += xi * inner;
        }
        d
    }
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        // σ(wτ²e²) is analytic for |Im e| < √(π/2w)/τ: as narrow a strip as a linear logit of slope √(2πw) leaves.
        (TAU * psi.iter().map(|w| w * w).sum::<f64>().sqrt()).sqrt()
    }
    fn spread(&self, theta: &[f64]) -> f64 {
        let generated = theta.iter().map(|a| a * a).sum::<f64>();
        self.sigma.iter().fold(generated, |m, s| m.max(*s)).sqrt()
    }
    fn even(&self) -> bool {
        true
    }
    fn equilibria(&self, balance: f64) -> Vec<Vec<f64>> {
        // D has no bias, so D = 0 must be the balance.
        if balance != 0.0 {
            return vec![];
        }
        let d = self.d();
        let mut x = vec![0.0; 2 * d * d];
        for (i, variance) in self.sigma.iter().enumerate() {
            x[i * d + i] = variance.sqrt();
        }
        vec![x]
    }
}
