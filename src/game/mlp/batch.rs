//! A minibatch, and where it comes from.

use super::noise::Noise;
use crate::{
    data::{AnyLatent, Latent, Shape},
    game::NoiseOn,
    num::random::{GROUP, Stream},
};

/// Everything random in one evaluation, fixed: losses and penalties are averages over it. Feature-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Samples n.
    pub n: usize,
    /// Real points [2][n], instance noise added.
    pub real: Vec<f64>,
    /// Latent points [d][n].
    pub latent: Vec<f64>,
    /// Instance noise on the generated points [2][n].
    pub shift: Vec<f64>,
    /// How much of the real point is in the point between, [n] in (0, 1).
    pub mix: Vec<f64>,
    /// Points around the real ones [2][n].
    pub around: Vec<f64>,
}

/// What batches are drawn from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The law of the data.
    pub shape: Shape,
    /// The law of the latent points.
    pub latent: AnyLatent,
    /// Samples in a batch.
    pub n: usize,
    /// Instance noise.
    pub noise: Noise,
    /// Standard deviation of the points around the data.
    pub around: f64,
    /// The stream of all batches.
    pub stream: Stream,
}

impl Source {
    /// Where the batch before sub-step `k` of step `t` comes from; it depends on nothing else.
    pub fn at(&self, t: u64, k: u32) -> Draw<'_> {
        Draw { source: self, stream: self.stream.child(t).child(u64::from(k)), sigma: self.noise.sigma_at(t) }
    }

    /// The batch before sub-step `k` of step `t`.
    pub fn draw(&self, t: u64, k: u32) -> Batch {
        let (n, draw) = (self.n, self.at(t, k));
        let mut real = vec![0.0; 2 * n];
        in_groups(&mut real, |group, x, y| draw.real(group, x, y));
        let mut latent = vec![0.0; self.latent_dim() * n];
        let mut entries = [0.0; GROUP];
        for (f, row) in latent.chunks_mut(n.max(1)).enumerate() {
            for (group, part) in row.chunks_mut(GROUP).enumerate() {
                draw.latent(group as u64, f, &mut entries);
                part.iter_mut().zip(&entries).for_each(|(z, &e)| *z = f64::from(e));
            }
        }
        self.complete(draw, real, latent)
    }

    /// The same on given points, the instance noise added to them.
    pub fn given(&self, t: u64, k: u32, mut real: Vec<f64>, latent: Vec<f64>) -> Batch {
        let draw = self.at(t, k);
        in_groups(&mut real, |group, x, y| draw.add_noise(group, x, y));
        self.complete(draw, real, latent)
    }

    /// What belongs to real points, noisy as the discriminator sees them, and latent ones.
    fn complete(&self, draw: Draw, real: Vec<f64>, latent: Vec<f64>) -> Batch {
        let n = self.n;
        let mut mix = vec![0.0; n];
        let mut numbers = [0.0; GROUP];
        for (group, mix) in mix.chunks_mut(GROUP).enumerate() {
            draw.mix(group as u64, &mut numbers);
            mix.copy_from_slice(&numbers[..mix.len()]);
        }
        let mut around = real.clone();
        in_groups(&mut around, |group, x, y| draw.add_around(group, x, y));
        let mut shift = vec![0.0; 2 * n];
        in_groups(&mut shift, |group, x, y| draw.add_shift(group, x, y));
        Batch { n, real, latent, shift, mix, around }
    }

    /// d.
    pub fn latent_dim(&self) -> usize {
        self.latent.dim()
    }
}

/// One batch, part by part: the samples `256·group`, …, as many as fit. Makes no room of its own.
#[derive(Clone, Copy, Debug)]
pub struct Draw<'a> {
    source: &'a Source,
    stream: Stream,
    sigma: f64,
}

impl Draw<'_> {
    /// Real points, instance noise added.
    pub fn real(&self, group: u64, x: &mut [f64], y: &mut [f64]) {
        self.source.shape.draw(self.stream.child(0), group, x, y);
        self.add_noise(group, x, y);
    }
    /// Adds the instance noise of the real points.
    pub fn add_noise(&self, group: u64, x: &mut [f64], y: &mut [f64]) {
        if self.source.noise.on != NoiseOn::Fake {
            add_normals([x, y], self.sigma, self.stream.child(2), group);
        }
    }
    /// Entry `f` of the latent points.
    pub fn latent(&self, group: u64, f: usize, out: &mut [f32; GROUP]) {
        self.source.latent.feature(self.stream.child(1), group, f, out);
    }
    /// Adds the instance noise of the generated points.
    pub fn add_shift(&self, group: u64, x: &mut [f64], y: &mut [f64]) {
        if self.source.noise.on != NoiseOn::Real {
            add_normals([x, y], self.sigma, self.stream.child(3), group);
        }
    }
    /// How much of the real point is in the point between.
    pub fn mix(&self, group: u64, out: &mut [f64; GROUP]) {
        self.stream.child(4).uniforms(group, out);
    }
    /// Moves real points to points around them.
    pub fn add_around(&self, group: u64, x: &mut [f64], y: &mut [f64]) {
        add_normals([x, y], self.source.around, self.stream.child(5), group);
    }
}

/// Points [2][n] group by group.
fn in_groups(points: &mut [f64], fill: impl Fn(u64, &mut [f64], &mut [f64])) {
    let (x, y) = points.split_at_mut(points.len() / 2);
    for (group, (x, y)) in x.chunks_mut(GROUP).zip(y.chunks_mut(GROUP)).enumerate() {
        fill(group as u64, x, y);
    }
}

/// The points (x, y) += σε.
fn add_normals(points: [&mut [f64]; 2], sigma: f64, stream: Stream, group: u64) {
    if sigma == 0.0 {
        return;
    }
    let mut numbers = [0.0; GROUP];
    for (f, row) in points.into_iter().enumerate() {
        stream.normals(2 * group + f as u64, &mut numbers);
        for (x, &e) in row.iter_mut().zip(&numbers) {
            *x += sigma * f64::from(e);
        }
    }
}
