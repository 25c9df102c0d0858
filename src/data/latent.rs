//! What the generator starts from.

use crate::{
    num::random::{GROUP, Stream, unit},
    registry::{registry, settings},
};

/// A law on ℝᵈ with independent entries.
pub trait Latent {
    /// d.
    fn dim(&self) -> usize;
    /// The entries number `256·group`, … of a stream.
    fn entries(&self, stream: Stream, group: u64, out: &mut [f32; GROUP]);
}

settings! {
    /// N(0, I) on ℝᵈ.
    Gaussian: "N(0, I) on ℝᵈ", "the usual choice" {
        /// d ≥ 1.
        dim: usize = 16 => ["crate::registry::check::size"],
    }
}

impl Latent for Gaussian {
    fn dim(&self) -> usize {
        self.dim
    }
    fn entries(&self, stream: Stream, group: u64, out: &mut [f32; GROUP]) {
        stream.normals(group, out);
    }
}

settings! {
    /// Uniform on [−1, 1]ᵈ.
    Uniform: "uniform on [−1, 1]ᵈ", "Goodfellow et al. 2014" {
        /// d ≥ 1.
        dim: usize = 16 => ["crate::registry::check::size"],
    }
}

impl Latent for Uniform {
    fn dim(&self) -> usize {
        self.dim
    }
    fn entries(&self, stream: Stream, group: u64, out: &mut [f32; GROUP]) {
        let mut words = [0; GROUP];
        stream.words(group, &mut words);
        for (z, w) in out.iter_mut().zip(words) {
            *z = (2.0 * unit(w) - 1.0) as f32;
        }
    }
}

registry! {
    /// The latent laws an experiment file may name.
    AnyLatent each_latent { gaussian: Gaussian, uniform: Uniform }
}

impl Latent for AnyLatent {
    fn dim(&self) -> usize {
        each_latent!(self, l => l.dim())
    }
    fn entries(&self, stream: Stream, group: u64, out: &mut [f32; GROUP]) {
        each_latent!(self, l => l.entries(stream, group, out))
    }
}

impl AnyLatent {
    /// Feature `f` of the samples `256·group`, …
    pub fn feature(&self, stream: Stream, group: u64, f: usize, out: &mut [f32; GROUP]) {
        self.entries(stream, group * self.dim() as u64 + f as u64, out);
    }

    /// A batch of `n` samples `[d][n]`, those numbered 0, 1, … of the stream.
    pub fn batch(&self, stream: Stream, n: usize) -> Vec<f64> {
        let mut entries = [0.0; GROUP];
        let mut out = vec![0.0; self.dim() * n];
        for (f, row) in out.chunks_mut(n.max(1)).enumerate() {
            for (group, part) in row.chunks_mut(GROUP).enumerate() {
                self.feature(stream, group as u64, f, &mut entries);
                for (z, &e) in part.iter_mut().zip(&entries) {
                    *z = f64::from(e);
                }
            }
        }
        out
    }
}
