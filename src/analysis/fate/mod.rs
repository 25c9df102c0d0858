//! What became of a run, and whether it is what the linearisation predicts.
//!
//! [`classify`] takes a field, a rule, a linearisation and a run, and finds one [`Finding`] with its evidence. Each has
//! a test that can fail: a period closes to rounding, a closed curve draws disturbed runs back, a run that left a basin
//! is followed further, an update that is affine wherever the run was has no regime but its spectrum's, and where the
//! steps change the run is set beside the product of their Jacobians. What no test shows is `undecided`, with what
//! would decide. [`Watch`] answers the part that can be answered while a run passes by, for maps of many starts.

mod ahead;
mod claim;
mod decay;
mod find;
mod local;
mod orbit;
mod sentence;
mod set;
mod trend;
mod watch;

pub use claim::claim;
pub use decay::Law;
pub use set::OnSet;
pub use watch::{Fate, Target, Watch};

use super::{Kind, Linearisation, Measured, Spectrum, Trajectory, Verdict, rate};
use crate::{field::Field, rule::Rule};

/// A run has arrived when it is this near, relative to 1 + ‖x*‖.
pub const ARRIVED: f64 = 1e-6;
/// ... and is gone when it is this far.
pub const GONE: f64 = 1e8;

/// What the spectrum says of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predicted {
    /// Spectral radius per step.
    pub rate: Option<f64>,
    /// Steps per turn.
    pub period: Option<f64>,
}

/// What draws a closed curve together, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attraction {
    /// Runs from 5 % (or, where these go elsewhere, 0.5 %) inside and outside come back to it.
    Attracting,
    /// They keep inside and outside of it: the curve is one of many.
    Neutral,
    /// Neither shows in as many steps as the run has.
    Unknown,
}

/// What became of a run, with the evidence.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(tag = "finding", content = "evidence", rename_all = "snake_case")]
pub enum Finding {
    /// Within [`ARRIVED`] of the equilibrium, which attracts by its linearisation or near which the run stays and comes
    /// nearer till its end.
    Converged {
        /// The step from which on it is there.
        step: u64,
        /// ‖x − x*‖ at the end; towards a set of equilibria, x* is the point of it where the run ends.
        distance: f64,
        /// That point.
        #[serde(skip_serializing_if = "Option::is_none")]
        set: Option<OnSet>,
    },
    /// It comes nearer and has not arrived.
    StillFalling {
        /// ‖x − x*‖ at the end; towards a set of equilibria, x* is the point of it where the run ends.
        distance: f64,
        /// Steps until it has arrived, estimated from what it does when it is followed further.
        steps_left: f64,
        /// That point.
        #[serde(skip_serializing_if = "Option::is_none")]
        set: Option<OnSet>,
    },
    /// ‖x − x*‖ falls like k^(−exponent).
    Sublinear {
        /// The exponent.
        exponent: f64,
        /// How well it is known.
        uncertainty: f64,
    },
    /// The run repeats itself to rounding.
    Periodic {
        /// Steps of one period.
        period: usize,
        /// The points of the orbit.
        points: Vec<Vec<f64>>,
        /// Least and largest ‖x − x*‖ on it.
        radius: [f64; 2],
    },
    /// The run goes round on a closed curve.
    Cycle {
        /// Least and largest ‖x − x*‖ over the last quarter of the run.
        radius: [f64; 2],
        /// Mean steps of one turn, where the turns can be counted.
        #[serde(skip_serializing_if = "Option::is_none")]
        steps_per_turn: Option<f64>,
        /// Whether disturbed runs come back to it.
        attraction: Attraction,
    },
    /// It comes to rest at another point.
    OtherEquilibrium {
        /// Which.
        at: Vec<f64>,
        /// ‖v‖ there: not 0 where the update is held by a projection.
        speed: f64,
        /// How far the run is from it.
        distance: f64,
    },
    /// The equilibrium attracts, yet the run moves away from it, and still does when it is continued.
    LeftBasin {
        /// ‖x − x*‖ at the end.
        distance: f64,
        /// Factor on it per step over the last quarter.
        rate: f64,
        /// Steps it was continued by.
        continued: u64,
        /// The largest ‖x − x*‖ of the last quarter of these.
        reached: f64,
    },
    /// The equilibrium attracts by its linearisation, yet the run moves away and the update is positively homogeneous
    /// there: no start is nearer than another, there is no basin to leave, and the linearisation does not hold.
    AgainstLinearisation {
        /// ‖x − x*‖ at the start.
        from: f64,
        /// ... and at the end.
        distance: f64,
        /// Factor on it per step over the last quarter.
        rate: f64,
    },
    /// It left the finite numbers, or grows as predicted.
    Diverged {
        /// The step at which it left the finite numbers, else the last one.
        step: u64,
        /// Whether it left them.
        overflow: bool,
        /// The last finite ‖x − x*‖.
        distance: f64,
    },
    /// It falls by orders of magnitude and bursts out again, more than once.
    Bursts {
        /// How often it rose 1000-fold or more.
        count: usize,
        /// Mean steps from peak to peak.
        #[serde(skip_serializing_if = "Option::is_none")]
        steps_between: Option<f64>,
        /// The highest peak after the first fall.
        highest: f64,
        /// The lowest trough.
        lowest: f64,
    },
    /// The start has (next to) no part in the dominant mode: the rate is that of another eigenvalue.
    SlowModeAbsent {
        /// The eigenvalue whose modulus is the measured rate, (re, im).
        eigenvalue: [f64; 2],
        /// The dominant one.
        dominant: [f64; 2],
        /// The part of the start along the dominant left eigenvector, where the update is affine.
        #[serde(skip_serializing_if = "Option::is_none")]
        part: Option<f64>,
    },
    /// The steps change, so the run is set beside the product of their Jacobians.
    NotAutonomous {
        /// Factor of ‖x − x*‖ over the second half of the run.
        measured: f64,
        /// The same by the product of the steps' Jacobians at x*.
        product: f64,
        /// Whether the two agree.
        agree: bool,
        /// How the product falls, where it follows a law.
        #[serde(skip_serializing_if = "Option::is_none")]
        law: Option<Law>,
    },
    /// The slow mode stands in the optimiser's memory, or the memory holds another update than the linearised one.
    Memory {
        /// ‖x − x*‖ at the end.
        distance: f64,
        /// Distance of the memory from that of the fixed point.
        memory: f64,
    },
    /// None of these shows.
    Undecided {
        /// ‖x − x*‖ at the end.
        distance: f64,
        /// What would decide.
        decide: String,
    },
}

impl Finding {
    /// As JSON and CSV write it.
    pub fn word(&self) -> &'static str {
        match self {
            Finding::Converged { .. } => "converged",
            Finding::StillFalling { .. } => "still_falling",
            Finding::Sublinear { .. } => "sublinear",
            Finding::Periodic { .. } => "periodic",
            Finding::Cycle { .. } => "cycle",
            Finding::OtherEquilibrium { .. } => "other_equilibrium",
            Finding::LeftBasin { .. } => "left_basin",
            Finding::AgainstLinearisation { .. } => "against_linearisation",
            Finding::Diverged { .. } => "diverged",
            Finding::Bursts { .. } => "bursts",
            Finding::SlowModeAbsent { .. } => "slow_mode_absent",
            Finding::NotAutonomous { .. } => "not_autonomous",
            Finding::Memory { .. } => "memory",
            Finding::Undecided { .. } => "undecided",
        }
    }
}

/// A run beside its prediction.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Outcome {
    /// From the spectrum.
    #[serde(serialize_with = "explained::predicted")]
    pub predicted: Predicted,
    /// From the run.
    #[serde(serialize_with = "explained::measured")]
    pub measured: Measured,
    /// Of the linearisation.
    pub verdict: Verdict,
    /// The word of the finding; `None` where prediction and run agree to 1 %.
    pub reason: Option<&'static str>,
    /// The step at which the run left the finite numbers, else the last step.
    pub step: u64,
    /// What became of the run.
    #[serde(flatten)]
    pub finding: Finding,
    /// The claim that explains it, where one does: `saddleflow explain` prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<&'static str>,
    /// The same for a reader.
    pub sentence: String,
}

/// Sets a run beside its linearisation, and finds what became of it. The claim is left open: see [`claim`].
pub fn classify(field: &impl Field, rule: &impl Rule, lin: &Linearisation, run: &Trajectory) -> Outcome {
    let (seen, centre) = rate::across(lin, run);
    let mut measured = measure(field, rule, lin, [&seen, run], &centre);
    let turning = lin.transverse.as_ref().and_then(Spectrum::period);
    let period = turning.or_else(|| lin.piecewise.as_ref().and_then(|p| p.period));
    let predicted = Predicted { rate: lin.verdict.rate, period };
    let agree = lin.at_equilibrium && lin.verdict.kind != Kind::NotAutonomous && agree(predicted.rate, measured.rate);
    let set = set::end(field, rule, lin, run).map(|set| {
        let to_end = run.distances(&set.end);
        (set, to_end)
    });
    let case = find::Case { field, rule, lin, run, distances: seen.distances(&centre), measured, agree, set };
    let finding = case.find();
    let (power, power_uncertainty) = match finding {
        Finding::Sublinear { exponent, uncertainty } => (Some(exponent), Some(uncertainty)),
        _ => (None, None),
    };
    measured = Measured { power, power_uncertainty, ..measured };
    let reason = (!agree || matches!(finding, Finding::Bursts { .. } | Finding::Diverged { overflow: true, .. }))
        .then(|| finding.word())
        .filter(|_| case.distances.iter().any(|d| *d > 0.0));
    let step = run.diverged_at.unwrap_or(run.len() as u64 - 1);
    let mut sentence =
        sentence::sentence(&predicted, &measured, compared(lin, &measured, reason.is_none(), agree), &finding, step);
    if case.arrived_remembering(&finding) {
        sentence += sentence::REMEMBERING;
    }
    Outcome { predicted, measured, verdict: lin.verdict.clone(), reason, step, finding, claim: None, sentence }
}

/// Of an update that is piecewise linear by whole turns, as far down as it is what F does about x*.
fn measure(
    field: &impl Field,
    rule: &impl Rule,
    lin: &Linearisation,
    [seen, run]: [&Trajectory; 2],
    centre: &[f64],
) -> Measured {
    let measured = rate::measure(seen, centre);
    if lin.piecewise.is_none() || lin.tangents > 0 || measured.rate.is_none() {
        return measured;
    }
    let distances = run.distances(centre);
    let above = distances.iter().position(|d| *d <= rate::FLOOR * distances[0]).unwrap_or(distances.len());
    let last = local::true_rows(field, rule, centre, run, above.saturating_sub(1));
    rate::by_turns(run, centre, last).map_or(measured, |turns| Measured {
        power: measured.power,
        power_uncertainty: measured.power_uncertainty,
        ..turns
    })
}

/// How the predicted and the measured rate compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compared {
    Agree,
    Differ,
    /// They differ by less than two standard errors of the measured one.
    NotTold,
    /// There are no two rates that mean the same.
    Not,
}

fn compared(lin: &Linearisation, measured: &Measured, agree: bool, same: bool) -> Compared {
    let (Some(p), Some(m)) = (lin.verdict.rate, measured.rate) else { return Compared::Not };
    match lin.verdict.kind {
        Kind::NotAutonomous | Kind::NotAnEquilibrium => Compared::Not,
        _ if agree => Compared::Agree,
        _ if same => Compared::Not,
        _ if measured.rate_uncertainty.is_some_and(|error| (p - m).abs() <= 2.0 * error) => Compared::NotTold,
        _ => Compared::Differ,
    }
}

/// Rates agree to 1 % of what a step changes (of the rate itself where a step leaves next to nothing).
fn agree(predicted: Option<f64>, measured: Option<f64>) -> bool {
    let (Some(p), Some(m)) = (predicted, measured) else { return false };
    if p < 1e-3 {
        return m < 1e-2;
    }
    (m.ln() - p.ln()).abs() <= 0.01 * p.ln().abs() + 1e-9
}

/// Rates and periods, each missing one with the reason beside it.
mod explained {
    use super::{Measured, Predicted};
    use serde::{Serializer, ser::SerializeMap};

    fn write<S: Serializer>(
        s: S,
        [rate, period]: [Option<f64>; 2],
        [no_rate, no_period]: [&str; 2],
        more: &[(&'static str, Option<f64>)],
    ) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        for (key, value, why, missing) in
            [("rate", rate, "no_rate", no_rate), ("period", period, "no_period", no_period)]
        {
            map.serialize_entry(key, &value)?;
            if value.is_none() {
                map.serialize_entry(why, missing)?;
            }
        }
        for (key, value) in more.iter().filter(|(_, value)| value.is_some()) {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }

    pub(super) fn predicted<S: Serializer>(p: &Predicted, s: S) -> Result<S::Ok, S::Error> {
        let why = ["the update has no spectrum: see the verdict", "no dominant eigenvalue turns"];
        write(s, [p.rate, p.period], why, &[])
    }

    pub(super) fn measured<S: Serializer>(m: &Measured, s: S) -> Result<S::Ok, S::Error> {
        let why = ["the run has no step away from the equilibrium to measure", "no turn is seen"];
        write(
            s,
            [m.rate, m.period],
            why,
            &[("rate_uncertainty", m.rate_uncertainty), ("power", m.power), ("power_uncertainty", m.power_uncertainty)],
        )
    }
}
