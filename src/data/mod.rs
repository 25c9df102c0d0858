//! Data in the plane and latent variables: laws by name, drawn as a pure function of a stream and a number.
//!
//! Sample `i` of a stream is the same whatever the batch, the order or the number of threads. Batches are
//! feature-major, `[feature][sample]`. To add a law of the plane: a file with `settings!` and [`Plane`], and a word in
//! the `registry!` line below.

mod circle;
mod csv;
mod four_segments;
mod gaussian;
mod grid;
pub mod latent;
mod ring;
mod rows;
mod segment;
mod shape;
mod two_points;

pub use circle::Circle;
pub use csv::{Csv, CsvError, read_points};
pub use four_segments::FourSegments;
pub use gaussian::Gaussian;
pub use grid::Grid;
pub use latent::{AnyLatent, Latent};
pub use ring::Ring;
pub use rows::{Misread, Rows};
pub use segment::Segment;
pub use shape::{Points, Shape};
pub use two_points::TwoPoints;

use crate::registry::registry;

/// A law on the plane.
pub trait Plane {
    /// What is drawn from, everything precomputed.
    fn shape(&self) -> Shape;
}

registry! {
    /// The laws of the plane an experiment file may name.
    AnyPlane each_plane { ring: Ring, grid: Grid, gaussian: Gaussian, segment: Segment, circle: Circle, four_segments: FourSegments, two_points: TwoPoints, csv: Csv }
}

impl Plane for AnyPlane {
    fn shape(&self) -> Shape {
        each_plane!(self, p => p.shape())
    }
}
