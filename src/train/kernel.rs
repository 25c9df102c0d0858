//! The products of backpropagation over a chunk of samples: register tiles of a vector unit chosen at run time.
//!
//! Vectors run over samples, so no transposition is ever needed. A tile holds some rows of the result in registers
//! while the sum over the other index runs; what follows a product sample by sample is done before it leaves them.
//! Fused multiply-add is used here and only here: the same machine gives the same bits on any number of threads, another
//! vector width may not.

use super::plane::Plane;
use bytemuck::cast_slice;
use pulp::{Arch, Simd, WithSimd};

/// A matrix [rows × columns] in a slice, by the steps from row to row and from column to column.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    entries: &'a [f32],
    rows: usize,
    columns: usize,
    steps: [usize; 2],
}

impl<'a> Matrix<'a> {
    /// Row-major.
    pub fn new(entries: &'a [f32], rows: usize, columns: usize) -> Self {
        assert_eq!(entries.len(), rows * columns);
        Self { entries, rows, columns, steps: [columns, 1] }
    }
    /// Rows for columns.
    pub fn transposed(self) -> Self {
        let Self { entries, rows, columns, steps: [r, c] } = self;
        Self { entries, rows: columns, columns: rows, steps: [c, r] }
    }
    #[inline(always)]
    fn at(&self, r: usize, c: usize) -> f32 {
        self.entries[r * self.steps[0] + c * self.steps[1]]
    }
}

/// What is added to a product.
#[derive(Clone, Copy, Debug)]
pub enum Bias<'a> {
    /// Nothing.
    None,
    /// b [rows] for every sample.
    Same(&'a [f32]),
    /// b [rows] times a number [n] of each sample.
    Scaled(&'a [f32], &'a [f32]),
}

/// What becomes of a product.
#[derive(Clone, Copy, Debug)]
pub enum Then<'a> {
    /// It stays.
    Nothing,
    /// y ← max(y, αy), 0 ≤ α < 1.
    Rectify(f32),
    /// y ← y where h > 0, else αy.
    Slope(f32, &'a Plane),
}

/// Y [rows][n] = then(W X + bias), X [columns][n].
pub fn times(arch: Arch, w: Matrix, x: &Plane, bias: Bias, then: Then, y: &mut Plane) {
    assert_eq!(x.n(), y.n());
    let (n, stride) = (x.n(), x.stride());
    arch.dispatch(Times { w, x: x.all(), bias, then, y: y.all_mut(), n, stride });
}

struct Times<'a> {
    w: Matrix<'a>,
    x: &'a [f32],
    bias: Bias<'a>,
    then: Then<'a>,
    y: &'a mut [f32],
    n: usize,
    stride: usize,
}

impl WithSimd for Times<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        // 32 registers of 16 numbers take a tile of four by four vectors, 16 of 8 one of four by two.
        let wide = S::F32_LANES >= 16;
        let strip = S::F32_LANES * if wide { 4 } else { 2 };
        for s in (0..self.n).step_by(strip) {
            let mut r = 0;
            while r + 4 <= self.w.rows {
                if wide {
                    self.tile::<S, 4, 4>(simd, r, s)
                } else {
                    self.tile::<S, 4, 2>(simd, r, s)
                }
                r += 4;
            }
            while r < self.w.rows {
                if wide {
                    self.tile::<S, 1, 4>(simd, r, s)
                } else {
                    self.tile::<S, 1, 2>(simd, r, s)
                }
                r += 1;
            }
        }
    }
}

/// V vectors from `at` on.
#[inline(always)]
fn load<S: Simd, const V: usize>(simd: S, x: &[f32], at: usize) -> [S::f32s; V] {
    let (vectors, _) = S::as_simd_f32s(&x[at..at + V * S::F32_LANES]);
    let mut out = [simd.splat_f32s(0.0); V];
    out.copy_from_slice(&vectors[..V]);
    out
}

impl Times<'_> {
    #[expect(clippy::needless_range_loop, reason = "an iterator borrows the sums, and borrowed sums live in memory")]
    #[inline(always)]
    fn tile<S: Simd, const R: usize, const V: usize>(&mut self, simd: S, r: usize, s: usize) {
        let mut sums = self.bias.start::<S, R, V>(simd, r, s);
        for c in 0..self.w.columns {
            let x = load::<S, V>(simd, self.x, c * self.stride + s);
            for i in 0..R {
                let w = simd.splat_f32s(self.w.at(r + i, c));
                for v in 0..V {
                    sums[i][v] = simd.mul_add_f32s(w, x[v], sums[i][v]);
                }
            }
        }
        for i in 0..R {
            let y = self.then.apply::<S, V>(simd, sums[i], r + i, s);
            let at = (r + i) * self.stride + s;
            let (vectors, _) = S::as_mut_simd_f32s(&mut self.y[at..at + V * S::F32_LANES]);
            vectors[..V].copy_from_slice(&y);
        }
    }
}

// Sums go in and out by value and loops run over indices: a reference to them would keep them in memory.

impl Bias<'_> {
    #[inline(always)]
    fn start<S: Simd, const R: usize, const V: usize>(self, simd: S, r: usize, s: usize) -> [[S::f32s; V]; R] {
        match self {
            Bias::None => [[simd.splat_f32s(0.0); V]; R],
            Bias::Same(b) => {
                let b: [f32; R] = std::array::from_fn(|i| b[r + i]);
                std::array::from_fn(|i| [simd.splat_f32s(b[i]); V])
            }
            Bias::Scaled(b, factor) => {
                let factor = load::<S, V>(simd, factor, s);
                let b: [f32; R] = std::array::from_fn(|i| b[r + i]);
                std::array::from_fn(|i| std::array::from_fn(|v| simd.mul_f32s(simd.splat_f32s(b[i]), factor[v])))
            }
        }
    }
}

impl Then<'_> {
    /// Row i of a tile.
    #[inline(always)]
    fn apply<S: Simd, const V: usize>(self, simd: S, y: [S::f32s; V], r: usize, s: usize) -> [S::f32s; V] {
        match self {
            Then::Nothing => y,
            Then::Rectify(alpha) => {
                let alpha = simd.splat_f32s(alpha);
                std::array::from_fn(|v| simd.max_f32s(y[v], simd.mul_f32s(y[v], alpha)))
            }
            Then::Slope(alpha, h) => {
                let (alpha, zero) = (simd.splat_f32s(alpha), simd.splat_f32s(0.0));
                let h = load::<S, V>(simd, h.all(), r * h.stride() + s);
                std::array::from_fn(|v| {
                    simd.select_f32s(simd.greater_than_f32s(h[v], zero), y[v], simd.mul_f32s(y[v], alpha))
                })
            }
        }
    }
}

/// W [rows × columns] += Σ over samples of δ [rows][n] ⊗ h [columns][n], and b [rows] += Σ δ·e with a number e [n] of
/// each sample.
pub fn add_outer(arch: Arch, delta: &Plane, h: &Plane, e: &[f32], [w, b]: [&mut [f32]; 2]) {
    assert!(delta.n() == h.n() && e.len() == h.n() && w.len().is_multiple_of(b.len()));
    let (rows, columns) = (b.len(), w.len() / b.len());
    let (n, stride) = (h.n(), h.stride());
    arch.dispatch(Outer { delta: delta.all(), h: h.all(), e, rows, columns, n, stride, w, b });
}

struct Outer<'a> {
    delta: &'a [f32],
    h: &'a [f32],
    e: &'a [f32],
    rows: usize,
    columns: usize,
    n: usize,
    stride: usize,
    w: &'a mut [f32],
    b: &'a mut [f32],
}

impl WithSimd for Outer<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let wide = S::F32_LANES >= 16;
        let mut r = 0;
        while r < self.rows {
            let tall = r + 4 <= self.rows;
            let mut c = 0;
            while c < self.columns {
                let broad = c + if wide { 4 } else { 2 } <= self.columns;
                c += match (tall, broad, wide) {
                    (true, true, true) => self.tile::<S, 4, 4>(simd, r, c),
                    (true, true, false) => self.tile::<S, 4, 2>(simd, r, c),
                    (true, false, _) => self.tile::<S, 4, 1>(simd, r, c),
                    (false, true, true) => self.tile::<S, 1, 4>(simd, r, c),
                    (false, true, false) => self.tile::<S, 1, 2>(simd, r, c),
                    (false, false, _) => self.tile::<S, 1, 1>(simd, r, c),
                };
            }
            r += if tall { 4 } else { 1 };
        }
        for r in 0..self.rows {
            let mut sums = [simd.splat_f32s(0.0); 2];
            for s in (0..self.n).step_by(2 * S::F32_LANES) {
                let delta = load::<S, 2>(simd, self.delta, r * self.stride + s);
                let e = load::<S, 2>(simd, self.e, s);
                for v in 0..2 {
                    sums[v] = simd.mul_add_f32s(delta[v], e[v], sums[v]);
                }
            }
            self.b[r] += simd.reduce_sum_f32s(simd.add_f32s(sums[0], sums[1]));
        }
    }
}

/// The sums over the lanes of four vectors of sixteen each, four at once: the shuffle transposes the four by four numbers
/// that stand at the same quarter of each vector.
#[inline(always)]
fn four_sums<S: Simd>(simd: S, x: [S::f32s; 4]) -> [f32; 4] {
    let [a, b, c, d] = simd.deinterleave_shfl_f32s(x);
    let partial = [simd.add_f32s(simd.add_f32s(a, b), simd.add_f32s(c, d))];
    let quarters = cast_slice::<S::f32s, [f32; 4]>(&partial);
    std::array::from_fn(|j| (quarters[0][j] + quarters[1][j]) + (quarters[2][j] + quarters[3][j]))
}

impl Outer<'_> {
    /// Returns C.
    #[inline(always)]
    fn tile<S: Simd, const R: usize, const C: usize>(&mut self, simd: S, r: usize, c: usize) -> usize {
        let (n, stride, columns) = (self.n, self.stride, self.columns);
        let mut sums = [[simd.splat_f32s(0.0); C]; R];
        let h: [&[S::f32s]; C] = std::array::from_fn(|j| S::as_simd_f32s(&self.h[(c + j) * stride..][..n]).0);
        let delta: [&[S::f32s]; R] = std::array::from_fn(|i| S::as_simd_f32s(&self.delta[(r + i) * stride..][..n]).0);
        for s in 0..n / S::F32_LANES {
            let x: [S::f32s; C] = std::array::from_fn(|j| h[j][s]);
            for i in 0..R {
                let delta = delta[i][s];
                for j in 0..C {
                    sums[i][j] = simd.mul_add_f32s(delta, x[j], sums[i][j]);
                }
            }
        }
        for (i, sums) in sums.iter().enumerate() {
            let w = &mut self.w[(r + i) * columns + c..][..C];
            if C == 4 && S::F32_LANES == 16 {
                let four = four_sums(simd, std::array::from_fn(|j| sums[j % C]));
                w.iter_mut().zip(four).for_each(|(w, sum)| *w += sum);
            } else {
                w.iter_mut().zip(sums).for_each(|(w, sum)| *w += simd.reduce_sum_f32s(*sum));
            }
        }
        C
    }
}
