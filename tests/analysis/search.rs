//! Equilibria off the expected one.

use super::experiment;
use saddleflow::analysis::any;
use saddleflow::analysis::{Equilibrium, Evidence, Rest, starts};

/// Isolated equilibria that the game does not list.
fn further(text: &str) -> Vec<Equilibrium> {
    let e = experiment(text);
    let search = any::search(&e.field, &saddleflow::game::Game::equilibria(e.game()), &starts(&e.at, 3.0));
    search.found.into_iter().filter(|e| !e.listed && e.dimension == 0).collect()
}

fn saddle_at(found: &[Equilibrium], at: &[f64], tolerance: f64) {
    let near = |e: &&Equilibrium| e.at.iter().zip(at).all(|(a, b)| (a - b).abs() < tolerance);
    let e = found.iter().find(near).unwrap_or_else(|| panic!("no equilibrium at {at:?}: {found:?}"));
    assert_eq!(e.kind, Rest::Saddle, "{e:?}");
    assert!(e.residual < 1e-13 && matches!(e.evidence, Evidence::Proved { radius, .. } if radius < 1e-12), "{e:?}");
}

/// With R₁ the uniform game has a saddle where the generator has collapsed to a point.
#[test]
fn the_collapsed_saddle_of_the_uniform_game() {
    for (gamma, psi) in [(0.1, -0.9183), (0.3, -0.3706), (1.0, -0.1205)] {
        let found = further(&format!("game.uniform.penalty.r1.gamma = {gamma}"));
        saddle_at(&found, &[0.0, psi], 5e-5);
    }
    for gamma in [0.1, 0.3, 1.0] {
        let found = further(&format!("game.uniform = {{ loss = \"wasserstein\", penalty.r1.gamma = {gamma} }}"));
        saddle_at(&found, &[0.0, -0.25 / gamma], 1e-10);
    }
    // Without a penalty there is none at θ = 0.
    assert!(further("game.uniform = {}").iter().all(|e| e.at[0].abs() > 0.1));
}

/// 2uσ(u) = 1, u = θψ, ψ² − θ² = 1/(γσ(u)σ(−u)).
#[test]
fn consensus_has_two_saddles_of_its_own() {
    for (gamma, theta, psi) in [(1.0, 0.34125, 2.16509), (3.0, 0.54719, 1.35024)] {
        let found = further(&format!("game.dirac = {{}}\nfield.consensus.gamma = {gamma}"));
        assert_eq!(found.len(), 2, "{found:?}");
        saddle_at(&found, &[theta, psi], 5e-6);
        saddle_at(&found, &[-theta, -psi], 5e-6);
        let u: f64 = found[0].at[0] * found[0].at[1];
        assert!((u - 0.738_835_031_1).abs() < 1e-9, "{u}");
    }
}

#[test]
fn the_product_game_has_a_saddle_off_its_curve() {
    let found = further("game.product.penalty.r1.gamma = 0.5");
    saddle_at(&found, &[0.0, 0.0, -0.6748], 5e-5);
    let mut real: Vec<f64> = found[0].eigenvalues.iter().map(|l| l[0]).collect();
    real.sort_by(f64::total_cmp);
    for (a, b) in real.iter().zip([-0.7236, -0.2277, 0.2277]) {
        assert!((a - b).abs() < 5e-5, "{real:?}");
    }
}

/// v falls off like e^(−θψ) far out: a small residual there is no zero.
#[test]
fn a_field_that_dies_away_has_no_zero_there() {
    let e = experiment("game.dirac.loss = \"minimax\"");
    let search = any::search(&e.field, &[], &starts(&[8.0, 8.0], 5.0));
    for found in &search.found {
        assert!(found.at.iter().all(|x| x.abs() < 1e-9), "{found:?}");
    }
    if let Some(miss) = search.nearest_miss() {
        assert!(miss.residual.is_finite() && miss.end.len() == 2, "{miss:?}");
    }
    let arrived: usize = search.found.iter().map(|e| e.reached).sum();
    let ran_off: usize = search.tails.iter().map(|t| t.reached).sum();
    assert_eq!(search.failures.len() + arrived + ran_off, 81);
    assert!(search.unproved.is_empty(), "{search:?}");
}
