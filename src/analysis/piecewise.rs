//! What a step does near a fixed point where it is piecewise linear.
//!
//! Where F has a kink at z* but ray derivatives P(u) = lim F'(z* + δu)·u, P is positively homogeneous of degree 1 and
//! F(z* + δu) = z* + δP(u) + o(δ): near z* the run follows u ↦ P(u)/‖P(u)‖, and its distance changes by ‖P(u)‖ a step.
//! The logarithm of that, averaged along the run from each of many directions, is a rate in each. The largest decides,
//! as the mean of those that are not told from it ([`largest`]). It is what these directions show. (Derived here.)

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
/// Rates of runs this many standard errors apart are two.
const APART: f64 = 6.0;
/// A rate is stated with so many standard errors.
const BOUND: f64 = 4.0;
/// It is told from 1 where it is so many times as far from it.
const SURELY: f64 = 3.0;
/// Where the point is rounded, rates are known no better than this.
const ROUNDED: f64 = 1e-5;
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
    let found = PiecewiseLinear { directions: count, ..largest(&runs)? };
    // Away from 0 a direction is known as well as floating point goes there.
    let found = PiecewiseLinear { error: found.error.max(if place.exact() { 0.0 } else { ROUNDED }), ..found };
    let told = found.error <= EXACT || (found.rate - 1.0).abs() > SURELY * found.error;
    told.then_some(found)
}

/// The largest rate, and how well it is known. `error` of a run is half the difference of its halves, which is one draw
/// of the standard error of the whole where the run is chaotic; of one run alone it may be small by chance, and the
/// largest of many noisy rates is too large. So the error is the root mean square of the draws, and the rate the mean of
/// all runs within [`APART`] errors of the largest; it is then known to [`BOUND`] standard errors of that mean, equal
/// runs counted once (P(−u) = −P(u) makes pairs of them).
fn largest(runs: &[PiecewiseLinear]) -> Option<PiecewiseLinear> {
    let worst = runs.iter().copied().max_by(|a, b| a.rate.total_cmp(&b.rate))?;
    let noisy: Vec<PiecewiseLinear> = runs.iter().copied().filter(|run| run.error > 0.0).collect();
    let error = standard_error(&noisy);
    if worst.error == 0.0 && noisy.iter().all(|run| run.rate + APART * error < worst.rate) || noisy.is_empty() {
        return Some(worst);
    }
    let mut group: Vec<_> = noisy.into_iter().filter(|run| (run.rate - worst.rate).abs() <= APART * error).collect();
    group.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    let distinct = 1 + group.windows(2).filter(|w| w[1].rate - w[0].rate > STAYS).count();
    let over = |f: fn(&PiecewiseLinear) -> f64| group.iter().map(f).sum::<f64>() / group.len() as f64;
    let (mean, error) = (over(|run| run.rate), BOUND * standard_error(&group) / (distinct as f64).sqrt());
    // A direction that stays has its rate exactly.
    let (rate, error) = if worst.error == 0.0 { (worst.rate, error + worst.rate - mean) } else { (mean, error) };
    // Of angles a step the mean means something, and of periods it does not.
    let angle = over(|run| run.period.map_or(0.0, |period| std::f64::consts::TAU / period));
    let period = (angle > TURNING).then(|| std::f64::consts::TAU / angle);
    Some(PiecewiseLinear { rate, error, period, directions: runs.len() })
}

fn standard_error(runs: &[PiecewiseLinear]) -> f64 {
    (runs.iter().map(|run| run.error * run.error).sum::<f64>() / runs.len().max(1) as f64).sqrt()
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
    let error = 0.5 * (mean(&growth[..steps / 2]).exp() - mean(&growth[steps / 2..]).exp()).abs();
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
