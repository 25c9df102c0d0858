//! The linear autoencoder and variational autoencoder in one dimension.

use crate::num::{Scalar, elementary};

/// Data x ~ N(0, s²), code z = wx + τε, reconstruction dz, all Gaussian.
///
/// The loss is the negative evidence bound with weight β on the KL term, less constants:
///
/// > (s²(1 − dw)² + d²τ²)/(2η²) + β/2 · (w²s² + τ² − 1 − log τ²)
///
/// Kingma & Welling 2014 (β = 1), Higgins et al. 2017 (any β). β = 0 is the autoencoder with noise on its code.
#[derive(Clone, Copy, Debug)]
pub struct Autoencoder {
    /// s, standard deviation of the data.
    pub data: f64,
    /// η, standard deviation of the decoder.
    pub decoder: f64,
    /// β, weight of the KL term.
    pub beta: f64,
}

/// Parameters of encoder and decoder.
#[derive(Clone, Copy, Debug)]
pub struct Code<S> {
    /// w
    pub weight: S,
    /// log τ
    pub log_noise: S,
    /// d
    pub decoder: S,
}

impl Autoencoder {
    /// The loss, in any scalar.
    pub fn loss<S: Scalar>(&self, code: &Code<S>) -> S {
        let s2 = self.data * self.data;
        let noise = (code.log_noise * 2.0).exp();
        let miss = (-(code.decoder * code.weight) + 1.0).square() * s2 + code.decoder.square() * noise;
        let prior = code.weight.square() * s2 + noise + -1.0 - code.log_noise * 2.0;
        miss * (0.5 / (self.decoder * self.decoder)) + prior * (0.5 * self.beta)
    }

    /// The minimum for β > 0: with η² β in place of η² that of probabilistic principal components (Tipping & Bishop
    /// 1999). `None` for β = 0, where there is none: the noise shrinks for ever.
    ///
    /// Where η²β ≥ s² the posterior collapses: w = d = 0, τ = 1, and the code says nothing.
    pub fn optimum(&self) -> Option<Code<f64>> {
        if self.beta <= 0.0 {
            return None;
        }
        let (s2, noise) = (self.data * self.data, self.beta * self.decoder * self.decoder);
        if noise >= s2 {
            return Some(Code { weight: 0.0, log_noise: 0.0, decoder: 0.0 });
        }
        let decoder = (s2 - noise).sqrt();
        Some(Code { weight: decoder / s2, log_noise: 0.5 * elementary::ln(noise / s2), decoder })
    }

    /// Variance of generated points d z + η ε with z ~ N(0, 1).
    pub fn generated_variance(&self, code: &Code<f64>) -> f64 {
        code.decoder * code.decoder + self.decoder * self.decoder
    }
}
