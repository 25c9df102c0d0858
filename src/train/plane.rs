//! Room for one number per feature and sample.

use bytemuck::{Pod, Zeroable};

/// Numbers in a line: the widest vector, one line of the cache.
const LINE: usize = 16;

/// Samples come in multiples of this: four vectors of the widest unit.
pub const GRAIN: usize = 64;

#[derive(Clone, Copy, Debug, Default, Pod, Zeroable)]
#[repr(C, align(64))]
struct Line([f32; LINE]);

/// Numbers `[row][n]`, zeros at first. Rows start on lines of the cache and stand a line apart, so that no power of two
/// lies between them: the cache would keep only few such rows.
#[derive(Clone, Debug)]
pub struct Plane {
    lines: Vec<Line>,
    n: usize,
}

impl Plane {
    /// Room for n samples, a multiple of [`GRAIN`].
    pub fn new(rows: usize, n: usize) -> Self {
        assert!(n.is_multiple_of(GRAIN), "samples come in multiples of {GRAIN}");
        Self { lines: vec![Line::default(); rows * (n / LINE + 1)], n }
    }
    /// Samples in a row.
    pub fn n(&self) -> usize {
        self.n
    }
    /// From row to row.
    pub fn stride(&self) -> usize {
        self.n + LINE
    }
    /// All rows and what lies between them.
    pub fn all(&self) -> &[f32] {
        bytemuck::cast_slice(&self.lines)
    }
    /// All rows and what lies between them, which nobody reads.
    pub fn all_mut(&mut self) -> &mut [f32] {
        bytemuck::cast_slice_mut(&mut self.lines)
    }
    /// One row [n].
    pub fn row(&self, r: usize) -> &[f32] {
        let at = r * self.stride();
        &self.all()[at..at + self.n]
    }
    /// One row [n].
    pub fn row_mut(&mut self, r: usize) -> &mut [f32] {
        let at = r * self.stride();
        let n = self.n;
        &mut self.all_mut()[at..at + n]
    }
    /// Two rows [n], r and the next.
    pub fn pair_mut(&mut self, r: usize) -> [&mut [f32]; 2] {
        let (stride, n) = (self.stride(), self.n);
        let (a, b) = self.all_mut()[r * stride..].split_at_mut(stride);
        [&mut a[..n], &mut b[..n]]
    }
}
