//! Training steps of two perceptrons against JAX and PyTorch: one step of D with R1 and one of G, RMSProp, single
//! precision, noise drawn inside, one thread. All programs stay alive and take turns.

use crate::{Bound, Line, python};
use saddleflow::{experiment::Experiment, game::AnyGame, train::Training};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Stdio},
    sync::Barrier,
    time::Instant,
};

/// Turns of each program. Each is a few milliseconds long, so that some of them have a busy machine to themselves.
const ROUNDS: usize = 60;

/// What is trained: widths of the four layers of both networks, samples, the game.
#[derive(Clone, Copy)]
struct Case {
    width: usize,
    batch: usize,
    game: Game,
}

#[derive(Clone, Copy, PartialEq)]
enum Game {
    /// Non-saturating with R1; one step of D, one of G.
    R1,
    /// WGAN-GP; five steps of D, one of G.
    WganGp,
}

impl Case {
    fn r1(width: usize, batch: usize) -> Self {
        Self { width, batch, game: Game::R1 }
    }

    fn name(self) -> String {
        let game = if self.game == Game::R1 { "R1" } else { "WGAN-GP, n_d = 5" };
        format!("{game}, width {}, batch {}", self.width, self.batch)
    }

    fn training(self) -> Training {
        let net = format!("{{ widths = [{0}, {0}, {0}, {0}] }}", self.width);
        let (game, steps) = match self.game {
            Game::R1 => ("loss = 'non_saturating'\npenalty.r1.gamma = 10.0", 1),
            Game::WganGp => ("loss = 'wasserstein'\npenalty.gradient_penalty.lambda = 20.0", 5),
        };
        let text = format!(
            "[game.mlp]\nbatch = {}\ndata.ring.sigma = 0.01\nlatent.gaussian.dim = 16\ngenerator = {net}\n\
             discriminator = {net}\n{game}\n[rule.rmsprop]\nlr = 1e-4\norder = 'discriminator_first'\n\
             discriminator_steps = {steps}",
            self.batch
        );
        let experiment = Experiment::parse("bench", &text, &[]).expect("an experiment");
        let AnyGame::Mlp(game) = experiment.game() else { unreachable!("a game of networks") };
        let (adjust, rule) = (experiment.field.adjust.clone(), experiment.rule.clone());
        Training::new(game.clone(), adjust, rule, &experiment.start)
    }
}

/// A peer that answers a case with seconds.
struct Peer {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    fn start(script: &str, packages: &[&str], arguments: &[&str]) -> Option<Self> {
        let mut command = python::command(script, packages)?;
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().ok()?;
        let answers = BufReader::new(child.stdout.take()?);
        Some(Self { child, answers })
    }

    /// Seconds a step.
    fn time(&mut self, case: Case, steps: usize) -> Option<f64> {
        let game = if case.game == Game::R1 { "r1" } else { "wgan_gp" };
        writeln!(self.child.stdin.as_mut()?, "{} {} {game} {steps}", case.width, case.batch).ok()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).ok()?;
        answer.trim().parse::<f64>().ok().map(|seconds| seconds / steps as f64)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Seconds a step.
fn time(training: &mut Training, steps: usize) -> f64 {
    let begin = Instant::now();
    (0..steps).for_each(|_| training.step().expect("finite"));
    begin.elapsed().as_secs_f64() / steps as f64
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

/// Multiplications and additions of the products of matrices in one step with R1. D: values at generated points twice
/// and at real ones, cotangents of each, two gradients, and one pass forward for the penalty; the cotangents at the
/// generated points of D's own step stop above the inputs, the penalty's pass below the output. G: values twice,
/// cotangents above the latent points, a gradient.
fn arithmetic(width: usize, batch: usize) -> f64 {
    const LATENT: usize = 16;
    let size = |inputs: usize, outputs: usize| inputs * width + 3 * width * width + width * outputs;
    let discriminator = 9 * size(2, 1) - 2 * width - width;
    let generator = 4 * size(LATENT, 2) - LATENT * width;
    2.0 * (batch * (discriminator + generator)) as f64
}

/// Multiplications and additions a second of a large product in single precision, one thread.
fn peak() -> f64 {
    use faer::{Accum, Mat, Par, linalg::matmul::matmul};
    const N: usize = 512;
    let a = Mat::<f32>::from_fn(N, N, |i, j| ((i * 7 + j * 3) % 11) as f32 - 5.0);
    let mut c = Mat::<f32>::zeros(N, N);
    let mut once = || {
        let begin = Instant::now();
        matmul(&mut c, Accum::Replace, &a, &a, 1.0, Par::Seq);
        begin.elapsed().as_secs_f64()
    };
    let best = (0..20).map(|_| once()).fold(f64::INFINITY, f64::min);
    2.0 * (N * N * N) as f64 / best
}

/// What is raced: the steps of one turn, and at least how many times faster than JAX, eager and compiled PyTorch.
const CASES: [(Case, usize, [f64; 3]); 4] = [
    (Case { width: 16, batch: 512, game: Game::R1 }, 25, [3.0, 3.5, 3.5]),
    (Case { width: 16, batch: 64, game: Game::R1 }, 100, [3.0, 3.0, 3.0]),
    (Case { width: 16, batch: 2048, game: Game::R1 }, 8, [2.5, 2.5, 2.5]),
    (Case { width: 16, batch: 512, game: Game::WganGp }, 8, [2.5, 2.5, 2.5]),
];

/// The lines; those of a peer that cannot be had are left out.
pub fn lines() -> Vec<Line> {
    let alone = pool(1);
    let mut peers = [
        ("JAX", Peer::start("training_jax.py", &["jax"], &[])),
        ("PyTorch, eager", Peer::start("training_torch.py", &["torch", "numpy"], &["eager"])),
        ("PyTorch, compiled", Peer::start("training_torch.py", &["torch", "numpy"], &["compiled"])),
    ];
    let mut lines = vec![];
    for (case, steps, bounds) in CASES {
        let mut ours = case.training();
        let mut best = f64::INFINITY;
        let mut theirs = [f64::INFINITY; 3];
        for _ in 0..ROUNDS {
            best = best.min(alone.install(|| time(&mut ours, steps)));
            for (seconds, (_, peer)) in theirs.iter_mut().zip(&mut peers) {
                if let Some(once) = peer.as_mut().and_then(|p| p.time(case, steps)) {
                    *seconds = seconds.min(once);
                }
            }
        }
        println!("training, {}: {:.0} µs a step", case.name(), best * 1e6);
        for ((seconds, (name, _)), bound) in theirs.into_iter().zip(&peers).zip(bounds) {
            if seconds.is_finite() {
                let what = format!("{}: {name} / ours", case.name());
                lines.push(Line { what, ours: best, theirs: seconds, bound: Bound::Faster(bound) });
            } else {
                println!("training: {name} is not here");
            }
        }
    }
    lines.extend(arithmetic_lines(&alone));
    lines.extend(thread_lines(&alone));
    lines
}

/// How much of the arithmetic of a large product the whole step reaches.
fn arithmetic_lines(alone: &rayon::ThreadPool) -> Vec<Line> {
    let line = |(width, bound): (usize, f64)| {
        let mut ours = Case::r1(width, 512).training();
        let (mut best, mut rate) = (f64::INFINITY, 0.0f64);
        for _ in 0..ROUNDS {
            best = best.min(alone.install(|| time(&mut ours, 320 / width)));
            rate = rate.max(peak());
        }
        let ideal = arithmetic(width, 512) / rate;
        println!("width {width}: {:.1} GFLOP/s of {:.1}", arithmetic(width, 512) / best * 1e-9, rate * 1e-9);
        let what = format!("{}: part of sgemm's speed", Case::r1(width, 512).name());
        Line { what, ours: best, theirs: ideal, bound: Bound::Faster(bound) }
    };
    [(16, 0.55), (64, 0.70)].map(line).into()
}

/// Two threads: one run on both, and a run on each.
fn thread_lines(alone: &rayon::ThreadPool) -> Vec<Line> {
    // Short and many: on a busy machine both cores are seldom free.
    const STEPS: usize = 2;
    let (both, other) = (pool(2), pool(1));
    let (mut first, mut second) = (Case::r1(16, 2048).training(), Case::r1(16, 2048).training());
    let (mut one, mut shared, mut apart) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
    for _ in 0..40 * ROUNDS {
        one = one.min(alone.install(|| time(&mut first, STEPS)));
        shared = shared.min(both.install(|| time(&mut first, STEPS)));
        apart = apart.min(side_by_side([(alone, &mut first), (&other, &mut second)], 2 * STEPS));
    }
    let line = |what: &str, ours, theirs, bound| Line { what: what.into(), ours, theirs, bound: Bound::Faster(bound) };
    vec![
        line("R1, width 16, batch 2048: one thread / two", shared, one, 1.8),
        line("two runs of batch 2048: one after the other / side by side", apart, 2.0 * one, 1.9),
    ]
}

/// Seconds a step of each of two runs at once, from the first start to the last end.
fn side_by_side(runs: [(&rayon::ThreadPool, &mut Training); 2], steps: usize) -> f64 {
    let ready = Barrier::new(2);
    let race = |(pool, run): (&rayon::ThreadPool, &mut Training)| {
        pool.install(|| {
            ready.wait();
            let begin = Instant::now();
            time(run, steps);
            (begin, Instant::now())
        })
    };
    let race = &race;
    let times = std::thread::scope(|scope| {
        runs.map(|run| scope.spawn(move || race(run))).map(|thread| thread.join().expect("no panic"))
    });
    let begin = times.iter().map(|t| t.0).min().unwrap_or_else(Instant::now);
    let end = times.iter().map(|t| t.1).max().unwrap_or(begin);
    (end - begin).as_secs_f64() / steps as f64
}
