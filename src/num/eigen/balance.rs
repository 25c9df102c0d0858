//! Balancing: a diagonal similarity that makes rows and columns of equal size.

use super::power::{exponent, times_power};
use faer::linalg::solvers::Solve;
use nalgebra::DMatrix;

/// Replace an irreducible `a` by 2^(−e) D⁻¹ A D, D diagonal, with entries of size at most 1, and
/// return e: the eigenvalues of the new matrix times 2ᵉ are those of the old one.
///
/// All factors are powers of two, so nothing is rounded. It starts from a largest entry of 2¹⁰⁰⁰,
/// which leaves the smaller ones the whole range of f64: D may span 600 decades.
pub fn balance(a: &mut DMatrix<f64>) -> i32 {
    let start = 1000 - 1 - exponent(a.amax());
    a.apply(|x| *x = times_power(*x, start));
    even_out_pairs(a);
    even_out_rows(a);
    let end = -1 - exponent(a.amax());
    a.apply(|x| *x = times_power(*x, end));
    -(start + end)
}

/// The sum of the sizes of all entries off the diagonal: what balancing makes small.
fn weight(a: &DMatrix<f64>) -> f64 {
    a.map(f64::abs).sum() - a.diagonal().map(f64::abs).sum()
}

/// D = 2^d with d the least-squares solution of |a_ij| 2^(d_j − d_i) = |a_ji| 2^(d_i − d_j) in the
/// logarithms, over all pairs with both entries ≠ 0; kept if it makes the matrix lighter.
///
/// Derived here. `even_out_rows` looks at one row and its column at a time and stops where each
/// such pair is even: on a chain (a tridiagonal matrix with 2⁸ above and 2⁻⁸ below the diagonal)
/// that is the case everywhere but at the ends. Here all pairs are evened out at once, exactly
/// if A is diagonally similar to a matrix with |a_ij| = |a_ji|.
fn even_out_pairs(a: &mut DMatrix<f64>) {
    let n = a.nrows();
    // The normal equations: the Laplacian of the graph of such pairs. The shift makes it definite
    // (each component has a free constant) and is far below what rounding to integers forgives.
    let mut laplacian = faer::Mat::<f64>::from_fn(n, n, |i, j| if i == j { 1e-9 } else { 0.0 });
    let mut slope = faer::Mat::<f64>::zeros(n, 1);
    let mut uneven = false;
    for i in 0..n {
        for j in (0..n).filter(|&j| j != i && a[(i, j)] != 0.0 && a[(j, i)] != 0.0) {
            let octaves = exponent(a[(i, j)]) - exponent(a[(j, i)]);
            laplacian[(i, i)] += 1.0;
            laplacian[(i, j)] -= 1.0;
            slope[(i, 0)] += 0.5 * f64::from(octaves);
            uneven |= octaves.abs() > 4;
        }
    }
    if !uneven {
        return;
    }
    let Ok(cholesky) = laplacian.llt(faer::Side::Lower) else {
        return;
    };
    let d = cholesky.solve(&slope);
    let scaled =
        DMatrix::from_fn(n, n, |i, j| times_power(a[(i, j)], d[(j, 0)].round() as i32 - d[(i, 0)].round() as i32));
    // Half as heavy at least: noise is not worth a change.
    if weight(&scaled) < 0.5 * weight(a) {
        *a = scaled;
    }
}

/// Parlett and Reinsch's algorithm (*Numer. Math.* 13, 1969) in the 1-norm without the diagonal,
/// which no similarity changes. (nalgebra's version squares the entries, and so takes what lies 162
/// decades below 1 for zero.)
///
/// Every change makes the matrix lighter by a fixed part of a row and a column, and irreducibility
/// bounds the weight from below; the sweeps are counted all the same, since any D is a valid one.
fn even_out_rows(a: &mut DMatrix<f64>) {
    const SWEEPS: usize = 100;
    let n = a.nrows();
    for _ in 0..SWEEPS {
        let mut changed = false;
        for i in 0..n {
            let (mut column, mut row) = (0.0, 0.0);
            for j in (0..n).filter(|&j| j != i) {
                column += a[(j, i)].abs();
                row += a[(i, j)].abs();
            }
            if column == 0.0 || row == 0.0 {
                continue; // what was subnormal may have vanished: then there is nothing to even out
            }
            let k = (exponent(row) - exponent(column)) / 2;
            let evened = times_power(column, k) + times_power(row, -k);
            if evened < 0.95 * (column + row) {
                changed = true;
                for j in (0..n).filter(|&j| j != i) {
                    a[(j, i)] = times_power(a[(j, i)], k);
                    a[(i, j)] = times_power(a[(i, j)], -k);
                }
            }
        }
        if !changed {
            break;
        }
    }
}
