//! The implicit midpoint rule.

use super::{LearningRate, Rule, implicit};
use crate::{field::Field, num::Scalar, registry::settings};

settings! {
    /// x' = x + h v((x + x')/2): order 2, conserves quadratic invariants. On the unregularised Dirac-GAN it keeps
    /// θ² + ψ² as the flow does. Eigenvalues of F' are (1 + hλ/2)/(1 − hλ/2). Cost as
    /// [`ImplicitEuler`](super::ImplicitEuler).
    ImplicitMidpoint: "x' = x + h v((x + x')/2)", "Hairer, Lubich, Wanner 2006, section IV.2" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
    }
}

impl Rule for ImplicitMidpoint {
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        field.fresh(t, 0);
        implicit::solve(field, &self.lr, 0.5, t, z);
        field.project(z);
    }
    fn autonomous(&self) -> bool {
        self.lr.constant()
    }
    fn complaint(&self, n: usize) -> Option<String> {
        implicit::too_large("implicit_midpoint", n)
    }
}
