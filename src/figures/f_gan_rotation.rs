use super::{
    Numbers, Panel, Plate, Scope, panel,
    canvas::{self, Axis, BLACK, BLUE, GREY, Marker, ORANGE, Stroke},
    layout::Layout,
    maps,
};
use crate::{
    analysis::{self, any},
    claims::F_GAN_SPEEDS,
    experiment::{Experiment, Fault},
};
use std::f64::consts::{LN_2, TAU};

pub(super) const TITLE: &str = "No f-divergence cures the rotation: each only sets its speed $a$ = (f*∘g)′(0)";
pub(super) const PANELS: &[Panel] = &[panel("divergences"), panel("alpha")];

/// Three ways to the speed of one divergence.
struct Speed {
    name: String,
    closed: f64,
    /// |λ| of v'.
    spectrum: f64,
    /// From the period of a run.
    run: f64,
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let variants = e.variants();
    if variants.len() != F_GAN_SPEEDS.len() {
        let what = format!("this figure has {} variants, but {} has {}", F_GAN_SPEEDS.len(), e.name, variants.len());
        return Err(Fault::new(what));
    }
    let speeds = variants.iter().zip(F_GAN_SPEEDS).map(|((name, variant), (_, closed, _))| speed(name, variant, closed));
    let speeds = speeds.collect::<Result<Vec<_>, Fault>>()?;
    let family = e.variant("α = 0.5")?;
    // α = 0 is the reverse KL divergence.
    let alphas = (-20..=14).filter(|k| *k != 0).map(|k| f64::from(k) / 20.0);
    let alphas = alphas.map(|alpha| {
        let member = family.with("game.dirac.loss.f_gan.alpha", alpha)?;
        Ok((alpha, speed(&format!("α = {alpha}"), &member, of_alpha(alpha))?))
    });
    let alphas = alphas.collect::<Result<Vec<_>, Fault>>()?;
    let layout = Layout {
        title: TITLE,
        note: "D = ψ$x$ on the Dirac-GAN; eigenvalues of $v$′ are ±$a$i whatever the divergence. The runs alternate \
               near the equilibrium, with $ha$ = 0.1.",
        columns: 2,
        panels: PANELS,
    };
    let drawing = layout.draw(scope, |k, panel| {
        if k == 0 { named(panel, &speeds) } else { family_of_alpha(panel, &alphas) }
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["divergence", "alpha", "closed_form", "spectrum", "run"]);
    for s in &speeds {
        numbers.row(&[&s.name, &"", &s.closed, &s.spectrum, &s.run]);
    }
    for (alpha, s) in &alphas {
        numbers.row(&[&"α-divergence", alpha, &s.closed, &s.spectrum, &s.run]);
    }
    Ok(Plate { drawing, numbers })
}

/// ½((1−α) log 2)^(1/(α−1)) for α < 1, and 1 above.
fn of_alpha(alpha: f64) -> f64 {
    if alpha < 1.0 { 0.5 * ((1.0 - alpha) * LN_2).powf(1.0 / (alpha - 1.0)) } else { 1.0 }
}

fn speed(name: &str, e: &Experiment, closed: f64) -> Result<Speed, Fault> {
    const TURN: f64 = 0.1;
    let missing = |what: &str| Fault::new(format!("{name}: {what}"));
    let field = any::linearise(&e.field, &e.rule, &e.at).field.ok_or_else(|| missing("the field has a kink"))?;
    let spectrum = field.radius();
    let h = TURN / spectrum;
    let slow = e.with("rule.alternating.lr", h)?;
    let lin = any::linearise(&slow.field, &slow.rule, &slow.at);
    let measured = analysis::observe(&lin, &any::simulate(&slow.field, &slow.rule, &slow.start, slow.steps));
    let angle = TAU / measured.period.ok_or_else(|| missing("the run shows no period"))?;
    // In turns, cos φ = 1 − h²a²/2.
    Ok(Speed { name: name.to_owned(), closed, spectrum, run: 2.0 * (0.5 * angle).sin() / h })
}

/// What was computed: the speed stands on axis `along`, the place on the other.
fn computed<'a>(panel: &mut canvas::Panel, along: usize, speeds: impl Iterator<Item = (f64, &'a Speed)> + Clone) {
    let points = |of: fn(&Speed) -> f64| {
        let one = move |(place, s): (f64, &'a Speed)| if along == 0 { [of(s), place] } else { [place, of(s)] };
        speeds.clone().map(one).collect::<Vec<_>>()
    };
    panel.scatter(points(|s| s.run), Marker::ring(ORANGE).radius(3.0), "from the period of a run");
    panel.scatter(points(|s| s.spectrum), Marker::dot(BLUE).radius(1.6), "exact eigenvalue of $v$′");
}

fn named(panel: &mut canvas::Panel, speeds: &[Speed]) {
    let row = |k: usize| (speeds.len() - 1 - k) as f64;
    let ticks: Vec<(f64, &str)> = speeds.iter().enumerate().map(|(k, s)| (row(k), s.name.as_str())).rev().collect();
    let y = Axis::linear(-0.6, speeds.len() as f64 - 0.4, "").ticks(&ticks);
    panel.title("thirteen divergences").axes(Axis::log(0.07, 8.0, "speed of rotation $a$"), y).aspect(1.0);
    for (k, s) in speeds.iter().enumerate() {
        panel.curve([[1e-9, row(k)], [s.closed, row(k)]], Stroke::solid(GREY).width(2.2), "closed form");
    }
    computed(panel, 0, speeds.iter().enumerate().map(|(k, s)| (row(k), s)));
}

fn family_of_alpha(panel: &mut canvas::Panel, alphas: &[(f64, Speed)]) {
    panel.title("α-divergences, α < 1").subtitle("$a$ = ½((1 − α) log 2)^{1/(α−1)}");
    panel.axes(Axis::linear(-1.05, 0.75, "α"), Axis::log(0.3, 200.0, "speed of rotation $a$")).aspect(1.0);
    panel.curve(maps::curve(-1.0, 0.7, of_alpha), Stroke::solid(BLACK).width(0.7), "closed form, α < 1");
    computed(panel, 1, alphas.iter().map(|(alpha, s)| (*alpha, s)));
}
