//! Modes of a mixture.

use crate::data::{Points, Shape};

/// The modes of a mixture of equal Gaussians, and how near is near.
#[derive(Clone, Debug, PartialEq)]
pub struct Modes {
    /// Centres [k][2].
    pub centres: Vec<[f64; 2]>,
    /// A sample within this distance of a centre is good: 3σ, which 1 − e^(−9/2) = 98.9 % of the data are.
    pub reach: f64,
}

/// Where the samples of a generator fall.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Per mode, the share of all samples within reach of it and of no nearer one [k].
    pub shares: Vec<f64>,
    /// Modes whose share is at least [`Coverage::ENOUGH`].
    pub covered: usize,
    /// Share of samples within reach of any mode.
    pub good: f64,
}

impl Coverage {
    /// The share of samples from which on a mode counts as covered.
    pub const ENOUGH: f64 = 0.01;

    /// The share of the mode with the fewest samples.
    pub fn least(&self) -> f64 {
        self.shares.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

/// Above that many points a sum of Gaussians is a sample, not a mixture.
const MOST_MODES: usize = 1000;

impl Modes {
    /// Those of a law of the plane; `None` where it is no mixture, or its Gaussians have no width.
    pub fn of(shape: &Shape) -> Option<Self> {
        match &shape.points {
            Points::Atoms(atoms) if shape.sigma > 0.0 && atoms.len() <= MOST_MODES => {
                Some(Self { centres: atoms.clone(), reach: 3.0 * shape.sigma })
            }
            _ => None,
        }
    }

    /// Counts a sample [n][2]. A point that is not finite is near nothing.
    pub fn coverage(&self, sample: &[[f64; 2]]) -> Coverage {
        let mut counts = vec![0u32; self.centres.len()];
        for p in sample {
            let away = |c: &[f64; 2]| (p[0] - c[0]).hypot(p[1] - c[1]);
            let nearest = (0..counts.len()).min_by(|i, j| away(&self.centres[*i]).total_cmp(&away(&self.centres[*j])));
            if let Some(k) = nearest.filter(|k| away(&self.centres[*k]) <= self.reach) {
                counts[k] += 1;
            }
        }
        let shares: Vec<f64> = counts.iter().map(|c| f64::from(*c) / sample.len().max(1) as f64).collect();
        let covered = shares.iter().filter(|s| **s >= Coverage::ENOUGH).count();
        Coverage { covered, good: shares.iter().sum(), shares }
    }
}
