//! The network game as a game: its Jacobian at once and column by column, its batches, its table.

use saddleflow::{
    analysis::{field_jacobian_by_columns, simulate},
    field::{Adjusted, Plain},
    game::{AnyGame, Game, Mlp, Player},
    loss::AnyLoss,
    penalty::AnyPenalty,
    rule::Optimistic,
};

/// The game of a table, and drawn weights with biases moved off 0.
fn game(table: &str, seed: u64) -> (Mlp, Vec<f64>) {
    let mut game: Mlp = toml::from_str(table).unwrap_or_else(|e| panic!("{e}\n{table}"));
    game.reseed(seed);
    let mut x = game.initial().expect("drawn weights");
    x.iter_mut().enumerate().for_each(|(i, p)| *p += 0.1 * (1.0 + i as f64).sin());
    (game, x)
}

fn small(activation: &str, rest: &str) -> String {
    let net = |widths| format!("{{ widths = {widths}, activation = \"{activation}\", init = \"glorot_normal\" }}");
    let (g, d) = (net("[4, 3]"), net("[3, 5]"));
    format!(
        "batch = 7\nlatent.gaussian.dim = 3\ndata.gaussian = {{ }}\ngenerator = {g}\ndiscriminator = {d}\n\
         noise.sigma = 0.3\naround = 0.5\n{rest}"
    )
}

#[test]
fn the_whole_jacobian_is_its_columns() {
    let mut tables = Vec::new();
    for loss in AnyLoss::NAMES {
        tables.push(small("tanh", &format!("loss = \"{loss}\"")));
        tables.push(small("leaky_relu", &format!("loss = \"{loss}\"\npenalty = \"gradient_penalty\"")));
    }
    for penalty in AnyPenalty::NAMES {
        for activation in ["tanh", "leaky_relu", "relu"] {
            tables.push(small(activation, &format!("penalty = \"{penalty}\"")));
        }
    }
    tables.push(small("tanh", "penalty = { r1 = { gamma = 2 }, r2 = { gamma = 1 }, roth = { gamma = 3 } }"));
    for (k, table) in tables.iter().enumerate() {
        let (game, x) = game(table, k as u64);
        let whole = game.jacobian(&x).expect("a way of its own");
        let field = Adjusted { game, adjust: Plain {} };
        let columns = field_jacobian_by_columns(&field, &x);
        let (error, size) = ((&whole - &columns).amax(), columns.amax());
        assert!(error <= 1e-12 * size.max(1.0), "off by {error:e} of {size}:\n{table}");
    }
}

#[test]
fn gradients_are_those_of_the_losses() {
    for penalty in AnyPenalty::NAMES {
        let (game, x) = game(&small("tanh", &format!("penalty.{penalty} = {{}}")), 3);
        for who in Player::BOTH {
            let mut gradient = vec![0.0; x.len()];
            game.grad(who, 0..x.len(), &x, &mut gradient);
            for i in (0..x.len()).step_by(7) {
                let along = |h: f64| {
                    let mut y = x.clone();
                    y[i] += h;
                    game.loss(who, &y)
                };
                let h = 1e-3;
                let slope = (8.0 * (along(h) - along(-h)) - (along(2.0 * h) - along(-2.0 * h))) / (12.0 * h);
                let error = (slope - gradient[i]).abs();
                assert!(error < 1e-8, "{penalty}, {who:?}, {i}: {} by differences {slope}", gradient[i]);
            }
        }
    }
}

#[test]
fn a_batch_is_drawn_for_each_sub_step_and_stays_for_a_spectrum() {
    let (game, _) = game(&small("tanh", ""), 1);
    let first = game.batch();
    let mut seen = vec![first.clone()];
    for (t, k) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        game.fresh(t, k);
        let batch = game.batch();
        assert!(seen.iter().all(|b| b.real != batch.real && b.latent != batch.latent && b.mix != batch.mix));
        seen.push(batch);
    }
    game.fresh(u64::MAX, 3);
    assert_eq!(game.batch(), first, "at the asymptotic time it is always the same");
    game.fresh(1, 1);
    let clone = game.clone();
    game.fresh(0, 1);
    assert_eq!(game.batch(), seen[2], "a batch depends on its step alone");
    assert_eq!(clone.batch(), seen[4], "clones share nothing");
    let (other, _) = self::game(&small("tanh", ""), 2);
    assert_ne!(other.batch().real, seen[0].real, "another seed, another batch");
    let (still, _) = self::game(&small("tanh", "resample = false"), 1);
    still.fresh(5, 0);
    assert_eq!(still.batch(), seen[0]);
}

#[test]
fn a_run_does_not_remember_another_one() {
    // The optimistic step starts from v(x₀), on some batch.
    let (game, x) = game(&small("tanh", ""), 1);
    let field = Adjusted { game, adjust: Plain {} };
    let run = || simulate(&field, &Optimistic::default(), &x, 5).values;
    assert_eq!(run(), run());
}

#[test]
fn noise_fades() {
    let table = |rest: &str| small("tanh", "").replace("noise.sigma = 0.3", rest);
    let spread = |rest: &str, t: u64| {
        let (game, _) = game(&table(rest).replace("batch = 7", "batch = 2000"), 1);
        game.fresh(t, 0);
        let shift = game.batch().shift.clone();
        (shift.iter().map(|s| s * s).sum::<f64>() / shift.len() as f64).sqrt()
    };
    let fading = "noise = { sigma = 1.0, anneal = { end = 0.2, steps = 100 } }";
    for (t, sigma) in [(0, 1.0), (50, 0.6), (100, 0.2), (5000, 0.2)] {
        assert!((spread(fading, t) - sigma).abs() < 0.03, "σ at step {t}");
    }
    assert_eq!(spread("noise = { sigma = 1.0, on = \"real\" }", 0), 0.0);
    let refused = toml::from_str::<Mlp>("noise = { sigma = 1, anneal = { end = -0.1, steps = 10 } }");
    assert!(refused.expect_err("ends below zero").to_string().contains("≥ 0"));
}

#[test]
fn weights_stay_in_the_clip() {
    let (game, x) = game(&small("tanh", "clip = 0.1"), 1);
    let mut y = x.clone();
    game.project(&mut y);
    let a = game.dims()[0];
    assert_eq!(y[..a], x[..a]);
    assert!(y[a..].iter().all(|p| p.abs() <= 0.1) && y[a..] != x[a..]);
}

#[test]
fn the_default_is_the_ring_with_2003_parameters() {
    let game = Mlp::default();
    assert_eq!(game.dims(), [1122, 881]);
    assert_eq!(game.batch().n, 512);
    // What is written can be read again and means the same.
    let text = toml::to_string(&game).expect("a table");
    let again: Mlp = toml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    assert_eq!(again.batch(), game.batch());
    assert_eq!(again.initial(), game.initial());
    assert!(AnyGame::NAMES.contains(&"mlp"));
}

#[test]
fn senseless_tables_are_refused() {
    for (table, word) in [
        ("batch = 0", "found 0"),
        ("generator.widths = [16, 0]", "found 0"),
        ("generator.activation = \"sigmoid\"", "tanh"),
        ("generator.init = \"zero\"", "he_normal"),
        ("data = \"csv\"", "path"),
        ("data.csv.path = \"/no/such/file\"", "/no/such/file"),
        ("data = \"spiral\"", "ring"),
        ("latent.gaussian.dim = 0", "found 0"),
        ("clip = -1", "> 0"),
        ("depth = 4", "unknown field"),
    ] {
        let error = toml::from_str::<Mlp>(table).expect_err(table).to_string();
        assert!(error.contains(word), "{table}: {error}");
    }
}
