//! One perceptron: forward, and backpropagation, over any scalar.

use super::activation::{Activation, AnyActivation, each_activation};
use super::initial::{AnyInitial, Initial};
use crate::num::{Scalar, random::Stream};
use std::ops::Range;

/// `h_{k+1} = φ(W_k h_k + b_k)`, without φ after the last layer. Parameters p [len] layer by layer: W [out][in]
/// row-major, then b [out]. Batches are feature-major, `[feature][sample]`.
#[derive(Clone, Debug)]
pub struct Net {
    /// Inputs, widths of the hidden layers, outputs.
    widths: Vec<usize>,
    activation: AnyActivation,
}

/// Where a layer's parameters stand.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Numbers coming in.
    pub inputs: usize,
    /// Numbers going out.
    pub outputs: usize,
    /// Of W and b together; b are the last `outputs`.
    pub range: Range<usize>,
}

impl Layer {
    /// W [out][in] of p.
    pub fn weights<'a, S>(&self, p: &'a [S]) -> &'a [S] {
        &p[self.range.start..self.range.end - self.outputs]
    }
    /// b [out] of p.
    pub fn biases<'a, S>(&self, p: &'a [S]) -> &'a [S] {
        &p[self.range.end - self.outputs..self.range.end]
    }
}

impl Net {
    /// A net of these widths, inputs and outputs included: at least two.
    pub fn new(widths: Vec<usize>, activation: AnyActivation) -> Self {
        assert!(widths.len() > 1 && widths.iter().all(|w| *w > 0), "a net has inputs and outputs");
        Self { widths, activation }
    }

    /// Inputs, widths of the hidden layers, outputs.
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// φ.
    pub fn activation(&self) -> &AnyActivation {
        &self.activation
    }

    /// Numbers in p.
    pub fn parameters(&self) -> usize {
        self.widths.windows(2).map(|w| w[1] * (w[0] + 1)).sum()
    }

    /// The layers, first to last.
    pub fn layers(&self) -> impl DoubleEndedIterator<Item = Layer> + ExactSizeIterator {
        let mut end = 0;
        let layers: Vec<Layer> = self
            .widths
            .windows(2)
            .map(|w| {
                let start = end;
                end += w[1] * (w[0] + 1);
                Layer { inputs: w[0], outputs: w[1], range: start..end }
            })
            .collect();
        layers.into_iter()
    }

    /// Draws the parameters.
    pub fn initial(&self, law: &AnyInitial, stream: Stream) -> Vec<f64> {
        let mut p = vec![0.0; self.parameters()];
        for (k, layer) in self.layers().enumerate() {
            let stream = stream.child(k as u64);
            let (w, b) = p[layer.range.clone()].split_at_mut(layer.inputs * layer.outputs);
            law.weight(layer.inputs, layer.outputs).fill(stream.child(0), w);
            law.bias(layer.inputs).fill(stream.child(1), b);
        }
        p
    }

    /// All of h₀ = x, h₁, … at a batch of n; the last is the net's value.
    pub fn forward<S: Scalar>(&self, p: &[S], x: Vec<S>, n: usize) -> Vec<Vec<S>> {
        let mut h = vec![x];
        let last = self.widths.len() - 2;
        for (k, layer) in self.layers().enumerate() {
            let (w, b) = (layer.weights(p), layer.biases(p));
            let below = &h[k];
            let mut out = Vec::with_capacity(layer.outputs * n);
            for r in 0..layer.outputs {
                out.resize((r + 1) * n, b[r]);
                let row = &mut out[r * n..];
                for c in 0..layer.inputs {
                    add_scaled(row, w[r * layer.inputs + c], &below[c * n..(c + 1) * n]);
                }
                if k < last {
                    each_activation!(&self.activation, phi => row.iter_mut().for_each(|a| *a = phi.apply(*a)));
                }
            }
            h.push(out);
        }
        h
    }

    /// Backpropagation: given h of [`forward`](Net::forward) and the cotangent of the value [out][n], adds the
    /// gradient to `gradient` if wanted and returns the cotangent of the input [in][n].
    pub fn backward<S: Scalar>(
        &self,
        p: &[S],
        h: &[Vec<S>],
        seed: Vec<S>,
        mut gradient: Option<&mut [S]>,
        n: usize,
    ) -> Vec<S> {
        let mut delta = seed;
        let last = self.widths.len() - 2;
        for (k, layer) in self.layers().enumerate().rev() {
            if k < last {
                self.through_activation(&mut delta, &h[k + 1]);
            }
            if let Some(gradient) = gradient.as_deref_mut() {
                let (gw, gb) = gradient[layer.range.clone()].split_at_mut(layer.inputs * layer.outputs);
                for r in 0..layer.outputs {
                    let delta = &delta[r * n..(r + 1) * n];
                    for c in 0..layer.inputs {
                        gw[r * layer.inputs + c] += dot(delta, &h[k][c * n..(c + 1) * n]);
                    }
                    gb[r] += sum(delta);
                }
            }
            delta = back(&layer, p, &delta, n);
        }
        delta
    }

    /// δ ← φ'(a) δ, given φ(a).
    pub fn through_activation<S: Scalar>(&self, delta: &mut [S], h: &[S]) {
        each_activation!(&self.activation, phi => {
            for (d, &h) in delta.iter_mut().zip(h) {
                *d = *d * phi.slope(h);
            }
        });
    }
}

/// Wᵀδ.
fn back<S: Scalar>(layer: &Layer, p: &[S], delta: &[S], n: usize) -> Vec<S> {
    let w = layer.weights(p);
    let mut out = vec![S::zero(); layer.inputs * n];
    for (c, row) in out.chunks_mut(n).enumerate() {
        for r in 0..layer.outputs {
            add_scaled(row, w[r * layer.inputs + c], &delta[r * n..(r + 1) * n]);
        }
    }
    out
}

#[inline(always)]
fn add_scaled<S: Scalar>(y: &mut [S], a: S, x: &[S]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

/// Partial sums that a vector unit can hold; their order is fixed.
const LANES: usize = 8;

#[inline(always)]
fn dot<S: Scalar>(a: &[S], b: &[S]) -> S {
    let mut lanes = [S::zero(); LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let mut rest = S::zero();
    for (&x, &y) in a.remainder().iter().zip(b.remainder()) {
        rest += x * y;
    }
    for (a, b) in a.zip(b) {
        for i in 0..LANES {
            lanes[i] += a[i] * b[i];
        }
    }
    lanes.into_iter().fold(rest, |s, lane| s + lane)
}

#[inline(always)]
fn sum<S: Scalar>(a: &[S]) -> S {
    a.iter().fold(S::zero(), |s, &x| s + x)
}
