//! Nine methods, nine portraits: what the figures of the three schedules share.

use super::{
    Numbers, Plate, Scope,
    layout::{Layout, variants},
    plane,
    portrait::{self, Run, View},
};
use crate::{
    experiment::{Experiment, Fault},
    registry::Provenance,
};

/// The keys of the nine panels, in the order of the variants, each with its number in the paper.
macro_rules! nine {
    ($($key:literal $paper:literal),* $(,)?) => {
        [$(super::Panel { key: $key, paper: $paper, provenance: Provenance::Remembered }),*]
    };
}

/// The panels with the paper's numbers.
pub(super) const NUMBERED: [super::Panel; 9] = nine! {
    "gan" "figure_3a", "non_saturating" "figure_3b", "wgan" "figure_3c", "wgan_gp" "figure_3d",
    "instance_noise" "figure_3f", "gradient_penalty" "figure_3g", "gradient_penalty_critical" "figure_3h",
    "consensus" "figure_3e", "non_saturating_gradient_penalty" "",
};

/// The panels without.
pub(super) const PLAIN: [super::Panel; 9] = nine! {
    "gan" "", "non_saturating" "", "wgan" "", "wgan_gp" "", "instance_noise" "", "gradient_penalty" "",
    "gradient_penalty_critical" "", "consensus" "", "non_saturating_gradient_penalty" "",
};

/// Three rows of three.
pub(super) fn draw(e: &Experiment, scope: Scope, title: &str, panels: &[super::Panel]) -> Result<Plate, Fault> {
    let methods = variants::<9>(e)?;
    let mut numbers = Numbers::new(&["method", "series", "start", "at", "theta", "psi"]);
    let note = "ρ: spectral radius of the update at the equilibrium, per round. Arrows and integral curves: the field \
                $v$ alone, both players equally fast; the run follows the rule.";
    let layout = Layout { title, note, columns: 3, panels };
    let drawing = layout.draw(scope, |k, panel| {
        let (name, method) = &methods[k];
        plane::planar(method)?;
        let runs = portrait::runs(method);
        portrait::panel(panel, method, &runs, &View::default());
        panel.title(&capital(name)).subtitle(&portrait::caption(method, &runs[0]));
        runs.iter().enumerate().for_each(|(start, run)| record(&mut numbers, name, start, run));
        Ok(())
    })?;
    Ok(Plate { drawing, numbers })
}

/// The run by its step, the integral curve by its time.
fn record(numbers: &mut Numbers, method: &str, start: usize, run: &Run) {
    for (k, [theta, psi]) in run.points().into_iter().enumerate() {
        numbers.row(&[&method, &"run", &start, &k, &theta, &psi]);
    }
    for (k, [theta, psi]) in run.flow.iter().enumerate() {
        let time = (k as f64 * portrait::FLOW_STEP * 1e9).round() / 1e9;
        numbers.row(&[&method, &"flow", &start, &time, theta, psi]);
    }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
