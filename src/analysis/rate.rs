//! The rate and the period of a run.

use super::{Linearisation, Trajectory, sublinear::power_law};
use nalgebra::{Complex, DVector};
use std::{borrow::Cow, f64::consts::TAU};

/// Rates are measured only above this fraction of the starting distance: below it there is rounding only.
pub(super) const FLOOR: f64 = 1e-12;
/// A run started this close counts as linear while it stays below [`LINEAR_END`].
const LINEAR_START: f64 = 1e-3;
/// See [`LINEAR_START`].
const LINEAR_END: f64 = 1e-2;

/// A short run tells its trend to about this part.
const SLACK: f64 = 0.1;
/// A recurrence that leaves over less than this part of a run is what the run does.
const EXACT: f64 = 1e-6;

/// What a run shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Factor on the distance per step.
    pub rate: Option<f64>,
    /// Standard error of the rate, where it is the mean over turns that differ.
    pub rate_uncertainty: Option<f64>,
    /// Steps per turn.
    pub period: Option<f64>,
    /// p of a law ‖x_k − x*‖ ~ k^(−p), where the run follows one.
    pub power: Option<f64>,
    /// How well p is known.
    pub power_uncertainty: Option<f64>,
}

impl Measured {
    /// Of a run that shows nothing.
    pub const NOTHING: Self =
        Self { rate: None, rate_uncertainty: None, period: None, power: None, power_uncertainty: None };
}

/// Rate and period of a run about `centre`.
///
/// The last part of the run that is above rounding (for a growing one: the first part that is near enough to be
/// linear) is fitted by e_{k+2s} = a·e_{k+s} + b·e_k, whose characteristic roots are the dominant pair of eigenvalues
/// to the power s; the stride s follows the turning so that the fit stays well conditioned.
pub fn measure(run: &Trajectory, centre: &[f64]) -> Measured {
    let distances = run.distances(centre);
    let law = power_law(&distances);
    let (power, power_uncertainty) = (law.map(|l| l.exponent), law.map(|l| l.uncertainty));
    let Some((first, last)) = window(&distances) else {
        let rate = (distances.len() > 1).then(|| short_rate(&distances)).flatten();
        return Measured { rate, power, power_uncertainty, ..Measured::NOTHING };
    };
    let errors: Vec<Vec<f64>> =
        (first..=last).map(|k| run.x(k).iter().zip(centre).map(|(a, c)| a - c).collect()).collect();
    Measured { power, power_uncertainty, ..recurrence(&errors, &distances[first..=last], SLACK) }
}

/// Rate and period of a stretch of a run: its errors, row by row, and their sizes. A recurrence that does not hold
/// exactly may be off the trend by a part of `slack` and by what turning makes of the trend.
pub(super) fn recurrence(errors: &[Vec<f64>], distances: &[f64], slack: f64) -> Measured {
    let trend = Trend::of(distances, slack);
    let coarse = fit(errors, 1, trend.slope);
    let angle = coarse.as_ref().map_or(0.0, |f| f.root.im.atan2(f.root.re).abs());
    let stride = if angle > 1e-9 { (1.0 / angle).round() as usize } else { errors.len() / 8 };
    let stride = stride.clamp(1, (errors.len() / 8).max(1));
    let fine = fit(errors, stride, trend.slope).map(|f| (unwind(f.root, stride, angle), f.left));
    let (rate, period) = match fine.or(coarse.map(|f| ((f.root.norm(), angle), f.left))) {
        // The trend over a part of a turn is not the rate, so it has no say where the recurrence holds exactly.
        Some(((rate, angle), left)) if left < EXACT || trend.allows(rate) => {
            (rate, (angle > 1e-6).then(|| TAU / angle))
        }
        // The fit has not found what the run does as a whole: it is not linear. The trend is, by definition.
        _ => (trend.slope.exp(), winding(errors)),
    };
    Measured { rate: Some(rate), period, ..Measured::NOTHING }
}

/// The straight line through log ‖e_k‖.
struct Trend {
    /// Mean change of log ‖e_k‖ a step.
    slope: f64,
    /// How far from it a rate may lie: the turning of an ellipse makes log ‖e_k‖ swing about the line.
    slack: f64,
}

impl Trend {
    fn of(distances: &[f64], slack: f64) -> Self {
        let n = distances.len() as f64;
        let middle = 0.5 * (n - 1.0);
        let mean = distances.iter().map(|d| d.ln()).sum::<f64>() / n;
        let pairs = || distances.iter().enumerate().map(|(k, d)| (k as f64 - middle, d.ln() - mean));
        let slope = pairs().map(|(k, l)| k * l).sum::<f64>() / pairs().map(|(k, _)| k * k).sum::<f64>();
        let swing = (pairs().map(|(k, l)| (l - slope * k).powi(2)).sum::<f64>() / n).sqrt();
        Self { slope, slack: slack * slope.abs() + 4.0 * swing / n + 1e-12 }
    }
    fn allows(&self, rate: f64) -> bool {
        (rate.ln() - self.slope).abs() <= self.slack
    }
}

/// Mean steps per turn about the centre in the plane; `None` in other dimensions, or without a whole turn.
fn winding(errors: &[Vec<f64>]) -> Option<f64> {
    if errors[0].len() != 2 {
        return None;
    }
    let angle = |a: &[f64], b: &[f64]| (a[0] * b[1] - a[1] * b[0]).atan2(a[0] * b[0] + a[1] * b[1]);
    let total: f64 = errors.windows(2).map(|w| angle(&w[0], &w[1])).sum();
    (total.abs() > TAU).then(|| TAU * (errors.len() - 1) as f64 / total.abs())
}

/// Rate and period of the second half of the rows 0..=last of a run about a kink, where each turn is another one: over
/// whole turns only, for within a turn the distance changes by other factors than in the mean. A turn ends where the
/// angle about the centre has gone on by 2π, between two rows linearly; the standard error of the rate is that of the
/// mean over the turns. `None` in other dimensions than two, and without a whole turn.
pub(super) fn by_turns(run: &Trajectory, centre: &[f64], last: usize) -> Option<Measured> {
    let ends = turns(run, centre, last / 2..last)?;
    let (count, [first, size], [end, left]) = (ends.len() as f64 - 1.0, ends[0], *ends.last()?);
    let slope = (left - size) / (end - first);
    // Of turns that are not equally long: each by what it is off the mean slope.
    let off = ends.windows(2).map(|w| (w[1][1] - w[0][1] - slope * (w[1][0] - w[0][0])).powi(2)).sum::<f64>();
    let error = (count > 1.0).then(|| (off * count / (count - 1.0)).sqrt() / (end - first));
    let rate = slope.exp();
    let rate_uncertainty = error.map(|error| error * rate);
    Some(Measured { rate: Some(rate), rate_uncertainty, period: Some((end - first) / count), ..Measured::NOTHING })
}

/// Where turns of a run in the plane begin and end: the step, and ln ‖x − centre‖ there.
fn turns(run: &Trajectory, centre: &[f64], rows: std::ops::Range<usize>) -> Option<Vec<[f64; 2]>> {
    if run.n != 2 || rows.is_empty() {
        return None;
    }
    let from = |k: usize| [run.x(k)[0] - centre[0], run.x(k)[1] - centre[1]];
    // Scaled: a product of two small numbers is 0 long before they are.
    let unit = |[a, b]: [f64; 2]| [a / a.hypot(b), b / a.hypot(b)];
    let size = |k: usize| from(k)[0].hypot(from(k)[1]).ln();
    let mut ends = vec![[rows.start as f64, size(rows.start)]];
    let mut angle = 0.0_f64;
    for k in rows {
        let ([a, b], [c, d]) = (unit(from(k)), unit(from(k + 1)));
        let turned = (a * d - b * c).atan2(a * c + b * d);
        let next = angle + turned;
        let whole = TAU * ends.len() as f64;
        if next.abs() >= whole {
            let part = (whole - angle.abs()) / turned.abs();
            ends.push([k as f64 + part, size(k) + part * (size(k + 1) - size(k))]);
        }
        angle = next;
    }
    (ends.len() > 1).then_some(ends)
}

/// λˢ → (|λ|, angle), the angle being the one nearest to the coarse estimate.
fn unwind(l: Complex<f64>, stride: usize, coarse: f64) -> (f64, f64) {
    let s = stride as f64;
    let principal = l.im.atan2(l.re).abs();
    let candidates = (0..=stride).flat_map(|k| [(k as f64 * TAU + principal) / s, (k as f64 * TAU - principal) / s]);
    let angle = candidates
        .filter(|a| *a >= 0.0)
        .min_by(|a, b| (a - coarse).abs().total_cmp(&(b - coarse).abs()))
        .unwrap_or(coarse);
    (l.norm().powf(1.0 / s), angle)
}

/// A two-term recurrence fitted to a run.
struct Fit {
    /// λˢ.
    root: Complex<f64>,
    /// What the recurrence leaves over, as a part of the run.
    left: f64,
}

/// The root of the fitted two-term recurrence at a stride, the upper one of a pair. Of two real ones, the one nearer to
/// the trend of log ‖e_k‖ per step: once the faster mode has died out the other root is rounding.
fn fit(errors: &[Vec<f64>], stride: usize, trend: f64) -> Option<Fit> {
    let n = errors[0].len();
    let count = errors.len().checked_sub(2 * stride).filter(|c| *c >= 2)?;
    // Two thousand rows tell as much as a million; each at the scale of its own error, so that early and late steps
    // count alike.
    let hop = count.div_ceil(2048);
    let column = |shift: usize| {
        let row = |k: usize| {
            let scale = errors[k].iter().fold(0.0, |a: f64, b| a.hypot(*b));
            errors[k + shift].iter().map(move |e| e / scale)
        };
        DVector::from_iterator(count.div_ceil(hop) * n, (0..count).step_by(hop).flat_map(row))
    };
    let [now, next, after] = [0, stride, 2 * stride].map(column);
    // Gram–Schmidt, so that a single mode is seen for what it is: then the columns are parallel and the factor is all
    // there is to find.
    let along = now.dot(&next) / now.norm_squared();
    let across = &next - &now * along;
    if across.norm() <= 1e-12 * next.norm() {
        return Some(Fit { root: Complex::new(along, 0.0), left: across.norm() / next.norm() });
    }
    let p = across.dot(&after) / across.norm_squared();
    let q = now.dot(&(&after - &next * p)) / now.norm_squared();
    let left = (&after - &next * p - &now * q).norm() / after.norm();
    let disc = p * p / 4.0 + q;
    let root = if disc < 0.0 {
        Complex::new(p / 2.0, (-disc).sqrt())
    } else {
        let off = |root: f64| (root.abs().ln() - stride as f64 * trend).abs();
        let (plus, minus) = (p / 2.0 + disc.sqrt(), p / 2.0 - disc.sqrt());
        Complex::new(if off(plus) <= off(minus) { plus } else { minus }, 0.0)
    };
    Some(Fit { root, left })
}

/// The steps to fit, or `None` where there are too few.
fn window(distances: &[f64]) -> Option<(usize, usize)> {
    let start = distances[0];
    let above = distances.iter().position(|d| *d <= FLOOR * start).unwrap_or(distances.len());
    let last = above.checked_sub(1)?;
    let growing = distances[last] > start;
    let (first, last) = if growing && start <= LINEAR_START {
        let end = distances.iter().position(|d| *d > LINEAR_END).unwrap_or(distances.len()) - 1;
        (end / 2, end)
    } else {
        (last / 2, last)
    };
    (last >= first + 8).then_some((first, last))
}

/// The mean factor of a run too short to fit; 0 where it lands on the centre.
fn short_rate(distances: &[f64]) -> Option<f64> {
    if distances[0] == 0.0 {
        return None;
    }
    let last = distances.iter().rposition(|d| *d > FLOOR * distances[0])?;
    // A difference of logarithms: the ratio of a diverging run may overflow.
    if last == 0 { Some(0.0) } else { Some(((distances[last].ln() - distances[0].ln()) / last as f64).exp()) }
}

/// Rate and period of a run as the verdict means them: across the set of equilibria where there is one.
pub fn observe(lin: &Linearisation, run: &Trajectory) -> Measured {
    let (seen, centre) = across(lin, run);
    measure(&seen, &centre)
}

/// What falls at the rate of the verdict, and to where. A run towards a set of equilibria ends at some point of it; its
/// steps fall at the rate across the set.
pub(super) fn across<'a>(lin: &'a Linearisation, run: &'a Trajectory) -> (Cow<'a, Trajectory>, Cow<'a, [f64]>) {
    if lin.tangents > 0 && run.len() > 2 {
        (Cow::Owned(run.steps()), Cow::Owned(vec![0.0; run.n]))
    } else {
        (Cow::Borrowed(run), Cow::Borrowed(&lin.at))
    }
}
