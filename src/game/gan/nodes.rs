//! The fixed nodes of expectations of smooth functions: a ladder of resolutions, made when they are first asked for.

use super::{Law, Model, Noise, NoiseOn};
use crate::num::quadrature::{self, Nodes};
use std::{
    f64::consts::PI,
    sync::{Arc, OnceLock},
};

/// More nodes than this in one expectation are refused.
const MOST_NODES: usize = 40_000;
/// Nodes of the uniform law in each dimension, where nothing but it is integrated.
const UNIFORM_NODES: usize = 40;
/// The slope that a level is laid out for, to see its error, is so many times larger.
const FINER: f64 = 2.0;

/// The expectation's nodes at one resolution.
#[derive(Clone, Debug)]
pub struct Level {
    /// Real points x, noise added.
    pub real: Nodes,
    /// Latent points and the noise on the generated ones, `[z | shift]`.
    pub fake: Nodes,
    /// Whether both have the same weights, so that nodes may be paired by index.
    pub matched: bool,
}

/// A resolution and its nodes.
#[derive(Debug)]
struct Rung {
    /// Good for logits that move at most this much per unit normal coordinate; 0 where there are none.
    slope: f64,
    level: OnceLock<Level>,
    /// The same at twice the resolution, to see the error.
    finer: OnceLock<Level>,
}

/// One level without continuous laws, else finer and finer ones.
#[derive(Clone, Debug)]
pub struct Ladder(Arc<[Rung]>);

impl Ladder {
    /// The coarsest level, all its nodes.
    pub fn whole<M: Model>(&self, model: &M, noise: &Noise) -> Level {
        level(model, noise, self.0[0].slope, false)
    }
}

impl Ladder {
    /// # Errors
    /// If even the coarsest takes too many nodes.
    pub fn new<M: Model>(model: &M, noise: &Noise) -> Result<Self, String> {
        let rung = |slope| Rung { slope, level: OnceLock::new(), finer: OnceLock::new() };
        let discrete = |law: Law| matches!(law, Law::Points(_));
        if noise.sigma == 0.0 && discrete(model.data()) && discrete(model.latent()) {
            return Ok(Self([rung(0.0)].into()));
        }
        let slopes = (0..16).map(|k| 0.35 * 2f64.powf(0.5 * f64::from(k)));
        let rungs: Vec<Rung> =
            slopes.take_while(|slope| most_nodes(model, noise, *slope) <= MOST_NODES).map(rung).collect();
        if rungs.is_empty() {
            return Err(format!("the expectation needs more than {MOST_NODES} quadrature nodes; lower the dimension"));
        }
        Ok(Self(rungs.into()))
    }

    /// Whether one level serves all states.
    #[inline(always)]
    pub fn single(&self) -> bool {
        self.0.len() == 1
    }

    /// Whether there is nothing to resolve.
    pub fn discrete(&self) -> bool {
        self.0[0].slope == 0.0
    }

    /// The coarsest level that resolves logits of this slope, or the finest there is; at twice the resolution if
    /// `fineness` is not 1.
    #[inline(always)]
    pub fn pick<M: Model>(&self, model: &M, noise: &Noise, slope: f64, fineness: usize) -> &Level {
        let rung = self.0.iter().find(|l| slope <= l.slope).unwrap_or(&self.0[self.0.len() - 1]);
        if fineness == 1 {
            rung.level.get_or_init(|| level(model, noise, rung.slope, true))
        } else {
            rung.finer.get_or_init(|| level(model, noise, FINER * rung.slope, true))
        }
    }
}

/// N(0, 1) for logits that move at most `slope` per unit; 0: one node at 0.
fn normal(slope: f64) -> Nodes {
    if slope == 0.0 { Nodes::point_mass(&[0.0]) } else { quadrature::trapezoid(quadrature::trapezoid_step(PI / slope)) }
}

/// Gauss–Legendre nodes for functions analytic in a strip of half-width s = π/slope about [−1, 1]: their error falls like
/// (s + √(1 + s²))⁻²ⁿ, and e⁻³⁶ is rounding.
fn uniform_nodes(noisy: bool, slope: f64) -> usize {
    let s = PI / slope;
    let enough = (18.0 / (s + (1.0 + s * s).sqrt()).ln()).ceil() as usize;
    // Alone, the uniform law can afford more than are needed.
    if noisy { enough.max(8) } else { enough.max(UNIFORM_NODES) }
}

/// The larger of the numbers of real and of latent nodes at a resolution.
fn most_nodes<M: Model>(model: &M, noise: &Noise, slope: f64) -> usize {
    let normal = quadrature::trapezoid_len(quadrature::trapezoid_step(PI / slope));
    let power = |one: usize, d: usize| one.saturating_pow(d as u32);
    let count = |law: Law, shift: bool| {
        let shift = if shift { power(normal, model.space()) } else { 1 };
        let law = match law {
            Law::Points(nodes) => nodes.len(),
            Law::Normal(s) => power(normal, s.len()),
            Law::Uniform(d) => power(uniform_nodes(noise.sigma > 0.0, slope), d),
        };
        law.saturating_mul(shift)
    };
    let (data, real_shift) = real(model, noise);
    let (latent, fake_shift) = fake(model, noise);
    count(data, real_shift > 0.0).max(count(latent, fake_shift > 0.0))
}

/// The law of the data and the width of the noise still to be added: noise widens a normal law.
pub fn real<M: Model>(model: &M, noise: &Noise) -> (Law, f64) {
    widened(model.data(), if noise.on == NoiseOn::Fake { 0.0 } else { noise.sigma }, true)
}

/// The law of z and the width of the noise still to be added to G(z).
pub fn fake<M: Model>(model: &M, noise: &Noise) -> (Law, f64) {
    widened(model.latent(), if noise.on == NoiseOn::Real { 0.0 } else { noise.sigma }, model.shifts())
}

/// A law and the noise on its points: one law where both are normal and `added` one to the other.
pub fn widened(law: Law, sigma: f64, added: bool) -> (Law, f64) {
    match law {
        Law::Normal(s) if added && sigma > 0.0 => {
            (Law::Normal(s.iter().map(|s| (s * s + sigma * sigma).sqrt()).collect()), 0.0)
        }
        law => (law, sigma),
    }
}

/// Of nodes that lie symmetric about 0 the first half and the middle one, each for itself and its opposite.
fn half(nodes: Nodes) -> Nodes {
    let (n, kept) = (nodes.len(), nodes.len().div_ceil(2));
    let weights = (0..kept).map(|i| nodes.weights[i] * if 2 * i + 1 == n { 1.0 } else { 2.0 }).collect();
    Nodes { dim: nodes.dim, weights, points: nodes.points[..kept * nodes.dim].to_vec() }
}

/// Nodes for logits of this slope; half of them where the other half adds the same.
fn level<M: Model>(model: &M, noise: &Noise, slope: f64, halved: bool) -> Level {
    let bell = normal(slope);
    let power = |one: &Nodes, d: usize| (1..d).fold(one.clone(), |all, _| all.product(one));
    let scaled = |s: &[f64]| {
        let mut nodes = power(&bell, s.len());
        nodes.points.iter_mut().zip(s.iter().cycle()).for_each(|(x, s)| *x *= s);
        nodes
    };
    let nodes = |law: Law| match law {
        Law::Points(nodes) => nodes,
        Law::Normal(s) => scaled(&s),
        Law::Uniform(d) => power(&quadrature::gauss_legendre(uniform_nodes(noise.sigma > 0.0, slope)), d),
    };
    let d = model.space();
    // Noise of width 0 is one node at 0.
    let shift = |sigma: f64| if sigma > 0.0 { scaled(&vec![sigma; d]) } else { Nodes::point_mass(&vec![0.0; d]) };
    let (data, on_real) = real(model, noise);
    let base = nodes(data);
    let joint = base.product(&shift(on_real));
    let mut points = Vec::with_capacity(joint.len() * d);
    for i in 0..joint.len() {
        let (x, shift) = joint.point(i).split_at(base.dim);
        points.extend(x.iter().zip(shift).map(|(x, s)| x + s));
    }
    let real = Nodes { dim: d, weights: joint.weights, points };
    let (latent, on_fake) = fake(model, noise);
    let fake = nodes(latent).product(&shift(on_fake));
    let halved = halved && model.even() && real.dim.max(fake.dim) > 1 && !matches!(model.data(), Law::Points(_));
    let (real, fake) = if halved { (half(real), half(fake)) } else { (real, fake) };
    let matched = real.weights == fake.weights;
    Level { real, fake, matched }
}
