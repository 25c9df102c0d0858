//! A positively homogeneous map of the plane by its linear pieces.

use super::{
    cones,
    smooth::{Map, Place},
};
use std::f64::consts::TAU;

/// Angles at which pieces are looked for, besides one in each cone that [`cones`] finds.
const SAMPLES: usize = 64;
/// The first of them, off every axis and diagonal.
const FIRST: f64 = -3.1;
/// Halvings of the angle between two pieces.
const HALVINGS: u32 = 48;
/// More pieces than this are taken for a map that is not linear on any.
const MOST: usize = 40;
/// Entries that differ by less than this part of the largest are equal.
const EQUAL: f64 = 1e-9;

/// A piece, by columns.
type Piece = [[f64; 2]; 2];

/// P(u) = A u, A by the angle of u: a run needs no derivatives any more.
pub(super) struct Sectors {
    /// Where each piece begins, in order, and the piece.
    starts: Vec<(f64, Piece)>,
}

impl Sectors {
    /// The pieces of a map of two numbers; `None` of another, and where it is not piecewise linear.
    pub(super) fn of(map: &impl Map, place: &Place) -> Option<Self> {
        if place.z.len() != 2 {
            return None;
        }
        let piece = |angle: f64| {
            let columns = place.piece(map, &[libm::cos(angle), libm::sin(angle)]);
            [0, 1].map(|j| [columns[j][0], columns[j][1]])
        };
        let within = |angle: f64| if angle < FIRST + TAU { angle } else { angle - TAU };
        let mut angles: Vec<f64> = (0..SAMPLES).map(|k| FIRST + TAU * k as f64 / SAMPLES as f64).collect();
        angles.extend(cones::angles(map, place, [&[1.0, 0.0], &[0.0, 1.0]]).into_iter().map(within));
        angles.sort_by(f64::total_cmp);
        let samples: Vec<(f64, Piece)> = angles.iter().map(|angle| (*angle, piece(*angle))).collect();
        let mut starts = vec![samples[0]];
        let last = (FIRST + TAU, samples[0].1);
        for (low, high) in samples.iter().zip(samples[1..].iter().chain([&last])) {
            split(&piece, [*low, *high], HALVINGS, &mut starts);
        }
        let finite = |(_, piece): &(f64, Piece)| piece.as_flattened().iter().all(|a| a.is_finite());
        (starts.len() <= MOST && starts.iter().all(finite)).then_some(Self { starts })
    }

    /// P(u).
    pub(super) fn ray(&self, u: &[f64]) -> Vec<f64> {
        let angle = libm::atan2(u[1], u[0]);
        let angle = if angle < FIRST { angle + TAU } else { angle };
        let (_, [a, b]) = self.starts[self.starts.partition_point(|(start, _)| *start <= angle).max(1) - 1];
        vec![a[0] * u[0] + b[0] * u[1], a[1] * u[0] + b[1] * u[1]]
    }
}

/// Where one piece ends and the next begins between two angles, by halving; a third one between them is found too.
fn split(piece: &impl Fn(f64) -> Piece, ends: [(f64, Piece); 2], left: u32, starts: &mut Vec<(f64, Piece)>) {
    let [low, high] = ends;
    if same(&low.1, &high.1) || starts.len() > MOST {
        return;
    }
    if left == 0 {
        starts.push(high);
        return;
    }
    let angle = 0.5 * (low.0 + high.0);
    let middle = (angle, piece(angle));
    split(piece, [low, middle], left - 1, starts);
    split(piece, [middle, high], left - 1, starts);
}

fn same(a: &Piece, b: &Piece) -> bool {
    let (a, b) = (a.as_flattened(), b.as_flattened());
    let size = a.iter().chain(b).fold(0.0, |m: f64, a| m.max(a.abs()));
    a.iter().zip(b).all(|(a, b)| (a - b).abs() <= EQUAL * size)
}
