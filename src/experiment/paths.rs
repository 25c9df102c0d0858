//! Which path was meant by a part of one.

use super::{Experiment, Fault, patch::Override};
use crate::{field::AnyAdjust, game::AnyGame, loss::AnyLoss, penalty::AnyPenalty, registry::About, rule::AnyRule};
use serde_json::Value;
use toml::Table;

/// More paths than this are not listed.
const MOST: usize = 8;

/// Of an unknown name in an override: the whole paths that end like it, first those that are in force.
/// Where the file makes no experiment, its table tells what there is.
pub(super) fn meant(fault: Fault, overrides: &[Override], experiment: Option<&Experiment>, table: &Table) -> Fault {
    let Some(unknown) = fault.unknown() else { return fault };
    let found = overrides.iter().find_map(|o| Some((o, o.keys.iter().position(|key| key == unknown)?)));
    let Some((over, from)) = found else { return fault };
    let tail = &over.keys[from..];
    let mut all = Vec::new();
    if let Some(experiment) = experiment {
        walk(&experiment.resolved(), &mut vec![], tail, &mut all);
    }
    if all.is_empty() {
        let game = experiment.map_or("dirac", |e| e.game().name());
        all = possible(game).into_iter().filter(|path| path.ends_with(tail)).collect();
        let there = |path: &Vec<String>| stands(table, &path[..path.len() - tail.len()]);
        if all.iter().any(there) {
            all.retain(there);
        }
    }
    if all.is_empty() {
        return fault;
    }
    let mut shown: Vec<String> = all.iter().take(MOST).map(|path| format!("`{}`", path.join("."))).collect();
    if all.len() > MOST {
        shown.push(format!("{} more", all.len() - MOST));
    }
    let what = format!("--set {}: there is no `{}` at this place", over.path(), tail.join("."));
    Fault::new(what).help(format!("write the whole path: {}", shown.join(", ")))
}

/// What stands at a path of a resolved experiment; `*` is the one name that is there.
pub(super) fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |here, key| {
        let table = here.as_object()?;
        if key == "*" && table.len() == 1 { table.values().next() } else { table.get(key) }
    })
}

/// Whether a table stands at a path.
fn stands(table: &Table, path: &[String]) -> bool {
    path.split_first().is_none_or(|(key, below)| {
        table.get(key).and_then(toml::Value::as_table).is_some_and(|inner| stands(inner, below))
    })
}

/// Every path of a resolved experiment that ends in `tail`.
fn walk(value: &Value, path: &mut Vec<String>, tail: &[String], into: &mut Vec<Vec<String>>) {
    if path.ends_with(tail) {
        into.push(path.clone());
    }
    for (key, below) in value.as_object().into_iter().flatten() {
        path.push(key.clone());
        walk(below, path, tail, into);
        path.pop();
    }
}

/// Every path that an experiment on this game may have, down to the keys of entries.
fn possible(game: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut room = |path: &str, entries: &[About]| {
        for entry in entries {
            let at = |key: &str| format!("{path}.{}.{key}", entry.name).split('.').map(String::from).collect();
            all.push(path.split('.').chain([entry.name]).map(String::from).collect());
            all.extend(entry.keys.iter().map(|key| at(key)));
        }
    };
    let has = |key: &str| AnyGame::ABOUT.iter().any(|about| about.name == game && about.keys.contains(&key));
    if has("penalty") {
        room(&format!("game.{game}.penalty"), AnyPenalty::ABOUT);
    }
    if has("loss") {
        room(&format!("game.{game}.loss"), AnyLoss::ABOUT);
    }
    room("field", AnyAdjust::ABOUT);
    room("rule", AnyRule::ABOUT);
    room("game", AnyGame::ABOUT);
    all
}
