//! Many runs at once: the same steps as one run takes, over blocks of points.
//!
//! The name of the loss and of each penalty is looked up once per block and step, not once per point; the loops over
//! points are plain and branch-free, so they run in whatever vector unit the machine has, four vectors in step. No
//! operation is reordered and none is fused: every number is the one that a single run gives, to the last bit.

use crate::{
    field::{AnyAdjust, AnyField},
    game::{
        AnyGame, Plane, Player,
        planar::{density_slope, pair_slope},
    },
    loss::{AnyLoss, Loss, each_loss},
    num::{Scalar, Two},
    penalty::{AnyPenalty, Penalty, Site, each_penalty},
    rule::{AnyRule, LearningRate, Order},
};
use multiversion::multiversion;

/// Turns of a loop over points, four points each: short enough that θ, ψ and the penalty's slope stay at the processor.
const TURNS: usize = 64;

/// A coordinate of the points that are moved together; a turn takes one of each row.
type Block = [[f64; TURNS]; 4];

/// What a turn takes.
type Four = Two<Two<f64>>;

#[inline(always)]
fn get(x: &Block, i: usize) -> Four {
    Two(Two(x[0][i], x[1][i]), Two(x[2][i], x[3][i]))
}

#[inline(always)]
fn set(x: &mut Block, i: usize, Two(Two(a, b), Two(c, d)): Four) {
    [x[0][i], x[1][i], x[2][i], x[3][i]] = [a, b, c, d];
}

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
        let [mut t, mut p] = [[[0.0; TURNS]; 4]; 2];
        for (theta, psi) in theta.chunks_mut(4 * TURNS).zip(psi.chunks_mut(4 * TURNS)) {
            // The last block may be filled in part; what stands behind the points is moved along and dropped.
            let n = theta.len();
            t.as_flattened_mut()[..n].copy_from_slice(theta);
            p.as_flattened_mut()[..n].copy_from_slice(psi);
            block(self, first, steps, &mut t, &mut p);
            theta.copy_from_slice(&t.as_flattened()[..n]);
            psi.copy_from_slice(&p.as_flattened()[..n]);
        }
    }
}

/// A block, all its steps. Everything below is inlined here, once per kind of vector unit.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw+fma+avx2+bmi2", "x86_64+avx2+fma", "aarch64+neon"))]
fn block(dense: &Dense, first: u64, steps: u64, theta: &mut Block, psi: &mut Block) {
    let plane = &dense.plane;
    let mut cost = [[0.0; TURNS]; 4];
    clip(plane.clip, psi);
    for t in first..first + steps {
        let h = Player::BOTH.map(|who| dense.lr.at(who, t));
        for &part in &dense.round {
            let charged = part != Move::Only(Player::Generator) && !plane.penalty.is_empty();
            if charged {
                charge(plane.penalty, theta, psi, &mut cost);
            }
            each_loss!(plane.loss, loss => advance(loss, part, h, theta, psi, if charged { Some(&cost) } else { None }));
            clip(plane.clip, psi);
        }
    }
}

#[inline(always)]
fn clip(bound: Option<f64>, psi: &mut Block) {
    if let Some(c) = bound {
        for p in psi.as_flattened_mut() {
            *p = Scalar::clamp(*p, -c, c);
        }
    }
}

/// cost = ∂/∂ψ of all penalties.
#[inline(always)]
fn charge(penalties: &[AnyPenalty], theta: &Block, psi: &Block, cost: &mut Block) {
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
fn add<P: Penalty>(penalty: &P, site: Site, first: bool, theta: &Block, psi: &Block, cost: &mut Block) {
    let slope = |i| density_slope(penalty, site, Player::Discriminator, get(theta, i), get(psi, i));
    if first {
        for i in 0..TURNS {
            set(cost, i, slope(i));
        }
    } else {
        for i in 0..TURNS {
            set(cost, i, get(cost, i) + slope(i));
        }
    }
}

/// x −= h ∂L/∂x for one player or both at the same point.
#[inline(always)]
fn advance<L: Loss>(loss: &L, part: Move, [h, k]: [f64; 2], theta: &mut Block, psi: &mut Block, cost: Option<&Block>) {
    let pull = |who, theta: Four, psi: Four| -pair_slope(loss, who, who, theta, psi);
    match (part, cost) {
        (Move::Both, None) => {
            for i in 0..TURNS {
                let (t, p) = (get(theta, i), get(psi, i));
                set(theta, i, t + pull(Player::Generator, t, p) * h);
                set(psi, i, p + pull(Player::Discriminator, t, p) * k);
            }
        }
        (Move::Both, Some(cost)) => {
            for i in 0..TURNS {
                let (t, p) = (get(theta, i), get(psi, i));
                set(theta, i, t + pull(Player::Generator, t, p) * h);
                set(psi, i, p + (pull(Player::Discriminator, t, p) - get(cost, i)) * k);
            }
        }
        (Move::Only(Player::Generator), _) => {
            for i in 0..TURNS {
                let (t, p) = (get(theta, i), get(psi, i));
                set(theta, i, t + pull(Player::Generator, t, p) * h);
            }
        }
        (Move::Only(Player::Discriminator), None) => {
            for i in 0..TURNS {
                let (t, p) = (get(theta, i), get(psi, i));
                set(psi, i, p + pull(Player::Discriminator, t, p) * k);
            }
        }
        (Move::Only(Player::Discriminator), Some(cost)) => {
            for i in 0..TURNS {
                let (t, p) = (get(theta, i), get(psi, i));
                set(psi, i, p + (pull(Player::Discriminator, t, p) - get(cost, i)) * k);
            }
        }
    }
}
