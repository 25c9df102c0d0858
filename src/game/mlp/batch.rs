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
    /// The batch before sub-step `k` of step `t`; it depends on nothing else.
    pub fn draw(&self, t: u64, k: u32) -> Batch {
        let stream = self.stream.child(t).child(u64::from(k));
        let n = self.n;
        let sigma = self.noise.sigma_at(t);
        let mut real = self.shape.batch(stream.child(0), n);
        let latent = self.latent.batch(stream.child(1), n);
        if self.noise.on != NoiseOn::Fake {
            add_normals(&mut real, sigma, stream.child(2), n);
        }
        let mut batch = self.complete(t, k, real, latent);
        if self.noise.on != NoiseOn::Real {
            add_normals(&mut batch.shift, sigma, stream.child(3), n);
        }
        batch
    }

    /// The same on given points, without noise on the generated ones.
    pub fn complete(&self, t: u64, k: u32, real: Vec<f64>, latent: Vec<f64>) -> Batch {
        let stream = self.stream.child(t).child(u64::from(k));
        let n = self.n;
        let mut mix = vec![0.0; n];
        for (group, mix) in mix.chunks_mut(GROUP).enumerate() {
            let mut numbers = [0.0; GROUP];
            stream.child(4).uniforms(group as u64, &mut numbers);
            mix.copy_from_slice(&numbers[..mix.len()]);
        }
        let mut around = real.clone();
        add_normals(&mut around, self.around, stream.child(5), n);
        Batch { n, real, latent, shift: vec![0.0; 2 * n], mix, around }
    }

    /// d.
    pub fn latent_dim(&self) -> usize {
        self.latent.dim()
    }
}

/// points [2][n] += σε.
fn add_normals(points: &mut [f64], sigma: f64, stream: Stream, n: usize) {
    if sigma == 0.0 {
        return;
    }
    let mut numbers = [0.0; GROUP];
    for (f, row) in points.chunks_mut(n).enumerate() {
        for (group, part) in row.chunks_mut(GROUP).enumerate() {
            stream.normals(2 * group as u64 + f as u64, &mut numbers);
            for (x, &e) in part.iter_mut().zip(&numbers) {
                *x += sigma * f64::from(e);
            }
        }
    }
}
