//! Maps over two numbers and over starts, against closed forms and single runs.

use saddleflow::{
    analysis::any,
    experiment::{Axis, Experiment, Fate},
};

fn parse(text: &str) -> Experiment {
    Experiment::parse("test.toml", text, &[]).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

fn axis(text: &str) -> Axis {
    text.parse().unwrap_or_else(|fault| panic!("{fault}"))
}

/// R1 under alternating descent is stable iff h²a² + 2hγ < 4 with a = ½; under simultaneous descent iff h < γ/a² for
/// γ ≤ 1.
#[test]
fn the_boundary_of_a_map_is_the_closed_one() {
    let gamma = axis("0.05:1:40");
    let maps = [
        ("rule.alternating.lr", "game.dirac.penalty.r1.gamma = 1\nrule.alternating.lr = 1", "0.05:4.05:41"),
        ("rule.simultaneous.lr", "game.dirac.penalty.r1.gamma = 1\nrule.simultaneous.lr = 1", "0.05:4.05:41"),
    ];
    for (path, text, range) in maps {
        let h = axis(range);
        let map = parse(text).atlas((path, &h), ("game.dirac.penalty.r1.gamma", &gamma), &|| true).expect("a map");
        assert_eq!(map.points.len(), 40 * 41);
        assert!(map.boundary.len() >= 38, "{path}: the line crosses only {} rows", map.boundary.len());
        for [h, gamma] in map.boundary {
            let off = match path {
                "rule.alternating.lr" => h * h / 4.0 + 2.0 * h * gamma - 4.0,
                _ => h - 4.0 * gamma,
            };
            assert!(off.abs() < 1e-7, "{path}: ({h}, {gamma}) is off the boundary by {off:e}");
        }
    }
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
