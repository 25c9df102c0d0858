//! Running an experiment over values of its keys.

use super::{
    Experiment, Fault,
    patch::{self, Override},
};
use crate::registry::check;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, value},
};
use std::fmt;
use toml::Value;

/// How the numbers of an axis lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spacing {
    /// Equal differences.
    #[default]
    Linear,
    /// Equal ratios.
    Log,
}

impl Spacing {
    fn is_linear(&self) -> bool {
        *self == Self::Linear
    }
}

/// `{ from, to, count }`: count numbers from `from` to `to`, both included; `spacing = "log"` for equal ratios.
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
    /// How they lie.
    #[serde(default, skip_serializing_if = "Spacing::is_linear")]
    pub spacing: Spacing,
}

impl Axis {
    /// Equal differences.
    pub fn linear(from: f64, to: f64, count: u32) -> Self {
        Self { from, to, count, spacing: Spacing::Linear }
    }
    /// The k-th value.
    pub fn value(&self, k: u32) -> f64 {
        if self.count == 1 || k == 0 {
            return self.from;
        }
        let part = f64::from(k) / f64::from(self.count - 1);
        match self.spacing {
            Spacing::Linear => self.from + (self.to - self.from) * part,
            Spacing::Log if k + 1 == self.count => self.to,
            Spacing::Log => self.from * libm::pow(self.to / self.from, part),
        }
    }
    /// All values.
    pub fn values(&self) -> Vec<f64> {
        (0..self.count).map(|k| self.value(k)).collect()
    }
    /// What is wrong with the ends, if anything.
    fn complaint(&self) -> Option<String> {
        let (from, to) = (self.from, self.to);
        if self.spacing == Spacing::Log && !(from > 0.0 && to > 0.0) {
            return Some(format!("equal ratios need both ends > 0, but they are {from} and {to}"));
        }
        let apart = if self.spacing == Spacing::Log { to / from } else { to - from };
        (!apart.is_finite())
            .then(|| format!("{from} and {to} are too far apart: what is between them is no finite number"))
    }
}

/// The values that stand at a path one after the other.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Sweep {
    /// A list is its values: numbers, texts, whole tables.
    List(Vec<Value>),
    /// A range.
    Range(Axis),
}

impl<'de> Deserialize<'de> for Sweep {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Sweep;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a list of values, or a range { from, to, count }")
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, list: A) -> Result<Sweep, A::Error> {
                let values = Vec::<Value>::deserialize(value::SeqAccessDeserializer::new(list))?;
                if values.is_empty() {
                    return Err(de::Error::custom("an empty list: nothing would run"));
                }
                Ok(Sweep::List(values))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Sweep, A::Error> {
                let axis = Axis::deserialize(value::MapAccessDeserializer::new(map))?;
                axis.complaint().map_or(Ok(Sweep::Range(axis)), |what| Err(de::Error::custom(what)))
            }
        }
        d.deserialize_any(Visitor)
    }
}

impl Sweep {
    /// The range, if it is one.
    pub fn axis(&self) -> Option<&Axis> {
        match self {
            Sweep::Range(axis) => Some(axis),
            Sweep::List(_) => None,
        }
    }
    /// How many values.
    pub fn len(&self) -> u64 {
        match self {
            Sweep::Range(axis) => axis.count.into(),
            Sweep::List(values) => values.len() as u64,
        }
    }
    /// Whether there are none: never.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// All of them.
    pub fn values(&self) -> Vec<Value> {
        match self {
            Sweep::Range(axis) => axis.values().into_iter().map(Value::Float).collect(),
            Sweep::List(values) => values.clone(),
        }
    }
    /// Those of a list, and the ends of a range.
    fn corners(&self) -> Vec<Value> {
        match self {
            Sweep::Range(axis) => [axis.from, axis.to].map(Value::Float).into(),
            Sweep::List(values) => values.clone(),
        }
    }
}

/// What a value of a sweep puts at its path, or at each of the paths that go together: then it is a list of as many.
fn overrides(path: &str, value: &Value) -> Result<Vec<Override>, Fault> {
    let paths = patch::parts(path, ',');
    let values = match (&paths[..], value) {
        ([_], value) => vec![value.clone()],
        (_, Value::Array(values)) if values.len() == paths.len() => values.clone(),
        _ => {
            let what = format!("{} paths go together here, so each value is a list of {}", paths.len(), paths.len());
            return Err(Fault::new(what).help(format!("found {value}")));
        }
    };
    paths.into_iter().zip(values).map(|(path, value)| Override::at(path, value)).collect()
}

/// One run of a sweep.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The variant it belongs to.
    pub variant: String,
    /// What was swept, in the order of the paths.
    pub values: Vec<Value>,
    /// The experiment with those values.
    pub experiment: Experiment,
}

impl Cell {
    /// The first swept value, where it is a number.
    pub fn number(&self) -> Option<f64> {
        match self.values.first()? {
            Value::Float(x) => Some(*x),
            Value::Integer(n) => Some(*n as f64),
            _ => None,
        }
    }
}

/// More cells than this are refused.
const MOST_CELLS: u64 = 10_000_000;

impl Experiment {
    /// The paths of the sweep, in order, those that go together one by one.
    pub fn sweep_paths(&self) -> Vec<&str> {
        self.sweep.keys().flat_map(|paths| patch::parts(paths, ',')).collect()
    }

    /// Every variant at every combination of swept values, the last path running fastest.
    ///
    /// # Errors
    /// If a value within a range is not allowed.
    pub fn cells(&self) -> Result<Vec<Cell>, Fault> {
        let mut rows: Vec<Vec<Override>> = vec![vec![]];
        for (path, sweep) in &self.sweep {
            let steps = sweep.values().iter().map(|v| overrides(path, v)).collect::<Result<Vec<_>, _>>()?;
            rows = rows.iter().flat_map(|row| steps.iter().map(|step| [&row[..], step].concat())).collect();
        }
        let mut cells = Vec::new();
        for (name, variant) in self.variants() {
            for row in &rows {
                let values: Vec<Value> = row.iter().map(|o| o.value.clone()).collect();
                let experiment = variant.patched(row).map_err(|f| {
                    let at: Vec<String> = row.iter().map(|o| format!("{} = {}", o.path(), o.value)).collect();
                    f.within(&format!("{}, variant {name:?}, sweep at {}", self.name, at.join(", ")))
                })?;
                cells.push(Cell { variant: name.clone(), values, experiment });
            }
        }
        Ok(cells)
    }

    /// Every value of a list and both ends of a range must make a valid experiment of every variant; `place` puts a
    /// fault at a key of the file.
    pub(super) fn check_sweep(&self, place: impl Fn(Fault, &[&str], &str) -> Fault) -> Result<(), Fault> {
        let whole = self.sweep.values().fold(1, |cells: u64, sweep| cells.saturating_mul(sweep.len()));
        if whole > MOST_CELLS {
            let fault = Fault::new(format!("the sweep has {whole} cells, more than ten million"));
            return Err(place(fault, &["sweep"], "sweep").help("lower a `count`"));
        }
        if self.sweep.is_empty() {
            return Ok(());
        }
        let variants = self.variants();
        let mut seen = Vec::new();
        for (path, sweep) in &self.sweep {
            let parts = patch::parts(path, ',');
            if let Some(twice) = parts.iter().find(|part| seen.contains(*part)) {
                let fault = Fault::new(format!("the sweep has {twice:?} twice"));
                return Err(place(fault, &["sweep", path], "sweep"));
            }
            seen.extend(parts);
            for value in sweep.corners() {
                let given = overrides(path, &value);
                let wrong = given
                    .and_then(|given| variants.iter().try_for_each(|(_, variant)| variant.patched(&given).map(|_| ())));
                wrong.map_err(|f| {
                    let what = format!("sweep of {path:?} at {value}");
                    place(f, &["sweep", path], &what).help(format!(
                        "in the {what}; its path names a key of this file, such as \"rule.simultaneous.lr\""
                    ))
                })?;
            }
        }
        Ok(())
    }
}

/// `from:to:count` or `from:to:count:log`, as the command line writes an axis.
impl std::str::FromStr for Axis {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self, Fault> {
        let help = "write from:to:count, for example 0:2:201, or from:to:count:log for equal ratios";
        let fault = || Fault::new(format!("{text:?} is not an axis")).help(help);
        let parts: Vec<&str> = text.split(':').map(str::trim).collect();
        let (from, to, count, spacing) = match parts[..] {
            [from, to, count] => (from, to, count, Spacing::Linear),
            [from, to, count, "log"] => (from, to, count, Spacing::Log),
            _ => return Err(fault()),
        };
        let number = |s: &str| s.parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(fault);
        let count = count
            .parse::<u32>()
            .ok()
            .filter(|n| *n >= 1)
            .ok_or_else(|| fault().help("count is a whole number of at least 1"))?;
        let axis = Axis { from: number(from)?, to: number(to)?, count, spacing };
        axis.complaint().map_or(Ok(axis), |what| Err(fault().help(what)))
    }
}
