//! A game typed in the experiment file.

use super::Game;
use crate::{
    game::Player,
    num::{Formula, Scalar, formula::FUNCTIONS},
    registry::Described,
};
use std::collections::BTreeMap;

/// `[game.expression]` as it is written.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    theta: Vec<String>,
    psi: Vec<String>,
    parameters: BTreeMap<String, f64>,
    generator: String,
    discriminator: String,
    equilibrium: Vec<f64>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            theta: vec!["theta".into()],
            psi: vec!["psi".into()],
            parameters: BTreeMap::new(),
            generator: "psi*theta".into(),
            discriminator: "-psi*theta".into(),
            equilibrium: vec![],
        }
    }
}

/// Both losses as formulas of named parameters θ and ψ and of named numbers. `parameters.gamma = 0.3` may be overridden
/// and swept as `game.expression.parameters.gamma`. The default is the unregularised Wasserstein game on the Dirac-GAN.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(from = "Table")]
pub struct ExpressionGame {
    #[serde(flatten)]
    table: Table,
    /// L_G and L_D.
    #[serde(skip)]
    losses: [Formula; 2],
    #[serde(skip)]
    complaint: Option<(String, &'static str)>,
}

impl Default for ExpressionGame {
    fn default() -> Self {
        Table::default().into()
    }
}

impl Described for ExpressionGame {
    const FORMULA: &'static str = "L_G, L_D: formulas in the names of `theta`, `psi` and `parameters`";
    const SOURCE: &'static str = "the experiment file";
    const KEYS: &'static [&'static str] = &["theta", "psi", "parameters", "generator", "discriminator", "equilibrium"];
}

impl From<Table> for ExpressionGame {
    /// A table that makes no sense becomes a game that complains: reading a formula needs the other keys, and the
    /// complaint knows the key to blame.
    fn from(table: Table) -> Self {
        match losses(&table) {
            Ok(losses) => Self { table, losses, complaint: None },
            Err(complaint) => {
                let losses = [Formula::constant(0.0), Formula::constant(0.0)];
                Self { table, losses, complaint: Some(complaint) }
            }
        }
    }
}

type Complaint = (String, &'static str);

fn losses(table: &Table) -> Result<[Formula; 2], Complaint> {
    names(table)?;
    let symbols: Vec<String> = table.theta.iter().chain(&table.psi).cloned().collect();
    let read = |text: &str, key| Formula::parse(text, &symbols, &table.parameters).map_err(|e| (e.to_string(), key));
    let losses = [
        read(&table.generator, "game.expression.generator")?,
        read(&table.discriminator, "game.expression.discriminator")?,
    ];
    if let Some(unused) = table.parameters.keys().find(|p| !losses.iter().any(|l| l.mentions(p))) {
        return Err((format!("the parameter `{unused}` stands in neither formula"), "game.expression.parameters"));
    }
    let (n, given) = (symbols.len(), table.equilibrium.len());
    if given != 0 && (given != n || table.equilibrium.iter().any(|x| !x.is_finite())) {
        return Err((
            format!("`equilibrium` has {given} numbers, but the game has {n} parameters, θ then ψ"),
            "game.expression.equilibrium",
        ));
    }
    Ok(losses)
}

/// Names are words, each used once.
fn names(table: &Table) -> Result<(), Complaint> {
    let mut seen: Vec<&str> = Vec::new();
    let own = [(&table.theta, "game.expression.theta"), (&table.psi, "game.expression.psi")];
    for (names, key) in own {
        if names.is_empty() {
            return Err(("at least one name is needed here".into(), key));
        }
        for name in names {
            check_name(name, &seen).map_err(|what| (what, key))?;
            seen.push(name);
        }
    }
    for (name, value) in &table.parameters {
        let key = "game.expression.parameters";
        check_name(name, &seen).map_err(|what| (what, key))?;
        if !value.is_finite() {
            return Err((format!("`{name}` = {value}, but a finite number is needed"), key));
        }
        seen.push(name);
    }
    Ok(())
}

fn check_name(name: &str, seen: &[&str]) -> Result<(), String> {
    let starts_well = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    if !starts_well || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        Err(format!("`{name}` is not a name: a letter, then letters, digits and `_`"))
    } else if FUNCTIONS.contains(&name) || name == "pi" {
        Err(format!("`{name}` has a meaning in formulas already"))
    } else if seen.contains(&name) {
        Err(format!("`{name}` is used twice"))
    } else {
        Ok(())
    }
}

impl Game for ExpressionGame {
    fn dims(&self) -> [usize; 2] {
        [self.table.theta.len(), self.table.psi.len()]
    }
    #[inline]
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        match who {
            Player::Generator => self.losses[0].eval(x),
            Player::Discriminator => self.losses[1].eval(x),
        }
    }
    fn terms_without(&self, who: Player, absent: Player) -> Vec<Formula> {
        let loss = match who {
            Player::Generator => &self.losses[0],
            Player::Discriminator => &self.losses[1],
        };
        loss.terms_without(self.block(absent))
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        match self.table.equilibrium.as_slice() {
            [] => vec![],
            x => vec![x.to_vec()],
        }
    }
    fn complaint(&self) -> Option<(String, &'static str)> {
        self.complaint.clone()
    }
}
