//! Heavy-ball momentum, positive or negative.

use super::{LearningRate, Order, PerPlayer, Rule};
use crate::{
    field::Field,
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// m' = βm + v, x' = x + h m', state `x [n] | m [n]`: the heavy ball x + h v + β(x − x₋) with m = (x − x₋)/h.
    /// Polyak 1964; negative β in games: Gidel et al. 2019. On the Dirac-GAN no β stabilises the simultaneous form;
    /// the alternating one needs −1 < β < 0 and ha < 2(1+β), fastest at β = −(2−√3)² (derived here). One field
    /// evaluation a step. A null direction of v' gives the eigenvalues 1 and β of F'.
    Momentum: "m' = βm + v(x), x' = x + h m'", "Polyak 1964; Gidel et al. 2019 (Negative Momentum)" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
        /// β, one number or one per player; negative ones damp.
        beta: PerPlayer = (-0.3).into(),
        /// n_g ≥ 1; players that move together take one step each.
        generator_steps: u32 = 1 => ["crate::registry::check::count"],
        /// n_d ≥ 1, each on a minibatch of its own.
        discriminator_steps: u32 = 1 => ["crate::registry::check::count"],
        /// `"simultaneous"`, `"generator_first"` or `"discriminator_first"`.
        order: Order = Order::Simultaneous,
    }
}

impl Rule for Momentum {
    fn memory(&self, n: usize) -> usize {
        n
    }
    #[inline]
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let (x, m) = z.split_at_mut(field.n());
        let mut v: Buffer<S> = Buffer::zeros(x.len());
        self.order.round([self.generator_steps, self.discriminator_steps], |group, k, _| {
            field.fresh(t, k);
            for &who in group {
                field.eval(who, x, &mut v);
            }
            for &who in group {
                let (h, beta) = (self.lr.at(who, t), self.beta.of(who));
                for i in field.block(who) {
                    m[i] = m[i] * beta + v[i];
                    x[i] += m[i] * h;
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
}
