//! Dense linear systems over any scalar.

use super::Scalar;

/// Solves A·x = b in place: `a [n × n]` row-major is overwritten by its elimination, `b [n]` by x. Gaussian
/// elimination with partial pivoting on the size of the real part, so over dual numbers the derivative of the solution
/// comes along exactly. A singular matrix gives numbers that are not finite.
pub fn solve<S: Scalar>(a: &mut [S], b: &mut [S]) {
    let n = b.len();
    debug_assert_eq!(a.len(), n * n);
    for k in 0..n {
        let mut pivot = k;
        for i in k + 1..n {
            if a[i * n + k].size() > a[pivot * n + k].size() {
                pivot = i;
            }
        }
        if pivot != k {
            for j in k..n {
                a.swap(k * n + j, pivot * n + j);
            }
            b.swap(k, pivot);
        }
        let (upper, lower) = a.split_at_mut((k + 1) * n);
        let row = &upper[k * n..];
        for i in k + 1..n {
            let below = &mut lower[(i - k - 1) * n..(i - k) * n];
            let factor = below[k] / row[k];
            for j in k + 1..n {
                below[j] -= factor * row[j];
            }
            let head = b[k];
            b[i] -= factor * head;
        }
    }
    for i in (0..n).rev() {
        let mut sum = b[i];
        for j in i + 1..n {
            sum -= a[i * n + j] * b[j];
        }
        b[i] = sum / a[i * n + i];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Dual;

    #[test]
    fn a_zero_on_the_diagonal_is_pivoted_away_and_the_derivative_is_that_of_the_inverse() {
        // A(t) = [[0, 2], [1, t]] at t = 3, b = (2, 7): x = (7 − t, 1), so dx/dt = (−1, 0).
        let mut a = [0.0, 2.0, 1.0, 3.0].map(Dual::<f64>::lift);
        a[3].eps = 1.0;
        let mut b = [2.0, 7.0].map(Dual::lift);
        solve(&mut a, &mut b);
        assert_eq!((b[0].re, b[1].re), (4.0, 1.0));
        assert_eq!((b[0].eps, b[1].eps), (-1.0, 0.0));
    }
}
