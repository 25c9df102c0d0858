//! Activations in single precision, on whole planes.

use crate::game::mlp::activation::AnyActivation;
use pulp::Arch;

/// φ, as the kernels need it: a slope on either side of 0, or tanh.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    /// a where a > 0, else αa.
    Piecewise(f32),
    /// tanh a.
    Tanh,
}

impl From<&AnyActivation> for Activation {
    fn from(activation: &AnyActivation) -> Self {
        match activation {
            AnyActivation::Tanh(_) => Self::Tanh,
            AnyActivation::Relu(_) => Self::Piecewise(0.0),
            AnyActivation::LeakyRelu(l) => Self::Piecewise(l.slope as f32),
        }
    }
}

impl Activation {
    /// a ← φ(a).
    pub fn apply(self, arch: Arch, a: &mut [f32]) {
        arch.dispatch(|| match self {
            Self::Piecewise(alpha) => a.iter_mut().for_each(|a| *a *= if *a > 0.0 { 1.0 } else { alpha }),
            Self::Tanh => a.iter_mut().for_each(|a| *a = tanh(*a)),
        });
    }

    /// δ ← φ'(a)δ, given h = φ(a).
    pub fn times_slope(self, arch: Arch, delta: &mut [f32], h: &[f32]) {
        arch.dispatch(|| match self {
            Self::Piecewise(alpha) => {
                delta.iter_mut().zip(h).for_each(|(d, h)| *d *= if *h > 0.0 { 1.0 } else { alpha });
            }
            Self::Tanh => delta.iter_mut().zip(h).for_each(|(d, h)| *d *= 1.0 - h * h),
        });
    }
}

const LN2_HI: f32 = 0.693_359_4;
const LN2_LO: f32 = -2.121_944_4e-4;

/// tanh x by m = e^(−2|x|) − 1 ∈ (−1, 0]: −m/(2 + m).
#[inline(always)]
fn tanh(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0;
    let y = -2.0 * x.abs();
    let y = if y < -20.0 { -20.0 } else { y };
    let shifted = y * std::f32::consts::LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    let r = (y - k * LN2_HI) - k * LN2_LO;
    let tail = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)));
    let tail = 0.5 + r * (1.0 / 6.0 + r * tail);
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    let m = power * (r + r * r * tail) + (power - 1.0);
    (-m / (2.0 + m)).copysign(x)
}

#[cfg(test)]
mod tests {
    #[test]
    fn tanh_is_tanh() {
        for i in -4000..=4000 {
            let x = i as f32 * 0.005;
            let (found, expected) = (super::tanh(x), f64::from(x).tanh());
            let error = (f64::from(found) - expected).abs() / expected.abs().max(1e-30);
            assert!(error < 4e-7, "tanh {x} = {found}: off by {error:e}");
        }
        assert!(super::tanh(f32::NAN).is_nan());
    }
}
