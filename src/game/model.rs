//! What a GAN is made of: two parametric functions and the laws of their arguments.

use crate::num::{Scalar, quadrature::Nodes};
use std::ops::{Add, Mul};

/// A law with a quadrature rule.
#[derive(Clone, Debug)]
pub enum Law {
    /// Weighted points.
    Points(Nodes),
    /// Independent N(0, s²), one for each of these s.
    Normal(Vec<f64>),
    /// Uniform on [−1, 1]ᵈ.
    Uniform(usize),
}

/// Two parametric functions, the generator G_θ and the critic D_ψ, and the laws of data and latent variable.
pub trait Model: Clone {
    /// What expectations are compiled for: the models of this crate share one type, which spares two thirds of its build;
    /// a model outside it names itself.
    type Shared: Model<Shared = Self::Shared> + From<Self>;
    /// True if [`generate`](Model::generate) returns weights other than 1.
    fn weighted(&self) -> bool {
        false
    }
    /// True if D is not smooth in x.
    fn kinked(&self) -> bool {
        false
    }
    /// `[a, b]`: the numbers of parameters θ and ψ.
    fn dims(&self) -> [usize; 2];
    /// The dimension of x.
    fn space(&self) -> usize;
    /// The law of the data.
    fn data(&self) -> Law;
    /// The law of z.
    fn latent(&self) -> Law;
    /// x = G_θ(z); returns the factor of the node's weight, 1 unless the law itself depends on θ. Nodes are numbers, or
    /// scalars where they carry derivatives themselves.
    fn generate<S, Z>(&self, theta: &[S], z: &[Z], x: &mut [S]) -> S
    where
        S: Scalar + Add<Z, Output = S> + Mul<Z, Output = S>,
        Z: Copy;
    /// Whether G_θ(z) is z, normal, moved by something that depends on θ alone: instance noise then only widens its law.
    fn shifts(&self) -> bool {
        false
    }
    /// Whether G_θ(z) is affine in z, and its weight the same at all z. Default: it may not be.
    fn affine(&self) -> bool {
        false
    }
    /// D_ψ(x), a fakeness logit.
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S;
    /// Appends the functions of x across whose zeros D is not smooth; with [`kinked`](Model::kinked). Default: it is.
    #[inline]
    fn switches<S: Scalar>(&self, _psi: &[S], _x: &[S], _out: &mut Vec<S>) {}
    /// About how fast D changes with x near the data; with [`spread`](Model::spread) it chooses the step of the
    /// quadrature rule.
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        psi.iter().map(|p| p * p).sum::<f64>().sqrt()
    }
    /// About how far data and generated points move per unit normal coordinate; 0 without normal laws.
    fn spread(&self, _theta: &[f64]) -> f64 {
        0.0
    }
    /// Whether ∇ₓD is the same at all x, so that a penalty of the slope is known from one point. Default: it is not.
    fn straight(&self) -> bool {
        false
    }
    /// Whether G is odd in z and D even in x, under laws that are symmetric about 0: then half of the nodes will do.
    fn even(&self) -> bool {
        false
    }
    /// Equilibria, given the logit that balances the loss.
    fn equilibria(&self, _balance: f64) -> Vec<Vec<f64>> {
        let [a, b] = self.dims();
        vec![vec![0.0; a + b]]
    }
    /// What is wrong with the numbers together, if anything.
    fn complaint(&self) -> Option<String> {
        None
    }
    /// True if θ and ψ are one number each, G = θ, the data is δ₀ and D = ψx: then the losses take the short way of
    /// [`Plane`](super::Plane).
    fn on_a_line(&self) -> bool {
        false
    }
}
