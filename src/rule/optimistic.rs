//! Optimistic gradient descent ascent.

use super::{LearningRate, Rule, advance};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// x' = x + 2h v(x) − h v(x₋), state `x [n] | v(x₋) [n]`, starting with x₋ = x₀. Popov 1980; Daskalakis et al.
    /// 2018. One field evaluation a step. Eigenvalues of F' are the roots of μ² − (1+2hλ)μ + hλ: on a rotation
    /// λ = ±ia stable iff ha < 1/√3, best at ha = ½ with radius 1/√2, where both pairs are double (derived here).
    Optimistic: "x' = x + 2h v(x) − h v(x₋)", "Popov 1980; Daskalakis et al. 2018 (Training GANs with Optimism)" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
    }
}

impl Rule for Optimistic {
    fn memory(&self, n: usize) -> usize {
        n
    }
    fn start<S: Scalar>(&self, field: &impl Field, z: &mut [S]) {
        let (x, last) = z.split_at_mut(field.n());
        field.both(x, last);
    }
    #[inline]
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let (x, last) = z.split_at_mut(field.n());
        let mut v: Buffer<S> = Buffer::zeros(x.len());
        field.fresh(t, 0);
        field.both(x, &mut v);
        let ahead: Buffer<S> = Buffer::from_fn(x.len(), |i| v[i] * 2.0 - last[i]);
        last.copy_from_slice(&v);
        advance(field, &self.lr, t, x, &ahead);
    }
    fn autonomous(&self) -> bool {
        self.lr.constant()
    }
}
