//! Implicit Euler, the proximal point method.

use super::{LearningRate, Rule, implicit};
use crate::{field::Field, num::Scalar, registry::settings};

settings! {
    /// x' = x + h v(x'). Rockafellar 1976 (proximal point). Newton's method on the exact Jacobian: n Jacobian-vector
    /// products and a dense solve per sweep. Eigenvalues of F' are 1/(1 − hλ): on a rotation the norm falls for every
    /// h, ‖x'‖² = ‖x‖²/(1 + h²f'²) (derived here). A clipped game is projected after the step.
    ImplicitEuler: "x' = x + h v(x')", "Rockafellar 1976" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
    }
}

impl Rule for ImplicitEuler {
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        field.fresh(t, 0);
        implicit::solve(field, &self.lr, 1.0, t, z);
        field.project(z);
    }
    fn autonomous(&self) -> bool {
        self.lr.constant()
    }
    fn complaint(&self, n: usize) -> Option<String> {
        implicit::too_large("implicit_euler", n)
    }
}
