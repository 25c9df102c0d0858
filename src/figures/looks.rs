//! Training runs, looked at now and then.

use crate::{
    data::Shape,
    experiment::{Experiment, Fault},
    game::Mlp,
    measure::{cloud, distance},
    num::random::Stream,
    train::{Checkpoint, Diverged, Evaluation, Judge, Training},
};

/// Two networks after some iterations.
pub(super) struct Look {
    /// θ | ψ [n].
    pub x: Vec<f64>,
    /// What they are worth, and the samples that say so.
    pub seen: Evaluation,
}

impl Look {
    /// The discriminator's weights.
    pub(super) fn psi(&self, game: &Mlp) -> &[f64] {
        &self.x[game.generator.parameters()..]
    }
}

/// What was seen of a run.
pub(super) struct Watched {
    /// In the order of the iterations.
    pub looks: Vec<Look>,
    /// Where the run left the finite numbers, if it did; nothing is seen from there on.
    pub diverged: Option<Diverged>,
}

/// Trains in single precision from the experiment's start and looks at the iterations of `at`, which ascend.
///
/// # Errors
/// As [`Experiment::judge`].
pub(super) fn watch(e: &Experiment, at: &[u64], points: usize, seen: &dyn Fn()) -> Result<Watched, Fault> {
    let judge = e.judge(points)?;
    let mut training = Training::new(e.network()?.clone(), e.field.adjust.clone(), e.rule.clone(), &e.start);
    let mut looks = Vec::with_capacity(at.len());
    for &t in at {
        while training.t() < t {
            if let Err(diverged) = training.step() {
                return Ok(Watched { looks, diverged: Some(diverged) });
            }
        }
        looks.push(Look { x: training.x(), seen: judge.evaluate(&training) });
        seen();
    }
    Ok(Watched { looks, diverged: None })
}

/// Fresh points of the data, the k-th sample.
pub(super) fn fresh(shape: &Shape, seed: u64, k: u64, points: usize) -> Vec<[f64; 2]> {
    cloud(&shape.batch(Stream::new(seed).child(1).child(k), points))
}

/// W₁ between two samples of the data themselves: what no generator is below but by chance.
///
/// # Errors
/// As [`Experiment::judge`].
pub(super) fn apart(e: &Experiment, points: usize) -> Result<f64, Fault> {
    let source = e.network()?.source.as_ref();
    let source = source.ok_or_else(|| Fault::new(format!("{} has no law to draw samples from", e.name)))?;
    let [one, other] = [0, 1].map(|k| fresh(&source.shape, e.seed, k, points));
    Ok(distance(&one, &other).map_or(f64::NAN, |d| d.w1))
}

/// `count` + 1 iterations, evenly from the start to the end of the run.
pub(super) fn evenly(steps: u64, count: u64) -> Vec<u64> {
    let mut at: Vec<u64> = (0..=count).map(|k| steps * k / count.max(1)).collect();
    at.dedup();
    at
}

/// What a checkpoint of a training run holds.
///
/// # Errors
/// If it is one of other networks.
pub(super) fn recall(e: &Experiment, judge: &Judge, checkpoint: &Checkpoint) -> Result<Look, Fault> {
    let (game, adjust, rule) = (e.network()?.clone(), e.field.adjust.clone(), e.rule.clone());
    let training = Training::resume(game, adjust, rule, checkpoint).map_err(|e| Fault::new(e.to_string()))?;
    Ok(Look { x: training.x(), seen: judge.evaluate(&training) })
}
