//! Eigenvalues against 60-digit references (`tests/data/make_eigen.py`), known spectra, and input
//! that makes other routines hang or lie.

use nalgebra::{Complex, DMatrix, dmatrix};
use proptest::prelude::*;
use saddleflow::num::eigen::{EigenError, eigenvalues};
use std::f64::consts::PI;

const EPS: f64 = f64::EPSILON;

/// The largest distance between two spectra paired one to one, nearest first.
fn distance(found: &[Complex<f64>], expected: &[Complex<f64>]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let mut pairs: Vec<(f64, usize, usize)> = (0..found.len())
        .flat_map(|i| (0..expected.len()).map(move |j| (i, j)))
        .map(|(i, j)| ((found[i] - expected[j]).norm(), i, j))
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut left, mut right) = (vec![true; found.len()], vec![true; found.len()]);
    let mut worst = 0.0;
    for (d, i, j) in pairs {
        if left[i] && right[j] {
            (left[i], right[j], worst) = (false, false, d);
        }
    }
    worst
}

fn real(values: impl IntoIterator<Item = f64>) -> Vec<Complex<f64>> {
    values.into_iter().map(|re| Complex::new(re, 0.0)).collect()
}

/// What holds for every spectrum this function returns.
fn checked(a: &DMatrix<f64>) -> Vec<Complex<f64>> {
    let spectrum = eigenvalues(a).unwrap();
    assert_eq!(spectrum.len(), a.nrows());
    assert!(spectrum.is_sorted_by(|a, b| (a.re, a.im) <= (b.re, b.im)));
    for z in &spectrum {
        assert!(z.re.to_bits() != (-0.0_f64).to_bits() && z.im.to_bits() != (-0.0_f64).to_bits());
        let partners = |w: &Complex<f64>| spectrum.iter().filter(|z| *z == w).count();
        assert_eq!(partners(z), partners(&z.conj()), "{z} without its conjugate");
    }
    spectrum
}

#[derive(serde::Deserialize)]
struct Record {
    name: String,
    n: usize,
    entries: Vec<String>,
    eigenvalues: Vec<(String, String)>,
}

fn records() -> Vec<(String, DMatrix<f64>, Vec<Complex<f64>>)> {
    let records: Vec<Record> = serde_json::from_str(include_str!("data/eigen.json")).unwrap();
    let read = |r: Record| {
        let entries: Vec<f64> = r.entries.iter().map(|x| f64::from_bits(u64::from_str_radix(x, 16).unwrap())).collect();
        let spectrum = r.eigenvalues.iter();
        let spectrum = spectrum.map(|(re, im)| Complex::new(re.parse().unwrap(), im.parse().unwrap())).collect();
        (r.name, DMatrix::from_row_slice(r.n, r.n, &entries), spectrum)
    };
    records.into_iter().map(read).collect()
}

/// Each part of each eigenvalue of a 2 × 2 matrix is right to 4 units of rounding, relative to itself.
#[test]
fn pairs_are_accurate_in_every_part() {
    let (mut count, mut worst) = (0, 0.0_f64);
    for (name, a, mut expected) in records().into_iter().filter(|r| r.1.nrows() == 2) {
        expected.sort_by(|a, b| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im)));
        for (z, w) in checked(&a).iter().zip(&expected) {
            for (x, y) in [(z.re, w.re), (z.im, w.im)] {
                let error = if x == y { 0.0 } else { ((x - y) / y).abs() };
                assert!(error <= 4.0 * EPS, "{name}: {x:e} should be {y:e}");
                worst = worst.max(error);
            }
        }
        count += 1;
    }
    println!("{count} pairs, worst part off by {:.2} eps", worst / EPS);
    assert!(count >= 70);
}

/// Well-conditioned spectra to 100 roundings of the largest eigenvalue; also those scaled by
/// 2^±996 and by D A D⁻¹ with D over 20, 200 and 300 decades, which balancing undoes exactly.
#[test]
fn larger_ones_agree_with_sixty_digits() {
    for (name, a, expected) in records().into_iter().filter(|r| r.1.nrows() > 2) {
        let size = expected.iter().map(|z| z.re.abs().max(z.im.abs())).fold(0.0, f64::max);
        let scale = |z: &Complex<f64>| Complex::new(z.re / size, z.im / size);
        let found: Vec<_> = checked(&a).iter().map(scale).collect();
        let expected: Vec<_> = expected.iter().map(scale).collect();
        let error = distance(&found, &expected);
        println!("{name:10} {:.1} eps", error / EPS);
        assert!(error <= 100.0 * EPS, "{name} is off by {error:e}");
    }
}

#[test]
fn what_has_no_eigenvalues_is_refused() {
    for n in [1, 2, 3, 5] {
        for bad in [f64::NAN, f64::INFINITY, -f64::INFINITY] {
            let mut a = DMatrix::identity(n, n);
            a[(n - 1, n / 2)] = bad;
            assert_eq!(eigenvalues(&a), Err(EigenError::NotFinite { row: n - 1, col: n / 2 }));
        }
    }
    assert_eq!(eigenvalues(&DMatrix::zeros(2, 3)), Err(EigenError::NotSquare { rows: 2, cols: 3 }));
    for n in [2, 3, 4] {
        assert_eq!(eigenvalues(&DMatrix::from_element(n, n, 1.5e308)), Err(EigenError::Overflow));
    }
}

#[test]
fn small_ones_and_zeros() {
    assert_eq!(checked(&DMatrix::zeros(0, 0)), []);
    assert_eq!(checked(&dmatrix![-0.0]), real([0.0]));
    assert_eq!(checked(&dmatrix![f64::MIN]), real([f64::MIN]));
    for n in [1, 2, 3, 100] {
        assert_eq!(checked(&DMatrix::zeros(n, n)), real(vec![0.0; n]));
        assert_eq!(checked(&DMatrix::from_element(n, n, -0.0)), real(vec![0.0; n]));
        assert_eq!(checked(&-DMatrix::identity(n, n)), real(vec![-1.0; n]));
    }
    assert_eq!(checked(&dmatrix![0.0, -1.0; 1.0, 0.0]), [Complex::new(0.0, -1.0), Complex::new(0.0, 1.0)]);
    assert_eq!(checked(&dmatrix![2.0, 1.0; -1.0, 0.0]), real([1.0, 1.0]));
    assert_eq!(checked(&dmatrix![1.0, -1.0; 1.0, -1.0]), real([0.0, 0.0]));
}

/// Irreducible blocks make triangular matrices exact, Jordan blocks of any size among them, also
/// after their rows and columns are shuffled alike.
#[test]
fn triangular_is_exact() {
    for n in [2, 3, 8, 64] {
        let jordan = DMatrix::from_fn(n, n, |i, j| if i == j { 0.7 } else { f64::from(j == i + 1) });
        assert_eq!(checked(&jordan), real(vec![0.7; n]));
        assert_eq!(checked(&jordan.transpose()), real(vec![0.7; n]));
        let shuffle = |i: usize| (i * 5 + 3) % n;
        if n % 5 != 0 {
            let mut shuffled = DMatrix::zeros(n, n);
            for i in 0..n {
                for j in i..n {
                    shuffled[(shuffle(i), shuffle(j))] = if i == j { i as f64 } else { 1e3 };
                }
            }
            assert_eq!(checked(&shuffled), real((0..n).map(|i| i as f64)));
        }
    }
}

/// Jordan blocks hidden by an orthogonal similarity: an eigenvalue of index k moves by about
/// (n ε)^(1/k), no more, and their mean does not.
#[test]
fn hidden_jordan_blocks_move_as_theory_says() {
    for k in [2, 3, 5, 8] {
        let jordan = DMatrix::from_fn(k, k, |i, j| if i == j { 0.7 } else { f64::from(j == i + 1) });
        let v = DMatrix::from_fn(k, 1, |i, _| 1.0 + i as f64);
        let mirror = DMatrix::identity(k, k) - &v * v.transpose() * (2.0 / v.norm_squared());
        let spectrum = checked(&(&mirror * jordan * &mirror));
        let moved = distance(&spectrum, &real(vec![0.7; k]));
        assert!(moved <= (20.0 * k as f64 * EPS).powf(1.0 / k as f64), "k = {k}: {moved:e}");
        let mean = spectrum.iter().sum::<Complex<f64>>() / k as f64;
        assert!((mean - 0.7).norm() <= 20.0 * EPS);
    }
}

/// The cycle of 64 is where nalgebra's own routine never returns.
#[test]
fn cycles() {
    for n in [2, 3, 4, 5, 63, 64, 100] {
        let cycle = DMatrix::from_fn(n, n, |i, j| f64::from(j == (i + 1) % n));
        let roots: Vec<_> = (0..n).map(|k| Complex::from_polar(1.0, 2.0 * PI * k as f64 / n as f64)).collect();
        for power in [0, 990, -990] {
            let scale = 2.0_f64.powi(power);
            let found: Vec<_> = checked(&(&cycle * scale)).iter().map(|z| z / scale).collect();
            assert!(distance(&found, &roots) <= 40.0 * EPS, "n = {n}, 2^{power}");
        }
    }
}

/// A bilinear game's field is skew, its spectrum ±i times singular values; here they are known.
#[test]
fn skew_and_orthogonal() {
    let n = 40;
    let v = DMatrix::from_fn(n, 1, |i, _| (1.0 + i as f64).sin());
    let mirror = DMatrix::identity(n, n) - &v * v.transpose() * (2.0 / v.norm_squared());
    let mut turn = DMatrix::zeros(n, n);
    let mut skew = DMatrix::zeros(n, n);
    let (mut on_circle, mut on_axis) = (Vec::new(), Vec::new());
    for k in 0..n / 2 {
        let (i, j, angle) = (2 * k, 2 * k + 1, 0.1 + 0.13 * k as f64);
        (turn[(i, i)], turn[(j, j)]) = (angle.cos(), angle.cos());
        (turn[(i, j)], turn[(j, i)]) = (-angle.sin(), angle.sin());
        (skew[(i, j)], skew[(j, i)]) = (-angle, angle);
        for sign in [1.0, -1.0] {
            on_circle.push(Complex::from_polar(1.0, sign * angle));
            on_axis.push(Complex::new(0.0, sign * angle));
        }
    }
    assert!(distance(&checked(&(&mirror * turn * &mirror)), &on_circle) <= 200.0 * EPS);
    assert!(distance(&checked(&(&mirror * skew * &mirror)), &on_axis) <= 200.0 * EPS);
}

/// Tridiagonal Toeplitz, n = 100, spectrum 2 cos(kπ/101), with off-diagonals 2⁸ and 2⁻⁸: without
/// balancing its eigenvalues have condition 2^800.
#[test]
fn unbalanced_toeplitz() {
    let n = 100;
    let a = DMatrix::from_fn(n, n, |i, j| match i as i32 - j as i32 {
        1 => 256.0,
        -1 => 1.0 / 256.0,
        _ => 0.0,
    });
    let expected = real((1..=n).map(|k| 2.0 * (k as f64 * PI / 101.0).cos()));
    assert!(distance(&checked(&a), &expected) <= 100.0 * EPS);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    /// λ₁ + λ₂ = a + d and λ₁λ₂ = ad − bc to a few roundings of the terms, at any scale.
    #[test]
    fn pairs_have_the_right_trace_and_determinant(
        m in prop::array::uniform4(-1.0..1.0_f64),
        tilt in prop::array::uniform4(-20..20_i32),
        power in -400..400_i32,
    ) {
        let scale = 2.0_f64.powi(power);
        let entry = |i: usize| m[i] * 2.0_f64.powi(tilt[i]);
        let (a, b, c, d) = (entry(0), entry(1), entry(2), entry(3));
        let found: Vec<_> =
            checked(&(dmatrix![a, b; c, d] * scale)).iter().map(|z| z / scale).collect();
        let (sum, product) = (found[0] + found[1], found[0] * found[1]);
        let size = a.abs() + d.abs() + (b * c).abs().sqrt();
        prop_assert!((sum - (a + d)).norm() <= 4.0 * EPS * size);
        prop_assert!((product - (a * d - b * c)).norm() <= 8.0 * EPS * ((a * d).abs() + (b * c).abs() + size * size * EPS));
    }

    /// Scaling by a power of two scales the spectrum and changes no bit of it.
    #[test]
    fn the_spectrum_is_equivariant(entries in prop::collection::vec(-1.0..1.0_f64, 16), power in -900..900_i32) {
        let a = DMatrix::from_row_slice(4, 4, &entries);
        let scale = 2.0_f64.powi(power);
        let scaled: Vec<_> = checked(&(&a * scale)).iter().map(|z| z / scale).collect();
        prop_assert_eq!(scaled, checked(&a));
    }
}
