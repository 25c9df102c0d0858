//! Second derivatives of a net by its parameters, as matrix products over the batch.
//!
//! A weight acts through the sum a_k[r] of its unit, so all second derivatives follow from what an *injection* into one
//! unit's sum does to everything downstream, of which there are as many as units, not as many as weights. For layers
//! l ≤ m with inputs h_l, h_m (a 1 appended for the bias) and cotangents δ of the sums,
//!
//! > ∂²/∂W_l\[i,j\]∂W_m\[r,c\] = Σ h_l\[j\] h_m\[c\] ∂δ_m\[r\]/∂a_l\[i\] + Σ h_l\[j\] δ_m\[r\] ∂h_m\[c\]/∂a_l\[i\]
//!
//! where the sum is over the batch: per pair of layers two products of the size of the block, `[units × units]` times
//! `[inputs × inputs]`. (Derived here.)

use super::{
    activation::Activation,
    net::{Layer, Net},
};
use crate::num::{Dual, Scalar};
use nalgebra::DMatrix;

/// A scalar whose products over a batch are matrix products of `f64`.
pub(super) trait Parts: Scalar {
    /// (α, β)…: the wanted part of Σ a·b is Σ α·β + ….
    fn products(a: &[Self], b: &[Self]) -> Vec<(Vec<f64>, Vec<f64>)>;
}

impl Parts for f64 {
    fn products(a: &[f64], b: &[f64]) -> Vec<(Vec<f64>, Vec<f64>)> {
        vec![(a.to_vec(), b.to_vec())]
    }
}

/// Of a dual number the ε-part is wanted.
impl Parts for Dual<f64> {
    fn products(a: &[Self], b: &[Self]) -> Vec<(Vec<f64>, Vec<f64>)> {
        let part = |x: &[Self], f: fn(&Self) -> f64| -> Vec<f64> { x.iter().map(f).collect() };
        vec![(part(a, |x| x.eps), part(b, |x| x.re)), (part(a, |x| x.re), part(b, |x| x.eps))]
    }
}

/// C += α A Bᵀ for row-major A [rows × k], B [cols × k] and column-major C [rows × cols] with that many numbers from
/// column to column.
pub(super) fn add_product(c: &mut [f64], stride: usize, a: &[f64], b: &[f64], k: usize, alpha: f64) {
    let (rows, cols) = (a.len() / k, b.len() / k);
    let (a, b) = (faer::MatRef::from_row_major_slice(a, rows, k), faer::MatRef::from_row_major_slice(b, cols, k));
    let c = faer::MatMut::from_column_major_slice_with_stride_mut(c, rows, cols, stride);
    faer::linalg::matmul::matmul(c, faer::Accum::Add, a, b.transpose(), alpha, faer::Par::Seq);
}

/// δ_k [out][n] of every layer: the cotangents of the sums, given h of the forward pass and that of the value.
fn cotangents<S: Scalar>(net: &Net, p: &[f64], h: &[Vec<S>], seed: Vec<S>, n: usize) -> (Vec<Vec<S>>, Vec<Vec<S>>) {
    let layers: Vec<Layer> = net.layers().collect();
    let (mut sums, mut values) = (vec![seed], Vec::new());
    for (k, layer) in layers.iter().enumerate().skip(1).rev() {
        let above = &sums[sums.len() - 1];
        let value = transposed_times(layer, p, above, n);
        let mut sum = value.clone();
        net.through_activation(&mut sum, &h[k]);
        values.push(value);
        sums.push(sum);
    }
    sums.reverse();
    values.reverse();
    (sums, values)
}

/// Wᵀ δ, δ [out][n] → [in][n].
fn transposed_times<S: Scalar>(layer: &Layer, p: &[f64], delta: &[S], n: usize) -> Vec<S> {
    let w = layer.weights(p);
    let mut out = vec![S::zero(); layer.inputs * n];
    for (c, row) in out.chunks_mut(n).enumerate() {
        for (r, delta) in delta.chunks(n).enumerate() {
            let w = w[r * layer.inputs + c];
            row.iter_mut().zip(delta).for_each(|(y, &d)| *y += d * w);
        }
    }
    out
}

/// W x, x [in][n] → [out][n].
fn times<S: Scalar>(layer: &Layer, p: &[f64], x: &[S], n: usize) -> Vec<S> {
    let w = layer.weights(p);
    let mut out = vec![S::zero(); layer.outputs * n];
    for (row, w) in out.chunks_mut(n).zip(w.chunks(layer.inputs)) {
        for (x, &w) in x.chunks(n).zip(w) {
            row.iter_mut().zip(x).for_each(|(y, &x)| *y += x * w);
        }
    }
    out
}

/// Σₛ over the rows' products: `left` [i][n] ⊗ `right` [j][n] → [i][j][n].
fn outer<S: Scalar>(left: &[S], right: &[S], n: usize) -> Vec<S> {
    let mut out = Vec::with_capacity(left.len() / n * right.len());
    for a in left.chunks(n) {
        for b in right.chunks(n) {
            out.extend(a.iter().zip(b).map(|(&a, &b)| a * b));
        }
    }
    out
}

/// x [in][n] with a row of ones.
fn with_one<S: Scalar>(x: &[S], n: usize) -> Vec<S> {
    let mut out = x.to_vec();
    out.resize(x.len() + n, S::one());
    out
}

/// Where weight or bias (r, c) of a layer stands, c = inputs for the bias.
fn place(layer: &Layer, r: usize, c: usize) -> usize {
    if c < layer.inputs { layer.range.start + r * layer.inputs + c } else { layer.range.end - layer.outputs + r }
}

/// The gradient of every sample, `[parameter][n]`, given the cotangent of each one's value.
pub(super) fn sample_gradients<S: Scalar>(net: &Net, p: &[f64], x: Vec<S>, seed: Vec<S>, n: usize) -> Vec<S> {
    let lifted: Vec<S> = p.iter().map(|&w| S::of(w)).collect();
    let h = net.forward(&lifted, x, n);
    let (sums, _) = cotangents(net, p, &h, seed, n);
    let mut out = Vec::with_capacity(p.len() * n);
    for (k, _) in net.layers().enumerate() {
        out.extend(outer(&sums[k], &h[k], n));
        out.extend_from_slice(&sums[k]);
    }
    out
}

/// Adds Σₛ ∇²⟨seedₛ, net(xₛ)⟩ to `out`, or its ε-part where the scalar is dual.
pub(super) fn add_curvature<S: Parts>(net: &Net, p: &[f64], x: Vec<S>, seed: Vec<S>, n: usize, out: &mut DMatrix<f64>) {
    let lifted: Vec<S> = p.iter().map(|&w| S::of(w)).collect();
    let layers: Vec<Layer> = net.layers().collect();
    let h = net.forward(&lifted, x, n);
    let (sums, values) = cotangents(net, p, &h, seed, n);
    let inputs: Vec<Vec<S>> = h[..layers.len()].iter().map(|h| with_one(h, n)).collect();
    for (l, low) in layers.iter().enumerate().take(layers.len() - 1) {
        let injected = Injection::into(net, &layers, p, &h, &values, l, n);
        for (m, high) in layers.iter().enumerate().skip(l) {
            if m > l {
                // ∂h_m[c]/∂a_l[i], rows (c, i), against h_l[j] δ_m[r], rows (r, j).
                let right = outer(&sums[m], &inputs[l], n);
                let block = product(&injected.values[m - l], &right, n);
                let (units, joint) = (low.outputs, low.inputs + 1);
                scatter(out, &block, high.inputs * units, |row, col| {
                    let (c, i, r, j) = (row / units, row % units, col / joint, col % joint);
                    (place(low, i, j), place(high, r, c))
                });
            }
            if let Some(bent) = injected.sums[m - l].as_ref() {
                // ∂δ_m[r]/∂a_l[i], rows (r, i), against h_m[c] h_l[j], rows (c, j).
                let right = outer(&inputs[m], &inputs[l], n);
                let block = product(bent, &right, n);
                let (units, joint) = (low.outputs, low.inputs + 1);
                let rows = high.outputs * units;
                for (index, value) in block.iter().enumerate() {
                    let (row, col) = (index % rows, index / rows);
                    let (r, i, c, j) = (row / units, row % units, col / joint, col % joint);
                    let (a, b) = (place(low, i, j), place(high, r, c));
                    out[(a, b)] += value;
                    if m > l {
                        out[(b, a)] += value;
                    }
                }
            }
        }
    }
}

/// Adds a column-major block of so many rows at the places of its entries, and at the mirrored ones.
fn scatter(out: &mut DMatrix<f64>, block: &[f64], rows: usize, at: impl Fn(usize, usize) -> (usize, usize)) {
    for (index, value) in block.iter().enumerate() {
        let (a, b) = at(index % rows, index / rows);
        out[(a, b)] += value;
        out[(b, a)] += value;
    }
}

/// The wanted part of A Bᵀ, column-major, rows of A by rows of B.
fn product<S: Parts>(a: &[S], b: &[S], n: usize) -> Vec<f64> {
    let rows = a.len() / n;
    let mut out = vec![0.0; rows * (b.len() / n)];
    for (a, b) in S::products(a, b) {
        add_product(&mut out, rows, &a, &b, n, 1.0);
    }
    out
}

/// What one more unit in each of a layer's sums does to everything downstream, all units of the layer at once.
struct Injection<S> {
    /// ∂h_m/∂a_l [in][unit][n] for m = l, l + 1, …; the first is empty.
    values: Vec<Vec<S>>,
    /// ∂δ_m/∂a_l [out][unit][n] for m = l, l + 1, …; none where it is zero.
    sums: Vec<Option<Vec<S>>>,
}

impl<S: Scalar> Injection<S> {
    fn into(net: &Net, layers: &[Layer], p: &[f64], h: &[Vec<S>], values: &[Vec<S>], l: usize, n: usize) -> Self {
        let units = layers[l].outputs;
        let wide = units * n;
        // ∂a_l = the unit matrix.
        let mut moved = vec![S::zero(); units * wide];
        for i in 0..units {
            moved[i * wide + i * n..][..n].fill(S::one());
        }
        let (mut of_sums, mut of_values) = (vec![moved], vec![Vec::new()]);
        for k in l + 1..layers.len() {
            let mut value = of_sums[k - 1 - l].clone();
            scale_rows(&mut value, &h[k], n, units, |h| net.activation().slope(h));
            of_sums.push(times(&layers[k], p, &value, wide));
            of_values.push(value);
        }
        // Backwards: the value's cotangent is given, so nothing happens at the last layer.
        let mut cotangents: Vec<Option<Vec<S>>> = vec![None; layers.len() - l];
        if net.activation().bends() {
            let mut above: Option<Vec<S>> = None;
            for k in (l..layers.len() - 1).rev() {
                let mut delta = of_sums[k - l].clone();
                // φ''(a) e ∂a, with e the cotangent of φ(a).
                for (unit, row) in delta.chunks_mut(wide).enumerate() {
                    let at = unit * n..(unit + 1) * n;
                    let bends: Vec<S> = h[k + 1][at.clone()]
                        .iter()
                        .zip(&values[k][at])
                        .map(|(&h, &e)| net.activation().bend(h) * e)
                        .collect();
                    for part in row.chunks_mut(n) {
                        part.iter_mut().zip(&bends).for_each(|(d, &b)| *d = *d * b);
                    }
                }
                if let Some(above) = above {
                    let mut value = transposed_times(&layers[k + 1], p, &above, wide);
                    scale_rows(&mut value, &h[k + 1], n, units, |h| net.activation().slope(h));
                    delta.iter_mut().zip(value).for_each(|(d, v)| *d += v);
                }
                cotangents[k - l] = Some(delta.clone());
                above = Some(delta);
            }
        }
        Self { values: of_values, sums: cotangents }
    }
}

/// x [row][unit][n] times f(h [row][n]).
fn scale_rows<S: Scalar>(x: &mut [S], h: &[S], n: usize, units: usize, f: impl Fn(S) -> S) {
    for (row, h) in x.chunks_mut(units * n).zip(h.chunks(n)) {
        let factors: Vec<S> = h.iter().map(|&h| f(h)).collect();
        for part in row.chunks_mut(n) {
            part.iter_mut().zip(&factors).for_each(|(x, &f)| *x = *x * f);
        }
    }
}
