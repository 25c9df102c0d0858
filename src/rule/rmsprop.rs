//! RMSProp.

use super::{LearningRate, Order, Rule};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// s' = βs + (1−β)v², x' = x + h v/(√s' + ε) entry by entry, state `x [n] | s [n]`, s₀ = 0, no bias correction.
    /// Tieleman & Hinton 2012. For ‖v‖ ≪ ε it is gradient descent with step h/ε, which is what F' shows; with ε = 0
    /// it is not even continuous where v = 0.
    Rmsprop: "s' = βs + (1−β)v², x' = x + h v/(√s' + ε)", "Tieleman, Hinton 2012" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.01.into(),
        /// β in [0, 1).
        beta: f64 = 0.99 => ["crate::registry::check::decay"],
        /// ε ≥ 0, outside the root.
        epsilon: f64 = 1e-8 => ["crate::registry::check::non_negative"],
        /// n_g ≥ 1; players that move together take one step each.
        generator_steps: u32 = 1 => ["crate::registry::check::count"],
        /// n_d ≥ 1, each on a minibatch of its own.
        discriminator_steps: u32 = 1 => ["crate::registry::check::count"],
        /// `"simultaneous"`, `"generator_first"` or `"discriminator_first"`.
        order: Order = Order::GeneratorFirst,
    }
}

impl Rule for Rmsprop {
    fn memory(&self, n: usize) -> usize {
        n
    }
    #[inline]
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let (x, s) = z.split_at_mut(field.n());
        let mut v: Buffer<S> = Buffer::zeros(x.len());
        self.order.round([self.generator_steps, self.discriminator_steps], |group, k, _| {
            field.fresh(t, k);
            for &who in group {
                field.eval(who, x, &mut v);
            }
            for &who in group {
                let h = self.lr.at(who, t);
                let block = field.block(who);
                let entries = x[block.clone()].iter_mut().zip(&mut s[block.clone()]).zip(&v[block]);
                for ((x, s), &v) in entries {
                    *s = *s * self.beta + v.square() * (1.0 - self.beta);
                    // s ≥ 0 in every run; relu keeps the map defined around s = 0, where it is linearised.
                    *x += v / (s.relu().sqrt() + self.epsilon) * h;
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
