//! Counterexample: a link that is flat at 0.

use super::{Anatomy, Game, Jet, Player};
use crate::{
    num::{Scalar, quadrature::Nodes},
    penalty::{Penalty, R1, Site},
    registry::settings,
};

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
    fn anatomy(&self) -> Option<&dyn Anatomy> {
        Some(self)
    }
}

/// Data δ₀, G = θ, D = ψx, f(t) = −t².
impl Anatomy for FlatLink {
    fn space(&self) -> usize {
        1
    }
    fn data(&self) -> Nodes {
        Nodes::point_mass(&[0.0])
    }
    fn latent(&self) -> Nodes {
        Nodes::point_mass(&[])
    }
    fn generate(&self, theta: &[Jet], _node: &[f64], x: &mut [Jet]) -> Jet {
        x[0] = theta[0];
        Jet::one()
    }
    fn critic(&self, psi: &[Jet], x: &[Jet]) -> Jet {
        psi[0] * x[0]
    }
    fn at_logits(&self, who: Player, real: Jet, fake: Jet) -> Jet {
        let squares = real.square() + fake.square();
        if who == Player::Generator { -squares } else { squares }
    }
    fn balance(&self) -> f64 {
        0.0
    }
    fn penalty(&self, site: Site, d: Jet, g2: Jet) -> Option<Jet> {
        (site == Site::Real).then(|| R1 { gamma: self.gamma }.density(site, d, g2))
    }
}
