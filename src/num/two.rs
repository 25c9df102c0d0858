//! Two numbers side by side.

use super::{Scalar, elementary, elementary::Lanes};
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Two numbers on which the same is done; `Two<Two<f64>>` are four.
///
/// One step of a loss is a long chain of operations, each waiting for the last. In a loop over points the processor
/// looks ahead into the next turns, but not far enough to keep its units busy; with several points in each turn
/// there is always one that is ready. No operation mixes the two, so each has the bits that it has alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Two<S>(pub S, pub S);

impl<S: Scalar> Two<S> {
    #[inline(always)]
    fn both(self, f: impl Fn(S) -> S) -> Self {
        Self(f(self.0), f(self.1))
    }
}

macro_rules! operator {
    ($($trait:ident $method:ident $op:tt),+) => {
        $(impl<S: Scalar> $trait for Two<S> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: Self) -> Self {
                Self(self.0 $op o.0, self.1 $op o.1)
            }
        })+
    };
}
operator!(Add add +, Sub sub -, Mul mul *, Div div /);

impl<S: Scalar> Neg for Two<S> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}
impl<S: Scalar> AddAssign for Two<S> {
    #[inline(always)]
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}
impl<S: Scalar> SubAssign for Two<S> {
    #[inline(always)]
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o;
    }
}
impl<S: Scalar> Mul<f64> for Two<S> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, c: f64) -> Self {
        self.both(|x| x * c)
    }
}
impl<S: Scalar> Add<f64> for Two<S> {
    type Output = Self;
    #[inline(always)]
    fn add(self, c: f64) -> Self {
        self.both(|x| x + c)
    }
}

impl<S: Lanes> Lanes for Two<S> {
    #[inline(always)]
    fn each(self, f: impl Fn(f64) -> f64 + Copy) -> Self {
        Self(self.0.each(f), self.1.each(f))
    }
    #[inline(always)]
    fn with(self, o: Self, f: impl Fn(f64, f64) -> f64 + Copy) -> Self {
        Self(self.0.with(o.0, f), self.1.with(o.1, f))
    }
}

impl<S: Lanes> Scalar for Two<S> {
    #[inline(always)]
    fn of(c: f64) -> Self {
        Self(S::of(c), S::of(c))
    }
    #[inline(always)]
    fn size(self) -> f64 {
        self.0.size().max(self.1.size())
    }
    #[inline(always)]
    fn exp(self) -> Self {
        self.both(S::exp)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        self.both(S::ln)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.both(S::sqrt)
    }
    #[inline(always)]
    fn recip_or_zero(self) -> Self {
        self.both(S::recip_or_zero)
    }
    #[inline(always)]
    fn tanh(self) -> Self {
        self.both(S::tanh)
    }
    #[inline(always)]
    fn sigmoid(self) -> Self {
        elementary::sigmoid(self)
    }
    #[inline(always)]
    fn softplus(self) -> Self {
        self.both(S::softplus)
    }
    #[inline(always)]
    fn sign(self) -> Self {
        self.both(S::sign)
    }
    #[inline(always)]
    fn step(self) -> Self {
        self.both(S::step)
    }
    #[inline(always)]
    fn clamp(self, lo: f64, hi: f64) -> Self {
        self.both(|x| x.clamp(lo, hi))
    }
}
