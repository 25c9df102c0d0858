//! A GAN of parametric functions under known laws: losses, penalties, noise and clipping written once.

use super::{Anatomy, Game, Law, Model, Plane, Player};
use crate::{
    loss::{AnyLoss, Loss},
    num::{Buffer, Dual, Scalar, quadrature},
    penalty::{AnyPenalty, Penalty, Site},
};
use quadrature::Nodes;
use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

/// Which points carry instance noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoiseOn {
    /// The data only.
    Real,
    /// The generated points only.
    Fake,
    /// Both, as in Lemma 3.2 of Mescheder et al. 2018.
    Both,
}

/// Gaussian instance noise of standard deviation σ, integrated by quadrature.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Noise {
    /// σ ≥ 0, in units of x.
    #[serde(deserialize_with = "crate::registry::check::non_negative")]
    pub sigma: f64,
    /// `"real"`, `"fake"` or `"both"`.
    pub on: NoiseOn,
}

impl Default for Noise {
    fn default() -> Self {
        Self { sigma: 0.0, on: NoiseOn::Both }
    }
}

/// The expectation's nodes at one resolution.
#[derive(Clone, Debug)]
struct Level {
    /// Real points x, noise added.
    real: Nodes,
    /// Latent points and the noise on the generated ones, `[z | shift]`.
    fake: Nodes,
    /// Whether both have the same weights, so that nodes may be paired by index.
    matched: bool,
}

/// A resolution and its nodes, made when they are first asked for.
#[derive(Debug)]
struct Rung {
    /// Good for logits that move at most this much per unit normal coordinate; 0 where there are none.
    slope: f64,
    level: OnceLock<Level>,
}

/// A game of a model under a loss, penalties, instance noise and clipping. Generic, so that a loss or a penalty
/// may live outside the crate.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(bound(serialize = "M: serde::Serialize, L: serde::Serialize, P: serde::Serialize"))]
pub struct Gan<M, L = AnyLoss, P = AnyPenalty> {
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
    #[serde(skip)]
    levels: Arc<[Rung]>,
    #[serde(skip)]
    between: Nodes,
    #[serde(skip)]
    planar: bool,
}

/// More nodes than this in one expectation are refused.
const MOST_NODES: usize = 40_000;
/// Nodes of the uniform law in each dimension.
const UNIFORM_NODES: usize = 40;

impl<M: Model, L: Loss, P: Penalty> Gan<M, L, P> {
    /// # Errors
    /// What does not fit together, in words.
    pub fn new(model: M, loss: L, penalty: Vec<P>, noise: Noise, clip: Option<f64>) -> Result<Self, String> {
        if let Some(complaint) = model.complaint() {
            return Err(complaint);
        }
        let levels = levels(&model, &noise)?;
        let between = unit_interval(model.between());
        let planar = model.on_a_line() && noise.sigma == 0.0;
        Ok(Self { model, loss, penalty, noise, clip, levels, between, planar })
    }

    /// The game on two numbers, where it is one.
    #[inline(always)]
    pub fn plane(&self) -> Option<Plane<'_, L, P>> {
        self.planar.then_some(Plane { loss: &self.loss, penalty: &self.penalty, clip: self.clip })
    }

    /// The rule that resolves the logits at this state.
    #[inline(always)]
    fn level<S: Scalar>(&self, theta: &[S], psi: &[S]) -> &Level {
        if self.levels.len() == 1 {
            return self.rung(&self.levels[0]);
        }
        let sizes = |x: &[S]| -> Buffer<f64> { Buffer::from_fn(x.len(), |i| x[i].size()) };
        let slope = self.model.critic_slope(&sizes(psi)) * self.noise.sigma.max(self.model.spread(&sizes(theta)));
        self.rung(self.levels.iter().find(|l| slope <= l.slope).unwrap_or(&self.levels[self.levels.len() - 1]))
    }

    fn rung<'a>(&self, rung: &'a Rung) -> &'a Level {
        rung.level.get_or_init(|| level(&self.model, &self.noise, &normal(rung.slope)))
    }

    /// Real points and latent ones, resolved for logits that move little: those of a balanced discriminator.
    pub(super) fn nodes(&self) -> (&Nodes, &Nodes) {
        let level = self.rung(&self.levels[0]);
        (&level.real, &level.fake)
    }

    /// The generated point of node j, noise added; returns its weight.
    #[inline(always)]
    fn fake<S: Scalar>(&self, nodes: &Nodes, j: usize, theta: &[S], x: &mut [S]) -> S {
        let (z, shift) = nodes.point(j).split_at(nodes.dim - self.model.space());
        let weight = self.model.generate(theta, z, x) * nodes.weights[j];
        for (x, &s) in x.iter_mut().zip(shift) {
            *x = *x + s;
        }
        weight
    }

    #[inline(always)]
    fn pair<S: Scalar>(&self, who: Player, real: S, fake: S) -> S {
        match who {
            Player::Generator => self.loss.generator(real, fake),
            Player::Discriminator => self.loss.discriminator(real, fake),
        }
    }

    /// E of the loss over real and fake points.
    #[inline]
    fn expected_loss<S: Scalar>(&self, who: Player, level: &Level, theta: &[S], psi: &[S]) -> S {
        let (real, fake) = (&level.real, &level.fake);
        let mut xr: Buffer<S> = Buffer::zeros(self.model.space());
        let mut xf: Buffer<S> = Buffer::zeros(self.model.space());
        let mut sum = S::zero();
        if self.loss.paired() {
            for i in 0..real.len() {
                let dr = self.model.critic(psi, lift(real.point(i), &mut xr));
                for j in 0..fake.len() {
                    let weight = self.fake(fake, j, theta, &mut xf);
                    sum += self.pair(who, dr, self.model.critic(psi, &xf)) * weight * real.weights[i];
                }
            }
        } else if !M::WEIGHTED && level.matched {
            // A separable loss may pair the nodes by index: only the two marginal laws matter.
            for i in 0..real.len() {
                let dr = self.model.critic(psi, lift(real.point(i), &mut xr));
                self.fake(fake, i, theta, &mut xf);
                sum += self.pair(who, dr, self.model.critic(psi, &xf)) * real.weights[i];
            }
        } else {
            let origin = self.pair(who, S::zero(), S::zero());
            for i in 0..real.len() {
                let dr = self.model.critic(psi, lift(real.point(i), &mut xr));
                sum += self.pair(who, dr, S::zero()) * real.weights[i];
            }
            for j in 0..fake.len() {
                let weight = self.fake(fake, j, theta, &mut xf);
                sum += (self.pair(who, S::zero(), self.model.critic(psi, &xf)) - origin) * weight;
            }
        }
        sum
    }

    /// The derivative of [`expected_loss`](Self::expected_loss) along ε. Most losses need not be computed for it.
    #[inline]
    fn expected_slope<S: Scalar>(&self, who: Player, level: &Level, theta: &[Dual<S>], psi: &[Dual<S>]) -> S {
        if M::WEIGHTED || !level.matched || self.loss.paired() {
            return self.expected_loss(who, level, theta, psi).eps;
        }
        let (real, fake) = (&level.real, &level.fake);
        let mut xr: Buffer<Dual<S>> = Buffer::zeros(self.model.space());
        let mut xf: Buffer<Dual<S>> = Buffer::zeros(self.model.space());
        let mut sum = S::zero();
        for i in 0..real.len() {
            let dr = self.model.critic(psi, lift(real.point(i), &mut xr));
            self.fake(fake, i, theta, &mut xf);
            let df = self.model.critic(psi, &xf);
            let slope = match who {
                Player::Generator => self.loss.generator_slope(dr, df),
                Player::Discriminator => self.loss.discriminator_slope(dr, df),
            };
            sum += slope * real.weights[i];
        }
        sum
    }

    /// The derivative of `who`'s loss along ε.
    #[inline]
    fn slope<S: Scalar>(&self, who: Player, x: &[Dual<S>]) -> S {
        let (theta, psi) = x.split_at(self.model.dims()[0]);
        let level = self.level(theta, psi);
        let mut sum = self.expected_slope(who, level, theta, psi);
        if who == Player::Discriminator {
            for penalty in &self.penalty {
                for &site in penalty.sites() {
                    sum += self.expected_penalty(penalty, site, level, theta, psi).eps;
                }
            }
        }
        sum
    }

    /// E of one penalty at one kind of points.
    #[inline]
    fn expected_penalty<S: Scalar>(&self, penalty: &P, site: Site, level: &Level, theta: &[S], psi: &[S]) -> S {
        let (real, fake) = (&level.real, &level.fake);
        let mut x: Buffer<S> = Buffer::zeros(self.model.space());
        let mut sum = S::zero();
        match site {
            Site::Real | Site::Around => {
                for i in 0..real.len() {
                    lift(real.point(i), &mut x);
                    sum += self.density(penalty, site, psi, &x) * real.weights[i];
                }
            }
            Site::Fake => {
                for j in 0..fake.len() {
                    let weight = self.fake(fake, j, theta, &mut x);
                    sum += self.density(penalty, site, psi, &x) * weight;
                }
            }
            Site::Between => {
                let mut y: Buffer<S> = Buffer::zeros(self.model.space());
                for j in 0..fake.len() {
                    let weight = self.fake(fake, j, theta, &mut x);
                    for i in 0..real.len() {
                        for k in 0..self.between.len() {
                            let t = self.between.points[k];
                            for (y, (&f, &r)) in y.iter_mut().zip(x.iter().zip(real.point(i))) {
                                *y = f * (1.0 - t) + r * t;
                            }
                            sum += self.density(penalty, site, psi, &y)
                                * weight
                                * (real.weights[i] * self.between.weights[k]);
                        }
                    }
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

impl<M: Model, L: Loss, P: Penalty> Game for Gan<M, L, P> {
    fn dims(&self) -> [usize; 2] {
        self.model.dims()
    }
    #[inline]
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        if let Some(plane) = self.plane() {
            return plane.loss(who, x);
        }
        let (theta, psi) = x.split_at(self.model.dims()[0]);
        let level = self.level(theta, psi);
        let mut sum = self.expected_loss(who, level, theta, psi);
        if who == Player::Discriminator {
            for penalty in &self.penalty {
                for &site in penalty.sites() {
                    sum += self.expected_penalty(penalty, site, level, theta, psi);
                }
            }
        }
        sum
    }
    #[inline]
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        match self.plane() {
            Some(plane) => plane.grad(who, wrt, x, out),
            None => {
                let mut y: Buffer<Dual<S>> = Buffer::from_fn(x.len(), |i| Dual::lift(x[i]));
                for i in wrt {
                    y[i].eps = S::one();
                    out[i] = self.slope(who, &y);
                    y[i].eps = S::zero();
                }
            }
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
}

#[inline(always)]
fn lift<'a, S: Scalar>(point: &[f64], x: &'a mut [S]) -> &'a [S] {
    for (x, &p) in x.iter_mut().zip(point) {
        *x = S::of(p);
    }
    x
}

/// Gauss–Legendre on [0, 1] as a law; the midpoint for n = 1.
fn unit_interval(n: usize) -> Nodes {
    let mut nodes = quadrature::gauss_legendre(n);
    for t in &mut nodes.points {
        *t = 0.5 * (*t + 1.0);
    }
    nodes
}

/// N(0, 1) for logits that move at most `slope` per unit; 0: one node at 0.
fn normal(slope: f64) -> Nodes {
    if slope == 0.0 {
        Nodes::point_mass(&[0.0])
    } else {
        quadrature::trapezoid(quadrature::trapezoid_step(std::f64::consts::PI / slope))
    }
}

/// The ladder of resolutions: one level without normal laws, else finer and finer trapezoid rules.
fn levels<M: Model>(model: &M, noise: &Noise) -> Result<Arc<[Rung]>, String> {
    let is_normal = |law: &Law| matches!(law, Law::Normal(_));
    let rung = |slope| Rung { slope, level: OnceLock::new() };
    if noise.sigma == 0.0 && !is_normal(&model.data()) && !is_normal(&model.latent()) {
        return Ok([rung(0.0)].into());
    }
    let slopes = (0..16).map(|k| 0.35 * 2f64.powf(0.5 * f64::from(k)));
    let levels: Vec<Rung> =
        slopes.take_while(|slope| most_nodes(model, noise, *slope) <= MOST_NODES).map(rung).collect();
    if levels.is_empty() {
        return Err(format!("the expectation needs more than {MOST_NODES} quadrature nodes; lower the dimension"));
    }
    Ok(levels.into())
}

/// The larger of the numbers of real and of latent nodes at a resolution.
fn most_nodes<M: Model>(model: &M, noise: &Noise, slope: f64) -> usize {
    let normal = quadrature::trapezoid_len(quadrature::trapezoid_step(std::f64::consts::PI / slope));
    let power = |one: usize, d: usize| one.saturating_pow(d as u32);
    let law = |law: Law| match law {
        Law::Points(nodes) => nodes.len(),
        Law::Normal(d) => power(normal, d),
        Law::Uniform(d) => power(UNIFORM_NODES, d),
    };
    let shift = |on: bool| if on && noise.sigma > 0.0 { power(normal, model.space()) } else { 1 };
    let real = law(model.data()).saturating_mul(shift(noise.on != NoiseOn::Fake));
    real.max(law(model.latent()).saturating_mul(shift(noise.on != NoiseOn::Real)))
}

fn level<M: Model>(model: &M, noise: &Noise, normal: &Nodes) -> Level {
    let power = |one: &Nodes, d: usize| (1..d).fold(one.clone(), |all, _| all.product(one));
    let nodes = |law: Law| match law {
        Law::Points(nodes) => nodes,
        Law::Normal(d) => power(normal, d),
        Law::Uniform(d) => power(&quadrature::gauss_legendre(UNIFORM_NODES), d),
    };
    let d = model.space();
    // Noise of width 0 is one node at 0.
    let shift = |on: bool| {
        let mut shift = if on && noise.sigma > 0.0 { power(normal, d) } else { Nodes::point_mass(&vec![0.0; d]) };
        shift.points.iter_mut().for_each(|e| *e *= noise.sigma);
        shift
    };
    let base = nodes(model.data());
    let joint = base.product(&shift(noise.on != NoiseOn::Fake));
    let mut points = Vec::with_capacity(joint.len() * d);
    let mut x = vec![0.0; d];
    for i in 0..joint.len() {
        let (e, shift) = joint.point(i).split_at(base.dim);
        model.datum(e, &mut x);
        points.extend(x.iter().zip(shift).map(|(x, s)| x + s));
    }
    let real = Nodes { dim: d, weights: joint.weights, points };
    let fake = nodes(model.latent()).product(&shift(noise.on != NoiseOn::Real));
    let matched = real.weights == fake.weights;
    Level { real, fake, matched }
}

/// Declares the TOML table of a [`Gan`] of one model: its own numbers beside `loss`, `penalty`, `noise`, `clip`.
macro_rules! gan_table {
    ($(#[$doc:meta])* $table:ident for $model:ident: $formula:literal, $source:literal { $($(#[$kdoc:meta])* $key:ident: $ty:ty = $default:expr $(=> [$check:literal])?),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Serialize)]
        pub struct $model { $($(#[$kdoc])* pub $key: $ty),* }

        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        struct $table {
            loss: $crate::loss::AnyLoss,
            #[serde(deserialize_with = "crate::registry::many")]
            penalty: Vec<$crate::penalty::AnyPenalty>,
            noise: $crate::game::Noise,
            #[serde(deserialize_with = "crate::registry::check::positive_option")]
            clip: Option<f64>,
            $($(#[serde(deserialize_with = $check)])? $key: $ty),*
        }
        impl Default for $table {
            fn default() -> Self {
                Self { loss: $crate::loss::Minimax {}.into(), penalty: vec![], noise: Default::default(), clip: None, $($key: $default),* }
            }
        }
        impl TryFrom<$table> for $crate::game::Gan<$model> {
            type Error = String;
            fn try_from(t: $table) -> Result<Self, String> {
                Self::new($model { $($key: t.$key),* }, t.loss, t.penalty, t.noise, t.clip)
            }
        }
        impl<'de> serde::Deserialize<'de> for $crate::game::Gan<$model> {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $table::deserialize(d)?.try_into().map_err(serde::de::Error::custom)
            }
        }
        impl Default for $crate::game::Gan<$model> {
            fn default() -> Self {
                $table::default().try_into().expect("the defaults of a game fit together")
            }
        }
        impl $crate::registry::Described for $crate::game::Gan<$model> {
            const FORMULA: &'static str = $formula;
            const SOURCE: &'static str = $source;
            const KEYS: &'static [&'static str] = &["loss", "penalty", "noise", "clip", $(stringify!($key)),*];
        }
    };
}
pub(crate) use gan_table;
