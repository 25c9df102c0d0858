//! The figures of the paper and its reference notebook, as SVG and PNG, against matplotlib on the 27 portraits as PNG
//! alone.

use crate::{Bound, Line};
use saddleflow::figures::{FIGURES, Scope};
use std::{hint::black_box, path::Path, process::Command, time::Instant};

/// What the notebook draws, and more of the kind; maps of millions of cells and networks are no match for it.
const PAPER: [&str; 12] = [
    "mechanism",
    "unregularised",
    "methods_simultaneous",
    "methods_alternating_1",
    "methods_alternating_5",
    "methods",
    "eigenvalue_path",
    "update_spectra",
    "consensus_published",
    "conjugates",
    "jensen_shannon_wasserstein",
    "location",
];

/// What the peer prints.
#[derive(serde::Deserialize)]
struct Peer {
    seconds: f64,
    portraits: usize,
}

/// One line, or none where python3 with numpy and matplotlib is missing.
pub fn lines() -> Vec<Line> {
    let Some(peer) = peer() else {
        println!("figures: skipped, `python3` with numpy and matplotlib is not here");
        return vec![];
    };
    let begin = Instant::now();
    for figure in FIGURES.iter().filter(|figure| PAPER.contains(&figure.stem)) {
        let plate = figure.plate(Scope { style: None, panel: None }).expect("a figure of the paper");
        black_box((plate.drawing.svg().len(), plate.drawing.png().expect("a picture").len()));
    }
    let ours = begin.elapsed().as_secs_f64();
    println!(
        "{} figures in {ours:.2} s, {} portraits by matplotlib in {:.2} s",
        PAPER.len(),
        peer.portraits,
        peer.seconds
    );
    let what = "figures of the paper, SVG and PNG: matplotlib on 27 portraits / ours";
    vec![Line { what: what.into(), ours, theirs: peer.seconds, bound: Bound::Faster(1.0) }]
}

fn peer() -> Option<Peer> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/portraits.py");
    let output = Command::new("python3").arg(script).env("OMP_NUM_THREADS", "1").output().ok()?;
    serde_json::from_slice(&output.stdout).ok()
}
