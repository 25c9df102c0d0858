//! What a step does near a fixed point where it is piecewise linear.
//!
//! Where F has a kink at z* but ray derivatives P(u) = lim F'(z* + δu)·u, P is positively homogeneous of degree 1 and
//! F(z* + δu) = z* + δP(u) + o(δ): near z* the run follows u ↦ P(u)/‖P(u)‖, and its distance changes by ‖P(u)‖ a step.
//! The logarithm of that, averaged along the run from each of many directions, is a rate in each. Where they agree as
//! well as they are known, all runs do the same and their mean is known better; else the largest decides. Either way
//! it is what these directions show. (Derived here.)

use super::{
    sectors::Sectors,
    smooth::{Map, Place, between_switches, directions},
};

/// Steps before a direction's rate is taken.
const SETTLE: usize = 256;
/// Steps over which it is taken: where P is known by its pieces, and where each step takes a derivative.
const STEPS: [usize; 2] = [32768, 1024];
/// Directions looked from at most, of all kinds.
const MOST: usize = 24;
/// A direction that moves less than this, or comes back so near after two steps, stays.
const STAYS: f64 = 1e-14;
/// Maps of more numbers are not looked at.
const LARGEST: usize = 24;
/// A rate known as well as this may be 1.
const EXACT: f64 = 1e-9;
/// Angles a step below this are no turning.
const TURNING: f64 = 1e-6;

/// The rate of a positively homogeneous map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PiecewiseLinear {
    /// Factor on the distance a step, of the direction in which it is largest.
    pub rate: f64,
    /// How well it is known.
    pub error: f64,
    /// Steps per turn there, in the plane of two parameters, where it turns.
    pub period: Option<f64>,
    /// How many directions were looked from.
    pub directions: usize,
}

/// The rate of the map at a place where its ray derivatives exist; `None` where there are too many numbers, where one
/// that is not finite comes up, and where the rate is not known well enough to tell it from 1.
pub(super) fn piecewise(map: &impl Map, place: &Place, n: usize) -> Option<PiecewiseLinear> {
    if place.z.len() > LARGEST {
        return None;
    }
    let all = directions(place.z.len());
    let every = all.len().div_ceil(MOST);
    let starts: Vec<_> = all.into_iter().step_by(every).chain(between_switches(map, place)).collect();
    let count = starts.len();
    let sectors = Sectors::of(map, place);
    let runs = starts.into_iter().map(|u| match &sectors {
        Some(sectors) => follow(|u| sectors.ray(u), STEPS[0], n, u),
        None => follow(|u| place.ray(map, u), STEPS[1], n, u),
    });
    let runs = runs.collect::<Option<Vec<_>>>()?;
    let worst = runs.iter().copied().max_by(|a, b| a.rate.total_cmp(&b.rate))?;
    let found = PiecewiseLinear { directions: count, ..common(&runs).unwrap_or(worst) };
    let told = found.error <= EXACT || (found.rate - 1.0).abs() > 10.0 * found.error;
    told.then_some(found)
}

/// The mean of runs that agree as well as they are known.
fn common(runs: &[PiecewiseLinear]) -> Option<PiecewiseLinear> {
    let count = runs.len() as f64;
    let over = |f: fn(&PiecewiseLinear) -> f64| runs.iter().map(f).sum::<f64>() / count;
    let (rate, error) = (over(|run| run.rate), runs.iter().fold(0.0, |m: f64, run| m.max(run.error)));
    let agree = runs.iter().all(|run| (run.rate - rate).abs() <= 2.0 * error);
    // Of angles a step the mean means something, and of periods it does not.
    let angle = over(|run| run.period.map_or(0.0, |period| std::f64::consts::TAU / period));
    let period = (angle > TURNING).then(|| std::f64::consts::TAU / angle);
    agree.then(|| PiecewiseLinear { rate, error: error / count.sqrt(), period, directions: runs.len() })
}

/// Its rate from one direction.
fn follow(ray: impl Fn(&[f64]) -> Vec<f64>, steps: usize, n: usize, mut u: Vec<f64>) -> Option<PiecewiseLinear> {
    let known = |rate, period| Some(PiecewiseLinear { rate, error: 0.0, period, directions: 1 });
    let (mut growth, mut angle) = (Vec::with_capacity(steps), Vec::with_capacity(steps));
    let (mut before, mut last) = (u.clone(), norm(&u));
    for k in 0..SETTLE + steps {
        let mut next = ray(&u);
        let (length, size) = (norm(&next), norm(&next) / norm(&u));
        if size == 0.0 {
            return known(0.0, None);
        }
        if !size.is_finite() {
            return None;
        }
        next.iter_mut().for_each(|a| *a /= length);
        if k > 0 && apart(&next, &u) < STAYS {
            return known(size, None);
        }
        if k > 1 && apart(&next, &before) < STAYS {
            return known((size * last).sqrt(), (n == 2).then_some(2.0));
        }
        if k >= SETTLE {
            growth.push(size.ln());
            angle.push(if n == 2 { turn(&u, &next) } else { 0.0 });
        }
        (before, u, last) = (u, next, size);
    }
    let rate = mean(&growth).exp();
    let error = (mean(&growth[..steps / 2]).exp() - mean(&growth[steps / 2..]).exp()).abs();
    let angle = mean(&angle).abs();
    let period = (angle > TURNING).then(|| std::f64::consts::TAU / angle);
    Some(PiecewiseLinear { rate, error, period, directions: 1 })
}

fn norm(u: &[f64]) -> f64 {
    u.iter().fold(0.0, |a: f64, b| a.hypot(*b))
}

fn apart(u: &[f64], v: &[f64]) -> f64 {
    u.iter().zip(v).fold(0.0, |a: f64, (u, v)| a.max((u - v).abs()))
}

/// The angle from a to b in the plane of the two parameters.
fn turn(a: &[f64], b: &[f64]) -> f64 {
    (a[0] * b[1] - a[1] * b[0]).atan2(a[0] * b[0] + a[1] * b[1])
}

/// The mean of what a run shows, its ends weighted down smoothly: on a quasi-periodic run that converges faster than
/// any power of the length, where the plain mean does like its inverse (Das, Saiki, Sander & Yorke 2017).
fn mean(values: &[f64]) -> f64 {
    let weight = |k: usize| {
        let t = (k as f64 + 0.5) / values.len() as f64;
        (-1.0 / (t * (1.0 - t))).exp()
    };
    let total: f64 = (0..values.len()).map(weight).sum();
    values.iter().enumerate().map(|(k, v)| weight(k) * v).sum::<f64>() / total
}
