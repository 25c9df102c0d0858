//! Where the weights start.

use crate::{
    num::random::{GROUP, Stream},
    registry::{registry, settings},
};

/// The law of one entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry {
    /// N(0, s²).
    Normal(f64),
    /// Uniform on [−s, s].
    Uniform(f64),
}

/// How the entries of a layer are drawn.
pub trait Initial {
    /// The law of a weight in a layer from so many inputs to so many outputs.
    fn weight(&self, inputs: usize, outputs: usize) -> Entry;
    /// The law of a bias. Default: 0.
    fn bias(&self, _inputs: usize) -> Entry {
        Entry::Uniform(0.0)
    }
}

macro_rules! initial {
    ($(#[$doc:meta])* $name:ident: $formula:literal, $source:literal, |$inputs:pat_param, $outputs:pat_param| $law:expr) => {
        settings! { $(#[$doc])* $name: $formula, $source {} }
        impl Initial for $name {
            fn weight(&self, inputs: usize, outputs: usize) -> Entry {
                let ($inputs, $outputs) = (inputs as f64, outputs as f64);
                $law
            }
        }
    };
}

initial! {
    /// Keeps the variance on the way forward and back.
    GlorotUniform: "W uniform on ±√(6/(in + out)), b = 0", "Glorot & Bengio 2010",
    |i, o| Entry::Uniform((6.0 / (i + o)).sqrt())
}
initial! {
    /// Keeps the variance on the way forward and back.
    GlorotNormal: "W ~ N(0, 2/(in + out)), b = 0", "Glorot & Bengio 2010",
    |i, o| Entry::Normal((2.0 / (i + o)).sqrt())
}
initial! {
    /// Keeps the variance through rectifiers.
    HeUniform: "W uniform on ±√(6/in), b = 0", "He et al. 2015",
    |i, _| Entry::Uniform((6.0 / i).sqrt())
}
initial! {
    /// Keeps the variance through rectifiers.
    HeNormal: "W ~ N(0, 2/in), b = 0", "He et al. 2015",
    |i, _| Entry::Normal((2.0 / i).sqrt())
}
initial! {
    /// Keeps the variance of the inputs.
    LecunNormal: "W ~ N(0, 1/in), b = 0", "LeCun et al. 1998",
    |i, _| Entry::Normal((1.0 / i).sqrt())
}

settings! {
    /// What PyTorch's linear layers start from.
    Pytorch: "W and b uniform on ±1/√in", "PyTorch, torch.nn.Linear" {}
}

impl Initial for Pytorch {
    fn weight(&self, inputs: usize, _outputs: usize) -> Entry {
        Entry::Uniform((1.0 / inputs as f64).sqrt())
    }
    fn bias(&self, inputs: usize) -> Entry {
        self.weight(inputs, 1)
    }
}

settings! {
    /// One width for all layers.
    Normal: "W ~ N(0, σ²), b = 0", "e.g. Radford, Metz, Chintala 2016 with σ = 0.02" {
        /// σ ≥ 0.
        sigma: f64 = 0.02 => ["crate::registry::check::non_negative"],
    }
}

impl Initial for Normal {
    fn weight(&self, _inputs: usize, _outputs: usize) -> Entry {
        Entry::Normal(self.sigma)
    }
}

registry! {
    /// The initialisations an experiment file may name.
    AnyInitial each_initial { glorot_uniform: GlorotUniform, glorot_normal: GlorotNormal, he_uniform: HeUniform, he_normal: HeNormal, lecun_normal: LecunNormal, pytorch: Pytorch, normal: Normal }
}

impl Initial for AnyInitial {
    fn weight(&self, inputs: usize, outputs: usize) -> Entry {
        each_initial!(self, i => i.weight(inputs, outputs))
    }
    fn bias(&self, inputs: usize) -> Entry {
        each_initial!(self, i => i.bias(inputs))
    }
}

impl Entry {
    /// Fills `out` with draws of this law, the first numbers of a stream.
    pub fn fill(self, stream: Stream, out: &mut [f64]) {
        for (group, out) in out.chunks_mut(GROUP).enumerate() {
            match self {
                Entry::Normal(s) => {
                    let mut numbers = [0.0; GROUP];
                    stream.normals(group as u64, &mut numbers);
                    out.iter_mut().zip(numbers).for_each(|(w, e)| *w = s * f64::from(e));
                }
                Entry::Uniform(s) => {
                    let mut numbers = [0.0; GROUP];
                    stream.uniforms(group as u64, &mut numbers);
                    out.iter_mut().zip(numbers).for_each(|(w, u)| *w = s * (2.0 * u - 1.0));
                }
            }
        }
    }
}
