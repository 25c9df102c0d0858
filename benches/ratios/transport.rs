//! Exact W₁ between samples of 2048 points, dual certificate included, against the network simplex of POT, cost matrix
//! given.

use crate::{Bound, Line, python};
use saddleflow::{
    data::{Gaussian, Plane, Ring},
    measure::{cloud, distance},
    num::random::Stream,
};
use std::{collections::BTreeMap, fs, hint::black_box, time::Instant};

/// What the peer prints per case.
#[derive(serde::Deserialize)]
struct Peer {
    w1: f64,
    seconds: f64,
}

const POINTS: usize = 2048;
const ROUNDS: usize = 5;

type Cloud = Vec<[f64; 2]>;

/// Same law, far law, collapsed generator.
fn cases() -> Vec<(&'static str, [Cloud; 2])> {
    let draw = |law: &dyn Fn() -> saddleflow::data::Shape, seed| cloud(&law().batch(Stream::new(seed), POINTS));
    let ring = || Ring::default().shape();
    let far = || Gaussian { centre: [5.0, 1.0], sigma: 0.3 }.shape();
    let one = || Gaussian { centre: [1.0, 0.0], sigma: 0.0 }.shape();
    vec![
        ("same law", [draw(&ring, 1), draw(&ring, 2)]),
        ("far law", [draw(&ring, 3), draw(&far, 4)]),
        ("collapsed generator", [draw(&one, 5), draw(&ring, 6)]),
    ]
}

/// A line a case, or none where POT cannot be had.
pub fn lines() -> Vec<Line> {
    let cases = cases();
    let Some(peers) = peers(&cases) else {
        println!("transport: skipped, `python3` with POT is not here");
        return vec![];
    };
    let line = |(name, [a, b]): &(&str, [Cloud; 2])| {
        let peer = &peers[*name];
        let d = distance(a, b).expect("finite points");
        let agree = (d.w1 - peer.w1).abs() <= 1e-12 && (d.w1 - d.dual).abs() <= 1e-12;
        assert!(agree, "{name}: W₁ {} with dual {}, POT {}", d.w1, d.dual, peer.w1);
        let ours = (0..ROUNDS).map(|_| seconds(a, b)).fold(f64::INFINITY, f64::min);
        println!("W₁ {name}: {:.6}, dual {:+.0e}, POT {:+.0e}; {ours:.3} s", d.w1, d.dual - d.w1, peer.w1 - d.w1);
        let what = format!("exact W₁ of {POINTS} points, {name}: POT's network simplex / ours");
        Line { what, ours, theirs: peer.seconds, bound: Bound::Faster(1.0) }
    };
    cases.iter().map(line).collect()
}

fn seconds(a: &Cloud, b: &Cloud) -> f64 {
    let begin = Instant::now();
    black_box(distance(black_box(a), b));
    begin.elapsed().as_secs_f64()
}

fn peers(cases: &[(&str, [Cloud; 2])]) -> Option<BTreeMap<String, Peer>> {
    let folder = tempfile::tempdir().ok()?;
    for (name, clouds) in cases {
        let case = folder.path().join(name);
        fs::create_dir(&case).ok()?;
        for (file, cloud) in ["a.csv", "b.csv"].iter().zip(clouds) {
            let rows: String = cloud.iter().map(|[x, y]| format!("{x:?},{y:?}\n")).collect();
            fs::write(case.join(file), rows).ok()?;
        }
    }
    serde_json::from_slice(&python::run("transport.py", &["pot"], &[folder.path()])?).ok()
}
