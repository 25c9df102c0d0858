//! What a claim puts on the table.

use super::{Claim, Provenance};
use nalgebra::Complex;
use serde::Serialize;

/// A number, several, or several complex ones as `[re, im]`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// One number.
    Number(f64),
    /// Several.
    Numbers(Vec<f64>),
    /// Complex numbers, sorted by (re, im).
    Complex(Vec<[f64; 2]>),
}

impl From<f64> for Value {
    fn from(x: f64) -> Self {
        Value::Number(x)
    }
}
impl From<Vec<f64>> for Value {
    fn from(x: Vec<f64>) -> Self {
        Value::Numbers(x)
    }
}
impl<const N: usize> From<[f64; N]> for Value {
    fn from(x: [f64; N]) -> Self {
        Value::Numbers(x.into())
    }
}
impl From<Vec<Complex<f64>>> for Value {
    fn from(mut x: Vec<Complex<f64>>) -> Self {
        x.sort_by(|a, b| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im)));
        Value::Complex(x.iter().map(|z| [z.re, z.im]).collect())
    }
}
impl<const N: usize> From<[Complex<f64>; N]> for Value {
    fn from(x: [Complex<f64>; N]) -> Self {
        x.to_vec().into()
    }
}

impl Value {
    /// The measured complex numbers in the order of the predicted ones.
    fn nearest(&self, measured: &Value) -> Value {
        let (Value::Complex(p), Value::Complex(m)) = (self, measured) else { return measured.clone() };
        let mut left = m.clone();
        let mut ordered = vec![];
        for z in p {
            let distance = |w: &[f64; 2]| (w[0] - z[0]).hypot(w[1] - z[1]);
            let nearest = (0..left.len()).min_by(|a, b| distance(&left[*a]).total_cmp(&distance(&left[*b])));
            ordered.extend(nearest.map(|i| left.swap_remove(i)));
        }
        ordered.extend(left);
        Value::Complex(ordered)
    }
    fn flat(&self) -> Vec<f64> {
        match self {
            Value::Number(x) => vec![*x],
            Value::Numbers(x) => x.clone(),
            Value::Complex(x) => x.iter().flatten().copied().collect(),
        }
    }
    /// max |pᵢ − mᵢ| over the largest |pᵢ| (absolute where the prediction is 0); infinite if the shapes differ or a
    /// number is not finite. Complex numbers are a set: each is compared with the nearest one left, since rounding may
    /// change the order of a sorted list.
    fn error(&self, measured: &Value) -> f64 {
        let (p, m) = (self.flat(), self.nearest(measured).flat());
        if p.len() != m.len() || p.iter().chain(&m).any(|x| !x.is_finite()) {
            return f64::INFINITY;
        }
        let scale = p.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        let worst = p.iter().zip(&m).map(|(p, m)| (p - m).abs()).fold(0.0, f64::max);
        worst / if scale == 0.0 { 1.0 } else { scale }
    }
}

/// One comparison; the fields are those of `verify --json`.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// Of the claim.
    pub stem: &'static str,
    /// What is compared.
    pub title: String,
    /// The formula.
    pub predicted: Value,
    /// From exact derivatives, where there is such a way.
    pub jacobian: Option<Value>,
    /// From a simulation, where there is such a way.
    pub run: Option<Value>,
    /// The one compared.
    pub measured: Value,
    /// Relative to the largest predicted number.
    pub error: f64,
    /// Allowed error.
    pub tolerance: f64,
    /// error ≤ tolerance.
    pub passed: bool,
    /// Of the claim.
    pub source: &'static str,
    /// Of the claim.
    pub provenance: Provenance,
}

/// Collects the comparisons of one claim.
pub struct Evidence {
    stem: &'static str,
    source: &'static str,
    provenance: Provenance,
    misprint: bool,
    pub(super) records: Vec<Record>,
}

impl Evidence {
    pub(super) fn new(claim: &Claim, misprint: bool) -> Self {
        Self { stem: claim.stem, source: claim.source, provenance: claim.provenance, misprint, records: vec![] }
    }

    /// Compares `formula` with what exact derivatives and a run give, each `(value, tolerance)`. `misprint` is a wrong
    /// formula that must not pass.
    ///
    /// # Panics
    /// If there is nothing to compare with: such a check could not fail.
    pub fn check(
        &mut self,
        title: impl Into<String>,
        formula: impl Into<Value>,
        misprint: impl Into<Value>,
        jacobian: Option<(Value, f64)>,
        run: Option<(Value, f64)>,
    ) {
        let title = title.into();
        assert!(jacobian.is_some() || run.is_some(), "{}: {title}: a check that compares nothing", self.stem);
        let predicted = if self.misprint { misprint.into() } else { formula.into() };
        let values = (jacobian.as_ref().map(|(v, _)| v.clone()), run.as_ref().map(|(v, _)| v.clone()));
        let both = jacobian.is_some() && run.is_some();
        for (way, (measured, tolerance)) in
            [("", jacobian), (", on a run", run)].into_iter().filter_map(|(w, x)| x.map(|x| (w, x)))
        {
            let error = predicted.error(&measured);
            self.records.push(Record {
                stem: self.stem,
                title: format!("{title}{}", if both { way } else { "" }),
                predicted: predicted.clone(),
                jacobian: values.0.clone(),
                run: values.1.clone(),
                measured,
                error,
                tolerance,
                passed: error <= tolerance,
                source: self.source,
                provenance: self.provenance,
            });
        }
    }
}
