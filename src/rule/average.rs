//! Averaged iterates beside the run.

use super::{ASYMPTOTIC, Alternating, AnyRule, Rule};
use crate::{field::Field, num::Scalar, registry::settings};

settings! {
    /// w̄' = βw̄ + (1−β)x', x' from the inner rule, which the average does not disturb; or the plain mean of
    /// x₀, x₁, … with `uniform = true`. State `x [n] | inner memory | w̄ [n]`, w̄₀ = x₀. Yazıcı et al. 2019. F' has
    /// the inner eigenvalues and β, n times. Over a rotation e^{iφ} an exponential average shrinks the amplitude to
    /// (1−β)/√(1 − 2β cos φ + β²) of it and never converges; the plain mean falls like 1/k (derived here).
    Average: "w̄' = βw̄ + (1−β)x', or w̄' = w̄ + (x' − w̄)/(k+1) with uniform = true", "Polyak, Juditsky 1992; Yazıcı et al. 2019" {
        /// β in [0, 1); not used by the plain mean.
        beta: f64 = 0.9 => ["crate::registry::check::decay"],
        /// The plain mean of all iterates, the start included. Its map changes with the step.
        uniform: bool = false,
        /// The inner rule, a name or a table.
        inner: Box<AnyRule> = Box::new(Alternating::default().into()),
    }
}

impl Rule for Average {
    fn memory(&self, n: usize) -> usize {
        self.inner.memory(n) + n
    }
    fn start<S: Scalar>(&self, field: &impl Field, z: &mut [S]) {
        let n = field.n();
        let (inner, mean) = z.split_at_mut(z.len() - n);
        self.inner.start(field, inner);
        mean.copy_from_slice(&inner[..n]);
    }
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let n = field.n();
        let (inner, mean) = z.split_at_mut(z.len() - n);
        self.inner.step(field, t, inner);
        let weight = match (self.uniform, t) {
            (false, _) => 1.0 - self.beta,
            (true, ASYMPTOTIC) => 0.0,
            (true, t) => 1.0 / (t as f64 + 2.0),
        };
        for (mean, &x) in mean.iter_mut().zip(inner.iter()) {
            *mean = *mean * (1.0 - weight) + x * weight;
        }
    }
    fn autonomous(&self) -> bool {
        !self.uniform && self.inner.autonomous()
    }
    fn average(&self, n: usize) -> Option<std::ops::Range<usize>> {
        let inner = n + self.inner.memory(n);
        Some(inner..inner + n)
    }
    fn complaint(&self, n: usize) -> Option<String> {
        self.inner.complaint(n)
    }
    fn linear_within(&self) -> Option<f64> {
        self.inner.linear_within()
    }
}
