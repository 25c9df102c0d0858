//! Losses, gradients and the field at a point, as numbers.

use crate::{
    field::{Adjust, Adjusted, Field},
    game::{Game, Player},
    rule::ASYMPTOTIC,
};

/// What both players' losses are at a point, and how they change.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradients {
    /// L_G, L_D.
    pub loss: [f64; 2],
    /// ∇L_G, ∇L_D by all parameters, [n] each.
    pub gradient: [Vec<f64>; 2],
    /// v(x) or v̂(x) [n].
    pub field: Vec<f64>,
}

/// At x [n], on the batch that a spectrum is taken on.
pub fn gradients(field: &Adjusted<impl Game, impl Adjust>, x: &[f64]) -> Gradients {
    field.fresh(ASYMPTOTIC, 0);
    let gradient = Player::BOTH.map(|who| {
        let mut gradient = vec![0.0; x.len()];
        field.game.grad(who, 0..x.len(), x, &mut gradient);
        gradient
    });
    let mut v = vec![0.0; x.len()];
    field.both(x, &mut v);
    Gradients { loss: Player::BOTH.map(|who| field.game.loss(who, x)), gradient, field: v }
}
