use super::{Panel, Plate, Scope, methods_portraits};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "Five discriminator steps a round: damped methods converge, consensus loses this start";
pub(super) const PANELS: &[Panel] = &methods_portraits::NUMBERED;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    methods_portraits::draw(e, scope, TITLE, PANELS)
}
