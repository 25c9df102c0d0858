use super::{
    Panel, Plate, Scope, panel,
    canvas::{self, Axis},
    layout::Layout,
    spectra::{self, Sample},
};
use crate::{
    analysis::any,
    experiment::{Experiment, Fault},
    game::Game,
};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Two networks turn about each other; R1 and consensus damp the turning";
pub(super) const PANELS: &[Panel] = &[
    panel("start_no_penalty"),
    panel("start_r1"),
    panel("start_consensus"),
    panel("trained_no_penalty"),
    panel("trained_r1"),
    panel("trained_consensus"),
];

/// The part of the complex plane that is drawn.
const WINDOW: [[f64; 2]; 2] = [[-2.2, 1.4], [-1.8, 1.8]];

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let variants = e.variants();
    if variants.len() != PANELS.len() / 2 {
        return Err(Fault::new(format!("this figure has 3 variants, but {} has {}", e.name, variants.len())));
    }
    let mut samples = Vec::new();
    for trained in [false, true] {
        for (name, variant) in &variants {
            samples.push(sample(name, variant, if trained { variant.steps } else { 0 })?);
        }
    }
    let [a, b] = e.game().dims();
    let beyond = samples.iter().flat_map(|s| &s.eigenvalues).filter(|l| l.re < WINDOW[0][0]).count();
    let note = format!(
        "Eigenvalues of the exact $v$′, {a} + {b} parameters, on one batch. Above: at the same weights, drawn at random. \
         Below: after {} rounds of each field's own alternating descent. {beyond} eigenvalues lie further left.",
        e.steps
    );
    let layout = Layout { title: TITLE, note: &note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        spectrum(panel, &samples[k]);
        Ok(())
    })?;
    Ok(Plate { drawing, numbers: spectra::numbers(&samples) })
}

/// σ(v') after so many steps.
fn sample(name: &str, e: &Experiment, step: u64) -> Result<Sample, Fault> {
    let run = any::simulate(&e.field, &e.rule, &e.start, step);
    if run.diverged_at.is_some() {
        return Err(Fault::new(format!("{name}: the run diverged")).within(&e.name));
    }
    Sample::at(name, e, run.last(), step)
}

/// Whether a pair turns by more than it grows or decays.
fn turns(l: &Complex<f64>) -> bool {
    l.im.abs() > l.re.abs() && l.im.abs() > 0.02
}

fn spectrum(panel: &mut canvas::Panel, s: &Sample) {
    let widest = s.widest();
    let widest = format!("widest {:.2} ± {:.2}i", widest.re, widest.im).replace('-', "−");
    panel.title(&s.variant).subtitle(&format!("round {}, {widest}", s.step));
    let [[left, right], [low, high]] = WINDOW;
    panel.axes(Axis::linear(left, right, "Re λ($v$′)"), Axis::linear(low, high, "Im λ($v$′)"));
    panel.equal().stable_half_plane();
    s.scatter(panel, |l| [l.re, l.im], turns);
}
