//! Directions along which v does not change to first order, and why.
//!
//! Networks say the same thing in many ways. A group of such ways with the generator ξ(x) leaves the losses as they
//! are, so v'ξ = −(∂ξ)ᵀv (derived here): null where v = 0, or where ξ does not depend on x, and as a rule not
//! elsewhere.

use super::jacobian::times;
use crate::game::Redundancy;
use nalgebra::DMatrix;

/// Of unit directions, ‖v'ξ‖ below this part of the largest singular value counts as 0.
const NULL: f64 = 1e-13;

/// The null directions of v'.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Null {
    /// Singular values below n·ε·σ₁, with ε = 2⁻⁵²: what cannot be told from 0.
    pub dimension: usize,
    /// The largest singular value.
    pub largest: f64,
    /// What the game knows of, kind by kind.
    pub kinds: Vec<NullKind>,
    /// The same for a reader.
    pub sentence: String,
}

/// Directions of one kind.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NullKind {
    /// Which.
    pub what: &'static str,
    /// How many there are.
    pub count: usize,
    /// How many of them are null directions here; `None` where the kind has no directions to be tested.
    pub null: Option<usize>,
}

/// Of a finite v'; `None` where the game knows no redundancy, or the singular values do not settle.
pub(super) fn null(jacobian: &DMatrix<f64>, redundancies: &[Redundancy]) -> Option<Null> {
    if redundancies.is_empty() {
        return None;
    }
    let n = jacobian.nrows();
    let singular = faer::Mat::from_fn(n, n, |i, j| jacobian[(i, j)]).singular_values().ok()?;
    let largest = singular.iter().fold(0.0, |a: f64, b| a.max(*b));
    let dimension = singular.iter().filter(|s| **s < n as f64 * f64::EPSILON * largest).count();
    let size = |x: &[f64]| x.iter().fold(0.0, |a: f64, b| a.hypot(*b));
    let is_null = |xi: &&Vec<f64>| size(&times(jacobian, xi)) <= NULL * largest * size(xi);
    let kind = |r: &Redundancy| NullKind {
        what: r.what,
        count: r.count,
        null: (!r.directions.is_empty()).then(|| r.directions.iter().filter(is_null).count()),
    };
    let kinds: Vec<NullKind> = redundancies.iter().map(kind).collect();
    let told = kinds.iter().map(|k| match k.null {
        Some(null) => format!("{}, {null} of {}", k.what, k.count),
        None => format!("{}, {}", k.what, k.count),
    });
    let told = told.collect::<Vec<_>>().join("; ");
    let sentence = format!("Null directions of v', singular values below nεσ₁: {dimension} of {n}. Of these: {told}.");
    Some(Null { dimension, largest, kinds, sentence })
}
