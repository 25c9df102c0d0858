//! Variants: overlays of the file under a name.

use super::{Fault, patch::Override};
use serde::Deserialize;
use std::ops::Range;
use toml::{
    Table, Value,
    de::{DeTable, DeValue},
};

/// A variant as it is written.
pub(super) struct Written {
    pub(super) name: String,
    /// What it changes.
    pub(super) overrides: Vec<Override>,
}

/// A variant laid over the file, and the overrides over both.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    pub(super) name: String,
    pub(super) table: Table,
    /// The paths at which the overrides changed it.
    pub(super) changed: Vec<String>,
}

/// The word after `--variant` that asks for every one.
pub const ALL: &str = "all";

#[derive(Deserialize)]
struct Named {
    name: String,
    #[serde(flatten)]
    overlay: Table,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    variant: Vec<Named>,
}

/// The variants of a text, in its order.
///
/// # Errors
/// If one has no name, or that of another, or holds what is the file's alone.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Written>, Fault> {
    let file: File = toml::from_str(text).map_err(|e| Fault::toml(name, text, &e))?;
    let tree = DeTable::parse(text).map_err(|e| Fault::toml(name, text, &e))?;
    let tables = match tree.get_ref().get("variant").map(toml::Spanned::get_ref) {
        Some(DeValue::Array(tables)) => tables.iter().collect(),
        _ => vec![],
    };
    let mut all: Vec<Written> = Vec::new();
    for (Named { name: called, overlay }, tree) in file.variant.into_iter().zip(tables) {
        let wrong = |what: String, span: Range<usize>| Fault::new(what).at(name, text, span);
        let DeValue::Table(tree) = tree.get_ref() else { continue };
        let own = tree.get("name").map_or(0..0, toml::Spanned::span);
        if called.trim().is_empty() {
            return Err(wrong("a variant needs a name".into(), own));
        }
        if called == ALL {
            return Err(wrong(format!("a variant cannot be called {ALL:?}: --variant {ALL} asks for every one"), own));
        }
        if all.iter().any(|v| v.name == called) {
            return Err(wrong(format!("two variants are called {called:?}"), own).help("give each a name of its own"));
        }
        let mut overrides = Vec::new();
        lines(text, tree, &overlay, &[], &mut overrides);
        if let Some(over) = overrides.iter().find(|o| matches!(o.keys[0].as_str(), "sweep" | "variant" | "baseline")) {
            let what = format!("a variant has no `{}` of its own: that of the file is every variant's", over.keys[0]);
            return Err(wrong(what, over.span.clone().unwrap_or_default()));
        }
        all.push(Written { name: called, overrides });
    }
    Ok(all)
}

/// The lines `path = value` below a table. Headings and dotted keys lead on, `{ … }` is a value.
fn lines(text: &str, tree: &DeTable, plain: &Table, path: &[String], into: &mut Vec<Override>) {
    for (key, node) in tree {
        let Some(value) = plain.get(key.get_ref().as_ref()) else { continue };
        // A path may also stand in quotes, as in [sweep].
        let own = super::patch::parts(key.get_ref(), '.').into_iter().map(String::from);
        let keys: Vec<String> = path.iter().cloned().chain(own).collect();
        match (node.get_ref(), value) {
            (DeValue::Table(below), Value::Table(values))
                if !values.is_empty() && !text[node.span().start..].starts_with('{') =>
            {
                lines(text, below, values, &keys, into);
            }
            _ => {
                let span = key.span().start.min(node.span().start)..node.span().end;
                into.push(Override { keys, value: value.clone(), span: Some(span) });
            }
        }
    }
}
