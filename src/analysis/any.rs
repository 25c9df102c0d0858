//! The one place where field × rule × scalar is instantiated for everything an experiment file can name.
//!
//! The functions are not inlined: commands, claims and tests link against them instead of each compiling the whole
//! cross product again (a second instead of half a minute per binary).

use super::{
    Cycle, CycleError, Equilibrium, Expansion, Failure, FlowError, Gradients, Kind, Linearisation, Measured, Modified,
    ModifiedError, Null, Outcome, Search, Spectrum, Trajectory, lint::Lint,
};
use crate::{
    field::{Adjust, Adjusted, AnyAdjust, AnyField, Field},
    game::{Accuracy, AnyGame, Game, Plane},
    loss::{AnyLoss, each_loss},
    penalty::AnyPenalty,
    rule::{AnyRule, Rule},
};
use nalgebra::DMatrix;

/// [`super::field_jacobian`].
#[inline(never)]
pub fn field_jacobian(field: &AnyField, x: &[f64]) -> DMatrix<f64> {
    super::field_jacobian(field, x)
}

/// The null directions of v' = `jacobian` at x, where the game knows of any.
#[inline(never)]
pub fn null(field: &AnyField, jacobian: &DMatrix<f64>, x: &[f64]) -> Option<Null> {
    super::null::null(jacobian, &field.redundancies(x))
}

/// [`super::update_jacobian`].
#[inline(never)]
pub fn update_jacobian(field: &AnyField, rule: &AnyRule, z: &[f64]) -> DMatrix<f64> {
    super::update_jacobian(field, rule, z)
}

/// [`super::linearise`].
#[inline(never)]
pub fn linearise(field: &AnyField, rule: &AnyRule, x: &[f64]) -> Linearisation {
    super::linearise(field, rule, x)
}

/// [`super::linearise_from`].
#[inline(never)]
pub fn linearise_from(field: &AnyField, rule: &AnyRule, z: &[f64]) -> Linearisation {
    super::linearise_from(field, rule, z)
}

/// [`super::gradients`].
#[inline(never)]
pub fn gradients(field: &AnyField, x: &[f64]) -> Gradients {
    super::gradients(field, x)
}

/// The error of the expectations in v at x, where the game has any.
#[inline(never)]
pub fn accuracy(field: &AnyField, x: &[f64]) -> Option<Accuracy> {
    field.game.accuracy(x)
}

/// [`super::decide`].
#[inline(never)]
pub fn decide(field: &AnyField, rule: &AnyRule, x: &[f64]) -> (Kind, Option<f64>) {
    super::decide(field, rule, x)
}

/// [`super::start`].
#[inline(never)]
pub fn start(field: &AnyField, rule: &AnyRule, x: &[f64]) -> Vec<f64> {
    super::start(field, rule, x)
}

/// [`super::simulate`]. For gradient descent on the plane the names of loss, adjustment and rule are looked up once and
/// not at every step; the numbers are the same.
#[inline(never)]
pub fn simulate(field: &AnyField, rule: &AnyRule, x0: &[f64], steps: u64) -> Trajectory {
    #[allow(irrefutable_let_patterns, reason = "as long as there is one game")]
    let AnyGame::Dirac(game) = &field.game else { return super::simulate(field, rule, x0, steps) };
    let run = game.plane().and_then(|plane| match (&field.adjust, rule) {
        (AnyAdjust::Plain(a), AnyRule::Simultaneous(r)) => Some(on_the_plane(&plane, a, r, x0, steps)),
        (AnyAdjust::Plain(a), AnyRule::Alternating(r)) => Some(on_the_plane(&plane, a, r, x0, steps)),
        (AnyAdjust::Consensus(a), AnyRule::Simultaneous(r)) => Some(on_the_plane(&plane, a, r, x0, steps)),
        (AnyAdjust::Consensus(a), AnyRule::Alternating(r)) => Some(on_the_plane(&plane, a, r, x0, steps)),
        _ => None,
    });
    run.unwrap_or_else(|| super::simulate(field, rule, x0, steps))
}

fn on_the_plane<A: Adjust + Clone>(
    plane: &Plane<AnyLoss, AnyPenalty>,
    adjust: &A,
    rule: &impl Rule,
    x0: &[f64],
    steps: u64,
) -> Trajectory {
    let (penalty, clip, adjust) = (plane.penalty, plane.clip, adjust.clone());
    each_loss!(plane.loss, loss => {
        super::simulate(&Adjusted { game: Plane { loss, penalty, clip }, adjust }, rule, x0, steps)
    })
}

/// [`super::classify`], and the claim that explains what was found.
#[inline(never)]
pub fn classify(field: &AnyField, rule: &AnyRule, lin: &Linearisation, run: &Trajectory) -> Outcome {
    let outcome = super::classify(field, rule, lin, run);
    let claim = super::fate::claim(field, rule, &outcome.finding);
    Outcome { claim, ..outcome }
}

/// [`super::renormalised`].
#[inline(never)]
pub fn renormalised(
    field: &AnyField,
    rule: &AnyRule,
    ends: [&[f64]; 2],
    isolated: bool,
    settle: u64,
    steps: u64,
) -> Measured {
    super::renormalised(field, rule, ends, isolated, settle, steps)
}

/// One step of a rule.
#[inline(never)]
pub fn step(field: &AnyField, rule: &AnyRule, t: u64, z: &mut [f64]) {
    rule.step(field, t, z)
}

/// v(x).
#[inline(never)]
pub fn velocity(field: &AnyField, x: &[f64]) -> Vec<f64> {
    let mut v = vec![0.0; x.len()];
    field.both(x, &mut v);
    v
}

/// [`super::integral_curve`].
///
/// # Errors
/// As there.
#[inline(never)]
pub fn integral_curve(field: &AnyField, x0: &[f64], end: f64, dt: f64) -> Result<Vec<(f64, Vec<f64>)>, FlowError> {
    super::integral_curve(field, x0, end, dt)
}

/// [`super::integral_curve`] of a [`super::Modified`] field; one step is the unit of time.
///
/// # Errors
/// As there.
#[inline(never)]
pub fn modified_curve(
    field: &AnyField,
    expansion: Expansion,
    x0: &[f64],
    end: f64,
    dt: f64,
) -> Result<Vec<(f64, Vec<f64>)>, FlowError> {
    super::integral_curve(&Modified { field, expansion }, x0, end, dt)
}

/// [`Expansion::of`] a rule.
///
/// # Errors
/// As there.
#[inline(never)]
pub fn expansion(rule: &AnyRule) -> Result<Expansion, ModifiedError> {
    Expansion::of(rule)
}

/// [`super::search`].
#[inline(never)]
pub fn search(field: &AnyField, listed: &[Vec<f64>], starts: &[Vec<f64>]) -> Search {
    super::search(field, listed, starts)
}

/// [`super::lint::lint`].
#[inline(never)]
pub fn lint(field: &AnyField, at: &[f64], starts: &[Vec<f64>]) -> Lint {
    super::lint::lint(field, matches!(field.adjust, AnyAdjust::Plain(_)), at, starts)
}

/// [`super::limit_cycle`].
///
/// # Errors
/// As there.
#[inline(never)]
pub fn limit_cycle(field: &AnyField, theta: f64) -> Result<Cycle, CycleError> {
    super::limit_cycle(field, theta)
}

/// The spectral radius of F' at x without the search for kinks; `None` where the Jacobian is not finite.
#[inline(never)]
pub fn radius(field: &AnyField, rule: &AnyRule, x: &[f64]) -> Option<f64> {
    let z = super::start(field, rule, x);
    Spectrum::of(&super::update_jacobian(field, rule, &z)).ok().map(|s| s.radius())
}

/// [`super::half_turn`].
///
/// # Errors
/// As there.
#[inline(never)]
pub fn half_turn(field: &AnyField, theta: f64, up: bool) -> Result<(f64, f64), CycleError> {
    super::half_turn(field, theta, up)
}

/// [`super::newton`].
///
/// # Errors
/// As there.
#[inline(never)]
pub fn newton(field: &AnyField, x0: &[f64]) -> Result<Vec<f64>, Failure> {
    super::newton(field, x0)
}

/// [`super::equilibrium`].
///
/// # Errors
/// As there.
#[inline(never)]
pub fn equilibrium(field: &AnyField, x0: &[f64]) -> Result<Equilibrium, Failure> {
    super::equilibrium(field, x0)
}
