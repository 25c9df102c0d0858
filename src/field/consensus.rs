//! Consensus optimisation.

use super::{Adjust, own, vjp};
use crate::{
    game::{Game, Player},
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// v̂ = v − γ∇½‖v‖² = v − γJᵀv. Mescheder, Nowozin, Geiger 2017. At a zero of v its Jacobian is J − γJᵀJ.
    Consensus: "v̂ = v − γ Jᵀv", "Mescheder, Nowozin, Geiger 2017 (The Numerics of GANs)" {
        /// Strength γ ≥ 0.
        gamma: f64 = 1.0 => ["crate::registry::check::non_negative"],
    }
}

impl Adjust for Consensus {
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
        let mut w: Buffer<S> = Buffer::zeros(x.len());
        for player in Player::BOTH {
            own(game, player, x, &mut w);
        }
        let mut pull: Buffer<S> = Buffer::zeros(x.len());
        vjp(game, who, x, &w, &Player::BOTH, &mut pull);
        for i in game.block(who) {
            v[i] = w[i] - pull[i] * self.gamma;
        }
    }
}
