//! The losses by dual numbers against the same step written out by hand with the same elementary functions.

use crate::{Bound, Line, race};
use multiversion::multiversion;
use saddleflow::{
    analysis::{Dense, any},
    experiment::Experiment,
    field::{Adjusted, Plain},
    game::{DiracModel, Gan},
    loss::Minimax,
    num::Scalar,
    penalty::R1,
    rule::{Rule, Simultaneous},
};
use std::hint::black_box;

const POINTS: usize = 1024;
const STEPS: u64 = 40;
const TRAJECTORY: u64 = 1000;
const H: f64 = 0.2;
const GAMMA: f64 = 0.3;

/// Every line of this file.
pub fn lines() -> Vec<Line> {
    let mut lines = vec![
        dense("simultaneous", "rule.simultaneous.lr = 0.2", simultaneous_block),
        dense("alternating", "rule.alternating.lr = 0.2", alternating_block),
    ];
    lines.extend(one_trajectory());
    lines
}

fn starts() -> (Vec<f64>, Vec<f64>) {
    (0..POINTS).map(|k| ((k as f64 * 0.618).fract() * 4.0 - 2.0, (k as f64 * 0.755).fract() * 4.0 - 2.0)).unzip()
}

/// A step of a block of points.
type Step = fn(&mut [f64], &mut [f64]);

fn dense(name: &str, rule: &str, step: Step) -> Line {
    let e = experiment(rule);
    let dense = Dense::new(&e.field, &e.rule).expect("a dense form");
    let (theta0, psi0) = starts();
    let ((mut theta, mut psi), (mut theta_by_hand, mut psi_by_hand)) = (starts(), starts());
    let (ours, theirs) = race(
        || {
            theta.copy_from_slice(&theta0);
            psi.copy_from_slice(&psi0);
            dense.run(0, STEPS, black_box(&mut theta), black_box(&mut psi));
        },
        || {
            theta_by_hand.copy_from_slice(&theta0);
            psi_by_hand.copy_from_slice(&psi0);
            let (theta, psi) = (black_box(&mut theta_by_hand), black_box(&mut psi_by_hand));
            for (theta, psi) in theta.chunks_mut(512).zip(psi.chunks_mut(512)) {
                for _ in 0..STEPS {
                    step(theta, psi);
                }
            }
        },
    );
    let furthest = theta.iter().zip(&theta_by_hand).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(furthest < 1e-12, "both programs do the same: {furthest:e}");
    println!("{name}: {:.0} million point-steps a second", POINTS as f64 * STEPS as f64 / ours / 1e6);
    Line {
        what: format!("dense, {name}, minimax + R1: from the losses / by hand"),
        ours,
        theirs,
        bound: Bound::Slower(1.2),
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw+fma+avx2+bmi2", "x86_64+avx2+fma", "aarch64+neon"))]
fn simultaneous_block(theta: &mut [f64], psi: &mut [f64]) {
    for (theta, psi) in theta.iter_mut().zip(psi) {
        (*theta, *psi) = simultaneous_by_hand(*theta, *psi);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw+fma+avx2+bmi2", "x86_64+avx2+fma", "aarch64+neon"))]
fn alternating_block(theta: &mut [f64], psi: &mut [f64]) {
    for (theta, psi) in theta.iter_mut().zip(psi) {
        *theta -= *psi * (-(*theta * *psi)).sigmoid() * H;
        *psi += (*theta * (-(*theta * *psi)).sigmoid() - *psi * GAMMA) * H;
    }
}

#[inline(always)]
fn simultaneous_by_hand(theta: f64, psi: f64) -> (f64, f64) {
    let slope = (-(theta * psi)).sigmoid();
    (theta - psi * slope * H, psi + (theta * slope - psi * GAMMA) * H)
}

fn experiment(rule: &str) -> Experiment {
    let text = format!("game.dirac = {{ loss = \"minimax\", penalty.r1.gamma = {GAMMA} }}\n{rule}");
    Experiment::parse("bench", &text, &[]).expect("a valid experiment")
}

/// One trajectory: each step waits for the last.
fn one_trajectory() -> Vec<Line> {
    let model = DiracModel { dim: 1, bias: false };
    let game = Gan::new(model, Minimax {}, vec![R1 { gamma: GAMMA }], Default::default(), None).expect("a game");
    let hoisted = Adjusted { game: game.plane().expect("a plane"), adjust: Plain {} };
    let rule = Simultaneous { lr: H.into() };
    let e = experiment("rule.simultaneous.lr = 0.2");
    let by_hand = || {
        let (mut theta, mut psi) = black_box((1.0, 1.0));
        for _ in 0..TRAJECTORY {
            (theta, psi) = simultaneous_by_hand(theta, psi);
        }
        black_box((theta, psi));
    };
    let typed = || {
        let mut z = black_box([1.0, 1.0]);
        for t in 0..TRAJECTORY {
            rule.step(&hoisted, t, &mut z);
        }
        black_box(z);
    };
    let registered = || {
        let mut z = black_box([1.0, 1.0]);
        for t in 0..TRAJECTORY {
            any::step(&e.field, &e.rule, t, &mut z);
        }
        black_box(z);
    };
    let line = |what: &str, (ours, theirs): (f64, f64), bound| {
        println!(
            "{what}: {:.1} ns a step, by hand {:.1} ns",
            ours / TRAJECTORY as f64 * 1e9,
            theirs / TRAJECTORY as f64 * 1e9
        );
        Line { what: format!("one trajectory, {what} / by hand"), ours, theirs, bound: Bound::Slower(bound) }
    };
    vec![
        line("names looked up once", race(typed, by_hand), 1.5),
        line("through the registries", race(registered, by_hand), 8.0),
    ]
}
