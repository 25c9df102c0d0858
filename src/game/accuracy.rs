//! How exact the expectations in a game's losses are.

use super::{Game, Player};
use std::ops::Range;

/// How exact the expectations in a game's losses are at one point.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Accuracy {
    /// How far an entry of v moves at most if every expectation takes twice as many nodes: an estimate of the error of v.
    pub error: f64,
    /// Why a loss has no value here, if it has none: an expectation that is infinite, or that cannot be summed.
    pub objection: Option<String>,
}

impl Accuracy {
    /// That of a game at x; `finer` writes a player's gradient at twice the resolution.
    pub(super) fn of(game: &impl Game, x: &[f64], finer: impl Fn(Player, Range<usize>, &mut [f64])) -> Self {
        let mut error = 0.0_f64;
        for who in Player::BOTH {
            let loss: f64 = game.loss(who, x);
            if !loss.is_finite() {
                return Self { error: f64::INFINITY, objection: Some(objection(who, loss)) };
            }
            let (mut here, mut there) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            game.grad(who, game.block(who), x, &mut here);
            finer(who, game.block(who), &mut there);
            error = here.iter().zip(&there).fold(error, |m, (a, b)| m.max((a - b).abs()));
        }
        Self { error, objection: None }
    }
}

/// Why an expected loss is not a number.
fn objection(who: Player, loss: f64) -> String {
    let whose = if who == Player::Generator { "the generator's" } else { "the discriminator's" };
    if loss.is_infinite() {
        format!("{whose} loss is infinite here: it grows faster with x than the density of the points falls")
    } else {
        format!(
            "{whose} loss cannot be computed here: weighted by the density of the points it does not fall off within the \
             range of double precision"
        )
    }
}
