//! Stories about single games: what an analysis must find, with the numbers derived by hand.

mod backward_error;
mod cycle;
mod equilibria;
mod fate;
mod followed;
mod lint;
mod search;
mod smoothness;
mod sublinear;
mod theorem;
mod zeros;

use saddleflow::experiment::Experiment;

fn experiment(text: &str) -> Experiment {
    Experiment::parse("test", text, &[]).unwrap_or_else(|fault| panic!("{fault}"))
}
