//! Adam.

use super::{ASYMPTOTIC, LearningRate, Order, Rule};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// m' = β₁m + (1−β₁)v, s' = β₂s + (1−β₂)v², x' = x + h m̂/(√ŝ + ε) with m̂ = m'/(1−β₁ᵏ), ŝ = s'/(1−β₂ᵏ),
    /// k = 1, 2, … of the player's own steps, entry by entry; state `x [n] | m [n] | s [n]`. Kingma & Ba 2015, algorithm 1. In turns the second
    /// player's moments see the first one's new point. The asymptotic map (corrections 1) is linearised: for
    /// ‖v‖ ≪ ε it is a heavy ball with step h/ε (derived here); with ε = 0 it is not even continuous where v = 0.
    Adam: "m' = β₁m + (1−β₁)v, s' = β₂s + (1−β₂)v², x' = x + h m̂/(√ŝ + ε)", "Kingma, Ba 2015, algorithm 1" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.01.into(),
        /// β₁ in [0, 1).
        beta1: f64 = 0.9 => ["crate::registry::check::decay"],
        /// β₂ in [0, 1).
        beta2: f64 = 0.999 => ["crate::registry::check::decay"],
        /// ε ≥ 0, outside the root.
        epsilon: f64 = 1e-8 => ["crate::registry::check::non_negative"],
        /// n_g ≥ 1; players that move together take one step each.
        generator_steps: u32 = 1 => ["crate::registry::check::count"],
        /// n_d ≥ 1, each on a minibatch of its own.
        discriminator_steps: u32 = 1 => ["crate::registry::check::count"],
        /// `"simultaneous"`, `"generator_first"` or `"discriminator_first"`.
        order: Order = Order::Simultaneous,
    }
}

/// 1/(1 − βᵏ).
fn correction(beta: f64, k: u64) -> f64 {
    if k == ASYMPTOTIC { 1.0 } else { 1.0 / (1.0 - libm::pow(beta, k as f64)) }
}

impl Rule for Adam {
    fn memory(&self, n: usize) -> usize {
        2 * n
    }
    #[inline]
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let n = field.n();
        let (x, memory) = z.split_at_mut(n);
        let (m, s) = memory.split_at_mut(n);
        let mut v: Buffer<S> = Buffer::zeros(n);
        let steps = [self.generator_steps, self.discriminator_steps];
        self.order.round(steps, |group, k, own| {
            field.fresh(t, k);
            for &who in group {
                field.eval(who, x, &mut v);
            }
            for &who in group {
                // Each player counts its own steps, as two optimisers would.
                let count = match t {
                    ASYMPTOTIC => ASYMPTOTIC,
                    t => t * u64::from(steps[who as usize]) + u64::from(own) + 1,
                };
                let (first, second) = (correction(self.beta1, count), correction(self.beta2, count));
                let h = self.lr.at(who, t);
                let block = field.block(who);
                let memory = m[block.clone()].iter_mut().zip(&mut s[block.clone()]);
                for ((x, (m, s)), &v) in x[block.clone()].iter_mut().zip(memory).zip(&v[block]) {
                    *m = *m * self.beta1 + v * (1.0 - self.beta1);
                    *s = *s * self.beta2 + v.square() * (1.0 - self.beta2);
                    // s ≥ 0 in every run; relu keeps the map defined around s = 0, where it is linearised.
                    let size = (*s * second).relu().sqrt() + self.epsilon;
                    *x += *m * first / size * h;
                }
            }
            field.project(x);
        });
    }
    fn autonomous(&self) -> bool {
        self.lr.constant()
    }
    fn complaint(&self, _n: usize) -> Option<String> {
        self.order.complaint([self.generator_steps, self.discriminator_steps])
    }
    fn linear_within(&self) -> Option<f64> {
        Some(self.epsilon)
    }
}
