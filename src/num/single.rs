//! Single precision as a scalar.

use super::Scalar;
use bytemuck::{Pod, Zeroable};
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// An `f32`: what networks are trained in. Constants are rounded to it; transcendental functions are those of `f64`,
/// rounded once, because the speed of training comes from vector kernels, which have their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
#[repr(transparent)]
pub struct Single(pub f32);

macro_rules! operator {
    ($($trait:ident $method:ident $op:tt),+) => {
        $(impl $trait for Single {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: Self) -> Self {
                Self(self.0 $op o.0)
            }
        })+
    };
}
operator!(Add add +, Sub sub -, Mul mul *, Div div /);

impl Neg for Single {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Single {
    #[inline(always)]
    fn add_assign(&mut self, o: Self) {
        self.0 += o.0;
    }
}
impl SubAssign for Single {
    #[inline(always)]
    fn sub_assign(&mut self, o: Self) {
        self.0 -= o.0;
    }
}
impl Mul<f64> for Single {
    type Output = Self;
    #[inline(always)]
    fn mul(self, c: f64) -> Self {
        Self(self.0 * c as f32)
    }
}
impl Add<f64> for Single {
    type Output = Self;
    #[inline(always)]
    fn add(self, c: f64) -> Self {
        Self(self.0 + c as f32)
    }
}

impl Single {
    #[inline(always)]
    fn through(self, f: impl Fn(f64) -> f64) -> Self {
        Self(f(f64::from(self.0)) as f32)
    }
}

impl Scalar for Single {
    #[inline(always)]
    fn of(c: f64) -> Self {
        Self(c as f32)
    }
    #[inline(always)]
    fn size(self) -> f64 {
        f64::from(self.0).abs()
    }
    #[inline(always)]
    fn exp(self) -> Self {
        self.through(Scalar::exp)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        self.through(Scalar::ln)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.sqrt())
    }
    #[inline(always)]
    fn recip_or_zero(self) -> Self {
        Self(if self.0 == 0.0 { 0.0 } else { 1.0 / self.0 })
    }
    #[inline(always)]
    fn tanh(self) -> Self {
        self.through(Scalar::tanh)
    }
    #[inline(always)]
    fn sigmoid(self) -> Self {
        self.through(Scalar::sigmoid)
    }
    #[inline(always)]
    fn softplus(self) -> Self {
        self.through(Scalar::softplus)
    }
    #[inline(always)]
    fn sign(self) -> Self {
        Self((if self.0 > 0.0 { 1.0 } else { 0.0 }) - (if self.0 < 0.0 { 1.0 } else { 0.0 }))
    }
    #[inline(always)]
    fn step(self) -> Self {
        Self(if self.0 > 0.0 { 1.0 } else { 0.0 })
    }
    #[inline(always)]
    fn clamp(self, lo: f64, hi: f64) -> Self {
        // Lets NaN through, as for f64.
        let (lo, hi) = (lo as f32, hi as f32);
        let x = if self.0 < lo { lo } else { self.0 };
        Self(if x > hi { hi } else { x })
    }
    #[inline(always)]
    fn singles(x: &[Self]) -> Option<&[f32]> {
        Some(bytemuck::cast_slice(x))
    }
    #[inline(always)]
    fn singles_mut(x: &mut [Self]) -> Option<&mut [f32]> {
        Some(bytemuck::cast_slice_mut(x))
    }
}
