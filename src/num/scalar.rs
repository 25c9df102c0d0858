//! The number a loss is written in.

use super::elementary;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A real number that a loss, a field or an update rule can be evaluated in: `f64`, [`Single`](super::Single), an
/// [`Interval`](super::Interval) that encloses it, or [`Dual`](super::Dual) over any scalar, which then carries exact
/// derivatives along.
///
/// Code over a scalar never branches on a value: kinks are primitives ([`step`](Scalar::step),
/// [`sign`](Scalar::sign), [`clamp`](Scalar::clamp)) with a stated derivative at the kink. `softplus` and
/// `sigmoid` are primitives because softplus built from max and abs has derivative 0 at t = 0, exactly where
/// the Dirac-GAN's equilibrium sits (the truth is ½).
pub trait Scalar:
    Copy
    + 'static
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + AddAssign
    + SubAssign
    + Mul<f64, Output = Self>
    + Add<f64, Output = Self>
{
    /// The constant c.
    fn of(c: f64) -> Self;
    /// |real part|: for pivoting, stopping and the choice of a quadrature rule, never inside a loss.
    fn size(self) -> f64;
    /// eˣ.
    fn exp(self) -> Self;
    /// Natural logarithm.
    fn ln(self) -> Self;
    /// √x, with derivative 0 at 0 by convention (the verdict looks for kinks otherwise).
    fn sqrt(self) -> Self;
    /// 1/x, and 0 at 0: the derivative of `sqrt` stays finite at a kink.
    fn recip_or_zero(self) -> Self;
    /// Hyperbolic tangent.
    fn tanh(self) -> Self;
    /// σ(t) = 1/(1+e⁻ᵗ), σ' = σ(1−σ).
    fn sigmoid(self) -> Self;
    /// log(1+eᵗ), with derivative σ(t).
    fn softplus(self) -> Self;
    /// −1, 0 or 1; sign(0) = 0, derivative 0.
    fn sign(self) -> Self;
    /// 1 where x > 0, else 0; derivative 0.
    fn step(self) -> Self;
    /// Projection onto [lo, hi]; derivative 1 strictly inside, 0 elsewhere.
    fn clamp(self, lo: f64, hi: f64) -> Self;
    /// The real part: for finding kinks and choosing nodes, never inside a loss.
    #[inline(always)]
    fn value(self) -> f64 {
        if self.step().size() > 0.5 { self.size() } else { -self.size() }
    }
    /// The same numbers where they are in single precision, which vector kernels take. Default: they are not.
    #[inline(always)]
    fn singles(_x: &[Self]) -> Option<&[f32]> {
        None
    }
    /// [`singles`](Scalar::singles), to be written to.
    #[inline(always)]
    fn singles_mut(_x: &mut [Self]) -> Option<&mut [f32]> {
        None
    }
    /// The same number, known to be 0 at the point of interest: an [`Interval`](super::Interval) takes note.
    #[inline(always)]
    fn known_zero(self) -> Self {
        self
    }
    /// 0.
    #[inline(always)]
    fn zero() -> Self {
        Self::of(0.0)
    }
    /// 1.
    #[inline(always)]
    fn one() -> Self {
        Self::of(1.0)
    }
    /// |x| = x·sign(x).
    #[inline(always)]
    fn abs(self) -> Self {
        self * self.sign()
    }
    /// max(x, 0) = x·step(x); relu'(0) = 0.
    #[inline(always)]
    fn relu(self) -> Self {
        self * self.step()
    }
    /// x².
    #[inline(always)]
    fn square(self) -> Self {
        self * self
    }
}

impl Scalar for f64 {
    #[inline(always)]
    fn of(c: f64) -> f64 {
        c
    }
    #[inline(always)]
    fn size(self) -> f64 {
        f64::abs(self)
    }
    #[inline(always)]
    fn value(self) -> f64 {
        self
    }
    #[inline(always)]
    fn exp(self) -> f64 {
        elementary::exp(self)
    }
    #[inline(always)]
    fn ln(self) -> f64 {
        elementary::ln(self)
    }
    #[inline(always)]
    fn sqrt(self) -> f64 {
        f64::sqrt(self)
    }
    #[inline(always)]
    fn recip_or_zero(self) -> f64 {
        if self == 0.0 { 0.0 } else { 1.0 / self }
    }
    #[inline(always)]
    fn tanh(self) -> f64 {
        elementary::tanh(self)
    }
    #[inline(always)]
    fn sigmoid(self) -> f64 {
        elementary::sigmoid(self)
    }
    #[inline(always)]
    fn softplus(self) -> f64 {
        elementary::softplus(self)
    }
    #[inline(always)]
    fn sign(self) -> f64 {
        (if self > 0.0 { 1.0 } else { 0.0 }) - (if self < 0.0 { 1.0 } else { 0.0 })
    }
    #[inline(always)]
    fn step(self) -> f64 {
        if self > 0.0 { 1.0 } else { 0.0 }
    }
    #[inline(always)]
    fn clamp(self, lo: f64, hi: f64) -> f64 {
        // Comparisons that let NaN through: a NaN must reach the check for finite states, not become lo.
        let x = if self < lo { lo } else { self };
        if x > hi { hi } else { x }
    }
}
