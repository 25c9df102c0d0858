//! Symplectic gradient adjustment.

use super::{Adjust, Adjusted, Field, Plain, own, vjp};
use crate::{
    game::{Game, Player},
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// v̂ = v − λAᵀv, A = ½(J − Jᵀ) the antisymmetric part of J = v'. Balduzzi et al. 2018, with ξ = −v. With `align`
    /// the sign of λ is that of −⟨v, Jᵀv⟩⟨Aᵀv, Jᵀv⟩/n + 1/10, their alignment towards stable and away from unstable
    /// points. Where J is antisymmetric it is consensus optimisation to first order.
    Sga: "v̂ = v − λ Aᵀv, A = ½(J − Jᵀ)", "Balduzzi et al. 2018 (The Mechanics of n-Player Differentiable Games)" {
        /// Strength λ ≥ 0.
        lambda: f64 = 1.0 => ["crate::registry::check::non_negative"],
        /// Whether the sign of λ follows the alignment.
        align: bool = false,
    }
}

/// The ε of the alignment in the paper.
const ALIGNMENT: f64 = 0.1;

impl Adjust for Sga {
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
        let n = x.len();
        let (mut w, mut jt, mut j): (Buffer<S>, Buffer<S>, Buffer<S>) =
            (Buffer::zeros(n), Buffer::zeros(n), Buffer::zeros(n));
        for player in Player::BOTH {
            own(game, player, x, &mut w);
        }
        let plain = Adjusted { game, adjust: Plain {} };
        // The alignment needs the other block too.
        for player in Player::BOTH.into_iter().filter(|p| self.align || *p == who) {
            vjp(game, player, x, &w, &Player::BOTH, &mut jt);
            plain.jvp(player, x, &w, &mut j);
        }
        let mut lambda = S::of(self.lambda);
        if self.align {
            let (mut against, mut along) = (S::zero(), S::zero());
            for i in 0..n {
                against += w[i] * jt[i];
                along += (jt[i] - j[i]) * 0.5 * jt[i];
            }
            lambda = lambda * (-(against * along) * (1.0 / n as f64) + ALIGNMENT).sign();
        }
        for i in game.block(who) {
            v[i] = w[i] - (jt[i] - j[i]) * lambda * 0.5;
        }
    }
}
