//! Extragradient: step with the field seen one step ahead.

use super::{LearningRate, Rule, advance};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// y = x + h₁ v(x), x' = x + h₂ v(y). Korpelevich 1976; two field evaluations a step, no memory. Eigenvalues of
    /// F' are 1 + h₂λ(1 + h₁λ): on a rotation λ = ±ia stable iff ha < 1 for h₁ = h₂ = h (derived here).
    Extragradient: "y = x + h₁ v(x), x' = x + h₂ v(y)", "Korpelevich 1976; Gidel et al. 2019 (A Variational Inequality Perspective)" {
        /// Step h₂ > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
        /// Look-ahead h₁ > 0 in the same forms; default: `lr`.
        lookahead: Option<LearningRate> = None,
    }
}

impl Rule for Extragradient {
    #[inline]
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let mut v: Buffer<S> = Buffer::zeros(z.len());
        let mut y: Buffer<S> = Buffer::copy(z);
        field.fresh(t, 0);
        field.both(z, &mut v);
        advance(field, self.lookahead.as_ref().unwrap_or(&self.lr), t, &mut y, &v);
        field.fresh(t, 1);
        field.both(&y, &mut v);
        advance(field, &self.lr, t, z, &v);
    }
    fn autonomous(&self) -> bool {
        self.lr.constant() && self.lookahead.as_ref().is_none_or(LearningRate::constant)
    }
}
