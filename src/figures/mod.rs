//! Figures: a picture with the numbers it draws.
//!
//! A figure draws what the analysis computes; where there is a formula it is laid over the computed points. One stem,
//! four rooms: `experiments/<stem>.toml` says what is run, `src/figures/<stem>.rs` draws it, `plots/<stem>.*` is the
//! result and `paper-notes/<stem>.md` says what to see. To add one: these files and a word in the `figures!` line below.

pub mod canvas;
pub mod film;
mod landscape;
mod layout;
mod looks;
mod maps;
mod methods_portraits;
mod numbers;
mod plane;
pub mod portrait;
mod spectra;

pub use numbers::Numbers;

use crate::{
    experiment::{Experiment, Fault},
    registry::Provenance,
};
use canvas::{Drawing, Style};

/// What a figure is asked to draw.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Letters and width; `None` for the figure's own.
    pub style: Option<Style>,
    /// One panel by its key, at column width, or the whole figure.
    pub panel: Option<&'a str>,
}

/// A drawing and the numbers in it.
pub struct Plate {
    /// The picture: SVG, PNG and PDF.
    pub drawing: Drawing,
    /// What it draws, as a table.
    pub numbers: Numbers,
}

/// One panel of a figure that can be drawn alone.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    /// Its name within the figure.
    pub key: &'static str,
    /// Its number in the paper, such as `figure_2a`; empty if it has none.
    pub paper: &'static str,
    /// How sure that number is.
    pub provenance: Provenance,
}

/// A panel of our own, which no paper numbers.
const fn panel(key: &'static str) -> Panel {
    Panel { key, paper: "", provenance: Provenance::Derived }
}

/// One figure.
pub struct Figure {
    /// Name in every room.
    pub stem: &'static str,
    /// One line: what to see.
    pub title: &'static str,
    /// The panels that can be drawn alone.
    pub panels: &'static [Panel],
    /// Draws it from its experiment.
    pub draw: fn(&Experiment, Scope) -> Result<Plate, Fault>,
    /// The experiment file, `experiments/<stem>.toml`.
    pub experiment: &'static str,
    /// The note, Markdown.
    pub note: &'static str,
    /// For one that takes long, about how many seconds on two cores; 0 otherwise. `reproduce` leaves it to `--all`.
    pub seconds: u32,
}

impl Figure {
    /// Draws the figure, or one panel of it.
    ///
    /// # Errors
    /// If the experiment is wrong, or cannot be drawn.
    pub fn plate(&self, scope: Scope) -> Result<Plate, Fault> {
        (self.draw)(&self.experiment()?, scope)
    }

    /// The parsed experiment.
    ///
    /// # Errors
    /// If the text is wrong: a defect that a test would have found.
    pub fn experiment(&self) -> Result<Experiment, Fault> {
        Experiment::parse(&format!("experiments/{}.toml", self.stem), self.experiment, &[])
    }
}

/// Declares the modules and the list: `stem` is the file, the experiment, the note and the entry. One that takes long says
/// so: `stem: 40` takes about 40 seconds.
macro_rules! figures {
    ($($stem:ident $(: $seconds:literal)?),* $(,)?) => {
        $(#[doc = include_str!(concat!("../../paper-notes/", stringify!($stem), ".md"))] mod $stem;)*
        /// Every figure, in the order of the paper.
        pub const FIGURES: &[Figure] = &[$(Figure {
            stem: stringify!($stem),
            title: $stem::TITLE,
            panels: $stem::PANELS,
            draw: $stem::draw,
            experiment: include_str!(concat!("../../experiments/", stringify!($stem), ".toml")),
            note: include_str!(concat!("../../paper-notes/", stringify!($stem), ".md")),
            seconds: 0 $(+ $seconds)?,
        }),*];
    };
}

figures! {
    mechanism, unregularised, methods_simultaneous, methods_alternating_1, methods_alternating_5, methods,
    eigenvalue_path, update_spectra, consensus_published, conjugates, jensen_shannon_wasserstein,
    map_gradient_penalty, map_instance_noise, map_momentum, map_discriminator_steps, map_two_rates,
    basins, location, local_convergence, f_gan_rotation, random_settings, network_spectra,
    training: 30, training_spectra: 90, circle: 60, generators: 60,
}

pub use generators::{GeneratorRow, rows as generator_rows};
pub use methods::{MethodRow, rows as method_rows};
