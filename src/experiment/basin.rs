//! Basins: the fate of every start on a grid of a two-parameter game.

use super::{Axis, Experiment, Fault};
use crate::{
    analysis::{
        Dense, any,
        fate::{Fate, Target, Watch},
    },
    game::Game,
    rule::Rule,
};
use rayon::prelude::*;

/// More starts than this are refused.
const MOST_STARTS: u64 = 50_000_000;
/// Starts that are run together.
const BLOCK: usize = 512;

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
        let targets: Vec<Target> = equilibria.iter().map(|at| self.target([at[0], at[1]])).collect();
        let all: Vec<u64> = (0..starts).step_by(BLOCK).collect();
        let blocks: Vec<Vec<(Fate, u64)>> = all
            .par_iter()
            .map(|first| {
                let many = (starts - first).min(BLOCK as u64);
                let point = |k: u64| {
                    let (i, j) = (k % u64::from(theta.count), k / u64::from(theta.count));
                    (theta.value(i as u32), psi.value(j as u32))
                };
                let fates = self.block((*first..first + many).map(point).unzip(), &targets);
                block_done(many);
                fates
            })
            .collect();
        Ok(Basin { theta: theta.clone(), psi: psi.clone(), equilibria, fates: blocks.concat() })
    }

    fn target(&self, at: [f64; 2]) -> Target {
        let verdict = any::decide(&self.field, &self.rule, &at);
        Target::new(at, verdict, self.rule.linear_within().is_some())
    }

    /// The known equilibria, then those that a search finds from the window.
    fn rest_points(&self, theta: &Axis, psi: &Axis) -> Vec<Vec<f64>> {
        let side = |axis: &Axis| [axis.from, axis.to];
        let search = self.equilibria_between(&[side(theta), side(psi)]);
        let mut found = self.game().equilibria();
        found.extend(search.found.into_iter().filter(|e| !e.listed).map(|e| e.at));
        let listed = self.game().equilibria().len();
        found[listed..].sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        found
    }

    /// The fates of some starts, each run alone or all of them together: the same bits either way.
    fn block(&self, (mut theta, mut psi): (Vec<f64>, Vec<f64>), targets: &[Target]) -> Vec<(Fate, u64)> {
        let dense = Dense::new(&self.field, &self.rule);
        let mut watch: Vec<Watch> = vec![Watch::default(); theta.len()];
        let mut memory: Vec<Vec<f64>> = vec![];
        if dense.is_none() {
            memory = theta.iter().zip(&psi).map(|(t, p)| self.first_state(*t, *p)).collect();
        }
        for step in 0..=self.steps {
            let mut open = false;
            for (i, w) in watch.iter_mut().enumerate() {
                if !w.sealed() {
                    w.see([theta[i], psi[i]], step, self.steps, targets);
                    open |= !w.sealed();
                }
            }
            if !open || step == self.steps {
                break;
            }
            match &dense {
                Some(dense) => dense.run(step, 1, &mut theta, &mut psi),
                None => {
                    for (i, z) in memory.iter_mut().enumerate().filter(|(i, _)| !watch[*i].sealed()) {
                        any::step(&self.field, &self.rule, step, z);
                        (theta[i], psi[i]) = (z[0], z[1]);
                    }
                }
            }
        }
        watch.iter().map(|w| w.verdict(self.steps, targets)).collect()
    }

    fn first_state(&self, theta: f64, psi: f64) -> Vec<f64> {
        let mut x = vec![theta, psi];
        self.game().project(&mut x);
        any::start(&self.field, &self.rule, &x)
    }
}
