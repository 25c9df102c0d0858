//! What a state of a training run is worth: losses and Wasserstein distances on a fresh sample.

use super::Training;
use crate::{
    game::{
        Game, Mlp, NoiseOn, Player,
        mlp::{Batch, Noise, Source},
    },
    measure::{Coverage, Diagnosis, Modes, Solution, cloud, distance},
};

/// Points of the plane [n][2].
type Cloud = Vec<[f64; 2]>;

/// What is measured of one generator.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Steps done.
    pub step: u64,
    /// L_G and L_D on the sample, penalties included.
    pub losses: [f64; 2],
    /// W₁ between the fresh sample and the generated one; NaN if a point is not finite.
    pub w1: f64,
    /// W₁ of the averaged generator, if the rule keeps one.
    pub w1_average: Option<f64>,
    /// Where the generated points fall, where the data are a mixture.
    pub coverage: Option<Coverage>,
    /// How the discriminator stands on the fresh sample.
    pub diagnosis: Diagnosis,
    /// The fresh sample.
    pub real: Cloud,
    /// The generated one.
    pub generated: Cloud,
    /// That of the averaged generator.
    pub averaged: Option<Cloud>,
}

/// Draws fresh samples of one size and compares. What it draws is a function of seed and step alone, so a resumed run
/// is judged as one that was never interrupted.
#[derive(Clone, Debug)]
pub struct Judge {
    source: Source,
    noise: Noise,
}

impl Evaluation {
    /// W₁ above this part of the spread of the data, √E‖x − Ex‖², is no arrival.
    pub const NEAR: f64 = 0.25;

    /// Whether the generator has come to the data: W₁ is at most a quarter of their spread and, where they are a mixture,
    /// at least half of the modes are covered.
    pub fn arrived(&self) -> bool {
        let n = self.real.len() as f64;
        let mean = [0, 1].map(|k| self.real.iter().map(|x| x[k]).sum::<f64>() / n);
        let square = |x: &[f64; 2]| (x[0] - mean[0]).powi(2) + (x[1] - mean[1]).powi(2);
        let spread = (self.real.iter().map(square).sum::<f64>() / n).sqrt();
        self.w1 <= Self::NEAR * spread && self.coverage.as_ref().is_none_or(|c| 2 * c.covered >= c.shares.len())
    }

    /// The kind of solution that training has come to: that of the discriminator if the generator has arrived, else
    /// none. A discriminator that has learned nothing yet is as flat as one that has nothing left to say.
    pub fn solution(&self) -> Solution {
        if self.arrived() { self.diagnosis.solution() } else { Solution::Unsettled }
    }
}

impl Judge {
    /// Samples of `points`; none for a game that has no law to draw from.
    pub fn new(game: &Mlp, points: usize) -> Option<Self> {
        let source = game.source.clone()?;
        let noise = source.noise.clone();
        // Distances are those of the law itself, without instance noise.
        Some(Self {
            source: Source { n: points, noise: Noise { sigma: 0.0, on: NoiseOn::Both, anneal: None }, ..source },
            noise,
        })
    }

    /// Measures a state.
    pub fn evaluate(&self, training: &Training) -> Evaluation {
        let (step, game) = (training.t(), training.game());
        let batch = self.source.draw(step, u32::MAX);
        let x = training.x();
        let real = cloud(&batch.real);
        let generated = generate(game, &x, &batch);
        let averaged = training.average().map(|mean| generate(game, &mean, &batch));
        let far = |sample: &[[f64; 2]]| distance(&real, sample).map_or(f64::NAN, |d| d.w1);
        let w1 = far(&generated);
        let w1_average = averaged.as_ref().map(|sample| far(sample));
        let coverage = Modes::of(&self.source.shape).map(|modes| modes.coverage(&generated));
        let noisy = Source { noise: self.noise.clone(), ..self.source.clone() }.draw(step, u32::MAX);
        let mut judged =
            Mlp::on(noisy, game.generator.clone(), game.discriminator.clone(), game.loss.clone(), game.penalty.clone());
        judged.clip = game.clip;
        let losses = Player::BOTH.map(|who| judged.loss(who, &x));
        let psi = &x[game.generator.parameters()..];
        let diagnosis = Diagnosis::of(&game.discriminator, psi, &real, Diagnosis::REACH);
        Evaluation { step, losses, w1, w1_average, coverage, diagnosis, real, generated, averaged }
    }
}

/// G(z) of a batch at x = θ | ψ.
fn generate(game: &Mlp, x: &[f64], batch: &Batch) -> Cloud {
    let theta = &x[..game.generator.parameters()];
    let points = game.generator.forward(theta, batch.latent.clone(), batch.n).pop().unwrap_or_default();
    cloud(&points)
}
