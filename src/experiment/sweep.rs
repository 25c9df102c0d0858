//! Running one number of an experiment over a range.

use super::{Experiment, Fault};
use crate::registry::check;
use serde::{Deserialize, Serialize};

/// `{ from, to, count }`: count numbers from `from` to `to`, both included.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// First value.
    #[serde(deserialize_with = "check::finite")]
    pub from: f64,
    /// Last value.
    #[serde(deserialize_with = "check::finite")]
    pub to: f64,
    /// How many, at least 1.
    #[serde(deserialize_with = "check::count")]
    pub count: u32,
}

impl Axis {
    /// The k-th value.
    pub fn value(&self, k: u32) -> f64 {
        if self.count == 1 {
            self.from
        } else {
            self.from + (self.to - self.from) * (f64::from(k) / f64::from(self.count - 1))
        }
    }
    /// All values.
    pub fn values(&self) -> Vec<f64> {
        (0..self.count).map(|k| self.value(k)).collect()
    }
}

/// One run of a sweep.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The variant it belongs to.
    pub variant: String,
    /// Values of the swept numbers, in the order of the paths.
    pub values: Vec<f64>,
    /// The experiment with those values.
    pub experiment: Experiment,
}

impl Experiment {
    /// The paths of the sweep, in order.
    pub fn sweep_paths(&self) -> Vec<&str> {
        self.sweep.keys().map(String::as_str).collect()
    }

    /// Every variant at every combination of swept values, the last path running fastest.
    ///
    /// # Errors
    /// If a value within a range is not allowed.
    pub fn cells(&self) -> Result<Vec<Cell>, Fault> {
        let mut cells = Vec::new();
        for (name, variant) in self.variants() {
            let mut layer = vec![(vec![], variant)];
            for (path, axis) in &self.sweep {
                let mut next = Vec::with_capacity(layer.len() * axis.count as usize);
                for (values, experiment) in layer {
                    for value in axis.values() {
                        let mut values: Vec<f64> = values.clone();
                        values.push(value);
                        next.push((
                            values,
                            experiment
                                .with(path, value)
                                .map_err(|f| f.within(&format!("{}, sweep of {path:?} at {value}", self.name)))?,
                        ));
                    }
                }
                layer = next;
            }
            cells.extend(layer.into_iter().map(|(values, experiment)| Cell {
                variant: name.clone(),
                values,
                experiment,
            }));
        }
        Ok(cells)
    }

    /// Both ends of every axis must make a valid experiment; `place` puts a fault at a key of the file.
    pub(super) fn check_sweep(&self, place: impl Fn(Fault, &[&str], &str) -> Fault) -> Result<(), Fault> {
        let whole = self.sweep.values().fold(1, |cells: u64, axis| cells.saturating_mul(axis.count.into()));
        if whole > 10_000_000 {
            let fault = Fault::new(format!("the sweep has {whole} cells, more than ten million"));
            return Err(place(fault, &["sweep"], "sweep").help("lower a `count`"));
        }
        for (path, axis) in &self.sweep {
            for value in [axis.from, axis.to] {
                self.with(path, value).map_err(|f| {
                    let what = format!("sweep of {path:?} at {value}");
                    place(f, &["sweep", path], &what).help(format!(
                        "in the {what}; its path names a number of this file, such as \"rule.simultaneous.lr\""
                    ))
                })?;
            }
        }
        Ok(())
    }
}

/// `path=from:to:count`, as the command line writes an axis.
impl std::str::FromStr for Axis {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new(format!("{text:?} is not an axis")).help("write from:to:count, for example 0:2:201");
        let parts: Vec<&str> = text.split(':').collect();
        let [from, to, count] = parts[..] else { return Err(fault()) };
        let number = |s: &str| s.trim().parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(fault);
        let count = count
            .trim()
            .parse::<u32>()
            .ok()
            .filter(|n| *n >= 1)
            .ok_or_else(|| fault().help("count is a whole number of at least 1"))?;
        Ok(Axis { from: number(from)?, to: number(to)?, count })
    }
}
