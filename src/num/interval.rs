//! Intervals that know how regular a value is.

use super::{Scalar, elementary};
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// How regular a function is at the point that its arguments were enclosed around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regularity {
    /// Nothing is known: a pole, a logarithm at 0, an overflow.
    Unknown,
    /// Bounded nearby: a jump.
    Bounded,
    /// Continuous at the point: a kink, a root at 0.
    Continuous,
    /// Fréchet-differentiable at the point, with the derivative that dual numbers give there.
    Differentiable,
    /// Analytic on the whole box: made of analytic functions, away from every switch.
    Analytic,
}

/// The order of a value that is 0 everywhere; no other is counted as far.
const IDENTICALLY_ZERO: u8 = u8::MAX;
/// The order of a value that is 0 at the point and differentiable there.
const FIRST: u8 = 2;

/// A range [lo, hi] that holds every value a computation takes over a box of arguments, exact arithmetic and the
/// rounding of `f64` both included, and the [`Regularity`] of what was computed.
///
/// Each operation is widened by its error bound in units in the last place. The non-smooth primitives (`sign`, `step`,
/// `clamp`, `abs`, `relu`, and √, logarithm and quotient at 0) lower the regularity where their argument's range meets
/// the switch, and not elsewhere. What is lost comes back where calculus gives it back, at the point: if f is
/// differentiable and 0 there and g is continuous, then f(u)·g(u) = g(0)·f'u + o(u) is differentiable, which is how
/// Adam's m/(√s + ε) is smooth at m = s = 0; and f = O(|u|^p) with p > 1 has derivative 0, which is x·|x|. For that
/// the order p of a value known to vanish at the point comes along, in halves because √ halves it. (Derived here.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    lo: f64,
    hi: f64,
    /// 2p where the value is 0 at the point and O(|u|^p) around it; 0 where that is not known.
    order: u8,
    regularity: Regularity,
}

impl Interval {
    const EVERYTHING: Self =
        Self { lo: f64::NEG_INFINITY, hi: f64::INFINITY, order: 0, regularity: Regularity::Unknown };

    /// The coordinate whose values fill [lo, hi].
    pub fn new(lo: f64, hi: f64) -> Self {
        Self::with(lo, hi, 0, Regularity::Analytic)
    }

    /// The coordinate at x, known to ± `radius`; an x that is exactly 0 is known to vanish. The box is never a point,
    /// because what counts is how a value behaves around it.
    pub fn around(x: f64, radius: f64) -> Self {
        // As much as rounding leaves open, and at 0 a size that survives being squared.
        let radius = radius.max(4.0 * f64::EPSILON * x.abs()).max(1e-100);
        Self { order: if x == 0.0 { FIRST } else { 0 }, ..Self::new(x - radius, x + radius) }
    }

    /// The lower end.
    pub fn lo(self) -> f64 {
        self.lo
    }

    /// The upper end.
    pub fn hi(self) -> f64 {
        self.hi
    }

    /// hi − lo, rounded up.
    pub fn width(self) -> f64 {
        (self.hi - self.lo).next_up()
    }

    /// Whether x may be the value.
    pub fn contains(self, x: f64) -> bool {
        self.lo <= x && x <= self.hi
    }

    /// How regular the value is.
    pub fn regularity(self) -> Regularity {
        self.regularity
    }

    /// Whether a non-smooth primitive may have met its switch somewhere in the box.
    pub fn bends(self) -> bool {
        self.regularity < Regularity::Analytic
    }

    /// No less than 0, whatever rounding says.
    fn non_negative(self) -> Self {
        if self.regularity == Regularity::Unknown { self } else { Self { lo: self.lo.max(0.0), ..self } }
    }

    fn recip(self) -> Self {
        if self.regularity == Regularity::Unknown || self.contains(0.0) {
            return Self::EVERYTHING;
        }
        Self::with((1.0 / self.hi).next_down(), (1.0 / self.lo).next_up(), 0, self.regularity)
    }

    fn with(lo: f64, hi: f64, order: u8, regularity: Regularity) -> Self {
        if !(lo.is_finite() && hi.is_finite()) || regularity == Regularity::Unknown {
            return Self::EVERYTHING;
        }
        let gained = match order {
            0 => Regularity::Unknown,
            IDENTICALLY_ZERO => return Self { lo: 0.0, hi: 0.0, order, regularity: Regularity::Analytic },
            1..=FIRST => Regularity::Continuous,
            _ => Regularity::Differentiable,
        };
        let regularity = regularity.max(gained);
        // A differentiable value that is 0 at the point is O(|u|).
        let order = if order > 0 && regularity >= Regularity::Differentiable { order.max(FIRST) } else { order };
        Self { lo, hi, order, regularity }
    }

    /// f, increasing and analytic where it is asked, computed to within 4 units in the last place.
    fn increasing(self, f: impl Fn(f64) -> f64) -> Self {
        let (lo, hi) = (f(self.lo), f(self.hi));
        Self::with(lower(lo, 4), upper(hi, 4), 0, self.regularity)
    }

    /// A function that is constant off 0 and jumps there, with these values at both ends.
    fn jump(self, lo: f64, hi: f64) -> Self {
        let regularity = match self.regularity {
            Regularity::Unknown => Regularity::Unknown,
            _ if self.contains(0.0) => Regularity::Bounded,
            _ => Regularity::Analytic,
        };
        let order = if lo == 0.0 && hi == 0.0 { IDENTICALLY_ZERO } else { 0 };
        Self::with(lo, hi, order, regularity)
    }

    /// A kink, with these values at both ends.
    fn kink(self, lo: f64, hi: f64) -> Self {
        Self::with(lo, hi, self.order, self.regularity.min(Regularity::Continuous))
    }
}

/// x less `ulps` units in the last place.
fn lower(x: f64, ulps: u32) -> f64 {
    (0..ulps).fold(x, |x, _| x.next_down())
}

/// x and `ulps` units in the last place more.
fn upper(x: f64, ulps: u32) -> f64 {
    (0..ulps).fold(x, |x, _| x.next_up())
}

/// The constant c as a range: integers of a loss, and quarters and the like, are meant as they stand, other numbers may
/// be rounded.
fn constant(c: f64) -> (f64, f64) {
    let exact = (c * 1024.0).fract() == 0.0 && c.abs() < 1e12;
    if exact { (c, c) } else { (c.next_down(), c.next_up()) }
}

/// Bounds of x + y: the sum rounded, if nothing was lost (Knuth's two-sum), else its neighbour as well.
fn sum(x: f64, y: f64) -> (f64, f64) {
    let s = x + y;
    let t = s - x;
    let lost = (x - (s - t)) + (y - t);
    (if lost >= 0.0 { s } else { s.next_down() }, if lost <= 0.0 { s } else { s.next_up() })
}

/// Bounds of xy, of its sign also where it underflows.
fn product(x: f64, y: f64) -> (f64, f64) {
    let p = x * y;
    if x == 0.0 || y == 0.0 {
        return (0.0, 0.0);
    }
    let whole = |x: f64| x.abs() < 67_108_864.0 && (x as i64) as f64 == x;
    if whole(x) && whole(y) {
        return (p, p); // below 2⁵²
    }
    let (lo, hi) = (p.next_down(), p.next_up());
    if (x > 0.0) == (y > 0.0) { (lo.max(0.0), hi) } else { (lo, hi.min(0.0)) }
}

impl Neg for Interval {
    type Output = Self;
    fn neg(self) -> Self {
        Self { lo: -self.hi, hi: -self.lo, ..self }
    }
}

impl Add for Interval {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        if o.order == IDENTICALLY_ZERO && self.regularity > Regularity::Unknown {
            return self;
        }
        if self.order == IDENTICALLY_ZERO && o.regularity > Regularity::Unknown {
            return o;
        }
        let (lo, hi) = (sum(self.lo, o.lo).0, sum(self.hi, o.hi).1);
        Self::with(lo, hi, self.order.min(o.order), self.regularity.min(o.regularity))
    }
}

impl Sub for Interval {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        self + -o
    }
}

impl Mul for Interval {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        let regularity = self.regularity.min(o.regularity);
        if regularity == Regularity::Unknown {
            return Self::EVERYTHING;
        }
        let ends = [(self.lo, o.lo), (self.lo, o.hi), (self.hi, o.lo), (self.hi, o.hi)].map(|(x, y)| product(x, y));
        let lo = ends.iter().fold(f64::INFINITY, |m, e| m.min(e.0));
        let hi = ends.iter().fold(f64::NEG_INFINITY, |m, e| m.max(e.1));
        let smooth_zero = |a: Self, b: Self| {
            a.order > 0 && a.regularity >= Regularity::Differentiable && b.regularity >= Regularity::Continuous
        };
        let given_back = smooth_zero(self, o) || smooth_zero(o, self);
        let regularity = if given_back { regularity.max(Regularity::Differentiable) } else { regularity };
        let order = match (self.order, o.order) {
            (IDENTICALLY_ZERO, _) | (_, IDENTICALLY_ZERO) => IDENTICALLY_ZERO,
            (a, b) => a.saturating_add(b).min(IDENTICALLY_ZERO - 1),
        };
        Self::with(lo, hi, order, regularity)
    }
}

impl Div for Interval {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        self.mul(o.recip())
    }
}

impl AddAssign for Interval {
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}
impl SubAssign for Interval {
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o;
    }
}
impl Mul<f64> for Interval {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        self * Self::of(c)
    }
}
impl Add<f64> for Interval {
    type Output = Self;
    fn add(self, c: f64) -> Self {
        self + Self::of(c)
    }
}

impl Scalar for Interval {
    fn of(c: f64) -> Self {
        let (lo, hi) = constant(c);
        Self::with(lo, hi, if c == 0.0 { IDENTICALLY_ZERO } else { 0 }, Regularity::Analytic)
    }
    fn size(self) -> f64 {
        self.lo.abs().max(self.hi.abs())
    }
    /// The middle.
    fn value(self) -> f64 {
        0.5 * self.lo + 0.5 * self.hi
    }
    fn exp(self) -> Self {
        self.increasing(elementary::exp).non_negative()
    }
    fn ln(self) -> Self {
        if self.lo > 0.0 { self.increasing(elementary::ln) } else { Self::EVERYTHING }
    }
    fn sqrt(self) -> Self {
        if self.lo > 0.0 {
            self.increasing(f64::sqrt)
        } else if self.order == IDENTICALLY_ZERO {
            self
        } else if self.lo == 0.0 {
            let regularity = self.regularity.min(Regularity::Continuous);
            Self::with(0.0, self.hi.sqrt().next_up(), self.order / 2, regularity)
        } else {
            // Negative on one side: no number there.
            Self::EVERYTHING
        }
    }
    fn recip_or_zero(self) -> Self {
        self.recip()
    }
    fn tanh(self) -> Self {
        if self.order == IDENTICALLY_ZERO {
            self
        } else {
            Self { order: self.order, ..self.increasing(elementary::tanh) }
        }
    }
    fn sigmoid(self) -> Self {
        self.increasing(elementary::sigmoid).non_negative()
    }
    fn softplus(self) -> Self {
        self.increasing(elementary::softplus).non_negative()
    }
    fn sign(self) -> Self {
        self.jump(Scalar::sign(self.lo), Scalar::sign(self.hi))
    }
    fn step(self) -> Self {
        self.jump(Scalar::step(self.lo), Scalar::step(self.hi))
    }
    fn clamp(self, lo: f64, hi: f64) -> Self {
        if self.regularity == Regularity::Unknown {
            return self;
        }
        let (a, b) = (Scalar::clamp(self.lo, lo, hi), Scalar::clamp(self.hi, lo, hi));
        if self.contains(lo) || self.contains(hi) {
            let order = if lo <= 0.0 && 0.0 <= hi { self.order } else { 0 };
            Self { order, ..self }.kink(a, b)
        } else if lo < self.lo && self.hi < hi {
            self
        } else {
            Self::of(a)
        }
    }
    fn known_zero(self) -> Self {
        let order = if self.regularity >= Regularity::Differentiable { self.order.max(FIRST) } else { self.order };
        Self { order, ..self }
    }
    fn abs(self) -> Self {
        if self.lo >= 0.0 {
            self
        } else if self.hi < 0.0 {
            -self
        } else {
            self.kink(0.0, self.size())
        }
    }
    fn relu(self) -> Self {
        if self.lo >= 0.0 {
            self
        } else if self.hi < 0.0 {
            Self::zero()
        } else {
            self.kink(0.0, self.hi)
        }
    }
    fn square(self) -> Self {
        (self * self).non_negative()
    }
}
