//! A GAN taken apart: laws, critic, loss and penalties each on their own.
//!
//! The field of a game needs only the players' losses. Some statements speak of what the losses are made of — whether
//! p_θ is the law of the data, whether D vanishes around it, f'(0) — and for those a [`Gan`] can be looked
//! into. The view is at one scalar that carries three independent first derivatives, so that it is a trait object.

use super::{Model, Player, gan::Gan};
use crate::{
    loss::Loss,
    num::{Dual, Scalar, quadrature::Nodes},
    penalty::{Penalty, Site},
};

/// A number with three nested first derivatives: mixed ones up to ∂₁∂₂∂₃ are exact.
pub type Jet = Dual<Dual<Dual<f64>>>;

/// The parts of a GAN.
pub trait Anatomy {
    /// The dimension of x.
    fn space(&self) -> usize;
    /// The law of the data, instance noise included.
    fn data(&self) -> Nodes;
    /// The nodes that [`generate`](Anatomy::generate) turns into p_θ, `[z | noise]`.
    fn latent(&self) -> Nodes;
    /// x = G_θ(z) + noise; returns the factor of the node's weight.
    fn generate(&self, theta: &[Jet], node: &[f64], x: &mut [Jet]) -> Jet;
    /// D_ψ(x).
    fn critic(&self, psi: &[Jet], x: &[Jet]) -> Jet;
    /// What `who` minimises at a pair of logits, penalties apart.
    fn at_logits(&self, who: Player, real: Jet, fake: Jet) -> Jet;
    /// The logit of the optimal discriminator where both densities agree.
    fn balance(&self) -> f64;
    /// ρ(D, ‖∇ₓD‖²) of all penalties at one kind of points; `None` where none looks.
    fn penalty(&self, site: Site, d: Jet, g2: Jet) -> Option<Jet>;
}

impl<M: Model, L: Loss, P: Penalty> Anatomy for Gan<M, L, P> {
    fn space(&self) -> usize {
        self.model.space()
    }
    fn data(&self) -> Nodes {
        let [data, _] = self.nodes();
        data
    }
    fn latent(&self) -> Nodes {
        let [_, latent] = self.nodes();
        latent
    }
    fn generate(&self, theta: &[Jet], node: &[f64], x: &mut [Jet]) -> Jet {
        let (z, shift) = node.split_at(node.len() - self.model.space());
        let weight = self.model.generate(theta, z, x);
        for (x, &s) in x.iter_mut().zip(shift) {
            *x = *x + s;
        }
        weight
    }
    fn critic(&self, psi: &[Jet], x: &[Jet]) -> Jet {
        self.model.critic(psi, x)
    }
    fn at_logits(&self, who: Player, real: Jet, fake: Jet) -> Jet {
        match who {
            Player::Generator => self.loss.generator(real, fake),
            Player::Discriminator => self.loss.discriminator(real, fake),
        }
    }
    fn balance(&self) -> f64 {
        self.loss.balance()
    }
    fn penalty(&self, site: Site, d: Jet, g2: Jet) -> Option<Jet> {
        let seen = self.penalty.iter().filter(|p| p.sites().contains(&site));
        seen.map(|p| p.density(site, d, g2)).reduce(|a, b| a + b)
    }
}

/// value + e₁·first + e₂·second + e₃·third.
pub fn jet(value: f64, first: f64, second: f64, third: f64) -> Jet {
    let inner = Dual::new(Dual::new(value, first), Dual::new(second, 0.0));
    Dual::new(inner, Dual::lift(Dual::lift(third)))
}

/// Constants.
pub fn jets(values: &[f64]) -> Vec<Jet> {
    values.iter().map(|v| Jet::of(*v)).collect()
}
