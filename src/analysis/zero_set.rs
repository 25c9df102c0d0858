//! The zeros of a smooth map near one of them: a point, or a manifold and its tangent space?
//!
//! A null direction of the Jacobian need not be tangent to a set of zeros: (θ³, ψ) has one and its zero is isolated.
//! Points beside the zero, displaced along null directions, are brought back to the set by Gauss–Newton steps; what is
//! left of the displacements spans the tangent space, since a step moves along the set only to second order. A basis
//! of the null space is never tested direction by direction: it may mix tangents with others. (Derived here.)

use nalgebra::{DMatrix, DVector};

/// Singular values below this fraction of the largest (of 1 if that is larger) count as 0.
const NULL: f64 = 1e-9;
/// Length of the displacements.
const REACH: f64 = 0.01;
/// Gauss–Newton steps back to the set; degenerate zeros are approached by a constant factor only.
const MOST_STEPS: usize = 200;
/// Residual of a point on the set.
const ON_SET: f64 = 1e-10;

/// What the zeros near a zero look like.
#[derive(Clone, Debug)]
pub struct ZeroSet {
    /// Dimension of the null space of the Jacobian.
    pub nullity: usize,
    /// An orthonormal basis of the tangent space, [n × k]; k = 0 for an isolated zero.
    pub tangent: DMatrix<f64>,
    /// An orthonormal basis of its complement, [n × (n − k)].
    pub transverse: DMatrix<f64>,
    /// Whether the set has dimension k around the zero: branches that cross there do not.
    pub manifold: bool,
}

impl ZeroSet {
    /// A single point of ℝⁿ.
    pub(super) fn isolated(n: usize) -> Self {
        Self { nullity: 0, tangent: DMatrix::zeros(n, 0), transverse: DMatrix::identity(n, n), manifold: true }
    }
    /// k.
    pub fn dimension(&self) -> usize {
        self.tangent.ncols()
    }
}

/// The set of zeros of `map` near its zero `at`, `jacobian` its derivative [m × n].
pub fn zero_set(
    map: impl Fn(&[f64]) -> DVector<f64>,
    jacobian: impl Fn(&[f64]) -> DMatrix<f64>,
    at: &[f64],
) -> ZeroSet {
    let n = at.len();
    let null = null_space(&jacobian(at));
    let nullity = null.ncols();
    let mut landed: Vec<(DVector<f64>, usize)> = Vec::new();
    for direction in directions(nullity) {
        let step = &null * direction * REACH;
        let mut y: Vec<f64> = at.iter().zip(step.iter()).map(|(a, s)| a + s).collect();
        if settle(&map, &jacobian, &mut y).is_zero(&y) {
            let moved = DVector::from_iterator(n, y.iter().zip(at).map(|(y, a)| y - a));
            // A zero beside `at` may be degenerate itself: look at the null space there with the tolerance of its
            // distance from the set.
            landed.push((null.transpose() * moved, null_space(&jacobian(&y)).ncols()));
        }
    }
    let tangent = span(&null, &landed);
    let dimension = tangent.ncols();
    // On a manifold of dimension k the Jacobian has at least k null directions everywhere; where branches cross,
    // points of each branch have fewer.
    let far = |d: &DVector<f64>| d.norm() > 0.5 * REACH;
    let manifold = landed.iter().all(|(d, around)| !far(d) || *around >= dimension);
    let transverse = complement(&tangent, n);
    ZeroSet { nullity, tangent, transverse, manifold }
}

/// An orthonormal basis of the null space, [n × k].
pub fn null_space(a: &DMatrix<f64>) -> DMatrix<f64> {
    let n = a.ncols();
    // Square, so that the singular vectors span the whole space.
    let square = a.transpose() * a;
    let eigen = square.symmetric_eigen();
    let largest = eigen.eigenvalues.iter().fold(1.0, |m: f64, e| m.max(e.abs())).sqrt();
    // Of A itself, not of √(AᵀA), whose small values are lost to rounding.
    let small: Vec<usize> =
        (0..n).filter(|&k| (a * eigen.eigenvectors.column(k)).norm() < 10.0 * NULL * largest).collect();
    DMatrix::from_fn(n, small.len(), |i, k| eigen.eigenvectors[(i, small[k])])
}

/// Unit vectors of ℝᵏ, spread out: the axes, both ways, and as many again between them.
fn directions(k: usize) -> Vec<DVector<f64>> {
    let axes = (0..k).flat_map(|i| [1.0, -1.0].map(|s| DVector::from_fn(k, |j, _| if i == j { s } else { 0.0 })));
    // Additive recurrence with the golden ratio: deterministic, without a pattern that could meet a symmetry.
    let mixed = (0..2 * k).map(|i| {
        let v = DVector::from_fn(k, |j, _| ((i * k + j + 1) as f64 * 0.618_033_988_749_895).fract() - 0.5);
        v.normalize()
    });
    axes.chain(mixed).collect()
}

/// Brings y as near to a zero as damped Gauss–Newton steps of least length do: a step is halved until ‖map‖ falls, so
/// the search cannot jump about. Returns the residual and the length of the step that would come next, whose smallness
/// tells a zero from a map that dies away at infinity.
pub(super) fn settle(
    map: &impl Fn(&[f64]) -> DVector<f64>,
    jacobian: &impl Fn(&[f64]) -> DMatrix<f64>,
    y: &mut [f64],
) -> Settled {
    let mut value = map(y);
    for _ in 0..MOST_STEPS {
        let residual = value.norm();
        let Some(step) = least_step(&jacobian(y), &value).filter(|_| residual.is_finite()) else {
            return Settled { residual, next: f64::INFINITY };
        };
        if residual < 1e-15 || step.norm() < 1e-14 {
            return Settled { residual, next: step.norm() };
        }
        // At a zero a step that is of no use has met rounding, however short.
        let halvings = if (Settled { residual, next: step.norm() }).is_zero(y) { 2 } else { 20 };
        let shorter = (0..halvings).find_map(|halvings| {
            let t = 0.5f64.powi(halvings);
            let there: Vec<f64> = y.iter().zip(step.iter()).map(|(y, s)| y - t * s).collect();
            let at_there = map(&there);
            (at_there.norm() < residual).then_some((there, at_there))
        });
        match shorter {
            Some((there, at_there)) => {
                y.copy_from_slice(&there);
                value = at_there;
            }
            None => return Settled { residual, next: step.norm() },
        }
    }
    let next = least_step(&jacobian(y), &value).map_or(f64::INFINITY, |s| s.norm());
    Settled { residual: value.norm(), next }
}

/// Where a search for a zero ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled {
    /// ‖map‖.
    pub(super) residual: f64,
    /// Length of the next step.
    pub(super) next: f64,
}

impl Settled {
    /// A zero, and not only a small value.
    pub(super) fn is_zero(self, y: &[f64]) -> bool {
        let size = y.iter().fold(1.0, |a: f64, b| a.hypot(*b));
        self.residual <= ON_SET && self.next <= 1e-4 * size
    }
}

/// The shortest s with A s = b, in the sense of least squares; `None` if it is not finite.
fn least_step(a: &DMatrix<f64>, b: &DVector<f64>) -> Option<DVector<f64>> {
    if a.iter().chain(b.iter()).any(|x| !x.is_finite()) {
        return None;
    }
    let svd = a.clone().svd(true, true);
    let cut = 1e-12 * svd.singular_values.max();
    svd.solve(b, cut).ok().filter(|s| s.iter().all(|x| x.is_finite()))
}

/// Directions of the null space along which the landed points are still displaced.
fn span(null: &DMatrix<f64>, landed: &[(DVector<f64>, usize)]) -> DMatrix<f64> {
    let k = null.ncols();
    if landed.is_empty() {
        return DMatrix::zeros(null.nrows(), 0);
    }
    let spread = landed.iter().fold(DMatrix::zeros(k, k), |m, (d, _)| m + d * d.transpose()) / landed.len() as f64;
    let eigen = spread.symmetric_eigen();
    // Unit displacements spread 1/k along each direction; a tenth of that in length is more than curvature makes.
    let cut = (0.1 * REACH).powi(2) / k as f64;
    let kept: Vec<usize> = (0..k).filter(|&i| eigen.eigenvalues[i] > cut).collect();
    let basis = DMatrix::from_fn(k, kept.len(), |i, j| eigen.eigenvectors[(i, kept[j])]);
    null * basis
}

/// An orthonormal basis of what is orthogonal to orthonormal columns.
fn complement(basis: &DMatrix<f64>, n: usize) -> DMatrix<f64> {
    let projector = DMatrix::identity(n, n) - basis * basis.transpose();
    let eigen = projector.symmetric_eigen();
    let kept: Vec<usize> = (0..n).filter(|&i| eigen.eigenvalues[i] > 0.5).collect();
    DMatrix::from_fn(n, kept.len(), |i, j| eigen.eigenvectors[(i, kept[j])])
}
