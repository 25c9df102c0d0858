//! The generator pays for the discriminator's gradient.

use super::{Adjust, jare::subtract_others_slope, own};
use crate::{
    game::{Game, Player},
    num::Scalar,
    registry::settings,
};

settings! {
    /// v̂_θ = v_θ − η∇_θ ½‖∇_ψ L_D‖², v̂_ψ = v_ψ. Nagarajan & Kolter 2017, section 4, with the factor ½. On a zero-sum
    /// game it is a row operation on J: the determinant stays, the trace falls by η‖J_ψθ‖² (derived here).
    NagarajanKolter: "v̂_θ = v_θ − η∇_θ ½‖∇_ψ L_D‖², v̂_ψ = v_ψ", "Nagarajan, Kolter 2017, section 4" {
        /// Strength η ≥ 0.
        eta: f64 = 1.0 => ["crate::registry::check::non_negative"],
    }
}

impl Adjust for NagarajanKolter {
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
        own(game, who, x, v);
        if who == Player::Generator {
            subtract_others_slope(game, who, x, self.eta, v);
        }
    }
}
