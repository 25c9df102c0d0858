//! Bilinear games.

use super::Game;
use crate::{
    game::Player,
    num::{Dual, Scalar},
    registry::{check, settings},
};
use nalgebra::DMatrix;
use std::ops::Range;

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
    /// One dual pass per coordinate over the terms that hold it: n² steps where [`loss`](Game::loss) for each would take
    /// n³.
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        let (theta, psi) = x.split_at(self.matrix[0].len());
        for i in wrt {
            let own = Dual::new(x[i], S::one());
            let mut sum = Dual::zero();
            match i.checked_sub(theta.len()) {
                None => self.matrix.iter().zip(psi).for_each(|(row, psi)| sum += Dual::lift(*psi) * own * row[i]),
                Some(k) => {
                    self.matrix[k].iter().zip(theta).for_each(|(a, theta)| sum += own * Dual::lift(*theta) * *a);
                    let mut square = Dual::zero();
                    for (j, (q, psi)) in self.damping.get(k).into_iter().flatten().zip(psi).enumerate() {
                        // The matrix is symmetric: off the diagonal a term stands twice.
                        let [other, times] =
                            if j == k { [own, Dual::one()] } else { [Dual::lift(*psi), Dual::of(2.0)] };
                        square += own * other * *q * times;
                    }
                    sum -= square * 0.5;
                }
            }
            out[i] = if who == Player::Generator { sum.eps } else { -sum.eps };
        }
    }
    fn jacobian(&self, x: &[f64]) -> Option<DMatrix<f64>> {
        let n = x.len();
        let mut jacobian = DMatrix::zeros(n, n);
        let mut y: Vec<Dual<f64>> = x.iter().map(|x| Dual::lift(*x)).collect();
        let mut gradient = vec![Dual::zero(); n];
        for j in 0..n {
            y[j].eps = 1.0;
            for who in Player::BOTH {
                self.grad(who, self.block(who), &y, &mut gradient);
            }
            y[j].eps = 0.0;
            jacobian.column_mut(j).iter_mut().zip(&gradient).for_each(|(entry, g)| *entry = -g.eps);
        }
        Some(jacobian)
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
