//! A Jacobian as far as it is known, and the spectrum that comes of it.

use super::{
    Spectrum,
    smooth::{Map, Place, Rough, Roughness, Smoothness, smoothness},
};
use crate::num::show::rough;
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

/// What is known of a Jacobian.
pub(super) struct Known {
    /// The matrix, where it is at hand.
    pub(super) whole: Option<DMatrix<f64>>,
    /// Its spectrum, or the part of it that matters, or why there is none.
    pub(super) spectrum: Result<Spectrum, String>,
    /// Where the map is not differentiable.
    pub(super) rough: Option<Rough>,
}

impl<P: Fn(&[f64]) -> Vec<f64> + Sync> Derivative<P> {
    /// What it is as the Jacobian of `map` at a place of a game of `[a, b]` = dims.
    pub(super) fn of(mut self, map: &impl Map, place: &Place, dims: [usize; 2]) -> Known {
        match smoothness(map, place) {
            Smoothness::Smooth => {}
            Smoothness::Mended(derivative) => self.whole = Some(derivative),
            Smoothness::Rough(rough) => {
                return Known { whole: None, spectrum: Err(rough.describe(dims)), rough: Some(rough) };
            }
        }
        let spectrum = match &self.whole {
            Some(whole) => Spectrum::of(whole).map_err(|e| format!("its eigenvalues are not to be had ({e})")),
            None => match (self.part)(place.z.len(), &self.product) {
                found if found.is_empty() => Err("its eigenvalues do not settle".into()),
                eigenvalues => Ok(Spectrum { eigenvalues }),
            },
        };
        Known { whole: self.whole, spectrum, rough: None }
    }
}

impl Rough {
    /// What is wrong, of a map called "it", on the coordinates of a game of `[a, b]` = dims and a rule's memory.
    pub(super) fn describe(&self, dims: [usize; 2]) -> String {
        let what = match self.kind {
            Roughness::Kink => "it has a kink",
            Roughness::Jump => "it jumps",
            Roughness::Pole => "its derivative grows without bound",
            Roughness::Unsettled => "its derivative does not settle as near as floating point goes",
        };
        let name = |i: &usize| coordinate_name(*i, dims);
        let along: Vec<usize> = (0..self.direction.len()).filter(|i| self.direction[*i] != 0.0).collect();
        if !self.axes.is_empty() {
            format!("{what} along {}", self.axes.iter().map(name).collect::<Vec<_>>().join(" and "))
        } else if along.len() == 2 {
            let [a, b] = [along[0], along[1]].map(|i| self.direction[i]);
            let signed = |i: &usize| format!("{}{}", if self.direction[*i] < 0.0 { "−" } else { "" }, name(i));
            let seen = if (a.abs() - b.abs()).abs() <= 1e-9 * a.abs() {
                along.iter().map(signed).collect::<Vec<_>>().join(" = ")
            } else {
                let [p, q] = [&along[0], &along[1]].map(name);
                format!("({p}, {q}) = ({}, {})", rough(a, 4), rough(b, 4))
            };
            format!("{what}, off the axes, seen along {seen}")
        } else {
            format!("{what}, seen in {}", name(&self.entry))
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
