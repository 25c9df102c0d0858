//! Training in single precision: kernels against plain loops, gradients and whole runs against double precision, on one
//! thread and many, resumed, and without an allocation.

use pulp::Arch;
use saddleflow::{
    analysis::any,
    experiment::Experiment,
    game::{AnyGame, Game, Mlp, Player},
    loss::AnyLoss,
    num::random::{GROUP, Stream},
    penalty::AnyPenalty,
    train::{
        Checkpoint, Gradients, Training,
        kernel::{Bias, Matrix, Then, add_outer, times},
        plane::Plane,
    },
};
fn numbers(stream: u64, n: usize) -> Vec<f32> {
    let mut out = Vec::new();
    for group in 0.. {
        let mut numbers = [0.0; GROUP];
        Stream::new(stream).normals(group, &mut numbers);
        out.extend(numbers);
        if out.len() >= n {
            break;
        }
    }
    out.truncate(n);
    out
}

fn assert_close(what: &str, found: &[f32], expected: &[f64]) {
    let size = expected.iter().fold(0.0, |m: f64, e| m.max(e.abs()));
    for (f, e) in found.iter().zip(expected) {
        assert!((f64::from(*f) - e).abs() <= 2e-6 * size, "{what}: {f}, expected {e}");
    }
}

/// A plane of these rows.
fn plane(rows: usize, n: usize, numbers: &[f32]) -> Plane {
    let mut plane = Plane::new(rows, n);
    numbers.chunks(n).enumerate().for_each(|(r, row)| plane.row_mut(r).copy_from_slice(row));
    plane
}

fn flat(plane: &Plane, rows: usize) -> Vec<f32> {
    (0..rows).flat_map(|r| plane.row(r).to_vec()).collect()
}

#[test]
fn kernels_are_matrix_products() {
    for arch in [Arch::new(), Arch::Scalar] {
        for (rows, columns, n) in [(1, 1, 64), (4, 4, 64), (5, 3, 128), (16, 16, 256), (7, 18, 192), (2, 33, 64)] {
            let (w, x, d) = (numbers(1, rows * columns), numbers(2, columns * n), numbers(3, rows * n));
            let (bias, factor, h) = (numbers(4, rows), numbers(5, n), numbers(6, rows * n));
            let (x_plane, h_plane) = (plane(columns, n, &x), plane(rows, n, &h));
            let matrix = Matrix::new(&w, rows, columns);
            let entry = |r: usize, c: usize| f64::from(w[r * columns + c]);
            let at = |r: usize, s: usize| (0..columns).map(|c| entry(r, c) * f64::from(x[c * n + s])).sum::<f64>();
            let expect = |f: &dyn Fn(usize, usize) -> f64| (0..rows * n).map(|i| f(i / n, i % n)).collect::<Vec<_>>();
            let b = |r: usize| f64::from(bias[r]);
            let mut y = plane(rows, n, &vec![f32::NAN; rows * n]);

            times(arch, matrix, &x_plane, Bias::Same(&bias), Then::Rectify(0.2), &mut y);
            let leaky = |y: f64| if y > 0.0 { y } else { f64::from(0.2f32) * y };
            assert_close("φ(W x + b)", &flat(&y, rows), &expect(&|r, s| leaky(b(r) + at(r, s))));

            times(arch, matrix, &x_plane, Bias::Scaled(&bias, &factor), Then::Slope(0.2, &h_plane), &mut y);
            let slope = |r: usize, s: usize| if h[r * n + s] > 0.0 { 1.0 } else { f64::from(0.2f32) };
            let scaled = |r, s: usize| slope(r, s) * (b(r) * f64::from(factor[s]) + at(r, s));
            assert_close("φ' (W x + b c)", &flat(&y, rows), &expect(&scaled));

            let mut back = plane(columns, n, &vec![f32::NAN; columns * n]);
            times(arch, matrix.transposed(), &plane(rows, n, &d), Bias::None, Then::Nothing, &mut back);
            let at = |c: usize, s: usize| (0..rows).map(|r| entry(r, c) * f64::from(d[r * n + s])).sum::<f64>();
            let expected: Vec<f64> = (0..columns * n).map(|i| at(i / n, i % n)).collect();
            assert_close("Wᵀ δ", &flat(&back, columns), &expected);

            let (mut outer, mut sums) = (vec![1.0; rows * columns], vec![1.0; rows]);
            add_outer(arch, &plane(rows, n, &d), &x_plane, &factor, [&mut outer, &mut sums]);
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
            let row = |x: &[f32], r: usize| x[r * n..(r + 1) * n].to_vec();
            let product = |i: usize| 1.0 + dot(&row(&d, i / columns), &row(&x, i % columns));
            assert_close("Σ δ ⊗ x", &outer, &(0..rows * columns).map(product).collect::<Vec<_>>());
            let sum = |r: usize| 1.0 + dot(&row(&d, r), &factor);
            assert_close("Σ δ e", &sums, &(0..rows).map(sum).collect::<Vec<_>>());
        }
    }
}

/// The game of a table, drawn weights with biases moved off 0 and rounded to single precision.
fn game(rest: &str, activation: &str, batch: usize) -> (Mlp, Vec<f32>) {
    let net = format!("{{ widths = [16, 13, 16], activation = \"{activation}\", init = \"glorot_normal\" }}");
    let table = format!(
        "batch = {batch}\ndata.ring.sigma = 0.1\ngenerator = {net}\ndiscriminator = {net}\nnoise.sigma = 0.1\n\
         around = 0.3\n{rest}"
    );
    let game: Mlp = toml::from_str(&table).unwrap_or_else(|e| panic!("{e}\n{table}"));
    let x = game.initial().expect("drawn weights");
    let moved = x.iter().enumerate().map(|(i, p)| (p + 0.05 * (1.0 + i as f64).sin()) as f32).collect();
    (game, moved)
}

/// The worst relative error over the blocks of weights or biases of one layer each.
fn worst_block(game: &Mlp, who: Player, found: &[f32], expected: &[f64]) -> f64 {
    let net = if who == Player::Generator { &game.generator } else { &game.discriminator };
    let mut worst: f64 = 0.0;
    for layer in net.layers() {
        let biases = layer.range.end - layer.outputs;
        for block in [layer.range.start..biases, biases..layer.range.end] {
            let norm = |x: &mut dyn Iterator<Item = f64>| x.map(|x| x * x).sum::<f64>().sqrt();
            let size = norm(&mut expected[block.clone()].iter().copied());
            let error = norm(&mut block.clone().map(|i| f64::from(found[i]) - expected[i]));
            if size > 1e-12 {
                worst = worst.max(error / size);
            } else {
                assert!(error < 1e-7, "a block that should be 0");
            }
        }
    }
    worst
}

#[test]
fn gradients_are_those_of_the_game() {
    let mut worst: f64 = 0.0;
    for activation in ["leaky_relu", "tanh", "relu"] {
        for loss in AnyLoss::NAMES {
            let penalties = AnyPenalty::NAMES.iter().map(|p| format!("penalty.{p} = {{}}"));
            let several = "penalty = { r1 = { gamma = 2 }, r2 = { gamma = 1 }, dragan = { lambda = 3 } }".to_string();
            for penalty in penalties.chain([String::new(), several]) {
                for batch in [64, 300] {
                    let (game, x) = game(&format!("loss = \"{loss}\"\n{penalty}"), activation, batch);
                    let exact: Vec<f64> = x.iter().map(|x| f64::from(*x)).collect();
                    let mut gradients = Gradients::new(&game, batch);
                    gradients.load(&game.batch());
                    for who in Player::BOTH {
                        let block = game.block(who);
                        let mut expected = vec![0.0; x.len()];
                        game.grad(who, block.clone(), &exact, &mut expected);
                        let mut found = vec![f32::NAN; block.len()];
                        gradients.of(who, &x, None, &mut found);
                        let error = worst_block(&game, who, &found, &expected[block]);
                        assert!(error <= 1e-4, "{activation}, {loss}, {penalty}, {batch}, {who:?}: {error:e}");
                        worst = worst.max(error);
                    }
                }
            }
        }
    }
    println!("worst relative error of a gradient block: {worst:e}");
}

/// The largest entry of the difference over the largest entry.
fn far(a: &[f32], b: &[f64]) -> f64 {
    let size = b.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
    a.iter().zip(b).fold(0.0, |m: f64, (a, b)| m.max((f64::from(*a) - b).abs())) / size
}

#[test]
fn a_wrong_penalty_would_be_seen() {
    let (game, x) = game("penalty.r1.gamma = 1.0", "leaky_relu", 64);
    let (other, _) = self::game("penalty.r1.gamma = 1.001", "leaky_relu", 64);
    let exact: Vec<f64> = x.iter().map(|x| f64::from(*x)).collect();
    let block = game.block(Player::Discriminator);
    let (mut expected, mut found) = (vec![0.0; x.len()], vec![0.0; block.len()]);
    other.grad(Player::Discriminator, block.clone(), &exact, &mut expected);
    let mut gradients = Gradients::new(&game, 64);
    gradients.load(&game.batch());
    gradients.of(Player::Discriminator, &x, None, &mut found);
    assert!(worst_block(&game, Player::Discriminator, &found, &expected[block]) > 1e-4);
}

/// Rules as they stand in experiment files.
const RULES: &[&str] = &[
    "simultaneous.lr = 0.01",
    "alternating = { lr = 0.01, discriminator_steps = 3, order = 'discriminator_first' }",
    "momentum = { lr = 0.01, beta = 0.5 }",
    "rmsprop.lr = 1e-3",
    "adam.lr = 1e-3",
    "momentum = { lr = 0.01, beta = 0.5, generator_steps = 2, order = 'generator_first' }",
    "rmsprop = { lr = 1e-3, discriminator_steps = 5 }",
    "adam = { lr = 1e-3, generator_steps = 2, discriminator_steps = 3, order = 'discriminator_first' }",
    "extragradient.lr = 0.01",
    "optimistic.lr = 0.01",
    "lookahead = { k = 3, inner.adam.lr = 1e-3 }",
    "average = { beta = 0.9, inner.rmsprop.lr = 1e-3 }",
];

fn experiment(game: &str, rest: &str) -> Experiment {
    let net = "{ widths = [9, 16], activation = 'leaky_relu' }";
    let text = format!(
        "seed = 3\n[game.mlp]\ndata.ring.sigma = 0.1\ngenerator = {net}\ndiscriminator = {net}\n{game}\n[run]\nsteps = 5\n{rest}"
    );
    Experiment::parse("test", &text, &[]).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

fn training(experiment: &Experiment) -> Training {
    let AnyGame::Mlp(game) = experiment.game() else { panic!("a game of networks") };
    let (adjust, rule) = (experiment.field.adjust.clone(), experiment.rule.clone());
    Training::new(game.clone(), adjust, rule, &experiment.start)
}

#[test]
fn every_rule_trains_as_it_runs_in_double_precision() {
    let noise = "batch = 300\nnoise = { sigma = 0.2, anneal = { end = 0.0, steps = 4 } }\npenalty.r1.gamma = 1.0";
    let clip = "batch = 64\nloss = 'wasserstein'\nclip = 0.3";
    let pairs = RULES.iter().map(|rule| (noise, format!("[rule]\n{rule}")));
    let adjusted = ["consensus.gamma = 0.1", "sga.lambda = 0.5"];
    let adjusted = adjusted.iter().map(|field| (noise, format!("[rule.simultaneous]\nlr = 0.01\n[field]\n{field}")));
    for (game, rest) in pairs.chain(adjusted).chain([(clip, "[rule.rmsprop]\nlr = 1e-3".to_string())]) {
        let experiment = experiment(game, &rest);
        let mut training = training(&experiment);
        for _ in 0..5 {
            training.step().expect("finite");
        }
        let run = any::simulate(&experiment.field, &experiment.rule, &experiment.start, 5);
        let n = experiment.game().n();
        let error = far(&training.state()[..n], run.x(5));
        assert!(error < 2e-5, "{game} {rest}: {error:e}");
        let start = far(&training.state()[..n], run.x(0));
        assert!(start > 20.0 * error, "{game} {rest}: nothing moved");
        if let Some(mean) = training.average() {
            let mean: Vec<f32> = mean.iter().map(|x| *x as f32).collect();
            assert!(far(&mean, &run.row(5)[n..]) < 2e-5, "the average of {rest}");
        }
    }
}

#[test]
fn threads_do_not_show() {
    let states = [1, 2, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let mut training =
                training(&experiment("batch = 1100\npenalty.r1.gamma = 1.0", "[rule.rmsprop]\nlr = 1e-3"));
            for _ in 0..5 {
                training.step().expect("finite");
            }
            training.state().iter().map(|z| z.to_bits()).collect::<Vec<_>>()
        })
    });
    assert!(states[0] == states[1] && states[0] == states[2]);
}

#[test]
fn steps_allocate_nothing() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| {
        for penalty in ["penalty.r1.gamma = 1.0", "penalty.gradient_penalty = {}", "penalty.dragan = {}"] {
            for rule in RULES {
                let mut training =
                    training(&experiment(&format!("batch = 300\n{penalty}"), &format!("[rule]\n{rule}")));
                for _ in 0..3 {
                    training.step().expect("finite");
                }
                let seen = allocation_counter::measure(|| (0..5).for_each(|_| training.step().expect("finite")));
                assert_eq!(seen.count_total, 0, "{penalty} {rule}");
            }
        }
        let seen = allocation_counter::measure(|| drop(std::hint::black_box(vec![0u8; 9])));
        assert_eq!(seen.count_total, 1, "the counter counts");
    });
}

#[test]
fn a_resumed_run_has_the_bits_of_one_that_was_not_interrupted() {
    for rule in RULES {
        let experiment = experiment("penalty.r1.gamma = 1.0\nbatch = 64", &format!("[rule]\n{rule}"));
        let mut whole = training(&experiment);
        (0..3).for_each(|_| whole.step().expect("finite"));
        let file = whole.checkpoint().bytes();
        let AnyGame::Mlp(game) = experiment.game() else { panic!("a game of networks") };
        let checkpoint = Checkpoint::parse("a file", &file).expect("whole");
        let (adjust, rule) = (experiment.field.adjust.clone(), experiment.rule.clone());
        let mut resumed = Training::resume(game.clone(), adjust, rule, &checkpoint).expect("fits");
        for training in [&mut whole, &mut resumed] {
            (0..3).for_each(|_| training.step().expect("finite"));
        }
        assert_eq!((whole.t(), whole.state()), (resumed.t(), resumed.state()));
    }
}

#[test]
fn a_run_that_leaves_the_numbers_says_when() {
    let mut training = training(&experiment("batch = 64\nloss = 'wasserstein'", "[rule.simultaneous]\nlr = 1e4"));
    let diverged = (0..100).find_map(|_| training.step().err()).expect("diverges");
    assert_eq!(diverged.0, training.t());
}
