//! Encoder and decoder: one player's loss.

use crate::{
    game::{Game, Player, mlp::net::Net},
    num::Scalar,
};
use std::{cell::RefCell, ops::Range};

/// z = μ(x) + τ(x)ε, or z = μ(x) without noise; decoded to d(z). The loss over a batch is the mean of
///
/// > ‖x − d(z)‖²/(2η²) + β · ½ Σ (μ² + τ² − 1 − log τ²)
///
/// the negative evidence bound at β = 1 less constants (Kingma & Welling 2014). Parameters x [n] = encoder | decoder; the
/// encoder's outputs are μ [k], then log τ [k] if there is noise.
#[derive(Clone, Debug)]
pub struct Coder {
    /// Points to μ, or to μ and log τ.
    pub encoder: Net,
    /// Codes to points.
    pub decoder: Net,
    /// Whether codes are noisy.
    pub noisy: bool,
    /// η.
    pub sd: f64,
    /// β.
    pub beta: f64,
    batch: RefCell<(Vec<f64>, Vec<f64>)>,
}

impl Coder {
    /// Without a batch yet.
    pub fn new(encoder: Net, decoder: Net, noisy: bool, sd: f64, beta: f64) -> Self {
        Self { encoder, decoder, noisy, sd, beta, batch: RefCell::default() }
    }

    /// Takes points [2][n] and noise [k][n].
    pub fn hold(&self, points: Vec<f64>, noise: Vec<f64>) {
        *self.batch.borrow_mut() = (points, noise);
    }

    /// k.
    pub fn code(&self) -> usize {
        self.decoder.widths()[0]
    }

    /// The encoder's layers, z [k][n], and d's layers.
    fn run<S: Scalar>(&self, x: &[S], points: &[f64], noise: &[f64], n: usize) -> Run<S> {
        let (of_encoder, of_decoder) = x.split_at(self.encoder.parameters());
        let encoded = self.encoder.forward(of_encoder, lift(points), n);
        let out = &encoded[encoded.len() - 1];
        let (mean, log_noise) = out.split_at(self.code() * n);
        let tau: Vec<S> = log_noise.iter().map(|s| s.exp()).collect();
        let mut z = mean.to_vec();
        z.iter_mut().zip(&tau).zip(noise).for_each(|((z, &tau), &e)| *z += tau * e);
        let decoded = self.decoder.forward(of_decoder, z, n);
        Run { encoded, tau, decoded }
    }
}

struct Run<S> {
    encoded: Vec<Vec<S>>,
    tau: Vec<S>,
    decoded: Vec<Vec<S>>,
}

impl Game for Coder {
    fn dims(&self) -> [usize; 2] {
        [self.encoder.parameters() + self.decoder.parameters(), 0]
    }

    fn loss<S: Scalar>(&self, _who: Player, x: &[S]) -> S {
        let batch = self.batch.borrow();
        let (points, noise) = &*batch;
        let n = points.len() / 2;
        let run = self.run(x, points, noise, n);
        let mut total = S::zero();
        for (&y, &x) in run.decoded[run.decoded.len() - 1].iter().zip(points) {
            total += (y + -x).square() * (0.5 / (self.sd * self.sd));
        }
        let out = &run.encoded[run.encoded.len() - 1];
        let (mean, log_noise) = out.split_at(self.code() * n);
        for ((&mean, &log), &tau) in mean.iter().zip(log_noise).zip(&run.tau) {
            total += (mean.square() + tau.square() + -1.0 + log * -2.0) * (0.5 * self.beta);
        }
        total * (1.0 / n as f64)
    }

    /// Backpropagation.
    fn grad<S: Scalar>(&self, _who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        if wrt.is_empty() {
            return;
        }
        let batch = self.batch.borrow();
        let (points, noise) = &*batch;
        let n = points.len() / 2;
        let weight = 1.0 / n as f64;
        let run = self.run(x, points, noise, n);
        let (of_encoder, of_decoder) = x.split_at(self.encoder.parameters());
        let mut gradient = vec![S::zero(); x.len()];
        let (to_encoder, to_decoder) = gradient.split_at_mut(self.encoder.parameters());
        let made = &run.decoded[run.decoded.len() - 1];
        let seed = made.iter().zip(points).map(|(&y, &x)| (y + -x) * (weight / (self.sd * self.sd))).collect();
        let to_code = self.decoder.backward(of_decoder, &run.decoded, seed, Some(to_decoder), n);
        let coded = &run.encoded[run.encoded.len() - 1];
        let beta = self.beta * weight;
        // Without noise there is no KL term either: `tau` is empty.
        let pull = if self.noisy { beta } else { 0.0 };
        let mut seed: Vec<S> = to_code.iter().zip(coded).map(|(&d, &mean)| d + mean * pull).collect();
        for ((&d, &tau), &e) in to_code.iter().zip(&run.tau).zip(noise) {
            seed.push(d * tau * e + (tau.square() + -1.0) * beta);
        }
        self.encoder.backward(of_encoder, &run.encoded, seed, Some(to_encoder), n);
        out[wrt.clone()].copy_from_slice(&gradient[wrt]);
    }
}

pub(super) fn lift<S: Scalar>(x: &[f64]) -> Vec<S> {
    x.iter().map(|&c| S::of(c)).collect()
}
