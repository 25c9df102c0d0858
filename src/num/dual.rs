//! Forward-mode derivatives.

use super::Scalar;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// re + ε·eps with ε² = 0: f(re + ε·eps) = f(re) + ε·f'(re)·eps, exactly. Nests: `Dual<Dual<f64>>` gives
/// second derivatives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<S> {
    /// The value.
    pub re: S,
    /// The derivative along the seeded direction.
    pub eps: S,
}

impl<S: Scalar> Dual<S> {
    /// re + ε·eps.
    #[inline]
    pub fn new(re: S, eps: S) -> Self {
        Self { re, eps }
    }
    /// A constant: derivative 0.
    #[inline]
    pub fn lift(re: S) -> Self {
        Self { re, eps: S::zero() }
    }
    /// The variable itself: derivative 1.
    #[inline]
    pub fn seed(re: S) -> Self {
        Self { re, eps: S::one() }
    }
    /// Chain rule: value f, derivative df at `self.re`.
    #[inline]
    fn chain(self, f: S, df: S) -> Self {
        Self { re: f, eps: self.eps * df }
    }
}

impl<S: Scalar> Neg for Dual<S> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self::new(-self.re, -self.eps)
    }
}
impl<S: Scalar> Add for Dual<S> {
    type Output = Self;
    #[inline]
    fn add(self, o: Self) -> Self {
        Self::new(self.re + o.re, self.eps + o.eps)
    }
}
impl<S: Scalar> Sub for Dual<S> {
    type Output = Self;
    #[inline]
    fn sub(self, o: Self) -> Self {
        Self::new(self.re - o.re, self.eps - o.eps)
    }
}
impl<S: Scalar> Mul for Dual<S> {
    type Output = Self;
    #[inline]
    fn mul(self, o: Self) -> Self {
        Self::new(self.re * o.re, self.re * o.eps + self.eps * o.re)
    }
}
impl<S: Scalar> Div for Dual<S> {
    type Output = Self;
    #[inline]
    fn div(self, o: Self) -> Self {
        let q = self.re / o.re;
        Self::new(q, (self.eps - q * o.eps) / o.re)
    }
}
impl<S: Scalar> AddAssign for Dual<S> {
    #[inline]
    fn add_assign(&mut self, o: Self) {
        *self = *self + o
    }
}
impl<S: Scalar> SubAssign for Dual<S> {
    #[inline]
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o
    }
}
impl<S: Scalar> Mul<f64> for Dual<S> {
    type Output = Self;
    #[inline]
    fn mul(self, c: f64) -> Self {
        Self::new(self.re * c, self.eps * c)
    }
}
impl<S: Scalar> Add<f64> for Dual<S> {
    type Output = Self;
    #[inline]
    fn add(self, c: f64) -> Self {
        Self::new(self.re + c, self.eps)
    }
}

// Always inlined: a call from a dense kernel leaves the vector unit, and the kernel then runs forty times slower.
impl<S: Scalar> Scalar for Dual<S> {
    #[inline(always)]
    fn of(c: f64) -> Self {
        Self::lift(S::of(c))
    }
    #[inline(always)]
    fn size(self) -> f64 {
        self.re.size()
    }
    #[inline(always)]
    fn value(self) -> f64 {
        self.re.value()
    }
    #[inline(always)]
    fn exp(self) -> Self {
        let e = self.re.exp();
        self.chain(e, e)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        self.chain(self.re.ln(), S::one() / self.re)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        let r = self.re.sqrt();
        self.chain(r, r.recip_or_zero() * 0.5)
    }
    #[inline(always)]
    fn recip_or_zero(self) -> Self {
        let r = self.re.recip_or_zero();
        self.chain(r, -(r * r))
    }
    #[inline(always)]
    fn tanh(self) -> Self {
        let t = self.re.tanh();
        self.chain(t, -(t * t) + 1.0)
    }
    #[inline(always)]
    fn sigmoid(self) -> Self {
        let s = self.re.sigmoid();
        self.chain(s, s * (-s + 1.0))
    }
    #[inline(always)]
    fn softplus(self) -> Self {
        self.chain(self.re.softplus(), self.re.sigmoid())
    }
    #[inline(always)]
    fn sign(self) -> Self {
        Self::lift(self.re.sign())
    }
    #[inline(always)]
    fn step(self) -> Self {
        Self::lift(self.re.step())
    }
    #[inline(always)]
    fn clamp(self, lo: f64, hi: f64) -> Self {
        let inside = (self.re + -lo).step() * (-self.re + hi).step();
        self.chain(self.re.clamp(lo, hi), inside)
    }
    #[inline(always)]
    fn known_zero(self) -> Self {
        Self::new(self.re.known_zero(), self.eps)
    }
    // The next three by what they are, so that the scalar inside sees it: x·x of an interval may be negative.
    #[inline(always)]
    fn abs(self) -> Self {
        self.chain(self.re.abs(), self.re.sign())
    }
    #[inline(always)]
    fn relu(self) -> Self {
        self.chain(self.re.relu(), self.re.step())
    }
    #[inline(always)]
    fn square(self) -> Self {
        Self::new(self.re.square(), self.re * self.eps * 2.0)
    }
}
