//! Instance noise that may fade.

use crate::game::NoiseOn;
use serde::{Deserialize, Serialize};

/// Gaussian noise on the points the discriminator sees, sampled with each batch.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Noise {
    /// Standard deviation at the start, ≥ 0.
    #[serde(deserialize_with = "crate::registry::check::non_negative")]
    pub sigma: f64,
    /// `"real"`, `"fake"` or `"both"`.
    pub on: NoiseOn,
    /// How it changes; constant if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anneal: Option<Anneal>,
}

/// A straight line from σ to `end`, constant from then on.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Anneal {
    /// σ at the end, ≥ 0.
    #[serde(deserialize_with = "crate::registry::check::non_negative")]
    pub end: f64,
    /// After so many steps, ≥ 1.
    #[serde(deserialize_with = "crate::registry::check::count")]
    pub steps: u32,
}

impl Default for Noise {
    fn default() -> Self {
        Self { sigma: 0.0, on: NoiseOn::Both, anneal: None }
    }
}

impl Noise {
    /// σ in step `t`; at the asymptotic time `u64::MAX` schedules stand at their start.
    pub fn sigma_at(&self, t: u64) -> f64 {
        match &self.anneal {
            Some(anneal) if t != u64::MAX => {
                let done = (t as f64 / f64::from(anneal.steps)).min(1.0);
                self.sigma + done * (anneal.end - self.sigma)
            }
            _ => self.sigma,
        }
    }
}
