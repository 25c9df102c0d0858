//! Extragradient that reuses the last look-ahead gradient.

use super::{LearningRate, Rule, advance};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// y' = x + h v(y), x' = x + h v(y'), state `x [n] | y [n]`, starting with y₀ = x₀. Popov 1980. The second
    /// evaluation serves as the next step's first. The spectrum is that of
    /// [`Optimistic`](super::Optimistic): trace 1 + 2hλ, determinant hλ.
    PastExtragradient: "y' = x + h v(y), x' = x + h v(y')", "Popov 1980; Gidel et al. 2019 (A Variational Inequality Perspective)" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
    }
}

impl Rule for PastExtragradient {
    fn memory(&self, n: usize) -> usize {
        n
    }
    fn start<S: Scalar>(&self, field: &impl Field, z: &mut [S]) {
        let (x, y) = z.split_at_mut(field.n());
        y.copy_from_slice(x);
    }
    #[inline]
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let (x, y) = z.split_at_mut(field.n());
        let mut v: Buffer<S> = Buffer::zeros(x.len());
        field.fresh(t, 0);
        field.both(y, &mut v);
        y.copy_from_slice(x);
        advance(field, &self.lr, t, y, &v);
        field.fresh(t, 1);
        field.both(y, &mut v);
        advance(field, &self.lr, t, x, &v);
    }
    fn autonomous(&self) -> bool {
        self.lr.constant()
    }
}
