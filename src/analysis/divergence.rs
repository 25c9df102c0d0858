//! Values of f-divergences, and the variational bound that a discriminator climbs.

use super::law::{Bell, Estimate, Law, LawError, integrate};
use crate::{
    loss::divergence::{Divergence, Family},
    num::elementary,
};

/// D_f(P‖Q) = Σ q f(p/q) or ∫ q f(p/q).
///
/// A point that only Q charges costs q·f(0), one that only P charges p·f'(∞); either may be ∞, and so may the integral
/// of a power of p/q whose tails are too heavy. Discrete sums carry rounding errors only.
///
/// # Errors
/// If one law is discrete and the other normal, or the numbers of points differ.
pub fn between(d: &Divergence, p: &Law, q: &Law) -> Result<Estimate, LawError> {
    match pair(p, q)? {
        Pair::Discrete(p, q) => Ok(sum(p, q, |p, q| charge(d, p, q))),
        Pair::Normal(p, q) => {
            let mixed = match order(d) {
                None => None,
                Some(order) => match Bell::mixed(p, q, order) {
                    None => return Ok(Estimate::INFINITE),
                    bell => bell,
                },
            };
            Ok(integrate(p, q, mixed, |x| density(d, p.log(x), q.log(x))))
        }
    }
}

/// E_P T − E_Q f*(T), at most D_f(P‖Q) whatever T is, and D_f for T = [`optimal`]. −∞ where T leaves the domain of f*
/// on points that Q charges. `t(i)` at the i-th point of discrete laws, `t(x)` on the line for normal ones, where it
/// should be smooth except where p = q.
///
/// # Errors
/// As for [`between`].
pub fn lower_bound(d: &Divergence, p: &Law, q: &Law, t: impl Fn(f64) -> f64) -> Result<Estimate, LawError> {
    let gain = |p: f64, q: f64, t: f64| {
        // 0·∞ = 0: what a law does not charge does not count.
        let real = if p == 0.0 { 0.0 } else { p * t };
        let fake = if q == 0.0 { 0.0 } else { q * d.conjugate_or_infinity(t) };
        real - fake
    };
    Ok(match pair(p, q)? {
        Pair::Discrete(p, q) => {
            let mut i = -1.0;
            sum(p, q, |p, q| {
                i += 1.0;
                gain(p, q, t(i))
            })
        }
        Pair::Normal(p, q) => {
            let mixed = order(d).and_then(|order| Bell::mixed(p, q, order));
            integrate(p, q, mixed, |x| gain(elementary::exp(p.log(x)), elementary::exp(q.log(x)), t(x)))
        }
    })
}

/// T*(x) = f'(p(x)/q(x)), with p/q held within 1e±100: the critic for which [`lower_bound`] is tight.
///
/// # Errors
/// As for [`between`].
pub fn optimal(d: &Divergence, p: &Law, q: &Law) -> Result<impl Fn(f64) -> f64, LawError> {
    enum Densities {
        Weights(Vec<(f64, f64)>),
        Bells(Bell, Bell),
    }
    let densities = match pair(p, q)? {
        Pair::Discrete(p, q) => Densities::Weights(p.iter().copied().zip(q.iter().copied()).collect()),
        Pair::Normal(p, q) => Densities::Bells(p, q),
    };
    let (d, domain) = (*d, d.domain());
    let last = if domain.closed { domain.end } else { domain.end.next_down() };
    Ok(move |x: f64| {
        let u = match &densities {
            Densities::Weights(pq) => pq[x as usize].0 / pq[x as usize].1,
            Densities::Bells(p, q) => elementary::exp(p.log(x) - q.log(x)),
        };
        let t = if u < 1e100 { d.optimal(u.max(1e-100)) } else { d.optimal(1e100) };
        // Rounding must not carry T* out of the domain that it approaches.
        if domain.contains(t) { t } else { last }
    })
}

/// Two laws that have a density ratio.
pub(super) enum Pair<'a> {
    Discrete(&'a [f64], &'a [f64]),
    Normal(Bell, Bell),
}

pub(super) fn pair<'a>(p: &'a Law, q: &'a Law) -> Result<Pair<'a>, LawError> {
    match (p, q) {
        (Law::Discrete(p), Law::Discrete(q)) if p.len() == q.len() => Ok(Pair::Discrete(p, q)),
        (Law::Discrete(p), Law::Discrete(q)) => Err(LawError::Lengths(p.len(), q.len())),
        (&Law::Normal { mean: a, sd: s }, &Law::Normal { mean: b, sd: t }) => {
            Ok(Pair::Normal(Bell { mean: a, sd: s }, Bell { mean: b, sd: t }))
        }
        _ => Err(LawError::Kinds),
    }
}

/// Σ cost(p, q) over the points.
pub(super) fn sum(p: &[f64], q: &[f64], mut cost: impl FnMut(f64, f64) -> f64) -> Estimate {
    let terms: Vec<f64> = p.iter().zip(q).map(|(p, q)| cost(*p, *q)).collect();
    let size: f64 = terms.iter().map(|t| t.abs()).sum();
    let error = if size.is_finite() { 1e-15 * size } else { 0.0 };
    Estimate { value: terms.iter().sum(), error }
}

/// q f(p/q), with its limits at q = 0 and p = 0.
fn charge(d: &Divergence, p: f64, q: f64) -> f64 {
    match (p == 0.0, q == 0.0) {
        (true, true) => 0.0,
        (true, false) => q * d.f_at_zero(),
        (false, true) => p * d.slope_at_infinity(),
        (false, false) => q * d.f(p / q),
    }
}

/// q f(p/q) from log p and log q, without overflow on the way: where |log u| is large by its leading term, whose
/// relative error is then below e^−100.
fn density(d: &Divergence, p: f64, q: f64) -> f64 {
    let log_u = p - q;
    let exp = elementary::exp;
    let far = if d.family == Family::Alpha { 700.0 / (d.alpha.abs() + 2.0) } else { 200.0 };
    if log_u.abs() <= far {
        let u = exp(log_u);
        return if log_u > 0.0 { exp(p) * (d.f(u) / u) } else { exp(q) * d.f(u) };
    }
    let (limit, log) = if log_u > 0.0 { (d.slope_at_infinity(), p) } else { (d.f_at_zero(), q) };
    match (d.family, order(d)) {
        // The formula itself: far out nothing in it cancels.
        (Family::Alpha, _) => {
            let a = d.alpha;
            (exp(a * p + (1.0 - a) * q) - a * exp(p) - (1.0 - a) * exp(q)) / (a * (a - 1.0))
        }
        _ if limit.is_finite() => limit * exp(log),
        (_, Some(order)) => exp(order * p + (1.0 - order) * q),
        // KL, reverse KL, Jeffrey: logarithms.
        (_, None) => log_u.abs() * exp(log),
    }
}

/// The power of p/q in the integrand whose tail can outweigh both densities.
fn order(d: &Divergence) -> Option<f64> {
    match d.family {
        Family::Pearson => Some(2.0),
        Family::Neyman => Some(-1.0),
        Family::Alpha => Some(d.alpha),
        _ => None,
    }
}
