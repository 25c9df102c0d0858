//! Values of f-divergences, and the variational bound that a discriminator climbs.
//!
//! Everything is evaluated with twice the digits of a double, and with f(u) − f(1) − f'(1)(u − 1) ≥ 0 in the place of f,
//! which has the same divergence but for f(1): nothing cancels, however near the laws are.

use super::{
    density::{DIGITS, Pair},
    law::{Estimate, Law, LawError},
};
use crate::{
    loss::divergence::{Divergence, Family},
    num::{Double, Dual, Scalar, elementary},
};

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DivergenceError {
    /// The laws are no pair.
    #[error(transparent)]
    Law(#[from] LawError),
    /// It is finite, and no double; its natural logarithm where that is known.
    #[error("finite, but beyond the largest double{}", .0.map_or(String::new(), |log| format!(": its natural logarithm is {}", crate::num::show::brief(log))))]
    Overflow(Option<f64>),
}

/// D_f(P‖Q) = Σ q f(p/q) or ∫ q f(p/q).
///
/// A point that only Q charges costs q·f(0), one that only P charges p·f'(∞); either may be ∞, and so may the integral
/// of a power of p/q whose tails are too heavy. The error of sums is a bound on rounding; that of integrals is an estimate,
/// what the last halving of the panels changed and rounding.
///
/// # Errors
/// If one law is discrete and the other is not, the numbers of points differ, their scales differ too much, or the value
/// is finite but no double.
pub fn between(d: &Divergence, p: &Law, q: &Law) -> Result<Estimate, DivergenceError> {
    let gap = Gap::of(d);
    let found = match pair(p, q)? {
        Common::Points(points) => sum(points.iter().map(|(p, q)| gap.charge(*p, *q))),
        Common::Line(line) => {
            let mut parts = [0.0; 2];
            for (part, (mass, cost)) in parts.iter_mut().zip(line.outside.into_iter().zip([gap.far, gap.zero])) {
                match mass {
                    Some(_) if cost == f64::INFINITY => return Ok(Estimate::INFINITE),
                    Some(mass) => *part = mass * cost,
                    None => {}
                }
            }
            let order = order(d);
            if let Some(order) = order {
                if line.heavy(order) {
                    return Ok(Estimate::INFINITE);
                }
                let peak = line.peak(order);
                if peak > LARGE {
                    return Err(DivergenceError::Overflow(logarithm(d, &line, order, peak)));
                }
            }
            // Of the Hellinger distance the root of pq decides, which never outweighs both.
            let spread = order.or((d.family == Family::SquaredHellinger).then_some(0.5));
            let inner = line.integrate(spread, |x| gap.density(line.p.log(x), line.q.log(x)));
            let value = parts[0] + parts[1] + inner.value;
            Estimate { value, error: inner.error + 4.0 * f64::EPSILON * value }
        }
    };
    let value = found.value + gap.at_one.rounded();
    if !value.is_finite() && found.value != f64::INFINITY || value.is_nan() {
        return Err(DivergenceError::Overflow(None));
    }
    Ok(Estimate { value, error: found.error + f64::EPSILON * gap.at_one.hi.abs() })
}

/// Logarithms above this are near the largest double.
const LARGE: f64 = 690.0;

/// The logarithm of a divergence that p^order q^(1−order) makes large; the rest of it is below e^−690 of the whole. `None`
/// where it is not known to nine digits.
fn logarithm(d: &Divergence, line: &Pair, order: f64, peak: f64) -> Option<f64> {
    let power = |x: Double| line.p.log(x) * order + line.q.log(x) * (1.0 - order);
    let scaled = line.integrate(Some(order), |x| Scalar::exp(power(x) + -peak));
    let factor = if d.family == Family::Alpha { (d.alpha * (d.alpha - 1.0)).abs() } else { 1.0 };
    let log = peak + elementary::ln(scaled.value / factor);
    // Written so that what is no number is not known.
    (scaled.error <= (1e-6 + 1e-9 * log.abs()) * scaled.value).then_some(log)
}

/// E_P T − E_Q f*(T), at most D_f(P‖Q) whatever T is, and D_f for T = [`optimal`]. −∞ where T leaves the domain of f*
/// on points that Q charges. `t(i)` at the i-th point of discrete laws, `t(x)` on the line for others, where it
/// should be smooth except where p = q.
///
/// # Errors
/// As for [`between`], or if a law with a density has mass where the other has none.
pub fn lower_bound(d: &Divergence, p: &Law, q: &Law, t: impl Fn(f64) -> f64) -> Result<Estimate, LawError> {
    let gain = |p: f64, q: f64, t: f64| {
        // 0·∞ = 0: what a law does not charge does not count.
        let real = if p == 0.0 { 0.0 } else { p * t };
        let fake = if q == 0.0 { 0.0 } else { q * d.conjugate_or_infinity(t) };
        real - fake
    };
    Ok(match pair(p, q)? {
        Common::Points(points) => {
            sum(points.iter().enumerate().map(|(i, (p, q))| Double::of(gain(p.rounded(), q.rounded(), t(i as f64)))))
        }
        Common::Line(line) if line.outside != [None; 2] => return Err(LawError::Supports),
        Common::Line(line) => line.integrate(order(d), |x| {
            let [p, q] = [line.p, line.q].map(|law| elementary::exp(law.log(x).rounded()));
            Double::of(gain(p, q, t(line.place(x))))
        }),
    })
}

/// T*(x) = f'(p(x)/q(x)), with p/q held within 1e±100: the critic for which [`lower_bound`] is tight.
///
/// # Errors
/// As for [`between`].
pub fn optimal(d: &Divergence, p: &Law, q: &Law) -> Result<impl Fn(f64) -> f64 + use<>, LawError> {
    let densities = pair(p, q)?;
    let (d, domain) = (*d, d.domain());
    let last = if domain.closed { domain.end } else { domain.end.next_down() };
    Ok(move |x: f64| {
        let u = match &densities {
            Common::Points(points) => (points[x as usize].0 / points[x as usize].1).rounded(),
            Common::Line(line) => elementary::exp(line.log_ratio(x)),
        };
        let t = if u < 1e100 { d.optimal(u.max(1e-100)) } else { d.optimal(1e100) };
        // Rounding must not carry T* out of the domain that it approaches.
        if domain.contains(t) { t } else { last }
    })
}

/// Two laws that have a density ratio: probabilities of the same points, or densities.
pub(super) enum Common {
    Points(Vec<(Double, Double)>),
    Line(Box<Pair>),
}

pub(super) fn pair(p: &Law, q: &Law) -> Result<Common, LawError> {
    match (p, q) {
        (Law::Discrete(p), Law::Discrete(q)) if p.len() == q.len() => {
            let [p, q] = [p, q].map(|weights| {
                let sum = weights.iter().fold(Double::default(), |sum, w| sum + *w);
                weights.iter().map(move |w| Double::of(*w) / sum)
            });
            Ok(Common::Points(p.zip(q).collect()))
        }
        (Law::Discrete(p), Law::Discrete(q)) => Err(LawError::Lengths(p.len(), q.len())),
        (Law::Discrete(_), _) | (_, Law::Discrete(_)) => Err(LawError::Kinds),
        _ => Ok(Common::Line(Box::new(Pair::new(p, q)?))),
    }
}

/// The sum of what the points cost.
pub(super) fn sum(terms: impl Iterator<Item = Double>) -> Estimate {
    let (mut total, mut size) = (Double::default(), 0.0);
    for term in terms {
        if !term.hi.is_finite() {
            return Estimate { value: term.hi, error: 0.0 };
        }
        total += term;
        size += term.hi.abs();
    }
    Estimate { value: total.rounded(), error: f64::EPSILON * total.hi.abs() + DIGITS * (1.0 + size) }
}

/// f(u) − f(1) − f'(1)(u − 1), which is nowhere negative.
struct Gap {
    d: Divergence,
    at_one: Double,
    slope: Double,
    /// At u = 0.
    zero: f64,
    /// Per u, for u → ∞.
    far: f64,
}

impl Gap {
    fn of(d: &Divergence) -> Self {
        let (at_one, slope) = (d.f(Double::one()), d.f(Dual::seed(Double::one())).eps);
        let zero = d.f_at_zero() + (slope - at_one).rounded();
        Self { d: *d, at_one, slope, zero, far: d.slope_at_infinity() - slope.rounded() }
    }

    /// At u = eˡ, divided by u where u > 1.
    fn near(&self, l: Double) -> Double {
        let u = Scalar::exp(l);
        let gap = self.d.f(u) - self.at_one - self.slope * (u + -1.0);
        if l.hi > 0.0 { gap / u } else { gap }
    }

    /// q f(p/q) from p and q, with its limits at q = 0 and p = 0.
    fn charge(&self, p: Double, q: Double) -> Double {
        match (p.hi == 0.0, q.hi == 0.0) {
            (true, true) => Double::default(),
            // A limit may be ∞, which has no second part.
            (true, false) => Double::of(q.rounded() * self.zero),
            (false, true) => Double::of(p.rounded() * self.far),
            (false, false) => self.density(p.ln(), q.ln()),
        }
    }

    /// q f(p/q) from log p and log q, without overflow on the way: where |log u| is large by its leading term, whose
    /// relative error is then below e^−100.
    fn density(&self, log_p: Double, log_q: Double) -> Double {
        let d = &self.d;
        let log_u = log_p - log_q;
        let large = if log_u.hi > 0.0 { log_p } else { log_q };
        let far = if d.family == Family::Alpha { 700.0 / (d.alpha.abs() + 2.0) } else { 200.0 };
        if log_u.hi.abs() <= far {
            return Scalar::exp(large) * self.near(log_u);
        }
        let (p, q, exp) = (log_p.rounded(), log_q.rounded(), elementary::exp);
        let limit = if log_u.hi > 0.0 { self.far } else { self.zero };
        Double::of(match order(d) {
            // The formula itself: far out nothing in it cancels.
            _ if d.family == Family::Alpha => {
                let a = d.alpha;
                (exp(a * p + (1.0 - a) * q) - a * exp(p) - (1.0 - a) * exp(q)) / (a * (a - 1.0))
            }
            _ if limit.is_finite() => limit * exp(large.rounded()),
            Some(order) => exp(order * p + (1.0 - order) * q),
            // KL, reverse KL, Jeffrey: logarithms.
            None => (log_u.hi.abs() - (self.slope * Scalar::sign(log_u.hi)).rounded()) * exp(large.rounded()),
        })
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
