//! A net's passes over a chunk.

use super::{
    activate::Activation,
    kernel::{Bias, Matrix, Then, add_outer, times},
    plane::Plane,
};
use crate::game::mlp::net::{Layer, Net};
use pulp::Arch;

/// A net's shape, ready for the kernels.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub arch: Arch,
    pub layers: Vec<Layer>,
    pub activation: Activation,
}

impl Shape {
    pub fn of(net: &Net) -> Self {
        Self { arch: Arch::new(), layers: net.layers().collect(), activation: net.activation().into() }
    }

    /// Room for h₀, …, h_K.
    pub fn values(&self, n: usize) -> Vec<Plane> {
        let inputs = self.layers[0].inputs;
        std::iter::once(inputs).chain(self.layers.iter().map(|l| l.outputs)).map(|w| Plane::new(w, n)).collect()
    }

    /// Room for one plane per layer's sums.
    pub fn sums(&self, n: usize) -> Vec<Plane> {
        self.layers.iter().map(|l| Plane::new(l.outputs, n)).collect()
    }

    fn weights<'a>(&self, k: usize, p: &'a [f32]) -> Matrix<'a> {
        let layer = &self.layers[k];
        Matrix::new(layer.weights(p), layer.outputs, layer.inputs)
    }

    /// h₁, …, h_K from h₀.
    pub fn forward(&self, p: &[f32], h: &mut [Plane]) {
        for (k, layer) in self.layers.iter().enumerate() {
            let (below, above) = h.split_at_mut(k + 1);
            let (below, above) = (&below[k], &mut above[0]);
            let inner = k + 1 < self.layers.len();
            let bias = Bias::Same(layer.biases(p));
            match self.activation {
                Activation::Piecewise(alpha) if inner => {
                    times(self.arch, self.weights(k, p), below, bias, Then::Rectify(alpha), above);
                }
                activation => {
                    times(self.arch, self.weights(k, p), below, bias, Then::Nothing, above);
                    if inner {
                        activation.apply(self.arch, above.all_mut());
                    }
                }
            }
        }
    }

    /// δ of every layer's sums from that of the last; `kept` takes the cotangents of the values between, `input` that
    /// of h₀.
    pub fn backward(
        &self,
        p: &[f32],
        h: &[Plane],
        delta: &mut [Plane],
        mut kept: Option<&mut [Plane]>,
        input: Option<&mut Plane>,
    ) {
        for k in (1..self.layers.len()).rev() {
            let (below, above) = delta.split_at_mut(k);
            let below = &mut below[k - 1];
            self.back(k, p, &above[0], self.fused(&h[k]), below);
            if let Some(kept) = kept.as_deref_mut() {
                kept[k - 1].all_mut().copy_from_slice(below.all());
            }
            self.times_slope(below, &h[k]);
        }
        if let Some(input) = input {
            self.back(0, p, &delta[0], Then::Nothing, input);
        }
    }

    /// The slope as part of a product, where it can be.
    pub fn fused<'a>(&self, h: &'a Plane) -> Then<'a> {
        match self.activation {
            Activation::Piecewise(alpha) => Then::Slope(alpha, h),
            Activation::Tanh => Then::Nothing,
        }
    }

    /// The slope where it is not part of the product.
    fn times_slope(&self, y: &mut Plane, h: &Plane) {
        if self.activation == Activation::Tanh {
            self.activation.times_slope(self.arch, y.all_mut(), h.all());
        }
    }

    /// The gradient from δ and the inputs of every layer, `ones` on every sample.
    pub fn add_gradient(&self, h: &[Plane], delta: &[Plane], ones: &[f32], gradient: &mut [f32]) {
        for (k, layer) in self.layers.iter().enumerate() {
            add_outer(self.arch, &delta[k], &h[k], ones, split(layer, gradient));
        }
    }

    /// How the inputs of every layer move when h₀ moves along t₀: t₁, …, the last layer's value left out. `moved` takes
    /// how the sums move.
    pub fn along(&self, p: &[f32], h: &[Plane], t: &mut [Plane], moved: &mut [Plane]) {
        for k in 0..self.layers.len() - 1 {
            let (below, above) = t.split_at_mut(k + 1);
            self.times_linear(k, p, &below[k], Bias::None, &h[k + 1], &mut above[0]);
            moved[k].all_mut().copy_from_slice(above[0].all());
            self.times_slope(&mut above[0], &h[k + 1]);
        }
    }

    /// W x + bias of a layer, times the slope where that can be part of it.
    pub fn times_linear(&self, k: usize, p: &[f32], x: &Plane, bias: Bias, h: &Plane, y: &mut Plane) {
        times(self.arch, self.weights(k, p), x, bias, self.fused(h), y);
    }

    /// Wᵀδ of a layer.
    pub fn back(&self, k: usize, p: &[f32], delta: &Plane, then: Then, out: &mut Plane) {
        times(self.arch, self.weights(k, p).transposed(), delta, Bias::None, then, out);
    }
}

/// Weights and biases of a layer.
pub(super) fn split<'a>(layer: &Layer, gradient: &'a mut [f32]) -> [&'a mut [f32]; 2] {
    let (w, b) = gradient[layer.range.clone()].split_at_mut(layer.inputs * layer.outputs);
    [w, b]
}
