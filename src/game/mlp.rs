//! The GAN of two perceptrons on data in the plane: a [`Game`] like any other.
//!
//! Expectations are averages over a [`Batch`], which [`fresh`](Game::fresh) draws anew before each sub-step; at the
//! asymptotic time, where a spectrum is taken, it is always the same one. Gradients are backpropagation written once over any
//! scalar; a penalty's gradient is the ε-part of one backward pass at the dual point x + ε∇ₓD (forward over reverse).
//! Penalties act on the discriminator's loss at sampled points: on the batch's real and generated points, at
//! `mix`·x + (1 − `mix`)·G(z) between them, and at x + N(0, `around`²I).

pub mod activation;
mod batch;
mod curvature;
pub mod initial;
mod jacobian;
pub mod net;
mod noise;
mod redundant;
mod table;

pub use batch::{Batch, Draw, Source};
pub use noise::{Anneal, Noise};
pub use table::Perceptron;

use super::{Game, Player, Redundancy};
use crate::{
    loss::{AnyLoss, Loss},
    num::{Dual, Scalar},
    penalty::{AnyPenalty, Penalty, Site},
};
use nalgebra::DMatrix;
use net::Net;
use std::{
    ops::Range,
    sync::{Arc, PoisonError, RwLock},
};

/// Two perceptrons, a loss, penalties, and the batch at hand. Generic, so that a loss or a penalty may live outside
/// the crate. Clones share nothing: a run has its own clone.
#[derive(Debug)]
pub struct Mlp<L = AnyLoss, P = AnyPenalty> {
    /// G: latent points to points of the plane.
    pub generator: Net,
    /// D: points of the plane to a fakeness logit.
    pub discriminator: Net,
    /// What each player minimises.
    pub loss: L,
    /// Added to the discriminator's loss.
    pub penalty: Vec<P>,
    /// |ψᵢ| ≤ clip after each update.
    pub clip: Option<f64>,
    /// Where batches come from, if anywhere.
    pub source: Option<Source>,
    /// Whether each sub-step draws a new batch; if not, the first one stays.
    pub resample: bool,
    batch: RwLock<Arc<Batch>>,
    /// The batch of the asymptotic time.
    still: Arc<Batch>,
    table: Option<Box<table::Table>>,
}

impl<L: Clone, P: Clone> Clone for Mlp<L, P> {
    fn clone(&self) -> Self {
        Self {
            generator: self.generator.clone(),
            discriminator: self.discriminator.clone(),
            loss: self.loss.clone(),
            penalty: self.penalty.clone(),
            clip: self.clip,
            source: self.source.clone(),
            resample: self.resample,
            batch: RwLock::new(self.batch()),
            still: self.still.clone(),
            table: self.table.clone(),
        }
    }
}

impl<L, P> Mlp<L, P> {
    /// The game on one batch for good.
    pub fn on(batch: Batch, generator: Net, discriminator: Net, loss: L, penalty: Vec<P>) -> Self {
        let still = Arc::new(batch);
        Self {
            generator,
            discriminator,
            loss,
            penalty,
            clip: None,
            source: None,
            resample: false,
            batch: RwLock::new(still.clone()),
            still,
            table: None,
        }
    }

    /// The batch at hand.
    pub fn batch(&self) -> Arc<Batch> {
        self.batch.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts another batch in its place, at the asymptotic time too.
    pub fn set_batch(&mut self, batch: Batch) {
        self.still = Arc::new(batch);
        self.hold(self.still.clone());
    }

    /// Takes real points [2][n] and latent points [d][n] for good. Instance noise is added to the real and the generated
    /// points, and points between and around them are drawn, where those of a spectrum come from; what is between, `mix`,
    /// may be given.
    pub fn take(&mut self, real: Vec<f64>, latent: Vec<f64>, mix: Option<Vec<f64>>) {
        let n = real.len() / 2;
        let source = self.source.clone().unwrap_or_else(|| table::Table::default().source());
        let mut batch = Source { n, ..source }.given(u64::MAX, 0, real, latent);
        if let Some(mix) = mix {
            batch.mix = mix;
        }
        self.resample = false;
        self.set_batch(batch);
    }

    fn hold(&self, batch: Arc<Batch>) {
        *self.batch.write().unwrap_or_else(PoisonError::into_inner) = batch;
    }
}

/// D at some points where penalties act.
struct Visit<S> {
    site: Site,
    /// The points y [2][n].
    points: Vec<S>,
    /// D(y) [n].
    logits: Vec<S>,
    /// ∇ₓD(y) [2][n].
    slope: Vec<S>,
    /// ‖∇ₓD(y)‖² [n].
    square: Vec<S>,
}

impl<S: Scalar> Visit<S> {
    /// y + ε∇ₓD(y).
    fn moved(&self) -> Vec<Dual<S>> {
        self.points.iter().zip(&self.slope).map(|(&y, &u)| Dual::new(y, u)).collect()
    }
}

impl<L: Loss, P: Penalty> Mlp<L, P> {
    /// G(z) with its noise [2][n], and all activations on the way.
    fn generate<S: Scalar>(&self, theta: &[S], batch: &Batch) -> (Vec<Vec<S>>, Vec<S>) {
        let h = self.generator.forward(theta, lift(&batch.latent), batch.n);
        let points = h[h.len() - 1].iter().zip(&batch.shift).map(|(&y, &s)| y + s).collect();
        (h, points)
    }

    /// The points of one kind, given the generated ones.
    fn points<S: Scalar>(&self, site: Site, batch: &Batch, fake: &[S]) -> Vec<S> {
        match site {
            Site::Real => lift(&batch.real),
            Site::Fake => fake.to_vec(),
            Site::Around => lift(&batch.around),
            Site::Between => {
                let mix = batch.mix.iter().cycle();
                fake.iter().zip(&batch.real).zip(mix).map(|((&f, &r), &e)| f * (1.0 - e) + r * e).collect()
            }
        }
    }

    /// The kinds of points at which any penalty acts, each once.
    fn visits<'a, S: Scalar>(
        &'a self,
        psi: &'a [S],
        batch: &'a Batch,
        fake: &'a [S],
    ) -> impl Iterator<Item = Visit<S>> + 'a {
        let sites = [Site::Real, Site::Fake, Site::Between, Site::Around];
        let used = sites.into_iter().filter(|site| self.penalty.iter().any(|p| p.sites().contains(site)));
        used.map(move |site| {
            let n = batch.n;
            let points = self.points(site, batch, fake);
            let mut h = self.discriminator.forward(psi, points.clone(), n);
            let slope = self.discriminator.backward(psi, &h, vec![S::one(); n], None, n);
            let square = (0..n).map(|i| slope[i].square() + slope[n + i].square()).collect();
            let logits = h.pop().unwrap_or_default();
            Visit { site, points, logits, slope, square }
        })
    }

    /// All penalties at one point of a kind.
    fn density<S: Scalar>(&self, site: Site, d: S, g2: S) -> S {
        let here = self.penalty.iter().filter(|p| p.sites().contains(&site));
        here.fold(S::zero(), |sum, p| sum + p.density(site, d, g2))
    }

    fn pair<S: Scalar>(&self, who: Player, real: S, fake: S) -> S {
        match who {
            Player::Generator => self.loss.generator(real, fake),
            Player::Discriminator => self.loss.discriminator(real, fake),
        }
    }

    /// The cotangents c₂ + ε c_D of the penalties at a kind of points, averaged over the batch.
    fn seeds<S: Scalar>(&self, visit: &Visit<S>) -> Vec<Dual<S>> {
        let weight = 1.0 / visit.logits.len() as f64;
        let seed = |(&d, &g2)| {
            let c2 = self.density(visit.site, Dual::lift(d), Dual::seed(g2)).eps * (2.0 * weight);
            let cd = self.density(visit.site, Dual::seed(d), Dual::lift(g2)).eps * weight;
            Dual::new(c2, cd)
        };
        visit.logits.iter().zip(&visit.square).map(seed).collect()
    }

    /// Adds the penalties' gradients: to `gradient` [ψ], and to the cotangent `pull` [2][n] of the generated points.
    ///
    /// With c₂ = 2∂ρ/∂g² and c_D = ∂ρ/∂D, ∇(ρ) = c₂ (∇ₓD · ∇)∇D + c_D ∇D: the ε-part of one backward pass at
    /// y + ε∇ₓD(y) with cotangent c₂ + ε c_D.
    fn add_penalties<S: Scalar>(
        &self,
        psi: &[S],
        batch: &Batch,
        fake: &[S],
        mut gradient: Option<&mut [S]>,
        pull: &mut [S],
    ) {
        let n = batch.n;
        let psi_dual: Vec<Dual<S>> = psi.iter().map(|&p| Dual::lift(p)).collect();
        for visit in self.visits(psi, batch, fake) {
            let h = self.discriminator.forward(&psi_dual, visit.moved(), n);
            let mut of_psi = gradient.is_some().then(|| vec![Dual::zero(); psi.len()]);
            let of_points = self.discriminator.backward(&psi_dual, &h, self.seeds(&visit), of_psi.as_deref_mut(), n);
            if let (Some(gradient), Some(of_psi)) = (gradient.as_deref_mut(), of_psi) {
                gradient.iter_mut().zip(of_psi).for_each(|(g, d)| *g += d.eps);
            }
            for (j, (pull, d)) in pull.iter_mut().zip(of_points).enumerate() {
                match visit.site {
                    Site::Real | Site::Around => {}
                    Site::Fake => *pull += d.eps,
                    Site::Between => *pull += d.eps * (1.0 - batch.mix[j % n]),
                }
            }
        }
    }
}

impl<L: Loss, P: Penalty> Game for Mlp<L, P> {
    fn dims(&self) -> [usize; 2] {
        [self.generator.parameters(), self.discriminator.parameters()]
    }

    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        let (theta, psi) = x.split_at(self.generator.parameters());
        let batch = self.batch();
        let n = batch.n;
        let (_, fake) = self.generate(theta, &batch);
        let logits = |points| self.discriminator.forward(psi, points, n).pop().unwrap_or_default();
        let (of_real, of_fake): (Vec<S>, Vec<S>) = (logits(lift(&batch.real)), logits(fake.clone()));
        let mut total = S::zero();
        for (&r, &f) in of_real.iter().zip(&of_fake) {
            total += self.pair(who, r, f);
        }
        if who == Player::Discriminator {
            for visit in self.visits(psi, &batch, &fake) {
                for (&d, &g2) in visit.logits.iter().zip(&visit.square) {
                    total += self.density(visit.site, d, g2);
                }
            }
        }
        total * (1.0 / n as f64)
    }

    /// Backpropagation.
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        let a = self.generator.parameters();
        let (theta, psi) = x.split_at(a);
        let batch = self.batch();
        let n = batch.n;
        let weight = 1.0 / n as f64;
        let (h, fake) = self.generate(theta, &batch);
        let of_fake = self.discriminator.forward(psi, fake.clone(), n);
        let of_real = self.discriminator.forward(psi, lift(&batch.real), n);
        let (mut to_real, mut to_fake) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for (&r, &f) in of_real[of_real.len() - 1].iter().zip(&of_fake[of_fake.len() - 1]) {
            to_real.push(self.pair(who, Dual::seed(r), Dual::lift(f)).eps * weight);
            to_fake.push(self.pair(who, Dual::lift(r), Dual::seed(f)).eps * weight);
        }
        let mut of_psi = (wrt.end > a).then(|| vec![S::zero(); psi.len()]);
        if of_psi.is_some() {
            self.discriminator.backward(psi, &of_real, to_real, of_psi.as_deref_mut(), n);
        }
        let mut pull = self.discriminator.backward(psi, &of_fake, to_fake, of_psi.as_deref_mut(), n);
        if who == Player::Discriminator {
            self.add_penalties(psi, &batch, &fake, of_psi.as_deref_mut(), &mut pull);
        }
        if wrt.start < a {
            let mut of_theta = vec![S::zero(); a];
            self.generator.backward(theta, &h, pull, Some(&mut of_theta), n);
            let range = wrt.start..wrt.end.min(a);
            out[range.clone()].copy_from_slice(&of_theta[range]);
        }
        if let Some(of_psi) = of_psi {
            let range = wrt.start.max(a)..wrt.end;
            out[range.clone()].copy_from_slice(&of_psi[range.start - a..range.end - a]);
        }
    }

    fn jacobian(&self, x: &[f64]) -> Option<DMatrix<f64>> {
        Some(self.whole_jacobian(x))
    }

    fn project<S: Scalar>(&self, x: &mut [S]) {
        if let Some(c) = self.clip {
            for p in &mut x[self.generator.parameters()..] {
                *p = p.clamp(-c, c);
            }
        }
    }

    fn fresh(&self, t: u64, k: u32) {
        match &self.source {
            _ if t == u64::MAX => self.hold(self.still.clone()),
            Some(source) if self.resample => self.hold(Arc::new(source.draw(t, k))),
            _ => {}
        }
    }

    fn reseed(&mut self, seed: u64) {
        if let Some(table) = &mut self.table {
            table.seed = seed;
            let source = table.source();
            let batch = source.draw(u64::MAX, 0);
            self.source = Some(source);
            self.set_batch(batch);
        }
    }

    fn redundancies(&self, x: &[f64]) -> Vec<Redundancy> {
        self.redundant(x)
    }

    fn initial(&self) -> Option<Vec<f64>> {
        self.table.as_ref().map(|table| table.initial(&self.generator, &self.discriminator))
    }
}

fn lift<S: Scalar>(x: &[f64]) -> Vec<S> {
    x.iter().map(|&c| S::of(c)).collect()
}
