//! What an equilibrium is to the players: a local Nash point, a local minmax point, or neither?
//!
//! Of a point with ∂_θ L_G = 0 and ∂_ψ L_D = 0 second derivatives tell, where they are not singular:
//!
//! * *local Nash* (differential Nash, Ratliff, Burden and Sastry 2016): ∂²_θ L_G > 0 and ∂²_ψ L_D > 0;
//! * *differential Stackelberg*, the generator leading (Fiez, Chasnov and Ratliff 2020): ∂²_ψ L_D > 0, so that the
//!   discriminator answers with ψ = r(θ), r' = −(∂²_ψ L_D)⁻¹ ∂_θ∂_ψ L_D, and θ ↦ L_G(θ, r(θ)) has slope 0 and a positive
//!   second derivative. Where ∂_ψ L_G = 0 that is ∂²_θ L_G + 2 ∂_ψ∂_θ L_G r' + r'ᵀ ∂²_ψ L_G r';
//! * in a zero-sum game the last is the Schur complement, and the point a strict *local minmax* point (Jin, Netrapalli
//!   and Jordan 2020).
//!
//! What the flow does there is another matter: a local Nash point of a general-sum game may be a saddle of v, and a
//! sink of v may be none of these.

use crate::{
    game::{Game, Player},
    num::Dual,
};
use nalgebra::DMatrix;

/// An eigenvalue is 0, or a slope, up to this part of the second derivatives.
const FLAT: f64 = 1e-9;

/// What a stationary point is to the players.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Optimality {
    /// Each player is at a strict local minimum of its own loss.
    LocalNash,
    /// The generator is, if the discriminator answers at its best; the game is zero-sum.
    LocalMinmax,
    /// The same where it is not.
    DifferentialStackelberg,
    /// A player gains by a small move.
    Neither,
    /// A second derivative is singular, so higher terms decide.
    Undecided,
}

impl Optimality {
    /// For a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Optimality::LocalNash => "local Nash",
            Optimality::LocalMinmax => "local minmax, not local Nash",
            Optimality::DifferentialStackelberg => "differential Stackelberg (generator leading), not local Nash",
            Optimality::Neither => "neither local Nash nor local minmax",
            Optimality::Undecided => "undecided for the players (a second derivative is singular)",
        }
    }
}

/// What a point is to the players, and the numbers it rests on.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Players {
    /// The name.
    pub optimality: Optimality,
    /// The smallest eigenvalue of ∂²_θ L_G.
    pub generator: f64,
    /// The smallest eigenvalue of ∂²_ψ L_D.
    pub discriminator: f64,
    /// The smallest eigenvalue of d²L_G(θ, r(θ))/dθ², where the discriminator has a best answer r.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generator_leading: Option<f64>,
}

/// The second derivatives of one player's loss [n × n], by duals of its exact gradient.
fn hessian(game: &impl Game, who: Player, x: &[f64]) -> DMatrix<f64> {
    let n = x.len();
    let mut hessian = DMatrix::zeros(n, n);
    let mut slopes = vec![Dual::lift(0.0); n];
    for j in 0..n {
        let y: Vec<Dual<f64>> = (0..n).map(|i| Dual::new(x[i], f64::from(u8::from(i == j)))).collect();
        game.grad(who, 0..n, &y, &mut slopes);
        for i in 0..n {
            hessian[(i, j)] = slopes[i].eps;
        }
    }
    hessian
}

fn smallest(symmetric: &DMatrix<f64>) -> f64 {
    ((symmetric + symmetric.transpose()) * 0.5).symmetric_eigenvalues().min()
}

/// What x is to the players of a game; `zero_sum` only names it.
pub fn optimality(game: &impl Game, x: &[f64], zero_sum: bool) -> Players {
    let [a, b] = game.dims();
    let (of_g, of_d) = (hessian(game, Player::Generator, x), hessian(game, Player::Discriminator, x));
    let (mut slope_g, mut slope_d) = (vec![0.0; a + b], vec![0.0; a + b]);
    game.grad(Player::Generator, 0..a + b, x, &mut slope_g);
    game.grad(Player::Discriminator, 0..a + b, x, &mut slope_d);
    let scale = of_g.amax().max(of_d.amax());
    let zero = FLAT * scale;
    let own = [of_g.view((0, 0), (a, a)).into_owned(), of_d.view((a, a), (b, b)).into_owned()];
    let [generator, discriminator] = own.each_ref().map(smallest);
    let named = |optimality, generator_leading| Players { optimality, generator, discriminator, generator_leading };
    let amount = |slopes: &[f64]| slopes.iter().fold(0.0, |m: f64, s| m.max(s.abs()));
    if !scale.is_finite() {
        return named(Optimality::Undecided, None);
    }
    // An adjusted field may rest where the players do not.
    let stationary = amount(&slope_g[..a]).max(amount(&slope_d[a..])) <= 1e-6 * scale;
    if !stationary || discriminator < -zero {
        return named(Optimality::Neither, None);
    }
    if generator > zero && discriminator > zero {
        return named(Optimality::LocalNash, None);
    }
    if discriminator <= zero {
        return named(Optimality::Undecided, None);
    }
    let Some(inverse) = own[1].clone().try_inverse() else { return named(Optimality::Undecided, None) };
    let answer = -(inverse * of_d.view((a, 0), (b, a)));
    let mixed = of_g.view((0, a), (a, b)) * &answer;
    let total = &own[0] + &mixed + mixed.transpose() + answer.transpose() * of_g.view((a, a), (b, b)) * &answer;
    let leading = smallest(&total);
    let pull = nalgebra::DVector::from_column_slice(&slope_g[a..]);
    let optimality = if (answer.transpose() * &pull).amax() > 1e-6 * scale {
        Optimality::Neither
    } else if pull.amax() > 1e-6 * scale || leading.abs() <= zero {
        // The curvature of r, or higher terms, have a say.
        Optimality::Undecided
    } else if leading < 0.0 {
        Optimality::Neither
    } else if zero_sum {
        Optimality::LocalMinmax
    } else {
        Optimality::DifferentialStackelberg
    };
    named(optimality, Some(leading))
}
