use super::{
    Numbers, Panel, Plate, Scope, panel,
    landscape::{ARROWS, Land, samples},
    layout::{self, Layout, scientific},
    looks::{self, Look, Watched},
    plane::Window,
};
use crate::experiment::{Cell, Experiment, Fault};
use rayon::prelude::*;

pub(super) const TITLE: &str = "The best solution of each method on the circle, and where its discriminator still pushes";
pub(super) const PANELS: &[Panel] = &[
    panel("no_penalty"),
    panel("r1"),
    panel("r2"),
    panel("noise"),
    panel("wgan_clipped"),
    panel("wgan_gp"),
    panel("dragan"),
    panel("consensus"),
];

/// Points in a sample that is measured, and of them those that are drawn.
const POINTS: usize = 2048;
const SHOWN: usize = 400;
const WINDOW: Window = Window::square(1.5);
/// Nodes of a map along each side, and arrows.
const FINE: usize = 61;
const ARROWS_A_SIDE: usize = 9;

/// The end of one run; none for one that diverged.
struct End {
    lr: f64,
    look: Option<Look>,
}

impl End {
    fn w1(&self) -> f64 {
        self.look.as_ref().map_or(f64::INFINITY, |look| look.seen.w1)
    }
}

/// A method at every learning rate of the sweep.
struct Method {
    name: String,
    ends: Vec<End>,
}

impl Method {
    fn best(&self) -> Option<&End> {
        self.ends.iter().min_by(|a, b| a.w1().total_cmp(&b.w1()))
    }
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    layout::known(PANELS, scope)?;
    let variants: [_; 8] = layout::variants(e)?;
    let methods = methods(e)?;
    let rates = methods[0].ends.iter().map(|end| scientific(end.lr)).collect::<Vec<_>>().join(", ");
    let apart = looks::apart(e, POINTS)?;
    let note = format!(
        "Of the learning rates $h$ = {rates} the one with the smallest W₁ to {POINTS} fresh points after {} iterations; two \
         samples of the data are {apart:.3} apart. Each panel has its own colour scale, from −max |$D$| (blue, called real) to \
         max |$D$|; of a WGAN $D$ has no zero of its own. {ARROWS}",
        e.steps
    );
    let layout = Layout { title: TITLE, note: &note, columns: 4, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        let method = &methods[k];
        panel.title(&method.name);
        let Some((end, look)) = method.best().and_then(|end| end.look.as_ref().map(|look| (end, look))) else {
            panel.subtitle("diverges at every rate");
            return Ok(());
        };
        let game = variants[k].1.network()?;
        let land = Land::of(game, look.psi(game), WINDOW, FINE, ARROWS_A_SIDE);
        land.draw(panel, land.far(), false);
        let few = |cloud: &[[f64; 2]]| cloud.iter().take(SHOWN).copied().collect::<Vec<_>>();
        samples(panel, &few(&look.seen.real), &few(&look.seen.generated), 0.8);
        panel.subtitle(&format!("W₁ {:.3}, $h$ = {}", look.seen.w1, scientific(end.lr)));
        Ok(())
    })?;
    Ok(Plate { drawing, numbers: numbers(&methods) })
}

/// Every method at every learning rate, looked at after the last iteration.
fn methods(e: &Experiment) -> Result<Vec<Method>, Fault> {
    let cells = e.cells()?;
    let end = |cell: &Cell| -> Result<End, Fault> {
        let Watched { mut looks, .. } = looks::watch(&cell.experiment, &[e.steps], POINTS, &|| ())?;
        Ok(End { lr: cell.number().unwrap_or(f64::NAN), look: looks.pop() })
    };
    let ends = cells.par_iter().map(end).collect::<Result<Vec<_>, _>>()?;
    let mut methods: Vec<Method> = Vec::new();
    for (cell, end) in cells.into_iter().zip(ends) {
        match methods.last_mut().filter(|method| method.name == cell.variant) {
            Some(method) => method.ends.push(end),
            None => methods.push(Method { name: cell.variant, ends: vec![end] }),
        }
    }
    Ok(methods)
}

fn numbers(methods: &[Method]) -> Numbers {
    let columns = ["method", "lr", "best", "w1", "w1_average", "d_value", "d_slope", "d_rise", "solution"];
    let mut numbers = Numbers::new(&columns);
    for method in methods {
        for end in &method.ends {
            let best = u8::from(method.best().is_some_and(|best| best.lr == end.lr));
            match &end.look {
                Some(Look { seen, .. }) => {
                    let average = seen.w1_average.map_or(String::new(), |x| x.to_string());
                    let at = &seen.diagnosis;
                    let word = seen.solution().word();
                    numbers.row(&[&method.name, &end.lr, &best, &seen.w1, &average, &at.value, &at.slope, &at.rise, &word]);
                }
                None => numbers.row(&[&method.name, &end.lr, &0, &"", &"", &"", &"", &"", &"diverged"]),
            }
        }
    }
    numbers
}
