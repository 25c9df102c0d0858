//! Where a run ends on a set of equilibria.

use super::find::ONWARD;
use crate::{
    analysis::{Kind, Linearisation, Spectrum, Trajectory, distance, manifold, start, update_jacobian},
    field::Field,
    rule::Rule,
};
use nalgebra::{DMatrix, DVector};

/// Larger Jacobians are not taken apart.
const MOST: usize = 64;
/// Singular values of (F' − 1)² below this part of the largest belong to the set.
const NULL: f64 = 1e-10;

/// The end of a run on a set of equilibria, which is another point than the one the verdict is on.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct OnSet {
    /// The end: the run is followed by as many steps as it has, 1024 at least, and what is then left is the sum of
    /// F'ʲs, s being the last step.
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
    let n = run.n;
    let (state, step) = followed(field, rule, run)?;
    let rest = rest(field, rule, &state, &step)?;
    let end: Vec<f64> = (0..n).map(|i| state[i] + rest[i]).collect();
    if manifold::tangents(field, &end) != lin.tangents {
        return None;
    }
    let last_step = distance(run.last(), run.x(run.len() - 2));
    Some(OnSet { rate: across(field, rule, &end, lin.tangents), end, dimension: lin.tangents, last_step })
}

/// The state after the steps that the run is followed by, or as soon as it rests, and the last step of it.
fn followed(field: &impl Field, rule: &impl Rule, run: &Trajectory) -> Option<(Vec<f64>, Vec<f64>)> {
    let first = run.len() as u64 - 1;
    let (mut z, mut step) = (run.last_state.clone(), vec![]);
    for t in first..first + run.len().max(ONWARD) as u64 {
        let before = z.clone();
        rule.step(field, t, &mut z);
        if z.iter().any(|a| !a.is_finite()) {
            return None;
        }
        step = z.iter().zip(&before).map(|(a, b)| a - b).collect();
        if step.iter().all(|s| *s == 0.0) {
            break;
        }
    }
    Some((z, step))
}

/// Σ F'ʲ s over j ≥ 1 of a step s, which is across the set: F's = (1 − F')r with r = (F' − 1)w, along the set nothing.
/// Of a large F' nothing is known, and the rest is taken for 0 where s is rounding.
fn rest(field: &impl Field, rule: &impl Rule, z: &[f64], s: &[f64]) -> Option<Vec<f64>> {
    let size = |u: &[f64]| u.iter().fold(0.0, |a: f64, b| a.hypot(*b));
    if size(s) <= 1e-15 * (1.0 + size(z)) {
        return Some(vec![0.0; z.len()]);
    }
    if z.len() > MOST {
        return None;
    }
    let jacobian = update_jacobian(field, rule, z);
    let off = &jacobian - DMatrix::identity(z.len(), z.len());
    let next = &jacobian * DVector::from_column_slice(s);
    let svd = (-(&off * &off)).try_svd(true, true, f64::EPSILON, 1000)?;
    let largest = svd.singular_values.max();
    let w = svd.solve(&next, NULL * largest).ok()?;
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
