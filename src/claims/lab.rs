//! What claims measure with: experiments written in place, spectra, runs near an equilibrium, sampled flows,
//! characteristic polynomials, stability boundaries and best steps.

use super::Value;
use crate::{
    analysis::{self, Linearisation, Measured, Spectrum, Trajectory, any},
    experiment::Experiment,
};
use nalgebra::{Complex, DMatrix};
use std::f64::consts::TAU;

/// Losses and their f'(0).
pub(super) const LOSSES: [(&str, f64); 3] = [("minimax", 0.5), ("non_saturating", 0.5), ("wasserstein", 1.0)];

/// An experiment written in a claim, one `path = value` per line.
///
/// # Panics
/// If the text is wrong: that is a defect of the claim.
pub(super) fn experiment(text: &str) -> Experiment {
    Experiment::parse("claim", text, &[]).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The experiment with one number changed.
pub(super) fn with(e: &Experiment, path: &str, value: f64) -> Experiment {
    e.with(path, value).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The linearisation at the experiment's point.
pub(super) fn linearise(e: &Experiment) -> Linearisation {
    any::linearise(&e.field, &e.rule, &e.at)
}

/// σ(v').
pub(super) fn field_eigenvalues(e: &Experiment) -> Vec<Complex<f64>> {
    linearise(e).field.map_or_else(Vec::new, |s| s.eigenvalues)
}

/// σ(v') at a point beside a kink, where [`linearise`] would see the kink.
pub(super) fn field_eigenvalues_at(e: &Experiment, x: &[f64]) -> Vec<Complex<f64>> {
    Spectrum::of(&any::field_jacobian(&e.field, x)).map_or_else(|_| vec![], |s| s.eigenvalues)
}

/// σ(F').
pub(super) fn update_eigenvalues(e: &Experiment) -> Vec<Complex<f64>> {
    linearise(e).update.map_or_else(Vec::new, |s| s.eigenvalues)
}

/// mean ± √square, the square of either sign.
pub(super) fn roots(mean: f64, square: f64) -> [Complex<f64>; 2] {
    let root = Complex::from(square).sqrt();
    [mean - root, mean + root]
}

/// The roots of x² − trace·x + det.
pub(super) fn roots_of(trace: f64, det: f64) -> [Complex<f64>; 2] {
    roots(trace / 2.0, trace * trace / 4.0 - det)
}

/// The spectral radius of F'.
pub(super) fn radius(e: &Experiment) -> f64 {
    any::radius(&e.field, &e.rule, &e.at).unwrap_or(f64::INFINITY)
}

/// max |λ|.
pub(super) fn modulus(eigenvalues: &[Complex<f64>]) -> f64 {
    eigenvalues.iter().map(|l| l.norm()).fold(0.0, f64::max)
}

/// Factor and angle per step of the dominant eigenvalue.
pub(super) fn turn_of(eigenvalues: &[Complex<f64>]) -> [f64; 2] {
    let spectrum = Spectrum { eigenvalues: eigenvalues.to_vec() };
    [spectrum.radius(), spectrum.period().map_or(0.0, |p| TAU / p)]
}

/// The same from the exact Jacobian.
pub(super) fn turn(e: &Experiment) -> Value {
    turn_of(&update_eigenvalues(e)).into()
}

/// The same from a run near the equilibrium.
pub(super) fn measured_turn(e: &Experiment, steps: u64) -> Value {
    angle(near(e, steps))
}

/// Rate and period of a run that stays within 1e-6 of the equilibrium, where it is linear to rounding: a growing one
/// starts so much nearer.
pub(super) fn near(e: &Experiment, steps: u64) -> Measured {
    let growth = radius(e).max(1.0);
    let steps = steps.min((400.0 / growth.ln()) as u64);
    run_from(e, 1e-6 * growth.powi(-(steps as i32)), steps)
}

/// Rate and angle of a converging run between 1e-5 and 1e-9 of the equilibrium, for a game whose field is an
/// expectation and rounds at 1e-17.
pub(super) fn turn_above_rounding(e: &Experiment) -> Value {
    let steps = (1e-4f64.ln() / radius(e).ln()) as u64;
    angle(run_from(e, 1e-5, steps.max(16)))
}

/// Factor and angle per step of what `map` makes of a run, about 0: `map` vanishes on the set of equilibria.
pub(super) fn measured_across(e: &Experiment, start: &[f64], steps: u64, map: impl Fn(&[f64]) -> [f64; 2]) -> Value {
    let run = simulate(e, start, steps);
    let values = (0..run.len()).flat_map(|k| map(run.x(k))).collect();
    angle(analysis::measure(&Trajectory::of(2, values), &[0.0, 0.0]))
}

fn run_from(e: &Experiment, size: f64, steps: u64) -> Measured {
    let start: Vec<f64> = e.at.iter().enumerate().map(|(i, a)| a + size * if i == 0 { 0.8 } else { 0.6 }).collect();
    analysis::measure(&simulate(e, &start, steps), &e.at)
}

fn angle(m: Measured) -> Value {
    [m.rate.unwrap_or(f64::NAN), m.period.map_or(0.0, |p| TAU / p)].into()
}

/// A run from `start`.
pub(super) fn simulate(e: &Experiment, start: &[f64], steps: u64) -> Trajectory {
    any::simulate(&e.field, &e.rule, start, steps)
}

/// Where a run from `start` ends.
pub(super) fn end(e: &Experiment, start: &[f64], steps: u64) -> Vec<f64> {
    simulate(e, start, steps).last().to_vec()
}

/// Where the flow from `start` is at time `t`.
pub(super) fn flow_end(e: &Experiment, start: &[f64], t: f64) -> Vec<f64> {
    let curve = any::integral_curve(&e.field, start, t, t).unwrap_or_else(|e| panic!("{e}"));
    curve[curve.len() - 1].1.clone()
}

/// Rate and angular speed per unit time of the flow, from an integral curve started 1e-3 from the equilibrium and
/// sampled every `dt`.
pub(super) fn flow(e: &Experiment, end: f64, dt: f64) -> (f64, f64) {
    let start: Vec<f64> = e.at.iter().enumerate().map(|(i, a)| a + 1e-3 * if i == 0 { 0.8 } else { 0.6 }).collect();
    let curve = any::integral_curve(&e.field, &start, end, dt).unwrap_or_else(|e| panic!("{e}"));
    let n = start.len();
    // The closing point of the curve may stand at another distance in time.
    let values = curve[..curve.len() - 1].iter().flat_map(|(_, x)| x.clone()).collect();
    let measured = analysis::measure(&Trajectory::of(n, values), &e.at);
    (measured.rate.map_or(f64::NAN, f64::ln) / dt, measured.period.map_or(0.0, |p| TAU / (p * dt)))
}

/// Where `inside` changes between `lo` and `hi`, by bisection to the last bit.
pub(super) fn edge(mut lo: f64, mut hi: f64, inside: impl Fn(f64) -> bool) -> f64 {
    let at_lo = inside(lo);
    for _ in 0..200 {
        let middle = 0.5 * (lo + hi);
        if middle <= lo || middle >= hi {
            break;
        }
        if inside(middle) == at_lo { lo = middle } else { hi = middle }
    }
    0.5 * (lo + hi)
}

/// The value of `path` in `lo..hi` at which the spectral radius passes 1.
pub(super) fn boundary(e: &Experiment, path: &str, lo: f64, hi: f64) -> Value {
    edge(lo, hi, |x| radius(&with(e, path, x)) < 1.0).into()
}

/// The value of `path` in `lo..hi` at which the pair of eigenvalues of v' turns real.
pub(super) fn critical(e: &Experiment, path: &str, lo: f64, hi: f64) -> Value {
    edge(lo, hi, |x| field_eigenvalues(&with(e, path, x)).iter().any(|l| l.im != 0.0)).into()
}

/// The value of `path` in `lo..hi` with the smallest spectral radius, and that radius: a scan, then golden section.
pub(super) fn best(e: &Experiment, path: &str, lo: f64, hi: f64) -> Value {
    let radius = |x: f64| radius(&with(e, path, x));
    let at = minimum(200, lo, hi, radius);
    [at, radius(at)].into()
}

/// Where f is smallest between `lo` and `hi`: a scan of so many cells, then golden section.
pub(super) fn minimum(cells: usize, lo: f64, hi: f64, f: impl Fn(f64) -> f64) -> f64 {
    let grid = |k: usize| lo + (hi - lo) * k as f64 / cells as f64;
    let values: Vec<f64> = (1..cells).map(|k| f(grid(k))).collect();
    let k = 1 + (0..values.len()).min_by(|&i, &j| values[i].total_cmp(&values[j])).unwrap_or(0);
    let golden = 0.5 * (5f64.sqrt() - 1.0);
    let (mut a, mut b) = (grid(k - 1), grid(k + 1));
    let (mut x, mut y) = (b - golden * (b - a), a + golden * (b - a));
    let (mut fx, mut fy) = (f(x), f(y));
    for _ in 0..80 {
        if fx < fy {
            (b, y, fy) = (y, x, fx);
            x = b - golden * (b - a);
            fx = f(x);
        } else {
            (a, x, fx) = (x, y, fy);
            y = a + golden * (b - a);
            fy = f(y);
        }
    }
    0.5 * (a + b)
}

/// c₁, …, c_n of det(x − F') = xⁿ + c₁xⁿ⁻¹ + … + c_n, by Faddeev and LeVerrier: exact to rounding also where eigenvalues
/// coincide and lose their digits.
pub(super) fn characteristic(e: &Experiment) -> Value {
    let a = any::update_jacobian(&e.field, &e.rule, &any::start(&e.field, &e.rule, &e.at));
    let n = a.nrows();
    let mut m = DMatrix::identity(n, n);
    let mut coefficients = vec![];
    for k in 1..=n {
        m = &a * m;
        let c = -m.trace() / k as f64;
        coefficients.push(c);
        m += DMatrix::identity(n, n) * c;
    }
    coefficients.into()
}

/// The product of polynomials, the highest coefficient first.
pub(super) fn product(factors: &[&[f64]]) -> Vec<f64> {
    factors.iter().fold(vec![1.0], |p, q| {
        let mut pq = vec![0.0; p.len() + q.len() - 1];
        for (i, a) in p.iter().enumerate() {
            for (j, b) in q.iter().enumerate() {
                pq[i + j] += a * b;
            }
        }
        pq
    })
}

/// The zeros of xⁿ + c₁xⁿ⁻¹ + … + c_n, as eigenvalues of the companion matrix.
pub(super) fn zeros(c: &[f64]) -> Vec<Complex<f64>> {
    let n = c.len();
    let companion = DMatrix::from_fn(n, n, |i, j| if i == 0 { -c[j] } else { f64::from(u8::from(i == j + 1)) });
    Spectrum::of(&companion).map_or_else(|_| vec![], |s| s.eigenvalues)
}

/// f'(u) of the logistic f(u) = −log(1+e⁻ᵘ).
pub(super) fn logistic_slope(u: f64) -> f64 {
    1.0 / (1.0 + u.exp())
}

/// θ² + ψ² and the like.
pub(super) fn square(x: &[f64]) -> f64 {
    x.iter().map(|a| a * a).sum()
}

/// I₀(x), by its power series.
pub(super) fn bessel_i0(x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..100 {
        term *= (0.5 * x / f64::from(k)).powi(2);
        sum += term;
    }
    sum
}
