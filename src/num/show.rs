//! Numbers as a reader sees them: significant digits, never a row of zeros and never the noise of rounding. For
//! programs, `{x:?}` reads back to the same bits.

/// At most ten significant digits and at most nine decimals, trailing zeros kept so that columns align; an exponent
/// below 1e-4 and from 1e9 on.
pub fn number(x: f64) -> String {
    let size = x.abs();
    if x == 0.0 {
        "0".into()
    } else if !x.is_finite() {
        unbounded(x)
    } else if (1e-4..1e9).contains(&size) {
        // A size that is rounded up to the next power of ten may show one digit more.
        let decimals = 9 - (1..=8).filter(|k| size >= 10f64.powi(*k)).count();
        format!("{x:.decimals$}")
    } else {
        format!("{x:.6e}")
    }
}

/// [`number`] without trailing zeros, for a sentence: 0.15, 1e-19, 2.5e11.
pub fn brief(x: f64) -> String {
    trimmed(&number(x))
}

/// So many significant digits, without trailing zeros: a size, an error, a time.
pub fn rough(x: f64, digits: usize) -> String {
    if x == 0.0 || !x.is_finite() {
        return if x == 0.0 { "0".into() } else { unbounded(x) };
    }
    let scientific = format!("{x:.*e}", digits.max(1) - 1);
    let rounded: f64 = scientific.parse().unwrap_or(x);
    // Zeros that are no digits tell nothing from a million on.
    if !(1e-4..10f64.powi(digits.max(6) as i32)).contains(&rounded.abs()) {
        return trimmed(&scientific);
    }
    // Rust writes a double with the fewest digits that read back, which are those that were kept.
    rounded.to_string()
}

/// A number of steps: a whole number from 10 up to a million, three digits otherwise.
pub fn count(steps: f64) -> String {
    if (10.0..1e6).contains(&steps) { format!("{steps:.0}") } else { rough(steps, 3) }
}

/// The shortest decimal within `tolerance` of x: 0.475 for a grid value 0.47500000000000003.
pub fn shortest(x: f64, tolerance: f64) -> String {
    let near = |digits: &usize| {
        let rounded: f64 = format!("{x:.*e}", digits - 1).parse().unwrap_or(f64::NAN);
        (rounded - x).abs() <= tolerance
    };
    if x.abs() <= tolerance { "0".into() } else { rough(x, (1..17).find(near).unwrap_or(17)) }
}

/// Beside numbers of size 1 this is rounding: some 45 units in the last place.
const NOISE: f64 = 1e-14;

/// x, or 0 where it is no more than rounding beside numbers of that size: ±1e-16 beside 1.
pub fn beside(x: f64, size: f64) -> f64 {
    if x.abs() <= NOISE * size.abs() { 0.0 } else { x }
}

/// Numbers that stand together, such as the coordinates of a point: each [`brief`], and 0 what is rounding beside the
/// largest of them or beside `least`, where they came of numbers of that size.
pub fn together(x: &[f64], least: f64) -> Vec<String> {
    let size = x.iter().fold(least, |a: f64, b| a.max(b.abs()));
    x.iter().map(|a| brief(beside(*a, size))).collect()
}

fn unbounded(x: f64) -> String {
    if x.is_nan() {
        "not a number"
    } else if x > 0.0 {
        "∞"
    } else {
        "-∞"
    }
    .into()
}

/// Without zeros at the end of the decimals.
fn trimmed(text: &str) -> String {
    let (digits, exponent) = text.find('e').map_or((text, ""), |at| text.split_at(at));
    if !digits.contains('.') {
        return text.into();
    }
    format!("{}{exponent}", digits.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significant_digits_at_every_size() {
        for (x, full, short) in [
            (0.0, "0", "0"),
            (-0.0, "0", "0"),
            (0.15, "0.150000000", "0.15"),
            (-0.969_535_970_8, "-0.969535971", "-0.969535971"),
            (64.929_522_684, "64.92952268", "64.92952268"),
            (123_456_789.012, "123456789.0", "123456789"),
            (1e12, "1.000000e12", "1e12"),
            (1.234_567_89e21, "1.234568e21", "1.234568e21"),
            (1e-19, "1.000000e-19", "1e-19"),
            (2.5e-5, "2.500000e-5", "2.5e-5"),
            (f64::INFINITY, "∞", "∞"),
            (f64::NEG_INFINITY, "-∞", "-∞"),
            (f64::NAN, "not a number", "not a number"),
        ] {
            assert_eq!((number(x).as_str(), brief(x).as_str()), (full, short), "{x:e}");
        }
        // No finite number needs more than this many characters.
        for k in -320..=308 {
            let x = -1.234_567_890_123_456_7 * 10f64.powi(k);
            for text in [number(x), brief(x), rough(x, 9), count(-x), shortest(x, 1e-9 * x.abs())] {
                assert!(text.len() <= 18, "{x:e} as {text}");
                let read: f64 = text.parse().unwrap();
                assert!((read.abs() / x.abs() - 1.0).abs() < 0.05 || k < -307, "{x:e} as {text}");
            }
        }
    }

    #[test]
    fn rough_and_shortest() {
        for (x, digits, text) in [
            (0.999_96, 3, "1"),
            (1234.5, 2, "1200"),
            (3.14159e-7, 3, "3.14e-7"),
            (9.99e8, 1, "1e9"),
            (-0.05, 3, "-0.05"),
        ] {
            assert_eq!(rough(x, digits), text);
        }
        for (x, tolerance, text) in [
            (0.475_000_000_000_000_03, 1e-8, "0.475"),
            (2.100_000_000_000_000_5, 1e-8, "2.1"),
            (1.0 / 3.0, 1e-6, "0.333333"),
            (1e-17, 1e-9, "0"),
            (1e-17, 1e-26, "1e-17"),
            (0.1, 0.0, "0.1"),
        ] {
            assert_eq!(shortest(x, tolerance), text);
        }
        assert_eq!([2.34567, 10.4, 999_999.0, 1.25e7].map(count), ["2.35", "10", "999999", "1.25e7"]);
    }

    #[test]
    fn rounding_beside_larger_numbers() {
        assert_eq!(together(&[1.0, -1e-16, 1e-5], 0.0), ["1", "0", "1e-5"]);
        assert_eq!(together(&[1e-16, -2e-16], 0.0), ["1e-16", "-2e-16"]);
        assert_eq!(together(&[1e-16, -2e-16], 1.0), ["0", "0"]);
        assert_eq!(together(&[], 1.0), [""; 0]);
    }
}
