//! Stability maps: the spectral radius over any two numbers of an experiment, and the line where it is 1.

use super::{Axis, Experiment, Fault};
use crate::{
    analysis::{Kind, any},
    num::contour::{Grid, Node, contour_by},
};
use rayon::prelude::*;

/// More cells than this are refused.
const MOST_CELLS: u64 = 50_000_000;
/// A radius below this is stable; one within 1e-9 of 1 is not.
const STABLE: f64 = 1.0 - 1e-9;

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
    /// Lines through the points (x, y) where the radius crosses 1 between neighbouring cells, found by bisection.
    pub boundary: Vec<Vec<[f64; 2]>>,
}

impl Experiment {
    /// Whether a map over two numbers of this experiment can be made.
    ///
    /// # Errors
    /// If it is too large, or a corner of it is no valid experiment.
    pub fn check_atlas(&self, x: Range, y: Range) -> Result<(), Fault> {
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
        for i in [0, x.1.count - 1] {
            for j in [0, y.1.count - 1] {
                self.cell(x, y, x.1.value(i), y.1.value(j))?;
            }
        }
        Ok(())
    }

    /// The map over two numbers of this experiment. `row_done` is called after each row, from any thread; if it returns
    /// false the map is abandoned.
    ///
    /// # Errors
    /// If [`check_atlas`](Self::check_atlas) refuses, a value within a range is not allowed, or it was abandoned.
    pub fn atlas(&self, x: Range, y: Range, row_done: &(dyn Fn() -> bool + Sync)) -> Result<Atlas, Fault> {
        self.check_atlas(x, y)?;
        let rows: Vec<Vec<Point>> = (0..y.1.count)
            .into_par_iter()
            .map(|j| {
                let row = (0..x.1.count).map(|i| self.cell(x, y, x.1.value(i), y.1.value(j)).map(|e| e.point()));
                let row = row.collect::<Result<_, Fault>>()?;
                if row_done() { Ok(row) } else { Err(Fault::new("the map was interrupted")) }
            })
            .collect::<Result<_, Fault>>()?;
        let points = rows.concat();
        let radii = points.iter().map(|p| p.radius.unwrap_or(f64::NAN)).collect();
        let grid = Grid::new(x.1.values(), y.1.values(), radii);
        let boundary = contour_by(&grid, STABLE, |a, b| self.crossing(x, y, a, b));
        Ok(Atlas { x: x.1.clone(), y: y.1.clone(), points, boundary })
    }

    fn cell(&self, x: Range, y: Range, at_x: f64, at_y: f64) -> Result<Self, Fault> {
        self.with_all(&[(x.0, at_x), (y.0, at_y)]).map_err(|f| {
            f.within(&format!("{} at {} = {at_x}, {} = {at_y}", self.name, x.0, y.0))
                .help("an axis names a number of the experiment by its path, such as rule.simultaneous.lr=0:2:201")
        })
    }

    fn point(&self) -> Point {
        let (verdict, radius) = any::decide(&self.field, &self.rule, &self.at);
        Point { radius, verdict }
    }

    /// Where between two cells, of which one is stable, the radius crosses 1.
    fn crossing(&self, x: Range, y: Range, a: Node, b: Node) -> [f64; 2] {
        let at = |t: f64| [0, 1].map(|k| a.at[k] + t * (b.at[k] - a.at[k]));
        let (mut lo, mut hi) = (0.0, 1.0);
        for _ in 0..48 {
            let middle = 0.5 * (lo + hi);
            let [at_x, at_y] = at(middle);
            // Between whole numbers there is nothing to try, and a kink between smooth cells ends the search.
            let Ok(e) = self.with_all(&[(x.0, at_x), (y.0, at_y)]) else { break };
            let Some(r) = e.point().radius else { break };
            if (r < STABLE) == (a.value < STABLE) { lo = middle } else { hi = middle }
        }
        at(0.5 * (lo + hi))
    }
}
