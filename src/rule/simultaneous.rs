//! Simultaneous gradient descent.

use super::{LearningRate, Rule, advance};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// x' = x + h v(x). Explicit Euler: order 1, one field evaluation a step. Eigenvalues of F' are 1 + hλ(v').
    Simultaneous: "x' = x + h v(x)", "Mescheder et al. 2018, Lemma 2.4" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
    }
}

impl Rule for Simultaneous {
    #[inline]
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        field.fresh(t, 0);
        let mut v: Buffer<S> = Buffer::zeros(z.len());
        field.both(z, &mut v);
        advance(field, &self.lr, t, z, &v);
    }
    fn autonomous(&self) -> bool {
        self.lr.constant()
    }
}
