//! Orbits that stay: points visited in turn, closed curves.

use super::{
    Attraction, Finding,
    trend::{range, settled},
};
use crate::{
    analysis::{Trajectory, distance},
    field::Field,
    rule::Rule,
};
use std::f64::consts::TAU;

/// Longer periods are not told from a closed curve.
const LONGEST: usize = 64;
/// An orbit closes when each point is this near to the one a period earlier, relative to its size ...
const CLOSED: f64 = 1e-9;
/// ... over as many periods.
const PERIODS: usize = 4;
/// The range of distances of the last two quarters of a run agrees to this part of its upper end.
const SETTLED: f64 = 0.01;
/// Disturbances of a curve, as parts of its size: another curve may begin beyond the smaller one.
const DISTURBED: [f64; 2] = [0.05, 0.005];

fn size(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |a: f64, b| a.hypot(*b))
}

/// The shortest period in which the end of a run repeats itself; 1 where it rests.
pub(super) fn period(run: &Trajectory, scale: f64) -> Option<usize> {
    let last = run.len() - 1;
    (1..=LONGEST).take_while(|p| (PERIODS + 1) * p <= last).find(|p| {
        let stay = (PERIODS * p).max(last / 8).min(last - p);
        (last - stay..=last).rev().all(|k| distance(run.x(k), run.x(k - p)) <= CLOSED * scale)
    })
}

/// The end of a run as a periodic orbit, and how large it is.
pub(super) fn periodic(run: &Trajectory, centre: &[f64]) -> Option<Finding> {
    let last = run.len() - 1;
    let tail: Vec<Vec<f64>> = (last.saturating_sub(LONGEST)..=last).map(|k| run.x(k).to_vec()).collect();
    let reach = tail.iter().map(|x| distance(x, &tail[0])).fold(0.0, f64::max);
    let period = period(run, reach).filter(|p| *p > 1)?;
    let points: Vec<Vec<f64>> = (last + 1 - period..=last).map(|k| run.x(k).to_vec()).collect();
    let radius = range(&points.iter().map(|x| distance(x, centre)).collect::<Vec<_>>());
    // Points that differ by the rounding of their coordinates are one.
    let size = size(centre).max(size(&tail[0]));
    let rounding = reach <= 1e-12 * size || radius[1] < SUBNORMAL;
    (!rounding).then_some(Finding::Periodic { period, points, radius })
}

/// Below this, numbers have no digits to spare, and what falls goes round among the last of them.
const SUBNORMAL: f64 = f64::MIN_POSITIVE / f64::EPSILON;

/// The range that distances keep to, the steps of a turn, and whether the points lie on a curve.
pub(super) struct Band {
    pub(super) radius: [f64; 2],
    pub(super) steps_per_turn: Option<f64>,
    pub(super) curve: bool,
}

/// The band a run keeps to over its last half.
pub(super) fn band(run: &Trajectory, distances: &[f64]) -> Option<Band> {
    let radius = settled(distances, SETTLED)?;
    let first = run.len() - run.len() / 4;
    let middle = mean(run, first);
    let steps_per_turn = turns(run, first, &middle);
    // A closed curve is gone round; in the plane its points, by their angle, have neighbours at the same distance.
    let curve = if run.n == 2 {
        steps_per_turn.is_some() && on_a_curve(run, first, &middle)
    } else {
        comes_back(run, first, &middle)
    };
    Some(Band { radius, steps_per_turn, curve })
}

/// Whether the run goes to and fro about the middle twice at least, seen along where it began: one that creeps does not.
fn comes_back(run: &Trajectory, first: usize, middle: &[f64]) -> bool {
    let off = |k: usize| run.x(k).iter().zip(middle).map(|(x, m)| x - m).collect::<Vec<f64>>();
    let along = off(first);
    let sides: Vec<bool> =
        (first..run.len()).map(|k| off(k).iter().zip(&along).map(|(x, a)| x * a).sum::<f64>() > 0.0).collect();
    sides.windows(2).filter(|w| w[0] != w[1]).count() >= 4
}

fn mean(run: &Trajectory, first: usize) -> Vec<f64> {
    let count = (run.len() - first) as f64;
    (0..run.n).map(|i| (first..run.len()).map(|k| run.x(k)[i]).sum::<f64>() / count).collect()
}

/// Mean steps per turn about a point of the plane, over at least one whole turn.
fn turns(run: &Trajectory, first: usize, middle: &[f64]) -> Option<f64> {
    if run.n != 2 {
        return None;
    }
    let from = |k: usize| [run.x(k)[0] - middle[0], run.x(k)[1] - middle[1]];
    let angle = |a: [f64; 2], b: [f64; 2]| (a[0] * b[1] - a[1] * b[0]).atan2(a[0] * b[0] + a[1] * b[1]);
    let total: f64 = (first + 1..run.len()).map(|k| angle(from(k - 1), from(k))).sum();
    (total.abs() > TAU).then(|| TAU * (run.len() - 1 - first) as f64 / total.abs())
}

fn on_a_curve(run: &Trajectory, first: usize, middle: &[f64]) -> bool {
    let mut polar: Vec<(f64, f64)> = (first..run.len())
        .map(|k| {
            let d = [run.x(k)[0] - middle[0], run.x(k)[1] - middle[1]];
            (d[1].atan2(d[0]), d[0].hypot(d[1]))
        })
        .collect();
    polar.sort_by(|a, b| a.0.total_cmp(&b.0));
    let jumps = polar.windows(2).map(|w| (w[1].1 - w[0].1).abs()).sum::<f64>() / (polar.len() - 1) as f64;
    let [lo, hi] = range(&polar.iter().map(|p| p.1).collect::<Vec<_>>());
    jumps <= 0.1 * (hi - lo) + 1e-3 * hi
}

/// Whether runs that start 5 % inside and outside of the end of a run come back to its band, to half of that, or keep
/// inside and outside of it; where they do neither, the same of 0.5 %.
pub(super) fn attraction(
    field: &impl Field,
    rule: &impl Rule,
    run: &Trajectory,
    centre: &[f64],
    [lo, hi]: [f64; 2],
) -> Attraction {
    let steps = run.len() / 2;
    let middle = mean(run, run.len() - run.len() / 4);
    let off = |part: f64| {
        let mut z = run.last_state.clone();
        for (z, c) in z[..run.n].iter_mut().zip(&middle) {
            *z = c + (*z - c) * (1.0 + part);
        }
        let distances = onward(field, rule, z, centre, run.len() as u64 - 1, steps as u64);
        let [a, b] = range(&distances[distances.len() - distances.len().div_ceil(4)..]);
        match distances.len() <= steps {
            true => f64::INFINITY,
            // The way it is off at the outer end, where it is off most.
            false => (a - lo).abs().max((b - hi).abs()).copysign(b - hi) / hi,
        }
    };
    let beside = |part: f64| match [off(part), off(-part)] {
        both if both.iter().all(|d| d.abs() <= 0.5 * part) => Attraction::Attracting,
        [outside, inside] if outside >= 0.9 * part && inside <= -0.9 * part => Attraction::Neutral,
        _ => Attraction::Unknown,
    };
    let found = DISTURBED.map(beside);
    if found[0] == Attraction::Unknown { found[1] } else { found[0] }
}

/// ‖x − centre‖ of a run continued from a state, the state itself first, as far as the numbers are finite.
pub(super) fn onward(
    field: &impl Field,
    rule: &impl Rule,
    mut z: Vec<f64>,
    centre: &[f64],
    first: u64,
    steps: u64,
) -> Vec<f64> {
    let n = centre.len();
    let mut distances = vec![distance(&z[..n], centre)];
    for t in first..first + steps {
        rule.step(field, t, &mut z);
        if z.iter().any(|a| !a.is_finite()) {
            break;
        }
        distances.push(distance(&z[..n], centre));
    }
    distances
}
