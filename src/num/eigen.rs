//! Eigenvalues of a real square matrix: never hangs, never lies.
//!
//! No library routine is trusted with a matrix it may not like. In order:
//!
//! 1. what is not square or not finite is refused;
//! 2. the matrix is split into its irreducible diagonal blocks (`blocks`), whose spectra together
//!    are the spectrum: triangular and block-structured matrices (games that do not couple, Jordan
//!    blocks) thereby lose nothing;
//! 3. blocks of one and two have closed forms (`pair`), accurate to a few units in the last place;
//! 4. larger ones are balanced and brought to size 1 by powers of two (`balance`), which is exact;
//!    then faer's QR algorithm, whose answer must reproduce the trace of A and of A², both of which
//!    are well-conditioned even where single eigenvalues are not.
//!
//! The error of step 4 is that of a perturbation of the balanced block by a small multiple of
//! n·ε·‖A‖: an eigenvalue in a Jordan block of size k moves by up to about (n·ε)^(1/k) ‖A‖, by nature.

mod balance;
mod blocks;
mod pair;
mod power;

use nalgebra::{Complex, DMatrix};

/// Why there are no eigenvalues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EigenError {
    /// Not as many rows as columns.
    #[error("a {rows} × {cols} matrix has no eigenvalues")]
    NotSquare {
        /// The number of rows.
        rows: usize,
        /// The number of columns.
        cols: usize,
    },
    /// An entry is NaN or infinite.
    #[error("the entry in row {row}, column {col} is not finite")]
    NotFinite {
        /// The row of the first such entry, counted from 0.
        row: usize,
        /// Its column.
        col: usize,
    },
    /// An eigenvalue exceeds the largest f64.
    #[error("an eigenvalue is too large for a 64-bit float")]
    Overflow,
    /// The QR algorithm did not converge, or its answer does not add up to the trace.
    #[error("the eigenvalues of an irreducible block of size {size} could not be found")]
    NotFound {
        /// The size of that block.
        size: usize,
    },
}

/// All eigenvalues of `a` with their multiplicity, sorted by (re, im). Complex ones come in
/// conjugate pairs; a zero has no sign.
///
/// # Errors
/// If `a` is not square or not finite, if an eigenvalue overflows, or if none can be vouched for.
pub fn eigenvalues(a: &DMatrix<f64>) -> Result<Vec<Complex<f64>>, EigenError> {
    let (rows, cols) = a.shape();
    if rows != cols {
        return Err(EigenError::NotSquare { rows, cols });
    }
    for row in 0..rows {
        for col in 0..cols {
            if !a[(row, col)].is_finite() {
                return Err(EigenError::NotFinite { row, col });
            }
        }
    }
    let mut spectrum = Vec::with_capacity(rows);
    for block in blocks::irreducible(a) {
        match block[..] {
            [i] => spectrum.push(Complex::new(a[(i, i)], 0.0)),
            [i, j] => spectrum.extend(pair::eigenvalues([a[(i, i)], a[(i, j)], a[(j, i)], a[(j, j)]])),
            _ => {
                let size = block.len();
                let part = DMatrix::from_fn(size, size, |i, j| a[(block[i], block[j])]);
                spectrum.extend(by_qr(part)?);
            }
        }
    }
    for z in &mut spectrum {
        // Adding 0 turns −0 into 0, which must not take part in the order.
        *z = Complex::new(z.re + 0.0, z.im + 0.0);
        if !(z.re.is_finite() && z.im.is_finite()) {
            return Err(EigenError::Overflow);
        }
    }
    spectrum.sort_by(|a, b| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im)));
    Ok(spectrum)
}

/// The eigenvalues of an irreducible block of size 3 or more.
fn by_qr(mut a: DMatrix<f64>) -> Result<Vec<Complex<f64>>, EigenError> {
    let size = a.nrows();
    let exponent = balance::balance(&mut a);
    let found = faer::Mat::from_fn(size, size, |i, j| a[(i, j)])
        .eigenvalues()
        .ok()
        .filter(|spectrum| adds_up(&a, spectrum))
        .ok_or(EigenError::NotFound { size })?;
    Ok(found
        .iter()
        .map(|z| Complex::new(power::times_power(z.re, exponent), power::times_power(z.im, exponent)))
        .collect())
}

/// Σλ = tr A and Σλ² = tr A², as far as a backward stable algorithm guarantees it, with room.
///
/// A perturbation E of A moves the traces by tr E and 2 tr(AE), at most √n‖E‖ and 2‖A‖‖E‖ in the
/// Frobenius norm: no ill-conditioned eigenvalue can make a right answer fail here.
fn adds_up(a: &DMatrix<f64>, spectrum: &[Complex<f64>]) -> bool {
    let n = a.nrows();
    let norm = a.norm();
    let trace = a.trace();
    let square: f64 = (0..n).map(|i| (0..n).map(|j| a[(i, j)] * a[(j, i)]).sum::<f64>()).sum();
    let sum: Complex<f64> = spectrum.iter().sum();
    let sum_of_squares: Complex<f64> = spectrum.iter().map(|z| z * z).sum();
    let slack = 1e-12 * n as f64;
    // NaN fails each comparison.
    spectrum.len() == n
        && (sum - trace).norm() <= slack * (1.0 + norm)
        && (sum_of_squares - square).norm() <= slack * (1.0 + norm) * (1.0 + norm)
}
