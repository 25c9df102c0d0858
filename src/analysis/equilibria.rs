//! Equilibria off the expected one, by search.
//!
//! Damped Newton steps on the exact field from many starts. What is found is certified by its residual ‖v‖ and by the
//! length of the step Newton's method would take next; a search that ends elsewhere says where, and how large ‖v‖ is
//! there. That nothing was found in a window proves nothing; it says so.

use super::{
    Spectrum, field_jacobian,
    smooth::{Place, Smoothness, Velocity, smoothness},
    zero_set::{ZeroSet, settle, zero_set},
};
use crate::field::Field;
use nalgebra::{Complex, DMatrix, DVector};

/// Re λ (λ itself, for a degenerate zero) this close to 0 counts as 0.
const ON_AXIS: f64 = 1e-9;
/// Zeros nearer to each other than this, relative to their size, are one.
const SAME: f64 = 1e-4;

/// What the flow does near an equilibrium, by the eigenvalues of v' across the set of equilibria it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// All Re λ < 0: attracts.
    Sink,
    /// All Re λ > 0: repels.
    Source,
    /// Both signs.
    Saddle,
    /// Imaginary eigenvalues, none with Re λ > 0: the linear part does not decide.
    Centre,
    /// An eigenvalue 0 that belongs to no set of equilibria: higher terms decide.
    Degenerate,
    /// v has a kink there, so it has no eigenvalues.
    Kink,
}

impl Rest {
    /// As the tables print it.
    pub fn word(self) -> &'static str {
        match self {
            Rest::Sink => "sink",
            Rest::Source => "source",
            Rest::Saddle => "saddle",
            Rest::Centre => "centre",
            Rest::Degenerate => "degenerate",
            Rest::Kink => "kink",
        }
    }
    fn of(eigenvalues: &[Complex<f64>]) -> Self {
        let any = |test: fn(&Complex<f64>) -> bool| eigenvalues.iter().any(test);
        match (any(|l| l.re < -ON_AXIS), any(|l| l.re > ON_AXIS)) {
            (true, true) => Rest::Saddle,
            _ if any(|l| l.norm() <= ON_AXIS) => Rest::Degenerate,
            (_, true) if any(|l| l.re.abs() <= ON_AXIS) => Rest::Saddle,
            _ if any(|l| l.re.abs() <= ON_AXIS) => Rest::Centre,
            (_, true) => Rest::Source,
            _ => Rest::Sink,
        }
    }
}

/// A zero of the field.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Equilibrium {
    /// x [n].
    pub at: Vec<f64>,
    /// ‖v(x)‖.
    pub residual: f64,
    /// Length of the next Newton step: about the distance to the true zero.
    pub step: f64,
    /// What the flow does there.
    pub kind: Rest,
    /// σ(v') across the set, `[[re, im], …]`.
    pub eigenvalues: Vec<[f64; 2]>,
    /// Dimension of the set of equilibria it belongs to; 0 where it is isolated.
    pub dimension: usize,
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

/// What a search found, and what it did not.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Search {
    /// Listed ones first, then in the order of discovery. A set of equilibria is represented by one of its points.
    pub found: Vec<Equilibrium>,
    /// The searches that ended elsewhere.
    pub failures: Vec<Failure>,
}

impl Search {
    /// The failure with the smallest residual: where a zero might have been missed.
    pub fn nearest_miss(&self) -> Option<&Failure> {
        self.failures.iter().min_by(|a, b| a.residual.total_cmp(&b.residual))
    }
}

/// The zero of v that damped Newton steps reach from `x0`; which zero that is depends on the start.
///
/// # Errors
/// [`Failure`], which says where the search ended.
pub fn newton(field: &impl Field, x0: &[f64]) -> Result<Vec<f64>, Failure> {
    let mut x = x0.to_vec();
    let settled = settle(&|x: &[f64]| velocity(field, x), &|x: &[f64]| field_jacobian(field, x), &mut x);
    if settled.is_zero(&x) { Ok(x) } else { Err(Failure { start: x0.to_vec(), end: x, residual: settled.residual }) }
}

fn velocity(field: &impl Field, x: &[f64]) -> DVector<f64> {
    let mut v = vec![0.0; x.len()];
    field.both(x, &mut v);
    DVector::from_vec(v)
}

/// Searches from each start. `listed` are taken as they are, if the field vanishes there.
pub fn search(field: &impl Field, listed: &[Vec<f64>], starts: &[Vec<f64>]) -> Search {
    let velocity = |x: &[f64]| velocity(field, x);
    let jacobian = |x: &[f64]| field_jacobian(field, x);
    let mut search = Search::default();
    for at in listed.iter().filter(|x| velocity(x).norm() <= 1e-9) {
        search.found.push(describe(field, &velocity, &jacobian, at, true));
    }
    for start in starts {
        let x = match newton(field, start) {
            Ok(x) => x,
            Err(failure) => {
                search.failures.push(failure);
                continue;
            }
        };
        let near = |e: &Equilibrium| {
            let size = x.iter().fold(1.0, |a: f64, b| a.hypot(*b));
            e.at.iter().zip(&x).all(|(a, b)| (a - b).abs() < SAME * size)
        };
        if let Some(known) = search.found.iter_mut().find(|e| near(e)) {
            known.reached += 1;
            continue;
        }
        let new = describe(field, &velocity, &jacobian, &x, false);
        // Of a set of equilibria one point is enough.
        let same_set = |e: &Equilibrium| e.dimension > 0 && (e.dimension, e.kind) == (new.dimension, new.kind);
        match search.found.iter_mut().find(|e| same_set(e)) {
            Some(known) => known.reached += 1,
            None => search.found.push(new),
        }
    }
    search
}

/// Certificate, kind and set of a zero.
fn describe(
    field: &impl Field,
    velocity: &impl Fn(&[f64]) -> DVector<f64>,
    jacobian: &impl Fn(&[f64]) -> DMatrix<f64>,
    at: &[f64],
    listed: bool,
) -> Equilibrium {
    let j = jacobian(at);
    let v = velocity(at);
    let base = |kind, eigenvalues, dimension, step| Equilibrium {
        at: at.to_vec(),
        residual: v.norm(),
        step,
        kind,
        eigenvalues,
        dimension,
        listed,
        reached: usize::from(!listed),
    };
    let mut here = at.to_vec();
    let step = settle(velocity, jacobian, &mut here).next;
    let error = if step <= 1e-6 { step } else { 0.0 };
    if matches!(smoothness(&Velocity(field), &Place::new(at, error)), Smoothness::Rough(_)) {
        return base(Rest::Kink, vec![], 0, 0.0);
    }
    let set = zero_set(velocity, jacobian, at);
    let eigenvalues = across(&j, &set);
    let pairs = eigenvalues.iter().map(|l| [l.re, l.im]).collect();
    base(Rest::of(&eigenvalues), pairs, set.dimension(), step)
}

/// σ(v') across a set of equilibria: v' vanishes along the tangents T, so in the basis (T, T⊥) it is block triangular
/// and its other eigenvalues are those of the block T⊥ᵀ v' T⊥.
pub(super) fn across(jacobian: &DMatrix<f64>, set: &ZeroSet) -> Vec<Complex<f64>> {
    let block = set.transverse.transpose() * jacobian * &set.transverse;
    Spectrum::of(&block).map_or_else(|_| vec![], |s| s.eigenvalues)
}

/// Starts in a box of half-width `reach` about a centre: a grid in the plane, a low-discrepancy sequence otherwise.
pub fn starts(centre: &[f64], reach: f64) -> Vec<Vec<f64>> {
    const SIDE: usize = 9;
    let n = centre.len();
    let place = |unit: &dyn Fn(usize) -> f64| (0..n).map(|i| centre[i] + reach * (2.0 * unit(i) - 1.0)).collect();
    if n == 2 {
        // Off the axes of symmetry, which a search may be unable to leave.
        let along = |k: usize| (k as f64 + 0.43) / SIDE as f64;
        (0..SIDE * SIDE).map(|k| place(&|i| along(if i == 0 { k % SIDE } else { k / SIDE }))).collect()
    } else {
        // The additive recurrence of the generalised golden ratio: g^(n+1) = g + 1.
        let mut g = 1.5f64;
        for _ in 0..60 {
            g = (1.0 + g).powf(1.0 / (n as f64 + 1.0));
        }
        let count = if n <= 8 { 128 } else { 32 };
        (1..=count).map(|k| place(&|i| (0.5 + k as f64 / g.powi(i as i32 + 1)).fract())).collect()
    }
}
