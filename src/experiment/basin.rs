//! Basins: the fate of every start on a grid of a two-parameter game.

use super::{Axis, Experiment, Fault};
use crate::{
    analysis::{Dense, any},
    game::Game,
};
use rayon::prelude::*;

/// A run is at an equilibrium when it is this near, relative to 1 + ‖x*‖.
const ARRIVED: f64 = 1e-6;
/// ... and gone when it is this far.
const GONE: f64 = 1e8;
/// More starts than this are refused.
const MOST_STARTS: u64 = 50_000_000;
/// Starts that are run together.
const BLOCK: usize = 512;

/// What becomes of a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives at the equilibrium of this index.
    Equilibrium(usize),
    /// It is beyond 1e8, or no number at all.
    Diverges,
    /// It keeps its distance: over the last quarter of the run the largest distance is that over the one before, to 1 %.
    Cycle,
    /// It is still coming nearer, or still going away.
    Undecided,
}

impl std::fmt::Display for Fate {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Fate::Equilibrium(k) => write!(f, "equilibrium_{k}"),
            Fate::Diverges => f.write_str("diverges"),
            Fate::Cycle => f.write_str("cycle"),
            Fate::Undecided => f.write_str("undecided"),
        }
    }
}

/// Fates over a grid; the start at the i-th θ and the j-th ψ stands at `j * theta.count + i`.
#[derive(Clone, Debug)]
pub struct Basin {
    /// The axis that runs fastest.
    pub theta: Axis,
    /// The other one.
    pub psi: Axis,
    /// The equilibria that fates refer to.
    pub equilibria: Vec<Vec<f64>>,
    /// Fate and the step at which it was sealed (the last step where it was not).
    pub fates: Vec<(Fate, u64)>,
}

impl Experiment {
    /// Whether many runs of this experiment can be done at once.
    pub fn dense(&self) -> bool {
        Dense::new(&self.field, &self.rule).is_some()
    }

    /// The basins over a grid of starts, by runs of the experiment's length. `block_done` is called after every block
    /// of starts, from any thread, with their number.
    ///
    /// # Errors
    /// If the game has not two parameters, or the grid is too large.
    pub fn basin(&self, theta: &Axis, psi: &Axis, block_done: &(dyn Fn(u64) + Sync)) -> Result<Basin, Fault> {
        if self.game().n() != 2 {
            let what =
                format!("`{}` has {} parameters; a basin is drawn in the plane", self.game().name(), self.game().n());
            return Err(Fault::new(what).help("choose a game with one θ and one ψ"));
        }
        let starts = u64::from(theta.count) * u64::from(psi.count);
        if starts > MOST_STARTS {
            let gigabytes = starts as f64 * size_of::<(Fate, u64)>() as f64 / 1e9;
            return Err(Fault::new(format!(
                "a map of {} × {} starts would need {gigabytes:.1} GB",
                theta.count, psi.count
            ))
            .help(format!("at most {MOST_STARTS} starts; lower a count")));
        }
        let equilibria = self.rest_points(theta, psi);
        let all: Vec<u64> = (0..starts).step_by(BLOCK).collect();
        let blocks: Vec<Vec<(Fate, u64)>> = all
            .par_iter()
            .map(|first| {
                let many = (starts - first).min(BLOCK as u64);
                let point = |k: u64| {
                    let (i, j) = (k % u64::from(theta.count), k / u64::from(theta.count));
                    (theta.value(i as u32), psi.value(j as u32))
                };
                let fates = self.block((*first..first + many).map(point).unzip(), &equilibria);
                block_done(many);
                fates
            })
            .collect();
        Ok(Basin { theta: theta.clone(), psi: psi.clone(), equilibria, fates: blocks.concat() })
    }

    /// The known equilibria, then what Newton's method finds from a coarse grid of the window.
    fn rest_points(&self, theta: &Axis, psi: &Axis) -> Vec<Vec<f64>> {
        let coarse = |axis: &Axis| Axis { count: 9, ..axis.clone() }.values();
        let mut found = self.game().equilibria();
        for t in coarse(theta) {
            for p in coarse(psi) {
                let Ok(x) = any::newton(&self.field, &[t, p]) else { continue };
                if !found.iter().any(|y| near(&x, y, 1e-4)) {
                    found.push(x);
                }
            }
        }
        let listed = self.game().equilibria().len();
        found[listed..].sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        found
    }

    /// The fates of some starts, each run alone or all of them together: the same bits either way.
    fn block(&self, (mut theta, mut psi): (Vec<f64>, Vec<f64>), equilibria: &[Vec<f64>]) -> Vec<(Fate, u64)> {
        let dense = Dense::new(&self.field, &self.rule);
        let mut watch: Vec<Watch> = vec![Watch::default(); theta.len()];
        let mut memory: Vec<Vec<f64>> = vec![];
        if dense.is_none() {
            memory = theta.iter().zip(&psi).map(|(t, p)| self.first_state(*t, *p)).collect();
        }
        for step in 0..=self.steps {
            let mut open = false;
            for (i, w) in watch.iter_mut().enumerate() {
                if w.fate.is_none() {
                    w.see([theta[i], psi[i]], step, self.steps, equilibria);
                    open |= w.fate.is_none();
                }
            }
            if !open || step == self.steps {
                break;
            }
            match &dense {
                Some(dense) => dense.run(step, 1, &mut theta, &mut psi),
                None => {
                    for (i, z) in memory.iter_mut().enumerate().filter(|(i, _)| watch[*i].fate.is_none()) {
                        any::step(&self.field, &self.rule, step, z);
                        (theta[i], psi[i]) = (z[0], z[1]);
                    }
                }
            }
        }
        watch.iter().map(|w| w.verdict(self.steps)).collect()
    }

    fn first_state(&self, theta: f64, psi: f64) -> Vec<f64> {
        let mut x = vec![theta, psi];
        self.game().project(&mut x);
        any::start(&self.field, &self.rule, &x)
    }
}

fn near(x: &[f64], y: &[f64], tolerance: f64) -> bool {
    (x[0] - y[0]).hypot(x[1] - y[1]) <= tolerance * (1.0 + y[0].hypot(y[1]))
}

/// What has been seen of one run.
#[derive(Clone, Copy, Default)]
struct Watch {
    fate: Option<(Fate, u64)>,
    /// Largest squared distance from the first equilibrium over the third and the last quarter.
    reach: [f64; 2],
}

impl Watch {
    fn see(&mut self, x: [f64; 2], step: u64, steps: u64, equilibria: &[Vec<f64>]) {
        let size = x[0] * x[0] + x[1] * x[1];
        if size.is_nan() || size >= GONE * GONE {
            self.fate = Some((Fate::Diverges, step));
            return;
        }
        for (k, y) in equilibria.iter().enumerate() {
            let (d, e) = (x[0] - y[0], x[1] - y[1]);
            let far = ARRIVED * (1.0 + y[0].hypot(y[1]));
            let distance = d * d + e * e;
            if distance <= far * far {
                self.fate = Some((Fate::Equilibrium(k), step));
                return;
            }
            if k == 0 && 2 * step >= steps {
                let quarter = usize::from(4 * step >= 3 * steps);
                self.reach[quarter] = self.reach[quarter].max(distance);
            }
        }
    }

    fn verdict(&self, steps: u64) -> (Fate, u64) {
        self.fate.unwrap_or_else(|| {
            let keeps = (0.999 * self.reach[0]..=1.02 * self.reach[0]).contains(&self.reach[1]);
            (if keeps { Fate::Cycle } else { Fate::Undecided }, steps)
        })
    }
}
