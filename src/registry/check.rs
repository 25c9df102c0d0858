//! What a number in an experiment file may be. Each function reads one number and refuses a senseless one;
//! the TOML reader puts the caret on it.

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

fn read<'de, D: Deserializer<'de>>(d: D, ok: impl Fn(f64) -> bool, allowed: &str) -> Result<f64, D::Error> {
    let x = f64::deserialize(d)?;
    if x.is_finite() && ok(x) {
        Ok(x)
    } else {
        Err(D::Error::custom(format!("found {x}, but {allowed} is needed here")))
    }
}

/// Any finite number.
pub fn finite<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    read(d, |_| true, "a finite number")
}

/// A finite number ≥ 0.
pub fn non_negative<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    read(d, |x| x >= 0.0, "a finite number ≥ 0")
}

/// A finite number > 0.
pub fn positive<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    read(d, |x| x > 0.0, "a finite number > 0")
}

/// A finite number > 0, or nothing.
pub fn positive_option<'de, D: Deserializer<'de>>(d: D) -> Result<Option<f64>, D::Error> {
    positive(d).map(Some)
}

/// A finite number ≥ 0, or nothing.
pub fn non_negative_option<'de, D: Deserializer<'de>>(d: D) -> Result<Option<f64>, D::Error> {
    non_negative(d).map(Some)
}

/// A number strictly between 0 and 1.
pub fn open_unit<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    read(d, |x| x > 0.0 && x < 1.0, "a number strictly between 0 and 1")
}

/// A number in (0, 1].
pub fn fraction<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    read(d, |x| x > 0.0 && x <= 1.0, "a number in (0, 1]")
}

/// A number in [0, 1).
pub fn decay<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    read(d, |x| (0.0..1.0).contains(&x), "a number in [0, 1)")
}

/// A whole number, however it is written: 1e4 is 10000.
pub fn whole<'de, D: Deserializer<'de>>(d: D) -> Result<i64, D::Error> {
    struct Whole;
    impl Visitor<'_> for Whole {
        type Value = i64;
        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("i64")
        }
        fn visit_i64<E: Error>(self, n: i64) -> Result<i64, E> {
            Ok(n)
        }
        fn visit_f64<E: Error>(self, x: f64) -> Result<i64, E> {
            let fits = x.fract() == 0.0 && x.abs() < 1e15;
            if fits { Ok(x as i64) } else { Err(E::invalid_type(Unexpected::Float(x), &self)) }
        }
    }
    d.deserialize_any(Whole)
}

/// A seed: a whole number ≥ 0.
pub fn seed<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
    let n = whole(d)?;
    u64::try_from(n).map_err(|_| D::Error::custom(format!("found {n}, but a whole number ≥ 0 is needed here")))
}

/// A whole number from 1 to 1 000 000.
pub fn count<'de, D: Deserializer<'de>>(d: D) -> Result<u32, D::Error> {
    let n = whole(d)?;
    match u32::try_from(n) {
        Ok(n) if (1..=1_000_000).contains(&n) => Ok(n),
        _ => Err(D::Error::custom(format!("found {n}, but a whole number from 1 to 1000000 is needed here"))),
    }
}

/// A dimension: a whole number from 1 to 64.
pub fn dimension<'de, D: Deserializer<'de>>(d: D) -> Result<usize, D::Error> {
    let n = whole(d)?;
    match usize::try_from(n) {
        Ok(n) if (1..=64).contains(&n) => Ok(n),
        _ => Err(D::Error::custom(format!("found {n}, but a dimension from 1 to 64 is needed here"))),
    }
}

/// The size of something: a whole number from 1 to 1 000 000.
pub fn size<'de, D: Deserializer<'de>>(d: D) -> Result<usize, D::Error> {
    count(d).map(|n| n as usize)
}

/// A point of the plane, two finite numbers.
pub fn point<'de, D: Deserializer<'de>>(d: D) -> Result<[f64; 2], D::Error> {
    let p = <[f64; 2]>::deserialize(d)?;
    if p.iter().all(|x| x.is_finite()) {
        Ok(p)
    } else {
        Err(D::Error::custom(format!("found {p:?}, but a point of two finite numbers is needed here")))
    }
}

/// A matrix by rows: not empty, rows of one length, finite.
pub fn matrix<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Vec<f64>>, D::Error> {
    let rows = Vec::<Vec<f64>>::deserialize(d)?;
    let columns = rows.first().map_or(0, Vec::len);
    if columns == 0 || rows.iter().any(|r| r.len() != columns || r.iter().any(|a| !a.is_finite())) {
        return Err(D::Error::custom(
            "a matrix is needed here: rows of one length ≥ 1, such as [[1, 0.5], [-0.3, 0.8]]",
        ));
    }
    Ok(rows)
}

/// A symmetric matrix by rows, or `[]`.
pub fn symmetric<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Vec<f64>>, D::Error> {
    let rows = Vec::<Vec<f64>>::deserialize(d)?;
    let n = rows.len();
    let square = rows.iter().all(|r| r.len() == n && r.iter().all(|a| a.is_finite()));
    if !square || (0..n).any(|i| (0..i).any(|j| rows[i][j] != rows[j][i])) {
        return Err(D::Error::custom("a symmetric matrix is needed here, such as [[1, 0.3], [0.3, 3]]"));
    }
    Ok(rows)
}
