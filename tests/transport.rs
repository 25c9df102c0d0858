//! Optimal transport: primal equals dual, and both equal what enumeration and sorting give.

use proptest::prelude::*;
use saddleflow::analysis::transport::{Certificate, Transport, between, line, normal, plan};

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
    fn equal_weights_take_the_best_permutation(cost in (1usize..7).prop_flat_map(|n| prop::collection::vec(-2.0..2.0f64, n * n))) {
        let n = cost.len().isqrt();
        let (ones, cost_of) = (vec![1.0; n], |i: usize, j: usize| cost[i * n + j]);
        let found = plan(&ones, &ones, cost_of);
        let c = found.certificate(&ones, &ones, cost_of);
        prop_assert!(found.plan.len() == n && found.plan.iter().all(|s| s.mass == 1.0), "a permutation: {found:?}");
        prop_assert!((c.primal - enumerate(n, &cost)).abs() <= 1e-12);
        proves(c, 0.0)?;
    }

    /// Many ties and points that coincide: whole coordinates, different counts.
    #[test]
    fn ties(a in prop::collection::vec(0..3i32, 2..60), b in prop::collection::vec(0..3i32, 2..60)) {
        let real = |v: &[i32]| v.chunks_exact(2).flatten().map(|x| f64::from(*x)).collect::<Vec<_>>();
        let (a, b) = (real(&a), real(&b));
        let d = between(&a, &b, 2);
        prop_assert!((d.w1 - d.dual).abs() <= 1e-12, "{d:?}");
        prop_assert!((between(&b, &a, 2).w1 - d.w1).abs() <= 1e-13);
        // Every point twice is the same law.
        let twice: Vec<f64> = a.iter().chain(&a).copied().collect();
        prop_assert!((between(&twice, &b, 2).w1 - d.w1).abs() <= 1e-13 && between(&twice, &a, 2).w1 == 0.0);
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

    /// Equal weights on the line: the plan costs what sorting says.
    #[test]
    fn two_ways_agree(xy in prop::collection::vec((-3.0..3.0f64, -3.0..3.0f64), 1..40)) {
        let n = xy.len();
        let (x, y): (Vec<f64>, Vec<f64>) = xy.into_iter().unzip();
        let cost = |i: usize, j: usize| (x[i] - y[j]).abs();
        let weight = vec![1.0 / n as f64; n];
        let certificate = plan(&weight, &weight, cost).certificate(&weight, &weight, cost);
        proves(certificate, 1.0)?;
        let (primal, dual) = line(&x, &y);
        prop_assert!((dual - primal).abs() <= 1e-13);
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

/// Larger: 300 × 250 points with weights, 400 × 300 without, in three dimensions.
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
    let cloud = |n: usize, s: f64| {
        (0..n).flat_map(|k| [point(k, s)[0], point(k, s)[1], point(k, s + 0.1)[0]]).collect::<Vec<_>>()
    };
    let d = between(&cloud(400, 0.0), &cloud(300, 0.37), 3);
    assert!((d.w1 - d.dual).abs() <= 1e-12 * d.w1, "{d:?}");
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
