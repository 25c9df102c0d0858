//! Jacobian regularisation.

use super::{Adjust, own, vjp};
use crate::{
    game::{Game, Player},
    num::{Buffer, Scalar},
    registry::settings,
};

settings! {
    /// Each player also minimises γ/2 of the other's squared gradient: v̂_θ = v_θ − γ∇_θ ½‖∇_ψ L_D‖² and
    /// v̂_ψ = v_ψ − γ∇_ψ ½‖∇_θ L_G‖². Nie & Patel 2019; the factors are this crate's. On the Dirac-GAN it linearises
    /// as consensus optimisation does.
    Jare: "v̂_θ = v_θ − γ∇_θ ½‖∇_ψ L_D‖², v̂_ψ = v_ψ − γ∇_ψ ½‖∇_θ L_G‖²", "Nie, Patel 2019 (JARE)" {
        /// Strength γ ≥ 0.
        gamma: f64 = 1.0 => ["crate::registry::check::non_negative"],
    }
}

impl Adjust for Jare {
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
        own(game, who, x, v);
        subtract_others_slope(game, who, x, self.gamma, v);
    }
}

/// v_who −= γ ∇_who ½‖v_other‖².
pub(super) fn subtract_others_slope<S: Scalar>(game: &impl Game, who: Player, x: &[S], gamma: f64, v: &mut [S]) {
    let other = who.other();
    let (mut w, mut slope): (Buffer<S>, Buffer<S>) = (Buffer::zeros(x.len()), Buffer::zeros(x.len()));
    own(game, other, x, &mut w);
    vjp(game, who, x, &w, &[other], &mut slope);
    for i in game.block(who) {
        v[i] -= slope[i] * gamma;
    }
}
