//! Maximum likelihood with a Gaussian mixture.

use super::{Baseline, Outcome, Purpose, Task, normals, uniforms};
use crate::{
    data::{Points, Shape},
    num::elementary::{exp, ln},
    registry::settings,
};

settings! {
    /// EM from means drawn one by one, far points more likely (k-means++), the best of ten draws. Its likelihood is exact, of any point: what no
    /// GAN has. With one component it is the blur that the mean of the data is.
    GaussianMixture: "max Σ log Σⱼ wⱼ N(x; μⱼ, Σⱼ) by EM", "Dempster, Laird, Rubin 1977; Arthur, Vassilvitskii 2007 (start)" {
        /// Components.
        components: usize = 8 => ["crate::registry::check::size"],
        /// Steps of EM.
        steps: u32 = 200 => ["crate::registry::check::count"],
    }
}

/// One component in the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blob {
    /// w.
    pub weight: f64,
    /// μ.
    pub mean: [f64; 2],
    /// Σ as (Σ₀₀, Σ₀₁, Σ₁₁).
    pub covariance: [f64; 3],
}

/// A mixture of normals in the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Blobs(pub Vec<Blob>);

/// Draws of the means, of which the nearest to the points are kept.
const STARTS: u64 = 10;

/// Added to the variances: a component on one point would have no end of likelihood.
const SMALLEST: f64 = 1e-8;

impl Blob {
    /// log w N(x; μ, Σ).
    fn log(&self, x: [f64; 2]) -> f64 {
        let [a, b, c] = self.covariance;
        let det = a * c - b * b;
        let (u, v) = (x[0] - self.mean[0], x[1] - self.mean[1]);
        let square = (c * u * u - 2.0 * b * u * v + a * v * v) / det;
        ln(self.weight) - ln(std::f64::consts::TAU) - 0.5 * (ln(det) + square)
    }
}

impl Blobs {
    /// log density, without underflow.
    pub fn log_density(&self, x: [f64; 2]) -> f64 {
        let logs: Vec<f64> = self.0.iter().filter(|b| b.weight > 0.0).map(|b| b.log(x)).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        most + ln(logs.iter().map(|l| exp(l - most)).sum::<f64>())
    }

    /// Mean log-likelihood of points.
    pub fn likelihood(&self, points: &[[f64; 2]]) -> f64 {
        points.iter().map(|x| self.log_density(*x)).sum::<f64>() / points.len() as f64
    }

    /// One step of EM: does not lower the likelihood, but for the least width.
    #[must_use]
    pub fn em_step(&self, points: &[[f64; 2]]) -> Self {
        let mut sums = vec![[0.0; 6]; self.0.len()];
        for x in points {
            let all = self.log_density(*x);
            for (blob, sum) in self.0.iter().zip(&mut sums).filter(|(b, _)| b.weight > 0.0) {
                let share = exp(blob.log(*x) - all);
                // About the old mean, so that a narrow component loses no digits.
                let (u, v) = (x[0] - blob.mean[0], x[1] - blob.mean[1]);
                let terms = [1.0, u, v, u * u, u * v, v * v];
                sum.iter_mut().zip(terms).for_each(|(sum, term)| *sum += share * term);
            }
        }
        let update = |(blob, sum): (&Blob, [f64; 6])| {
            let w = sum[0];
            if w <= 0.0 {
                return Blob { weight: 0.0, ..*blob };
            }
            let [u, v, uu, uv, vv] = [1, 2, 3, 4, 5].map(|k| sum[k] / w);
            Blob {
                weight: w / points.len() as f64,
                mean: [blob.mean[0] + u, blob.mean[1] + v],
                covariance: [uu - u * u + SMALLEST, uv - u * v, vv - v * v + SMALLEST],
            }
        };
        Self(self.0.iter().zip(sums).map(update).collect())
    }

    /// Means among the points, far ones more likely; `uniform` [k] chooses. With the mean square distance to them.
    fn start(points: &[[f64; 2]], uniform: &[f64]) -> (f64, Self) {
        let mut away = vec![f64::INFINITY; points.len()];
        let mut means: Vec<[f64; 2]> = Vec::new();
        for u in uniform {
            let weights: Vec<f64> = if means.is_empty() { vec![1.0; points.len()] } else { away.clone() };
            let mut left = u * weights.iter().sum::<f64>();
            let chosen = weights
                .iter()
                .position(|w| {
                    left -= w;
                    left < 0.0
                })
                .unwrap_or(points.len() - 1);
            let mean = points[chosen];
            away.iter_mut().zip(points).for_each(|(a, p)| {
                *a = a.min((p[0] - mean[0]) * (p[0] - mean[0]) + (p[1] - mean[1]) * (p[1] - mean[1]));
            });
            means.push(mean);
        }
        let missed = away.iter().sum::<f64>() / points.len() as f64;
        let spread = missed + 1e-2;
        let weight = 1.0 / means.len() as f64;
        (missed, Self(means.into_iter().map(|mean| Blob { weight, mean, covariance: [spread, 0.0, spread] }).collect()))
    }

    /// Points from uniform numbers [n] and normals [2n].
    fn sample(&self, uniform: &[f64], normal: &[f64]) -> Vec<[f64; 2]> {
        let draw = |(u, e): (&f64, &[f64])| {
            let mut left = *u;
            let chosen = self
                .0
                .iter()
                .find(|b| {
                    left -= b.weight;
                    left < 0.0
                })
                .unwrap_or(&self.0[0]);
            let [a, b, c] = chosen.covariance;
            // The lower root of Σ.
            let (p, q) = (a.sqrt(), b / a.sqrt());
            let r = (c - q * q).max(0.0).sqrt();
            [chosen.mean[0] + p * e[0], chosen.mean[1] + q * e[0] + r * e[1]]
        };
        uniform.iter().zip(normal.chunks(2)).map(draw).collect()
    }

    /// The law itself, where it is a mixture with a density.
    pub fn of(shape: &Shape) -> Option<Self> {
        let Points::Atoms(atoms) = &shape.points else { return None };
        let (s, weight) = (shape.sigma * shape.sigma, 1.0 / atoms.len() as f64);
        (s > 0.0)
            .then(|| Self(atoms.iter().map(|mean| Blob { weight, mean: *mean, covariance: [s, 0.0, s] }).collect()))
    }
}

impl Baseline for GaussianMixture {
    fn learn(&self, task: &Task) -> Outcome {
        let (training, test) = (task.training(), task.test());
        let start = |k| Blobs::start(&training, &uniforms(task.stream(Purpose::Initial).child(k), self.components));
        let (_, mut blobs) =
            (1..STARTS).map(start).fold(start(0), |best, next| if next.0 < best.0 { next } else { best });
        for _ in 0..self.steps {
            blobs = blobs.em_step(&training);
        }
        let stream = task.stream(Purpose::Sample);
        let sample = blobs.sample(&uniforms(stream.child(0), task.points), &normals(stream.child(1), 2 * task.points));
        let mut facts = vec![("log-likelihood of new data", blobs.likelihood(&test))];
        if let Some(law) = Blobs::of(&task.shape) {
            facts.push(("log-likelihood of the law itself", law.likelihood(&test)));
        }
        Outcome { sample, facts }
    }
}
