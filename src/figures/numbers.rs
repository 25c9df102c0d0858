//! The numbers of a figure, as CSV.

use std::fmt::Display;

/// A table of numbers and names; floats are written so that they read back to the same bits.
#[derive(Clone, Debug)]
pub struct Numbers {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Numbers {
    /// A table with these columns and no rows.
    pub fn new(columns: &[&'static str]) -> Self {
        Self { columns: columns.into(), rows: vec![] }
    }

    /// Appends a row.
    ///
    /// # Panics
    /// If it has another number of cells than there are columns.
    pub fn row(&mut self, cells: &[&dyn Display]) {
        assert_eq!(cells.len(), self.columns.len(), "a row must fill the columns {:?}", self.columns);
        self.rows.push(cells.iter().map(|cell| short(&cell.to_string())).collect());
    }

    /// The CSV text.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(vec![]);
        let mut write = |row: &[String]| writer.write_record(row).expect("writing to memory does not fail");
        write(&self.columns.iter().map(ToString::to_string).collect::<Vec<_>>());
        self.rows.iter().for_each(|row| write(row));
        String::from_utf8(writer.into_inner().expect("writing to memory does not fail")).expect("cells are UTF-8")
    }
}

/// A number full of zeros in scientific notation, everything else as it is.
fn short(cell: &str) -> String {
    match cell.parse::<f64>() {
        Ok(x) if cell.len() > 24 => format!("{x:e}"),
        _ => cell.to_owned(),
    }
}
