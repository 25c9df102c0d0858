//! A GAN of parametric functions under known laws: losses, penalties, noise and clipping written once.

mod expectation;
mod models;
mod nodes;
mod noise;
mod segment;
mod table;
mod term;
mod ways;

pub use models::AnyModel;
pub use noise::{Noise, NoiseOn};
pub(crate) use table::gan_table;

use super::{Accuracy, Anatomy, Game, Law, Model, Plane, Player};
use crate::{
    loss::{AnyLoss, Loss},
    num::{Scalar, quadrature::Nodes},
    penalty::{AnyPenalty, Penalty, Site},
};
use expectation::Expectation;
use nodes::Ladder;
use std::{ops::Range, sync::Arc};
use ways::Ways;

/// A game of a model under a loss, penalties, instance noise and clipping. Generic, so that a loss or a penalty
/// may live outside the crate.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(bound(serialize = "M: serde::Serialize, L: serde::Serialize, P: serde::Serialize"))]
pub struct Gan<M: Model, L = AnyLoss, P = AnyPenalty> {
    /// G and D.
    #[serde(flatten)]
    pub model: M,
    /// What each player minimises.
    pub loss: L,
    /// Added to the discriminator's loss.
    #[serde(serialize_with = "crate::registry::named_map::serialize")]
    pub penalty: Vec<P>,
    /// Instance noise.
    pub noise: Noise,
    /// |ψᵢ| ≤ clip after each update.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clip: Option<f64>,
    /// The model again, as its expectations take it.
    #[serde(skip)]
    shared: M::Shared,
    #[serde(skip)]
    ladder: Ladder,
    #[serde(skip)]
    ways: Arc<Ways>,
    #[serde(skip)]
    planar: bool,
}

impl<M: Model, L: Loss, P: Penalty> Gan<M, L, P> {
    /// # Errors
    /// What does not fit together, in words.
    pub fn new(model: M, loss: L, penalty: Vec<P>, noise: Noise, clip: Option<f64>) -> Result<Self, String> {
        if let Some(complaint) = model.complaint() {
            return Err(complaint);
        }
        let shared = M::Shared::from(model.clone());
        let ladder = Ladder::new(&shared, &noise)?;
        let ways = Arc::new(Ways::new(&shared, &loss, &penalty, &noise)?);
        // On the plane a penalty is looked up at one point of each kind.
        let along = |p: &P| p.reads_logit() && p.sites().iter().any(|s| matches!(s, Site::Between | Site::Around));
        let planar = model.on_a_line() && noise.sigma == 0.0 && !penalty.iter().any(along);
        Ok(Self { model, loss, penalty, noise, clip, shared, ladder, ways, planar })
    }

    /// The game on two numbers, where it is one.
    #[inline(always)]
    pub fn plane(&self) -> Option<Plane<'_, L, P>> {
        self.planar.then_some(Plane { loss: &self.loss, penalty: &self.penalty, clip: self.clip })
    }

    /// Real points and latent ones, resolved for logits that move little: those of a balanced discriminator.
    pub(super) fn nodes(&self) -> [Nodes; 2] {
        let level = self.ladder.whole(&self.shared, &self.noise);
        [level.real, level.fake]
    }

    #[inline(always)]
    fn expectation(&self, fineness: usize) -> Expectation<'_, M::Shared, L, P> {
        let Self { shared: model, loss, penalty, noise, ladder, ways, .. } = self;
        Expectation { model, loss, penalty, noise, ladder, ways, fineness }
    }
}

impl<M: Model, L: Loss, P: Penalty> Game for Gan<M, L, P> {
    fn dims(&self) -> [usize; 2] {
        self.model.dims()
    }
    #[inline]
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        match self.plane() {
            Some(plane) => plane.loss(who, x),
            None => self.expectation(1).loss(who, x),
        }
    }
    #[inline]
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        match self.plane() {
            Some(plane) => plane.grad(who, wrt, x, out),
            None => self.expectation(1).grad(who, wrt, x, out),
        }
    }
    #[inline]
    fn project<S: Scalar>(&self, x: &mut [S]) {
        if let Some(c) = self.clip {
            for p in &mut x[self.model.dims()[0]..] {
                *p = p.clamp(-c, c);
            }
        }
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        self.model.equilibria(self.loss.balance())
    }
    fn anatomy(&self) -> Option<&dyn Anatomy> {
        Some(self)
    }
    fn work(&self, x: &[f64]) -> usize {
        self.expectation(1).work(x)
    }
    fn accuracy(&self, x: &[f64]) -> Option<Accuracy> {
        if self.ladder.discrete() && self.ways.discrete() {
            return None;
        }
        let finer = self.expectation(2);
        Some(Accuracy::of(self, x, |who, wrt, out| finer.grad(who, wrt, x, out)))
    }
}
