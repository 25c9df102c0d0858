//! Everything that has a name: what an experiment file may say, and the claims, figures and experiments themselves.

use crate::{
    analysis::Dense,
    baseline::AnyBaseline,
    claims::CLAIMS,
    data::{AnyLatent, AnyPlane},
    experiment::{Fault, LIBRARY},
    field::{AnyAdjust, AnyField, Plain},
    figures::FIGURES,
    game::{
        AnyGame,
        mlp::{activation::AnyActivation, initial::AnyInitial},
    },
    loss::{
        AnyLoss,
        divergence::{Family, Row},
    },
    penalty::AnyPenalty,
    registry::{About, Provenance},
    rule::AnyRule,
};
use serde::Serialize;
use serde_json::{Map, Value};

/// A panel that can be drawn alone.
#[derive(Serialize)]
pub(super) struct Part {
    pub(super) key: &'static str,
    /// Its number in the paper, empty if it has none.
    pub(super) paper: &'static str,
    pub(super) provenance: Provenance,
}

/// A key of a table and what it is where the file does not say; null for nothing.
#[derive(Serialize)]
pub(super) struct Key {
    pub(super) key: &'static str,
    pub(super) default: Value,
}

/// One name.
#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    /// Where it belongs, as `list` calls it.
    pub(super) room: &'static str,
    /// A formula, or one line on what it is.
    pub(super) says: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) provenance: Option<Provenance>,
    /// The keys of its table, where an experiment file may name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) keys: Option<Vec<Key>>,
    /// What it has a dense kernel with, both at their defaults: rules for a game, games for a rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dense_with: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) panels: Vec<Part>,
    /// The whole text behind `explain`: a note, or an experiment file.
    #[serde(skip)]
    pub(super) text: &'static str,
}

/// The rooms, in the order of the house.
pub(super) const ROOMS: &[&str] = &[
    "losses",
    "divergences",
    "penalties",
    "games",
    "data",
    "latents",
    "activations",
    "initialisations",
    "fields",
    "rules",
    "baselines",
    "experiments",
    "claims",
    "figures",
];

/// The entries of a room, in its order.
pub(super) fn room(name: &str) -> Vec<Entry> {
    match name {
        "losses" => named("losses", AnyLoss::ABOUT, AnyLoss::all()),
        "divergences" => Family::ALL.iter().map(|family| divergence(family.row())).collect(),
        "penalties" => named("penalties", AnyPenalty::ABOUT, AnyPenalty::all()),
        "games" => {
            let entries = named("games", AnyGame::ABOUT, AnyGame::all());
            let dense = |game: &AnyGame| {
                AnyRule::all().iter().filter(|rule| kernel(game, rule)).map(AnyRule::name).collect::<Vec<_>>()
            };
            entries.into_iter().zip(AnyGame::all()).map(|(e, game)| Entry { dense_with: dense(&game), ..e }).collect()
        }
        "data" => named("data", AnyPlane::ABOUT, AnyPlane::all()),
        "latents" => named("latents", AnyLatent::ABOUT, AnyLatent::all()),
        "activations" => named("activations", AnyActivation::ABOUT, AnyActivation::all()),
        "initialisations" => named("initialisations", AnyInitial::ABOUT, AnyInitial::all()),
        "baselines" => named("baselines", AnyBaseline::ABOUT, AnyBaseline::all()),
        "fields" => named("fields", AnyAdjust::ABOUT, AnyAdjust::all()),
        "rules" => {
            let entries = named("rules", AnyRule::ABOUT, AnyRule::all());
            let games = AnyGame::all();
            let dense =
                |rule: &AnyRule| games.iter().filter(|game| kernel(game, rule)).map(AnyGame::name).collect::<Vec<_>>();
            entries.into_iter().zip(AnyRule::all()).map(|(e, rule)| Entry { dense_with: dense(&rule), ..e }).collect()
        }
        "experiments" => LIBRARY.iter().map(|(stem, text)| experiment(stem, text)).collect(),
        "claims" => CLAIMS
            .iter()
            .map(|c| Entry {
                source: c.source,
                provenance: Some(c.provenance),
                ..Entry::new(c.stem, "claims", c.title.into(), c.note)
            })
            .collect(),
        "figures" => FIGURES
            .iter()
            .map(|f| Entry {
                panels: f
                    .panels
                    .iter()
                    .map(|p| Part { key: p.key, paper: p.paper, provenance: p.provenance })
                    .collect(),
                ..Entry::new(f.stem, "figures", f.title.into(), f.note)
            })
            .collect(),
        _ => vec![],
    }
}

/// Whether many runs of a rule on a game's own field can be done at once.
fn kernel(game: &AnyGame, rule: &AnyRule) -> bool {
    Dense::new(&AnyField { game: game.clone(), adjust: Plain {}.into() }, rule).is_some()
}

/// All entries.
pub(super) fn all() -> Vec<Entry> {
    ROOMS.iter().flat_map(|r| room(r)).collect()
}

/// The entries of that name; several rooms may use one.
pub(super) fn find(name: &str) -> Result<Vec<Entry>, Fault> {
    let mut all = all();
    let names: Vec<&str> = all.iter().map(|e| e.name).chain(all.iter().flat_map(papers)).collect();
    let fault = Fault::new(format!("nothing is called {name}"))
        .likely(name, &names)
        .help("`saddleflow list` prints every name");
    all.retain(|e| e.name == name || papers(e).any(|p| p == name));
    if all.is_empty() { Err(fault) } else { Ok(all) }
}

/// Numbers in the paper of a figure's panels.
fn papers(entry: &Entry) -> impl Iterator<Item = &'static str> {
    entry.panels.iter().map(|p| p.paper).filter(|p| !p.is_empty())
}

impl Entry {
    fn new(name: &'static str, room: &'static str, says: String, text: &'static str) -> Self {
        Self { name, room, says, source: "", provenance: None, keys: None, dense_with: vec![], panels: vec![], text }
    }
}

/// A registry: what it says about its entries, beside their defaults.
fn named<T: Serialize>(room: &'static str, about: &'static [About], defaults: Vec<T>) -> Vec<Entry> {
    about
        .iter()
        .zip(defaults)
        .map(|(about, entry)| {
            let defaults = serde_json::to_value(entry).unwrap_or_default();
            let default = |key: &str| shorten(defaults[about.name].get(key).cloned().unwrap_or_default());
            Entry {
                source: about.source,
                keys: Some(about.keys.iter().map(|key| Key { key, default: default(key) }).collect()),
                ..Entry::new(about.name, room, about.formula.into(), "")
            }
        })
        .collect()
}

/// The shortest way an experiment file may say the same: `{ generator = x, discriminator = x }` is `x`, and
/// `{ name = {} }` is `"name"`.
fn shorten(value: Value) -> Value {
    let Value::Object(map) = value else { return value };
    let map: Map<String, Value> = map.into_iter().map(|(key, value)| (key, shorten(value))).collect();
    let keys: Vec<&str> = map.keys().map(String::as_str).collect();
    match keys[..] {
        ["generator", "discriminator"] | ["discriminator", "generator"] if map["generator"] == map["discriminator"] => {
            map["generator"].clone()
        }
        ["start", "power"] | ["power", "start"] if map["power"] == 0.0 => map["start"].clone(),
        [name] if map[name].as_object().is_some_and(Map::is_empty) => name.into(),
        _ => Value::Object(map),
    }
}

/// What `f_gan.divergence` may be.
fn divergence(row: Row) -> Entry {
    let says =
        format!("{}   f = {}   f* = {} ({})   T* = {}", row.divergence, row.f, row.conjugate, row.domain, row.optimal);
    Entry {
        source: "Nowozin, Cseke, Tomioka 2016; restated for f(p/q)",
        ..Entry::new(row.name, "divergences", says, "")
    }
}

fn experiment(stem: &'static str, text: &'static str) -> Entry {
    let title = crate::experiment::Experiment::parse(stem, text, &[]).map(|e| e.title).unwrap_or_default();
    Entry::new(stem, "experiments", title, text)
}
