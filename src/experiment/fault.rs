//! What to tell a user whose input is wrong: what, where, what is allowed, what to do next.

use std::{fmt, ops::Range};

/// Wrong input. Commands print it and exit with code 2, having written nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    what: String,
    place: Option<String>,
    help: Vec<String>,
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.what)?;
        if let Some(place) = &self.place {
            write!(f, "\n{place}")?;
        }
        for help in &self.help {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

impl Fault {
    /// A fault without a place yet.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), place: None, help: vec![] }
    }

    /// The complaint alone.
    pub(super) fn what(&self) -> &str {
        &self.what
    }

    /// Whether both complain of the same, wherever it stands.
    pub(super) fn says(&self, other: &Self) -> bool {
        self.what == other.what
    }

    /// The name that is unknown, if that is the complaint.
    pub(super) fn unknown(&self) -> Option<&str> {
        self.what.strip_prefix("unknown name `")?.strip_suffix('`')
    }

    /// Adds a line on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds the names nearest to a mistyped one, and all of them.
    #[must_use]
    pub fn nearest(self, found: &str, allowed: &[&str]) -> Self {
        if allowed.is_empty() {
            return self;
        }
        self.likely(found, allowed).help(format!("allowed: {}", allowed.join(", ")))
    }

    /// Adds the names nearest to a mistyped one, where there are too many to list.
    #[must_use]
    pub fn likely(self, found: &str, allowed: &[&str]) -> Self {
        let mut ranked: Vec<_> = allowed
            .iter()
            .map(|a| (strsim::damerau_levenshtein(found, a), strsim::jaro_winkler(found, a), *a))
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked.dedup_by_key(|(_, _, a)| *a);
        let near: Vec<String> = ranked
            .iter()
            .filter(|(edits, similar, _)| *edits <= 2 || *similar > 0.8)
            .take(3)
            .map(|(_, _, a)| format!("`{a}`"))
            .collect();
        if near.is_empty() { self } else { self.help(format!("did you mean {}?", near.join(" or "))) }
    }

    /// Puts the fault at a span of a text, with a caret.
    #[must_use]
    pub fn at(mut self, name: &str, text: &str, span: Range<usize>) -> Self {
        let start = span.start.min(text.len());
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let number = text[..line_start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        let width = text[start..span.end.clamp(start, line_end)].chars().count().max(1);
        let gutter = number.to_string().len();
        self.place = Some(format!(
            "{:gutter$}--> {name}:{number}:{column}\n{:gutter$} |\n{number} | {}\n{:gutter$} | {}{}",
            "",
            "",
            text[line_start..line_end].trim_end(),
            "",
            // A tab stays one, so that the caret stands where the line puts it.
            text[line_start..start].chars().map(|c| if c == '\t' { c } else { ' ' }).collect::<String>(),
            "^".repeat(width),
        ));
        self
    }

    /// Puts the fault at a key of a TOML text, given by its path (numbers count the tables of an array); at the file
    /// if it is not there.
    #[must_use]
    pub(super) fn at_key(self, name: &str, text: &str, path: &[&str]) -> Self {
        use toml::de::{DeTable, DeValue};
        let Ok(root) = DeTable::parse(text) else { return self.within(name) };
        let mut here = None;
        for key in path {
            let next = match here.map(toml::Spanned::get_ref) {
                None => root.get_ref().get(*key),
                Some(DeValue::Table(inner)) => inner.get(*key),
                Some(DeValue::Array(inner)) => key.parse().ok().and_then(|k: usize| inner.get(k)),
                Some(_) => None,
            };
            here = match next {
                Some(value) => Some(value),
                None => break,
            };
        }
        match here {
            Some(value) => self.at(name, text, value.span()),
            None => self.within(name),
        }
    }

    /// Names the file, where no line is to blame.
    #[must_use]
    pub fn within(mut self, name: &str) -> Self {
        if self.place.is_none() {
            self.place = Some(format!("--> {name}"));
        }
        self
    }

    /// From the TOML reader.
    pub(super) fn toml(name: &str, text: &str, error: &toml::de::Error) -> Self {
        let fault = Self::toml_patched(error);
        match error.span() {
            Some(span) => fault.at(name, text, span),
            None => fault.within(name),
        }
    }

    /// From the TOML reader, of a text the user has not seen.
    pub(super) fn toml_patched(error: &toml::de::Error) -> Self {
        let message = error.message().trim();
        // A formula comes with a picture of its own, which ends in a caret.
        let message = if message.ends_with('^') { message } else { message.lines().next().unwrap_or(message) };
        let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match names.split_first() {
            Some((found, allowed)) if message.starts_with("unknown") => {
                let fault = Self::new(format!("unknown name `{found}`")).nearest(found, allowed);
                if allowed == ["from", "to", "count", "spacing"] { fault.help(SWEEPS) } else { fault }
            }
            Some((missing, _)) if message.starts_with("missing field") => {
                Self::new(format!("the key `{missing}` is missing here"))
            }
            _ => Self::new(mismatch(message).unwrap_or_else(|| message.into())),
        }
    }
}

/// How a sweep is written, where it is not.
const SWEEPS: &str = "in [sweep] a path stands in quotes, \"rule.simultaneous.lr\" = [0.1, 0.2] or { from = 0.1, to = 1, \
                      count = 5 }, and paths that go together in one: \"run.steps, run.start\" = [[9, [1, 1]], [99, [2, 2]]]";

/// `invalid type: found, expected wanted` in the words of an experiment file.
fn mismatch(message: &str) -> Option<String> {
    let (found, wanted) = message.strip_prefix("invalid type: ")?.split_once(", expected ")?;
    let wanted = match wanted {
        "f64" => "a number",
        "i64" | "u64" | "u32" | "usize" => "a whole number",
        "a string" => "a text in quotes",
        "a boolean" => "true or false",
        "a sequence" => "a list [ … ]",
        table if table.starts_with("struct ") || table == "a map" => "a table { … }",
        words => words,
    };
    let found = match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer" | "boolean", value)) => value.replace('`', ""),
        Some(("floating", value)) => value.trim_start_matches("point ").replace('`', ""),
        _ if found == "map" => "a table".into(),
        _ if found == "sequence" => "a list".into(),
        _ => found.into(),
    };
    Some(format!("found {found}, but {wanted} is needed here"))
}
