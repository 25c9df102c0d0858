//! f-divergences against independent numbers and against their own identities.

use proptest::prelude::*;
use saddleflow::{
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
