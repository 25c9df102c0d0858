//! Maps over two numbers and over starts, against closed forms and single runs.

use saddleflow::{
    analysis::{Kind, any},
    experiment::{Axis, Experiment, Fate},
    figures::{FIGURES, Scope},
};

fn parse(text: &str) -> Experiment {
    Experiment::parse("test.toml", text, &[]).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

fn axis(text: &str) -> Axis {
    text.parse().unwrap_or_else(|fault| panic!("{fault}"))
}

/// A map, and where its formula says that it is stable.
struct Case {
    text: &'static str,
    x: (&'static str, &'static str),
    y: (&'static str, &'static str),
    stable: fn(f64, f64) -> bool,
}

const GAMMA: &str = "game.dirac.penalty.r1.gamma";
const SIGMA: &str = "game.dirac.noise.sigma";
// With a = f'(0) = 1/2 and f''(0) = −1/4.
const CASES: [Case; 9] = [
    Case {
        text: "rule.simultaneous.lr = 1",
        x: (GAMMA, "0.03:2.1:47"),
        y: ("rule.simultaneous.lr", "0.05:4.3:53"),
        stable: simultaneous,
    },
    Case {
        text: "rule.alternating.lr = 1",
        x: (GAMMA, "0.03:2.1:47"),
        y: ("rule.alternating.lr", "0.05:4.3:53"),
        stable: alternating,
    },
    Case {
        text: "game.dirac.noise.sigma = 1\nrule.simultaneous.lr = 1",
        x: (SIGMA, "0.1:2.4:19"),
        y: ("rule.simultaneous.lr", "0.05:4.3:23"),
        stable: |sigma, h| simultaneous(0.5 * sigma * sigma, h),
    },
    Case {
        text: "game.dirac.noise.sigma = 1\nrule.alternating.lr = 1",
        x: (SIGMA, "0.1:2.4:19"),
        y: ("rule.alternating.lr", "0.05:4.3:23"),
        stable: |sigma, h| alternating(0.5 * sigma * sigma, h),
    },
    Case {
        text: "rule.momentum = { lr = 1, order = 'simultaneous' }",
        x: ("rule.momentum.beta", "-0.97:0.42:31"),
        y: ("rule.momentum.lr", "0.05:4.3:37"),
        stable: |_, _| false,
    },
    Case {
        text: "rule.momentum = { lr = 1, order = 'generator_first' }",
        x: ("rule.momentum.beta", "-0.97:0.42:31"),
        y: ("rule.momentum.lr", "0.05:4.3:37"),
        stable: |beta, h| beta < 0.0 && 0.5 * h < 2.0 * (1.0 + beta),
    },
    Case {
        text: "game.dirac.penalty.r1.gamma = 0.3\nrule.alternating.lr = 1",
        x: ("rule.alternating.discriminator_steps", "1:12:12"),
        y: ("rule.alternating.lr", "0.07:7.03:88"),
        stable: |n, h| {
            let kappa: f64 = 1.0 - 0.3 * h;
            let power = kappa.powi(n as i32);
            kappa.abs() < 1.0 && 0.25 * h * (1.0 - power) < 0.6 * (1.0 + power)
        },
    },
    Case {
        text: "game.dirac.penalty.r1.gamma = 0.3\nrule.simultaneous.lr = { generator = 1, discriminator = 1 }",
        x: ("rule.simultaneous.lr.generator", "0.03:3.97:41"),
        y: ("rule.simultaneous.lr.discriminator", "0.1:14.1:43"),
        stable: |hg, hd| 0.25 * hg < 0.3 && 4.0 - 0.6 * hd + 0.25 * hg * hd > 0.0,
    },
    Case {
        text: "game.dirac.penalty.r1.gamma = 0.3\nrule.alternating.lr = { generator = 1, discriminator = 1 }",
        x: ("rule.alternating.lr.generator", "0.03:3.97:41"),
        y: ("rule.alternating.lr.discriminator", "0.1:14.1:43"),
        stable: |hg, hd| 4.0 - 0.6 * hd - 0.25 * hg * hd > 0.0,
    },
];

fn simultaneous(gamma: f64, h: f64) -> bool {
    let under = gamma <= 1.0;
    h < if under { 4.0 * gamma } else { 2.0 / (0.5 * gamma + (0.25 * gamma * gamma - 0.25).sqrt()) }
}

fn alternating(gamma: f64, h: f64) -> bool {
    0.25 * h * h + 2.0 * h * gamma < 4.0
}

/// Cells in which map and formula disagree, and the number of points of the map's boundary from which a step of a
/// ten-thousandth of a cell does not lead across the line of the formula.
fn disagreements(case: &Case, formula: fn(f64, f64) -> bool) -> [usize; 3] {
    let (x, y) = (axis(case.x.1), axis(case.y.1));
    let map = parse(case.text).atlas((case.x.0, &x), (case.y.0, &y), &|| true).expect("a map");
    let at = |k: usize| (x.value(k as u32 % x.count), y.value(k as u32 / x.count));
    let cells = map.points.iter().enumerate();
    let wrong = cells.filter(|(k, p)| formula(at(*k).0, at(*k).1) != (p.verdict == Kind::Converges)).count();
    let step = |axis: &Axis| 1e-4 * (axis.to - axis.from) / f64::from(axis.count - 1);
    let (dx, dy) = (step(&x), step(&y));
    // Between whole numbers there is nothing to compare.
    let whole = case.x.0.ends_with("_steps");
    let points: Vec<[f64; 2]> = map.boundary.concat().into_iter().filter(|p| !whole || p[0].fract() == 0.0).collect();
    let across = |[px, py]: &[f64; 2]| {
        let near = [[dx, 0.0], [-dx, 0.0], [0.0, dy], [0.0, -dy]]
            .map(|[i, j]| if whole { formula(*px, py + j) } else { formula(px + i, py + j) });
        near.contains(&true) && near.contains(&false)
    };
    [wrong, points.iter().filter(|p| !across(p)).count(), points.len()]
}

/// Map and closed form agree in every cell, and the computed boundary follows the closed one to a ten-thousandth of a cell.
#[test]
fn the_boundary_of_a_map_is_the_closed_one() {
    for case in &CASES {
        let [wrong, off, points] = disagreements(case, case.stable);
        println!("{} over {} and {}: {points} points of the boundary", case.text, case.x.0, case.y.0);
        assert_eq!([wrong, off], [0, 0], "{} over {}", case.text, case.x.0);
        assert_eq!(points > 20, !case.text.contains("'simultaneous'"), "{}: {points} points", case.text);
    }
}

/// What the figures draw as the computed line and as the closed form is less than a cell apart, everywhere and both ways.
#[test]
fn the_lines_of_the_figures_are_less_than_a_cell_apart() {
    let mut maps = 0;
    for figure in FIGURES.iter().filter(|figure| figure.stem.starts_with("map_")) {
        let plate = figure.plate(Scope { style: None, panel: None }).expect("a plate");
        for row in plate.numbers.csv().lines().filter(|row| row.contains(",cells_apart,")) {
            let apart: f64 = row.split(',').nth(2).expect("a number").parse().expect("a number");
            println!("{}: {row}", figure.stem);
            assert!(apart < 1.0, "{}: {row}", figure.stem);
            maps += 1;
        }
    }
    assert_eq!(maps, 10);
}

/// The formula of the other order of play is found out.
#[test]
fn a_wrong_boundary_is_seen() {
    for (one, other) in [(0, 1), (1, 0), (2, 3), (3, 2), (5, 4), (7, 8), (8, 7)] {
        let [wrong, off, points] = disagreements(&CASES[one], CASES[other].stable);
        assert!(wrong > 20 && 2 * off > points, "{}: {wrong} cells, {off} of {points} points", CASES[one].text);
    }
}

/// Momentum in turns under two penalties and unequal step sizes has no closed form here: long runs from 1e-7 decide.
#[test]
fn a_map_without_a_closed_form_is_that_of_long_runs() {
    let text = "game.dirac.penalty = { r1.gamma = 0.4, gradient_penalty = { lambda = 0.3, target = 0.0 } }\nrule.momentum = { lr = { generator = 1, discriminator = 2 }, beta = 0, order = 'generator_first' }";
    let (x, y) = (axis("-0.9:0.9:13"), axis("0.1:3.1:11"));
    let e = parse(text);
    let (beta, h) = ("rule.momentum.beta", "rule.momentum.lr.generator");
    let map = e.atlas((beta, &x), (h, &y), &|| true).expect("a map");
    let (mut fall, mut grow) = (0, 0);
    for (k, point) in map.points.iter().enumerate() {
        let (at_x, at_y) = (x.value(k as u32 % x.count), y.value(k as u32 / x.count));
        let radius = point.radius.expect("a radius");
        let slope = radius.ln();
        if slope.abs() < 1e-4 {
            continue;
        }
        // Long enough for a factor e^±14, whatever the angle at the start and the end.
        let steps = (14.0 / slope.abs()).ceil() as u64 + 2;
        let cell = e.with_all(&[(beta, at_x), (h, at_y)]).expect("an experiment");
        let distances = any::simulate(&cell.field, &cell.rule, &[8e-8, 6e-8], steps).distances(&[0.0, 0.0]);
        let change = (distances.last().expect("an end") / 1e-7).ln();
        if slope < 0.0 {
            fall += 1
        } else {
            grow += 1
        }
        assert!(change * slope > 0.0, "β = {at_x}, h = {at_y}: radius {radius}, but the run changes by e^{change}");
        // A run that grows may leave the linear regime, one that falls meets rounding.
        if steps > 60 {
            let per_step = change / steps as f64;
            assert!((per_step / slope - 1.0).abs() < 0.35, "β = {at_x}, h = {at_y}: {slope} predicted, {per_step}");
        }
    }
    println!("{fall} cells in which runs fall, {grow} in which they grow");
    assert!(fall > 30 && grow > 30, "{fall} cells fall, {grow} grow");
}

#[test]
fn a_map_refuses_what_it_cannot_draw() {
    let e = parse("rule.simultaneous.lr = 1");
    let (wide, one) = (axis("0.1:1:100000"), axis("0.1:1:1"));
    let path = ("rule.simultaneous.lr", "game.dirac.penalty.r1.gamma");
    let told = |x, y| e.atlas(x, y, &|| true).expect_err("a fault").to_string();
    assert!(told((path.0, &wide), (path.1, &wide)).contains("GB"));
    assert!(told((path.0, &one), (path.0, &one)).contains("both axes"));
    assert!(told(("title", &one), (path.1, &one)).contains("title"));
}

/// Consensus optimisation runs away from (2, 2) and arrives from (1, 1); with R1 every start of the window arrives; the
/// Wasserstein flow in turns keeps its ellipse.
#[test]
fn fates_are_those_of_single_runs() {
    let (x, y) = (axis("1:2:2"), axis("1:2:2"));
    let fates = |text: &str| {
        let e = parse(text);
        let map = e.basin(&x, &y, &|_| ()).expect("a map");
        for (k, (fate, steps)) in map.fates.iter().enumerate() {
            let start = [1.0 + (k % 2) as f64, 1.0 + (k / 2) as f64];
            let run = any::simulate(&e.field, &e.rule, &start, e.steps);
            let arrived = (0..run.len()).find(|i| run.x(*i)[0].hypot(run.x(*i)[1]) <= 1e-6);
            match fate {
                Fate::Equilibrium(0) => assert_eq!(arrived, Some(*steps as usize), "{text}, from {start:?}"),
                _ => assert_eq!(arrived, None, "{text}, from {start:?}"),
            }
        }
        map.fates.iter().map(|f| f.0).collect::<Vec<_>>()
    };
    let home = Fate::Equilibrium(0);
    let consensus = fates("field.consensus.gamma = 1\nrule.simultaneous.lr = 0.2\nrun.steps = 500");
    assert_eq!((consensus[0], consensus[3]), (home, Fate::Undecided));
    assert_eq!(fates("game.dirac.penalty.r1.gamma = 0.3\nrule.alternating.lr = 0.2\nrun.steps = 1000"), [home; 4]);
    let turning = "game.dirac.loss = \"wasserstein\"\nrule.alternating.lr = 0.2\nrun.steps = 1000";
    assert_eq!(fates(turning), [Fate::Cycle; 4]);
    let away = "game.dirac.loss = \"wasserstein\"\nrule.simultaneous.lr = 0.9\nrun.steps = 1000";
    assert_eq!(fates(away), [Fate::Diverges; 4]);
}
