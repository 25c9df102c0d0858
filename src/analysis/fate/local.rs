//! What the linear part has to say of a run: whether the update is affine wherever the run was, and how much of the
//! start lies in the dominant mode.

use crate::{
    analysis::{Trajectory, distance, jacobian::update_product, start, update_jacobian},
    field::Field,
    rule::Rule,
};
use nalgebra::{Complex, DMatrix, DVector};

/// Rows of a run at which F' is looked at.
const LOOKS: usize = 16;
/// Larger Jacobians are not taken apart.
const MOST: usize = 64;
/// A singular value of F' − λ below this belongs to the eigenspace.
const NULL: f64 = 1e-8;
/// A part of the start below this is rounding.
pub(super) const NO_PART: f64 = 1e-9;

/// Directions without a zero entry, and not along one another.
fn directions(n: usize) -> [Vec<f64>; 2] {
    [0.618_033_988_749_895, 0.754_877_666_246_693].map(|rate| {
        (0..n).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 } * (0.5 + ((i + 1) as f64 * rate).fract())).collect()
    })
}

/// Whether F' is the same at the fixed point and at rows of a run, to a part of F' − 1. Only products are formed.
pub(super) fn affine(
    field: &impl Field,
    rule: &impl Rule,
    at: &[f64],
    run: &Trajectory,
    rows: std::ops::Range<usize>,
    part: f64,
) -> bool {
    let fixed = start(field, rule, at);
    let hop = rows.len().div_ceil(LOOKS).max(1);
    let far = rows.clone().max_by(|a, b| distance(run.x(*a), at).total_cmp(&distance(run.x(*b), at)));
    let looks: Vec<Vec<f64>> = rows.step_by(hop).chain(far).map(|k| start(field, rule, run.x(k))).collect();
    directions(fixed.len()).iter_mut().all(|u| {
        // At a second moment of 0 its root has no slope: there F' is one by x alone.
        if rule.linear_within().is_some() {
            u[at.len()..].fill(0.0);
        }
        let here = update_product(field, rule, &fixed, u);
        let allowed = part * distance(&here, u) + 1e-14 * distance(&here, &vec![0.0; u.len()]);
        looks.iter().all(|z| distance(&update_product(field, rule, z, u), &here) <= allowed)
    })
}

/// Whether the memory of a state makes another map of F at x* than the memory of the fixed point does, by more than a
/// part of F' − 1.
pub(super) fn memory_matters(field: &impl Field, rule: &impl Rule, at: &[f64], state: &[f64], part: f64) -> bool {
    let fixed = start(field, rule, at);
    let remembered = [at, &state[at.len()..]].concat();
    let mut u = directions(fixed.len())[0].clone();
    u[at.len()..].fill(0.0);
    let here = update_product(field, rule, &fixed, &u);
    distance(&update_product(field, rule, &remembered, &u), &here) > part * distance(&here, &u)
}

/// Whether F(z* + se) − z* = s(F(z* + e) − z*) for displacements e that a run has and s = 2⁻⁴, 2⁻⁸, …, 2⁻²⁰, to a part
/// 1e-9: then what F does near z* it does everywhere on the same ray.
pub(super) fn homogeneous(field: &impl Field, rule: &impl Rule, at: &[f64], run: &Trajectory) -> bool {
    let fixed = start(field, rule, at);
    let n = at.len();
    let step = |e: &[f64], s: f64| {
        let mut z: Vec<f64> = fixed.iter().zip(e).map(|(c, e)| c + s * e).collect();
        rule.step(field, crate::rule::ASYMPTOTIC, &mut z);
        z.iter().zip(&fixed).map(|(z, c)| (z - c) / s).collect::<Vec<f64>>()
    };
    let size = at.iter().fold(0.0, |a: f64, b| a.hypot(*b));
    (0..run.len()).step_by(run.len().div_ceil(LOOKS)).all(|k| {
        let mut e: Vec<f64> = run.x(k).iter().zip(at).map(|(x, c)| x - c).collect();
        e.resize(fixed.len(), 0.0);
        let whole = step(&e, 1.0);
        let length = distance(&whole, &vec![0.0; whole.len()]);
        (1..=5).map(|j| libm::exp2(f64::from(-4 * j))).all(|s| {
            let part = step(&e, s);
            distance(&part[..n], &whole[..n]) <= 1e-9 * length + 1e-14 * size / s
        })
    })
}

/// The row up to which a run of a rule without memory is what F does near x*, and no rounding or underflow: the last of
/// up to 64 looks at rows from `from` on, which is far enough from both, at which F(x* + e) − x* = (F(x* + se) − x*)/s to a
/// part 1e-3, s bringing e to the length it has at `from`. A product of two parameters is 0 long before they are.
pub(super) fn true_rows(field: &impl Field, rule: &impl Rule, at: &[f64], run: &Trajectory, from: usize) -> usize {
    const SMALLEST: f64 = 1e-290;
    let off = |x: &[f64]| x.iter().zip(at).map(|(x, c)| x - c).collect::<Vec<f64>>();
    let home = distance(run.x(from), at);
    let exact = |k: usize| {
        let (e, next) = (off(run.x(k)), off(run.x(k + 1)));
        let scale = libm::exp2((home / distance(run.x(k), at)).log2().round());
        let mut z: Vec<f64> = at.iter().zip(&e).map(|(c, e)| c + scale * e).collect();
        rule.step(field, k as u64, &mut z);
        let scaled: Vec<f64> = off(&z).iter().map(|a| a / scale).collect();
        let size = distance(&next, &vec![0.0; next.len()]);
        size >= SMALLEST && distance(&scaled, &next) <= 1e-3 * size
    };
    if rule.memory(run.n) > 0 || from + 1 >= run.len() {
        return from;
    }
    let hop = (run.len() - from).div_ceil(64);
    (from..run.len() - 1).step_by(hop).take_while(|k| exact(*k)).last().unwrap_or(from)
}

/// An eigenspace of F' beside the start of a run.
pub(super) struct Mode {
    /// Length of the start's part along the left eigenvectors, relative to ‖z₀ − z*‖.
    pub(super) part: f64,
    /// Whether the right eigenvectors have no entry in x: the mode is one of the memory alone.
    pub(super) in_memory: bool,
}

/// The mode of an eigenvalue of F' at x*; `None` where F' is large.
pub(super) fn mode(
    field: &impl Field,
    rule: &impl Rule,
    [at, x0]: [&[f64]; 2],
    eigenvalue: Complex<f64>,
) -> Option<Mode> {
    let fixed = start(field, rule, at);
    if fixed.len() > MOST {
        return None;
    }
    let jacobian = update_jacobian(field, rule, &fixed);
    let size = fixed.len();
    let shifted: DMatrix<Complex<f64>> =
        jacobian.map(Complex::from) - DMatrix::from_diagonal_element(size, size, eigenvalue);
    let scale = jacobian.norm().max(1.0);
    if !scale.is_finite() {
        return None;
    }
    let svd = shifted.try_svd(true, true, f64::EPSILON, 1000)?;
    let (u, v) = (svd.u?, svd.v_t?);
    let least = svd.singular_values.iter().copied().fold(f64::INFINITY, f64::min);
    let null: Vec<usize> = (0..size).filter(|i| svd.singular_values[*i] <= least.max(NULL * scale)).collect();
    let off = start(field, rule, x0).iter().zip(&fixed).map(|(a, b)| Complex::from(a - b)).collect::<Vec<_>>();
    let off = DVector::from_vec(off);
    let along: f64 = null.iter().map(|i| u.column(*i).dotc(&off).norm_sqr()).sum::<f64>().sqrt();
    let in_x = null.iter().flat_map(|i| (0..at.len()).map(|j| v[(*i, j)].norm())).fold(0.0, f64::max);
    Some(Mode { part: along / off.norm(), in_memory: in_x <= NO_PART })
}
