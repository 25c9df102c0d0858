//! Optimal transport: primal equals dual, and both equal what enumeration and sorting give.

use proptest::prelude::*;
use saddleflow::analysis::transport::{Certificate, Transport, assign, line, normal, plan};

fn proves(c: Certificate, mass: f64) -> Result<(), TestCaseError> {
    let scale = 1.0 + c.primal.abs();
    prop_assert!((c.primal - c.dual).abs() <= 1e-12 * scale, "{c:?}");
    prop_assert!(c.violation <= 1e-12 * scale && c.slack <= 1e-12 * scale, "{c:?}");
    prop_assert!(c.margins <= 1e-13 * mass, "{c:?}");
    Ok(())
}

/// The cheapest of all n! permutations.
fn enumerate(n: usize, cost: &[f64]) -> f64 {
    fn go(row: usize, n: usize, cost: &[f64], used: &mut Vec<bool>) -> f64 {
        let mut best = if row == n { 0.0 } else { f64::INFINITY };
        for j in 0..n {
            if row < n && !used[j] {
                used[j] = true;
                best = f64::min(best, cost[row * n + j] + go(row + 1, n, cost, used));
                used[j] = false;
            }
        }
        best
    }
    go(0, n, cost, &mut vec![false; n])
}

fn points(max: usize) -> impl Strategy<Value = Vec<[f64; 2]>> {
    prop::collection::vec(prop::array::uniform2(-3.0..3.0f64), 1..max)
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn assignment_is_the_best_permutation(cost in (1usize..7).prop_flat_map(|n| prop::collection::vec(-2.0..2.0f64, n * n))) {
        let n = cost.len().isqrt();
        let a = assign(n, &cost);
        let total: f64 = a.column_of.iter().enumerate().map(|(i, j)| cost[i * n + j]).sum();
        prop_assert!((total - enumerate(n, &cost)).abs() <= 1e-12);
        prop_assert!((total - a.f.iter().chain(&a.g).sum::<f64>()).abs() <= 1e-12);
    }

    /// Any weights, points with none among them.
    #[test]
    fn plan_has_a_certificate(a in points(30), b in points(30), seed in prop::collection::vec(0.0..1.0f64, 60)) {
        let weigh = |from: usize, n: usize| {
            // A third of the points weigh nothing.
            let w: Vec<f64> = (0..n).map(|i| (seed[from + i] - 0.33).max(0.0) + if i == 0 { 0.1 } else { 0.0 }).collect();
            let sum: f64 = w.iter().sum();
            w.into_iter().map(|w| w / sum).collect::<Vec<_>>()
        };
        let (p, q) = (weigh(0, a.len()), weigh(30, b.len()));
        let cost = |i: usize, j: usize| distance(a[i], b[j]);
        proves(plan(&p, &q, cost).certificate(&p, &q, cost), 1.0)?;
    }

    /// Equal weights: the plan costs what the assignment costs; on the line, what sorting says.
    #[test]
    fn three_ways_agree(xy in prop::collection::vec((-3.0..3.0f64, -3.0..3.0f64), 1..40)) {
        let n = xy.len();
        let (x, y): (Vec<f64>, Vec<f64>) = xy.into_iter().unzip();
        let cost = |i: usize, j: usize| (x[i] - y[j]).abs();
        let weight = vec![1.0 / n as f64; n];
        let certificate = plan(&weight, &weight, cost).certificate(&weight, &weight, cost);
        proves(certificate, 1.0)?;
        let square: Vec<f64> = (0..n * n).map(|k| cost(k / n, k % n)).collect();
        let assigned = assign(n, &square);
        let mean: f64 = assigned.column_of.iter().enumerate().map(|(i, j)| cost(i, *j)).sum::<f64>() / n as f64;
        let (primal, dual) = line(&x, &y);
        prop_assert!((mean - primal).abs() <= 1e-13 && (dual - primal).abs() <= 1e-13);
        prop_assert!((certificate.primal - primal).abs() <= 1e-13);
        // Unequal counts: repeat every point of one side.
        let twice: Vec<f64> = x.iter().chain(&x).copied().collect();
        prop_assert!((line(&twice, &y).0 - primal).abs() <= 1e-13);
        prop_assert!((line(&x, &x).0).abs() == 0.0);
    }
}

/// A feasible plan that is not the cheapest one cannot have a certificate.
#[test]
fn a_worse_plan_is_found_out() {
    let (p, q) = ([0.5, 0.5], [0.5, 0.5]);
    let cost = |i: usize, j: usize| f64::abs(i as f64 - j as f64);
    let best = plan(&p, &q, cost);
    let mut crossed = best.plan.clone();
    for s in &mut crossed {
        s.to = 1 - s.to;
    }
    let worse = Transport { plan: crossed, ..best };
    let c = worse.certificate(&p, &q, cost);
    assert!(c.primal > c.dual + 0.9 && c.slack > 0.9 && c.margins == 0.0);
}

/// Larger, and a clock-free measure of how large: 300 × 250 points with weights, 400 × 400 without.
#[test]
fn a_few_hundred_points() {
    // A low-discrepancy sequence in place of a generator.
    let point =
        |k: usize, s: f64| [(k as f64 * 0.754_877_666 + s).fract(), (k as f64 * 0.569_840_291 + s).fract().powi(2)];
    let (n, m) = (300, 250);
    let weigh = |n: usize, a: f64| {
        let w: Vec<f64> = (0..n).map(|k| (k as f64 * a).fract() + 0.01).collect();
        let sum: f64 = w.iter().sum();
        w.into_iter().map(|w| w / sum).collect::<Vec<_>>()
    };
    let (p, q) = (weigh(n, 0.618), weigh(m, 0.414));
    let cost = |i: usize, j: usize| distance(point(i, 0.0), point(j, 0.37));
    proves(plan(&p, &q, cost).certificate(&p, &q, cost), 1.0).unwrap();
    let n = 400;
    let square: Vec<f64> = (0..n * n).map(|k| cost(k / n, k % n)).collect();
    let a = assign(n, &square);
    let total: f64 = a.column_of.iter().enumerate().map(|(i, j)| square[i * n + j]).sum();
    assert!((total - a.f.iter().chain(&a.g).sum::<f64>()).abs() <= 1e-12 * total);
    assert!((0..n * n).all(|k| a.f[k / n] + a.g[k % n] <= square[k] + 1e-12));
}

/// W₁ between normals against the integral of |F⁻¹ − G⁻¹| over a fine grid.
#[test]
fn normals() {
    for (a, b) in [([0.0, 1.0], [0.7, 1.0]), ([0.0, 1.0], [0.0, 3.0]), ([0.5, 2.0], [-1.0, 0.5])] {
        // E|shift + spread·Z| by the trapezoid rule on each side of the kink.
        let (shift, spread) = (a[0] - b[0], a[1] - b[1]);
        let density = |z: f64| (shift + spread * z).abs() * (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
        let kink = if spread == 0.0 { 0.0 } else { -shift / spread };
        let side = |from: f64, to: f64| {
            let k = 200_000;
            let h = (to - from) / f64::from(k);
            h * ((0..=k).map(|i| density(from + h * f64::from(i))).sum::<f64>() - 0.5 * (density(from) + density(to)))
        };
        let expected = side(-12.0, kink) + side(kink, 12.0);
        assert!((normal(a, b) - expected).abs() < 1e-8, "{} {expected}", normal(a, b));
    }
}
