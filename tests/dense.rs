//! Many runs at once give the bits of one run at a time.

use saddleflow::{
    analysis::{Dense, any},
    experiment::Experiment,
    field::{Adjusted, Plain},
    game::{AnyGame, Game, Gan, Player},
    loss::AnyLoss,
    penalty::AnyPenalty,
    rule::Rule,
};

fn parse(text: &str) -> Experiment {
    Experiment::parse("test.toml", text, &[]).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// Starts off every symmetry axis, more than one block of them.
fn starts() -> (Vec<f64>, Vec<f64>) {
    let spread = |k: usize, rate: f64| ((k as f64 + 0.5) * rate).fract() * 4.0 - 2.0;
    (0..600).map(|k| (spread(k, 0.6180339887498949), spread(k, 0.7548776662466927))).unzip()
}

fn same_bits(text: &str) {
    let e = parse(text);
    let dense = Dense::new(&e.field, &e.rule).unwrap_or_else(|| panic!("no dense form of\n{text}"));
    let (theta0, psi0) = starts();
    let (mut theta, mut psi) = (theta0.clone(), psi0.clone());
    dense.run(0, 7, &mut theta, &mut psi);
    dense.run(7, 5, &mut theta, &mut psi);
    for k in (0..600).step_by(7) {
        let mut z = vec![theta0[k], psi0[k]];
        e.game().project(&mut z);
        for t in 0..12 {
            any::step(&e.field, &e.rule, t, &mut z);
        }
        let (one, many) = ([z[0], z[1]], [theta[k], psi[k]]);
        assert_eq!(one.map(f64::to_bits), many.map(f64::to_bits), "{one:?} and {many:?} of point {k} under\n{text}");
    }
}

const RULES: [&str; 5] = [
    "rule.simultaneous.lr = 0.2",
    "rule.alternating.lr = { generator = 0.1, discriminator = 0.3 }",
    "rule.alternating = { lr = 0.2, generator_steps = 2, discriminator_steps = 3 }",
    "rule.alternating = { lr = 0.2, order = \"discriminator_first\" }",
    "rule.alternating.lr = { start = 0.5, power = 0.7 }",
];

#[test]
fn every_loss_under_every_descent() {
    for rule in RULES {
        for loss in AnyLoss::NAMES {
            same_bits(&format!("{rule}\ngame.dirac.loss = \"{loss}\""));
            same_bits(&format!("{rule}\ngame.dirac = {{ loss = \"{loss}\", penalty.roth.gamma = 0.7, clip = 0.9 }}"));
        }
    }
}

#[test]
fn every_penalty_alone_and_beside_others() {
    for rule in RULES {
        for penalty in AnyPenalty::NAMES {
            same_bits(&format!("{rule}\ngame.dirac.penalty = \"{penalty}\""));
            same_bits(&format!(
                "{rule}\ngame.dirac = {{ loss = \"non_saturating\", penalty = {{ roth.gamma = 0.3, {penalty} = {{}} }} }}"
            ).replace("roth.gamma = 0.3, roth = {}", "roth = {}"));
        }
    }
}

#[test]
fn what_is_not_planar_is_left_to_single_runs() {
    for text in
        ["game.dirac.dim = 2", "game.dirac.bias = true", "game.dirac.noise.sigma = 0.1", "field.consensus.gamma = 1.0"]
    {
        let e = parse(text);
        assert!(Dense::new(&e.field, &e.rule).is_none(), "{text}");
    }
}

/// The view on two numbers is the game it views, also where loss and penalty are typed by hand.
#[test]
fn the_plane_is_the_game() {
    use saddleflow::{game::DiracModel, loss::NonSaturating, penalty::R2, rule::Simultaneous};
    let model = DiracModel { dim: 1, bias: false };
    let game =
        Gan::new(model, NonSaturating {}, vec![R2 { gamma: 0.4 }], Default::default(), Some(1.1)).expect("a game");
    let plane = game.plane().expect("a plane");
    let (theta, psi) = starts();
    for x in theta.iter().zip(&psi).map(|(t, p)| [*t, *p]).take(50) {
        for who in Player::BOTH {
            assert_eq!(game.loss(who, &x).to_bits(), plane.loss(who, &x).to_bits());
        }
    }
    assert_eq!(plane.equilibria(), game.equilibria());
    let rule = Simultaneous { lr: 0.2.into() };
    let (mut one, mut other) = ([0.7, -0.9], [0.7, -0.9]);
    for t in 0..20 {
        rule.step(&Adjusted { game: &game, adjust: Plain {} }, t, &mut one);
        rule.step(&Adjusted { game: &plane, adjust: Plain {} }, t, &mut other);
    }
    assert_eq!(one, other);
    assert!(AnyGame::all().iter().any(|g| g.dims() == [1, 1]));
}
