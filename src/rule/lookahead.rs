//! Lookahead: k fast steps, one slow one.

use super::{ASYMPTOTIC, AnyRule, Rule, Simultaneous};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// x' = x + α(Fᵏ(x) − x), F the inner rule; its memory runs on. Zhang et al. 2019; in games: Chavdarova et al.
    /// 2021. One step is the k inner steps and the interpolation. Without memory the eigenvalues of F' are
    /// 1 − α + αμᵏ, μ those of the inner rule.
    Lookahead: "x' = x + α(Fᵏ(x) − x), F the inner rule", "Zhang et al. 2019; Chavdarova et al. 2021 (Taming GANs with Lookahead-Minmax)" {
        /// k ≥ 1 inner steps.
        k: u32 = 5 => ["crate::registry::check::count"],
        /// α in (0, 1]; 1 is the inner rule itself.
        alpha: f64 = 0.5 => ["crate::registry::check::fraction"],
        /// The inner rule, a name or a table.
        inner: Box<AnyRule> = Box::new(Simultaneous::default().into()),
    }
}

impl Rule for Lookahead {
    fn memory(&self, n: usize) -> usize {
        self.inner.memory(n)
    }
    fn start<S: Scalar>(&self, field: &impl Field, z: &mut [S]) {
        self.inner.start(field, z)
    }
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let slow: Buffer<S> = Buffer::copy(&z[..field.n()]);
        let k = u64::from(self.k);
        for j in 0..k {
            self.inner.step(field, if t == ASYMPTOTIC { t } else { t * k + j }, z);
        }
        for (x, &s) in z.iter_mut().zip(slow.iter()) {
            *x = s + (*x - s) * self.alpha;
        }
    }
    fn autonomous(&self) -> bool {
        self.inner.autonomous()
    }
    fn average(&self, n: usize) -> Option<std::ops::Range<usize>> {
        self.inner.average(n)
    }
    fn complaint(&self, n: usize) -> Option<String> {
        self.inner.complaint(n)
    }
    fn linear_within(&self) -> Option<f64> {
        self.inner.linear_within()
    }
}
