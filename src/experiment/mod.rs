//! Experiments: one TOML description that every command reads.
//!
//! Defaults are those of the paper's notebook; an unknown key is an error with line, caret and the nearest valid
//! names. `[[variant]]` tables overlay the file (eight methods in one file), `--set path=value` overrides anything,
//! variants too, and both mean the same by `path = value`: the value replaces what stands there, a table a table; a
//! path into a table changes that key alone; in a table of names (game, field, rule, loss, penalty) a name that is not
//! there replaces those that are, so that to add a penalty one names both (`patch.rs`).
//!
//! `[sweep]` runs whatever stands at a path over values. A list is its values, a range is a table, and paths that go
//! together stand in one key:
//! ```toml
//! [sweep]
//! "rule.simultaneous.lr" = [0.1, 0.2, 3]
//! "game.dirac.penalty.r1.gamma" = { from = 0.01, to = 1, count = 5, spacing = "log" }
//! "game.dirac.loss" = ["minimax", { f_gan = { divergence = "kl" } }]
//! "run.steps, run.start" = [[100, [1, 1]], [1000, [2, 2]]]
//! ```

mod atlas;
mod basin;
mod fault;
mod in_force;
mod library;
mod local_convergence;
mod network;
mod parse;
mod patch;
mod paths;
mod points;
pub mod random;
mod report;
mod rest;
mod shadow;
pub mod store;
mod sweep;
mod variant;

pub use crate::analysis::fate::Fate;
pub use atlas::{Atlas, Point};
pub use basin::Basin;
pub use fault::Fault;
pub use library::{LIBRARY, library};
pub use local_convergence::{LocalCell, LocalRow, PUBLISHED_PROVENANCE, SETTLED, local_convergence, local_rows};
pub use points::{Choice, Points};
pub use report::{GradientsReport, PerPlayer, SpectrumReport, gradients, simulate, spectrum};
pub use rest::Whence;
pub use shadow::{Shadow, shadow};
pub use sweep::{Axis, Cell, Spacing, Sweep};
pub use variant::ALL as ALL_VARIANTS;

use crate::{
    baseline::AnyBaseline,
    field::{Adjust, Adjusted, AnyAdjust, AnyField, Plain},
    game::{AnyGame, Game},
    registry::check,
    rule::{AnyRule, Rule, Simultaneous},
};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// Where and how long to run.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct Run {
    /// The first point, θ then ψ; default: drawn weights for a network, else the equilibrium plus one.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Vec<f64>>,
    /// Further starts for a portrait.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Vec<f64>>,
    /// Steps of the rule.
    #[serde(deserialize_with = "steps")]
    steps: u64,
    /// The point of linearisation, where the first known equilibrium is not meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Vec<f64>>,
}

impl Default for Run {
    fn default() -> Self {
        Self { start: None, also: vec![], steps: 500, at: None }
    }
}

/// More steps than this in one run are refused: the run is kept in memory.
const MOST_STEPS: i64 = 100_000_000;

fn steps<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
    let n = check::whole(d)?;
    if (0..=MOST_STEPS).contains(&n) {
        Ok(n as u64)
    } else {
        Err(serde::de::Error::custom(format!(
            "found {n}, but a whole number of steps from 0 to {MOST_STEPS} is needed here"
        )))
    }
}

/// A generator that stands beside the game and learns from the same data.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// As figures call it.
    pub name: String,
    /// How it learns.
    pub learn: AnyBaseline,
}

/// What a file says.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    title: String,
    #[serde(default, deserialize_with = "crate::registry::check::seed")]
    seed: u64,
    #[serde(default)]
    game: AnyGame,
    #[serde(default = "plain")]
    field: AnyAdjust,
    #[serde(default = "simultaneous")]
    rule: AnyRule,
    #[serde(default)]
    run: Run,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    sweep: BTreeMap<String, Sweep>,
    /// Read apart, since it matters how they are written: `variant.rs`.
    #[serde(default, skip_serializing, rename = "variant")]
    _variant: serde::de::IgnoredAny,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    baseline: Vec<Other>,
}

fn plain() -> AnyAdjust {
    Plain {}.into()
}

fn simultaneous() -> AnyRule {
    Simultaneous::default().into()
}

impl Default for AnyGame {
    fn default() -> Self {
        crate::game::Dirac::default().into()
    }
}

/// A checked experiment.
#[derive(Clone, Debug)]
pub struct Experiment {
    /// Where the text came from, for messages.
    pub name: String,
    /// One line.
    pub title: String,
    /// Of everything random.
    pub seed: u64,
    /// The game under its adjustment.
    pub field: AnyField,
    /// The update rule.
    pub rule: AnyRule,
    /// x₀ [n].
    pub start: Vec<f64>,
    /// Further starts of a portrait.
    pub also: Vec<Vec<f64>>,
    /// Number of steps.
    pub steps: u64,
    /// The point of linearisation.
    pub at: Vec<f64>,
    /// The rule's memory at `at`, where a checkpoint stores one.
    pub memory: Option<Vec<f64>>,
    /// Why there is no equilibrium to linearise at, where none is known or found; `at` is then just some point.
    sought: rest::Sought,
    /// What to sweep: path, or paths that go together, → values.
    pub sweep: BTreeMap<String, Sweep>,
    /// The name of the variant this is, if it is one.
    pub variant: Option<String>,
    /// The paths that overrides from outside changed, less those of `[run]`: what a title may no longer be true of.
    pub changed: Vec<String>,
    /// Whether it starts at the weights of a checkpoint.
    trained: bool,
    file: File,
    /// The text with all overrides, from which sweep cells are made.
    table: toml::Table,
    /// The same of each variant.
    variants: Vec<variant::Laid>,
}

impl Experiment {
    fn from_table(name: &str, table: toml::Table) -> Result<Self, Fault> {
        let file: File = table.clone().try_into().map_err(|e| Fault::toml_patched(&e))?;
        Self::check(name, file, table).map_err(|(fault, _)| fault)
    }

    /// The checks that need more than one key; with the path of the key to blame.
    fn check(name: &str, mut file: File, table: toml::Table) -> Result<Self, (Fault, &'static str)> {
        file.game.reseed(file.seed);
        let n = file.game.n();
        if let Some((complaint, key)) = file.game.complaint() {
            return Err((Fault::new(complaint), key));
        }
        if let Some(complaint) = file.field.complaint(&file.game) {
            return Err((Fault::new(complaint), "field"));
        }
        if let Some(complaint) = file.rule.complaint(n) {
            return Err((Fault::new(complaint), "rule"));
        }
        let point = |p: &[f64], key: &'static str| -> Result<Vec<f64>, (Fault, &'static str)> {
            let [a, b] = file.game.dims();
            let complaint = if p.len() != n {
                let game = file.game.name();
                let numbers = if p.len() == 1 { "number" } else { "numbers" };
                format!("`{key}` has {} {numbers}, but the game `{game}` has {n}: {a} for θ, then {b} for ψ", p.len())
            } else if p.iter().any(|x| !x.is_finite()) {
                format!("`{key}` holds a number that is not finite")
            } else {
                return Ok(p.to_vec());
            };
            Err((Fault::new(complaint), key))
        };
        let field = Adjusted { game: file.game.clone(), adjust: file.field.clone() };
        let given = file.run.start.as_ref().map(|p| point(p, "run.start")).transpose()?;
        let initial = file.game.initial();
        let at = file.run.at.as_ref().map(|p| point(p, "run.at")).transpose()?;
        let listed = file.game.equilibria().into_iter().next();
        let known = at.is_some() || initial.is_some();
        let (origin, sought) = match listed.or_else(|| initial.clone()) {
            Some(x) => (x, rest::Sought::Not),
            None if known => (vec![0.0; n], rest::Sought::Not),
            None => rest::search(&field, given.as_deref()),
        };
        let start = given.or(initial).unwrap_or_else(|| origin.iter().map(|x| x + 1.0).collect());
        let at = at.unwrap_or(origin);
        let also = file.run.also.iter().map(|p| point(p, "run.also")).collect::<Result<_, _>>()?;
        Ok(Self {
            name: name.into(),
            title: file.title.clone(),
            seed: file.seed,
            field,
            rule: file.rule.clone(),
            start,
            also,
            steps: file.run.steps,
            at,
            memory: None,
            sought,
            sweep: file.sweep.clone(),
            variant: None,
            changed: vec![],
            trained: false,
            file,
            table,
            variants: vec![],
        })
    }

    /// The text of this experiment, overrides applied, under a title that holds: what a checkpoint records.
    pub fn text(&self) -> String {
        let mut table = self.table.clone();
        table.insert("title".into(), self.headline().into());
        table.to_string()
    }

    /// The game.
    pub fn game(&self) -> &AnyGame {
        &self.field.game
    }

    /// The generators that stand beside the game, in the order of the file.
    pub fn baselines(&self) -> &[Other] {
        &self.file.baseline
    }

    /// This experiment with one more override, without its variants.
    ///
    /// # Errors
    /// If the result is not a valid experiment.
    pub fn with(&self, path: &str, value: f64) -> Result<Self, Fault> {
        self.with_all(&[(path, value)])
    }

    /// This experiment with several more overrides.
    ///
    /// # Errors
    /// If the result is not a valid experiment.
    pub fn with_all(&self, overrides: &[(&str, f64)]) -> Result<Self, Fault> {
        let read = |(path, value): &(&str, f64)| patch::Override::at(path, toml::Value::Float(*value));
        self.patched(&overrides.iter().map(read).collect::<Result<Vec<_>, _>>()?)
    }

    fn patched(&self, overrides: &[patch::Override]) -> Result<Self, Fault> {
        let mut table = self.table.clone();
        patch::apply(&mut table, overrides);
        let plain = Self::from_table(&self.name, table)?;
        let (variant, changed) = (self.variant.clone(), self.changed.clone());
        Ok(Self { variant, changed, trained: self.trained, ..plain })
    }

    /// The variants, in the order of the file; the experiment itself, under its name, if it has none.
    pub fn variants(&self) -> Vec<(String, Self)> {
        if self.variants.is_empty() {
            let name = self.variant.clone().unwrap_or_else(|| self.title.clone());
            return vec![(name, self.clone())];
        }
        self.variant_names().into_iter().filter_map(|name| Some((name.to_string(), self.variant(name).ok()?))).collect()
    }

    /// The names of the variants, in the order of the file.
    pub fn variant_names(&self) -> Vec<&str> {
        self.variants.iter().map(|v| v.name.as_str()).collect()
    }

    /// The variant of that name.
    ///
    /// # Errors
    /// If there is none; the message lists them.
    pub fn variant(&self, name: &str) -> Result<Self, Fault> {
        let Some(found) = self.variants.iter().find(|v| v.name == name) else {
            if self.variants.is_empty() {
                return Err(Fault::new(format!("{} has no variants; leave --variant out", self.name)));
            }
            let names = self.variant_names();
            return Err(Fault::new(format!("{} has no variant {name:?}", self.name))
                .likely(name, &names)
                .help(format!("its variants: {names:?}, or {} for every one", variant::ALL)));
        };
        let plain = Self::from_table(&self.name, found.table.clone())?;
        Ok(Self { variant: Some(name.into()), changed: found.changed.clone(), ..plain })
    }

    /// Everything spelled out, defaults included: what a manifest records. Weights that the seed draws are not, nor
    /// those of a checkpoint.
    pub fn resolved(&self) -> serde_json::Value {
        let mut file = self.file.clone();
        if self.trained {
            (file.run.start, file.run.at) = (None, None);
        }
        if self.game().initial().is_none() {
            file.run.start.get_or_insert_with(|| self.start.clone());
            file.run.at.get_or_insert_with(|| self.at.clone());
        }
        without_nulls(serde_json::to_value(file).unwrap_or(serde_json::Value::Null))
    }
}

/// A number that is not given has no place in a TOML text.
fn without_nulls(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => {
            map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect()
        }
        other => other,
    }
}
