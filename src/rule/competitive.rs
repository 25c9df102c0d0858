//! Competitive gradient descent.

use super::{LearningRate, Rule, implicit};
use crate::{
    field::Field,
    game::Player,
    num::{Buffer, Scalar, linear},
    registry::settings,
};

settings! {
    /// x' = x + Δ with (I − H J_off) Δ = H v: each player answers the other's linearised answer. J_off holds the two
    /// cross blocks of v', H the learning rates. Schäfer & Anandkumar 2019, eq. (3). n Jacobian-vector products and a
    /// dense solve a step. On the Dirac-GAN F' has the eigenvalues 1/(1 ∓ iha), those of implicit Euler.
    Competitive: "x' = x + (I − H J_off)⁻¹ H v(x)", "Schäfer, Anandkumar 2019 (Competitive Gradient Descent)" {
        /// Learning rate h > 0, one number, one per player, or a decay h₀/k^p.
        lr: LearningRate = 0.2.into(),
    }
}

impl Rule for Competitive {
    fn step<S: Scalar>(&self, field: &impl Field, t: u64, z: &mut [S]) {
        let n = z.len();
        field.fresh(t, 0);
        let (mut v, mut column): (Buffer<S>, Buffer<S>) = (Buffer::zeros(n), Buffer::zeros(n));
        let (mut unit, mut a): (Buffer<S>, Buffer<S>) = (Buffer::zeros(n), Buffer::zeros(n * n));
        field.both(z, &mut v);
        for who in Player::BOTH {
            let h = self.lr.at(who, t);
            for j in field.block(who.other()) {
                unit[j] = S::one();
                field.jvp(who, z, &unit, &mut column);
                unit[j] = S::zero();
                for i in field.block(who) {
                    a[i * n + j] = column[i] * -h;
                }
            }
            for i in field.block(who) {
                a[i * n + i] = S::one();
                v[i] = v[i] * h;
            }
        }
        linear::solve(&mut a, &mut v);
        for (x, &step) in z.iter_mut().zip(v.iter()) {
            *x += step;
        }
        field.project(z);
    }
    fn autonomous(&self) -> bool {
        self.lr.constant()
    }
    fn complaint(&self, n: usize) -> Option<String> {
        implicit::too_large("competitive", n)
    }
}
