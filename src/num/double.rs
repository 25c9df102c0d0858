//! Numbers of twice the digits, for what cancels in `f64`.

use super::Scalar;
use std::{
    f64::consts::LN_2,
    ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign},
};

/// hi + lo, |lo| at most half a unit in the last place of hi: about 31 digits (Dekker 1971). Products of parts above
/// 1e300 overflow in their rounding errors, so this is for numbers of moderate size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Double {
    /// The number, rounded.
    pub hi: f64,
    /// What rounding left.
    pub lo: f64,
}

/// ln 2.
const LN2: Double = Double { hi: LN_2, lo: 2.319_046_813_846_299_6e-17 };
/// exp halves its argument so often, and squares as often.
const HALVINGS: i32 = 8;

impl Double {
    /// The exact sum of two numbers.
    pub fn sum(a: f64, b: f64) -> Self {
        let hi = a + b;
        let part = hi - a;
        Self { hi, lo: (a - (hi - part)) + (b - part) }
    }

    /// The sum of two numbers of which the first is the larger.
    fn fast(a: f64, b: f64) -> Self {
        let hi = a + b;
        Self { hi, lo: b - (hi - a) }
    }

    /// The exact product of two numbers.
    pub fn product(a: f64, b: f64) -> Self {
        let hi = a * b;
        let split = |x: f64| {
            let far = 134_217_729.0 * x;
            let high = far - (far - x);
            (high, x - high)
        };
        let ((a1, a2), (b1, b2)) = (split(a), split(b));
        Self { hi, lo: ((a1 * b1 - hi) + a1 * b2 + a2 * b1) + a2 * b2 }
    }

    /// The number in double precision.
    pub fn rounded(self) -> f64 {
        self.hi + self.lo
    }

    /// x·2ᵏ.
    fn scaled(self, k: i32) -> Self {
        Self { hi: libm::ldexp(self.hi, k), lo: libm::ldexp(self.lo, k) }
    }

    /// eˣ − 1 without cancellation.
    pub fn exp_m1(self) -> Self {
        if self.hi.abs() > 0.5 {
            return Scalar::exp(self) + -1.0;
        }
        // (1 + p)² − 1 = 2p + p², from p = e^(x/2⁸) − 1 by its series.
        let x = self.scaled(-HALVINGS);
        let mut p = Self::default();
        for k in (1..=11).rev() {
            p = x * (p + 1.0) / Self::of(f64::from(k));
        }
        (0..HALVINGS).fold(p, |p, _| p * 2.0 + p * p)
    }
}

impl Add for Double {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        let (high, low) = (Self::sum(self.hi, o.hi), Self::sum(self.lo, o.lo));
        let first = Self::fast(high.hi, high.lo + low.hi);
        Self::fast(first.hi, first.lo + low.lo)
    }
}

impl Mul for Double {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        let p = Self::product(self.hi, o.hi);
        Self::fast(p.hi, p.lo + (self.hi * o.lo + self.lo * o.hi))
    }
}

impl Div for Double {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        let first = self.hi / o.hi;
        let rest = self - o * Self::of(first);
        let second = rest.hi / o.hi;
        let rest = rest - o * Self::of(second);
        Self::fast(first, second) + Self::of(rest.hi / o.hi)
    }
}

impl Neg for Double {
    type Output = Self;
    fn neg(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }
}

impl Sub for Double {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        self + -o
    }
}

impl AddAssign for Double {
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}

impl SubAssign for Double {
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o;
    }
}

impl Mul<f64> for Double {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        self * Self::of(c)
    }
}

impl Add<f64> for Double {
    type Output = Self;
    fn add(self, c: f64) -> Self {
        self + Self::of(c)
    }
}

impl Scalar for Double {
    fn of(c: f64) -> Self {
        Self { hi: c, lo: 0.0 }
    }
    fn size(self) -> f64 {
        self.hi.abs()
    }
    fn exp(self) -> Self {
        if self.hi > 709.0 || self.hi < -745.0 || self.hi.is_nan() {
            return Self::of(self.hi.exp());
        }
        let k = (self.hi / LN_2).round();
        ((self - LN2 * k).exp_m1() + 1.0).scaled(k as i32)
    }
    fn ln(self) -> Self {
        if !(self.hi > 0.0 && self.hi.is_finite()) {
            return Self::of(self.hi.ln());
        }
        // A mantissa near 1, and one step of Newton's method from the logarithm in double precision.
        let k = libm::frexp(self.hi * std::f64::consts::SQRT_2).1 - 1;
        let x = self.scaled(-k);
        let start = Self::of(x.hi.ln());
        start + (x * Scalar::exp(-start) + -1.0) + LN2 * f64::from(k)
    }
    fn sqrt(self) -> Self {
        if self.hi <= 0.0 {
            return Self::of(self.hi.sqrt());
        }
        let root = Self::of(self.hi.sqrt());
        root + (self - root * root) / (root * 2.0)
    }
    fn recip_or_zero(self) -> Self {
        if self.hi == 0.0 { self } else { Self::one() / self }
    }
    fn tanh(self) -> Self {
        if self.hi.abs() > 40.0 {
            return Self::of(self.hi.signum());
        }
        let e = (self * 2.0).exp_m1();
        e / (e + 2.0)
    }
    fn sigmoid(self) -> Self {
        Self::one() / (Scalar::exp(-self) + 1.0)
    }
    fn softplus(self) -> Self {
        // max(x, 0) + log(1 + e^(−|x|))
        Scalar::relu(self) + (Scalar::exp(-Scalar::abs(self)) + 1.0).ln()
    }
    fn sign(self) -> Self {
        Self::of(Scalar::sign(self.hi))
    }
    fn step(self) -> Self {
        Self::of(Scalar::step(self.hi))
    }
    fn clamp(self, lo: f64, hi: f64) -> Self {
        if self.hi < lo {
            Self::of(lo)
        } else if self.hi > hi {
            Self::of(hi)
        } else {
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, function, argument and 32 digits of the value, from mpmath.
    type Case = (&'static str, fn(Double) -> Double, f64, f64, f64);

    const TABLE: &[Case] = &[
        ("exp", Scalar::exp, 1.0, std::f64::consts::E, 1.4456468917292502e-16),
        ("exp", Scalar::exp, -20.3, 1.5269401591266087e-09, -9.350718630790655e-26),
        ("exp", Scalar::exp, 1e-9, 1.000000001, -8.224037093664211e-17),
        ("ln", Scalar::ln, 3.0, 1.0986122886681098, -9.07129723500153e-17),
        ("ln", Scalar::ln, 1.0000000009313226, 9.313225741817976e-10, 2.692645221273596e-28),
        ("ln", Scalar::ln, 1e-300, -690.7755278982137, -2.3670096176709832e-14),
        ("tanh", Scalar::tanh, 1e-6, 9.999999999996666e-07, -2.5868588632771325e-23),
        ("tanh", Scalar::tanh, 0.7, 0.6043677771171635, -2.7916180015425346e-17),
        ("exp_m1", Double::exp_m1, 1e-12, 1.0000000000005e-12, -2.421793960301238e-29),
        ("exp_m1", Double::exp_m1, -0.45, -0.3623718483782267, 1.0183537911400041e-17),
        ("sqrt", Scalar::sqrt, 2.0, std::f64::consts::SQRT_2, -9.667293313452913e-17),
    ];

    #[test]
    fn functions_have_twice_the_digits() {
        for (name, f, x, hi, lo) in TABLE {
            let found = f(Double::of(*x));
            let off = (found - Double { hi: *hi, lo: *lo }).hi.abs();
            // Near 1 a logarithm is as good as its argument.
            let allowed = if *name == "ln" { 1e-31 } else { 0.0 } + 1e-30 * hi.abs();
            assert!(off <= allowed, "{name} {x}: {found:?} is off by {off:e}");
        }
        println!("{} values", TABLE.len());
        let third = Double::one() / Double::of(3.0);
        assert!((third * 3.0 + -1.0).hi.abs() < 1e-31 && third.lo != 0.0);
        let one = Double::of(1e16) + 1.0 - Double::of(1e16);
        assert_eq!(one, Double::one());
    }
}
