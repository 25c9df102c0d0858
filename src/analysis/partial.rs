//! A few eigenvalues of a matrix that is known by its products only.
//!
//! Krylov–Schur iteration (Stewart 2001, by faer) finds the eigenvalues of largest modulus of A + cI. The subspaces do
//! not depend on c, which only says which eigenvalues are wanted: the largest for c = 0, the rightmost for a c well
//! above the size of A. Each answer is checked by its own residual.

use crate::num::random::{GROUP, Stream};
use faer::{
    Col, Mat, MatMut, MatRef, Par,
    dyn_stack::{MemBuffer, MemStack, StackReq},
    matrix_free::{
        LinOp,
        eigen::{PartialEigenParams, partial_eigen, partial_eigen_scratch},
    },
};
use nalgebra::Complex;
use std::fmt;

/// Eigenvalues asked for.
const COUNT: usize = 8;
/// Smallest and largest dimension of the subspaces.
const DIMENSIONS: [usize; 2] = [24, 72];
/// Each restart takes as many products as the dimensions differ.
const RESTARTS: usize = 20;
/// Residual ‖Aw − λw‖ of unit vectors, as a part of the size of A: asked for, and taken.
const RESIDUAL: [f64; 2] = [1e-11, 1e-8];

/// A + cI.
struct Shifted<F> {
    n: usize,
    product: F,
    c: f64,
}

impl<F> fmt::Debug for Shifted<F> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "A + {} I, {n} × {n}", self.c, n = self.n)
    }
}

impl<F: Fn(&[f64]) -> Vec<f64> + Sync> LinOp<f64> for Shifted<F> {
    fn apply_scratch(&self, _columns: usize, _par: Par) -> StackReq {
        StackReq::EMPTY
    }
    fn nrows(&self) -> usize {
        self.n
    }
    fn ncols(&self) -> usize {
        self.n
    }
    fn apply(&self, mut out: MatMut<'_, f64>, rhs: MatRef<'_, f64>, _par: Par, _stack: &mut MemStack) {
        for j in 0..rhs.ncols() {
            let u: Vec<f64> = rhs.col(j).iter().copied().collect();
            let image = (self.product)(&u);
            for (i, (y, u)) in image.iter().zip(&u).enumerate() {
                out[(i, j)] = y + self.c * u;
            }
        }
    }
    fn conj_apply(&self, out: MatMut<'_, f64>, rhs: MatRef<'_, f64>, par: Par, stack: &mut MemStack) {
        self.apply(out, rhs, par, stack);
    }
}

/// A unit vector without a pattern.
pub(super) fn direction(n: usize, number: u64) -> Vec<f64> {
    let stream = Stream::new(0).child(number);
    let mut u = vec![0.0; n];
    for (group, part) in u.chunks_mut(GROUP).enumerate() {
        let mut normals = [0.0; GROUP];
        stream.normals(group as u64, &mut normals);
        part.iter_mut().zip(normals).for_each(|(u, e)| *u = f64::from(e));
    }
    let norm = size(&u);
    u.iter().map(|u| u / norm).collect()
}

fn size(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |a: f64, b| a.hypot(*b))
}

/// ‖A‖, from below and to a factor: as far as it stretches along the way of a power iteration.
fn stretch(n: usize, product: &impl Fn(&[f64]) -> Vec<f64>) -> f64 {
    let mut u = direction(n, 0);
    let mut largest = 0.0;
    for _ in 0..6 {
        let image = product(&u);
        let factor = size(&image);
        if factor == 0.0 || !factor.is_finite() {
            break;
        }
        largest = f64::max(largest, factor);
        u = image.into_iter().map(|y| y / factor).collect();
    }
    largest
}

/// The eigenvalues of largest modulus of A [n × n], given u ↦ Au: those that settle of the [`COUNT`] asked for. Sorted
/// by (re, im), as all spectra are.
pub(super) fn largest(n: usize, product: &(impl Fn(&[f64]) -> Vec<f64> + Sync)) -> Vec<Complex<f64>> {
    let scale = stretch(n, product);
    shifted(Shifted { n, product, c: 0.0 }, scale)
}

/// The rightmost eigenvalues of A [n × n], given u ↦ Au: those of largest |λ + c|, which is Re λ + c up to (Im λ)²/2c,
/// with c a hundred times the size of A.
pub(super) fn rightmost(n: usize, product: &(impl Fn(&[f64]) -> Vec<f64> + Sync)) -> Vec<Complex<f64>> {
    let scale = stretch(n, product);
    shifted(Shifted { n, product, c: 100.0 * scale }, scale)
}

fn shifted<F: Fn(&[f64]) -> Vec<f64> + Sync>(a: Shifted<F>, scale: f64) -> Vec<Complex<f64>> {
    let [min_dim, max_dim] = DIMENSIONS;
    let params = PartialEigenParams { min_dim, max_dim, max_restarts: RESTARTS, ..Default::default() };
    let mut memory = MemBuffer::new(partial_eigen_scratch(&a, COUNT, Par::Seq, params));
    let mut vectors = Mat::zeros(a.n, COUNT);
    let mut values = vec![Complex::new(0.0, 0.0); COUNT];
    let start = direction(a.n, 1);
    let info = partial_eigen(
        vectors.as_mut(),
        &mut values,
        &a,
        Col::from_fn(a.n, |i| start[i]).as_ref(),
        RESIDUAL[0] * scale,
        Par::Seq,
        MemStack::new(&mut memory),
        params,
    );
    let settled = values.iter().enumerate().take(info.n_converged_eigen).map(|(k, l)| (k, l - a.c));
    let kept = settled.filter(|(k, l)| {
        let (re, im): (Vec<f64>, Vec<f64>) = (0..a.n).map(|i| (vectors[(i, *k)].re, vectors[(i, *k)].im)).unzip();
        let (a_re, a_im) = ((a.product)(&re), (a.product)(&im));
        let left = (0..a.n).fold(0.0, |sum: f64, i| {
            let image = Complex::new(a_re[i], a_im[i]) - l * Complex::new(re[i], im[i]);
            sum.hypot(image.re).hypot(image.im)
        });
        left <= RESIDUAL[1] * scale * size(&re).hypot(size(&im))
    });
    let mut found: Vec<Complex<f64>> = kept.map(|(_, l)| l).collect();
    found.sort_by(|a, b| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im)));
    found
}
