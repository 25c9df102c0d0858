//! What stands between the layers.

use crate::{
    num::Scalar,
    registry::{registry, settings},
};

/// A function of one number, and its slope as a function of the *result*.
pub trait Activation {
    /// φ(a).
    fn apply<S: Scalar>(&self, a: S) -> S;
    /// φ'(a), given h = φ(a).
    fn slope<S: Scalar>(&self, h: S) -> S;
    /// φ''(a), given h = φ(a).
    fn bend<S: Scalar>(&self, h: S) -> S;
    /// Whether φ'' is anything but 0. Default: yes.
    fn bends(&self) -> bool {
        true
    }
}

settings! {
    /// tanh.
    Tanh: "tanh a", "smooth: Jacobians exist everywhere" {}
}

impl Activation for Tanh {
    #[inline(always)]
    fn apply<S: Scalar>(&self, a: S) -> S {
        a.tanh()
    }
    #[inline(always)]
    fn slope<S: Scalar>(&self, h: S) -> S {
        -h.square() + 1.0
    }
    #[inline(always)]
    fn bend<S: Scalar>(&self, h: S) -> S {
        h * self.slope(h) * -2.0
    }
}

settings! {
    /// max(a, 0), with slope 0 at 0.
    Relu: "max(a, 0)", "slope 0 at 0" {}
}

impl Activation for Relu {
    #[inline(always)]
    fn apply<S: Scalar>(&self, a: S) -> S {
        a.relu()
    }
    #[inline(always)]
    fn slope<S: Scalar>(&self, h: S) -> S {
        h.step()
    }
    #[inline(always)]
    fn bend<S: Scalar>(&self, _h: S) -> S {
        S::zero()
    }
    fn bends(&self) -> bool {
        false
    }
}

settings! {
    /// a where a > 0, else α·a; the slope at 0 is α.
    LeakyRelu: "a where a > 0, else αa", "Maas, Hannun, Ng 2013" {
        /// α, strictly between 0 and 1.
        slope: f64 = 0.2 => ["crate::registry::check::open_unit"],
    }
}

impl Activation for LeakyRelu {
    #[inline(always)]
    fn apply<S: Scalar>(&self, a: S) -> S {
        a * self.slope(a)
    }
    #[inline(always)]
    fn slope<S: Scalar>(&self, h: S) -> S {
        h.step() * (1.0 - self.slope) + self.slope
    }
    #[inline(always)]
    fn bend<S: Scalar>(&self, _h: S) -> S {
        S::zero()
    }
    fn bends(&self) -> bool {
        false
    }
}

registry! {
    /// The activations an experiment file may name.
    AnyActivation each_activation { tanh: Tanh, relu: Relu, leaky_relu: LeakyRelu }
}

impl Activation for AnyActivation {
    #[inline(always)]
    fn apply<S: Scalar>(&self, a: S) -> S {
        each_activation!(self, phi => phi.apply(a))
    }
    #[inline(always)]
    fn slope<S: Scalar>(&self, h: S) -> S {
        each_activation!(self, phi => phi.slope(h))
    }
    #[inline(always)]
    fn bend<S: Scalar>(&self, h: S) -> S {
        each_activation!(self, phi => phi.bend(h))
    }
    fn bends(&self) -> bool {
        each_activation!(self, phi => phi.bends())
    }
}
