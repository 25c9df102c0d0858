//! Maps: a colour per node of a grid.

use super::colour::ColorScale;
use super::frame::Frame;
use super::svg::{Svg, go, num};
use crate::num::contour::Grid;

/// Cells around the nodes, one path per colour, runs of equal cells merged.
pub(super) fn heat(grid: &Grid, scale: &ColorScale, frame: &Frame, svg: &mut Svg) {
    let columns: Vec<f64> = sides(&grid.xs).map(|x| frame.column(x)).collect();
    let rows: Vec<f64> = sides(&grid.ys).map(|y| frame.row(y)).collect();
    let palette = scale.palette();
    let mut paths = vec![String::new(); palette.len()];
    for j in 0..grid.ys.len() {
        let (bottom, top) = (rows[j], rows[j + 1]);
        let mut i = 0;
        while i < grid.xs.len() {
            let level = scale.level(grid.at(i, j));
            let first = i;
            while i < grid.xs.len() && scale.level(grid.at(i, j)) == level {
                i += 1;
            }
            let (left, right) = (columns[first], columns[i]);
            if let Some(level) = level.filter(|_| right > left && bottom > top) {
                let data = &mut paths[level];
                // A hair of overlap: PDF viewers would show the seams between abutting cells.
                go(data, 'M', [left, top]);
                data.push('H');
                num(data, (right + 0.2).min(frame.edges()[2]));
                data.push('V');
                num(data, (bottom + 0.2).min(frame.edges()[3]));
                data.push('H');
                num(data, left);
                data.push('z');
            }
        }
    }
    for (data, color) in paths.iter().zip(palette) {
        svg.cells(data, color);
    }
}

/// The borders between nodes: half way, and half a cell beyond the first and the last.
fn sides(nodes: &[f64]) -> impl Iterator<Item = f64> {
    let n = nodes.len();
    let between = move |k: usize| match (k, n) {
        (_, 0) => 0.0,
        (k, 1) => nodes[0] + k as f64 - 0.5,
        (0, _) => 1.5 * nodes[0] - 0.5 * nodes[1],
        (k, n) if k == n => 1.5 * nodes[n - 1] - 0.5 * nodes[n - 2],
        (k, _) => 0.5 * (nodes[k - 1] + nodes[k]),
    };
    (0..=n).map(between)
}
