//! Bilinear games.

use super::Game;
use crate::{
    game::Player,
    num::Scalar,
    registry::{check, settings},
};

settings! {
    /// L(θ,ψ) = ψᵀAθ − ½ψᵀQψ, zero-sum: v = (−Aᵀψ, Aθ − Qψ), A `[n_ψ × n_θ]`, Q `[n_ψ × n_ψ]` symmetric. Without Q the
    /// spectrum of any rule is the union over the singular values s of A of that of the scalar game with a = s, and
    /// n_θ + n_ψ − 2 rank A eigenvalues 0 of v'. With Q ≻ 0 and A of full column rank v' is Hurwitz (derived here).
    Bilinear: "L_G = L, L_D = −L, L = ψᵀAθ − ½ψᵀQψ", "Gidel et al. 2019; the damped form after Nagarajan, Kolter 2017" {
        /// A by rows, one for each ψ.
        matrix: Vec<Vec<f64>> = vec![vec![1.0]] => ["check::matrix"],
        /// Q by rows, symmetric; none if left out.
        damping: Vec<Vec<f64>> = vec![] => ["check::symmetric"],
    }
}

impl Game for Bilinear {
    fn dims(&self) -> [usize; 2] {
        [self.matrix[0].len(), self.matrix.len()]
    }
    #[inline(always)]
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        let (theta, psi) = x.split_at(self.matrix[0].len());
        let loss = form(&self.matrix, psi, theta) - form(&self.damping, psi, psi) * 0.5;
        match who {
            Player::Generator => loss,
            Player::Discriminator => -loss,
        }
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        vec![vec![0.0; self.n()]]
    }
    fn complaint(&self) -> Option<(String, &'static str)> {
        let (rows, q) = (self.matrix.len(), self.damping.len());
        (q != 0 && q != rows).then(|| {
            (
                format!("`damping` is {q} × {q}, but `matrix` has {rows} rows: ψ has {rows} entries"),
                "game.bilinear.damping",
            )
        })
    }
}

/// uᵀMw.
#[inline(always)]
fn form<S: Scalar>(m: &[Vec<f64>], u: &[S], w: &[S]) -> S {
    let mut sum = S::zero();
    for (row, &u) in m.iter().zip(u) {
        for (&m, &w) in row.iter().zip(w) {
            sum += u * w * m;
        }
    }
    sum
}
