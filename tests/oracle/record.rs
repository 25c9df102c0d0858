//! Records of the oracle.

use serde::Deserialize;
use serde_json::{Map, Value};

/// One number (or list) and where it is from.
#[derive(Deserialize)]
pub struct Record {
    /// The section that defines the operator; `E` are divergences.
    pub item: String,
    pub method: String,
    pub params: Map<String, Value>,
    pub quantity: String,
    pub value: Value,
}

impl Record {
    pub fn all() -> Vec<Record> {
        serde_json::from_str(include_str!("../data/dynamics.json")).expect("the oracle is a list of records")
    }

    pub fn is_iterate(&self) -> bool {
        self.quantity.starts_with("trajectory_step_")
    }

    /// The parameters as one line; equal lines are one experiment.
    pub fn key(&self) -> String {
        Value::Object(self.params.clone()).to_string()
    }

    /// A parameter as TOML writes it: decimal strings become numbers.
    pub fn toml(&self, name: &str) -> Option<String> {
        self.params.get(name).map(toml)
    }

    pub fn number(&self, name: &str) -> f64 {
        let text = self.toml(name).unwrap_or_else(|| panic!("{} has no parameter {name}", self.method));
        text.parse().unwrap_or_else(|_| panic!("{} of {} is not a number: {text}", name, self.method))
    }
}

fn toml(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A number or a list of numbers.
pub fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        Value::String(text) => vec![text.parse().expect("a decimal number")],
        other => vec![other.as_f64().expect("a number")],
    }
}

/// Complex numbers `[[re, im], …]`.
pub fn pairs(value: &Value) -> Vec<[f64; 2]> {
    numbers(value).chunks(2).map(|c| [c[0], c[1]]).collect()
}

/// Matches every expected eigenvalue with the nearest one left, since rounding may change the order of a sorted list.
pub fn closest_match(expected: &[[f64; 2]], found: &[[f64; 2]], within: f64) -> Result<(), String> {
    let differ = |why: String| Err(format!("found {found:?}, expected {expected:?}: {why}"));
    if expected.len() != found.len() {
        return differ("another number of eigenvalues".into());
    }
    let mut left = found.to_vec();
    for e in expected {
        let distance = |l: &[f64; 2]| (l[0] - e[0]).hypot(l[1] - e[1]);
        let nearest = (0..left.len()).min_by(|a, b| distance(&left[*a]).total_cmp(&distance(&left[*b])));
        let error = distance(&left.swap_remove(nearest.unwrap_or(0))) / e[0].hypot(e[1]).max(1.0);
        if error.is_nan() || error > within {
            return differ(format!("{error:e}"));
        }
    }
    Ok(())
}
