//! Expectations as weighted sums: quadrature rules for the laws the games are played on.
//!
//! The rule for the normal law is the **trapezoid** rule, not Gauss–Hermite. The functions here
//! (softplus, sigmoid, their derivatives) are analytic only in the strip |Im t| < π; Gauss–Hermite
//! needs entire functions to converge geometrically. At noise τ = 3 its 25 nodes leave an error of
//! 2e-4 in E softplus″, 139 nodes one of 4e-10, and 139 equally spaced ones a rounding error
//! (`tests/quadrature.rs` shows it).
//!
//! **Error of the trapezoid rule.** Let f be analytic in |Im e| < s (`strip`). For E f(e),
//! e ~ N(0,1), Poisson summation and a shift of the contour to height a < s give, with M(a) the
//! size of f on that line,
//!
//! > |error| ≤ 2 M(a) exp(a²/2 − 2πa/h) / (1 − e^(−2πa/h))
//!
//! for every 0 < a < s (Trefethen & Weideman, *SIAM Review* 56, 2014, Theorem 5.1, with the factor
//! e^(a²/2) that the Gaussian gains). In a wide strip a = 2π/h is best and the error is
//! 2e^(−2π²/h²). **Achieved:** softplus and its second and third derivative, τ ≤ 50, to 9e-16
//! times the larger of 1 and the value by the step itself and to 3e-16 by the ladder, if the
//! products are summed exactly; a plain sum of n products adds its own rounding, about √n · 1e-16
//! (4e-15 at τ = 50, 2217 points).

use super::elementary::exp;

/// A discrete probability law: what stands for the expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Nodes {
    /// The dimension of a point.
    pub dim: usize,
    /// The probability of each point; they sum to 1.
    pub weights: Vec<f64>,
    /// The points, row-major `[len × dim]`.
    pub points: Vec<f64>,
}

impl Nodes {
    /// The number of points.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there is no point at all.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The i-th point `[dim]`.
    pub fn point(&self, i: usize) -> &[f64] {
        &self.points[i * self.dim..(i + 1) * self.dim]
    }

    /// All probability on one point.
    pub fn point_mass(point: &[f64]) -> Nodes {
        Nodes { dim: point.len(), weights: vec![1.0], points: point.to_vec() }
    }

    /// The law of an independent pair: dimensions add, numbers of points multiply. The points of
    /// `other` run fastest.
    pub fn product(&self, other: &Nodes) -> Nodes {
        let mut weights = Vec::with_capacity(self.len() * other.len());
        let mut points = Vec::with_capacity(weights.capacity() * (self.dim + other.dim));
        for i in 0..self.len() {
            for j in 0..other.len() {
                weights.push(self.weights[i] * other.weights[j]);
                points.extend_from_slice(self.point(i));
                points.extend_from_slice(other.point(j));
            }
        }
        Nodes { dim: self.dim + other.dim, weights, points }
    }
}

/// Gauss–Legendre for the uniform law on [−1, 1]: n points, exact for polynomials of degree
/// 2n − 1; points and weights to 1e-15.
///
/// Roots of P_n by Newton's method from Tricomi's starting points, weights
/// 1/((1 − x²) P_n′(x)²) (half the customary ones: a probability law).
pub fn gauss_legendre(n: usize) -> Nodes {
    let mut nodes = Nodes { dim: 1, weights: vec![0.0; n], points: vec![0.0; n] };
    for i in 0..n.div_ceil(2) {
        // The start is rounded to f32: the platform's cosine then cannot show in the result.
        let angle = std::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5);
        let mut x = f64::from(angle.cos() as f32);
        if 2 * i + 1 == n {
            x = 0.0; // the middle one, exactly
        }
        // Quadratic convergence from 1e-2 or better: five steps are one more than needed.
        for _ in 0..5 {
            let (value, slope) = legendre(n, x);
            x -= value / slope;
        }
        let (_, slope) = legendre(n, x);
        let weight = 1.0 / ((1.0 - x) * (1.0 + x) * slope * slope);
        (nodes.points[i], nodes.points[n - 1 - i]) = (-x, x);
        (nodes.weights[i], nodes.weights[n - 1 - i]) = (weight, weight);
    }
    normalise(nodes)
}

/// (P_n(x), P_n′(x)) by the three-term recurrence, |x| < 1.
fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut p) = (0.0, 1.0);
    for k in 0..n {
        let k = k as f64;
        (before, p) = (p, ((2.0 * k + 1.0) * x * p - k * before) / (k + 1.0));
    }
    (p, n as f64 * (before - x * p) / ((1.0 - x) * (1.0 + x)))
}

/// Where the normal law is cut: beyond it lies a probability of 8e-18.
const CUT: f64 = 8.6;

/// The number of points of [`trapezoid`].
pub fn trapezoid_len(step: f64) -> usize {
    2 * (CUT / step).floor() as usize + 1
}

/// The trapezoid rule for N(0,1): points k·`step`, symmetric, up to ±8.6, weights ∝ e^(−x²/2).
///
/// # Panics
/// If `step` is not a positive number.
pub fn trapezoid(step: f64) -> Nodes {
    assert!(step > 0.0, "the step of a trapezoid rule must be positive, not {step}");
    let last = (CUT / step).floor() as i64;
    let points: Vec<f64> = (-last..=last).map(|k| k as f64 * step).collect();
    let weights = points.iter().map(|x| exp(-0.5 * x * x)).collect();
    normalise(Nodes { dim: 1, weights, points })
}

/// Scale the weights to sum 1. The sum carries its rounding errors along (Neumaier): an error here
/// would stand in every expectation.
fn normalise(mut nodes: Nodes) -> Nodes {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for &w in &nodes.weights {
        let next = sum + w;
        lost += if sum > w { (sum - next) + w } else { (w - next) + sum };
        sum = next;
    }
    nodes.weights.iter_mut().for_each(|w| *w /= sum + lost);
    nodes
}

/// −ln of the error a rule is laid out for, before M(a): e^−40 = 4e-18. What lies below the
/// rounding error pays for M(a), which for the third derivative of softplus, a = 0.95 s and thus
/// a distance of 0.05 π from its pole, is 2/(0.05 π)³ ≈ 500.
const DIGITS: f64 = 40.0;

/// The step with which [`trapezoid`] integrates E f(τe) to about 1e-15, for f analytic in
/// |Im t| < π of at most linear growth: `strip` is π/τ. About 0.70 in a wide strip (25 points),
/// 0.15 `strip` in a narrow one.
///
/// Solves a²/2 − 2πa/h = −40 for h at a = 0.95 `strip`, or at a = √80, where h is largest.
/// A strip of 0 gives 0: no step is fine enough.
pub fn trapezoid_step(strip: f64) -> f64 {
    let a = (0.95 * strip).min((2.0 * DIGITS).sqrt());
    2.0 * std::f64::consts::PI * a / (0.5 * a * a + DIGITS)
}

/// Trapezoid rules for N(0,1) made in advance, the step falling by √2 from rung to rung, so that a
/// game can take the coarsest adequate one at each evaluation at no cost.
#[derive(Clone, Debug)]
pub struct NormalLadder {
    /// From coarse to fine.
    rungs: Vec<(f64, Nodes)>,
}

impl NormalLadder {
    /// Rules adequate up to noise `most`; 64 takes 15 rungs, the finest with some 3100 points.
    ///
    /// # Panics
    /// If `most` is not finite.
    pub fn new(most: f64) -> NormalLadder {
        assert!(most.is_finite(), "a ladder must end somewhere");
        let finest = trapezoid_step(std::f64::consts::PI / most);
        let mut step = trapezoid_step(f64::INFINITY);
        let mut rungs = vec![(step, trapezoid(step))];
        while step > finest {
            step *= std::f64::consts::FRAC_1_SQRT_2;
            rungs.push((step, trapezoid(step)));
        }
        NormalLadder { rungs }
    }

    /// The coarsest rule adequate for E f(τe), f analytic in |Im t| < π; beyond the noise the
    /// ladder was made for, the finest there is. The sign of τ does not matter.
    pub fn pick(&self, tau: f64) -> &Nodes {
        let step = trapezoid_step(std::f64::consts::PI / tau.abs());
        let adequate = self.rungs.iter().find(|(rung, _)| *rung <= step);
        let (_, nodes) = adequate.unwrap_or(&self.rungs[self.rungs.len() - 1]);
        nodes
    }
}
