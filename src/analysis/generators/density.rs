//! The density of a generator, by change of variables.

use crate::num::{Dual, elementary};

/// Density at x of G(z), z ~ N(0, 1), for an increasing G: φ(z)/G'(z) at z = G⁻¹(x). 0 where G never gets to x (from
/// z = ±38 on φ is 0 in a double).
///
/// In general P_G(x) = ∫ φ(z) 1[G(z) = x] dz is not computable: this needs the inverse and one dimension.
pub fn density(g: impl Fn(Dual<f64>) -> Dual<f64>, x: f64) -> f64 {
    let (mut low, mut high) = (-38.0, 38.0);
    if g(Dual::lift(low)).re > x || g(Dual::lift(high)).re < x {
        return 0.0;
    }
    loop {
        let z = 0.5 * (low + high);
        if z <= low || z >= high {
            break;
        }
        if g(Dual::lift(z)).re < x {
            low = z;
        } else {
            high = z;
        }
    }
    elementary::exp(-0.5 * high * high) / (std::f64::consts::TAU.sqrt() * g(Dual::seed(high)).eps)
}
