//! How far a law without an end is followed under an integrand that may grow as fast as its density falls.

use super::Axis;
use crate::num::Scalar;

/// The normal law is cut into pieces of this length: half of the 8.6 beyond which a probability of 8e-18 lies.
const PIECE: f64 = 4.3;
/// It is always followed so many pieces, whatever the integrand.
const FIRST: usize = 2;
/// It is looked at up to so many pieces: at 38.7 its density is below all of `f64`.
const LAST: usize = 9;
/// Looks to a piece where the law has its mass.
const LOOKS: i32 = 4;
/// What the integrand times the density may have left, relative to its largest value, where the law is cut.
const TAIL: f64 = 1e-14;
/// Sizes of an integrand whose derivatives and products still fit `f64`.
const FITS: f64 = 1e290;

/// Where a law without an end may be cut.
pub enum Tails {
    /// So far below and above 0.
    At([f64; 2]),
    /// Nowhere: the expectation is infinite.
    Infinite,
    /// Further out than `f64` reaches.
    Slow,
}

/// The ends of the pieces above 0 of a law that is cut at `end`.
pub fn pieces(end: f64) -> impl DoubleEndedIterator<Item = f64> {
    let whole = (1..=LAST).map(|k| k as f64 * PIECE).take_while(|u| *u < end).count();
    (1..=whole).map(|k| k as f64 * PIECE).chain([end])
}

/// Where a law may be cut under an integrand of such sizes.
pub fn of(axis: Axis, mut size: impl FnMut(f64) -> f64) -> Tails {
    let mut mass = |u: f64| (size(u) * axis.density(u)).abs();
    // The bulk of what is integrated may lie far out, and be nothing where the law has its own.
    let far: [Vec<f64>; 2] = [-1.0, 1.0].map(|sign| (FIRST..=LAST).map(|k| mass(sign * k as f64 * PIECE)).collect());
    let near = (-LOOKS * FIRST as i32..=LOOKS * FIRST as i32).map(|k| mass(f64::from(k) * PIECE / f64::from(LOOKS)));
    let all = near.chain(far.iter().flatten().copied());
    let least = TAIL * all.filter(|m| m.is_finite()).fold(0.0, f64::max);
    let mut ends = [0.0; 2];
    for ((sign, seen), end) in [-1.0, 1.0].into_iter().zip(&far).zip(&mut ends) {
        let last = seen.iter().rposition(|m| m.is_finite() && *m > least);
        let cut = last.map_or(0, |k| k + 1);
        let reached = last.map_or(0.0, |k| (FIRST + k) as f64 * PIECE);
        let outer = (FIRST + cut) as f64 * PIECE;
        *end = if cut < seen.len() && size(sign * outer) < FITS {
            outer
        } else {
            furthest(reached, outer.min(LAST as f64 * PIECE), |u| size(sign * u) < FITS)
        };
        let left = size(sign * *end) * axis.density(*end);
        if left.is_nan() || left.abs() > least {
            return beyond(|u| size(sign * u));
        }
    }
    Tails::At(ends)
}

/// About the largest number between two up to which something holds; the smaller one if nowhere.
fn furthest(mut low: f64, mut high: f64, mut holds: impl FnMut(f64) -> bool) -> f64 {
    for _ in 0..20 {
        let middle = 0.5 * (low + high);
        if holds(middle) { low = middle } else { high = middle }
    }
    low
}

/// What an integrand of such sizes is that does not decay: with ln f ≈ a + bu + wu² through three points, E f is
/// infinite for w ≥ ½.
fn beyond(mut size: impl FnMut(f64) -> f64) -> Tails {
    let mut fits = |u: &f64| [1.0, 0.5, 0.25].iter().all(|part| (1e-250..1e250).contains(&size(part * u)));
    let reach = [34.4, 25.8, 17.2, 12.9].into_iter().find(|u| fits(u)).unwrap_or(8.6);
    let mut log = |part: f64| Scalar::ln(size(part * reach));
    let (far, near) = ((log(1.0) - log(0.5)) / (0.5 * reach), (log(0.5) - log(0.25)) / (0.25 * reach));
    let bend = (far - near) / (0.75 * reach);
    if bend >= 0.5 * (1.0 - 1e-3) { Tails::Infinite } else { Tails::Slow }
}
