//! What became of a run, for a reader.

use super::{Attraction, Compared, Finding, Law, Measured, OnSet, Predicted, local::NO_PART};
use crate::num::show::{count, rough, together};

/// Numbers and finding in two or three sentences.
pub(super) fn sentence(
    predicted: &Predicted,
    measured: &Measured,
    compared: Compared,
    finding: &Finding,
    step: u64,
) -> String {
    let show = |x: Option<f64>| x.map_or("none".to_string(), |x| format!("{x:.9}"));
    let error = measured.rate_uncertainty.map_or(String::new(), |e| format!(" ± {}", rough(e, 2)));
    let numbers = format!("Predicted rate {} a step, measured {}{}.", show(predicted.rate), show(measured.rate), error);
    let word = match compared {
        Compared::Agree => " They agree.",
        Compared::Differ => " They differ.",
        Compared::NotTold => " So few turns do not tell them apart.",
        Compared::Not => "",
    };
    format!("{numbers}{word} {}", what(finding, step))
}

/// Why the rates of a run that arrived under an adaptive rule differ.
pub(super) const REMEMBERING: &str = " When it arrived, the rule still remembered larger gradients than those at the equilibrium, which makes its steps smaller than the predicted ones: the prediction is for a memory that has settled.";

fn what(finding: &Finding, step: u64) -> String {
    let far = |x: &f64| rough(*x, 4);
    match finding {
        Finding::Converged { .. } | Finding::StillFalling { .. } => inwards(finding, step),
        Finding::Sublinear { exponent, uncertainty } => {
            format!("It converges sublinearly, like k^(−{exponent:.4} ± {uncertainty:.4}).")
        }
        Finding::Periodic { period, radius, .. } => {
            format!("It repeats itself every {period} steps to rounding, {} from the equilibrium.", between(*radius))
        }
        Finding::Cycle { radius, steps_per_turn, attraction } => {
            let turn = steps_per_turn.map_or(String::new(), |t| format!(", {} steps a turn", rough(t, 5)));
            let drawn = match attraction {
                Attraction::Attracting => "runs from inside and outside come back to it",
                Attraction::Neutral => "runs beside it keep beside it",
                Attraction::Unknown => "whether it attracts does not show in so many steps",
            };
            format!("It goes round on a closed curve {} from the equilibrium{turn}; {drawn}.", between(*radius))
        }
        Finding::OtherEquilibrium { at, speed, distance } if *speed <= 1e-6 => {
            format!(
                "It comes to another equilibrium, {}: after {step} steps it is {} from it.",
                point(at),
                far(distance)
            )
        }
        Finding::OtherEquilibrium { at, speed, .. } => format!(
            "It rests at {}, which is no zero of v (‖v‖ = {}): a kink or a projection holds it there.",
            point(at),
            far(speed)
        ),
        Finding::LeftBasin { distance, rate, continued, reached } => format!(
            "It left the basin of the equilibrium, which attracts only nearby starts: after {step} steps it is {} away and grows by {rate:.6} a step; {continued} steps on it is {} away.",
            far(distance),
            far(reached)
        ),
        Finding::AgainstLinearisation { from, distance, rate } => format!(
            "It moves away, against the linearisation: it starts {} from the equilibrium, is {} away after {step} steps and grows by {rate:.6} a step. The update is positively homogeneous there (F(x* + se) − x* = s(F(x* + e) − x*)), so no start is nearer than another, there is no basin to leave, and the rate of the linearisation is not that of all runs: it has missed a kink or a piece.",
            far(from),
            far(distance)
        ),
        Finding::Diverged { step, overflow: true, .. } => {
            format!("Diverged at step {step}: the run left the finite numbers.")
        }
        Finding::Diverged { distance, .. } => {
            format!("It moves away: after {step} steps it is {} away.", far(distance))
        }
        Finding::Bursts { count, steps_between, highest, lowest } => {
            let every = steps_between.map_or(String::new(), |s| format!(", one in {s:.0} steps,"));
            format!(
                "It neither settles nor leaves: {count} bursts{every} out to {}, after it had come as near as {}.",
                far(highest),
                far(lowest)
            )
        }
        Finding::SlowModeAbsent { eigenvalue, dominant, part } => {
            let part = match part {
                Some(part) if *part > NO_PART => {
                    format!("of the start only {part:.1e} lies in the dominant mode, which has not shown yet")
                }
                _ => "the start has no part in the dominant mode".into(),
            };
            format!("The rate is that of the eigenvalue {}: {part} ({}).", complex(*eigenvalue), complex(*dominant))
        }
        Finding::NotAutonomous { measured, product, agree, law } => {
            changing([*measured, *product], *agree, law.as_ref())
        }
        Finding::Memory { distance, memory } => format!(
            "The optimiser's memory has not settled, so the rate is not yet that of the dominant mode: it is {} from that of the fixed point, the run {} from the equilibrium.",
            far(memory),
            far(distance)
        ),
        Finding::Undecided { distance, decide } => {
            format!("Undecided: after {step} steps it is {} away. What would decide: {decide}.", far(distance))
        }
    }
}

/// Of a run that has arrived or is on its way.
fn inwards(finding: &Finding, step: u64) -> String {
    let far = |x: &f64| rough(*x, 4);
    match finding {
        Finding::Converged { step: 0, distance: 0.0, .. } => "It starts at the equilibrium and stays there.".into(),
        Finding::Converged { step: at, distance, set: Some(set) } => format!(
            "Converged to a set of equilibria, at {} on it: from step {at} on it is there to 1e-6; after {step} steps it is {} away, {}.",
            point(&set.end),
            far(distance),
            steps_towards(set)
        ),
        Finding::Converged { step: at, distance, .. } => format!(
            "Converged: from step {at} on it is at the equilibrium to 1e-6; after {step} steps it is {} away.",
            far(distance)
        ),
        Finding::StillFalling { distance, steps_left, set: Some(set) } => format!(
            "Still falling, towards a set of equilibria, where it will settle at {}: after {step} steps it is {} away, {}; about {} more bring it to 1e-6.",
            point(&set.end),
            far(distance),
            steps_towards(set),
            count(*steps_left)
        ),
        Finding::StillFalling { distance, steps_left, .. } => format!(
            "Still falling: after {step} steps it is {} away; about {} more bring it to 1e-6.",
            far(distance),
            count(*steps_left)
        ),
        _ => String::new(),
    }
}

/// The last step of a run towards a set, and the rate across the set where it ends.
fn steps_towards(set: &OnSet) -> String {
    let rate = set.rate.map_or(String::new(), |r| format!(", the rate across the set there {r:.9} a step"));
    format!("its last step {} long{rate}", rough(set.last_step, 4))
}

fn changing([measured, product]: [f64; 2], agree: bool, law: Option<&Law>) -> String {
    let law = match law {
        Some(Law::Power { power }) => format!(" It falls like k^(−{power:.4})."),
        Some(Law::Stretched { coefficient, exponent }) => {
            format!(" It falls like exp(−{coefficient:.4} k^{exponent:.3}).")
        }
        None => String::new(),
    };
    let beside = if agree {
        "as the product of the steps' Jacobians does,"
    } else {
        "and the product of the steps' Jacobians by"
    };
    format!(
        "The steps change, so no one rate holds: over the second half of the run the distance changes by the factor {}, {beside} {}.{law}",
        rough(measured, 5),
        rough(product, 5)
    )
}

fn between([lo, hi]: [f64; 2]) -> String {
    if hi - lo <= 1e-3 * hi { rough(hi, 4) } else { format!("{} to {}", rough(lo, 4), rough(hi, 4)) }
}

fn point(x: &[f64]) -> String {
    const MOST: usize = 8;
    let shown = together(&x[..x.len().min(MOST)], 1.0).join(", ");
    format!("({shown}{})", if x.len() > MOST { ", …" } else { "" })
}

fn complex([re, im]: [f64; 2]) -> String {
    if im == 0.0 { rough(re, 6) } else { format!("{} ± {}i", rough(re, 6), rough(im.abs(), 6)) }
}
