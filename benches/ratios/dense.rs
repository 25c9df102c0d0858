//! Many starts at once against JAX and numpy: 10⁶ starts × 100 steps of simultaneous descent with R₁, in f64.

use crate::{Bound, Line, python};
use rayon::prelude::*;
use saddleflow::{analysis::Dense, experiment::Experiment};
use std::{collections::BTreeMap, hint::black_box, time::Instant};

const POINTS: usize = 1_000_000;
const STEPS: u64 = 100;
/// Programs take turns so many times; the best of each counts.
const TURNS: usize = 3;

/// What the peer prints: seconds by the form of the program, and some end points of each.
#[derive(serde::Deserialize)]
struct Peer {
    jax: BTreeMap<String, f64>,
    numpy: BTreeMap<String, f64>,
    ends: Vec<[[f64; 2]; 3]>,
}

/// The starts whose ends are compared.
const LOOKED_AT: [usize; 3] = [1, 12_345, 999_999];

/// One line for the threads; two more where JAX can be had.
pub fn lines() -> Vec<Line> {
    let text = "game.dirac = { loss = \"minimax\", penalty.r1.gamma = 0.3 }\nrule.simultaneous.lr = 0.2";
    let e = Experiment::parse("bench", text, &[]).expect("a valid experiment");
    let dense = Dense::new(&e.field, &e.rule).expect("a dense form");
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let [one, two] = [1, 2].map(pool);
    let (mut alone, mut both) = (f64::INFINITY, f64::INFINITY);
    let mut peers = vec![];
    for _ in 0..TURNS {
        for _ in 0..TURNS {
            alone = alone.min(seconds(&dense, &one));
            both = both.min(seconds(&dense, &two));
        }
        match peer() {
            Some(peer) => peers.push(peer),
            None => break,
        }
    }
    let what = format!("{POINTS} starts × {STEPS} steps");
    let line = |name: &str, ours, theirs, bound| Line {
        what: format!("{what}: {name}"),
        ours,
        theirs,
        bound: Bound::Faster(bound),
    };
    let mut lines = vec![line("one thread / two", both, alone, 1.8)];
    let best = |of: fn(&Peer) -> &BTreeMap<String, f64>| {
        let all = peers.iter().flat_map(&of).map(|(name, seconds)| (*seconds, name.clone()));
        all.min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let (Some(jax), Some(numpy)) = (best(|p| &p.jax), best(|p| &p.numpy)) else {
        println!("dense: JAX and numpy skipped, `python3` or a package index is not here");
        return lines;
    };
    let (theta, psi) = ends(&dense);
    for (k, i) in LOOKED_AT.into_iter().enumerate() {
        for program in peers.iter().flat_map(|p| &p.ends) {
            let near = (theta[i] - program[k][0]).abs().max((psi[i] - program[k][1]).abs()) < 1e-9;
            assert!(near, "all programs do the same: {:?} and {:?}", [theta[i], psi[i]], program[k]);
        }
    }
    println!("{what}: ours {alone:.3} s, JAX {:.3} s ({}), numpy {:.3} s ({})", jax.0, jax.1, numpy.0, numpy.1);
    lines.push(line("JAX's fastest form / ours, one thread", alone, jax.0, 1.5));
    lines.push(line("blocked numpy / ours, one thread", alone, numpy.0, 2.5));
    lines
}

/// The same as the peer's.
fn starts() -> (Vec<f64>, Vec<f64>) {
    let spread = |k: usize, rate: f64| (k as f64 * rate) % 1.0 * 4.0 - 2.0;
    (0..POINTS).map(|k| (spread(k, 0.618), spread(k, 0.755))).unzip()
}

fn ends(dense: &Dense) -> (Vec<f64>, Vec<f64>) {
    let (mut theta, mut psi) = starts();
    dense.run(0, STEPS, &mut theta, &mut psi);
    (theta, psi)
}

fn seconds(dense: &Dense, pool: &rayon::ThreadPool) -> f64 {
    let (mut theta, mut psi) = starts();
    let begin = Instant::now();
    pool.install(|| {
        // A part of a few thousand starts at a time, so that no thread waits long for another.
        let parts = theta.par_chunks_mut(1 << 13).zip(psi.par_chunks_mut(1 << 13));
        parts.for_each(|(theta, psi)| dense.run(0, STEPS, black_box(theta), black_box(psi)));
    });
    begin.elapsed().as_secs_f64()
}

fn peer() -> Option<Peer> {
    serde_json::from_slice(&python::run("dense.py", &["jax", "numpy"], &[])?).ok()
}
