//! Points from a file.

use super::{Plane, Points, Shape};
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
    place: Option<(u64, usize)>,
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

/// Reads points `x,y`, one a line. The column of a fault counts fields, from 1.
///
/// # Errors
/// If the file cannot be read, holds no point, or a row is not two finite numbers.
pub fn read_points(path: &Path) -> Result<Vec<[f64; 2]>, CsvError> {
    let fault = |place, what: String| CsvError { path: path.display().to_string(), place, what };
    let bytes = std::fs::read(path).map_err(|e| fault(None, format!("cannot be read: {e}")))?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(bytes.as_slice());
    let mut points = Vec::new();
    let mut first = true;
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                let line = e.position().map_or(1, csv::Position::line);
                return Err(fault(Some((line, 1)), "not a text in UTF-8".into()));
            }
        }
        let line = record.position().map_or(1, csv::Position::line);
        let heading = first && record.len() == 2 && record.iter().all(|field| field.parse::<f64>().is_err());
        first = false;
        if heading {
            continue;
        }
        if record.len() != 2 {
            let what = format!("found {} fields, but a point has two numbers: x,y", record.len());
            return Err(fault(Some((line, record.len().min(2) + 1)), what));
        }
        let mut point = [0.0; 2];
        for (column, (entry, field)) in point.iter_mut().zip(&record).enumerate() {
            *entry = field.parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(|| {
                fault(Some((line, column + 1)), format!("found {field:?}, but a finite number is needed"))
            })?;
        }
        points.push(point);
    }
    if points.is_empty() {
        return Err(fault(None, "holds no point; give lines x,y".into()));
    }
    Ok(points)
}
