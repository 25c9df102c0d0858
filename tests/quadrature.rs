//! Quadrature rules against exact moments and 25-digit expectations (`tests/data/make_quadrature.py`).

use nalgebra::{DMatrix, SymmetricEigen};
use saddleflow::num::elementary::{sigmoid, softplus};
use saddleflow::num::quadrature::{Nodes, NormalLadder, gauss_legendre, trapezoid, trapezoid_step};
use std::f64::consts::PI;

fn slope(t: f64) -> f64 {
    sigmoid(t) * sigmoid(-t)
}

fn curvature(t: f64) -> f64 {
    slope(t) * (sigmoid(-t) - sigmoid(t))
}

/// E f over a one-dimensional law. Neumaier's sum: what is measured is the rule, not the sum.
fn expectation(law: &Nodes, f: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for i in 0..law.len() {
        let term = law.weights[i] * f(law.point(i)[0]);
        let next = sum + term;
        lost += if sum.abs() > term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    sum + lost
}

/// τ, mean, and E f(τe + mean) for f = softplus, softplus″, softplus‴.
fn references() -> Vec<[f64; 5]> {
    let lines = include_str!("data/quadrature.csv").lines().skip(1);
    let row = |line: &str| line.split(',').map(|x| x.parse().unwrap()).collect::<Vec<f64>>().try_into().unwrap();
    lines.map(row).collect()
}

const FUNCTIONS: [fn(f64) -> f64; 3] = [softplus, slope, curvature];

/// So many units of rounding (2.2e-16) of the larger of 1 and the value.
fn units(count: f64, value: f64) -> f64 {
    count * f64::EPSILON * value.abs().max(1.0)
}

#[test]
fn the_ladder_integrates_to_rounding_error() {
    let ladder = NormalLadder::new(64.0);
    let mut worst = [0.0_f64; 3];
    for [tau, mean, values @ ..] in references() {
        for sign in [1.0, -1.0] {
            for k in 0..3 {
                let got = expectation(ladder.pick(tau), |e| FUNCTIONS[k](sign * tau * e + mean));
                let error = (got - values[k]).abs();
                assert!(error <= units(2.0, values[k]), "τ = {tau}, mean {mean}, f {k}: off by {error:e}");
                worst[k] = worst[k].max(error / values[k].abs().max(1.0));
            }
        }
    }
    println!("worst errors of E softplus, E softplus'', E softplus''': {worst:?}");
}

/// The step itself, not the next rung below it, and how much finer than needed it is: with steps
/// 1.5 times as long some digits are gone.
#[test]
fn the_step_is_fine_enough_and_not_much_finer() {
    let mut coarse = 0.0_f64;
    for [tau, mean, values @ ..] in references() {
        let step = trapezoid_step(PI / tau);
        let (law, coarser) = (trapezoid(step), trapezoid(1.5 * step));
        for k in 0..3 {
            let f = |e: f64| FUNCTIONS[k](tau * e + mean);
            let error = (expectation(&law, f) - values[k]).abs();
            assert!(error <= units(4.0, values[k]), "τ = {tau}, mean {mean}, f {k}: off by {error:e}");
            coarse = coarse.max((expectation(&coarser, f) - values[k]).abs());
        }
    }
    assert!(coarse > 1e-12, "1.5 times the step is still good to {coarse:e}");
}

#[test]
fn the_ladder_takes_the_coarsest_adequate_rung() {
    let ladder = NormalLadder::new(64.0);
    let step = |law: &Nodes| law.points[1] - law.points[0];
    assert_eq!(ladder.pick(0.0).len(), 25);
    assert_eq!(ladder.pick(0.0), ladder.pick(0.3));
    for k in 1..640 {
        let tau = f64::from(k) * 0.1;
        let (taken, allowed) = (step(ladder.pick(tau)), trapezoid_step(PI / tau));
        assert!(taken <= allowed * 1.0001 && taken > 0.7 * allowed, "τ = {tau}");
        assert_eq!(ladder.pick(tau), ladder.pick(-tau));
    }
    assert_eq!(ladder.pick(1e3), ladder.pick(64.0));
    assert_eq!(ladder.pick(f64::INFINITY), ladder.pick(64.0));
}

/// Gauss–Hermite for N(0,1), from the Jacobi matrix of the Hermite polynomials.
fn gauss_hermite(n: usize) -> Nodes {
    let jacobi = DMatrix::from_fn(n, n, |i, j| if i.abs_diff(j) == 1 { (i.max(j) as f64).sqrt() } else { 0.0 });
    let eigen = SymmetricEigen::new(jacobi);
    let weights = eigen.eigenvectors.row(0).iter().map(|u| u * u).collect();
    Nodes { dim: 1, weights, points: eigen.eigenvalues.iter().copied().collect() }
}

/// Why the rule is not Gauss–Hermite: at τ = 3, with as many nodes, it loses six digits.
#[test]
fn gauss_hermite_loses_digits() {
    let ladder = NormalLadder::new(64.0);
    let hermite_worst = |count: usize| {
        let law = gauss_hermite(count);
        assert!((expectation(&law, |e| e.powi(4)) - 3.0).abs() < 1e-11);
        let at_three = references().into_iter().filter(|r| r[0] == 3.0);
        at_three.map(|r| (expectation(&law, |e| slope(3.0 * e + r[1])) - r[3]).abs()).fold(0.0, f64::max)
    };
    let count = ladder.pick(3.0).len();
    let (few, same) = (hermite_worst(25), hermite_worst(count));
    println!("Gauss-Hermite for E softplus'' at τ = 3: {few:e} with 25 nodes, {same:e} with {count}");
    assert!(few > 1e-5 && same > 1e-10);
}

#[test]
fn gauss_legendre_is_exact_for_polynomials() {
    for n in 1..=64 {
        let law = gauss_legendre(n);
        assert_eq!(law.len(), n);
        for degree in 0..2 * n as i32 {
            let exact = if degree % 2 == 0 { 1.0 / f64::from(degree + 1) } else { 0.0 };
            let error = (expectation(&law, |x| x.powi(degree)) - exact).abs();
            assert!(error <= 1e-15, "n = {n}, degree {degree}: {error:e}");
        }
        // Two degrees more it must fail: a rule of another order is not this one.
        if n < 10 {
            let degree = 2 * n as i32;
            assert!((expectation(&law, |x| x.powi(degree)) - 1.0 / f64::from(degree + 1)).abs() > 1e-7);
        }
        for i in 0..n {
            assert_eq!(law.points[i], -law.points[n - 1 - i]);
            assert!(i == 0 || law.points[i] > law.points[i - 1]);
        }
    }
    // 5 points in closed form: 0 and ±√(5 ∓ 2√(10/7))/3.
    let law = gauss_legendre(5);
    let root = (10.0_f64 / 7.0).sqrt();
    let outer = (5.0 + 2.0 * root).sqrt() / 3.0;
    assert!((law.points[4] - outer).abs() <= 2e-16 && (law.weights[2] - 64.0 / 225.0).abs() <= 2e-16);
}

#[test]
fn laws_and_products() {
    let normal = trapezoid(0.7);
    assert!((expectation(&normal, |_| 1.0) - 1.0).abs() <= 1e-15);
    assert!((expectation(&normal, |e| e * e) - 1.0).abs() <= 1e-15);
    assert!((expectation(&normal, |e| e.powi(4)) - 3.0).abs() <= 1e-13);

    let point = Nodes::point_mass(&[2.0, -1.0]);
    assert_eq!((point.dim, point.len(), point.point(0)), (2, 1, &[2.0, -1.0][..]));
    let uniform = gauss_legendre(3);
    let law = point.product(&uniform).product(&normal);
    assert_eq!((law.dim, law.len()), (4, 3 * normal.len()));
    assert_eq!(law.points.len(), law.dim * law.len());
    assert_eq!(law.point(1), [2.0, -1.0, uniform.points[0], normal.points[1]]);
    let mean = |f: &dyn Fn(&[f64]) -> f64| (0..law.len()).map(|i| law.weights[i] * f(law.point(i))).sum::<f64>();
    // E x² = 4, E u² = 1/3, E e² = 1, and they are independent.
    assert!((mean(&|p| p[0] * p[0] * p[2] * p[2] * p[3] * p[3]) - 4.0 / 3.0).abs() <= 4e-15);
    assert!(!law.is_empty());
}
