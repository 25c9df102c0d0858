//! Eigenvalues that coincide on the unit circle: each its own direction, or a Jordan block?
//!
//! Rounding moves the eigenvalues of a block of size s apart, to a circle of radius (ε‖A‖c^(s−1))^(1/s) about the true
//! one, c the coupling: 1e-8 for a pair, 1e-5 for three, all of which a verdict at 1e-9 would take for growth. Their
//! mean stays as exact as A. Coinciding eigenvalues with as many eigenvectors stay as exact one by one. The singular
//! values of A − μI tell the two apart: as many small ones as eigenvalues, or fewer. (Derived here.)

use super::Spectrum;
use nalgebra::{Complex, DMatrix};

/// Eigenvalues this close to the unit circle are looked at.
const NEAR_CIRCLE: f64 = 1e-2;
/// Distances at which eigenvalues are put together, tried in turn.
const GAPS: [f64; 3] = [1e-3, 1e-5, 1e-7];
/// Larger matrices are not taken apart.
const LARGEST: usize = 400;
/// Rounding of A, as a part of its size.
const ROUNDING: f64 = 1e-13;
/// Singular values of a power below this part of its size are 0.
const NULL: f64 = 1e-11;

/// A multiple eigenvalue with too few eigenvectors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// μ.
    pub(super) value: Complex<f64>,
    /// The size of the largest block.
    pub(super) size: usize,
}

/// The spectrum with each defective cluster near the unit circle at its mean, and these clusters.
pub(super) fn refine(matrix: Option<&DMatrix<f64>>, spectrum: &Spectrum) -> (Spectrum, Vec<Block>) {
    let mut refined = spectrum.clone();
    let mut blocks = vec![];
    let Some(a) = matrix.filter(|a| a.nrows() <= LARGEST) else { return (refined, blocks) };
    let near = |l: &Complex<f64>| (l.norm() - 1.0).abs() <= NEAR_CIRCLE;
    let mut open: Vec<usize> = (0..refined.eigenvalues.len()).filter(|&i| near(&refined.eigenvalues[i])).collect();
    for gap in GAPS {
        for members in clusters(&spectrum.eigenvalues, &open, gap) {
            let Some(block) = defective(a, &spectrum.eigenvalues, &members) else { continue };
            members.iter().for_each(|&i| refined.eigenvalues[i] = block.value);
            open.retain(|i| !members.contains(i));
            blocks.push(block);
        }
    }
    (refined, blocks)
}

/// Groups of two and more that are connected by steps of at most `gap`.
fn clusters(eigenvalues: &[Complex<f64>], open: &[usize], gap: f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = vec![];
    for &i in open {
        let joins = |group: &Vec<usize>| group.iter().any(|&j| (eigenvalues[i] - eigenvalues[j]).norm() <= gap);
        let (joined, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(joins);
        apart.push(joined.into_iter().flatten().chain([i]).collect());
        groups = apart;
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// The block that a cluster comes of, if rounding alone has moved it apart.
fn defective(a: &DMatrix<f64>, eigenvalues: &[Complex<f64>], members: &[usize]) -> Option<Block> {
    let (n, k) = (a.nrows(), members.len());
    let value = members.iter().map(|&i| eigenvalues[i]).sum::<Complex<f64>>() / k as f64;
    let spread = members.iter().map(|&i| (eigenvalues[i] - value).norm()).fold(0.0, f64::max);
    let shifted = a.map(Complex::from) - DMatrix::from_diagonal_element(n, n, value);
    let scale = a.norm().max(1.0);
    let coupling = ascending(&shifted)[k - 1];
    if coupling <= (10.0 * spread).max(10.0 * ROUNDING * scale) {
        return None;
    }
    let by_rounding = (n as f64 * ROUNDING * scale).ln() + (k - 1) as f64 * coupling.ln();
    if k as f64 * spread.ln() > by_rounding {
        return None;
    }
    Some(Block { value, size: index(&shifted, k, scale) })
}

/// The smallest j for which (A − μI)ʲ has k null directions, at most k.
fn index(shifted: &DMatrix<Complex<f64>>, k: usize, scale: f64) -> usize {
    let norm = shifted.norm();
    let mut power = shifted.clone();
    for j in 1..k {
        let rounding = ROUNDING * scale * shifted.nrows() as f64 * norm.powi(j as i32 - 1);
        let null = rounding.max(NULL * norm.powi(j as i32));
        if ascending(&power).iter().filter(|s| **s <= null).count() >= k {
            return j;
        }
        power *= shifted;
    }
    k
}

fn ascending(a: &DMatrix<Complex<f64>>) -> Vec<f64> {
    let mut values: Vec<f64> = a.clone().singular_values().iter().copied().collect();
    values.sort_by(f64::total_cmp);
    values
}
