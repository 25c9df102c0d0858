//! Overrides: what a line of a variant or a `--set` does to an experiment.
//!
//! Both say `path = value`, and mean the same by it:
//! * What stands at the path is **replaced by the value**, a table by a table: `game.dirac.penalty = { r2.gamma = 0.1 }`
//!   leaves R₂ alone, `game.dirac.penalty = {}` nothing.
//! * A path that leads into a table **changes that key and keeps the others**: `game.dirac.penalty.r1.gamma = 1`. A
//!   heading such as `[variant.game.dirac]` is the beginning of paths, not a value.
//! * In a table of names (`game`, `field`, `rule`, `loss`, `penalty`, …) **a name that is not there replaces those that
//!   are**: over R₁, `game.dirac.penalty.r2.gamma = 0.1` gives R₂ alone. To have both, name both in the same variant or
//!   on the same command line.

use super::Fault;
use std::ops::Range;
use toml::{Table, Value};

/// One `path = value`.
#[derive(Clone, Debug)]
pub(super) struct Override {
    /// The path, key by key.
    pub(super) keys: Vec<String>,
    /// What is to stand there.
    pub(super) value: Value,
    /// Where it stands in the file, if it does.
    pub(super) span: Option<Range<usize>>,
}

impl Override {
    /// Reads `path=value` of the command line; the value is TOML, or a bare word taken as a text.
    pub(super) fn read(assignment: &str) -> Result<Self, Fault> {
        let help = "write --set path=value, for example --set rule.simultaneous.lr=0.1";
        let wrong = |what: &str| Fault::new(format!("--set {assignment:?} {what}")).help(help);
        let end = outside_quotes(assignment, '=').next().ok_or_else(|| wrong("has no `=`"))?;
        let keys = keys(&assignment[..end]).map_err(wrong)?;
        let text = assignment[end + 1..].trim();
        if text.is_empty() {
            return Err(wrong("has no value"));
        }
        let value = match toml::from_str::<Table>(&format!("x = {text}")) {
            Ok(mut table) if table.len() == 1 => table.remove("x"),
            Ok(_) => None,
            Err(e) if text.starts_with(['{', '[', '"', '\'']) => {
                return Err(wrong(&format!("has a value that is no TOML: {}", e.message())));
            }
            // `.5` is a number to everyone but TOML.
            Err(_) => Some(text.parse().map_or_else(|_| Value::String(text.into()), Value::Float)),
        };
        let value = value.ok_or_else(|| wrong("has more than one value"))?;
        if matches!(keys[0].as_str(), "variant" | "baseline") {
            return Err(
                Fault::new(format!("--set cannot change a {}", keys[0])).help("choose a variant with --variant")
            );
        }
        Ok(Self { keys, value, span: None })
    }

    /// At a path as a sweep or an axis writes it.
    pub(super) fn at(path: &str, value: Value) -> Result<Self, Fault> {
        let keys = keys(path).map_err(|what| Fault::new(format!("the path {path:?} {what}")))?;
        Ok(Self { keys, value, span: None })
    }

    /// The path as it is written.
    pub(super) fn path(&self) -> String {
        let quote = |key: &String| if key.contains('.') { format!("{key:?}") } else { key.clone() };
        self.keys.iter().map(quote).collect::<Vec<_>>().join(".")
    }
}

/// Where a character stands in a text, quoted parts left out.
pub(super) fn outside_quotes(text: &str, wanted: char) -> impl Iterator<Item = usize> {
    let mut quote = None;
    text.char_indices().filter_map(move |(i, c)| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        (quote.is_none() && c == wanted).then_some(i)
    })
}

/// The parts of a text between a character, quoted parts left whole.
pub(super) fn parts(text: &str, between: char) -> Vec<&str> {
    let mut begun = 0;
    let mut parts = Vec::new();
    for end in outside_quotes(text, between).chain([text.len()]) {
        parts.push(text[begun..end].trim());
        begun = (end + 1).min(text.len());
    }
    parts
}

/// The keys of a path; one that holds dots stands in quotes: `sweep."rule.simultaneous.lr"`.
fn keys(path: &str) -> Result<Vec<String>, &'static str> {
    let key = |part: &str| match part.chars().next() {
        None => Err("has an empty key"),
        Some(quote @ ('"' | '\'')) => match part[1..].strip_suffix(quote) {
            Some("") => Err("has an empty key"),
            Some(inside) if !inside.contains(quote) => Ok(inside.to_string()),
            _ => Err("has a quote that is not closed"),
        },
        Some(_) if part.contains(['"', '\'']) => Err("has a quote within a key"),
        Some(_) => Ok(part.to_string()),
    };
    parts(path, '.').into_iter().map(key).collect()
}

/// Tables that hold exactly one entry.
fn exclusive(path: &[String]) -> bool {
    let last = path.last().map(String::as_str);
    let top = path.len() == 1 && matches!(last, Some("game" | "rule" | "field"));
    top || matches!(last, Some("loss" | "inner" | "data" | "latent" | "activation" | "init"))
}

/// Tables that hold any number of entries.
fn several(path: &[String]) -> bool {
    path.last().is_some_and(|key| key == "penalty")
}

/// Applies overrides in order, those of one variant or of one command line together.
pub(super) fn apply(root: &mut Table, overrides: &[Override]) {
    for over in overrides {
        put(root, over, 0, overrides);
    }
}

fn put(table: &mut Table, over: &Override, depth: usize, together: &[Override]) {
    let (here, keys) = (&over.keys[..depth], &over.keys);
    // `*` stands for the one name that is there: `rule.*.lr` is the learning rate of whatever rule is given.
    let only = if table.len() == 1 { table.keys().next().cloned() } else { None };
    let key = match (keys[depth].as_str(), only) {
        ("*", Some(name)) => name,
        // Where none is written, the one that is played all the same.
        ("*", None) if depth == 1 && table.is_empty() => unwritten(&keys[0]).to_string(),
        (key, _) => key.to_string(),
    };
    if depth > 0 && !table.contains_key(&key) {
        if exclusive(here) {
            table.clear();
        } else if several(here) {
            let named = |name: &str| {
                together.iter().any(|o| o.keys.starts_with(here) && o.keys.get(depth).is_some_and(|k| k == name))
            };
            table.retain(|name, _| named(name));
        }
    }
    if depth + 1 == keys.len() {
        table.insert(key, whole(&over.value));
        return;
    }
    let entry = table.entry(key).or_insert_with(|| Value::Table(Table::new()));
    if !entry.is_table() {
        *entry = Value::Table(opened(entry, &keys[depth + 1]));
    }
    if let Value::Table(inner) = entry {
        put(inner, over, depth + 1, together);
    }
}

/// A whole number as an integer, so that counts can be swept; keys that want a float take one too.
fn whole(value: &Value) -> Value {
    match value {
        Value::Float(x) if x.fract() == 0.0 && x.abs() < 1e15 => Value::Integer(*x as i64),
        other => other.clone(),
    }
}

/// What is played where the file names nothing.
fn unwritten(key: &str) -> &str {
    match key {
        "game" => "dirac",
        "field" => "plain",
        "rule" => "simultaneous",
        _ => "*",
    }
}

/// The table that a short form stands for, when a path leads into it: a name is a table of defaults (`penalty = "r1"`
/// is `penalty.r1 = {}`), a number is that of both players, or the start of a schedule.
fn opened(short: &Value, key: &str) -> Table {
    let pairs: Vec<(String, Value)> = match (short, key) {
        (Value::String(name), _) => vec![(name.clone(), Value::Table(Table::new()))],
        (Value::Float(_) | Value::Integer(_), "generator" | "discriminator") => {
            ["generator", "discriminator"].map(|player| (player.to_string(), short.clone())).into()
        }
        (Value::Float(_) | Value::Integer(_), "power") => vec![("start".to_string(), short.clone())],
        _ => vec![],
    };
    pairs.into_iter().collect()
}
