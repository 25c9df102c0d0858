//! Wasserstein distances and optimal transport, exactly, each with the dual solution that proves it.
//!
//! Primal: min Σ c_ij π_ij over plans π ≥ 0 with margins p and q. Dual: max Σ p_i f_i + Σ q_j g_j subject to
//! f_i + g_j ≤ c_ij. A feasible dual of equal value is a certificate: no plan can be cheaper. For c = |x − y| the dual
//! is the critic of a Wasserstein GAN, f 1-Lipschitz and g = −f.

mod laws;
mod line;
mod plan;
mod samples;
mod simplex;
mod tree;

pub use laws::between_laws;
pub use line::{line, normal};
pub use plan::{Shipment, plan};
pub use samples::{Distance, Distances, Sample, between, distances};

/// A plan with its dual.
#[derive(Clone, Debug)]
pub struct Transport {
    /// The mass π_ij that goes from i to j, where positive.
    pub plan: Vec<Shipment>,
    /// f [n].
    pub f: Vec<f64>,
    /// g [m].
    pub g: Vec<f64>,
}

/// What a [`Transport`] proves.
#[derive(Clone, Copy, Debug)]
pub struct Certificate {
    /// Σ c_ij π_ij.
    pub primal: f64,
    /// Σ p_i f_i + Σ q_j g_j.
    pub dual: f64,
    /// max (f_i + g_j − c_ij): positive if the dual is not feasible.
    pub violation: f64,
    /// max (c_ij − f_i − g_j) where π_ij > 0: complementary slackness.
    pub slack: f64,
    /// max deviation of the margins of π from p and q.
    pub margins: f64,
}

impl Transport {
    /// Checks plan and dual against the problem; cost is c(i, j).
    pub fn certificate(&self, p: &[f64], q: &[f64], cost: impl Fn(usize, usize) -> f64) -> Certificate {
        let (mut rows, mut columns) = (p.to_vec(), q.to_vec());
        let (mut primal, mut slack) = (0.0, f64::NEG_INFINITY);
        for s in &self.plan {
            rows[s.from] -= s.mass;
            columns[s.to] -= s.mass;
            primal += s.mass * cost(s.from, s.to);
            slack = f64::max(slack, cost(s.from, s.to) - self.f[s.from] - self.g[s.to]);
        }
        let mut violation = f64::NEG_INFINITY;
        for (i, f) in self.f.iter().enumerate() {
            for (j, g) in self.g.iter().enumerate() {
                violation = f64::max(violation, f + g - cost(i, j));
            }
        }
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        Certificate {
            primal,
            dual: dot(p, &self.f) + dot(q, &self.g),
            violation,
            slack,
            margins: rows.iter().chain(&columns).fold(0.0, |worst, left| worst.max(left.abs())),
        }
    }
}
