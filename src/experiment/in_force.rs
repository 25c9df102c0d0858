//! What is played and how, in a line: made from the registries, so that a new entry needs no words of its own.

use super::{Experiment, Fault, patch::Override, paths::at};
use crate::{
    field::AnyAdjust,
    game::AnyGame,
    loss::AnyLoss,
    num::show::brief,
    penalty::AnyPenalty,
    registry::{About, Variant},
    rule::AnyRule,
};
use serde::Serialize;
use serde_json::{Map, Value, to_value};

impl Experiment {
    /// The title, as far as it holds: of a variant with its name, and after overrides what they changed instead.
    pub fn headline(&self) -> String {
        let title = if self.title.is_empty() { &self.name } else { &self.title };
        match (&self.variant, &self.changed[..]) {
            (None, []) if self.variants.is_empty() => title.clone(),
            (None, []) => format!("{title}: no variant"),
            (Some(variant), []) => format!("{title}: {variant}"),
            (variant, changed) => {
                let variant = variant.as_ref().map_or(String::new(), |v| format!(", {v}"));
                format!("{}{variant}, changed: {}", self.stem(), changed.join(", "))
            }
        }
    }

    /// What is in force at the first values of some axes, where one of them puts in what is not there yet, and may take
    /// the place of what is.
    ///
    /// # Errors
    /// If they make no valid experiment.
    pub fn in_force_at(&self, first: &[(&str, f64)]) -> Result<Option<String>, Fault> {
        let resolved = self.resolved();
        let stands = |path: &str| Override::at(path, toml::Value::Float(0.0)).map(|o| at(&resolved, &o.keys).is_some());
        for (path, _) in first {
            if !stands(path)? {
                return Ok(Some(self.with_all(first)?.in_force()));
            }
        }
        Ok(None)
    }

    /// The fault, with the variant it is of.
    pub fn blame(&self, fault: Fault) -> Fault {
        match &self.variant {
            Some(variant) => fault.help(format!("in variant {variant:?}")),
            None => fault,
        }
    }

    /// The file's name without its ending.
    pub fn stem(&self) -> String {
        let path = std::path::Path::new(&self.name);
        path.file_stem().map_or_else(|| self.name.clone(), |s| s.to_string_lossy().into_owned())
    }

    /// Game, field and rule in a line: `dirac: minimax, r1 γ = 0.3 · alternating, lr 0.2, n_d 1`. Of a game and a loss
    /// it says what is not the default, of penalties, fields and rules every number.
    pub fn in_force(&self) -> String {
        let mut parts = vec![game(self.game())];
        if !matches!(self.field.adjust, AnyAdjust::Plain(_)) {
            parts.push(method(&self.field.adjust, AnyAdjust::ABOUT));
        }
        parts.push(method(&self.rule, AnyRule::ABOUT));
        parts.join(" · ")
    }
}

/// A name and the table under it.
fn entry(value: &Value) -> Option<(&str, &Map<String, Value>)> {
    let (name, table) = value.as_object().filter(|map| map.len() == 1)?.iter().next()?;
    Some((name, table.as_object()?))
}

/// The entry of that name at its defaults.
fn default<T: Variant + Serialize>(name: &str) -> Value {
    T::named(name).and_then(|entry| to_value(entry).ok()).unwrap_or(Value::Null)
}

/// Keys in the order of the registry.
fn ordered<'a>(name: &str, table: &'a Map<String, Value>, room: &[About]) -> Vec<(&'a str, &'a Value)> {
    let keys = room.iter().find(|about| about.name == name).map_or(&[][..], |about| about.keys);
    let place = |key: &str| keys.iter().position(|k| *k == key).unwrap_or(keys.len());
    let mut all: Vec<_> = table.iter().map(|(key, value)| (key.as_str(), value)).collect();
    all.sort_by_key(|(key, _)| place(key));
    all
}

fn game(game: &AnyGame) -> String {
    let whole = to_value(game).unwrap_or(Value::Null);
    let Some((name, table)) = entry(&whole) else { return game.name().into() };
    let usual = default::<AnyGame>(name);
    let mut parts = Vec::new();
    let mut all = ordered(name, table, AnyGame::ABOUT);
    all.sort_by_key(|(key, _)| !matches!(*key, "loss" | "penalty"));
    for (key, value) in all {
        match (key, entry(value)) {
            ("loss", Some((loss, _))) => parts.push(named(value, &default::<AnyLoss>(loss), AnyLoss::ABOUT, false)),
            ("penalty", _) => {
                for (penalty, table) in value.as_object().into_iter().flatten() {
                    let one = Value::Object(Map::from_iter([(penalty.clone(), table.clone())]));
                    parts.push(named(&one, &default::<AnyPenalty>(penalty), AnyPenalty::ABOUT, true));
                }
            }
            _ => parts.extend(item(key, value, &usual[name][key], false)),
        }
    }
    if parts.is_empty() { name.into() } else { format!("{name}: {}", parts.join(", ")) }
}

/// A field or a rule: its name and its numbers.
fn method<T: Variant + Serialize>(method: &T, room: &[About]) -> String {
    let whole = to_value(method).unwrap_or(Value::Null);
    let Some((name, table)) = entry(&whole) else { return String::new() };
    let parts = numbers::<T>(name, table, room);
    [vec![name.to_string()], parts].concat().join(", ")
}

fn numbers<T: Variant + Serialize>(name: &str, table: &Map<String, Value>, room: &[About]) -> Vec<String> {
    let usual = default::<T>(name);
    // Players that move together take one step each.
    let together = table.get("order").is_some_and(|order| order == "simultaneous");
    let mut parts = Vec::new();
    for (key, value) in ordered(name, table, room) {
        let silent = match key {
            "discriminator_steps" => together,
            "generator_steps" => *value == usual[name][key],
            _ => false,
        };
        match entry(value) {
            _ if silent => {}
            // Turns where turns are not the rule's name are said, default or not.
            None if key == "order" && !together && name != "alternating" => {
                parts.push(equation(key, "", &plain(value)))
            }
            Some((inner, below)) if key == "inner" => {
                parts.push(format!("{key} {}", bracketed(inner, numbers::<AnyRule>(inner, below, AnyRule::ABOUT))));
            }
            _ => parts.extend(item(key, value, &usual[name][key], true)),
        }
    }
    parts
}

fn bracketed(name: &str, parts: Vec<String>) -> String {
    match &parts[..] {
        [] => name.into(),
        [one] => format!("{name} {one}"),
        many => format!("{name} ({})", many.join(", ")),
    }
}

/// An entry within a line: its name, and the numbers that matter.
fn named(value: &Value, usual: &Value, room: &[About], every_number: bool) -> String {
    let Some((name, table)) = entry(value) else { return String::new() };
    let parts = ordered(name, table, room);
    bracketed(name, parts.into_iter().flat_map(|(key, v)| item(key, v, &usual[name][key], every_number)).collect())
}

/// `key value`, one for each player where they differ; nothing if it is the default, unless it is a number and every
/// number is wanted.
fn item(key: &str, value: &Value, usual: &Value, every_number: bool) -> Vec<String> {
    let symbol = symbol(key);
    let numeric = value.is_number() || players(value).is_some() || schedule(value).is_some();
    if value.is_null() || (value == usual && !(numeric && every_number)) {
        return vec![];
    }
    let (pair, power) = match schedule(value) {
        Some((pair, power)) => (Some(pair), power),
        None => (players(value), 0.0),
    };
    if let Some([g, d]) = pair {
        let decay = if power == 0.0 { String::new() } else { format!("/k^{}", brief(power)) };
        if g == d {
            return vec![format!("{}{decay}", equation(symbol, "", &brief(g)))];
        }
        return [("_g", g), ("_d", d)].map(|(who, x)| format!("{}{decay}", equation(symbol, who, &brief(x)))).into();
    }
    vec![match (value, entry(value)) {
        (_, Some((name, table))) => {
            let below = table.iter().flat_map(|(k, v)| item(k, v, &usual[name][k], false)).collect();
            format!("{symbol} {}", bracketed(name, below))
        }
        (Value::Object(table), _) => {
            bracketed(symbol, table.iter().flat_map(|(k, v)| item(k, v, &usual[k], false)).collect())
        }
        (value, _) => equation(symbol, "", &plain(value)),
    }]
}

/// `{ generator, discriminator }` of numbers.
fn players(value: &Value) -> Option<[f64; 2]> {
    let table = value.as_object().filter(|table| table.len() == 2)?;
    Some([table.get("generator")?.as_f64()?, table.get("discriminator")?.as_f64()?])
}

/// `{ start, power }`.
fn schedule(value: &Value) -> Option<([f64; 2], f64)> {
    let table = value.as_object().filter(|table| table.len() == 2)?;
    Some((players(table.get("start")?)?, table.get("power")?.as_f64()?))
}

fn equation(symbol: &str, who: &str, value: &str) -> String {
    let greek = symbol.chars().next().is_some_and(|c| !c.is_ascii());
    if greek { format!("{symbol}{who} = {value}") } else { format!("{symbol}{who} {value}") }
}

fn symbol(key: &str) -> &str {
    match key {
        "alpha" => "α",
        "beta" => "β",
        "beta1" => "β₁",
        "beta2" => "β₂",
        "gamma" => "γ",
        "epsilon" => "ε",
        "eta" => "η",
        "lambda" => "λ",
        "pi" => "π",
        "sigma" => "σ",
        "generator_steps" => "n_g",
        "discriminator_steps" => "n_d",
        key => key,
    }
}

/// Longer lists are shown by their size.
const MOST_LISTED: usize = 9;

fn plain(value: &Value) -> String {
    match value {
        Value::Number(n) => n.as_f64().map_or_else(|| n.to_string(), brief),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(list) => {
            let rows = list.first().and_then(Value::as_array).map(Vec::len);
            match rows {
                Some(columns) if list.len() * columns > MOST_LISTED => format!("{} × {columns}", list.len()),
                None if list.len() > MOST_LISTED => format!("of {} entries", list.len()),
                _ => format!("[{}]", list.iter().map(plain).collect::<Vec<_>>().join(", ")),
            }
        }
        other => other.to_string(),
    }
}
