//! Theorem 4.1 and its counterexamples.

use super::experiment;
use saddleflow::analysis::any;
use saddleflow::analysis::{Assumption, Theorem, starts};

fn theorem(text: &str) -> Theorem {
    let e = experiment(text);
    any::lint(&e.field, &e.at, &starts(&e.at, 0.5)[..2]).theorem.expect("a GAN at its equilibrium")
}

fn abscissa_is(t: &Theorem, expected: f64) {
    assert!((t.abscissa - expected).abs() < 1e-12, "{t:?}");
}

#[test]
fn it_applies_where_r1_is_used_as_it_should() {
    for game in ["dirac", "location", "uniform", "sum", "product"] {
        let t = theorem(&format!("game.{game}.penalty.r1.gamma = 0.5"));
        assert!(t.applies, "{game}: {t:?}");
        assert!(t.abscissa < -0.05, "{game}: {t:?}");
    }
    abscissa_is(&theorem("game.dirac.penalty.r1.gamma = 0.5"), -0.25);
    // λ = −γ ± √(γ² − 4a²) across θ₁ + θ₂ = 0, ψ₁ + ψ₂ = 0.
    let t = theorem("game.sum.penalty.r1.gamma = 0.5");
    assert_eq!(t.transverse.len(), 2);
    abscissa_is(&t, -0.5);
    // λ = −γ/2 ± √(γ²/4 − 2a²) across θ₁θ₂ = 1.
    let t = theorem("game.product.penalty.r1.gamma = 0.5");
    assert_eq!(t.transverse.len(), 2);
    abscissa_is(&t, -0.25);
}

#[test]
fn each_counterexample_fails_in_its_own_way() {
    use Assumption::{Curvature, Discriminator, Generator, Neighbourhood, Regularised, Slope};
    for (text, failing) in [
        ("game.fixed_curvature.penalty.r1.gamma = 0.5", Neighbourhood),
        (
            "game.dirac.loss.expression = { discriminator = \"fake^2 + real^2\", generator = \"-fake^2 - real^2\" }\ngame.dirac.penalty.r1.gamma = 0.5",
            Slope,
        ),
        ("game.flat_link.gamma = 0.5", Slope),
        ("game.two_atoms = { loss = \"wasserstein\", penalty.r1.gamma = 0.5 }", Curvature),
        ("game.squared_critic.penalty.r1.gamma = 0.5", Discriminator),
        ("game.cubed_generator.penalty.r1.gamma = 0.5", Generator),
        ("game.dirac = {}", Regularised),
    ] {
        let t = theorem(text);
        assert!(!t.applies, "{text}");
        // A critic in ψ² has no gradient at ψ* = 0, so nothing pulls the generator either.
        let also: &[Assumption] = if failing == Discriminator { &[Generator] } else { &[] };
        assert_eq!(t.failing(), [&[failing], also].concat(), "{text}: {t:?}");
    }
}

#[test]
fn the_counterexamples_do_not_converge_for_that_reason() {
    // Roots of λ² + (2ac + γ)λ + a² + 2acγ, c = −3, γ = ½.
    abscissa_is(&theorem("game.fixed_curvature.penalty.r1.gamma = 0.5"), 1.25 + (1.25f64 * 1.25 + 1.25).sqrt());
    abscissa_is(&theorem("game.two_atoms = { loss = \"wasserstein\", penalty.r1.gamma = 0.5 }"), 0.0);
    // ... but with f'' < 0 it does, penalty or not.
    abscissa_is(&theorem("game.two_atoms.penalty.r1.gamma = 0.5"), -0.25);
    abscissa_is(&theorem("game.cubed_generator.penalty.r1.gamma = 0.5"), 0.0);
}
