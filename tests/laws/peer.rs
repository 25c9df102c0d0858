//! A second opinion on every derivative: the hyper-dual numbers of the crate `num-dual` as a scalar of this one.

use num_dual::{DualNum, HyperDual64};
use saddleflow::num::Scalar;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// x + x₁ε₁ + x₂ε₂ + x₁₂ε₁ε₂: first and mixed second derivatives.
#[derive(Clone, Copy)]
pub struct Peer(pub HyperDual64);

impl Peer {
    /// The point x, with ε₁ on coordinate `i` and ε₂ on coordinate `j`.
    pub fn seeded(x: &[f64], i: usize, j: usize) -> Vec<Peer> {
        let unit = |hit: bool| if hit { 1.0 } else { 0.0 };
        (0..x.len()).map(|k| Peer(HyperDual64::new(x[k], unit(k == i), unit(k == j), 0.0))).collect()
    }
}

macro_rules! forward {
    ($($op:ident $method:ident),+) => {$(
        impl $op for Peer {
            type Output = Self;
            fn $method(self, o: Self) -> Self { Peer(self.0.$method(o.0)) }
        }
    )+};
}
forward!(Add add, Sub sub, Mul mul, Div div);

impl Neg for Peer {
    type Output = Self;
    fn neg(self) -> Self {
        Peer(-self.0)
    }
}
impl AddAssign for Peer {
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}
impl SubAssign for Peer {
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o;
    }
}
impl Mul<f64> for Peer {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        Peer(self.0 * c)
    }
}
impl Add<f64> for Peer {
    type Output = Self;
    fn add(self, c: f64) -> Self {
        Peer(self.0 + c)
    }
}

impl Scalar for Peer {
    fn of(c: f64) -> Self {
        Peer(HyperDual64::from_re(c))
    }
    fn size(self) -> f64 {
        self.0.re.abs()
    }
    fn exp(self) -> Self {
        Peer(self.0.exp())
    }
    fn ln(self) -> Self {
        Peer(self.0.ln())
    }
    fn sqrt(self) -> Self {
        Peer(self.0.sqrt())
    }
    fn recip_or_zero(self) -> Self {
        Peer(self.0.recip())
    }
    fn tanh(self) -> Self {
        Peer(self.0.tanh())
    }
    fn sigmoid(self) -> Self {
        Peer(((-self.0).exp() + 1.0).recip())
    }
    fn softplus(self) -> Self {
        Peer(if self.0.re > 0.0 { self.0 + (-self.0).exp().ln_1p() } else { self.0.exp().ln_1p() })
    }
    fn sign(self) -> Self {
        Self::of(f64::from(i8::from(self.0.re > 0.0) - i8::from(self.0.re < 0.0)))
    }
    fn step(self) -> Self {
        Self::of(f64::from(u8::from(self.0.re > 0.0)))
    }
    fn clamp(self, lo: f64, hi: f64) -> Self {
        if self.0.re > lo && self.0.re < hi { self } else { Self::of(self.0.re.clamp(lo, hi)) }
    }
}
