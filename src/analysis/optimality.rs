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

use super::smooth::{Map, Place, Smoothness, smoothness};
use crate::{
    game::{Game, Player},
    num::Scalar,
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
            Optimality::LocalMinmax => "local minmax",
            Optimality::DifferentialStackelberg => "differential Stackelberg (generator leading)",
            Optimality::Neither => "neither local Nash nor local minmax",
            Optimality::Undecided => "undecided for the players (a second derivative is singular, or there is none)",
        }
    }
}

/// What a point is to the players, and the numbers it rests on.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Players {
    /// The name.
    pub optimality: Optimality,
    /// The smallest eigenvalue of ∂²_θ L_G; NaN where there is none, and for the discriminator likewise.
    #[serde(skip_serializing_if = "is_nan")]
    pub generator: f64,
    /// The smallest eigenvalue of ∂²_ψ L_D.
    #[serde(skip_serializing_if = "is_nan")]
    pub discriminator: f64,
    /// Whether the generator's is 0 to rounding, so that higher terms decide whether it gains.
    #[serde(skip)]
    pub flat: bool,
    /// The smallest eigenvalue of d²L_G(θ, r(θ))/dθ², where the discriminator has a best answer r.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generator_leading: Option<f64>,
}

fn is_nan(x: &f64) -> bool {
    x.is_nan()
}

impl Players {
    /// For a sentence. That a point is not local Nash is said where the generator gains by a small move, and not where
    /// only its second derivative is singular: θ⁴ has a strict minimum at 0.
    pub fn word(&self) -> String {
        let leading = matches!(self.optimality, Optimality::LocalMinmax | Optimality::DifferentialStackelberg);
        let more = match leading {
            true if self.flat => " (whether local Nash, higher terms of L_G decide)",
            true => ", not local Nash",
            false => "",
        };
        format!("{}{more}", self.optimality.word())
    }
}

/// x ↦ ∇L_who, all coordinates.
struct Gradient<'a, G>(&'a G, Player);

impl<G: Game> Map for Gradient<'_, G> {
    fn at<S: Scalar>(&self, x: &[S]) -> Vec<S> {
        let mut slopes = vec![S::zero(); x.len()];
        self.0.grad(self.1, 0..x.len(), x, &mut slopes);
        slopes
    }
    fn work(&self, x: &[f64]) -> usize {
        x.len() * self.0.work(x)
    }
}

/// The second derivatives of one player's loss [n × n], by duals of its exact gradient; `None` where the gradient is not
/// differentiable.
fn hessian(game: &impl Game, who: Player, x: &[f64]) -> Option<DMatrix<f64>> {
    let (n, gradient) = (x.len(), Gradient(game, who));
    let unit = |j: usize| (0..n).map(|i| f64::from(u8::from(i == j))).collect::<Vec<_>>();
    match smoothness(&gradient, &Place::new(x, 0.0)) {
        Smoothness::Smooth => Some(DMatrix::from_iterator(n, n, (0..n).flat_map(|j| gradient.slope(x, &unit(j))))),
        Smoothness::Mended(hessian) => Some(hessian),
        Smoothness::Rough(_) => None,
    }
}

fn smallest(symmetric: &DMatrix<f64>) -> f64 {
    ((symmetric + symmetric.transpose()) * 0.5).symmetric_eigenvalues().min()
}

/// What x is to the players of a game; `zero_sum` only names it.
pub fn optimality(game: &impl Game, x: &[f64], zero_sum: bool) -> Players {
    let [a, b] = game.dims();
    let [Some(of_g), Some(of_d)] = Player::BOTH.map(|who| hessian(game, who, x)) else {
        return Players {
            optimality: Optimality::Undecided,
            generator: f64::NAN,
            discriminator: f64::NAN,
            flat: false,
            generator_leading: None,
        };
    };
    let (mut slope_g, mut slope_d) = (vec![0.0; a + b], vec![0.0; a + b]);
    game.grad(Player::Generator, 0..a + b, x, &mut slope_g);
    game.grad(Player::Discriminator, 0..a + b, x, &mut slope_d);
    let scale = of_g.amax().max(of_d.amax());
    let zero = FLAT * scale;
    let own = [of_g.view((0, 0), (a, a)).into_owned(), of_d.view((a, a), (b, b)).into_owned()];
    let [generator, discriminator] = own.each_ref().map(smallest);
    let flat = generator.abs() <= zero;
    let named =
        |optimality, generator_leading| Players { optimality, generator, discriminator, flat, generator_leading };
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
        // Not minmax; with θ⁴ in its loss the generator may be at a minimum of its own all the same.
        if flat { Optimality::Undecided } else { Optimality::Neither }
    } else if zero_sum {
        Optimality::LocalMinmax
    } else {
        Optimality::DifferentialStackelberg
    };
    named(optimality, Some(leading))
}
