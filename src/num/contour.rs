//! Values on a rectangular grid and their contour lines.

use rayon::prelude::*;

/// A point of the plane.
type Point = [f64; 2];

/// Values at the nodes of a rectangular grid: `values[j * xs.len() + i]` at `(xs[i], ys[j])`.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    pub(crate) xs: Vec<f64>,
    pub(crate) ys: Vec<f64>,
    pub(crate) values: Vec<f64>,
}

impl Grid {
    /// Values given row by row, the lowest `y` first. Missing values are not a number, surplus
    /// ones are dropped.
    pub fn new(xs: Vec<f64>, ys: Vec<f64>, mut values: Vec<f64>) -> Self {
        values.resize(xs.len() * ys.len(), f64::NAN);
        Self { xs, ys, values }
    }

    /// A function on `nx × ny` evenly spaced nodes of the rectangle `x[0]..x[1]`, `y[0]..y[1]`.
    pub fn sample(x: [f64; 2], nx: usize, y: [f64; 2], ny: usize, f: impl Fn(f64, f64) -> f64) -> Self {
        let spread = |[lo, hi]: [f64; 2], n: usize| -> Vec<f64> {
            let steps = n.max(2) - 1;
            (0..=steps).map(|k| lo + (hi - lo) * (k as f64 / steps as f64)).collect()
        };
        let (xs, ys) = (spread(x, nx), spread(y, ny));
        let values = ys.iter().flat_map(|&b| xs.iter().map(move |&a| (a, b))).map(|(a, b)| f(a, b)).collect();
        Self { xs, ys, values }
    }

    /// Smallest and largest finite value.
    pub fn range(&self) -> Option<(f64, f64)> {
        let finite = self.values.iter().copied().filter(|v| v.is_finite());
        finite.fold(None, |range, v| {
            let (lo, hi) = range.unwrap_or((v, v));
            Some((lo.min(v), hi.max(v)))
        })
    }

    pub(crate) fn at(&self, i: usize, j: usize) -> f64 {
        self.values[j * self.xs.len() + i]
    }

    fn node(&self, i: usize, j: usize) -> Node {
        Node { at: [self.xs[i], self.ys[j]], value: self.at(i, j) }
    }
}

/// A node of a grid and its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Where.
    pub at: Point,
    /// What is there.
    pub value: f64,
}

/// Where the values of a grid pass through `level`, between nodes by proportion. See [`contour_by`].
pub fn contour(grid: &Grid, level: f64) -> Vec<Vec<Point>> {
    contour_by(grid, level, |a, b| {
        let t = ((level - a.value) / (b.value - a.value)).clamp(0.0, 1.0);
        [0, 1].map(|k| a.at[k] + t * (b.at[k] - a.at[k]))
    })
}

/// Where the values of a grid pass through `level`: marching squares, joined to polylines; `crossing` says where it is
/// between two neighbouring nodes. Closed lines end where they begin; cells with a value that is not finite are left
/// out.
pub fn contour_by(grid: &Grid, level: f64, crossing: impl Fn(Node, Node) -> Point + Sync) -> Vec<Vec<Point>> {
    let nx = grid.xs.len();
    let point = |&edge: &usize| {
        let (i, j) = ((edge / 2) % nx, edge / 2 / nx);
        let (k, l) = if edge.is_multiple_of(2) { (i + 1, j) } else { (i, j + 1) };
        crossing(grid.node(i, j), grid.node(k, l))
    };
    edges(grid, level).iter().map(|line| line.par_iter().map(point).collect()).collect()
}

/// The lines as the edges they cross. Edge 2n starts at node n to the right, edge 2n + 1 upwards.
fn edges(grid: &Grid, level: f64) -> Vec<Vec<usize>> {
    let (nx, ny) = (grid.xs.len(), grid.ys.len());
    // Each edge touches at most two segments.
    let mut ends = vec![[usize::MAX; 2]; 2 * nx * ny];
    let mut segments: Vec<[usize; 2]> = Vec::new();
    for j in 1..ny {
        for i in 1..nx {
            let node = (j - 1) * nx + i - 1;
            let corners = [(i - 1, j - 1), (i, j - 1), (i, j), (i - 1, j)].map(|(i, j)| grid.at(i, j));
            if !corners.iter().all(|v| v.is_finite()) {
                continue;
            }
            let edges = [2 * node, 2 * (node + 1) + 1, 2 * (node + nx), 2 * node + 1];
            let above = corners.map(|v| v >= level);
            let crossed: Vec<usize> = (0..4).filter(|&k| above[k] != above[(k + 1) % 4]).collect();
            // A saddle: the mean tells which two corners are joined.
            let mean_above = 0.25 * corners.iter().sum::<f64>() >= level;
            let pairs: &[[usize; 2]] = match crossed.len() {
                2 => &[[crossed[0], crossed[1]]],
                4 if mean_above == above[0] => &[[0, 1], [2, 3]],
                4 => &[[3, 0], [1, 2]],
                _ => &[],
            };
            for &[a, b] in pairs {
                for edge in [edges[a], edges[b]] {
                    let slot = usize::from(ends[edge][0] != usize::MAX);
                    ends[edge][slot] = segments.len();
                }
                segments.push([edges[a], edges[b]]);
            }
        }
    }
    join(&segments, &ends)
}

/// Segments strung together: open lines from their ends first, then the loops.
fn join(segments: &[[usize; 2]], ends: &[[usize; 2]]) -> Vec<Vec<usize>> {
    let mut used = vec![false; segments.len()];
    let mut lines = Vec::new();
    for open in [true, false] {
        for first in 0..segments.len() {
            let [a, b] = segments[first];
            let start = if open { [a, b].into_iter().find(|&edge| ends[edge][1] == usize::MAX) } else { Some(a) };
            let Some(start) = start.filter(|_| !used[first]) else {
                continue;
            };
            let (mut edge, mut segment) = (start, first);
            let mut line = vec![edge];
            while segment != usize::MAX && !used[segment] {
                used[segment] = true;
                let [a, b] = segments[segment];
                edge = if edge == a { b } else { a };
                line.push(edge);
                let [one, two] = ends[edge];
                segment = if one == segment { two } else { one };
            }
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_one_closed_line_on_the_circle() {
        let grid = Grid::sample([-2.0, 2.0], 81, [-2.0, 2.0], 81, |x, y| x * x + y * y);
        let lines = contour(&grid, 1.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        assert!(lines[0].iter().all(|p| (p[0].hypot(p[1]) - 1.0).abs() < 1e-3));
    }

    #[test]
    fn open_lines_saddles_and_holes() {
        let plane = Grid::sample([-1.0, 1.0], 5, [-1.0, 1.0], 7, |x, _| x);
        let lines = contour(&plane, 0.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), 7);
        assert!(lines[0].iter().all(|p| p[0] == 0.0));
        let saddle = Grid::sample([-1.0, 1.0], 4, [-1.0, 1.0], 4, |x, y| x * y - 1e-3);
        assert_eq!(contour(&saddle, 0.0).len(), 2);
        let hole = Grid::sample([-1.0, 1.0], 9, [-1.0, 1.0], 9, |x, y| if y > 0.3 { f64::NAN } else { x });
        assert!(contour(&hole, 0.1).concat().iter().all(|p| p[1] <= 0.3));
        assert!(contour(&Grid::new(vec![], vec![], vec![]), 0.0).is_empty());
    }
}
