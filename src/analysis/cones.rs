//! Directions in every cone between the switches of a map, narrow ones too.
//!
//! A map that is homogeneous at a point may differ from a linear one in a cone that no direction chosen beforehand meets:
//! t + 2000 relu(t − 0.35p) relu(0.4p − t) does between p = t/0.4 and t/0.35. In a plane of directions the map is
//! therefore evaluated over intervals of angles: one that no switch is met in is clear, the others are halved. A cone
//! narrower than [`NARROWEST`] may still be missed. (Derived here.)

use super::smooth::{Map, Place};
use crate::num::Regularity;
use std::f64::consts::TAU;

/// Intervals of angles to begin with.
const FIRST: usize = 16;
/// Off every axis and diagonal.
const OFFSET: f64 = 0.0391;
/// Narrower intervals are not halved, in radians.
pub(super) const NARROWEST: f64 = 1e-6;
/// More intervals than this are not looked at.
const MOST: usize = 400;
/// If more than this part of the angles that were not clear is not when halved, intervals do not tell switches apart.
const STAYS_OPEN: f64 = 0.8;

/// An interval of angles.
#[derive(Clone, Copy)]
struct Cell {
    from: f64,
    to: f64,
    clear: bool,
}

/// One angle in each cone of the plane of u and w, orthonormal [n]; the direction is u cos φ + w sin φ. Empty where
/// intervals tell nothing.
pub(super) fn angles(map: &impl Map, place: &Place, plane: [&[f64]; 2]) -> Vec<f64> {
    let clear = |from: f64, to: f64| {
        let image = map.at(&place.sector(plane, 0.5 * (from + to), 0.5 * (to - from)));
        image.iter().all(|y| y.regularity() == Regularity::Analytic)
    };
    let mut cells: Vec<Cell> = (0..FIRST)
        .map(|k| OFFSET + TAU * k as f64 / FIRST as f64)
        .map(|from| {
            let to = from + TAU / FIRST as f64;
            Cell { from, to, clear: clear(from, to) }
        })
        .collect();
    let mut looks = FIRST;
    let mut width = TAU / FIRST as f64;
    // Wide ones first, so that all directions are resolved alike.
    while width > NARROWEST && cells.iter().any(|c| !c.clear) {
        width *= 0.5;
        looks += 2 * cells.iter().filter(|c| !c.clear).count();
        if looks > MOST {
            break;
        }
        let halves = |c: &Cell| {
            let middle = 0.5 * (c.from + c.to);
            [(c.from, middle), (middle, c.to)].map(|(from, to)| Cell { from, to, clear: clear(from, to) })
        };
        let open = |cells: &[Cell]| cells.iter().filter(|c| !c.clear).map(|c| c.to - c.from).sum::<f64>();
        let before = open(&cells);
        cells = cells.iter().flat_map(|c| if c.clear { vec![*c] } else { halves(c).to_vec() }).collect();
        // A switch is met in a cell or two at any width. What stays open is no line: a root of what may be negative.
        if open(&cells) > STAYS_OPEN * before {
            break;
        }
    }
    middles(&cells)
}

/// The middle of the widest cell of every run of clear ones.
fn middles(cells: &[Cell]) -> Vec<f64> {
    let runs = cells.chunk_by(|a, b| a.clear && b.clear).filter(|run| run[0].clear);
    let widest = |run: &[Cell]| run.iter().copied().max_by(|a, b| (a.to - a.from).total_cmp(&(b.to - b.from)));
    runs.filter_map(widest).map(|c| 0.5 * (c.from + c.to)).collect()
}
