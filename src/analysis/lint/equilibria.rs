//! Listed and found equilibria, and kinks.

use super::{Check, Findings, norm, velocity};
use crate::{
    analysis::{
        Doubt, Equilibrium, Evidence, Rest, Search, Smoothness, search,
        smooth::{Place, Velocity, smoothness},
    },
    field::Field,
    num::show,
};

/// Searches, and remarks on what is listed and is none.
pub(super) fn survey(
    field: &(impl Field + Sync),
    listed: &[Vec<f64>],
    starts: &[Vec<f64>],
    findings: &mut Findings,
) -> Search {
    let found = search(field, listed, starts);
    for x in listed.iter().filter(|x| !found.found.iter().any(|e| e.listed && e.at == **x)) {
        let speed = norm(&velocity(field, x));
        findings.wrong(
            Check::Equilibria,
            format!(
                "{} is listed as an equilibrium, but ‖v‖ = {speed:.3e} there, and no zero is within rounding.",
                point(x)
            ),
        );
    }
    found
}

/// Remarks on what was found and what was not; `at` is the point the game is linearised at.
pub(super) fn remark(field: &impl Field, found: &Search, at: &[f64], findings: &mut Findings) {
    let mut note = |sentence: String| findings.note(Check::Equilibria, sentence);
    for e in &found.found {
        let how = format!("{}; reached from {} of {} starts", evidence(e), e.reached, found.starts);
        let here = e.at.iter().zip(at).all(|(a, b)| (a - b).abs() <= 1e-9 * (1.0 + b.abs()));
        if e.dimension > 0 {
            let set = match e.dimension {
                1 => "A curve".to_string(),
                k => format!("A set of dimension {k}"),
            };
            note(format!("{set} of equilibria goes through {}: across it {}; {how}.", point(&e.at), kind(e)));
        } else if !e.listed && here {
            note(format!("{} is an equilibrium: {}; {how}.", point(&e.at), kind(e)));
        } else if !e.listed {
            note(format!("A further equilibrium at {}: {}; {how}.", point(&e.at), kind(e)));
        } else if e.kind == Rest::Degenerate {
            let at = point(&e.at);
            note(format!("{at} is isolated but degenerate: v' has an eigenvalue 0 there, so higher terms decide."));
        } else if e.players.is_some() {
            note(format!("{}, the equilibrium listed: {}; {}.", point(&e.at), kind(e), evidence(e)));
        }
    }
    for u in &found.unproved {
        let (at, reached, starts) = (point(&u.at), u.reached, found.starts);
        note(match u.doubt {
            Doubt::Degenerate => format!(
                "Not proved: v vanishes to rounding at {at} (‖v‖ = {:.1e}, from {reached} of {starts} starts); v' is singular there too, so a degenerate equilibrium may be near.",
                u.residual
            ),
            Doubt::Switch => format!(
                "Not proved: {reached} of {starts} searches end at {at}, where v switches from one formula to another and ‖v‖ = {:.1e}.",
                u.residual
            ),
        });
    }
    for t in &found.tails {
        note(format!(
            "v tends to 0 towards infinity along about {}, which is no equilibrium: {} of {} searches ran off there, the first to {} with ‖v‖ = {:.1e}.",
            point(&t.along),
            t.reached,
            found.starts,
            point(&t.end),
            t.residual
        ));
    }
    if found.found.is_empty() {
        let miss = found.nearest_miss().map_or(String::new(), |f| {
            format!(" The nearest miss ended at {} with ‖v‖ = {:.3e}.", point(&f.end), f.residual)
        });
        note(format!("No equilibrium is listed and none was found from {} starts.{miss}", found.starts));
    }
    if found.left_out > 0 {
        note(format!(
            "Searched from {} of {} starts only: one evaluation of this field takes {} of the discriminator.",
            found.starts,
            found.starts + found.left_out,
            field.work(at)
        ));
    }
}

/// Why it counts.
fn evidence(e: &Equilibrium) -> String {
    match e.evidence {
        Evidence::Proved { radius, .. } => format!("proved, to within {radius:.1e}"),
        Evidence::Exact => "v is exactly 0 there".into(),
        Evidence::Across { radius } => {
            format!("not proved: v vanishes there to rounding, across the set to within {radius:.1e}")
        }
        Evidence::Listed => format!("listed, residual {:.1e}", e.residual),
    }
}

/// The coordinates along which v is not differentiable at x; none also where only directions between them show it.
pub(super) fn kinks(field: &impl Field, x: &[f64], findings: &mut Findings) -> Vec<usize> {
    let Smoothness::Rough(rough) = smoothness(&Velocity(field), &Place::new(x, 0.0)) else { return vec![] };
    let what = rough.describe(field.dims());
    findings.note(Check::Kink, format!("At {} v has no Jacobian: {what}. No spectrum decides there.", point(x)));
    rough.axes
}

/// What it is to the players, and what the flow does there with its rightmost eigenvalue.
fn kind(e: &Equilibrium) -> String {
    let players = e.players.as_ref().map_or(String::new(), |p| format!("{}, ", p.word()));
    players + &flow(e)
}

fn flow(e: &Equilibrium) -> String {
    let Some(l) = e.eigenvalues.iter().max_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]))) else {
        return e.kind.word().into();
    };
    let imaginary = if l[1].abs() < 1e-12 { String::new() } else { format!(" ± {:.6}i", l[1].abs()) };
    format!("{}, rightmost eigenvalue {:.6}{imaginary}", e.kind.word(), l[0])
}

fn point(x: &[f64]) -> String {
    let shown = show::together(&x[..x.len().min(6)], 0.0);
    format!("({}{})", shown.join(", "), if x.len() > 6 { ", …" } else { "" })
}
