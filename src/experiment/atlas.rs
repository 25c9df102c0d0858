//! Stability maps: the spectral radius over any two numbers of an experiment, and the line where it is 1.

use super::{Axis, Experiment, Fault};
use crate::analysis::{Kind, any};
use rayon::prelude::*;

/// More cells than this are refused.
const MOST_CELLS: u64 = 50_000_000;
/// A radius this close to 1 is on neither side.
const NEUTRAL: f64 = 1e-9;

/// A path of the experiment file and its values.
pub type Range<'a> = (&'a str, &'a Axis);

/// One cell of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Spectral radius of F'; `None` where there is none.
    pub radius: Option<f64>,
    /// The verdict there.
    pub verdict: Kind,
}

/// A map; cell (i, j) at the i-th value of x and the j-th of y stands at `j * x.count + i`.
#[derive(Clone, Debug)]
pub struct Atlas {
    /// The axis that runs fastest.
    pub x: Axis,
    /// The other one.
    pub y: Axis,
    /// The cells.
    pub points: Vec<Point>,
    /// Points (x, y) where the radius crosses 1 along x, found by bisection between neighbouring cells.
    pub boundary: Vec<[f64; 2]>,
}

impl Experiment {
    /// The map over two numbers of this experiment. `row_done` is called after each row, from any thread; if it returns
    /// false the map is abandoned.
    ///
    /// # Errors
    /// If a value within a range is not allowed, the map is too large, or it was abandoned.
    pub fn atlas(&self, x: Range, y: Range, row_done: &(dyn Fn() -> bool + Sync)) -> Result<Atlas, Fault> {
        let cells = u64::from(x.1.count) * u64::from(y.1.count);
        if cells > MOST_CELLS {
            let gigabytes = cells as f64 * size_of::<Point>() as f64 / 1e9;
            return Err(Fault::new(format!(
                "a map of {} × {} cells would need {gigabytes:.1} GB",
                x.1.count, y.1.count
            ))
            .help(format!("at most {MOST_CELLS} cells; lower a count")));
        }
        if x.0 == y.0 {
            return Err(Fault::new(format!("both axes run over `{}`", x.0)).help("choose two different numbers"));
        }
        // The corners first: a range that leaves what is allowed is refused before the work.
        for i in [0, x.1.count - 1] {
            for j in [0, y.1.count - 1] {
                self.cell(x, y, x.1.value(i), y.1.value(j))?;
            }
        }
        let rows: Vec<(Vec<Point>, Vec<[f64; 2]>)> = (0..y.1.count)
            .into_par_iter()
            .map(|j| {
                let row = self.row(x, y, y.1.value(j))?;
                if row_done() { Ok(row) } else { Err(Fault::new("the map was interrupted")) }
            })
            .collect::<Result<_, Fault>>()?;
        let mut map =
            Atlas { x: x.1.clone(), y: y.1.clone(), points: Vec::with_capacity(cells as usize), boundary: vec![] };
        for (points, boundary) in rows {
            map.points.extend(points);
            map.boundary.extend(boundary);
        }
        Ok(map)
    }

    fn cell(&self, x: Range, y: Range, at_x: f64, at_y: f64) -> Result<Self, Fault> {
        self.with_all(&[(x.0, at_x), (y.0, at_y)]).map_err(|f| {
            f.within(&format!("{} at {} = {at_x}, {} = {at_y}", self.name, x.0, y.0))
                .help("an axis names a number of the experiment by its path, such as rule.simultaneous.lr=0:2:201")
        })
    }

    fn row(&self, x: Range, y: Range, at_y: f64) -> Result<(Vec<Point>, Vec<[f64; 2]>), Fault> {
        let points = (0..x.1.count)
            .map(|i| {
                let e = self.cell(x, y, x.1.value(i), at_y)?;
                let lin = any::linearise(&e.field, &e.rule, &e.at);
                Ok(Point { radius: lin.verdict.rate, verdict: lin.verdict.kind })
            })
            .collect::<Result<Vec<_>, Fault>>()?;
        let stable = |r: f64| r < 1.0 - NEUTRAL;
        let mut boundary = Vec::new();
        for (i, pair) in points.windows(2).enumerate() {
            let (Some(a), Some(b)) = (pair[0].radius, pair[1].radius) else { continue };
            if stable(a) == stable(b) {
                continue;
            }
            let (mut lo, mut hi) = (x.1.value(i as u32), x.1.value(i as u32 + 1));
            for _ in 0..48 {
                let middle = 0.5 * (lo + hi);
                let e = self.cell(x, y, middle, at_y)?;
                // A kink between two smooth cells ends the search there.
                let Some(r) = any::radius(&e.field, &e.rule, &e.at) else { break };
                if stable(r) == stable(a) { lo = middle } else { hi = middle }
            }
            boundary.push([0.5 * (lo + hi), at_y]);
        }
        Ok((points, boundary))
    }
}
