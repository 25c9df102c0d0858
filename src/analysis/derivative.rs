//! A Jacobian as far as it is known, and the spectrum that comes of it.

use super::{
    Spectrum,
    jacobian::times,
    kink::{Kink, kink},
};
use nalgebra::{Complex, DMatrix};

/// A Jacobian, whole or by its products.
pub(super) struct Derivative<P: Fn(&[f64]) -> Vec<f64> + Sync> {
    /// The matrix, where it is at hand.
    pub(super) whole: Option<DMatrix<f64>>,
    /// u ↦ Au.
    pub(super) product: P,
    /// The eigenvalues that matter, from products.
    pub(super) part: fn(usize, &P) -> Vec<Complex<f64>>,
}

impl<P: Fn(&[f64]) -> Vec<f64> + Sync> Derivative<P> {
    /// The spectrum, or the part of it that matters, or why there is none.
    pub(super) fn spectrum(
        &self,
        map: impl Fn(&[f64]) -> Vec<f64>,
        x: &[f64],
        scale: f64,
        dims: [usize; 2],
    ) -> Result<Spectrum, String> {
        let slope = |u: &[f64]| self.whole.as_ref().map_or_else(|| (self.product)(u), |whole| times(whole, u));
        match kink(map, x, slope, scale) {
            Some(Kink::Along(i)) => return Err(format!("it has a kink along {}", coordinate_name(i, dims))),
            Some(Kink::In(i)) => return Err(format!("it has a kink, seen in {}", coordinate_name(i, dims))),
            None => {}
        }
        match &self.whole {
            Some(whole) => Spectrum::of(whole).map_err(|e| format!("its eigenvalues are not to be had ({e})")),
            None => match (self.part)(x.len(), &self.product) {
                found if found.is_empty() => Err("its eigenvalues do not settle".into()),
                eigenvalues => Ok(Spectrum { eigenvalues }),
            },
        }
    }
}

/// θ, ψ or memory, with its index.
fn coordinate_name(i: usize, [a, b]: [usize; 2]) -> String {
    let index = |name: &str, k: usize, of: usize| if of == 1 { name.to_string() } else { format!("{name}_{k}") };
    match i {
        i if i < a => index("θ", i, a),
        i if i < a + b => index("ψ", i - a, b),
        i => format!("memory entry {}", i - a - b),
    }
}
