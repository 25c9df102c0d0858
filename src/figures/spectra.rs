//! Spectra of the field of two networks at some weights: what the figures of them share.

use super::{
    Numbers,
    canvas::{BLUE, Marker, Panel, Point, VERMILLION},
};
use crate::{
    analysis::{Null, Spectrum, any},
    experiment::{Experiment, Fault},
    field::Field,
    rule::ASYMPTOTIC,
};
use nalgebra::Complex;

/// The field at some weights, on the batch of the asymptotic time.
pub(super) struct Sample {
    pub variant: String,
    pub step: u64,
    /// ‖v‖.
    pub speed: f64,
    /// σ(v').
    pub eigenvalues: Vec<Complex<f64>>,
    /// Null directions of v'.
    pub null: Option<Null>,
}

impl Sample {
    /// At x [n], reached after `step` steps.
    ///
    /// # Errors
    /// If v' is not finite.
    pub(super) fn at(variant: &str, e: &Experiment, x: &[f64], step: u64) -> Result<Self, Fault> {
        // The batch on which spectra are taken, the same for all.
        e.field.fresh(ASYMPTOTIC, 0);
        let speed = any::velocity(&e.field, x).iter().fold(0.0, |a: f64, b| a.hypot(*b));
        let jacobian = any::field_jacobian(&e.field, x);
        let found = Spectrum::of(&jacobian).map_err(|why| Fault::new(format!("{variant}: {why}")).within(&e.name))?;
        let null = any::null(&e.field, &jacobian, x);
        Ok(Self { variant: variant.into(), step, speed, eigenvalues: found.eigenvalues, null })
    }

    /// The eigenvalue with the largest imaginary part.
    pub(super) fn widest(&self) -> Complex<f64> {
        self.eigenvalues.iter().copied().max_by(|a, b| a.im.total_cmp(&b.im)).unwrap_or_default()
    }

    /// Every eigenvalue where `place` puts it; `turns` says which are drawn as turning.
    pub(super) fn scatter(
        &self,
        panel: &mut Panel,
        place: impl Fn(&Complex<f64>) -> Point,
        turns: impl Fn(&Complex<f64>) -> bool,
    ) {
        let part = |turning: bool| -> Vec<Point> {
            self.eigenvalues.iter().filter(|l| turns(l) == turning).map(&place).collect()
        };
        panel.scatter(part(false), Marker::dot(BLUE).radius(1.3), "real, or |Im λ| ≤ |Re λ|");
        panel.scatter(part(true), Marker::dot(VERMILLION).radius(2.0), "pair with |Im λ| > |Re λ|");
    }
}

/// A row an eigenvalue.
pub(super) fn numbers(samples: &[Sample]) -> Numbers {
    let mut numbers = Numbers::new(&["variant", "step", "speed", "null", "branch", "re", "im"]);
    for s in samples {
        let null = s.null.as_ref().map_or(String::new(), |null| null.dimension.to_string());
        for (k, l) in s.eigenvalues.iter().enumerate() {
            numbers.row(&[&s.variant, &s.step, &s.speed, &null, &k, &l.re, &l.im]);
        }
    }
    numbers
}
