//! Generators that learn without the game of a GAN, or with another one, on the same data and by the same measures:
//! what GANs are compared with.
//!
//! Whatever is learned by descent is a [`Game`] (with one player, or two), so that its gradients are those of the nets'
//! one backpropagation and its optimiser is Adam of `rule/`. To add one: a file with `settings!` and [`Baseline`], and a
//! word in the `registry!` line below.

mod autoencoder;
mod bigan;
mod coder;
mod discriminator_alone;
mod gaussian_mixture;
mod monotone;
mod variational_autoencoder;

pub use autoencoder::Autoencoder;
pub use bigan::{Bigan, Pairs};
pub use coder::Coder;
pub use discriminator_alone::{Contrast, DiscriminatorAlone};
pub use gaussian_mixture::{Blob, Blobs, GaussianMixture};
pub use monotone::{Increasing, Monotone};
pub use variational_autoencoder::VariationalAutoencoder;

use crate::{
    data::Shape,
    field::{Adjusted, Plain},
    game::{
        Game,
        mlp::{
            activation::Tanh,
            initial::{AnyInitial, GlorotUniform},
            net::Net,
        },
    },
    measure::cloud,
    num::random::{GROUP, Stream},
    registry::registry,
    rule::{Adam, Order, Rule},
};

/// What is to be learned, and what is random about it.
#[derive(Clone, Debug)]
pub struct Task {
    /// The law of the data.
    pub shape: Shape,
    /// Of everything random.
    pub stream: Stream,
    /// Points to generate, and points to learn from where a baseline keeps a training set.
    pub points: usize,
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Generated points [n][2]; on the line the second coordinate is 0.
    pub sample: Vec<[f64; 2]>,
    /// What else is known, and of this generator only: (what, how much).
    pub facts: Vec<(&'static str, f64)>,
}

/// A generator that can be learned.
pub trait Baseline {
    /// Learns, and generates.
    fn learn(&self, task: &Task) -> Outcome;
}

registry! {
    /// The baselines an experiment file may name.
    AnyBaseline each_baseline {
        gaussian_mixture: GaussianMixture, autoencoder: Autoencoder, variational_autoencoder: VariationalAutoencoder,
        discriminator_alone: DiscriminatorAlone, bigan: Bigan, monotone: Monotone,
    }
}

impl Baseline for AnyBaseline {
    fn learn(&self, task: &Task) -> Outcome {
        each_baseline!(self, b => b.learn(task))
    }
}

/// What the streams of a task are for.
#[derive(Clone, Copy)]
enum Purpose {
    Initial,
    Batches,
    Training,
    Sample,
    Test,
}

impl Task {
    fn stream(&self, purpose: Purpose) -> Stream {
        self.stream.child(purpose as u64)
    }

    /// Points to learn from [n][2].
    fn training(&self) -> Vec<[f64; 2]> {
        cloud(&self.shape.batch(self.stream(Purpose::Training), self.points))
    }

    /// Points that were not learned from [n][2].
    fn test(&self) -> Vec<[f64; 2]> {
        cloud(&self.shape.batch(self.stream(Purpose::Test), self.points))
    }
}

/// Standard normal numbers 0, …, n − 1 of a stream.
fn normals(stream: Stream, n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n];
    let mut group = [0.0; GROUP];
    for (k, part) in out.chunks_mut(GROUP).enumerate() {
        stream.normals(k as u64, &mut group);
        part.iter_mut().zip(group).for_each(|(x, e)| *x = f64::from(e));
    }
    out
}

/// Uniform numbers 0, …, n − 1 of a stream, in (0, 1).
fn uniforms(stream: Stream, n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n];
    let mut group = [0.0; GROUP];
    for (k, part) in out.chunks_mut(GROUP).enumerate() {
        stream.uniforms(k as u64, &mut group);
        part.copy_from_slice(&group[..part.len()]);
    }
    out
}

/// A tanh net with so many hidden layers, and its parameters at the start.
fn net(inputs: usize, width: usize, layers: usize, outputs: usize, stream: Stream) -> (Net, Vec<f64>) {
    let mut widths = vec![inputs];
    widths.extend(std::iter::repeat_n(width, layers));
    widths.push(outputs);
    let net = Net::new(widths, Tanh {}.into());
    let p = net.initial(&AnyInitial::from(GlorotUniform {}), stream);
    (net, p)
}

/// Adam on a game from x [n]: what `step` is told before each of the steps, with x as it is then.
fn descend(game: &impl Game, lr: f64, steps: u64, x: Vec<f64>, mut before: impl FnMut(u64, &[f64])) -> Vec<f64> {
    let field = Adjusted { game, adjust: Plain {} };
    let adam = Adam { lr: lr.into(), beta1: 0.5, order: Order::DiscriminatorFirst, ..Adam::default() };
    let n = x.len();
    let mut z = x;
    z.resize(n + adam.memory(n), 0.0);
    for t in 0..steps {
        before(t, &z[..n]);
        adam.step(&field, t, &mut z);
    }
    z.truncate(n);
    z
}
