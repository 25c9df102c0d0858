//! Many runs at once: the same steps as one run takes, over blocks of points.
//!
//! The name of the loss and of each penalty is looked up once per block and step, not once per point; the loops over
//! points are plain and branch-free, so they run in whatever vector unit the machine has. No operation is reordered
//! and none is fused: every number is the one that a single run gives, to the last bit.

use crate::{
    field::{AnyAdjust, AnyField},
    game::{
        AnyGame, Plane, Player,
        planar::{density_slope, pair_slope},
    },
    loss::{AnyLoss, Loss, each_loss},
    num::Scalar,
    penalty::{AnyPenalty, Penalty, Site, each_penalty},
    rule::{AnyRule, LearningRate, Order},
};
use multiversion::multiversion;

/// Points that are moved together: θ, ψ and the penalty's slope stay in the first-level cache.
const BLOCK: usize = 512;

/// An update of a point of the plane that can be done for many points at once: gradient descent, simultaneous or
/// alternating, on the one-dimensional Dirac-GAN.
#[derive(Debug)]
pub struct Dense<'a> {
    plane: Plane<'a, AnyLoss, AnyPenalty>,
    lr: LearningRate,
    round: Vec<Move>,
}

/// A part of a round.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Move {
    Both,
    Only(Player),
}

impl<'a> Dense<'a> {
    /// `None` for what has to be run point by point.
    pub fn new(field: &'a AnyField, rule: &AnyRule) -> Option<Self> {
        #[allow(irrefutable_let_patterns, reason = "as long as there is one game")]
        let AnyGame::Dirac(game) = &field.game else { return None };
        let (AnyAdjust::Plain(_), Some(plane)) = (&field.adjust, game.plane()) else { return None };
        let (lr, round) = match rule {
            AnyRule::Simultaneous(rule) => (rule.lr, vec![Move::Both]),
            AnyRule::Alternating(rule) => {
                let mut round = vec![];
                let steps = [rule.generator_steps, rule.discriminator_steps];
                Order::from(rule.order)
                    .round(steps, |group, _, _| round.extend(group.iter().map(|&who| Move::Only(who))));
                (rule.lr, round)
            }
            #[allow(unreachable_patterns, reason = "as long as there are two rules")]
            _ => return None,
        };
        Some(Self { plane, lr, round })
    }

    /// Projects every point (θᵢ, ψᵢ), then moves it by the steps `first`, `first` + 1, ….
    ///
    /// # Panics
    /// If there are not as many ψ as θ.
    pub fn run(&self, first: u64, steps: u64, theta: &mut [f64], psi: &mut [f64]) {
        assert_eq!(theta.len(), psi.len(), "a point has one θ and one ψ");
        let mut cost = [0.0; BLOCK];
        for (theta, psi) in theta.chunks_mut(BLOCK).zip(psi.chunks_mut(BLOCK)) {
            let cost = &mut cost[..theta.len()];
            block(self, first, steps, theta, psi, cost);
        }
    }
}

/// A block, all its steps. Everything below is inlined here, once per kind of vector unit.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw+fma+avx2+bmi2", "x86_64+avx2+fma", "aarch64+neon"))]
fn block(dense: &Dense, first: u64, steps: u64, theta: &mut [f64], psi: &mut [f64], cost: &mut [f64]) {
    let plane = &dense.plane;
    clip(plane.clip, psi);
    for t in first..first + steps {
        let h = Player::BOTH.map(|who| dense.lr.at(who, t));
        for &part in &dense.round {
            let charged = part != Move::Only(Player::Generator) && !plane.penalty.is_empty();
            if charged {
                charge(plane.penalty, theta, psi, cost);
            }
            each_loss!(plane.loss, loss => advance(loss, part, h, theta, psi, if charged { Some(&*cost) } else { None }));
            clip(plane.clip, psi);
        }
    }
}

#[inline(always)]
fn clip(bound: Option<f64>, psi: &mut [f64]) {
    if let Some(c) = bound {
        for p in psi {
            *p = Scalar::clamp(*p, -c, c);
        }
    }
}

/// cost = ∂/∂ψ of all penalties.
#[inline(always)]
fn charge(penalties: &[AnyPenalty], theta: &[f64], psi: &[f64], cost: &mut [f64]) {
    let mut first = true;
    for penalty in penalties {
        each_penalty!(penalty, penalty => for &site in penalty.sites() {
            // The kind of points is known inside each loop.
            match site {
                Site::Real | Site::Around => add(penalty, Site::Real, first, theta, psi, cost),
                Site::Fake => add(penalty, Site::Fake, first, theta, psi, cost),
                Site::Between => add(penalty, Site::Between, first, theta, psi, cost),
            }
            first = false;
        });
    }
}

/// Adds the slope of one penalty to `cost`, which holds nothing yet if this is the first.
#[inline(always)]
fn add<P: Penalty>(penalty: &P, site: Site, first: bool, theta: &[f64], psi: &[f64], cost: &mut [f64]) {
    let points = theta.iter().zip(psi).zip(cost);
    if first {
        for ((&theta, &psi), cost) in points {
            *cost = density_slope(penalty, site, Player::Discriminator, theta, psi);
        }
    } else {
        for ((&theta, &psi), cost) in points {
            *cost += density_slope(penalty, site, Player::Discriminator, theta, psi);
        }
    }
}

/// x −= h ∂L/∂x for one player or both at the same point.
#[inline(always)]
fn advance<L: Loss>(loss: &L, part: Move, [h, k]: [f64; 2], theta: &mut [f64], psi: &mut [f64], cost: Option<&[f64]>) {
    let points = theta.iter_mut().zip(psi);
    let pull = |who, theta: f64, psi: f64| -pair_slope(loss, who, who, theta, psi);
    match (part, cost) {
        (Move::Both, None) => {
            for (theta, psi) in points {
                let (v, w) = (pull(Player::Generator, *theta, *psi), pull(Player::Discriminator, *theta, *psi));
                *theta += v * h;
                *psi += w * k;
            }
        }
        (Move::Both, Some(cost)) => {
            for ((theta, psi), cost) in points.zip(cost) {
                let (v, w) = (pull(Player::Generator, *theta, *psi), pull(Player::Discriminator, *theta, *psi) - cost);
                *theta += v * h;
                *psi += w * k;
            }
        }
        (Move::Only(Player::Generator), _) => {
            for (theta, psi) in points {
                *theta += pull(Player::Generator, *theta, *psi) * h;
            }
        }
        (Move::Only(Player::Discriminator), None) => {
            for (theta, psi) in points {
                *psi += pull(Player::Discriminator, *theta, *psi) * k;
            }
        }
        (Move::Only(Player::Discriminator), Some(cost)) => {
            for ((theta, psi), cost) in points.zip(cost) {
                *psi += (pull(Player::Discriminator, *theta, *psi) - cost) * k;
            }
        }
    }
}
