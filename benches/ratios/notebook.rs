//! The trajectories of the paper's notebook against interpreted numpy loops of the same kind.

use crate::{Bound, Line, race};
use saddleflow::{
    analysis::{Trajectory, any},
    experiment::{Experiment, library},
    game::AnyGame,
};
use std::{hint::black_box, path::Path, process::Command};

/// What the peer prints.
#[derive(serde::Deserialize)]
struct Peer {
    noiseless: f64,
    all: f64,
    /// (θ, ψ) at the end: per method, then simultaneous, alternating, alternating with five turns.
    ends: Vec<[[f64; 2]; 3]>,
}

/// Both lines of this file, or none where python3 with numpy is missing.
pub fn lines() -> Vec<Line> {
    let Some(peer) = peer() else {
        println!("notebook loops: skipped, `python3` with numpy is not here");
        return vec![];
    };
    let all = experiments();
    let noisy = |e: &Experiment| {
        #[allow(irrefutable_let_patterns, reason = "as long as there is one game")]
        let AnyGame::Dirac(game) = e.game() else { return false };
        game.noise.sigma > 0.0
    };
    let quiet: Vec<[Experiment; 3]> = all.iter().filter(|of| !noisy(&of[0])).cloned().collect();
    for (of, ends) in quiet.iter().zip(&peer.ends) {
        for (e, end) in of.iter().zip(ends) {
            let run = simulate(e);
            let [theta, psi] = [run.last()[0], run.last()[1]];
            let near = (theta - end[0]).abs() < 1e-6 && (psi - end[1]).abs() < 1e-6;
            assert!(near, "{}: both programs do the same: {:?} and {end:?}", e.title, run.last());
        }
    }
    let seconds = |some: &[[Experiment; 3]]| -> f64 {
        let one = |e: &Experiment| race(|| drop(black_box(simulate(black_box(e)))), || ()).0;
        some.iter().flatten().map(one).sum()
    };
    println!("{} runs, {} of them without noise", 3 * all.len(), 3 * quiet.len());
    let line = |what: &str, ours, theirs, bound| Line { what: what.into(), ours, theirs, bound: Bound::Faster(bound) };
    vec![
        line("24 trajectories without noise: numpy loops / ours", seconds(&quiet), peer.noiseless, 100.0),
        line("27 trajectories: numpy loops with 1000 draws / ours by quadrature", seconds(&all), peer.all, 30.0),
    ]
}

fn simulate(e: &Experiment) -> Trajectory {
    any::simulate(&e.field, &e.rule, &e.start, e.steps)
}

/// Per method: simultaneous, alternating, alternating with five turns of the discriminator.
fn experiments() -> Vec<[Experiment; 3]> {
    let stems = ["methods_simultaneous", "methods_alternating_1", "methods_alternating_5"];
    let variants = stems.map(|stem| {
        let text = library(stem).expect("a built-in experiment");
        Experiment::parse(stem, text, &[]).expect("a valid experiment").variants()
    });
    let [first, second, third] = variants;
    first.into_iter().zip(second).zip(third).map(|((a, b), c)| [a.1, b.1, c.1]).collect()
}

fn peer() -> Option<Peer> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/notebook_loops.py");
    let output = Command::new("python3").arg(script).env("OMP_NUM_THREADS", "1").output().ok()?;
    serde_json::from_slice(&output.stdout).ok()
}
