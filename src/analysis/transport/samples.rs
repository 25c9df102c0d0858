//! Wasserstein distances between samples: what a generator is measured by.

use super::{
    line,
    plan::{Masses, plan},
};
use crate::analysis::law::Estimate;

/// The Wasserstein-1 distance of two samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// Mean length of the cheapest plan's ways.
    pub w1: f64,
    /// What an admissible critic earns, less what rounding leaves of it inadmissible: no plan can be cheaper.
    pub dual: f64,
}

/// W₁ and W₂ of two samples, in units of 2^`exponent`: also where they are beyond the largest double, or below the
/// smallest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distances {
    /// The mean length of the ways of the cheapest plan, with a bound on the error.
    pub w1: Estimate,
    /// What an admissible critic earns: no plan can be cheaper.
    pub dual: f64,
    /// The root of the mean squared length of the ways of the plan for which that is least, with a bound on the error.
    pub w2: Estimate,
    /// The unit is 2 to this power.
    pub exponent: i32,
}

/// Points by rows [n × dim], each of one weight or of a weight of its own [n], ≥ 0 and not all 0, of any sum.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// The points.
    pub values: &'a [f64],
    /// The weights.
    pub weights: Option<&'a [f64]>,
}

/// W₁, Euclidean, between points a [n × d] and b [m × d] by rows, each point of a sample weighing the same; exact but
/// for rounding, which `dual` shows. On the line by sorting, elsewhere by the network simplex method with n·m numbers
/// of memory: 2048 points a side take about a tenth of a second. ∞ where it is beyond the largest double.
///
/// # Panics
/// If a sample is empty, not a multiple of `dim`, or holds a number that is not finite.
pub fn between(a: &[f64], b: &[f64], dim: usize) -> Distance {
    let problem = Problem::new([a, b].map(|values| Sample { values, weights: None }), dim);
    let Optimum { primal, dual, .. } = problem.solve(1);
    let [w1, dual] = [primal, dual].map(|x| libm::ldexp(x, problem.exponent));
    Distance { w1, dual }
}

/// W₁ and W₂, Euclidean, of two samples with weights; as [`between`], which is faster.
///
/// # Panics
/// As [`between`], or if a weight is negative or not finite, or all are 0.
pub fn distances(a: Sample, b: Sample, dim: usize) -> Distances {
    let problem = Problem::new([a, b], dim);
    let [one, two] = [1, 2].map(|power| problem.solve(power));
    // |√x − √y| where |x − y| ≤ e.
    let (w2, square) = (two.primal.max(0.0).sqrt(), two.primal.max(0.0));
    let below = w2 - (square - two.error).max(0.0).sqrt();
    Distances {
        w1: Estimate { value: one.primal, error: one.error },
        dual: one.dual,
        w2: Estimate { value: w2, error: below.max((square + two.error).sqrt() - w2) + f64::EPSILON * w2 },
        exponent: problem.exponent,
    }
}

/// Both samples scaled by an exact power of two, so that no square of a difference overflows or vanishes.
struct Problem {
    points: [Vec<f64>; 2],
    /// Probabilities.
    weights: [Vec<f64>; 2],
    dim: usize,
    exponent: i32,
}

/// What one problem of transport gives.
struct Optimum {
    primal: f64,
    dual: f64,
    /// Bound on |primal − truth|.
    error: f64,
}

impl Problem {
    fn new(samples: [Sample; 2], dim: usize) -> Self {
        let [a, b] = samples.map(|s| s.values);
        assert!(!a.is_empty() && !b.is_empty(), "an empty sample has no distribution");
        assert!(a.len().is_multiple_of(dim) && b.len().is_multiple_of(dim), "points of dimension {dim}");
        assert!(a.iter().chain(b).all(|x| x.is_finite()), "a sample holds a number that is not finite");
        let coordinate = |k: usize| a.iter().skip(k).step_by(dim).chain(b.iter().skip(k).step_by(dim));
        let extents: Vec<Option<i32>> = (0..dim).map(|k| extent(coordinate(k))).collect();
        let exponent = extents.iter().copied().max().flatten().unwrap_or(0);
        // A coordinate in which nothing differs takes no part, however large.
        let scaled = |(k, x): (usize, &f64)| extents[k % dim].map_or(0.0, |_| libm::ldexp(*x, -exponent));
        let points = [a, b].map(|values| values.iter().enumerate().map(scaled).collect());
        Self { points, weights: samples.map(|s| probabilities(&s, dim)), dim, exponent }
    }

    /// The problem with the cost |x − y|^power, power 1 or 2.
    fn solve(&self, power: u8) -> Optimum {
        let [a, b] = &self.points;
        let [p, q] = &self.weights;
        let dim = self.dim;
        let cost = |i: usize, j: usize| {
            let (x, y) = (&a[i * dim..(i + 1) * dim], &b[j * dim..(j + 1) * dim]);
            let square = x.iter().zip(y).map(|(x, y)| (x - y) * (x - y)).sum::<f64>();
            if power == 2 { square } else { square.sqrt() }
        };
        let (primal, gap, lost) = if dim == 1 {
            let masses = Masses::of(p, q);
            let lost = masses.lost(p, q);
            if power == 1 {
                let (primal, dual) = line::sweep(a, b, masses);
                (primal, primal - dual, lost)
            } else {
                (line::in_order(a, b, masses, cost), 0.0, lost)
            }
        } else {
            let proof = plan(p, q, cost).certificate(p, q, cost);
            (proof.primal, proof.primal - (proof.dual - proof.violation.max(0.0)), proof.margins)
        };
        // Coordinates differ by less than 1, so no cost is above this; potentials and sums round at its size.
        let most = if power == 2 { dim as f64 } else { (dim as f64).sqrt() };
        let points = (p.len() + q.len()) as f64;
        let rounding = 4.0 * (points + (dim + 8) as f64) * f64::EPSILON;
        Optimum { primal, dual: primal - gap, error: gap.max(0.0) + most * (points * lost + rounding) }
    }
}

/// The power of two just above what these numbers differ by; none where they do not.
fn extent<'a>(values: impl Iterator<Item = &'a f64>) -> Option<i32> {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    // Of halves, since the difference itself may be beyond the largest double; exact but below 1e-308, where 2x is.
    let half = if high.abs().max(low.abs()) > 1.0 { 0.5 * high - 0.5 * low } else { high - low };
    let doubled = i32::from(high.abs().max(low.abs()) > 1.0);
    (half > 0.0).then(|| libm::frexp(half).1 + doubled)
}

/// The weights of a sample, of sum 1.
fn probabilities(sample: &Sample, dim: usize) -> Vec<f64> {
    let n = sample.values.len() / dim;
    let Some(weights) = sample.weights else { return vec![1.0 / n as f64; n] };
    assert!(weights.len() == n && weights.iter().all(|w| *w >= 0.0 && w.is_finite()), "a weight ≥ 0 for each point");
    let largest = weights.iter().copied().fold(0.0, f64::max);
    assert!(largest > 0.0, "all weights are 0");
    let exponent = libm::frexp(largest).1;
    let scaled: Vec<f64> = weights.iter().map(|w| libm::ldexp(*w, -exponent)).collect();
    let sum: f64 = scaled.iter().sum();
    scaled.into_iter().map(|w| w / sum).collect()
}
