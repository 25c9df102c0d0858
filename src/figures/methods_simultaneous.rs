use super::{Panel, Plate, Scope, methods_portraits};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "Both players step at once: what circles in continuous time spirals out, what damps still converges";
pub(super) const PANELS: &[Panel] = &methods_portraits::PLAIN;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    methods_portraits::draw(e, scope, TITLE, PANELS)
}
