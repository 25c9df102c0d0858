//! Balancing: a diagonal similarity that makes rows and columns of equal size.

use super::power::{exponent, times_power};
use nalgebra::DMatrix;

/// Replace an irreducible `a` by 2^(−e) D⁻¹ A D, D diagonal, with entries of size at most 1, and
/// return e: the eigenvalues of the former times 2ᵉ are those of the latter.
///
/// Parlett and Reinsch's algorithm in the 1-norm without the diagonal (which no similarity changes).
/// All factors are powers of two, so nothing is rounded. It starts from a largest entry of 2¹⁰⁰⁰,
/// which leaves the smaller ones the whole range of f64: D may span 600 decades. nalgebra's version
/// squares the entries, and so takes what lies 154 decades below 1 for zero.
///
/// Every change shrinks the sum of all entries; irreducibility bounds it from below, and sweeps are
/// counted, because any D is a valid one.
pub fn balance(a: &mut DMatrix<f64>) -> i32 {
    const SWEEPS: usize = 100;
    let n = a.nrows();
    let start = 1000 - 1 - exponent(a.amax());
    a.apply(|x| *x = times_power(*x, start));
    for _ in 0..SWEEPS {
        let mut changed = false;
        for i in 0..n {
            let (mut column, mut row) = (0.0, 0.0);
            for j in (0..n).filter(|&j| j != i) {
                column += a[(j, i)].abs();
                row += a[(i, j)].abs();
            }
            if column == 0.0 || row == 0.0 {
                continue; // what was subnormal may have vanished: then there is nothing to balance
            }
            let k = (exponent(row) - exponent(column)) / 2;
            let balanced = times_power(column, k) + times_power(row, -k);
            if balanced < 0.95 * (column + row) {
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
    let end = -1 - exponent(a.amax());
    a.apply(|x| *x = times_power(*x, end));
    -(start + end)
}
