//! Points from a file: one a line, a column per coordinate.

use super::Fault;
use crate::data::{Misread, Rows};
use std::{io::Read, path::Path};

/// Points of one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Coordinates of a point.
    pub dim: usize,
    /// The points, row-major [len × dim].
    pub values: Vec<f64>,
    /// What each point weighs, where a column says so [len]; not all are 0.
    pub weights: Option<Vec<f64>>,
}

/// Which rows and columns of a file are points.
#[derive(Clone, Debug, Default)]
pub struct Choice<'a> {
    /// The columns that are coordinates; all that are asked for nothing else, where none is named.
    pub columns: Vec<&'a str>,
    /// Rows in which this column holds that.
    pub rows: Option<(&'a str, &'a str)>,
    /// The column of the weights.
    pub weight: Option<&'a str>,
}

/// Values of a column that a message lists.
const MOST_LISTED: usize = 8;

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

    /// The text of a file, or of standard input where the path is `-`.
    ///
    /// # Errors
    /// If it cannot be read, or is not in UTF-8.
    pub fn text(path: &Path) -> Result<String, Fault> {
        let mut text = String::new();
        let read = if path == Path::new("-") {
            std::io::stdin().read_to_string(&mut text).map(|_| ())
        } else {
            std::fs::read_to_string(path).map(|found| text = found)
        };
        read.map(|()| text).map_err(|e| Fault::new(format!("{} cannot be read: {e}", path.display())))
    }

    /// Reads a file; every column is a coordinate.
    ///
    /// # Errors
    /// If it cannot be read, or as [`Points::parse`] does.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        Self::parse(&path.display().to_string(), &Self::text(path)?)
    }

    /// Reads a text as [`Rows`] does; every column is a coordinate.
    ///
    /// # Errors
    /// As [`Points::chosen`].
    pub fn parse(name: &str, text: &str) -> Result<Self, Fault> {
        Self::chosen(name, text, &Choice::default())
    }

    /// Reads the rows and columns that are points.
    ///
    /// # Errors
    /// If a field is not a finite number, the rows differ in length, there is no such column, or no point is left; with
    /// line and column.
    pub fn chosen(name: &str, text: &str, choice: &Choice) -> Result<Self, Fault> {
        Self::choose(text, choice).map_err(|wrong| {
            let fault = Fault::new(wrong.what);
            let fault = match wrong.span {
                Some(span) => fault.at(name, text, span),
                None => fault.within(name),
            };
            if wrong.help.is_empty() { fault } else { fault.help(wrong.help) }
        })
    }

    /// The numbers as weights of the points 0, 1, 2, … of the line.
    ///
    /// # Errors
    /// If there is more than one number a line, one is negative or all are 0.
    pub fn as_bins(self) -> Result<Self, Fault> {
        if self.dim != 1 {
            return Err(Fault::new(format!("{} numbers a line, but a bin has one weight", self.dim)));
        }
        if let Some(k) = self.values.iter().position(|w| *w < 0.0) {
            return Err(Fault::new(format!("weight {} is {}, but a number ≥ 0 is needed", k + 1, self.values[k])));
        }
        if self.values.iter().all(|w| *w == 0.0) {
            return Err(Fault::new("all weights are 0, so there is no distribution"));
        }
        let values = (0..self.values.len()).map(|k| k as f64).collect();
        Ok(Self { dim: 1, values, weights: Some(self.values) })
    }

    fn choose(text: &str, choice: &Choice) -> Result<Self, Misread> {
        let rows = Rows::of(text)?;
        let weight = choice.weight.map(|name| rows.column(name)).transpose()?;
        let mut columns = choice.columns.iter().map(|name| rows.column(name)).collect::<Result<Vec<_>, _>>()?;
        let select = choice.rows.map(|(name, wanted)| Ok((rows.column(name)?, name, wanted))).transpose()?;
        if columns.is_empty() {
            let used = [weight, select.map(|(column, ..)| column)];
            columns = (0..rows.width()).filter(|k| !used.contains(&Some(*k))).collect();
            if let Some(unnamed) = columns.iter().find(|k| rows.head.as_ref().is_some_and(|h| h[**k].is_empty())) {
                let what = format!("column {} has no name, so it may number the rows", unnamed + 1);
                return Err(Misread { span: None, what, help: "name the coordinates with --columns".into() });
            }
        }
        let kept = match select {
            None => (0..rows.len()).collect(),
            Some((column, name, wanted)) => selected(&rows, column, name, wanted)?,
        };
        if columns.is_empty() {
            return Err(Misread {
                span: Some(rows.row(0)),
                what: "no column is left for coordinates".into(),
                help: String::new(),
            });
        }
        let mut values = Vec::with_capacity(kept.len() * columns.len());
        for row in &kept {
            for column in &columns {
                values.push(rows.number(*row, *column)?);
            }
        }
        let weights =
            weight.map(|column| kept.iter().map(|row| rows.weight(*row, column)).collect::<Result<Vec<_>, _>>());
        let weights = weights.transpose()?;
        if weights.as_ref().is_some_and(|w| w.iter().all(|w| *w == 0.0)) {
            let what = "all weights are 0, so there is no distribution".into();
            return Err(Misread { span: None, what, help: String::new() });
        }
        Ok(Points { dim: columns.len(), values, weights })
    }
}

/// The rows in which a column holds a text or an equal number.
fn selected(rows: &Rows, column: usize, name: &str, wanted: &str) -> Result<Vec<usize>, Misread> {
    let number = wanted.parse::<f64>().ok();
    let holds = |found: &str| found == wanted || (number.is_some() && found.parse::<f64>().ok() == number);
    let kept: Vec<usize> = (0..rows.len()).filter(|row| holds(rows.text(*row, column))).collect();
    if !kept.is_empty() {
        return Ok(kept);
    }
    let mut there: Vec<&str> = vec![];
    for found in (0..rows.len()).map(|row| rows.text(row, column)) {
        if !there.contains(&found) && there.len() <= MOST_LISTED {
            there.push(found);
        }
    }
    let more = if there.len() > MOST_LISTED { ", …" } else { "" };
    there.truncate(MOST_LISTED);
    Err(Misread {
        span: None,
        what: format!("in no row is {name} = {wanted}"),
        help: format!("there are {}{more}", there.join(", ")),
    })
}
