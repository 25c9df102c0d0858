//! Where a run ends on a set of equilibria.

use super::find::ONWARD;
use crate::{
    analysis::{Kind, Linearisation, Spectrum, Trajectory, distance, manifold, start, update_jacobian},
    field::Field,
    rule::{ASYMPTOTIC, Rule},
};
use nalgebra::{DMatrix, DVector};

/// Larger Jacobians are not taken apart.
const MOST: usize = 64;
/// Singular values of (F' − 1)² below this part of the largest belong to the set.
const NULL: f64 = 1e-13;
/// A step below this part of 1 + ‖z‖ is rounding.
const RESTS: f64 = 1e-13;
/// Corrections of the end at most.
const ROUNDS: usize = 8;

/// The end of a run on a set of equilibria, which is another point than the one the verdict is on.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct OnSet {
    /// The end: the run is followed by as many steps as it has, 1024 at least, and of what is then left
    /// the linear part, Σ F'ʲs of the next step s, until it rests.
    pub end: Vec<f64>,
    /// The dimension of the set.
    pub dimension: usize,
    /// ‖x_k − x_{k−1}‖ of the last step of the run.
    pub last_step: f64,
    /// Spectral radius of F' across the set at the end; `None` where F' is large.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
}

/// The end of a run on the set of equilibria through the point of linearisation; `None` where it is followed to no
/// point of a set of this dimension.
pub(super) fn end(field: &impl Field, rule: &impl Rule, lin: &Linearisation, run: &Trajectory) -> Option<OnSet> {
    if lin.tangents == 0 || lin.verdict.kind != Kind::Converges || run.len() < 3 || run.diverged_at.is_some() {
        return None;
    }
    let state = settled(field, rule, followed(field, rule, run)?)?;
    let end = state[..run.n].to_vec();
    if manifold::tangents(field, &end) != lin.tangents {
        return None;
    }
    let last_step = distance(run.last(), run.x(run.len() - 2));
    Some(OnSet { rate: across(field, rule, &end, lin.tangents), end, dimension: lin.tangents, last_step })
}

/// The state after the steps that the run is followed by, or as soon as it rests.
fn followed(field: &impl Field, rule: &impl Rule, run: &Trajectory) -> Option<Vec<f64>> {
    let first = run.len() as u64 - 1;
    let mut z = run.last_state.clone();
    for t in first..first + run.len().max(ONWARD) as u64 {
        let before = z.clone();
        rule.step(field, t, &mut z);
        if z.iter().any(|a| !a.is_finite()) {
            return None;
        }
        if z == before {
            break;
        }
    }
    Some(z)
}

/// The fixed point of F at the end of a state's way: what is left of it is taken for that of the linear part, again and
/// again until F leaves the state where it is.
fn settled(field: &impl Field, rule: &impl Rule, mut z: Vec<f64>) -> Option<Vec<f64>> {
    let size = |u: &[f64]| u.iter().fold(0.0, |a: f64, b| a.hypot(*b));
    for _ in 0..ROUNDS {
        let mut next = z.clone();
        rule.step(field, ASYMPTOTIC, &mut next);
        let step: Vec<f64> = next.iter().zip(&z).map(|(a, b)| a - b).collect();
        if size(&step) <= RESTS * (1.0 + size(&z)) {
            return Some(z);
        }
        let way = way(field, rule, &z, step)?;
        z.iter_mut().zip(&way).for_each(|(z, d)| *z += d);
    }
    None
}

/// Σ F'ʲ s over j ≥ 0 of a step s, which is across the set: s = (1 − F')r with r = (F' − 1)w, which has no part along
/// the set. Of a large F' nothing is known.
fn way(field: &impl Field, rule: &impl Rule, z: &[f64], s: Vec<f64>) -> Option<Vec<f64>> {
    if z.len() > MOST {
        return None;
    }
    let off = update_jacobian(field, rule, z) - DMatrix::identity(z.len(), z.len());
    if !off.norm().is_finite() {
        return None;
    }
    let svd = (-(&off * &off)).try_svd(true, true, f64::EPSILON, 1000)?;
    let w = svd.solve(&DVector::from_vec(s), NULL * svd.singular_values.max()).ok()?;
    Some((off * w).as_slice().to_vec())
}

/// The spectral radius of F' at a point of the set, the eigenvalues 1 along it set aside.
fn across(field: &impl Field, rule: &impl Rule, at: &[f64], tangents: usize) -> Option<f64> {
    let z = start(field, rule, at);
    if z.len() > MOST {
        return None;
    }
    let all = Spectrum::of(&update_jacobian(field, rule, &z)).ok()?;
    Some(manifold::set_aside(&all, tangents).radius()).filter(|r| r.is_finite())
}
