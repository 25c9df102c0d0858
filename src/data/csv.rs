//! Points from a file.

use super::{Misread, Plane, Points, Rows, Shape};
use crate::registry::Described;
use std::{fmt, path::Path};

/// Uniform on the points of a CSV file with two columns, blurred by σ. A first line without a number is a heading.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(try_from = "Table")]
pub struct Csv {
    /// Where the file is, from the working directory.
    pub path: String,
    /// σ ≥ 0.
    pub sigma: f64,
    #[serde(skip)]
    points: Vec<[f64; 2]>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    path: String,
    #[serde(default, deserialize_with = "crate::registry::check::non_negative")]
    sigma: f64,
}

impl Described for Csv {
    const FORMULA: &'static str = "1/n Σᵢ N(xᵢ, σ²I), xᵢ the rows of a file with two columns";
    const SOURCE: &'static str = "the file";
    const KEYS: &'static [&'static str] = &["path", "sigma"];
}

impl Plane for Csv {
    fn shape(&self) -> Shape {
        Shape { points: Points::Atoms(self.points.clone()), sigma: self.sigma }
    }
}

impl TryFrom<Table> for Csv {
    type Error = CsvError;
    fn try_from(table: Table) -> Result<Self, CsvError> {
        let points = read_points(Path::new(&table.path))?;
        Ok(Self { path: table.path, sigma: table.sigma, points })
    }
}

/// What is wrong with a file of points, and where.
#[derive(Debug, PartialEq)]
pub struct CsvError {
    path: String,
    /// Line and column of the file, from 1.
    place: Option<(usize, usize)>,
    what: String,
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(f, "{}, line {line}, column {column}: {}", self.path, self.what),
            None => write!(f, "{}: {}", self.path, self.what),
        }
    }
}

impl std::error::Error for CsvError {}

/// Reads points `x,y`, one a line, as [`Rows`] does. The column of a fault counts fields, from 1.
///
/// # Errors
/// If the file cannot be read, holds no point, or a row is not two finite numbers.
pub fn read_points(path: &Path) -> Result<Vec<[f64; 2]>, CsvError> {
    let fault = |place, what: String| CsvError { path: path.display().to_string(), place, what };
    let text = std::fs::read_to_string(path).map_err(|e| fault(None, format!("cannot be read: {e}")))?;
    let rows = Rows::of(&text).map_err(|wrong| {
        let line = wrong.span.map(|span| (Misread::place(&text, span.start).0, 1));
        fault(line, wrong.what)
    })?;
    let line = |row: usize| Misread::place(&text, rows.row(row).start).0;
    if rows.width() != 2 {
        let what = format!("found {} fields, but a point has two numbers: x,y", rows.width());
        return Err(fault(Some((line(0), rows.width().min(2) + 1)), what));
    }
    let entry = |row: usize, column: usize| {
        rows.number(row, column).map_err(|_| {
            let found = rows.text(row, column);
            fault(Some((line(row), column + 1)), format!("found {found:?}, but a finite number is needed"))
        })
    };
    (0..rows.len()).map(|row| Ok([entry(row, 0)?, entry(row, 1)?])).collect()
}
