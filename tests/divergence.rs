//! f-divergences against independent numbers and against their own identities.

use proptest::prelude::*;
use saddleflow::{
    analysis::{
        conjugate::{biconjugate, conjugate, envelope},
        discriminator::{self, Frozen, jensen_shannon},
        divergence::{DivergenceError, between, lower_bound, optimal},
        law::{Law, LawError},
        transport,
    },
    loss::divergence::{Divergence, Family},
    num::Dual,
};

fn close(what: &str, got: f64, expected: f64, tolerance: f64) {
    let scale = expected.abs().max(1.0);
    assert!((got - expected).abs() <= tolerance * scale, "{what}: {got:e}, not {expected:e}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]
    /// f*∘g_f is the composition it stands for, in value and derivative; g_f increases and logit inverts it.
    #[test]
    fn activations(v in -12.0..12.0f64) {
        for d in Divergence::all() {
            let x = Dual::seed(v);
            let (t, direct) = (d.activation(x), d.conjugate_of_activation(x));
            let composed = d.conjugate(t);
            // Inside log σ the composition itself loses what cancels: e^12 rounding errors.
            prop_assert!((direct.re - composed.re).abs() <= 1e-9 * (1.0 + direct.re.abs()), "{d:?} {direct:?} {composed:?}");
            prop_assert!((direct.eps - composed.eps).abs() <= 1e-9 * (1.0 + direct.eps.abs()), "{d:?} {direct:?} {composed:?}");
            prop_assert!(t.eps > 0.0 && d.domain().contains(t.re));
            // A saturated t pins v down to rounding/g' only.
            let rounding = 1e-14 * (1.0 + t.re.abs()) * (1.0 + 1.0 / t.eps);
            prop_assert!((d.logit(t.re) - v).abs() <= rounding, "{d:?} {} {v}", d.logit(t.re));
        }
    }

    /// Fenchel–Young is an equality at T* = f'(u): f*(T*) = u T* − f(u), and f*'(T*) = u.
    #[test]
    fn fenchel_young(log_u in -4.0..4.0f64) {
        let u = log_u.exp();
        for d in Divergence::all() {
            let t = Dual::<f64>::seed(u);
            let Dual { re: t, eps: slope } = d.optimal(t);
            close(&format!("{d:?} f* at {t}"), d.conjugate(t), u * t - d.f(u), 1e-12 * (1.0 + u * t.abs()));
            if d.family != Family::TotalVariation {
                let rounding = 1e-14 * (u + (1.0 + t.abs()) / slope);
                prop_assert!((d.ratio(t) - u).abs() <= rounding, "{d:?} {} {u}", d.ratio(t));
            }
        }
    }
}

#[test]
fn limits_and_balance() {
    for d in Divergence::all() {
        assert_eq!(d.objection(), None);
        if d.f_at_zero().is_finite() {
            // TV, Pearson and α > 1 reach f(0) linearly; √u and u^α slowly.
            assert!((d.f(1e-300) - d.f_at_zero()).abs() < 1e-9, "{d:?} {} {}", d.f(1e-300), d.f_at_zero());
        } else {
            assert!(d.f(1e-300) > 600.0, "{d:?}");
        }
        let slope = d.optimal(1e30);
        if d.slope_at_infinity().is_finite() {
            assert!((slope - d.slope_at_infinity()).abs() < 1e-12, "{d:?} {slope}");
        } else {
            assert!(slope > 60.0, "{d:?} {slope}");
        }
        close(&format!("{d:?}"), d.activation(d.balance()), d.optimal(1.0), 1e-15);
        assert_eq!(Family::named(d.family.name()), Some(d.family));
        assert_eq!(serde_json::to_value(d.family).unwrap(), d.family.name());
    }
    for wrong in [Divergence::alpha(0.0), Divergence::alpha(1.0), Divergence::weighted_jensen_shannon(1.0)] {
        assert!(wrong.objection().is_some());
    }
}

/// Lambert's W behind Jeffrey's conjugate, far out on both sides and with its derivative.
#[test]
fn jeffrey_everywhere() {
    let d = Divergence::from(Family::Jeffrey);
    for k in -700..=700 {
        let t = f64::from(k);
        let u = d.ratio(t);
        close(&format!("T*({u:e})"), 1.0 + u.ln() - 1.0 / u, t, 1e-13);
        let twice = d.conjugate(Dual::seed(Dual::seed(t))).eps.eps;
        close(&format!("f*'' at {t}"), twice * (1.0 / u + 1.0 / u / u), 1.0, 1e-12);
    }
}

/// Conjugates below the range of f' are the constant −f(0), with derivative 0, in every scalar.
#[test]
fn conjugates_know_that_u_is_not_negative() {
    for (d, below) in [
        (Divergence::from(Family::TotalVariation), -3.0),
        (Divergence::from(Family::Pearson), -3.0),
        (Divergence::alpha(2.0), -1.5),
        (Divergence::alpha(3.0), -9.0),
    ] {
        let x = d.conjugate(Dual::seed(below));
        assert_eq!((x.re, x.eps), (-d.f_at_zero(), 0.0), "{d:?}");
    }
}

/// (f*∘g_f)'(0), the constant a of the Dirac-GAN's rotation.
#[test]
fn rotation_constants() {
    let a = |d: Divergence| d.conjugate_of_activation(Dual::seed(0.0)).eps;
    for (family, expected) in [
        (Family::Kl, (-1.0f64).exp()),
        (Family::ReverseKl, 1.0),
        (Family::Pearson, 1.0),
        (Family::Neyman, 1.0),
        (Family::SquaredHellinger, 1.0),
        (Family::Jeffrey, 1.0),
        (Family::JensenShannon, 0.5),
        (Family::Gan, 0.5),
        (Family::TotalVariation, 0.5),
    ] {
        close(family.name(), a(family.into()), expected, 1e-15);
    }
}

fn normal(mean: f64, sd: f64) -> Law {
    Law::normal(mean, sd).unwrap()
}

fn weights(w: &[f64]) -> Law {
    Law::discrete(w.into()).unwrap()
}

/// Closed forms of N(0,1) against N(μ,1), from touching to far apart, and of unequal widths.
#[test]
fn normals() {
    for mu in [0.25, 1.0, 3.0, 8.0] {
        let (p, q) = (normal(0.0, 1.0), normal(mu, 1.0));
        let m2 = mu * mu;
        let alpha = |a: f64| ((a * (a - 1.0) * m2 / 2.0).exp_m1()) / (a * (a - 1.0));
        for (d, expected) in [
            (Family::Kl.into(), m2 / 2.0),
            (Family::ReverseKl.into(), m2 / 2.0),
            (Family::Jeffrey.into(), m2),
            (Family::Pearson.into(), m2.exp_m1()),
            (Family::Neyman.into(), m2.exp_m1()),
            (Family::SquaredHellinger.into(), -2.0 * (-m2 / 8.0).exp_m1()),
            (Family::TotalVariation.into(), libm::erf(mu / 8f64.sqrt())),
            (Divergence::alpha(0.5), alpha(0.5)),
            (Divergence::alpha(0.1), alpha(0.1)),
            (Divergence::alpha(3.0), alpha(3.0)),
            (Divergence::alpha(-1.5), alpha(-1.5)),
        ] {
            let got = between(&d, &p, &q).unwrap();
            let allowed = (1e-12 * expected).max(3e-15);
            assert!((got.value - expected).abs() <= allowed, "{d:?} μ = {mu}: {got:?}, not {expected:e}");
            assert!((got.value - expected).abs() <= 4.0 * got.error, "{d:?} μ = {mu}: {got:?}, not {expected:e}");
        }
    }
    let kl = |m: f64, s: f64, n: f64, t: f64| (t / s).ln() + (s * s + (m - n) * (m - n)) / (2.0 * t * t) - 0.5;
    for [m, s, n, t] in [[0.0, 1.0, 0.0, 2.0], [1.0, 0.5, -1.0, 1.5], [3.0, 1e-3, -5.0, 2.0], [0.0, 1.0, 40.0, 0.1]] {
        let (p, q) = (normal(m, s), normal(n, t));
        close("KL", between(&Family::Kl.into(), &p, &q).unwrap().value, kl(m, s, n, t), 1e-12);
        close("reverse KL", between(&Family::ReverseKl.into(), &q, &p).unwrap().value, kl(m, s, n, t), 1e-12);
    }
    // Far apart: saturated, with no NaN on the way.
    let (p, q) = (normal(0.0, 1.0), normal(60.0, 1.0));
    close("JSD", jensen_shannon(&p, &q).unwrap().value, 2f64.ln(), 1e-12);
    close("TV", between(&Family::TotalVariation.into(), &p, &q).unwrap().value, 1.0, 1e-13);
    // The wider law's tail is too heavy for p²/q as soon as its variance is twice the other's.
    let wide = |s: f64| between(&Family::Pearson.into(), &normal(0.0, s), &normal(0.0, 1.0)).unwrap().value;
    assert_eq!(wide(2f64.sqrt() + 1e-9), f64::INFINITY);
    let s2 = 1.9f64;
    close("Pearson", wide(s2.sqrt()), 1.0 / (s2 * (2.0 - s2)).sqrt() * 1.0 - 1.0, 1e-12);
}

/// ∫ p²/q of a uniform law against a narrow normal one stands in layers of width σ² at both ends. Logarithms by mpmath, of
/// √(2π)σ/4 · ∫₋₁¹ e^(x²/2σ²) dx.
#[test]
fn a_divergence_beyond_the_largest_double_by_its_logarithm() {
    let p = Law::uniform(-1.0, 1.0).unwrap();
    for (sd, expected) in [
        (1e-6, 499_999_999_958.779_26),
        (1e-4, 49_999_972.594_770_246),
        (1e-3, 499_979.502_526_515_7),
        (2e-3, 124_981.581_971_057_42),
        (4e-3, 31_233.661_424_599_698),
        (7e-3, 10_189.421_937_621_93),
    ] {
        for (family, p, q) in [(Family::Pearson, &p, &normal(0.0, sd)), (Family::Neyman, &normal(0.0, sd), &p)] {
            let Err(DivergenceError::Overflow(Some(log))) = between(&family.into(), p, q) else {
                panic!("{family:?} at {sd}: {:?}", between(&family.into(), p, q))
            };
            close(&format!("log {family:?} at {sd}"), log / expected, 1.0, 1e-12);
        }
    }
}

/// The ends of a far narrow support are rounded, and the estimate of the error counts that. 530.02… by mpmath.
#[test]
fn rounded_ends_are_in_the_error() {
    let q = Law::uniform(-1320.146349974956, -1298.3191554918906).unwrap();
    let found = between(&Family::Neyman.into(), &normal(0.0, 664.770_671_700_475_6), &q).unwrap();
    let off = (found.value - 530.025_622_813_759_7).abs();
    assert!(off <= found.error && found.error < 1e-10, "off by {off:e}, estimated {:e}", found.error);
}

/// The conventions at points that only one law charges.
#[test]
fn points_without_mass() {
    let (p, q) = (weights(&[0.5, 0.5, 0.0, 0.0]), weights(&[0.5, 0.0, 0.5, 0.0]));
    for (family, expected) in [
        (Family::TotalVariation, 0.5),
        (Family::Kl, f64::INFINITY),
        (Family::ReverseKl, f64::INFINITY),
        (Family::SquaredHellinger, 1.0),
        (Family::JensenShannon, 2f64.ln()),
        (Family::WeightedJensenShannon, 0.5 * 2f64.ln()),
        (Family::Gan, -2f64.ln()),
    ] {
        let got = between(&family.into(), &p, &q).unwrap().value;
        assert!(got == expected || (got - expected).abs() < 1e-15, "{family:?} {got}");
    }
    // KL(P‖Q) is finite where Q has what P lacks; reverse KL is not.
    let (p, q) = (weights(&[1.0, 0.0]), weights(&[0.5, 0.5]));
    close("KL", between(&Family::Kl.into(), &p, &q).unwrap().value, 2f64.ln(), 1e-15);
    assert_eq!(between(&Family::ReverseKl.into(), &p, &q).unwrap().value, f64::INFINITY);
    assert_eq!(Law::discrete(vec![0.5, 0.4]), Err(LawError::Sum(0.9)));
    assert_eq!(Law::discrete(vec![1.5, -0.5]), Err(LawError::Weight { index: 2, value: -0.5 }));
    assert_eq!(between(&Family::Kl.into(), &p, &normal(0.0, 1.0)), Err(LawError::Kinds.into()));
    assert_eq!(between(&Family::Kl.into(), &p, &weights(&[1.0])), Err(LawError::Lengths(2, 1).into()));
}

/// The bound is tight at T* and nowhere above.
#[test]
fn variational_bound() {
    let pairs = [
        (weights(&[0.2, 0.3, 0.5, 0.0]), weights(&[0.5, 0.25, 0.125, 0.125])),
        (normal(0.0, 1.0), normal(1.0, 1.0)),
        (normal(0.3, 0.9), normal(-0.4, 0.8)),
    ];
    for d in Divergence::all() {
        for (p, q) in &pairs {
            let value = between(&d, p, q).unwrap();
            let best = optimal(&d, p, q).unwrap();
            if value.value.is_finite() {
                let tight = lower_bound(&d, p, q, &best).unwrap();
                close(&format!("{d:?} {p:?}"), tight.value, value.value, 1e-12);
            }
            for wave in 1..6 {
                // Any other critic: the best one bent, and one that knows nothing of p and q.
                let bent = |x: f64| d.activation(f64::sin(f64::from(wave) * x));
                let other = lower_bound(&d, p, q, bent).unwrap();
                assert!(other.value < value.value, "{d:?} {p:?} {other:?} {value:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// f* found as a supremum is the closed one; f** is f; lines stay below and touch.
    #[test]
    fn suprema(v in -6.0..6.0f64, log_u in -5.0..5.0f64) {
        let u = log_u.exp();
        for d in Divergence::all() {
            let t = d.activation(v);
            let found = conjugate(&d, t);
            let at = found.at.unwrap();
            let rounding = 1e-14 * (1.0 + at * (1.0 + t.abs()));
            prop_assert!((found.value - d.conjugate(t)).abs() <= rounding, "{d:?} {t} {found:?} {}", d.conjugate(t));
            let back = biconjugate(&d, u);
            prop_assert!((back.value - d.f(u)).abs() <= 1e-12 * (1.0 + u + d.f(u).abs()), "{d:?} {u} {back:?} {}", d.f(u));
            let grid: Vec<f64> = (0..=200).map(|k| 0.1 * f64::from(k)).collect();
            prop_assert!(envelope(&d, &grid, t) <= found.value + rounding);
            prop_assert!((envelope(&d, &[at], t) - found.value).abs() <= rounding);
        }
    }

    /// Divergences of discrete laws are ≥ f(1), with KL(q‖p) = reverse KL, and mixing both laws lowers them.
    #[test]
    fn processing_loses(raw in prop::collection::vec((0.01..1.0f64, 0.01..1.0f64), 2..8)) {
        let scale = |w: Vec<f64>| { let s: f64 = w.iter().sum(); w.into_iter().map(|x| x / s).collect::<Vec<_>>() };
        let p = scale(raw.iter().map(|r| r.0).collect());
        let q = scale(raw.iter().map(|r| r.1).collect());
        let merged = |w: &[f64]| weights(&[&[w[0] + w[1]], &w[2..]].concat());
        for d in Divergence::all() {
            let fine = between(&d, &weights(&p), &weights(&q)).unwrap().value;
            let coarse = between(&d, &merged(&p), &merged(&q)).unwrap().value;
            prop_assert!(coarse <= fine + 1e-12 && d.f(1.0) <= coarse + 1e-12, "{d:?}");
        }
        let value = |f: Family, a: &[f64], b: &[f64]| between(&f.into(), &weights(a), &weights(b)).unwrap().value;
        prop_assert!((value(Family::Kl, &p, &q) - value(Family::ReverseKl, &q, &p)).abs() <= 1e-14);
        prop_assert!((value(Family::Pearson, &p, &q) - value(Family::Neyman, &q, &p)).abs() <= 1e-10);
    }
}

/// A supremum need not be a maximum.
#[test]
fn suprema_that_are_not_attained() {
    let sup = |family: Family, t: f64| conjugate(&family.into(), t);
    for (family, end) in [(Family::ReverseKl, 0.0), (Family::SquaredHellinger, 1.0), (Family::Gan, 0.0)] {
        assert_eq!((sup(family, end).value, sup(family, end).at), (f64::INFINITY, None), "{family:?}");
    }
    let neyman = sup(Family::Neyman, 1.0);
    assert!(neyman.at.is_none() && (neyman.value - 2.0).abs() < 1e-9, "{neyman:?}");
    let alpha = conjugate(&Divergence::alpha(-0.25), 0.8);
    assert!(alpha.at.is_none() && (alpha.value - 4.0).abs() < 1e-6, "{alpha:?}");
    // Attained at the edge u = 0, and on a whole half-line.
    assert_eq!((sup(Family::Pearson, -3.0).value, sup(Family::Pearson, -3.0).at), (-1.0, Some(0.0)));
    assert_eq!(sup(Family::TotalVariation, 0.5).value, 0.5);
    assert_eq!(sup(Family::TotalVariation, 0.51).value, f64::INFINITY);
}

/// C(G) = −log 4 + 2 JSD, D* = ½ at the optimum, and a frozen D that promises too much.
#[test]
fn optimal_discriminator() {
    for (p, q) in [
        (normal(0.0, 1.0), normal(2.0, 0.5)),
        (weights(&[0.2, 0.8, 0.0]), weights(&[0.1, 0.4, 0.5])),
        (weights(&[0.5, 0.5]), weights(&[0.5, 0.5])),
    ] {
        let js = jensen_shannon(&p, &q).unwrap().value;
        close("C(G)", discriminator::criterion(&p, &q).unwrap().value, -4f64.ln() + 2.0 * js, 1e-14);
        close("GAN", between(&Family::Gan.into(), &p, &q).unwrap().value, -4f64.ln() + 2.0 * js, 1e-14);
    }
    assert_eq!(discriminator::optimal(0.3, 0.3), 0.5);

    let js = |theta: f64| jensen_shannon(&normal(0.0, 1.0), &normal(theta, 1.0)).unwrap().value;
    for theta in [0.5, 1.0, 2.0] {
        let frozen = Frozen { at: theta };
        // The slope under D* is the slope of C(G) = 2 JSD − log 4 itself: the envelope theorem.
        let h = 1e-4;
        close("slope", frozen.slope(), (js(theta + h) - js(theta - h)) / h, 1e-7);
        let limit = frozen.largest_step();
        assert!(js(frozen.after(0.99 * limit)) < js(theta) && js(frozen.after(1.01 * limit)) > js(theta));
        // ... while the frozen loss keeps falling.
        assert!(frozen.loss(frozen.after(3.0 * limit)) < frozen.loss(theta));
    }
}

/// JS saturates, W₁ does not, and a critic without a Lipschitz condition has no best response.
#[test]
fn separation() {
    for (k, mu) in [1.0, 4.0, 16.0].into_iter().enumerate() {
        let js = jensen_shannon(&normal(0.0, 1.0), &normal(mu, 1.0)).unwrap().value;
        assert!(js <= 2f64.ln() + 1e-15);
        assert_eq!(transport::normal([0.0, 1.0], [mu, 1.0]), mu);
        if k == 2 {
            close("saturated", js, 2f64.ln(), 1e-13);
        }
    }
    assert_eq!(discriminator::best_response(0.7, 1.0), transport::line(&[0.0], &[0.7]).1);
    assert_eq!(discriminator::best_response(0.7, f64::INFINITY), f64::INFINITY);
    assert_eq!(discriminator::best_response(0.0, f64::INFINITY), 0.0);
}
