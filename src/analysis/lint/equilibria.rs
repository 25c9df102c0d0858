//! Listed and found equilibria, and kinks.

use super::{Check, Findings, norm, velocity};
use crate::{
    analysis::{
        Equilibrium, Rest, Search, Smoothness, search,
        smooth::{Place, Velocity, smoothness},
    },
    field::Field,
};

/// Searches, and remarks on what differs from the list.
pub(super) fn survey(field: &impl Field, listed: &[Vec<f64>], starts: &[Vec<f64>], findings: &mut Findings) -> Search {
    for x in listed {
        let speed = norm(&velocity(field, x));
        if speed.is_nan() || speed > 1e-9 {
            findings
                .wrong(Check::Equilibria, format!("{x:?} is listed as an equilibrium, but ‖v‖ = {speed:.3e} there."));
        }
    }
    let found = search(field, listed, starts);
    for e in &found.found {
        let how = format!("residual {:.1e}, reached from {} of {} starts", e.residual, e.reached, starts.len());
        if e.dimension > 0 {
            let set = match e.dimension {
                1 => "a curve".to_string(),
                k => format!("a set of dimension {k}"),
            };
            findings.note(
                Check::Equilibria,
                format!(
                    "{} of equilibria passes through {}: across it {}; {how}.",
                    capital(&set),
                    point(&e.at),
                    kind(e)
                ),
            );
        } else if !e.listed {
            findings.note(Check::Equilibria, format!("A further equilibrium at {}: {}; {how}.", point(&e.at), kind(e)));
        } else if e.kind == Rest::Degenerate {
            findings.note(
                Check::Equilibria,
                format!(
                    "{} is isolated but degenerate: v' has an eigenvalue 0 there, so higher terms decide.",
                    point(&e.at)
                ),
            );
        }
    }
    if found.found.is_empty() {
        let miss = found.nearest_miss().map_or(String::new(), |f| {
            format!(" The nearest miss ended at {} with ‖v‖ = {:.3e}.", point(&f.end), f.residual)
        });
        findings.note(
            Check::Equilibria,
            format!("No equilibrium is listed and none was found from {} starts.{miss}", starts.len()),
        );
    }
    found
}

/// The coordinates along which v is not differentiable at x; none also where only directions between them show it.
pub(super) fn kinks(field: &impl Field, x: &[f64], findings: &mut Findings) -> Vec<usize> {
    let Smoothness::Rough(rough) = smoothness(&Velocity(field), &Place::new(x, 0.0)) else { return vec![] };
    let what = rough.describe(field.dims());
    findings.note(Check::Kink, format!("At {} v has no Jacobian: {what}. No spectrum decides there.", point(x)));
    rough.axes
}

/// The kind, with its rightmost eigenvalue.
fn kind(e: &Equilibrium) -> String {
    let Some(l) = e.eigenvalues.iter().max_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]))) else {
        return e.kind.word().into();
    };
    let imaginary = if l[1].abs() < 1e-12 { String::new() } else { format!(" ± {:.6}i", l[1].abs()) };
    format!("{}, rightmost eigenvalue {:.6}{imaginary}", e.kind.word(), l[0])
}

fn point(x: &[f64]) -> String {
    let shown: Vec<String> = x.iter().take(6).map(|a| format!("{:.6}", (a * 1e6).round() / 1e6 + 0.0)).collect();
    format!("({}{})", shown.join(", "), if x.len() > 6 { ", …" } else { "" })
}

fn capital(text: &str) -> String {
    text.replacen('a', "A", 1)
}
