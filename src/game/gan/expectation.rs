//! Expected losses and penalties, and their derivatives.

use super::{
    Noise,
    nodes::{Ladder, Level},
    term::{self, What},
    ways::{OfLoss, Way, Ways},
};
use crate::{
    game::{Model, Player},
    loss::Loss,
    num::{Buffer, Dual, Scalar},
    penalty::{Penalty, Site},
};
use std::ops::Range;

/// The expectations of a game at one resolution.
#[derive(Debug)]
pub struct Expectation<'a, M, L, P> {
    /// G and D.
    pub model: &'a M,
    /// What each player minimises.
    pub loss: &'a L,
    /// Added to the discriminator's loss.
    pub penalty: &'a [P],
    /// Instance noise.
    pub noise: &'a Noise,
    /// The nodes.
    pub ladder: &'a Ladder,
    /// How each expectation is taken.
    pub ways: &'a Ways,
    /// 1 for the usual nodes, 2 for twice as many.
    pub fineness: usize,
}

impl<M: Model, L: Loss, P: Penalty> Expectation<'_, M, L, P> {
    /// What `who` minimises.
    #[inline]
    pub fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        let (theta, psi) = x.split_at(self.model.dims()[0]);
        let level = self.level(theta, psi);
        let mut sum = self.expected_loss(who, level, theta, psi);
        if who == Player::Discriminator {
            self.each_penalty(|penalty, site, way| sum += self.expected_penalty(penalty, site, way, level, theta, psi));
        }
        sum
    }

    /// Evaluations of the discriminator that one derivative of a loss takes, about.
    pub fn work(&self, x: &[f64]) -> usize {
        let (theta, psi) = x.split_at(self.model.dims()[0]);
        let level = self.level(theta, psi);
        let (real, fake) = (level.real.len(), level.fake.len());
        let sites = || self.penalty.iter().flat_map(|p| p.sites());
        let pairs = self.loss.paired() || sites().any(|s| *s == Site::Between);
        let space = 1 + sites().count() * self.model.space();
        let nodes = if pairs { real.saturating_mul(fake) } else { real + fake };
        nodes.saturating_mul(space).max(self.ways.work())
    }

    /// `out[wrt] = ∂L_who/∂x[wrt]`.
    #[inline]
    pub fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        let (theta, psi) = x.split_at(self.model.dims()[0]);
        let level = self.level(theta, psi);
        let by_logits = wrt.len() > 2 && self.pairs_by_index(level);
        if by_logits {
            self.slopes_by_logits(who, wrt.clone(), level, x, out);
        }
        let mut y: Buffer<Dual<S>> = Buffer::from_fn(x.len(), |i| Dual::lift(x[i]));
        for i in wrt {
            y[i].eps = S::one();
            let of_loss = if by_logits { Some(out[i]) } else { None };
            out[i] = self.slope(who, level, &y, of_loss);
            y[i].eps = S::zero();
        }
    }

    /// Whether real and generated nodes go together one by one, in a loss that splits.
    #[inline(always)]
    fn pairs_by_index(&self, level: &Level) -> bool {
        let nodes = matches!(self.ways.loss, OfLoss::Nodes);
        nodes && !self.model.weighted() && level.matched && !self.loss.paired()
    }

    /// The derivatives of the expected loss by many coordinates: the loss by its two logits once at each node, the logits
    /// by each coordinate.
    #[inline(never)]
    fn slopes_by_logits<S: Scalar>(&self, who: Player, wrt: Range<usize>, level: &Level, x: &[S], out: &mut [S]) {
        let (model, a) = (self.model, self.model.dims()[0]);
        let slope = |real: Dual<S>, fake: Dual<S>| match who {
            Player::Generator => self.loss.generator_slope(real, fake),
            Player::Discriminator => self.loss.discriminator_slope(real, fake),
        };
        let mut y: Buffer<Dual<S>> = Buffer::from_fn(x.len(), |i| Dual::lift(x[i]));
        let mut xr: Buffer<Dual<S>> = Buffer::zeros(model.space());
        let mut xf: Buffer<Dual<S>> = Buffer::zeros(model.space());
        wrt.clone().for_each(|i| out[i] = S::zero());
        for k in 0..level.real.len() {
            lift(level.real.point(k), &mut xr);
            self.fake(level, k, &y[..a], &mut xf);
            let (dr, df) = (model.critic(&y[a..], &xr).re, model.critic(&y[a..], &xf).re);
            let by_real = slope(Dual::seed(dr), Dual::lift(df));
            let by_fake = slope(Dual::lift(dr), Dual::seed(df));
            for i in wrt.clone() {
                y[i].eps = S::one();
                let mut sum = S::zero();
                if i < a {
                    self.fake(level, k, &y[..a], &mut xf);
                } else {
                    sum = by_real * model.critic(&y[a..], &xr).eps;
                }
                sum += by_fake * model.critic(&y[a..], &xf).eps;
                y[i].eps = S::zero();
                // The point moves with θ alone.
                xf.iter_mut().for_each(|x| x.eps = S::zero());
                out[i] += sum * level.real.weights[k];
            }
        }
    }

    /// The derivative of `who`'s loss along ε, that of the loss without penalties being known or not.
    #[inline]
    fn slope<S: Scalar>(&self, who: Player, level: &Level, x: &[Dual<S>], of_loss: Option<S>) -> S {
        let (theta, psi) = x.split_at(self.model.dims()[0]);
        let mut sum = of_loss.unwrap_or_else(|| self.expected_slope(who, level, theta, psi));
        if who == Player::Discriminator {
            self.each_penalty(|penalty, site, way| {
                sum += self.expected_penalty(penalty, site, way, level, theta, psi).eps;
            });
        }
        sum
    }

    #[inline(always)]
    fn each_penalty(&self, mut add: impl FnMut(&P, Site, &Way)) {
        for (penalty, ways) in self.penalty.iter().zip(&self.ways.penalties) {
            for (&site, way) in penalty.sites().iter().zip(ways) {
                add(penalty, site, way);
            }
        }
    }

    /// The nodes that resolve the logits at this state.
    #[inline(always)]
    fn level<S: Scalar>(&self, theta: &[S], psi: &[S]) -> &Level {
        let Self { model, noise, ladder, .. } = *self;
        if ladder.single() {
            return ladder.pick(model, noise, 0.0, self.fineness);
        }
        let sizes = |x: &[S]| -> Buffer<f64> { Buffer::from_fn(x.len(), |i| x[i].size()) };
        let (spread, sigma) = (model.spread(&sizes(theta)), noise.sigma);
        let width = if sigma == 0.0 { spread } else { (spread * spread + sigma * sigma).sqrt() };
        ladder.pick(model, noise, model.critic_slope(&sizes(psi)) * width, self.fineness)
    }

    /// The generated point of node j, noise added; returns its weight.
    #[inline(always)]
    fn fake<S: Scalar>(&self, level: &Level, j: usize, theta: &[S], x: &mut [S]) -> S {
        let (z, shift) = level.fake.point(j).split_at(level.fake.dim - self.model.space());
        let weight = self.model.generate(theta, z, x) * level.fake.weights[j];
        for (x, &s) in x.iter_mut().zip(shift) {
            *x = *x + s;
        }
        weight
    }

    /// E of the loss over real and fake points.
    #[inline]
    fn expected_loss<S: Scalar>(&self, who: Player, level: &Level, theta: &[S], psi: &[S]) -> S {
        let split = |plan, what| term::mean(self, plan, what, theta, psi);
        match &self.ways.loss {
            OfLoss::Nodes => {}
            OfLoss::Pair(plan) => return split(plan, What::Pair(who)),
            OfLoss::Apart([real, fake]) => return split(real, What::Real(who)) + split(fake, What::Fake(who)),
        }
        let model = self.model;
        let (real, fake) = (&level.real, &level.fake);
        let mut xr: Buffer<S> = Buffer::zeros(model.space());
        let mut xf: Buffer<S> = Buffer::zeros(model.space());
        let mut sum = S::zero();
        if self.loss.paired() {
            for i in 0..real.len() {
                let dr = model.critic(psi, lift(real.point(i), &mut xr));
                for j in 0..fake.len() {
                    let weight = self.fake(level, j, theta, &mut xf);
                    sum += self.pair(who, dr, model.critic(psi, &xf)) * weight * real.weights[i];
                }
            }
        } else if !self.model.weighted() && level.matched {
            // A separable loss may pair the nodes by index: only the two marginal laws matter.
            for i in 0..real.len() {
                let dr = model.critic(psi, lift(real.point(i), &mut xr));
                self.fake(level, i, theta, &mut xf);
                sum += self.pair(who, dr, model.critic(psi, &xf)) * real.weights[i];
            }
        } else {
            let origin = self.pair(who, S::zero(), S::zero());
            for i in 0..real.len() {
                let dr = model.critic(psi, lift(real.point(i), &mut xr));
                sum += self.pair(who, dr, S::zero()) * real.weights[i];
            }
            for j in 0..fake.len() {
                let weight = self.fake(level, j, theta, &mut xf);
                sum += (self.pair(who, S::zero(), model.critic(psi, &xf)) - origin) * weight;
            }
        }
        sum
    }

    /// The derivative of [`expected_loss`](Self::expected_loss) along ε. Most losses need not be computed for it.
    #[inline]
    fn expected_slope<S: Scalar>(&self, who: Player, level: &Level, theta: &[Dual<S>], psi: &[Dual<S>]) -> S {
        let model = self.model;
        if !self.pairs_by_index(level) {
            return self.expected_loss(who, level, theta, psi).eps;
        }
        let real = &level.real;
        let mut xr: Buffer<Dual<S>> = Buffer::zeros(model.space());
        let mut xf: Buffer<Dual<S>> = Buffer::zeros(model.space());
        let mut sum = S::zero();
        for i in 0..real.len() {
            let dr = model.critic(psi, lift(real.point(i), &mut xr));
            self.fake(level, i, theta, &mut xf);
            let df = model.critic(psi, &xf);
            let slope = match who {
                Player::Generator => self.loss.generator_slope(dr, df),
                Player::Discriminator => self.loss.discriminator_slope(dr, df),
            };
            sum += slope * real.weights[i];
        }
        sum
    }

    /// E of one penalty at one kind of points.
    #[inline]
    fn expected_penalty<S: Scalar>(
        &self,
        penalty: &P,
        site: Site,
        way: &Way,
        level: &Level,
        theta: &[S],
        psi: &[S],
    ) -> S {
        let mut x: Buffer<S> = Buffer::zeros(self.model.space());
        let mut sum = S::zero();
        match (way, site) {
            (Way::Split(plan), _) => sum = term::mean(self, plan, What::Penalty(penalty, site), theta, psi),
            (Way::Anywhere, _) => sum = self.density(penalty, site, psi, lift(level.real.point(0), &mut x)),
            (Way::Nodes, Site::Fake) => {
                for j in 0..level.fake.len() {
                    let weight = self.fake(level, j, theta, &mut x);
                    sum += self.density(penalty, site, psi, &x) * weight;
                }
            }
            (Way::Nodes, _) => {
                for i in 0..level.real.len() {
                    lift(level.real.point(i), &mut x);
                    sum += self.density(penalty, site, psi, &x) * level.real.weights[i];
                }
            }
        }
        sum
    }

    /// ρ(D, ‖∇ₓD‖²) at x.
    #[inline]
    fn density<S: Scalar>(&self, penalty: &P, site: Site, psi: &[S], x: &[S]) -> S {
        let lifted: Buffer<Dual<S>> = Buffer::from_fn(psi.len(), |i| Dual::lift(psi[i]));
        let mut y: Buffer<Dual<S>> = Buffer::from_fn(x.len(), |i| Dual::lift(x[i]));
        let (mut d, mut g2) = (S::zero(), S::zero());
        for i in 0..x.len() {
            y[i].eps = S::one();
            let out = self.model.critic(&lifted, &y);
            y[i].eps = S::zero();
            d = out.re;
            g2 += out.eps.square();
        }
        penalty.density(site, d, g2)
    }
}

impl<M, L: Loss, P> Expectation<'_, M, L, P> {
    /// `who`'s loss at a pair of logits.
    #[inline(always)]
    fn pair<S: Scalar>(&self, who: Player, real: S, fake: S) -> S {
        match who {
            Player::Generator => self.loss.generator(real, fake),
            Player::Discriminator => self.loss.discriminator(real, fake),
        }
    }
}

#[inline(always)]
fn lift<'a, S: Scalar>(point: &[f64], x: &'a mut [S]) -> &'a [S] {
    for (x, &p) in x.iter_mut().zip(point) {
        *x = S::of(p);
    }
    x
}
