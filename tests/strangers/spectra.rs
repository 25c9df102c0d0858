//! Whether numbers are the eigenvalues of a matrix.

use nalgebra::{Complex, DMatrix, DVector, Schur};

/// Eigenvalues agree to this much of themselves.
const SAME: f64 = 1e-8;

/// By the Schur form of nalgebra, whose iteration may never end: then of a similar matrix.
pub fn eigenvalues(a: &DMatrix<f64>) -> Vec<Complex<f64>> {
    let n = a.nrows();
    (0..8)
        .find_map(|k| {
            // I − 2wwᵀ is its own inverse.
            let w =
                DVector::from_fn(n, |i, _| ((i + 1) as f64 * (k + 1) as f64 * 0.754_877_666).fract() + 0.1).normalize();
            let turn = DMatrix::identity(n, n) - 2.0 * &w * w.transpose();
            let similar = if k == 0 { a.clone() } else { &turn * a * &turn };
            Schur::try_new(similar, f64::EPSILON, 1000)
        })
        .map(|schur| schur.complex_eigenvalues().iter().copied().collect())
        .unwrap_or_else(|| panic!("no eigenvalues of {a}"))
}

pub fn radius(eigenvalues: &[Complex<f64>]) -> f64 {
    eigenvalues.iter().map(|l| l.norm()).fold(0.0, f64::max)
}

/// Whether `found` are the eigenvalues of `a`: matched one by one, or, where they are ill-conditioned, each an
/// eigenvalue of a matrix within rounding of `a` and all together with the right traces of powers. `Ok(true)` for the
/// second way.
pub fn spectrum_of(a: &DMatrix<f64>, found: &[Complex<f64>]) -> Result<bool, String> {
    let expected = eigenvalues(a);
    if expected.len() != found.len() {
        return Err(format!("{} eigenvalues, expected {}", found.len(), expected.len()));
    }
    let norm = a.norm();
    let mut left = found.to_vec();
    let mut worst = 0.0f64;
    for e in &expected {
        let off = |l: &Complex<f64>| (l - e).norm();
        let nearest = (0..left.len()).min_by(|i, j| off(&left[*i]).total_cmp(&off(&left[*j]))).unwrap_or(0);
        worst = worst.max(off(&left.swap_remove(nearest)) / e.norm().max(1e-6 * norm).max(1e-300));
    }
    if worst <= SAME {
        return Ok(false);
    }
    let show = || format!("found {}, expected {}", list(found), list(&expected));
    let n = a.nrows();
    let complex = a.map(Complex::from);
    for l in found {
        let shifted = &complex - DMatrix::from_diagonal_element(n, n, *l);
        let off = shifted.singular_values().min();
        if off.is_nan() || off > 1e-12 * norm {
            return Err(format!("{} ({l} is {off:e} from singular)", show()));
        }
    }
    let scaled = a / norm;
    let mut power = scaled.clone();
    for k in 1..=n {
        let mine: f64 = power.trace();
        let theirs: f64 = found.iter().map(|l| (l / norm).powi(k as i32).re).sum();
        if (mine - theirs).abs() > 1e-12 * k as f64 {
            return Err(format!("{} (traces of the power {k}: {theirs}, expected {mine})", show()));
        }
        power *= &scaled;
    }
    Ok(true)
}

pub fn list(l: &[Complex<f64>]) -> String {
    let mut l = l.to_vec();
    l.sort_by(|a, b| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im)));
    let show: Vec<String> = l.iter().map(|l| format!("{:.9}{:+.9}i", l.re, l.im)).collect();
    format!("[{}]", show.join(", "))
}
