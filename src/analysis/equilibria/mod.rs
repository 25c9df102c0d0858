//! Equilibria: the ones a game lists, and a search for others that believes only what it can prove.
//!
//! Damped Newton steps on the exact field from many starts propose points; a point counts as an equilibrium only with
//! [`Evidence`]. A small ‖v‖ is none: v may die away towards infinity. What is proposed and not proved is reported as
//! such, and so are the searches that ran off. That nothing was found in a window proves nothing; it says so.

mod descent;
mod proof;
mod rest;
mod starts;

pub use rest::Rest;
pub use starts::{starts, starts_between};

use super::{
    Players, Spectrum, field_jacobian,
    smooth::{Place, Smoothness, Velocity, smoothness},
    zero_set::{ZeroSet, zero_set},
};
use crate::field::Field;
use descent::{Descent, How, Limits, descend, distance, least_step};
use nalgebra::{Complex, DMatrix, DVector};
use rayon::prelude::*;

/// Zeros nearer to each other than this, relative to their size, are one.
const SAME: f64 = 1e-4;
/// How near a listed point is to a zero, relative to its size: it may have been typed with so many digits.
const TYPED: f64 = 1e-9;
/// A proof is of the place of a point if it puts the zero this near, relative to its size.
const PLACE: f64 = 1e-6;
/// A degenerate zero is approached to about this, relative to its size.
const COARSE: f64 = 1e-2;
/// A search that is so many times farther from its start than the starts are from their middle has run off.
const FAR: f64 = 20.0;
/// A search that ran off is followed so many times farther.
const FOLLOWED: f64 = 1e6;
/// ... unless one evaluation of the field takes more than so many of the discriminator.
const DEAR: usize = 2000;
/// Starts that are searched from together, before what they found is known to the next ones.
const ROUND: usize = 8;
/// Evaluations of the discriminator in one search, about; starts are left out beyond.
const MOST_WORK: usize = 8_000_000;
/// ... and in one descent.
const MOST_EACH: usize = 3_000_000;
/// Jacobians of a descent, about.
const JACOBIANS: usize = 12;

/// Why a point counts as an equilibrium.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// Enclosures prove that there is exactly one zero within `alone` of the point, and that it is within `radius`.
    Proved {
        /// Of the zero from the point, in the largest coordinate.
        radius: f64,
        /// There is no other zero so near.
        alone: f64,
    },
    /// v is exactly 0 at this point, rounding included.
    Exact,
    /// Across a set of zeros enclosures prove one of as many components of v as there are directions within `radius`; all
    /// else vanishes to rounding, along the set too, which no enclosure can prove.
    Across {
        /// Of the set from the point.
        radius: f64,
    },
    /// The game names it, and v vanishes there to rounding.
    Listed,
}

/// A zero of the field.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Equilibrium {
    /// x [n].
    pub at: Vec<f64>,
    /// ‖v(x)‖.
    pub residual: f64,
    /// Why it counts.
    pub evidence: Evidence,
    /// What the flow does there.
    pub kind: Rest,
    /// σ(v') across the set, `[[re, im], …]`.
    pub eigenvalues: Vec<[f64; 2]>,
    /// Dimension of the set of equilibria it belongs to; 0 where it is isolated.
    pub dimension: usize,
    /// What it is to the players, where their losses were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub players: Option<Players>,
    /// Whether the game names it.
    pub listed: bool,
    /// Searches that ended there (or in the set it stands for).
    pub reached: usize,
}

/// A search that found no zero.
#[derive(Clone, Debug, PartialEq, serde::Serialize, thiserror::Error)]
#[error("the search for a zero from {start:?} ended at {end:?}, where ‖v‖ = {residual:e}")]
pub struct Failure {
    /// Where it began.
    pub start: Vec<f64>,
    /// Where it ended.
    pub end: Vec<f64>,
    /// ‖v‖ there.
    pub residual: f64,
}

/// Why a point where v vanishes to rounding is not an equilibrium for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// v' is singular there to rounding, so no box closes around a zero.
    Degenerate,
    /// v switches from one formula to another there.
    Switch,
}

/// A point where v vanishes to rounding, and nothing proves a zero.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Unproved {
    /// x [n].
    pub at: Vec<f64>,
    /// ‖v(x)‖.
    pub residual: f64,
    /// Why there is no proof.
    pub doubt: Doubt,
    /// Searches that ended there.
    pub reached: usize,
}

/// Searches that ran off while v died away.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Tail {
    /// Where the first of them leads to from its end, as a unit vector [n].
    pub along: Vec<f64>,
    /// Its end.
    pub end: Vec<f64>,
    /// ‖v‖ there.
    pub residual: f64,
    /// How many.
    pub reached: usize,
}

/// What a search found, and what it did not.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Search {
    /// Listed ones first, then in the order of discovery. A set of equilibria is represented by one of its points.
    pub found: Vec<Equilibrium>,
    /// Where v vanishes to rounding without a proof of a zero.
    pub unproved: Vec<Unproved>,
    /// Where v tends to 0 towards infinity.
    pub tails: Vec<Tail>,
    /// The searches that ended elsewhere, those in tails apart.
    pub failures: Vec<Failure>,
    /// Starts made.
    pub starts: usize,
    /// Starts left out because one evaluation of this field takes so much.
    pub left_out: usize,
}

impl Search {
    /// The failure with the smallest residual: where a zero might have been missed.
    pub fn nearest_miss(&self) -> Option<&Failure> {
        self.failures.iter().min_by(|a, b| a.residual.total_cmp(&b.residual))
    }

    /// The zero found nearest to a point, listed ones apart.
    pub fn nearest(&self, x: &[f64]) -> Option<&Equilibrium> {
        let found = self.found.iter().filter(|e| !e.listed);
        found.min_by(|a, b| distance(&a.at, x).total_cmp(&distance(&b.at, x)))
    }
}

/// The proved zero of v that damped Newton steps reach from `x0`; which one that is depends on the start.
///
/// # Errors
/// [`Failure`], which says where the search ended.
pub fn newton(field: &impl Field, x0: &[f64]) -> Result<Vec<f64>, Failure> {
    equilibrium(field, x0).map(|e| e.at)
}

/// [`newton`], with the evidence.
///
/// # Errors
/// As there.
pub fn equilibrium(field: &impl Field, x0: &[f64]) -> Result<Equilibrium, Failure> {
    let most = 1e3 * (1.0 + distance(x0, &vec![0.0; x0.len()]));
    let descent = descend(field, x0, Limits { far: most, work: MOST_EACH }, |_| None);
    match judge(field, &descent) {
        Finding::Zero(e) => Ok(*e),
        _ => Err(Failure { start: descent.start, end: descent.end, residual: descent.residual }),
    }
}

fn velocity(field: &impl Field, x: &[f64]) -> DVector<f64> {
    let mut v = vec![0.0; x.len()];
    field.both(x, &mut v);
    DVector::from_vec(v)
}

/// Searches from each start, as far as the work allows. `listed` are taken as they are, if the field vanishes there.
pub fn search(field: &(impl Field + Sync), listed: &[Vec<f64>], starts: &[Vec<f64>]) -> Search {
    let starts = affordable(field, starts);
    let mut search = Search { starts: starts.made.len(), left_out: starts.left_out, ..Search::default() };
    search.found.extend(listed.iter().filter_map(|at| named(field, at)));
    let limits = Limits { far: starts.far, work: MOST_EACH };
    for round in starts.made.chunks(ROUND) {
        let known = |x: &[f64]| search.found.iter().position(|e| e.holds(x));
        let descents: Vec<Descent> = round.par_iter().map(|start| descend(field, start, limits, known)).collect();
        for descent in &descents {
            search.take(field, descent);
        }
    }
    search
}

/// Which starts are made.
struct Affordable<'a> {
    made: Vec<&'a [f64]>,
    left_out: usize,
    /// A search farther from its start than this has run off.
    far: f64,
}

/// Every k-th start that is not too dear by itself, so that all of them together stay in bounds.
fn affordable<'a>(field: &impl Field, starts: &'a [Vec<f64>]) -> Affordable<'a> {
    let spread = starts.iter().flat_map(|x| starts.first().map(|y| distance(x, y))).fold(0.0, f64::max);
    let work = |x: &[f64]| JACOBIANS.saturating_mul(field.n() * field.n()).saturating_mul(field.work(x));
    let cheap: Vec<(&[f64], usize)> =
        starts.iter().map(|x| (&x[..], work(x))).filter(|(_, work)| *work <= MOST_EACH).collect();
    let all = cheap.iter().fold(0usize, |sum, (_, work)| sum.saturating_add(*work));
    let stride = all.div_ceil(MOST_WORK).max(1);
    let made: Vec<&[f64]> = cheap.iter().step_by(stride).map(|(x, _)| *x).collect();
    Affordable { left_out: starts.len() - made.len(), made, far: FAR * spread.max(1.0) }
}

impl Equilibrium {
    /// Whether x is so near that there is no other zero between.
    fn holds(&self, x: &[f64]) -> bool {
        let Evidence::Proved { alone, .. } = self.evidence else { return false };
        self.at.iter().zip(x).all(|(a, b)| (a - b).abs() < alone)
    }

    fn near(&self, x: &[f64]) -> bool {
        distance(&self.at, x) < SAME * (1.0 + distance(x, &vec![0.0; x.len()]))
    }
}

impl Search {
    /// Takes in what a descent found.
    fn take(&mut self, field: &impl Field, descent: &Descent) {
        let x = &descent.end;
        let known = match descent.how {
            How::Known(k) => Some(k),
            How::Settled => self.found.iter().position(|e| e.holds(x) || e.near(x)),
            How::RanOff | How::Stuck => None,
        };
        if let Some(k) = known {
            self.found[k].reached += 1;
            return;
        }
        match judge(field, descent) {
            Finding::Zero(new) => {
                // Of a set of equilibria one point is enough.
                let same = |e: &Equilibrium| {
                    e.near(&new.at) || e.dimension > 0 && (e.dimension, e.kind) == (new.dimension, new.kind)
                };
                match self.found.iter_mut().find(|e| same(e)) {
                    Some(known) => known.reached += 1,
                    None => self.found.push(*new),
                }
            }
            Finding::Unproved(new) => {
                let near = |u: &&mut Unproved| distance(&u.at, &new.at) < COARSE * (1.0 + new.at.len() as f64);
                match self.unproved.iter_mut().find(near) {
                    Some(known) => known.reached += 1,
                    None => self.unproved.push(new),
                }
            }
            Finding::Tail(new) => {
                // The same half of the directions.
                let same = |t: &&mut Tail| t.along.iter().zip(&new.along).map(|(a, b)| a * b).sum::<f64>() > 0.5;
                match self.tails.iter_mut().find(same) {
                    Some(known) => known.reached += 1,
                    None => self.tails.push(new),
                }
            }
            Finding::Miss => {
                let Descent { start, end, residual, .. } = descent.clone();
                self.failures.push(Failure { start, end, residual });
            }
        }
    }
}

/// What the end of a descent is.
enum Finding {
    Zero(Box<Equilibrium>),
    Unproved(Unproved),
    Tail(Tail),
    Miss,
}

fn judge(field: &impl Field, descent: &Descent) -> Finding {
    match descent.how {
        How::Settled => settled(field, descent).unwrap_or_else(|| far_out(field, descent)),
        How::Stuck => Finding::Miss,
        How::Known(_) | How::RanOff => far_out(field, descent),
    }
}

/// What is where the steps have become short, if a zero may be there.
fn settled(field: &impl Field, descent: &Descent) -> Option<Finding> {
    let x = &descent.end;
    if let Some(proved) = proved(field, x) {
        return Some(proved);
    }
    if let Some(at) = simple(field, x) {
        return Some(zero(field, at, Evidence::Exact));
    }
    // At a degenerate zero the distance is a few times the step.
    let size = 1.0 + distance(x, &vec![0.0; x.len()]);
    let step = least_step(&field_jacobian(field, x), &velocity(field, x)).map_or(f64::INFINITY, |s| s.norm());
    let radius = (10.0 * step).max(1e-3 * SAME * size);
    if radius >= COARSE * size || proof::excluded(field, x, radius) {
        return None;
    }
    if let Some(radius) = extends(field, x, &zeros_near(field, x)) {
        return Some(zero(field, x.clone(), Evidence::Across { radius }));
    }
    let doubt = if proof::bends(field, x) { Doubt::Switch } else { Doubt::Degenerate };
    Some(Finding::Unproved(Unproved { at: x.clone(), residual: descent.residual, doubt, reached: 1 }))
}

/// What a descent comes to that ran off, or went on and on: followed much further, to a zero far away, or to where v dies
/// away, ‖v‖ falling all along.
fn far_out(field: &impl Field, descent: &Descent) -> Finding {
    let Descent { start, end, residual, .. } = descent;
    let way = distance(end, start);
    if field.work(end) > DEAR {
        return proved(field, end).unwrap_or(Finding::Miss);
    }
    let on = descend(field, end, Limits { far: FOLLOWED * (1.0 + way), work: MOST_EACH }, |_| None);
    if descent.how != How::Settled
        && on.how == How::Settled
        && let Some(found @ Finding::Zero(_)) = settled(field, &on)
    {
        return found;
    }
    if on.how != How::Stuck
        && let Some(proved) = proved(field, &on.end)
    {
        return proved;
    }
    let fallen = *residual < 1e-3 * velocity(field, start).norm() && on.residual <= 0.75 * residual;
    let further = distance(&on.end, end);
    if !fallen || way <= 1.0 || further == 0.0 || distance(&on.end, start) <= way + 1.0 {
        return Finding::Miss;
    }
    let along = on.end.iter().zip(end).map(|(x, s)| (x - s) / further).collect();
    Finding::Tail(Tail { along, end: end.clone(), residual: *residual, reached: 1 })
}

/// The zero that is proved near x; a coordinate that may be 0 is set to it, where v is as small there.
fn proved(field: &impl Field, x: &[f64]) -> Option<Finding> {
    let (x, ball) = enclosed(field, x)?;
    let snapped: Vec<f64> = x.iter().map(|a| if a.abs() <= ball.radius { 0.0 } else { *a }).collect();
    let [there, here] = [&snapped, &x].map(|x| velocity(field, x).norm());
    let at = if there <= 2.0 * here + 1e-14 { snapped } else { x.clone() };
    let radius = ball.radius + distance(&at, &x);
    Some(zero(field, at, Evidence::Proved { radius, alone: ball.alone - radius }))
}

/// The point itself or one that Newton's method makes of it, as soon as a zero is proved within what counts as the same
/// place: a proof may hold of a box as wide as the way to the zero.
fn enclosed(field: &impl Field, x: &[f64]) -> Option<(Vec<f64>, proof::Ball)> {
    const STEPS: usize = 5;
    let mut x = x.to_vec();
    for _ in 0..STEPS {
        let jacobian = field_jacobian(field, &x);
        let ball = proof::isolated(field, &x, &jacobian)?;
        if ball.radius <= PLACE * (1.0 + distance(&x, &vec![0.0; x.len()])) {
            return Some((x, ball));
        }
        let step = least_step(&jacobian, &velocity(field, &x))?;
        x.iter_mut().zip(step.iter()).for_each(|(x, s)| *x -= s);
    }
    None
}

/// A number of few digits near x at which v is exactly 0: degenerate zeros are approached coarsely, and mostly simple.
fn simple(field: &impl Field, x: &[f64]) -> Option<Vec<f64>> {
    [1.0, 10.0, 100.0, 1e3, 1e6].iter().find_map(|scale| {
        let at: Vec<f64> = x.iter().map(|x| (x * scale).round() / scale + 0.0).collect();
        let near = at.iter().zip(x).all(|(a, x)| (a - x).abs() <= COARSE * (1.0 + x.abs()));
        (near && proof::exact(field, &at)).then_some(at)
    })
}

/// The distance of x from a set of zeros , if there is one: enclosures at x and along the tangents bear it out.
fn extends(field: &impl Field, x: &[f64], set: &ZeroSet) -> Option<f64> {
    let jacobian = |y: &[f64]| field_jacobian(field, y);
    let any = set.manifold && set.dimension() > 0;
    any.then(|| proof::set(field, &jacobian, x, &set.tangent, &set.transverse)).flatten()
}

fn zeros_near(field: &impl Field, at: &[f64]) -> ZeroSet {
    zero_set(|x: &[f64]| velocity(field, x), |x: &[f64]| field_jacobian(field, x), at)
}

/// A listed point, if v vanishes there to what it was typed to.
fn named(field: &impl Field, at: &[f64]) -> Option<Equilibrium> {
    let residual = velocity(field, at).norm();
    let size = 1.0 + distance(at, &vec![0.0; at.len()]);
    let costly = field.n() * field.n() * field.work(at) > MOST_EACH / 300;
    let ball = if costly { None } else { proof::isolated(field, at, &field_jacobian(field, at)) };
    let evidence = match ball {
        Some(ball) if ball.radius <= TYPED * size => Evidence::Proved { radius: ball.radius, alone: ball.alone },
        _ if residual.is_nan() || residual > 1e-9 => return None,
        _ if !costly && proof::excluded(field, at, TYPED * size) => return None,
        _ if proof::exact(field, at) => Evidence::Exact,
        _ => Evidence::Listed,
    };
    Some(describe(field, at.to_vec(), evidence, true))
}

fn zero(field: &impl Field, at: Vec<f64>, evidence: Evidence) -> Finding {
    Finding::Zero(Box::new(describe(field, at, evidence, false)))
}

/// Kind and set of a zero.
fn describe(field: &impl Field, at: Vec<f64>, evidence: Evidence, listed: bool) -> Equilibrium {
    let v = velocity(field, &at);
    let base = |kind, eigenvalues, dimension| Equilibrium {
        at: at.clone(),
        residual: v.norm(),
        evidence,
        kind,
        eigenvalues,
        dimension,
        players: None,
        listed,
        reached: usize::from(!listed),
    };
    // The proof of an isolated zero keeps clear of switches.
    let proved = matches!(evidence, Evidence::Proved { .. });
    let place = Place::new(&at, 0.0);
    let j = match if proved { Smoothness::Smooth } else { smoothness(&Velocity(field), &place) } {
        Smoothness::Smooth => field_jacobian(field, &at),
        Smoothness::Mended(jacobian) => jacobian,
        Smoothness::Rough(_) => return base(Rest::Kink, vec![], 0),
    };
    let isolated = || ZeroSet::isolated(at.len());
    let set = match evidence {
        Evidence::Proved { .. } => isolated(),
        Evidence::Across { .. } => zeros_near(field, &at),
        // Beside a zero of high order v is small as well.
        _ => Some(zeros_near(field, &at))
            .filter(|set| listed || extends(field, &at, set).is_some())
            .unwrap_or_else(isolated),
    };
    let eigenvalues = across(&j, &set);
    let pairs = eigenvalues.iter().map(|l| [l.re, l.im]).collect();
    base(Rest::of(&eigenvalues), pairs, set.dimension())
}

/// σ(v') across a set of equilibria: v' vanishes along the tangents T, so in the basis (T, T⊥) it is block triangular
/// and its other eigenvalues are those of the block T⊥ᵀ v' T⊥.
pub(super) fn across(jacobian: &DMatrix<f64>, set: &ZeroSet) -> Vec<Complex<f64>> {
    let block = set.transverse.transpose() * jacobian * &set.transverse;
    Spectrum::of(&block).map_or_else(|_| vec![], |s| s.eigenvalues)
}
