//! Many runs at once give the bits of one run at a time.

use saddleflow::{
    analysis::{Dense, any},
    experiment::Experiment,
    game::{DiracModel, Game, Gan, Law, Model, Noise, Player},
    loss::AnyLoss,
    num::{Scalar, quadrature::Nodes},
    penalty::AnyPenalty,
};
use std::ops::{Add, Mul};

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

/// The Dirac-GAN without its short way: the same functions, evaluated as those of any other model.
#[derive(Clone, Debug, serde::Serialize)]
struct Line {}

impl Model for Line {
    type Shared = Self;
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn space(&self) -> usize {
        1
    }
    fn data(&self) -> Law {
        Law::Points(Nodes::point_mass(&[0.0]))
    }
    fn latent(&self) -> Law {
        Law::Points(Nodes::point_mass(&[]))
    }
    #[inline(always)]
    fn generate<S, Z>(&self, theta: &[S], _z: &[Z], x: &mut [S]) -> S
    where
        S: Scalar + Add<Z, Output = S> + Mul<Z, Output = S>,
        Z: Copy,
    {
        x[0] = theta[0];
        S::one()
    }
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        psi[0] * x[0]
    }
}

#[test]
fn the_short_way_of_the_plane_arrives_where_the_long_one_does() {
    let close = |a: f64, b: f64| (a - b).abs() <= 4.0 * f64::EPSILON * (1.0 + a.abs());
    let mut penalties: Vec<Vec<AnyPenalty>> = AnyPenalty::all().into_iter().map(|p| vec![p]).collect();
    penalties.extend([vec![], AnyPenalty::all()]);
    let (theta, psi) = starts();
    for loss in AnyLoss::all() {
        for penalty in &penalties {
            let model = DiracModel { dim: 1, bias: false };
            let short = Gan::new(model, loss.clone(), penalty.clone(), Noise::default(), None).expect("a game");
            let long = Gan::new(Line {}, loss.clone(), penalty.clone(), Noise::default(), None).expect("a game");
            assert!(short.plane().is_some() && long.plane().is_none());
            for x in theta.iter().zip(&psi).map(|(t, p)| [*t, *p]).take(20) {
                for who in Player::BOTH {
                    assert!(close(short.loss(who, &x), long.loss(who, &x)), "{} at {x:?}", loss.name());
                    let (mut g, mut h) = ([0.0; 2], [0.0; 2]);
                    short.grad(who, 0..2, &x, &mut g);
                    long.grad(who, 0..2, &x, &mut h);
                    assert!(close(g[0], h[0]) && close(g[1], h[1]), "{} at {x:?}: {g:?}, {h:?}", loss.name());
                }
            }
        }
    }
}
