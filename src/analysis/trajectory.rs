//! Running a rule.

use super::start;
use crate::{field::Field, rule::Rule};

/// A run: row 0 is the projected start, then one row per step, finite rows only.
#[derive(Clone, Debug)]
pub struct Trajectory {
    /// n, the length of x.
    pub n: usize,
    /// Length of a row: n, or 2n where the rule keeps averaged iterates behind x.
    pub width: usize,
    /// The rows, one after the other.
    pub values: Vec<f64>,
    /// The step whose result was not finite, if the run ended there.
    pub diverged_at: Option<u64>,
    /// z = (x | memory) at the end; the last finite x alone where the run diverged or is not that of a rule.
    pub last_state: Vec<f64>,
}

impl Trajectory {
    /// Rows of n numbers that are not the run of a rule.
    pub fn of(n: usize, values: Vec<f64>) -> Self {
        let last_state = values[values.len().saturating_sub(n)..].to_vec();
        Self { n, width: n, values, diverged_at: None, last_state }
    }
    /// Number of rows: steps done + 1.
    pub fn len(&self) -> usize {
        self.values.len() / self.width
    }
    /// Never: a run has its start.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
    /// Row k: x after k steps, then its average if there is one.
    pub fn row(&self, k: usize) -> &[f64] {
        &self.values[k * self.width..(k + 1) * self.width]
    }
    /// x after k steps.
    pub fn x(&self, k: usize) -> &[f64] {
        &self.row(k)[..self.n]
    }
    /// The last finite x.
    pub fn last(&self) -> &[f64] {
        self.x(self.len() - 1)
    }
    /// (θ, ψ) of every row of a two-parameter game.
    pub fn plane(&self) -> Vec<(f64, f64)> {
        (0..self.len()).map(|k| (self.x(k)[0], self.x(k)[1])).collect()
    }
    /// x_{k+1} − x_k as a trajectory of its own: a component that stays drops out.
    pub(super) fn steps(&self) -> Trajectory {
        let pairs = (1..self.len()).map(|k| self.x(k).iter().zip(self.x(k - 1)));
        Trajectory::of(self.n, pairs.flat_map(|row| row.map(|(a, b)| a - b)).collect())
    }
    /// ‖x_k − centre‖ for every row.
    pub fn distances(&self, centre: &[f64]) -> Vec<f64> {
        (0..self.len()).map(|k| distance(self.x(k), centre)).collect()
    }
}

/// ‖x − y‖, scaled so that it neither overflows nor underflows before its value does.
pub fn distance(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| a - b).fold(0.0, f64::hypot)
}

/// `steps` steps of a rule from x₀. A run that leaves the finite numbers ends there with `diverged_at`.
pub fn simulate(field: &impl Field, rule: &impl Rule, x0: &[f64], steps: u64) -> Trajectory {
    let n = x0.len();
    let mut x = x0.to_vec();
    field.project(&mut x);
    // A rule's memory may start from v: at the first batch, whatever was looked at before.
    field.fresh(0, 0);
    let mut z = start(field, rule, &x);
    let average = rule.average(n);
    let width = n + average.as_ref().map_or(0, |r| r.len());
    let mut run = Trajectory {
        n,
        width,
        values: Vec::with_capacity((steps as usize + 1).min(1 << 24) * width),
        diverged_at: None,
        last_state: vec![],
    };
    let mut record = |z: &[f64]| {
        run.values.extend_from_slice(&z[..n]);
        if let Some(r) = &average {
            run.values.extend_from_slice(&z[r.clone()]);
        }
    };
    record(&z);
    let mut diverged_at = None;
    for t in 0..steps {
        rule.step(field, t, &mut z);
        if z.iter().any(|a| !a.is_finite()) {
            diverged_at = Some(t + 1);
            break;
        }
        record(&z);
    }
    run.diverged_at = diverged_at;
    run.last_state = if diverged_at.is_some() { run.last().to_vec() } else { z };
    run
}
