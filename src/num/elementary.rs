//! Elementary functions on `f64`: pure, branch-free and the same bits everywhere.
//!
//! Every function here is straight-line arithmetic on `f64` and its bits: additions,
//! multiplications, divisions and selects. There is no call into the platform's `libm`, no
//! table and no fused multiply-add. Three things follow.
//!
//! * **The same bits everywhere.** IEEE 754 fixes the result of each operation, so a single
//!   trajectory, a cell of a dense map and the page in the browser agree to the last bit.
//! * **Plain loops vectorise.** A select is a blend, so a loop over a slice becomes SSE2, AVX2,
//!   AVX-512 or NEON code as the target allows, without a lane type.
//! * **Selects on values are safe for NaN.** They are written so that NaN passes through.
//!
//! Measured errors against 50-digit references (`tests/elementary.rs` holds them to these
//! bounds), in units in the last place of the result:
//!
//! | function | bound | remark |
//! |---|---|---|
//! | [`exp`] | 1 | also where the result is subnormal |
//! | [`ln`], [`ln_1p`] | 1 | |
//! | [`tanh`] | 2.5 | |
//! | [`sigmoid`] | 2.5 | relative, also for t → −∞ |
//! | [`softplus`] | 2 | relative, also for t → −∞ |
//!
//! The polynomials interpolate at Chebyshev nodes; `tests/data/make_coefficients.py` derives them.

use super::Scalar;
use std::f64::consts::LOG2_E;

/// ln 2 to 40 bits, so that `k · LN2_HI` is exact for every |k| < 2¹³, and the rest of it.
const LN2_HI: f64 = 0.6931471805592082;
const LN2_LO: f64 = 7.371002565167799e-13;

/// 1.5 · 2⁵². Adding it rounds a number below 2⁵¹ to an integer and leaves that integer, in two's
/// complement, in the low bits: a conversion that every vector unit has.
const SHIFT: f64 = 6755399441055744.0;

/// p ≈ (eʳ − 1 − r)/r² on |r| ≤ ½ ln 2: interpolated at 11 Chebyshev nodes; it contributes less
/// than 3.4e-19 to the relative error of eʳ.
const EXP: [f64; 11] = [
    0.5,
    0.1666666666666667,
    0.04166666666666667,
    0.008333333333326141,
    0.0013888888888883752,
    0.00019841269874800493,
    2.4801587325533363e-05,
    2.7557255425746435e-06,
    2.7557273661348637e-07,
    2.510520637395701e-08,
    2.0914679376583935e-09,
];

/// q ≈ (2 artanh(s)/s − 2)/z in z = s² on 0 ≤ s ≤ (√2 − 1)/(√2 + 1): interpolated at 7 Chebyshev
/// nodes; it contributes less than 4.7e-18 to the relative error of a logarithm.
const LN: [f64; 7] = [
    0.666666666666667,
    0.39999999999899505,
    0.28571428625975487,
    0.2222221113479508,
    0.18182889125261723,
    0.15331721600556042,
    0.14616449685043406,
];

/// Bits of √½: mantissas are brought to [√½, √2).
const SQRT_HALF_BITS: u64 = 0x3fe6_a09e_667f_3bcd;
/// Bits of 1.
const ONE_BITS: u64 = 0x3ff0_0000_0000_0000;

/// `x`, but no less than `low`; NaN stays NaN (which `f64::max` would lose).
#[inline(always)]
fn at_least(x: f64, low: f64) -> f64 {
    if low > x { low } else { x }
}

/// `x`, but no more than `high`; NaN stays NaN.
#[inline(always)]
fn at_most(x: f64, high: f64) -> f64 {
    if high < x { high } else { x }
}

/// One number, or several ([`Two`](super::Two)) that go through [`sigmoid`] side by side.
pub trait Lanes: Scalar {
    /// f of each number.
    fn each(self, f: impl Fn(f64) -> f64 + Copy) -> Self;
    /// f of each number and the one of `o` that stands where it does.
    fn with(self, o: Self, f: impl Fn(f64, f64) -> f64 + Copy) -> Self;
}

impl Lanes for f64 {
    #[inline(always)]
    fn each(self, f: impl Fn(f64) -> f64) -> f64 {
        f(self)
    }
    #[inline(always)]
    fn with(self, o: f64, f: impl Fn(f64, f64) -> f64) -> f64 {
        f(self, o)
    }
}

/// x = k ln 2 + r with |r| ≤ ½ ln 2, for |x| < 2²⁰: (a number whose bits have k at the low end, r).
///
/// `k · LN2_HI` is exact and so is its difference from `x`, hence r carries one rounding error.
#[inline(always)]
fn reduce<S: Scalar>(x: S) -> (S, S) {
    let shifted = x * LOG2_E + SHIFT;
    let k = shifted + -SHIFT;
    (shifted, (x - k * LN2_HI) - k * LN2_LO)
}

/// 2ᵏ from the low bits that [`reduce`] left, moved by `bias` − 1023. The shift pushes everything
/// but the exponent field out.
#[inline(always)]
fn power_of_two(k: u64, bias: u64) -> f64 {
    f64::from_bits(k.wrapping_add(bias) << 52)
}

/// eʳ − 1 for |r| ≤ ½ ln 2. Evaluated in Estrin's order: short dependency chains.
#[inline(always)]
fn exp_m1_reduced<S: Scalar>(r: S) -> S {
    let c = &EXP;
    let r2 = r * r;
    let r4 = r2 * r2;
    // From the far end: little has to be kept at any time, which counts where several numbers go side by side.
    let high = (r * c[9] + c[8]) + r2 * c[10];
    let middle = (r * c[5] + c[4]) + r2 * (r * c[7] + c[6]);
    let tail = middle + r4 * high;
    let low = (r * c[1] + c[0]) + r2 * (r * c[3] + c[2]);
    r + r2 * (low + r4 * tail)
}

/// ln(2ᵉ (1 + f) + small) = e ln 2 + ln(1 + f) + `correction`, for √½ ≤ 1 + f ≤ √2.
///
/// With s = f/(2 + f), ln(1 + f) = 2 artanh s = f − (f²/2 − s (f²/2 + z q)): the leading f is
/// exact, all that is rounded is smaller by a factor f (the arrangement of Tang and of fdlibm).
#[inline(always)]
fn ln_reduced(e: f64, f: f64, correction: f64) -> f64 {
    let c = &LN;
    let s = f / (2.0 + f);
    let z = s * s;
    let z2 = z * z;
    let low = c[0] + z * c[1];
    let middle = c[2] + z * c[3];
    let high = (c[4] + z * c[5]) + z2 * c[6];
    let q = low + z2 * (middle + z2 * high);
    let half_square = 0.5 * f * f;
    let tail = half_square - (s * (half_square + z * q) + (e * LN2_LO + correction));
    e * LN2_HI - (tail - f)
}

/// A positive normal number as 2ᵉ (1 + f) with √½ ≤ 1 + f < √2: (e, f).
#[inline(always)]
fn split(x: f64) -> (f64, f64) {
    let offset = x.to_bits().wrapping_add(ONE_BITS - SQRT_HALF_BITS);
    // The exponent becomes a float by being written into the mantissa of 2⁵².
    let e = f64::from_bits(0x4330_0000_0000_0000 | (offset >> 52)) - (4503599627370496.0 + 1023.0);
    let mantissa = f64::from_bits((offset & 0x000f_ffff_ffff_ffff).wrapping_add(SQRT_HALF_BITS));
    (e, mantissa - 1.0)
}

/// eˣ: at most 1 ulp, also where the result is subnormal. Overflows to +∞, underflows to 0.
///
/// eˣ = 2ᵏ eʳ; the power is applied in two halves, because 2ᵏ alone need not be a number where
/// eˣ is, and the second product rounds a subnormal result once.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let (k, r) = reduce(at_most(at_least(x, -746.0), 710.0));
    let k = k.to_bits();
    // ⌊k/2⌋ by an unsigned shift, since not every vector unit has a signed one.
    let half = ((k.wrapping_add(2048) & 0xfff) >> 1).wrapping_sub(1024);
    let rest = k.wrapping_sub(half);
    (1.0 + exp_m1_reduced(r)) * power_of_two(half, 1023) * power_of_two(rest, 1023)
}

/// 2⁶⁴.
const LARGE: f64 = 18446744073709551616.0;

/// 2⁶⁴ e^(−|t|), what sigmoid and softplus share: a normal number also where e^(−|t|) is none.
#[inline(always)]
fn large_exp_minus_abs<S: Lanes>(t: S) -> S {
    let (k, r) = reduce(-t.each(|t| at_most(t.abs(), 746.0)));
    (exp_m1_reduced(r) + 1.0) * k.each(|k| power_of_two(k.to_bits(), 1023 + 64))
}

/// ln x: at most 1 ulp, subnormal arguments included. ln 0 = −∞, NaN below.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    let small = x < f64::MIN_POSITIVE;
    let (e, f) = split(if small { x * 18014398509481984.0 } else { x });
    let y = ln_reduced(if small { e - 54.0 } else { e }, f, 0.0);
    at_the_edges(x, y)
}

/// ln(1 + x): at most 1 ulp, also near 0 and near −1. ln_1p(−1) = −∞, NaN below.
///
/// The rounding error of u = 1 + x is recovered exactly and enters to first order as
/// (x − (u − 1))/u; where x is so large that it is not exact, it is below a rounding error.
#[inline(always)]
pub fn ln_1p(x: f64) -> f64 {
    let u = 1.0 + x;
    let (e, f) = split(u);
    let y = at_the_edges(u, ln_reduced(e, f, (x - (u - 1.0)) / u));
    if x == 0.0 { x } else { y } // keeps −0
}

/// `y` = ln `x` where x is positive and finite, else the limit.
#[inline(always)]
fn at_the_edges(x: f64, y: f64) -> f64 {
    let y = if x > 0.0 { y } else { f64::NAN };
    let y = if x == 0.0 { f64::NEG_INFINITY } else { y };
    if x == f64::INFINITY { x } else { y }
}

/// tanh x: at most 2.5 ulp; odd, ±1 from |x| = 20 on.
///
/// With m = e^(−2|x|) − 1, tanh |x| = −m/(2 + m): one quotient for the whole range, since on this
/// side m ∈ (−1, 0] is put together without cancellation.
#[inline(always)]
pub fn tanh(x: f64) -> f64 {
    let (k, r) = reduce(at_least(-2.0 * x.abs(), -44.0));
    let power = power_of_two(k.to_bits(), 1023);
    let m = power * exp_m1_reduced(r) + (power - 1.0);
    (-m / (2.0 + m)).copysign(x)
}

/// 1/(1 + e^(−t)): at most 2.5 ulp, also for t → −∞, where it is eᵗ.
///
/// Both sides of the quotient are 2⁶⁴ times what they are written as, so that it alone rounds a subnormal result.
#[inline(always)]
pub fn sigmoid<S: Lanes>(t: S) -> S {
    let v = large_exp_minus_abs(t);
    t.with(v, |t, v| if t < 0.0 { v } else { LARGE }) / (v + LARGE)
}

/// ln(1 + eᵗ) = max(t, 0) + ln(1 + e^(−|t|)): at most 2 ulp, also for t → −∞, where it is eᵗ.
///
/// Here v = e^(−|t|) ∈ [0, 1], so that one select reduces ln(1 + v): ln(1 + v) or
/// ln 2 + ln(1 + (v − 1)/2).
#[inline(always)]
pub fn softplus(t: f64) -> f64 {
    let v = large_exp_minus_abs(t) * (1.0 / LARGE);
    let large = v > std::f64::consts::SQRT_2 - 1.0;
    let f = if large { 0.5 * (v - 1.0) } else { v };
    at_least(t, 0.0) + ln_reduced(if large { 1.0 } else { 0.0 }, f, 0.0)
}
