//! Generators without a discriminator, against numbers that come another way.

use saddleflow::{
    analysis::generators::{Autoencoder, Bump, Code, Energy, Mixture, density},
    num::{Dual, Scalar},
};

fn close(what: &str, got: f64, expected: f64, tolerance: f64) {
    assert!((got - expected).abs() <= tolerance * expected.abs().max(1.0), "{what}: {got:e}, not {expected:e}");
}

/// ∂loss in each parameter.
fn slopes(vae: &Autoencoder, c: &Code<f64>) -> [f64; 3] {
    [0, 1, 2].map(|k| {
        let part = |i: usize, x: f64| if i == k { Dual::seed(x) } else { Dual::lift(x) };
        vae.loss(&Code { weight: part(0, c.weight), log_noise: part(1, c.log_noise), decoder: part(2, c.decoder) }).eps
    })
}

#[test]
fn the_linear_autoencoder() {
    for (data, decoder, beta) in [(2.0, 0.5, 1.0), (1.0, 0.3, 4.0), (1.5, 1.0, 0.1), (0.5, 1.0, 1.0)] {
        let vae = Autoencoder { data, decoder, beta };
        let best = vae.optimum().unwrap();
        slopes(&vae, &best).into_iter().for_each(|slope| close("slope", slope, 0.0, 1e-13));
        // No small change improves it.
        for k in 0..27 {
            let h = |place: i32| 0.01 * f64::from(k / 3i32.pow(place as u32) % 3 - 1);
            let near =
                Code { weight: best.weight + h(0), log_noise: best.log_noise + h(1), decoder: best.decoder + h(2) };
            assert!(vae.loss(&near) >= vae.loss(&best) - 1e-15);
        }
        if beta == 1.0 {
            // The bound is tight: minus the log-likelihood of N(0, s²) or, collapsed, of N(0, η²); constants left out.
            let variance = vae.generated_variance(&best);
            let minus_log = 0.5 * (data * data / variance + (variance / (decoder * decoder)).ln());
            close("evidence", vae.loss(&best), minus_log, 1e-13);
            close("variance", variance, if data > decoder { data * data } else { decoder * decoder }, 1e-14);
        }
    }
    // Without the KL term less noise is always better, whatever encoder and decoder do: gradient descent drives it out.
    let plain = Autoencoder { data: 1.0, decoder: 0.5, beta: 0.0 };
    assert!(plain.optimum().is_none());
    let mut code = Code { weight: 0.5, log_noise: 0.0, decoder: 0.5 };
    let mut before = 1.0;
    for _ in 0..6 {
        for _ in 0..2000 {
            let [w, n, d] = slopes(&plain, &code);
            code = Code {
                weight: code.weight - 0.02 * w,
                log_noise: code.log_noise - 0.02 * n,
                decoder: code.decoder - 0.02 * d,
            };
        }
        assert!(code.log_noise.exp() < before, "{code:?}");
        before = code.log_noise.exp();
    }
    assert!(code.log_noise.exp() < 0.1 && (code.weight * code.decoder - 1.0).abs() < 0.01, "{code:?}");
}

#[test]
fn densities_by_change_of_variables() {
    let normal = |z: f64| (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
    for x in [0.1f64, 0.7, 2.0, 9.0] {
        close("affine", density(|z| z * 2.0 + 1.0, x), normal((x - 1.0) / 2.0) / 2.0, 1e-14);
        close("log-normal", density(|z| z.exp(), x), normal(x.ln()) / x, 1e-14);
        // sinh
        close("sinh", density(|z| (z.exp() - (-z).exp()) * 0.5, x), normal(x.asinh()) / (1.0 + x * x).sqrt(), 1e-14);
    }
    assert_eq!(density(|z| z.exp(), -1.0), 0.0);
}

#[test]
fn expectation_maximisation() {
    // Quantile-like points of two bumps, with weights.
    let points: Vec<(f64, f64)> = (-60..=60)
        .flat_map(|k| {
            let z = 0.1 * f64::from(k);
            let w = (-0.5 * z * z).exp();
            [(-3.0 + z, 0.3 * w), (2.0 + 0.5 * z, 0.7 * w)]
        })
        .collect();
    let total: f64 = points.iter().map(|p| p.1).sum();
    let points: Vec<_> = points.into_iter().map(|(x, w)| (x, w / total)).collect();
    let mut fit = Mixture(vec![Bump { weight: 0.5, mean: -1.0, sd: 2.0 }, Bump { weight: 0.5, mean: 1.0, sd: 2.0 }]);
    let mut before = fit.likelihood(&points);
    for _ in 0..200 {
        fit = fit.em_step(&points);
        let now = fit.likelihood(&points);
        assert!(now >= before - 1e-13, "{now} after {before}");
        before = now;
    }
    for (found, [weight, mean, sd]) in fit.0.iter().zip([[0.3, -3.0, 1.0], [0.7, 2.0, 0.5]]) {
        // The points are cut at ±6 standard deviations and the bumps barely touch: 1e-3 is what is left of both.
        close("weight", found.weight, weight, 1e-3);
        close("mean", found.mean, mean, 2e-3);
        close("sd", found.sd, sd, 2e-3);
    }
    // One component: mean and variance of the points, in one step.
    let one = Mixture(vec![Bump { weight: 1.0, mean: 5.0, sd: 1.0 }]).em_step(&points);
    let mean: f64 = points.iter().map(|(x, w)| x * w).sum();
    close("mean", one.0[0].mean, mean, 1e-14);
}

/// KL(P‖Q) covers both modes of P, KL(Q‖P) picks the one it starts near.
#[test]
fn covering_and_seeking() {
    let p = Mixture(vec![Bump { weight: 0.5, mean: -3.0, sd: 1.0 }, Bump { weight: 0.5, mean: 3.0, sd: 1.0 }]);
    let [mean, sd] = p.covering();
    assert_eq!((mean, sd), (0.0, 10f64.sqrt()));
    for side in [-1.0, 1.0] {
        let [mean, sd] = p.seeking([2.0 * side, 1.5]).unwrap();
        assert!((mean - 3.0 * side).abs() < 0.05 && (sd - 1.0).abs() < 0.05, "{mean} {sd}");
    }
    // A normal P: both directions give P itself.
    let p = Mixture(vec![Bump { weight: 1.0, mean: 0.4, sd: 0.7 }]);
    let ([m, s], [n, t]) = (p.covering(), p.seeking([1.0, 1.0]).unwrap());
    for (what, got, expected) in [("mean", m, 0.4), ("sd", s, 0.7), ("mean", n, 0.4), ("sd", t, 0.7)] {
        close(what, got, expected, 1e-12);
    }
}

/// A discriminator that likes what is far from the data is taught otherwise by its own examples.
#[test]
fn a_discriminator_alone() {
    let mut d = Energy::new(-2.0, 2.0, 401, 0.1, |x| x * x);
    assert_eq!(d.generate(), -2.0);
    let data = [-0.5, 1.0];
    let mut last = vec![];
    for k in 0..4000 {
        let x = d.step(&data, 0.05);
        if k >= 3900 {
            last.push(x);
        }
    }
    // It generates near each data point, and nowhere else.
    for x in &last {
        assert!(data.iter().any(|at| (x - at).abs() <= 0.1), "{x}");
    }
    assert!(data.iter().all(|at| last.iter().any(|x| (x - at).abs() <= 0.02)), "{last:?}");
    // With one data point and D peaked on it nothing moves any more.
    let mut still = Energy::new(-1.0, 1.0, 201, 0.1, |x| -x * x);
    let before = still.values.clone();
    assert_eq!(still.step(&[0.0], 0.1), 0.0);
    assert_eq!(still.values, before);
}
