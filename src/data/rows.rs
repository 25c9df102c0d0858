//! Rows of numbers in a text, as people write them.
//!
//! One row a line; between the fields stands `;`, or a comma, or a tab, or blanks: the first of these that the first
//! row has. Empty lines and lines that begin with # are skipped, so is a byte order mark; a field may stand in double
//! quotes. A first row none of whose fields is a number names the columns: `nan` and `inf` are numbers, and refused.

use std::ops::Range;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The bytes to blame; `None` where it is the whole.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub what: String,
    /// What to do about it; may be empty.
    pub help: String,
}

impl Misread {
    fn new(what: impl Into<String>) -> Self {
        Self { span: None, what: what.into(), help: String::new() }
    }

    fn at(self, span: &Range<usize>) -> Self {
        Self { span: Some(span.clone()), ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }

    /// Line and column of a place in a text, from 1; the column counts letters.
    pub fn place(text: &str, at: usize) -> (usize, usize) {
        let before = &text[..at];
        let line = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
    }
}

/// The fields of a text, row by row.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    text: &'a str,
    /// The names of the columns, where the first row has names.
    pub head: Option<Vec<&'a str>>,
    /// The rows below, each field by its place in the text.
    rows: Vec<Vec<Range<usize>>>,
}

impl<'a> Rows<'a> {
    /// Parts a text into rows of equal length.
    ///
    /// # Errors
    /// If a row has more or fewer fields than the first, or there is none.
    pub fn of(text: &'a str) -> Result<Self, Misread> {
        let mut found = Self { text, head: None, rows: vec![] };
        let (mut begin, mut separator, mut width) = (0, None, 0);
        for line in text.split_inclusive('\n') {
            let mut place = begin..begin + line.trim_end().len();
            if begin == 0 && line.starts_with('\u{feff}') {
                place.start = '\u{feff}'.len_utf8();
            }
            begin += line.len();
            place.start = place.start.min(place.end);
            let row = &text[place.clone()];
            if row.trim().is_empty() || row.trim_start().starts_with('#') {
                continue;
            }
            let first = separator.is_none();
            let fields = fields(row, *separator.get_or_insert_with(|| separator_of(row)), place.start);
            if first {
                width = fields.len();
                if fields.iter().all(|f| found.field(f).parse::<f64>().is_err()) {
                    found.head = Some(fields.iter().map(|f| found.field(f)).collect());
                    continue;
                }
            } else if fields.len() != width {
                let what = format!("a row of {} numbers after rows of {width}", fields.len());
                return Err(Misread::new(what).at(&place));
            }
            found.rows.push(fields);
        }
        if found.rows.is_empty() {
            return Err(Misread::new("there is no point in the file")
                .help("one point a line, coordinates with commas between, for example 0.5,-1"));
        }
        Ok(found)
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Never: a text without rows is refused.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of columns.
    pub fn width(&self) -> usize {
        self.head.as_ref().map_or_else(|| self.rows[0].len(), Vec::len)
    }

    /// The bytes of a row.
    pub fn row(&self, row: usize) -> Range<usize> {
        let fields = &self.rows[row];
        fields[0].start..fields[fields.len() - 1].end
    }

    /// A column by its name, or by its number from 1 where the columns have no names.
    ///
    /// # Errors
    /// If there is none, naming those there are.
    pub fn column(&self, name: &str) -> Result<usize, Misread> {
        let Some(head) = &self.head else {
            let number = name.parse::<usize>().ok().filter(|k| (1..=self.width()).contains(k));
            return number.map(|k| k - 1).ok_or_else(|| {
                Misread::new(format!("there is no column {name:?}: the first row does not name the columns"))
                    .help(format!("give a number from 1 to {}, or a first row of names", self.width()))
            });
        };
        match head.iter().filter(|h| **h == name).count() {
            1 => Ok(head.iter().position(|h| *h == name).unwrap_or_default()),
            0 => Err(Misread::new(format!("there is no column {name:?}"))
                .help(format!("the columns are {}", head.join(", ")))),
            many => Err(Misread::new(format!("{many} columns are called {name:?}"))),
        }
    }

    /// What stands in a row and column.
    pub fn text(&self, row: usize, column: usize) -> &'a str {
        self.field(&self.rows[row][column])
    }

    /// The number there.
    ///
    /// # Errors
    /// If it is none, or not finite.
    pub fn number(&self, row: usize, column: usize) -> Result<f64, Misread> {
        let field = self.text(row, column);
        let number = field.parse().ok().filter(|x: &f64| x.is_finite());
        number.ok_or_else(|| {
            let fault = Misread::new(format!("{field:?} is not a finite number")).at(&self.rows[row][column]);
            match &self.head {
                Some(head) if field.parse::<f64>().is_err() && !head[column].is_empty() => {
                    fault.help(format!("this is column `{}`", head[column]))
                }
                _ => fault,
            }
        })
    }

    /// A weight: a number ≥ 0.
    ///
    /// # Errors
    /// If it is none.
    pub fn weight(&self, row: usize, column: usize) -> Result<f64, Misread> {
        let weight = self.number(row, column)?;
        if weight >= 0.0 {
            return Ok(weight);
        }
        Err(Misread::new(format!("{weight} is not a weight: a number ≥ 0 is needed")).at(&self.rows[row][column]))
    }

    fn field(&self, place: &Range<usize>) -> &'a str {
        let field = self.text[place.clone()].trim();
        field.strip_prefix('"').and_then(|f| f.strip_suffix('"')).unwrap_or(field).trim()
    }
}

/// What parts the fields of a row.
fn separator_of(row: &str) -> char {
    [';', ',', '\t'].into_iter().find(|s| row.contains(*s)).unwrap_or(' ')
}

/// The places of the fields of a row that begins at `start`; blanks at their ends belong to them.
fn fields(row: &str, separator: char, start: usize) -> Vec<Range<usize>> {
    let mut fields = vec![];
    let (mut begin, mut quoted) = (0, false);
    for (i, c) in row.char_indices().chain([(row.len(), separator)]) {
        quoted ^= c == '"' && i < row.len();
        let parts = if separator == ' ' { c.is_whitespace() } else { c == separator };
        if i == row.len() || (parts && !quoted) {
            // Any number of blanks is one separator.
            if separator != ' ' || begin < i {
                fields.push(start + begin..start + i);
            }
            begin = i + c.len_utf8();
        }
    }
    fields
}
