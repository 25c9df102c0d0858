//! The network game as a game: its Jacobian at once and column by column, its batches, its table.

use saddleflow::{
    analysis::{field_jacobian_by_columns, simulate},
    field::{Adjusted, Plain},
    game::{AnyGame, Game, Mlp, Player},
    loss::AnyLoss,
    penalty::AnyPenalty,
    rule::{Alternating, LearningRate, Optimistic, Rule},
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
    tables.push(small("tanh", "penalty.gradient_penalty = { sided = \"one\", target = 0.1 }"));
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

/// Every sub-step of a round has its own batch: n_d = 2 by hand.
#[test]
fn each_discriminator_step_sees_a_new_batch() {
    let (game, x) = game(&small("tanh", "penalty = \"r1\""), 1);
    let (h, t) = (0.05, 7);
    let field = Adjusted { game: game.clone(), adjust: Plain {} };
    let mut found = x.clone();
    Alternating { lr: LearningRate::from(h), discriminator_steps: 2, ..Default::default() }.step(&field, t, &mut found);
    let by_hand = |batches: [u32; 3]| {
        let mut x = x.clone();
        let moves = [Player::Generator, Player::Discriminator, Player::Discriminator];
        for (who, k) in moves.into_iter().zip(batches) {
            game.fresh(t, k);
            let mut gradient = vec![0.0; x.len()];
            game.grad(who, game.block(who), &x, &mut gradient);
            game.block(who).for_each(|i| x[i] += -gradient[i] * h);
        }
        x
    };
    assert_eq!(found, by_hand([0, 1, 2]));
    assert_ne!(found, by_hand([0, 1, 1]));
}

/// Interpolation weights are uniform, neighbours lie around the real points, and penalties look there.
#[test]
fn penalties_look_between_and_around() {
    let (game, x) = game(&small("tanh", "").replace("batch = 7", "batch = 4000"), 1);
    let batch = game.batch();
    let moment = |k: i32| batch.mix.iter().map(|e| e.powi(k)).sum::<f64>() / 4000.0;
    for k in 1..4 {
        assert!((moment(k) - 1.0 / f64::from(k + 1)).abs() < 0.02, "moment {k} of a uniform number");
    }
    let off = batch.around.iter().zip(&batch.real).map(|(a, r)| (a - r).powi(2)).sum::<f64>() / 8000.0;
    assert!((off.sqrt() - 0.5).abs() < 0.02);
    // The penalty itself, by D at the points and differences of D.
    let logit =
        |x: &[f64], p: [f64; 2]| game.discriminator.forward(&x[game.dims()[0]..], p.to_vec(), 1).pop().expect("D")[0];
    let slope = |x: &[f64], p: [f64; 2]| {
        let h = 1e-5;
        let along = |u: [f64; 2]| {
            let at = |s: f64| logit(x, [p[0] + s * u[0], p[1] + s * u[1]]);
            (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h)
        };
        along([1.0, 0.0]).hypot(along([0.0, 1.0]))
    };
    let fake = {
        let theta = &x[..game.dims()[0]];
        let points = game.generator.forward(theta, batch.latent.clone(), 4000).pop().expect("G");
        points.iter().zip(&batch.shift).map(|(g, s)| g + s).collect::<Vec<f64>>()
    };
    let loss = |rest: &str| {
        let (game, _) = self::game(&small("tanh", rest).replace("batch = 7", "batch = 4000"), 1);
        game.loss(Player::Discriminator, &x)
    };
    let plain = loss("");
    let mean = |f: &dyn Fn(usize) -> f64| (0..4000).map(f).sum::<f64>() / 4000.0;
    let between = |i: usize| {
        let e = batch.mix[i];
        [0, 4000].map(|f| e * batch.real[f + i] + (1.0 - e) * fake[f + i])
    };
    let around = |i: usize| [batch.around[i], batch.around[4000 + i]];
    let two = mean(&|i| (slope(&x, between(i)) - 0.7).powi(2));
    let one = mean(&|i| (slope(&x, between(i)) - 0.7).max(0.0).powi(2));
    let near = mean(&|i| (slope(&x, around(i)) - 0.7).powi(2));
    assert!((two - one).abs() > 1e-3, "the sides differ");
    for (rest, expected) in [
        ("penalty.gradient_penalty = { lambda = 3, target = 0.7 }", two),
        ("penalty.gradient_penalty = { lambda = 3, target = 0.7, sided = \"one\" }", one),
        ("penalty.dragan = { lambda = 3, target = 0.7 }", near),
    ] {
        let found = loss(rest) - plain;
        assert!((found - 1.5 * expected).abs() < 1e-9, "{rest}: {found} by hand {}", 1.5 * expected);
    }
}
