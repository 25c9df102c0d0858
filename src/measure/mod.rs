//! What a generator and a discriminator in the plane are worth: numbers for a table.
//!
//! | | from | says |
//! |---|---|---|
//! | [`distance`] | two samples | exact W₁ with its dual |
//! | [`Modes::coverage`] | a mixture and a sample | modes covered, share of good samples |
//! | [`Diagnosis`] | a discriminator on the data | an energy well around the data, flat there, or neither |
//! | [`Calibration`] | a discriminator and two samples | its loss against log 4 − 2 JSD |
//!
//! Samples are clouds `[n][2]`.

mod calibration;
mod diagnosis;
mod modes;

pub use calibration::Calibration;
pub use diagnosis::{Diagnosis, Solution};
pub use modes::{Coverage, Modes};

use crate::analysis::transport::{self, Distance};

/// Exact W₁ between two samples, each point of one weighing the same; counts may differ. `None` if a point is not
/// finite (a run that diverged) or a sample is empty.
pub fn distance(a: &[[f64; 2]], b: &[[f64; 2]]) -> Option<Distance> {
    let (a, b) = (a.as_flattened(), b.as_flattened());
    let sound = |x: &[f64]| !x.is_empty() && x.iter().all(|x| x.is_finite());
    (sound(a) && sound(b)).then(|| transport::between(a, b, 2))
}

/// A batch `[2][n]` as a cloud.
pub fn cloud(batch: &[f64]) -> Vec<[f64; 2]> {
    let (x, y) = batch.split_at(batch.len() / 2);
    x.iter().zip(y).map(|(x, y)| [*x, *y]).collect()
}
