//! Runs that converge like a power of the step.

use super::experiment;
use saddleflow::analysis::power_law;

#[test]
fn a_shifted_power_is_found_exactly() {
    for p in [0.25, 0.5, 1.0] {
        let law = power_law(&(0..4000).map(|k| 3.0 * (f64::from(k) + 300.0).powf(-p)).collect::<Vec<_>>()).unwrap();
        assert!((law.exponent - p).abs() < 2e-3 * p, "{law:?}");
        assert!((law.exponent - p).abs() < 3.0 * law.uncertainty + 1e-3 * p, "{law:?}");
    }
}

#[test]
fn an_exponential_and_a_constant_are_no_powers() {
    assert_eq!(power_law(&(0..2000).map(|k| 0.99f64.powi(k)).collect::<Vec<_>>()), None);
    assert_eq!(power_law(&[1.0; 2000]), None);
    assert_eq!(power_law(&(0..2000).map(|k| 1.001f64.powi(k)).collect::<Vec<_>>()), None);
}

/// r ≈ √(8/t): p = ½ where the linear part is neutral and the damping cubic.
#[test]
fn the_non_saturating_game_falls_like_a_root() {
    let e = experiment(
        "game.dirac.loss = \"non_saturating\"\nrule.alternating.lr = 0.2\nrun.start = [1.0, 1.0]\nrun.steps = 20000",
    );
    let (_, outcome) = saddleflow::experiment::simulate(&e);
    assert_eq!(outcome.reason, Some("sublinear"));
    let (p, dp) = (outcome.measured.power.unwrap(), outcome.measured.power_uncertainty.unwrap());
    assert!((p - 0.5).abs() < 0.005 && dp < 0.01, "{p} ± {dp}");
}
