//! Expectations of functions that are only piecewise smooth, with exact derivatives.
//!
//! Where a loss or a penalty has a kink, an integral over fixed nodes converges slowly, and its second derivatives not
//! at all: the jump of the slope at the kink contributes a term that no node sees. Here the integral is **split** at
//! the kinks. They are where a [switch function](Integrand::switches) changes sign along one variable; the root is
//! found at `f64` and then refined in the scalar itself, so that the ends of the pieces, and with them all nodes and
//! weights, carry their derivatives along. By Leibniz' rule derivatives of every order are then those of the integral.
//!
//! Several variables are integrated one inside the other. An outer variable is cut at the kinks of the inner integral
//! too: where an inner root leaves through an end of the inner variable.
//!
//! The pieces take Gauss–Legendre rules whose number of nodes grows by a half, variable by variable, until the value no
//! longer changes: the error that a [`Mean`] states is that last change, and the value is the finer of the two.

mod roots;
mod tails;

use super::{Scalar, quadrature};
use quadrature::Nodes;
use std::{f64::consts::PI, sync::OnceLock};
use tails::{Tails, pieces};

/// One variable of an integral and its law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Axis {
    /// N(0, 1).
    Normal,
    /// Uniform on [−1, 1].
    Uniform,
    /// Uniform on [0, 1].
    Unit,
    /// The length of N(0, I) in the plane, density r·exp(−r²/2); see [`turn`] for its direction.
    Radius,
    /// A direction in the plane, as a fraction of a turn. Nothing is split along it.
    Turn,
}

/// A function under an expectation, at the scalar of its parameters.
pub trait Integrand<S> {
    /// The function at u, one coordinate per axis.
    fn value(&self, u: &[S]) -> S;
    /// Appends functions of u across whose zeros the integrand is not smooth, always the same ones in the same order.
    fn switches(&self, u: &[S], out: &mut Vec<S>);
}

/// An expectation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean<S> {
    /// Infinite where the expectation is, with derivatives that are no numbers.
    pub value: S,
    /// How far the value moved when each variable in turn took half as many nodes again: an estimate of the error of the
    /// coarser value. All variables then take them. No number where the integrand decays too slowly to be summed in `f64`.
    pub error: f64,
}

/// The value stands if it moves by less than this times the mean size of the integrand, in one, two, three and more
/// variables: in three each digit costs a multiple of the nodes. Along a segment between two laws convergence is
/// exponential, and the value returned, with half as many nodes again in each variable, was seen to be right to 1e-11.
/// Around a turn it is slower, and two variables are held to what one is almost.
const TOLERANCE: [f64; 3] = [1e-13, 1e-12, 1e-7];
/// An expectation that takes more evaluations at one resolution stays at the error it has.
const MOST_NODES: f64 = 1e5;
/// No piece takes more nodes.
const MOST_PER_PIECE: usize = 400;
/// The expectation of an integrand: `with` carries the derivatives, `at` is the same function at the values alone.
/// `fineness` multiplies the numbers of nodes that were found sufficient; 1 is the usual.
pub fn mean<S: Scalar>(axes: &[Axis], at: &dyn Integrand<f64>, with: &dyn Integrand<S>, fineness: usize) -> Mean<S> {
    let (nodes, error) = resolve(axes, at);
    Mean { value: over(axes, &nodes, at, with, fineness), error }
}

/// [`mean`] with so many nodes per piece along each variable, times `fineness`.
pub fn over<S: Scalar>(
    axes: &[Axis],
    nodes: &[usize],
    at: &dyn Integrand<f64>,
    with: &dyn Integrand<S>,
    fineness: usize,
) -> S {
    let nodes: Vec<usize> = nodes.iter().map(|n| n * fineness).collect();
    Nested { axes, nodes: &nodes, at, with }.total()
}

/// The numbers of nodes per piece that resolve the integrand, and the last change.
pub fn resolve(axes: &[Axis], at: &dyn Integrand<f64>) -> (Vec<usize>, f64) {
    let mut nodes: Vec<usize> = axes.iter().map(|axis| axis.first()).collect();
    let total = |nodes: &[usize]| Nested { axes, nodes, at, with: at }.total();
    let sizes = Size(at);
    let scale = Nested { axes, nodes: &nodes, at: &sizes, with: &sizes }.total();
    let mut value = total(&nodes);
    if axes.is_empty() || !value.is_finite() || !scale.is_finite() {
        return (nodes, if value.is_nan() || scale.is_nan() { f64::NAN } else { 0.0 });
    }
    let tolerance = TOLERANCE[axes.len().min(TOLERANCE.len()) - 1];
    loop {
        let mut error = f64::EPSILON * scale;
        let mut fine = true;
        for i in 0..axes.len() {
            let mut finer = nodes.clone();
            finer[i] = more(finer[i]);
            let moved = (total(&finer) - value).abs();
            error += moved;
            if moved > tolerance * scale {
                (nodes, fine) = (finer, false);
                value = total(&nodes);
            }
        }
        let count: f64 = axes.iter().zip(&nodes).map(|(axis, n)| (axis.pieces() * more(*n)) as f64).product();
        if fine || count > MOST_NODES || nodes.iter().any(|n| *n > MOST_PER_PIECE) {
            return (nodes.into_iter().map(more).collect(), error);
        }
    }
}

/// Half as many again, and even: a direction then always has its opposite.
fn more(n: usize) -> usize {
    (n * 3).div_ceil(2).next_multiple_of(2)
}

/// |f|, with the kinks of f.
struct Size<'a>(&'a dyn Integrand<f64>);

impl Integrand<f64> for Size<'_> {
    fn value(&self, u: &[f64]) -> f64 {
        self.0.value(u).abs()
    }
    fn switches(&self, u: &[f64], out: &mut Vec<f64>) {
        self.0.switches(u, out);
    }
}

impl Axis {
    /// The first number of nodes per piece.
    fn first(self) -> usize {
        match self {
            Axis::Normal | Axis::Radius | Axis::Turn => 12,
            Axis::Uniform => 8,
            Axis::Unit => 2,
        }
    }

    /// About how many pieces there are.
    fn pieces(self) -> usize {
        match self {
            Axis::Normal => 4,
            Axis::Radius | Axis::Uniform => 2,
            Axis::Unit | Axis::Turn => 1,
        }
    }

    /// How many points of a piece the switch functions are looked at first. Along a segment all models' are of low degree.
    fn looks(self) -> usize {
        if self == Axis::Unit { 4 } else { 12 }
    }

    /// Whether the law has tails.
    fn endless(self) -> bool {
        matches!(self, Axis::Normal | Axis::Radius)
    }

    /// Where an inner variable stands while an outer one is cut: at the ends it has.
    fn corners(self) -> &'static [f64] {
        match self {
            Axis::Normal | Axis::Radius | Axis::Turn => &[0.0],
            Axis::Uniform => &[-1.0, 1.0],
            Axis::Unit => &[0.0, 1.0],
        }
    }

    fn density<S: Scalar>(self, u: S) -> S {
        let bell = |u: S| (u.square() * -0.5).exp();
        match self {
            Axis::Normal => bell(u) * (1.0 / (2.0 * PI).sqrt()),
            Axis::Radius => bell(u) * u,
            Axis::Uniform => S::of(0.5),
            Axis::Unit | Axis::Turn => S::one(),
        }
    }

    /// The ends of the pieces before any kink is known; `tails` is how far below and above 0 laws without an end go.
    fn ends(self, [below, above]: [f64; 2]) -> Vec<f64> {
        match self {
            Axis::Normal => pieces(below).map(|u| -u).rev().chain([0.0]).chain(pieces(above)).collect(),
            Axis::Radius => [0.0].into_iter().chain(pieces(above)).collect(),
            Axis::Uniform => vec![-1.0, 1.0],
            Axis::Unit | Axis::Turn => vec![0.0, 1.0],
        }
    }
}

/// One variable inside the other.
struct Nested<'a, S> {
    axes: &'a [Axis],
    nodes: &'a [usize],
    at: &'a dyn Integrand<f64>,
    with: &'a dyn Integrand<S>,
}

impl<S: Scalar> Nested<'_, S> {
    fn total(&self) -> S {
        let n = self.axes.len();
        self.sum(0, &mut vec![0.0; n], &mut vec![S::zero(); n])
    }

    /// The integral over the axes from `i` on, the coordinates before it given: `here` their values, `there` with
    /// derivatives.
    fn sum(&self, i: usize, here: &mut [f64], there: &mut [S]) -> S {
        let Some(&axis) = self.axes.get(i) else { return self.with.value(there) };
        let tails = if axis.endless() { self.tails(i, here) } else { Tails::At([0.0; 2]) };
        let tails = match tails {
            Tails::At(tails) => tails,
            // Times one: the derivatives of what is infinite are no numbers.
            Tails::Infinite => return S::of(f64::INFINITY) * S::one(),
            Tails::Slow => return S::of(f64::NAN) * S::one(),
        };
        let ends = self.ends(i, axis.ends(tails), here, there);
        let around;
        let rule = if axis == Axis::Turn {
            around = turns(self.nodes[i]);
            &around
        } else if i + 1 < self.axes.len() {
            graded(self.nodes[i])
        } else {
            gauss(self.nodes[i])
        };
        let mut total = S::zero();
        for piece in ends.windows(2) {
            let width = piece[1] - piece[0];
            for (&x, &weight) in rule.points.iter().zip(&rule.weights) {
                let u = piece[0] + width * x;
                (here[i], there[i]) = (u.value(), u);
                let inner = self.sum(i + 1, here, there);
                total += inner * axis.density(u) * width * weight;
            }
        }
        total
    }

    /// The ends of the pieces along axis `i`: those that it has anyhow, and the kinks. A kink at an end of a law makes a
    /// piece without length, whose derivatives count.
    fn ends(&self, i: usize, plain: Vec<f64>, here: &mut [f64], there: &mut [S]) -> Vec<S> {
        let (first, last) = (plain[0], plain[plain.len() - 1]);
        let mut roots = Vec::new();
        if self.axes[i] != Axis::Turn {
            roots = roots::between(&plain, self.axes[i].looks(), &mut |u, out| {
                switches(self.axes, self.at, i, u, here, out)
            });
            roots.sort_by(|a, b| a.at.total_cmp(&b.at));
            roots.dedup_by(|b, a| b.at - a.at <= 1e-13 * (1.0 + a.at.abs()));
        }
        let mut ends = vec![S::of(first)];
        // Pieces that are graded anyhow are not cut where nothing happens.
        let inner = if i + 1 < self.axes.len() && !roots.is_empty() { &[] } else { &plain[1..plain.len() - 1] };
        let mut inner = inner.iter().peekable();
        for root in &roots {
            while let Some(u) = inner.next_if(|u| **u < root.at) {
                ends.push(S::of(*u));
            }
            ends.push(roots::refine(root, &mut |u, out| switches(self.axes, self.with, i, u, there, out)));
        }
        ends.extend(inner.map(|u| S::of(*u)));
        ends.push(S::of(last));
        ends
    }

    /// How far the law of axis `i` is followed.
    fn tails(&self, i: usize, here: &mut [f64]) -> Tails {
        let inner = Nested { axes: self.axes, nodes: self.nodes, at: self.at, with: self.at };
        tails::of(self.axes[i], |u| {
            here[i] = u;
            let mut there = here.to_vec();
            inner.sum(i + 1, here, &mut there).abs()
        })
    }
}

/// The switch functions at the coordinate u of axis `i`, the inner variables at each of their corners in turn.
fn switches<S: Scalar>(axes: &[Axis], f: &dyn Integrand<S>, i: usize, u: S, point: &mut [S], out: &mut Vec<S>) {
    point[i] = u;
    let inner = &axes[i + 1..];
    let count: usize = inner.iter().map(|axis| axis.corners().len()).product();
    for k in 0..count {
        let mut rest = k;
        for (axis, coordinate) in inner.iter().zip(&mut point[i + 1..]) {
            let corners = axis.corners();
            *coordinate = S::of(corners[rest % corners.len()]);
            rest /= corners.len();
        }
        f.switches(point, out);
    }
}

/// Rules are made when they are first asked for.
type Kept = [OnceLock<Nodes>; 2 * MOST_PER_PIECE + 2];

/// Gauss–Legendre on [0, 1].
fn gauss(n: usize) -> &'static Nodes {
    static RULES: Kept = [const { OnceLock::new() }; 2 * MOST_PER_PIECE + 2];
    RULES[n.min(RULES.len() - 1)].get_or_init(|| {
        let mut nodes = quadrature::gauss_legendre(n);
        nodes.points.iter_mut().for_each(|t| *t = 0.5 * (*t + 1.0));
        nodes
    })
}

/// The same after u = t³(10 − 15t + 6t²), which draws the nodes to both ends: an inner integral may have a logarithm there
/// where two kinks meet, and poles nearby.
fn graded(n: usize) -> &'static Nodes {
    static RULES: Kept = [const { OnceLock::new() }; 2 * MOST_PER_PIECE + 2];
    RULES[n.min(RULES.len() - 1)].get_or_init(|| {
        let mut nodes = gauss(n).clone();
        for (t, weight) in nodes.points.iter_mut().zip(&mut nodes.weights) {
            *weight *= 30.0 * (*t * (1.0 - *t)).powi(2);
            *t = *t * *t * *t * (10.0 + *t * (6.0 * *t - 15.0));
        }
        nodes
    })
}

/// n equally spaced points of a turn: for a periodic function no rule is better.
fn turns(n: usize) -> Nodes {
    Nodes { dim: 1, weights: vec![1.0 / n as f64; n], points: (0..n).map(|k| k as f64 / n as f64).collect() }
}

/// (cos 2πt, sin 2πt) to rounding, the same on every platform: a quarter turn is exact, the rest is at most π/4 and
/// takes the two series.
pub fn turn(t: f64) -> [f64; 2] {
    let quarters = (4.0 * t).round();
    let x = 2.0 * PI * (t - 0.25 * quarters);
    let series = |first: f64| {
        let terms = (0..10).scan(if first == 0.0 { 1.0 } else { x }, |term, k| {
            let (now, k) = (*term, f64::from(2 * k) + first);
            *term *= -x * x / ((k + 1.0) * (k + 2.0));
            Some(now)
        });
        terms.sum::<f64>()
    };
    let (c, s) = (series(0.0), series(1.0));
    match quarters as i64 & 3 {
        0 => [c, s],
        1 => [-s, c],
        2 => [-c, -s],
        _ => [s, -c],
    }
}
