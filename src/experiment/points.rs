//! Points from a CSV file: one a line, a column per coordinate.

use super::Fault;
use std::path::Path;

/// Points of one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Coordinates of a point.
    pub dim: usize,
    /// The points, row-major [len × dim].
    pub values: Vec<f64>,
}

impl Points {
    /// The number of points.
    pub fn len(&self) -> usize {
        self.values.len() / self.dim
    }

    /// Never: a file without points is refused.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The i-th point [dim].
    pub fn point(&self, i: usize) -> &[f64] {
        &self.values[i * self.dim..(i + 1) * self.dim]
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or as [`Points::parse`] does.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let text =
            std::fs::read_to_string(path).map_err(|e| Fault::new(format!("{} cannot be read: {e}", path.display())))?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// Reads a text. A first line without any number is a header; empty lines and lines that begin with # are skipped.
    ///
    /// # Errors
    /// If a field is not a finite number, the rows differ in length, or there is none; with line and column.
    pub fn parse(name: &str, text: &str) -> Result<Self, Fault> {
        let mut points = Points { dim: 0, values: vec![] };
        let (mut begin, mut header) = (0, true);
        for line in text.split_inclusive('\n') {
            let start = begin;
            begin += line.len();
            let row = line.trim_end();
            if row.trim().is_empty() || row.starts_with('#') {
                continue;
            }
            let numbers: Vec<Option<f64>> = row.split(',').map(number).collect();
            if std::mem::take(&mut header) && numbers.iter().all(Option::is_none) {
                continue;
            }
            let mut at = start;
            for (field, number) in row.split(',').zip(&numbers) {
                let Some(number) = number else {
                    let what = format!("{:?} is not a finite number", field.trim());
                    return Err(Fault::new(what).at(name, text, at..at + field.len()));
                };
                points.values.push(*number);
                at += field.len() + 1;
            }
            if points.dim != 0 && numbers.len() != points.dim {
                let what = format!("a row of {} numbers after rows of {}", numbers.len(), points.dim);
                return Err(Fault::new(what).at(name, text, start..start + row.len()));
            }
            points.dim = numbers.len();
        }
        if points.is_empty() {
            return Err(Fault::new("there is no point in the file")
                .help("one point a line, coordinates with commas between, for example 0.5,-1")
                .within(name));
        }
        Ok(points)
    }
}

/// A finite number, in quotes or not.
fn number(field: &str) -> Option<f64> {
    field.trim().trim_matches('"').parse().ok().filter(|x: &f64| x.is_finite())
}
