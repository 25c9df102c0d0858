//! Scaling by powers of two over the whole range of f64, subnormal numbers included: exact as long
//! as the result is a normal number.

/// x · 2ᵏ. More than one rounding can occur only where the result is subnormal.
pub fn times_power(mut x: f64, mut k: i32) -> f64 {
    const STEP: i32 = 1000;
    while k > STEP {
        x *= power(STEP);
        k -= STEP;
    }
    while k < -STEP {
        x *= power(-STEP);
        k += STEP;
    }
    x * power(k)
}

/// 2ᵏ for −1022 ≤ k ≤ 1023.
fn power(k: i32) -> f64 {
    f64::from_bits(((k + 1023) as u64) << 52)
}

/// The k with 2ᵏ ≤ |x| < 2ᵏ⁺¹, for a finite x ≠ 0.
pub fn exponent(x: f64) -> i32 {
    if x.abs() < f64::MIN_POSITIVE { exponent(x * power(54)) - 54 } else { ((x.to_bits() >> 52) & 0x7ff) as i32 - 1023 }
}
