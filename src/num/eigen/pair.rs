//! The two eigenvalues of a real 2 × 2 matrix in closed form.

use super::power::{exponent, times_power};
use nalgebra::Complex;

/// The eigenvalues of [[a, b], [c, d]], bc ≠ 0, each real one to a few units in its last place.
///
/// With m the mean of a and d and h half their difference, λ = m ± √(h² + bc). Two places can
/// cancel, and neither does:
///
/// * h² + bc and the determinant ad − bc are formed with their rounding errors put back (Kahan's
///   method, at most 1.5 ulp: Jeannerod, Louvet & Muller, *Math. Comp.* 82, 2013);
/// * the real eigenvalue smaller in size is the determinant divided by the larger, not a difference.
///
/// Before that b and c are made of equal size (a diagonal similarity), and everything is brought to
/// size 1, both by powers of two: nothing overflows, and what underflows is below 2⁻¹⁰⁰⁰ of the rest.
pub fn eigenvalues([a, b, c, d]: [f64; 4]) -> [Complex<f64>; 2] {
    let k = (exponent(c) - exponent(b)).div_euclid(2);
    let (b, c) = (times_power(b, k), times_power(c, -k));
    let size = exponent(a.abs().max(b.abs()).max(c.abs()).max(d.abs()));
    let [a, b, c, d] = [a, b, c, d].map(|x| times_power(x, -size));

    let mean = 0.5 * (a + d);
    let (h, h_error) = difference(0.5 * a, 0.5 * d);
    let discriminant = sum_of_products(h, h, b, c) + 2.0 * h * h_error;
    let root = discriminant.abs().sqrt();
    let pair = if discriminant < 0.0 {
        [Complex::new(mean, -root), Complex::new(mean, root)]
    } else {
        let larger = mean + root.copysign(mean);
        let smaller = if root > 0.0 { sum_of_products(a, d, -b, c) / larger } else { mean };
        [Complex::new(larger, 0.0), Complex::new(smaller, 0.0)]
    };
    pair.map(|z| Complex::new(times_power(z.re, size), times_power(z.im, size)))
}

/// pq + rs to 1.5 ulp, however much cancels.
fn sum_of_products(p: f64, q: f64, r: f64, s: f64) -> f64 {
    let product = r * s;
    let error = r.mul_add(s, -product);
    p.mul_add(q, product) + error
}

/// x − y as a rounded difference and its error (Knuth).
fn difference(x: f64, y: f64) -> (f64, f64) {
    let rounded = x - y;
    let part = x - rounded;
    (rounded, (x - (rounded + part)) + (part - y))
}
