//! Axes: a range, linear or logarithmic, and ticks that fit.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

/// A coordinate axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub(super) lo: f64,
    pub(super) hi: f64,
    pub(super) log: bool,
    pub(super) label: String,
    pub(super) fixed: Option<Vec<(f64, String)>>,
}

/// A tick at a fraction of the axis; minor ticks have no label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) at: f64,
    pub(super) label: String,
}

impl Axis {
    /// A linear axis from `lo` to `hi`. An empty or non-finite range becomes one of length 1.
    pub fn linear(lo: f64, hi: f64, label: &str) -> Self {
        let limit = |v: f64| {
            if v.is_finite() { v.clamp(-1e300, 1e300) } else { 0.0 }
        };
        let (lo, hi) = (limit(lo.min(hi)), limit(lo.max(hi)));
        let room = 1e-9 * lo.abs().max(hi.abs());
        let (lo, hi) = if hi - lo > room { (lo, hi) } else { (lo - 0.5 - room, hi + 0.5 + room) };
        Self { lo, hi, log: false, label: label.to_owned(), fixed: None }
    }

    /// A logarithmic axis from `lo` to `hi`, both positive.
    pub fn log(lo: f64, hi: f64, label: &str) -> Self {
        let limit = |v: f64| {
            if v.is_finite() { v.clamp(1e-300, 1e300) } else { 1.0 }
        };
        let (lo, hi) = (limit(lo.min(hi)), limit(lo.max(hi)));
        let (lo, hi) = if hi / lo > 1.01 { (lo, hi) } else { (lo / 3.0, hi * 3.0) };
        Self { lo, hi, log: true, label: label.to_owned(), fixed: None }
    }

    /// A linear axis around the finite values, with a little room at both ends.
    pub fn covering(values: impl IntoIterator<Item = f64>, label: &str) -> Self {
        let (lo, hi) = span(values.into_iter().filter(|v| v.is_finite()));
        let room = 0.05 * (hi - lo);
        Self::linear(lo - room, hi + room, label)
    }

    /// A logarithmic axis around the positive finite values.
    pub fn log_covering(values: impl IntoIterator<Item = f64>, label: &str) -> Self {
        let (lo, hi) = span(values.into_iter().filter(|v| v.is_finite() && *v > 0.0));
        let room = (hi / lo).powf(0.05);
        Self::log(lo / room, hi * room, label)
    }

    /// Ticks at chosen values with chosen labels, such as `0`, `γ_{crit}`, `2γ_{crit}`.
    pub fn ticks(mut self, ticks: &[(f64, &str)]) -> Self {
        self.fixed = Some(ticks.iter().map(|&(at, label)| (at, label.to_owned())).collect());
        self
    }

    /// Fraction of the axis at which a value lies (below 0 or above 1 outside the range); `None`
    /// where there is none.
    pub(super) fn fraction(&self, value: f64) -> Option<f64> {
        let t = if self.log {
            (value / self.lo).ln() / (self.hi / self.lo).ln()
        } else {
            (value - self.lo) / (self.hi - self.lo)
        };
        t.is_finite().then_some(t)
    }

    /// The same axis with its range stretched about its middle.
    pub(super) fn stretched(&self, factor: f64) -> Self {
        let (mid, half) = (0.5 * (self.lo + self.hi), 0.5 * factor * (self.hi - self.lo));
        Self { lo: mid - half, hi: mid + half, ..self.clone() }
    }

    /// Ticks with labels that do not touch: the largest number up to `most` such that neighbours,
    /// `extent` long each on an axis `room` long, keep `gap` apart.
    pub(super) fn fitting(&self, room: f64, most: usize, gap: f64, extent: impl Fn(&str) -> f64) -> Vec<Tick> {
        let fits = |ticks: &[Tick]| {
            let labelled: Vec<&Tick> = ticks.iter().filter(|tick| !tick.label.is_empty()).collect();
            labelled.windows(2).all(|pair| {
                let apart = (pair[1].at - pair[0].at) * room;
                apart >= 0.5 * (extent(&pair[0].label) + extent(&pair[1].label)) + gap
            })
        };
        let mut ticks = Vec::new();
        for count in (2..=most.max(2)).rev() {
            ticks = self.some(count);
            if fits(&ticks) {
                break;
            }
        }
        ticks
    }

    fn some(&self, most: usize) -> Vec<Tick> {
        let at = |value: f64| self.fraction(value).filter(|t| (-1e-9..=1.0 + 1e-9).contains(t));
        let tick = |value: f64, label: String| at(value).map(|at| Tick { at, label });
        if let Some(fixed) = &self.fixed {
            return fixed.iter().filter_map(|(value, label)| tick(*value, label.clone())).collect();
        }
        if self.log {
            return self.decades(most).into_iter().filter_map(|(v, label)| tick(v, label)).collect();
        }
        // Plotters takes ranges shorter than 2e-16 for empty: hand it a span between 1 and 10.
        let scale = 10f64.powf((self.hi - self.lo).log10().floor());
        let range = RangedCoordf64::from(self.lo / scale - 1e-9..self.hi / scale + 1e-9);
        let values: Vec<f64> = range.key_points(most).into_iter().map(|v| v * scale).collect();
        let labels = plain(&values);
        values.into_iter().zip(labels).filter_map(|(value, label)| tick(value, label)).collect()
    }

    /// Ticks of a logarithmic axis with their labels; plotters' own lie between the decades.
    fn decades(&self, most: usize) -> Vec<(f64, String)> {
        let (first, last) = (self.lo.log10().ceil() as i32, self.hi.log10().floor() as i32);
        if last - first < 1 {
            // Less than one whole decade: 1, 2, 5 and plain numbers.
            let steps = (first - 1..=last).flat_map(|k| [1.0, 2.0, 5.0].map(|m| m * 10f64.powi(k)));
            let inside: Vec<f64> = steps.filter(|v| (self.lo..=self.hi).contains(v)).collect();
            let stride = inside.len().div_ceil(most).max(1);
            let shown: Vec<f64> = inside.into_iter().step_by(stride).collect();
            let labels = shown.iter().map(|&v| plain(&[v]).remove(0));
            return shown.iter().copied().zip(labels).collect();
        }
        let stride = ((last - first + 1) as usize).div_ceil(most).max(1) as i32;
        let mut ticks = Vec::new();
        for k in first - 1..=last {
            let labelled = k >= first && (k - first) % stride == 0;
            let label = if labelled { format!("10^{{{}}}", minus(&k.to_string())) } else { String::new() };
            ticks.push((10f64.powi(k), label));
            if stride == 1 && last - first < 5 {
                ticks.extend((2..=9).map(|m| (f64::from(m) * 10f64.powi(k), String::new())));
            }
        }
        ticks
    }
}

fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (lo, hi) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)));
    if lo <= hi { (lo, hi) } else { (1.0, 1.0) }
}

/// A hyphen becomes a minus sign.
fn minus(number: &str) -> String {
    number.replace('-', "−")
}

/// Labels of ticks: as many decimals as they need, powers of ten where they are far from 1.
pub(super) fn plain(values: &[f64]) -> Vec<String> {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let power = if largest > 0.0 { largest.log10().floor() as i32 } else { 0 };
    let far = !(-3..5).contains(&power);
    let unit = if far { 10f64.powi(power) } else { 1.0 };
    let whole = |decimals: i32| {
        let scale = 10f64.powi(decimals) / unit;
        values.iter().all(|v| (v * scale - (v * scale).round()).abs() < 1e-6)
    };
    let decimals = (0..=6).find(|&d| whole(d)).unwrap_or(6) as usize;
    let show = |v: f64| {
        let number = minus(&format!("{:.decimals$}", v / unit));
        let number = if number.trim_matches(['−', '0', '.']).is_empty() { "0".to_owned() } else { number };
        if far && number != "0" { format!("{number}·10^{{{}}}", minus(&power.to_string())) } else { number }
    };
    values.iter().map(|&v| show(v)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis, most: usize) -> Vec<String> {
        axis.some(most).into_iter().map(|tick| tick.label).filter(|l| !l.is_empty()).collect()
    }

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(labels(&Axis::linear(-2.0, 2.0, ""), 5), ["−2", "−1", "0", "1", "2"]);
        assert_eq!(labels(&Axis::linear(0.0, 1e-20, ""), 3), ["0", "0.5·10^{−20}", "1.0·10^{−20}"]);
        assert_eq!(labels(&Axis::log(1e-4, 10.0, ""), 3), ["10^{−4}", "10^{−2}", "10^{0}"]);
        assert_eq!(labels(&Axis::log(0.15, 0.6, ""), 5), ["0.2", "0.5"]);
    }

    #[test]
    fn strange_ranges_are_survived() {
        for (lo, hi) in [(0.0, 0.0), (f64::NAN, 1.0), (-1e308, 1e308), (1.0, f64::INFINITY), (5.0, -5.0)] {
            let (linear, log) = (Axis::linear(lo, hi, ""), Axis::log(lo, hi, ""));
            assert!(linear.lo < linear.hi && log.lo < log.hi && log.lo > 0.0);
            assert!(linear.some(5).len() < 20 && log.some(5).len() < 2000);
        }
        assert_eq!(Axis::covering([], "").fraction(f64::NAN), None);
        assert_eq!(Axis::log(1.0, 10.0, "").fraction(0.0), None);
    }
}
