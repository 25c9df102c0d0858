//! Overriding one key of an experiment by its path.

use super::Fault;
use toml::{Table, Value};

/// Tables that hold exactly one variant: another one replaces what is there.
fn exclusive(path: &[&str]) -> bool {
    matches!(path, ["game"] | ["rule"] | ["field"])
        || matches!(path.last(), Some(&("loss" | "inner" | "data" | "latent" | "activation" | "init")))
}

/// Applies `path=value`; the value is TOML, or a bare word taken as a string.
pub(super) fn set(root: &mut Table, assignment: &str) -> Result<(), Fault> {
    let (path, value) = assignment.split_once('=').ok_or_else(|| {
        Fault::new(format!("--set {assignment:?} has no `=`"))
            .help("write --set path=value, for example --set rule.simultaneous.lr=0.1")
    })?;
    let path = path.trim();
    if path.is_empty() || path.split('.').any(|key| key.trim().is_empty()) {
        return Err(Fault::new(format!("--set {assignment:?} has an empty key"))
            .help("write --set path=value, for example --set rule.simultaneous.lr=0.1"));
    }
    let parsed = toml::from_str::<Table>(&format!("x = {value}")).ok().and_then(|mut t| t.remove("x"));
    insert(root, path, parsed.unwrap_or_else(|| Value::String(value.trim().into())));
    Ok(())
}

/// Puts a value at a dotted path, making tables on the way.
pub(super) fn insert(root: &mut Table, path: &str, value: Value) {
    let keys: Vec<&str> = path.split('.').map(str::trim).collect();
    put(root, &keys, 0, value);
}

fn put(table: &mut Table, keys: &[&str], depth: usize, value: Value) {
    // `*` stands for the one name that is there: `rule.*.lr` is the learning rate of whatever rule is given.
    let only = if table.len() == 1 { table.keys().next().cloned() } else { None };
    let key = match (keys[depth], &only) {
        ("*", Some(name)) => name.as_str(),
        (key, _) => key,
    };
    if depth > 0 && exclusive(&keys[..depth]) && !table.contains_key(key) {
        table.clear();
    }
    if depth + 1 == keys.len() {
        table.insert(key.into(), value);
        return;
    }
    let entry = table.entry(key).or_insert_with(|| Value::Table(Table::new()));
    if !entry.is_table() {
        // A name stands for a table of defaults: `penalty = "r1"` becomes `penalty.r1 = {}`.
        let named = entry.as_str().map(|name| (name.to_string(), Value::Table(Table::new())));
        *entry = Value::Table(named.into_iter().collect());
    }
    if let Value::Table(inner) = entry {
        put(inner, keys, depth + 1, value);
    }
}

/// Lays one table over another, leaf by leaf. An empty table clears what it covers: `penalty = {}`.
pub(super) fn overlay(root: &mut Table, over: &Table) {
    fn walk(root: &mut Table, path: &str, value: &Value) {
        match value {
            Value::Table(t) if !t.is_empty() => {
                for (key, value) in t {
                    walk(root, &format!("{path}.{key}"), value);
                }
            }
            _ => insert(root, path, value.clone()),
        }
    }
    for (key, value) in over {
        walk(root, key, value);
    }
}
