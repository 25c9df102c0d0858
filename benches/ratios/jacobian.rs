//! The whole Jacobian of two networks against JAX.

use crate::{Bound, Line, python};
use saddleflow::{
    analysis::any,
    experiment::Experiment,
    game::{AnyGame, Game},
    train::Numbers,
};
use std::{fs, hint::black_box, path::Path, time::Instant};

/// What the peer prints.
#[derive(serde::Deserialize)]
struct Peer {
    seconds: f64,
    /// The Jacobian times cos 0, cos 1, ….
    image: Vec<f64>,
}

const GAMMA: f64 = 10.0;

/// One line, or none where the peer cannot be installed.
pub fn lines() -> Vec<Line> {
    let text = format!("seed = 1\n[game.mlp]\nloss = \"non_saturating\"\npenalty.r1.gamma = {GAMMA}\n");
    let e = Experiment::parse("jacobian", &text, &[]).expect("a valid experiment");
    let AnyGame::Mlp(game) = e.game() else { unreachable!("the game of the text") };
    let directory = tempfile::tempdir().expect("a directory");
    let place = |name: &str| directory.path().join(name);
    let batch = game.batch();
    let points = |x: &[f64]| {
        let line =
            |i: usize| (0..x.len() / batch.n).map(|f| x[f * batch.n + i].to_string()).collect::<Vec<_>>().join(",");
        (0..batch.n).map(line).collect::<Vec<_>>().join("\n")
    };
    let checkpoint = e.checkpoint(&Numbers::Double(e.at.clone())).expect("networks").bytes();
    fs::write(place("net.safetensors"), checkpoint).expect("written");
    fs::write(place("x.csv"), points(&batch.real)).expect("written");
    fs::write(place("z.csv"), points(&batch.latent)).expect("written");
    let Some(peer) = peer(directory.path()) else {
        println!("whole Jacobian: skipped, JAX is not here");
        return vec![];
    };
    let mut ours = f64::INFINITY;
    for _ in 0..5 {
        let begin = Instant::now();
        black_box(any::field_jacobian(&e.field, black_box(&e.at)));
        ours = ours.min(begin.elapsed().as_secs_f64());
    }
    let jacobian = any::field_jacobian(&e.field, &e.at);
    let probe = nalgebra::DVector::from_fn(e.at.len(), |i, _| (i as f64).cos());
    let image = &jacobian * probe;
    let off = image.iter().zip(&peer.image).fold(0.0, |m: f64, (a, b)| m.max((a - b).abs()));
    assert!(off <= 1e-11 * image.amax() && peer.image.len() == game.n(), "both compute the same, up to {off:e}");
    println!("whole Jacobian: {} parameters, batch {}, {ours:.3} s, JAX {:.3} s", game.n(), batch.n, peer.seconds);
    let what = "whole Jacobian of two networks with R1: JAX by products / ours";
    vec![Line { what: what.into(), ours, theirs: peer.seconds, bound: Bound::Faster(2.0) }]
}

fn peer(directory: &Path) -> Option<Peer> {
    let files = ["net.safetensors", "x.csv", "z.csv"].map(|name| directory.join(name));
    let gamma = GAMMA.to_string();
    let arguments: Vec<&Path> = files.iter().map(|f| f.as_path()).chain([Path::new(&gamma)]).collect();
    serde_json::from_slice(&python::run("jacobian_jax.py", &["jax"], &arguments)?).ok()
}
