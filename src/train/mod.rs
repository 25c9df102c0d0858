//! Training in single precision: the gradients of the network game by vector kernels.
//!
//! The definitions are those of [`Mlp`], against which every gradient is tested. A batch is cut into chunks of
//! [`CHUNK`] samples; each has its own room, made once, and the chunks' gradients are added in their order, so the
//! number of threads cannot show. Where the activation is piecewise linear a penalty costs one product less forward
//! and one less back, because its dual backward pass is a multiple of the plain one sample by sample.

mod activate;
mod checkpoint;
mod chunk;
mod evaluation;
mod fast;
pub mod kernel;
mod net;
pub mod plane;
mod pointwise;
mod training;

pub use checkpoint::{Checkpoint, CheckpointError, Numbers};
pub use evaluation::{Evaluation, Judge};
pub use fast::Fast;
pub use training::{Diverged, ResumeError, Training};

use crate::game::{
    Mlp, Player,
    mlp::{Batch, Source, net::Net},
};
use chunk::{Chunk, Plan};
use rayon::prelude::*;

/// Samples in a chunk.
pub const CHUNK: usize = 256;

/// Gradients of one game on batches of one size.
#[derive(Clone, Debug)]
pub struct Gradients {
    plan: Plan,
    chunks: Vec<Chunk>,
    dims: [usize; 2],
}

impl Gradients {
    /// Makes all the room that batches of `n` samples need.
    pub fn new(game: &Mlp, n: usize) -> Self {
        let plan = Plan {
            generator: net::Shape::of(&game.generator),
            discriminator: net::Shape::of(&game.discriminator),
            loss: game.loss.clone(),
            penalty: game.penalty.clone(),
            weight: 1.0 / n as f64,
        };
        let chunk = |first: usize| Chunk::new(&plan, first, CHUNK.min(n - first));
        let chunks = (0..n).step_by(CHUNK).map(chunk).collect();
        let dims = [&game.generator, &game.discriminator].map(Net::parameters);
        Self { plan, chunks, dims }
    }

    /// Takes a batch.
    pub fn load(&mut self, batch: &Batch) {
        self.chunks.iter_mut().for_each(|chunk| chunk.load(batch));
    }

    /// ∇L of `who` by its own parameters at x [n] = θ | ψ, into `out`: on the batch of sub-step k of step t if one is
    /// given, else on the one last loaded. On the threads of the current pool; allocates nothing if that is one.
    pub fn of(&mut self, who: Player, x: &[f32], from: Option<(&Source, u64, u32)>, out: &mut [f32]) {
        let (theta, psi) = x.split_at(self.dims[0]);
        let plan = &self.plan;
        let run = |chunk: &mut Chunk| {
            if let Some((source, t, k)) = from {
                chunk.draw(plan, who, source.at(t, k));
            }
            chunk.run(plan, who, theta, psi);
        };
        if self.chunks.len() > 1 && rayon::current_num_threads() > 1 {
            self.chunks.par_iter_mut().for_each(run);
        } else {
            self.chunks.iter_mut().for_each(run);
        }
        out.fill(0.0);
        for chunk in &self.chunks {
            out.iter_mut().zip(&chunk.gradient).for_each(|(o, g)| *o += g);
        }
    }
}
