//! The field against the losses it comes from, and the losses against each other.

use super::{norm, velocity};
use crate::{
    analysis::Spectrum,
    field::{Adjust, Adjusted, Plain},
    game::{Game, Player},
    num::Dual,
};
use nalgebra::DMatrix;

/// Whose gain is whose loss, up to constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sum {
    /// ∇(L_G + L_D) = 0.
    ZeroSum,
    /// ∇_θ(L_G + L_D) = 0: zero-sum but for terms of the discriminator alone, such as R₁ on the data.
    ZeroSumButForDiscriminator,
    /// Neither.
    GeneralSum,
}

/// How much of v' rotates: shares of ‖v'‖² in the Frobenius norm.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Balance {
    /// Of the symmetric part, (v' + v'ᵀ)/2: descent on a potential.
    pub potential: f64,
    /// Of the antisymmetric part, (v' − v'ᵀ)/2: a Hamiltonian rotation.
    pub hamiltonian: f64,
}

/// The largest |∇L·u − dL(x + εu)/dε| over both players, relative to ‖∇L‖: 0 unless a game computes its gradient in a
/// way of its own and gets it wrong.
pub(super) fn gradient_error(game: &impl Game, points: &[Vec<f64>]) -> f64 {
    let n = game.n();
    let mut worst = 0.0f64;
    for (k, x) in points.iter().enumerate() {
        let u: Vec<f64> = (0..n).map(|i| (1.3 + 0.7 * (i + k) as f64).sin()).collect();
        for who in Player::BOTH {
            let mut g = vec![0.0; n];
            game.grad(who, 0..n, x, &mut g);
            let y: Vec<Dual<f64>> = x.iter().zip(&u).map(|(x, u)| Dual::new(*x, *u)).collect();
            let along: f64 = g.iter().zip(&u).map(|(g, u)| g * u).sum();
            let scale = (norm(&g) * norm(&u)).max(1e-12);
            worst = worst.max((along - game.loss(who, &y).eps).abs() / scale);
        }
    }
    worst
}

/// The largest ‖v̂ − v‖/‖v‖.
pub(super) fn added<G: Game, A: Adjust>(field: &Adjusted<G, A>, points: &[Vec<f64>]) -> f64 {
    let plain = Adjusted { game: &field.game, adjust: Plain {} };
    let share = |x: &Vec<f64>| {
        let (v, w) = (velocity(&plain, x), velocity(field, x));
        let difference: Vec<f64> = v.iter().zip(&w).map(|(v, w)| w - v).collect();
        norm(&difference) / norm(&v).max(1e-12)
    };
    points.iter().map(share).fold(0.0, f64::max)
}

/// What an adjustment does at the equilibrium.
pub(super) fn adjustment(own: &DMatrix<f64>, adjusted: &DMatrix<f64>, added: f64) -> String {
    let abscissa = |j: &DMatrix<f64>| Spectrum::of(j).map_or(f64::NAN, |s| s.abscissa());
    format!(
        "The field is not that of the losses but an adjusted one: it differs by up to {:.0} % of ‖v‖ nearby, and at the equilibrium it moves max Re λ(v') from {:.6} to {:.6}.",
        100.0 * added,
        abscissa(own),
        abscissa(adjusted)
    )
}

/// Compares the players' full gradients.
pub(super) fn sum(game: &impl Game, points: &[Vec<f64>]) -> Sum {
    let n = game.n();
    let generator = game.block(Player::Generator);
    let (mut of_theta, mut of_psi) = (0.0f64, 0.0f64);
    for x in points {
        let (mut g, mut d) = (vec![0.0; n], vec![0.0; n]);
        game.grad(Player::Generator, 0..n, x, &mut g);
        game.grad(Player::Discriminator, 0..n, x, &mut d);
        let scale = norm(&g).max(norm(&d)).max(1e-12);
        // Outside its domain a loss tells nothing.
        if !scale.is_finite() {
            continue;
        }
        let total: Vec<f64> = g.iter().zip(&d).map(|(g, d)| (g + d) / scale).collect();
        of_theta = of_theta.max(norm(&total[generator.clone()]));
        of_psi = of_psi.max(norm(&total[generator.end..]));
    }
    match (of_theta < 1e-10, of_psi < 1e-10) {
        (true, true) => Sum::ZeroSum,
        (true, false) => Sum::ZeroSumButForDiscriminator,
        _ => Sum::GeneralSum,
    }
}

pub(super) fn balance(jacobian: &DMatrix<f64>) -> Balance {
    let whole = jacobian.norm_squared();
    let share = |m: DMatrix<f64>| if whole == 0.0 { 0.0 } else { (0.25 * m.norm_squared() / whole).min(1.0) };
    Balance { potential: share(jacobian + jacobian.transpose()), hamiltonian: share(jacobian - jacobian.transpose()) }
}
