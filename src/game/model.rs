//! What a GAN is made of: two parametric functions and the laws of their arguments.

use crate::num::{Scalar, quadrature::Nodes};

/// A law with a quadrature rule.
#[derive(Clone, Debug)]
pub enum Law {
    /// Weighted points.
    Points(Nodes),
    /// N(0, I) in so many dimensions.
    Normal(usize),
    /// Uniform on [−1, 1]ᵈ.
    Uniform(usize),
}

/// Two parametric functions, the generator G_θ and the critic D_ψ, and the laws of data and latent variable.
pub trait Model {
    /// True if [`generate`](Model::generate) returns weights other than 1.
    const WEIGHTED: bool = false;
    /// `[a, b]`: the numbers of parameters θ and ψ.
    fn dims(&self) -> [usize; 2];
    /// The dimension of x.
    fn space(&self) -> usize;
    /// The law that [`datum`](Model::datum) maps to the data.
    fn data(&self) -> Law;
    /// The data point of a node e of [`data`](Model::data). Default: the node itself.
    fn datum(&self, e: &[f64], x: &mut [f64]) {
        x.copy_from_slice(e);
    }
    /// The law of z.
    fn latent(&self) -> Law;
    /// x = G_θ(z); returns the factor of the node's weight, 1 unless the law itself depends on θ.
    fn generate<S: Scalar>(&self, theta: &[S], z: &[f64], x: &mut [S]) -> S;
    /// D_ψ(x), a fakeness logit.
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S;
    /// About how fast D changes with x near the data; with [`spread`](Model::spread) it chooses the step of the
    /// quadrature rule.
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        psi.iter().map(|p| p * p).sum::<f64>().sqrt()
    }
    /// About how far data and generated points move per unit normal coordinate; 0 without normal laws.
    fn spread(&self, _theta: &[f64]) -> f64 {
        0.0
    }
    /// Nodes between a real and a fake point for `Site::Between`; 1 where ‖∇ₓD‖ does not depend on x.
    fn between(&self) -> usize {
        8
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
