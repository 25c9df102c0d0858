//! What part of the plane is drawn, and from where runs start.

use super::{Source, place::point, terminal::Terminal};
use crate::{
    experiment::{Experiment, Fault},
    figures::{
        canvas::Style,
        portrait::{View, Window},
    },
};

/// What part of the plane is drawn, and from where runs start.
#[derive(clap::Args)]
pub(super) struct Scene {
    /// θ from A to B, ψ from C to D; x and y of networks
    #[arg(long, value_name = "A,B,C,D", allow_hyphen_values = true, default_value = "-2,2,-2,2")]
    window: String,
    /// Arrows along each side
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(2..=200))]
    grid: u16,
    /// Start a run here: θ,ψ (repeatable) [default: the experiment's starts]
    #[arg(long, value_name = "A,B", allow_hyphen_values = true)]
    start: Vec<String>,
}

impl Scene {
    /// The experiment with these starts.
    pub(super) fn load(&self, source: &Source, terminal: &Terminal) -> Result<Experiment, Fault> {
        let starts: Vec<Vec<f64>> = self.start.iter().map(|s| point("--start", s)).collect::<Result<_, _>>()?;
        let sets = match starts.split_first() {
            Some((first, rest)) => vec![format!("run.start={first:?}"), format!("run.also={rest:?}")],
            None => vec![],
        };
        source.load_with(&sets, terminal)
    }

    /// The part of the plane, in a style.
    pub(super) fn view(&self, style: Style) -> Result<View, Fault> {
        let text = &self.window;
        match point("--window", text)?[..] {
            [a, b, c, d] if a < b && c < d => {
                Ok(View { window: Window { theta: [a, b], psi: [c, d] }, grid: self.grid.into(), style })
            }
            _ => Err(Fault::new(format!("--window {text:?} is not a window"))
                .help("write A,B,C,D for θ from A to B and ψ from C to D, for example --window -2,2,-1.5,1.5")),
        }
    }
}
