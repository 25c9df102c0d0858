//! Laws of games.

use crate::peer::Peer;
use crate::support::{Difference, Draw, adjusted, against_differences, experiment, games};
use saddleflow::{
    analysis::any,
    field::{AnyAdjust, Plain, vjp},
    game::{AnyGame, Game, Player},
    loss::{AnyLoss, Loss},
};

/// −∇L of both players by num-dual, and minus the rows of the players' own Hessians.
fn by_peer(game: &AnyGame, x: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = x.len();
    let mut v = vec![0.0; n];
    let mut jacobian = vec![vec![0.0; n]; n];
    for who in Player::BOTH {
        for i in game.block(who) {
            for (j, entry) in jacobian[i].iter_mut().enumerate() {
                let out = game.loss(who, &Peer::seeded(x, i, j)).0;
                v[i] = -out.eps1;
                *entry = -out.eps1eps2;
            }
        }
    }
    (v, jacobian)
}

#[test]
fn the_field_is_minus_the_gradient_of_the_losses() {
    let mut draw = Draw::new(10);
    for (name, game) in games() {
        let n = game.n();
        let field = adjusted(&game, &AnyAdjust::from(Plain {})).expect("every game has its own field");
        for _ in 0..4 {
            let x = draw.point(n, 1.5);
            let v = any::velocity(&field, &x);
            let jacobian = any::field_jacobian(&field, &x);
            let (peer_v, peer_jacobian) = by_peer(&game, &x);
            for who in Player::BOTH {
                for i in game.block(who) {
                    let close = |a: f64, b: f64| (a - b).abs() <= 1e-11 * (1.0 + a.abs());
                    assert!(close(v[i], peer_v[i]), "{name} at {x:?}: v_{i} = {}, peer {}", v[i], peer_v[i]);
                    for j in 0..n {
                        let (a, b) = (jacobian[(i, j)], peer_jacobian[i][j]);
                        assert!(close(a, b), "{name} at {x:?}: ∂v_{i}/∂x_{j} = {a}, peer {b}");
                    }
                    let along = |h: f64| {
                        let mut y = x.clone();
                        y[i] += h;
                        vec![game.loss(who, &y)]
                    };
                    let verdict = against_differences(along, &[-v[i]], 1e-8);
                    assert!(!matches!(verdict, Difference::Of(_)), "{name} at {x:?}: v_{i} = {} is not −∂L", v[i]);
                }
            }
        }
    }
}

#[test]
fn products_with_the_jacobian_and_its_transpose_are_adjoint() {
    let mut draw = Draw::new(11);
    for (name, game) in games() {
        let n = game.n();
        let field = adjusted(&game, &AnyAdjust::from(Plain {})).expect("every game has its own field");
        for _ in 0..4 {
            let (x, u, w) = (draw.point(n, 1.5), draw.point(n, 1.0), draw.point(n, 1.0));
            let jacobian = any::field_jacobian(&field, &x);
            let mut back = vec![0.0; n];
            for who in Player::BOTH {
                vjp(&game, who, &x, &w, &Player::BOTH, &mut back);
            }
            let forth: f64 = (0..n).map(|i| w[i] * (0..n).map(|j| jacobian[(i, j)] * u[j]).sum::<f64>()).sum();
            let back: f64 = back.iter().zip(&u).map(|(a, b)| a * b).sum();
            assert!((forth - back).abs() < 1e-11 * (1.0 + forth.abs()), "{name} at {x:?}: {forth} and {back}");
        }
    }
}

#[test]
fn projection_is_idempotent_and_keeps_equilibria() {
    let mut draw = Draw::new(12);
    for (name, game) in games() {
        let mut x = draw.point(game.n(), 3.0);
        game.project(&mut x);
        let once = x.clone();
        game.project(&mut x);
        assert_eq!(x, once, "{name}");
        for equilibrium in game.equilibria() {
            let mut y = equilibrium.clone();
            game.project(&mut y);
            assert_eq!(y, equilibrium, "{name}");
        }
    }
}

#[test]
fn equilibria_are_at_rest() {
    for (name, game) in games() {
        let field = adjusted(&game, &AnyAdjust::from(Plain {})).expect("every game has its own field");
        for x in game.equilibria() {
            let speed = any::velocity(&field, &x).iter().fold(0.0, |a: f64, b| a.hypot(*b));
            assert!(speed < 1e-12, "{name}: ‖v‖ = {speed:e} at {x:?}");
        }
    }
}

#[test]
fn zero_sum_losses_have_skew_cross_blocks() {
    let mut draw = Draw::new(13);
    let mut zero_sum = vec![];
    for loss in AnyLoss::all() {
        let sums_to_zero = (0..10).all(|_| {
            let (r, f) = (2.0 * draw.number(), 2.0 * draw.number());
            (loss.discriminator(r, f) + loss.generator(r, f)).abs() < 1e-14
        });
        if !sums_to_zero {
            continue;
        }
        zero_sum.push(loss.name());
        for shape in ["", "dim = 3", "dim = 2\nbias = true", "noise.sigma = 0.5"] {
            let e = experiment(&format!("[game.dirac]\nloss = \"{}\"\n{shape}", loss.name()));
            let [a, b] = e.game().dims();
            let jacobian = any::field_jacobian(&e.field, &draw.point(a + b, 1.5));
            for i in 0..a {
                for j in a..a + b {
                    let sum = jacobian[(i, j)] + jacobian[(j, i)];
                    assert!(sum.abs() < 1e-12, "{} {shape}: entries ({i}, {j}) add up to {sum:e}", loss.name());
                }
            }
        }
    }
    for name in ["minimax", "wasserstein"] {
        assert!(zero_sum.contains(&name), "{name} is zero-sum, found {zero_sum:?}");
    }
}

/// A large damped bilinear game, of which products alone would leave the spectrum open: −q/2 ± √(q²/4 − s²) for each
/// singular value s, and of a simultaneous step one plus h times that.
#[test]
fn a_large_bilinear_game_has_its_whole_spectrum() {
    let (n, q, h) = (205, 0.5, 0.1);
    let s = |k: usize| 1.0 + k as f64 / n as f64;
    let diagonal = |value: &dyn Fn(usize) -> f64| {
        let row = |k: usize| {
            let entries = (0..n).map(|j| if j == k { format!("{:?}", value(k)) } else { "0.0".into() });
            format!("[{}]", entries.collect::<Vec<_>>().join(", "))
        };
        (0..n).map(row).collect::<Vec<_>>().join(", ")
    };
    let text = format!(
        "game.bilinear = {{ matrix = [{}], damping = [{}] }}\nrule.simultaneous.lr = {h:?}",
        diagonal(&s),
        diagonal(&|_| q)
    );
    let e = experiment(&text);
    let lin = any::linearise(&e.field, &e.rule, &e.at);
    let field = lin.field.unwrap_or_else(|| panic!("{}", lin.verdict.sentence)).eigenvalues;
    assert_eq!(field.len(), 2 * n);
    let mut found: Vec<f64> = field.iter().map(|l| l.im).collect();
    found.sort_by(f64::total_cmp);
    assert!(field.iter().all(|l| (l.re + 0.5 * q).abs() < 1e-12), "{field:?}");
    for (k, im) in found[n..].iter().enumerate() {
        assert!((im - (s(k) * s(k) - 0.25 * q * q).sqrt()).abs() < 1e-11, "{k}: {im}");
    }
    // |1 + hλ|² = 1 − hq + h²s², largest for the largest s.
    let radius = (1.0 - h * q + h * h * s(n - 1) * s(n - 1)).sqrt();
    assert!((lin.verdict.rate.expect("a radius") - radius).abs() < 1e-9, "{:?}", lin.verdict);
}
