//! Counterexample: a link that is flat at 0.

use super::Game;
use crate::{game::Player, num::Scalar, registry::settings};

settings! {
    /// The Dirac-GAN with f(t) = −t² in place of the logistic link and R₁: L = −(θψ)². Every (θ, 0) is an equilibrium
    /// with eigenvalues 0 and −γ, so θ keeps a wrong value. The condition f'(0) ≠ 0 of Assumption II is needed (derived
    /// here).
    FlatLink: "L_G = −(θψ)², L_D = (θψ)² + γ/2·ψ²", "derived here: Mescheder et al. 2018, Theorem 4.1 without Assumption II" {
        /// Strength γ ≥ 0 of R₁.
        gamma: f64 = 0.3 => ["crate::registry::check::non_negative"],
    }
}

impl Game for FlatLink {
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    #[inline(always)]
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        let square = (x[0] * x[1]).square();
        match who {
            Player::Generator => -square,
            Player::Discriminator => square + x[1].square() * (0.5 * self.gamma),
        }
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        vec![vec![0.0, 0.0]]
    }
}
