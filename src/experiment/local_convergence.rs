//! Which methods converge locally: measured on games with a known law, beside the published table as it is remembered.
//!
//! The games are instances: one that fails refutes a general statement, one that converges does not prove it.

use super::{Experiment, Fault, library};
use crate::{
    analysis::{Kind, any},
    registry::Provenance,
};
use rayon::prelude::*;

/// One method on one game.
#[derive(Clone, Debug)]
pub struct LocalCell {
    /// `location`, `uniform` or `dirac`.
    pub game: String,
    /// Whether the law of the data has a density there (absolutely continuous).
    pub continuous: bool,
    /// What the spectrum of F' says.
    pub kind: Kind,
    /// ρ(F'); `None` at a kink.
    pub radius: Option<f64>,
    /// max Re λ(v'); `None` at a kink.
    pub abscissa: Option<f64>,
    /// Distance from the equilibrium at the end of the run over that at its start, the start being 0.1 away.
    pub left: f64,
}

impl LocalCell {
    /// The spectrum's verdict; `None` where there is no spectrum.
    pub fn predicted(&self) -> Option<bool> {
        (self.kind != Kind::NotDifferentiable).then_some(self.kind == Kind::Converges)
    }
    /// The run's verdict.
    pub fn converges(&self) -> bool {
        self.left < SETTLED
    }
}

/// One method of the table.
#[derive(Clone, Debug)]
pub struct LocalRow {
    /// As the experiment names it.
    pub method: String,
    /// One cell a game, in the order of the experiment.
    pub cells: Vec<LocalCell>,
    /// The published entries for laws with a density and in general, as remembered ([`PUBLISHED_PROVENANCE`]).
    pub published: Option<[bool; 2]>,
}

impl LocalRow {
    /// Whether the runs converge on every game with a density, and on the Dirac-GAN.
    pub fn measured(&self) -> [bool; 2] {
        [true, false]
            .map(|continuous| self.cells.iter().filter(|c| c.continuous == continuous).all(LocalCell::converges))
    }
}

/// A run this much nearer has arrived.
pub const SETTLED: f64 = 1e-6;

/// Of the published entries: Mescheder et al. 2018, the table of local convergence. Remembered and unverified; the
/// entry of DRAGAN under a density and that of consensus optimisation in general are the least certain.
pub const PUBLISHED_PROVENANCE: Provenance = Provenance::Remembered;

/// (method, laws with a density, general).
const PUBLISHED: [(&str, bool, bool); 9] = [
    ("unregularised GAN", true, false),
    ("WGAN, clipped", false, false),
    ("WGAN-GP", false, false),
    ("DRAGAN", true, false),
    ("instance noise", true, true),
    ("consensus optimisation", true, true),
    ("penalty of Roth et al.", true, true),
    ("R₁", true, true),
    ("R₂", true, true),
];

/// The table of the built-in experiment `local_convergence`.
///
/// # Errors
/// If the built-in text is wrong: a defect that a test would have found.
pub fn local_convergence() -> Result<Vec<LocalRow>, Fault> {
    let text = library("local_convergence").unwrap_or_default();
    Ok(local_rows(&Experiment::parse("experiments/local_convergence.toml", text, &[])?))
}

/// The table of an experiment whose variants are called `method, game`.
pub fn local_rows(e: &Experiment) -> Vec<LocalRow> {
    let cells: Vec<(String, LocalCell)> = e.variants().par_iter().map(|(name, e)| cell(name, e)).collect();
    cells
        .chunk_by(|a, b| a.0 == b.0)
        .map(|row| LocalRow {
            method: row[0].0.clone(),
            cells: row.iter().map(|(_, cell)| cell.clone()).collect(),
            published: PUBLISHED
                .iter()
                .find(|(name, ..)| *name == row[0].0)
                .map(|(_, density, general)| [*density, *general]),
        })
        .collect()
}

fn cell(name: &str, e: &Experiment) -> (String, LocalCell) {
    let (method, game) = name.rsplit_once(", ").unwrap_or((name, "dirac"));
    let lin = any::linearise(&e.field, &e.rule, &e.at);
    let distances = any::simulate(&e.field, &e.rule, &e.start, e.steps).distances(&e.at);
    // A run that left the finite numbers is as far away as can be.
    let last = distances.last().filter(|_| distances.len() as u64 == e.steps + 1).copied().unwrap_or(f64::INFINITY);
    let cell = LocalCell {
        game: game.to_owned(),
        continuous: game != "dirac",
        kind: lin.verdict.kind,
        radius: lin.verdict.rate,
        abscissa: lin.field.as_ref().map(|s| s.abscissa()),
        left: last / distances[0],
    };
    (method.to_owned(), cell)
}
