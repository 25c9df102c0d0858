//! Alternating gradient descent.

use super::{LearningRate, Order, Rule, Turns};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// One round: n_g steps of θ, then n_d steps of ψ, each at the other's newest value. The order does not change
    /// the eigenvalues (a cyclic product), only the trajectory.
    Alternating: "θ' = θ + h_g v_θ(θ,ψ) n_g times, then ψ' = ψ + h_d v_ψ(θ',ψ) n_d times", "Mescheder et al. 2018, Lemma 2.5" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
        /// n_g ≥ 1.
        generator_steps: u32 = 1 => ["crate::registry::check::count"],
        /// n_d ≥ 1.
        discriminator_steps: u32 = 1 => ["crate::registry::check::count"],
        /// `"generator_first"` or `"discriminator_first"`.
        order: Turns = Turns::GeneratorFirst,
    }
}

impl Rule for Alternating {
    #[inline]
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let mut v: Buffer<S> = Buffer::zeros(z.len());
        Order::from(self.order).round([self.generator_steps, self.discriminator_steps], |group, k, _| {
            for &who in group {
                let h = self.lr.at(who, t);
                field.fresh(t, k);
                field.eval(who, z, &mut v);
                for i in field.block(who) {
                    z[i] += v[i] * h;
                }
            }
            field.project(z);
        });
    }
    fn autonomous(&self) -> bool {
        self.lr.constant()
    }
}
