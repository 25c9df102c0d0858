use super::{
    Numbers, Panel, Plate, Provenance, Scope,
    canvas::{self, Axis, BLACK, BLUE, Stroke, VERMILLION},
    layout::{Layout, variants},
    plane::{self, Window},
    portrait::{self, Run, View},
};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "Half a term: the published consensus field hides a start that runs away";
pub(super) const PANELS: &[Panel] = &[
    Panel { key: "corrected", paper: "", provenance: Provenance::Derived },
    Panel { key: "as_published", paper: "", provenance: Provenance::Derived },
    Panel { key: "distance", paper: "", provenance: Provenance::Derived },
];
/// As high as the start that runs away gets.
const WINDOW: Window = Window { theta: [-3.6, 3.6], psi: [-2.4, 6.96] };

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let fields = variants::<2>(e)?;
    fields.iter().try_for_each(|(_, field)| plane::planar(field))?;
    let runs: Vec<Vec<Run>> = fields.iter().map(|(_, field)| portrait::runs(field)).collect();
    let note = "v̂ = $v$ − γ∇½‖$v$‖^{2}. The published code halves the term with f′f″. Both fields have the same Jacobian at \
                the equilibrium, so no eigenvalue tells them apart.";
    let layout = Layout { title: TITLE, note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        match fields.get(k) {
            Some((name, field)) => {
                let view = View { window: WINDOW, ..View::default() };
                portrait::panel(panel, field, &runs[k], &view);
                panel.title(name).subtitle(&ends(field, &runs[k]));
            }
            None => distances(panel, &fields, &runs),
        }
        Ok(())
    })?;
    Ok(Plate { drawing, numbers: numbers(&fields, &runs) })
}

/// Which starts come home.
fn ends(field: &Experiment, runs: &[Run]) -> String {
    let end = |run: &Run| {
        let [theta, psi] = run.start;
        let last = run.steps.distances(&field.at).pop().unwrap_or(f64::NAN);
        format!("({theta}, {psi}) {}", if last < 0.01 { "arrives".to_owned() } else { format!("ends at $r$ = {last:.2}") })
    };
    runs.iter().map(end).collect::<Vec<_>>().join(", ")
}

fn distances(panel: &mut canvas::Panel, fields: &[(String, Experiment)], runs: &[Vec<Run>]) {
    const LOW: f64 = 1e-6;
    let steps = runs.iter().flatten().map(|run| run.steps.len() - 1).max().unwrap_or(1);
    panel.title("distance from the equilibrium").subtitle("the same start, two fates");
    panel.axes(Axis::linear(0.0, steps as f64, "step $k$"), Axis::log(LOW, 30.0, "‖$x$_{$k$}‖")).aspect(1.0);
    for (((name, field), runs), color) in fields.iter().zip(runs).zip([VERMILLION, BLUE]) {
        for (start, run) in runs.iter().enumerate() {
            let points = run.steps.distances(&field.at).into_iter().enumerate().map(|(k, r)| [k as f64, r]);
            let stroke = if start == 0 { Stroke::solid(color).width(0.8) } else { Stroke::solid(color).width(2.0) };
            let [theta, psi] = run.start;
            panel.curve(points, stroke, &format!("{name}, from ({theta}, {psi})"));
        }
    }
    let apart = apart(runs).into_iter().enumerate().map(|(k, r)| [k as f64, r]);
    panel.curve(apart, Stroke::dotted(BLACK), "apart, from the first start");
}

/// How far the two fields' runs from the first start are apart, step by step.
fn apart(runs: &[Vec<Run>]) -> Vec<f64> {
    let [one, two] = [0, 1].map(|k| runs[k][0].points());
    one.iter().zip(&two).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).collect()
}

fn numbers(fields: &[(String, Experiment)], runs: &[Vec<Run>]) -> Numbers {
    let mut numbers = Numbers::new(&["field", "start", "step", "theta", "psi", "distance"]);
    for ((name, field), runs) in fields.iter().zip(runs) {
        for (start, run) in runs.iter().enumerate() {
            let distances = run.steps.distances(&field.at);
            for (k, ([theta, psi], r)) in run.points().into_iter().zip(distances).enumerate() {
                numbers.row(&[name, &start, &k, &theta, &psi, &r]);
            }
        }
    }
    for (k, ((a, b), r)) in runs[0][0].points().iter().zip(runs[1][0].points()).zip(apart(runs)).enumerate() {
        numbers.row(&[&"difference", &0, &k, &(a[0] - b[0]), &(a[1] - b[1]), &r]);
    }
    numbers
}
