//! The Fenchel conjugate as what it is, a supremum of lines, found without its closed form.

use crate::{
    loss::divergence::Divergence,
    num::{Dual, elementary},
};

/// A supremum, and where it is attained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Supremum {
    /// sup; may be ∞.
    pub value: f64,
    /// A maximiser; `None` where the supremum is a limit and no maximum.
    pub at: Option<f64>,
}

/// log u is searched on ± this: as far as u^α, u² and 1/u² stay doubles.
fn reach(d: &Divergence) -> f64 {
    690.0 / (d.alpha.abs() + 1.0).max(2.1)
}

/// f*(t) = sup_{u ≥ 0} (ut − f(u)) from f alone.
///
/// ut − f(u) is concave, so the maximiser is where its slope t − f'(u) changes sign: bisection in log u, which needs no
/// scale. The supremum may be a limit: at u → 0, where the value −f(0) is taken on if f(0) is finite, and at u → ∞ if t
/// is not below f'(∞), the end of the domain. Above the end it is ∞; *at* the end it is finite for some f (Neyman: 2)
/// and is extrapolated to 1e-9 only, elsewhere exact to rounding.
pub fn conjugate(d: &Divergence, t: f64) -> Supremum {
    let rises = |log_u: f64| t > d.optimal(elementary::exp(log_u));
    let reach = reach(d);
    if !rises(-reach) {
        return Supremum { value: -d.f_at_zero(), at: Some(0.0) };
    }
    if rises(reach) || t >= d.slope_at_infinity() {
        return at_infinity(d, t);
    }
    let u = elementary::exp(bisect(-reach, reach, rises));
    Supremum { value: u * t - d.f(u), at: Some(u) }
}

/// The supremum for t ≥ f'(∞), where ut − f(u) never falls.
fn at_infinity(d: &Divergence, t: f64) -> Supremum {
    if t > d.slope_at_infinity() {
        return Supremum { value: f64::INFINITY, at: None };
    }
    let value = |u: f64| u * t - d.f(u);
    let (a, b) = (value(1e4) - value(1e2), value(1e6) - value(1e4));
    if a == 0.0 && b == 0.0 {
        return Supremum { value: value(2.0), at: Some(2.0) }; // a plateau (total variation) is reached
    }
    // What is left decays like a power of u, so increments over equal factors are geometric; log u or √u never shrink.
    let value = if b > 0.99 * a { f64::INFINITY } else { value(1e6) + b * b / (a - b) };
    Supremum { value, at: None }
}

/// The biconjugate f**(u) = sup_t (ut − f*(t)) from f* alone: f again, because f is convex and closed.
///
/// The same bisection, on the slope u − f*'(t), over the domain of f*.
pub fn biconjugate(d: &Divergence, u: f64) -> Supremum {
    let domain = d.domain();
    // Increasing in y, onto the domain up to what a double can tell from its end.
    let t = |y: f64| match domain.end.is_finite() {
        true => domain.end - elementary::exp(-y),
        false => 0.5 * (elementary::exp(y) - elementary::exp(-y)),
    };
    let rises = |y: f64| u > d.conjugate(Dual::seed(t(y))).eps;
    let (low, high) = (-40.0, 34.0);
    let value = |t: f64| u * t - d.conjugate_or_infinity(t);
    if !rises(low) {
        Supremum { value: value(t(low)), at: None }
    } else if rises(high) {
        let at = if domain.closed { domain.end } else { t(high) };
        Supremum { value: value(at), at: domain.closed.then_some(at) }
    } else {
        let at = t(bisect(low, high, rises));
        Supremum { value: value(at), at: Some(at) }
    }
}

/// max over the given u of the lines ut − f(u): below f*, and equal where a u is optimal.
pub fn envelope(d: &Divergence, slopes: &[f64], t: f64) -> f64 {
    slopes.iter().map(|u| u * t - if *u == 0.0 { d.f_at_zero() } else { d.f(*u) }).fold(f64::NEG_INFINITY, f64::max)
}

/// The point where `rises` turns from true to false.
fn bisect(mut low: f64, mut high: f64, rises: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if rises(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}
