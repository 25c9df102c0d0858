//! The adjusted fields, written from their formulas in terms of symbolic gradients and Hessians.

use crate::{
    draw::Draw,
    grammar::{Game, short},
    tree::{Number, Tree},
};
use nalgebra::DMatrix;
use num_dual::{Dual, Dual64};
use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub enum Adjust {
    Plain,
    Consensus(f64),
    Sga { lambda: f64, align: bool },
    Jare(f64),
    NagarajanKolter(f64),
    Unrolled { steps: u32, inner: f64, differentiate: bool },
}

impl Adjust {
    /// Strengths in units of the field's own size, so that steep games get weak ones.
    pub fn draw(d: &mut Draw, size: f64) -> Adjust {
        let strength = |d: &mut Draw| match d.below(3) {
            0 => 0.3,
            1 => short(d.between(0.05, 1.5) / size),
            _ => short(d.between(0.01, 0.2) / size),
        };
        match d.below(12) {
            0 => Adjust::Consensus(strength(d)),
            1 => Adjust::Sga { lambda: strength(d), align: d.chance(0.5) },
            2 => Adjust::Jare(strength(d)),
            3 => Adjust::NagarajanKolter(strength(d)),
            4 | 5 => {
                let steps = 1 + d.below(4) as u32;
                Adjust::Unrolled { steps, inner: strength(d), differentiate: d.chance(0.7) }
            }
            _ => Adjust::Plain,
        }
    }

    pub fn toml(&self) -> String {
        match self {
            Adjust::Plain => String::new(),
            Adjust::Consensus(gamma) => format!("[field.consensus]\ngamma = {gamma}\n"),
            Adjust::Sga { lambda, align } => format!("[field.sga]\nlambda = {lambda}\nalign = {align}\n"),
            Adjust::Jare(gamma) => format!("[field.jare]\ngamma = {gamma}\n"),
            Adjust::NagarajanKolter(eta) => format!("[field.nagarajan_kolter]\neta = {eta}\n"),
            Adjust::Unrolled { steps, inner, differentiate } => {
                format!("[field.unrolled]\nsteps = {steps}\ninner_lr = {inner}\ndifferentiate = {differentiate}\n")
            }
        }
    }
}

/// v̂ as a function of y = x − c.
pub struct Field {
    pub dims: [usize; 2],
    /// ∂L_p/∂yᵢ.
    gradient: [Vec<Tree>; 2],
    /// ∂vᵢ/∂yⱼ = −∂²L_{owner of i}/∂yᵢ∂yⱼ.
    jacobian: Vec<Vec<Tree>>,
    adjust: Adjust,
}

impl Field {
    pub fn new(game: &Game, adjust: &Adjust) -> Field {
        let (n, a) = (game.n(), game.dims[0]);
        let gradient = game.trees().map(|loss| (0..n).map(|i| loss.derivative(i)).collect::<Vec<_>>());
        let owner = |i: usize| usize::from(i >= a);
        let entry = |i: usize, j: usize| Tree::product(vec![Tree::Constant(-1.0), gradient[owner(i)][i].derivative(j)]);
        let jacobian = (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect();
        Field { dims: game.dims, gradient, jacobian, adjust: adjust.clone() }
    }

    pub fn n(&self) -> usize {
        self.dims[0] + self.dims[1]
    }
    /// The coordinates of player 0 or 1.
    pub fn block(&self, who: usize) -> Range<usize> {
        if who == 0 { 0..self.dims[0] } else { self.dims[0]..self.n() }
    }
    pub fn owner(&self, i: usize) -> usize {
        usize::from(i >= self.dims[0])
    }

    fn plain<T: Number>(&self, y: &[T]) -> Vec<T> {
        (0..self.n()).map(|i| -self.gradient[self.owner(i)][i].eval(y)).collect()
    }

    /// Σₖ J_ki uₖ over the k given.
    fn transposed<T: Number>(&self, y: &[T], i: usize, u: &[T], of: Range<usize>) -> T {
        of.filter(|k| !self.jacobian[*k][i].is_zero())
            .fold(T::from(0.0), |sum, k| sum + self.jacobian[k][i].eval(y) * u[k])
    }

    /// v̂(y).
    pub fn eval<T: Number>(&self, y: &[T]) -> Vec<T> {
        let n = self.n();
        let v = self.plain(y);
        match &self.adjust {
            Adjust::Plain => v,
            Adjust::Consensus(gamma) => (0..n).map(|i| v[i] - self.transposed(y, i, &v, 0..n) * *gamma).collect(),
            Adjust::Sga { lambda, align } => {
                let back: Vec<T> = (0..n).map(|i| self.transposed(y, i, &v, 0..n)).collect();
                let forth: Vec<T> = (0..n)
                    .map(|i| (0..n).fold(T::from(0.0), |sum, j| sum + self.jacobian[i][j].eval(y) * v[j]))
                    .collect();
                let twist = |i: usize| (back[i] - forth[i]) * 0.5;
                let dot = |a: &dyn Fn(usize) -> f64| (0..n).map(|i| a(i) * back[i].re()).sum::<f64>();
                let aligned = -dot(&|i| v[i].re()) * dot(&|i| twist(i).re()) / n as f64 + 0.1;
                let lambda = if *align { lambda * aligned.signum() } else { *lambda };
                (0..n).map(|i| v[i] - twist(i) * lambda).collect()
            }
            Adjust::Jare(gamma) => {
                let other = |i: usize| self.block(1 - self.owner(i));
                (0..n).map(|i| v[i] - self.transposed(y, i, &v, other(i)) * *gamma).collect()
            }
            Adjust::NagarajanKolter(eta) => {
                let mut w = v.clone();
                for i in self.block(0) {
                    w[i] -= self.transposed(y, i, &v, self.block(1)) * *eta;
                }
                w
            }
            Adjust::Unrolled { steps, inner, differentiate } => {
                let mut w = v;
                for i in self.block(0) {
                    w[i] = -self.unrolled_slope(y, i, *steps, *inner, *differentiate);
                }
                w
            }
        }
    }

    /// d/dθᵢ L_G(θ, ψ_k(θ, ψ)), forwards along θᵢ; with ψ_k held constant unless it is differentiated.
    fn unrolled_slope<T: Number>(&self, y: &[T], i: usize, steps: u32, inner: f64, differentiate: bool) -> T {
        let mut path: Vec<Dual<T>> = y.iter().map(|a| Dual::from_re(*a)).collect();
        path[i].eps = T::from(1.0);
        for _ in 0..steps {
            let slope: Vec<Dual<T>> = self.block(1).map(|k| self.gradient[1][k].eval(&path)).collect();
            for (k, slope) in self.block(1).zip(slope) {
                path[k] -= slope * inner;
            }
        }
        let end: Vec<T> = path.iter().map(|a| a.re).collect();
        let moving = if differentiate { 0..self.n() } else { i..i + 1 };
        moving.fold(T::from(0.0), |sum, k| sum + self.gradient[0][k].eval(&end) * path[k].eps)
    }

    /// v̂'(y), a column per pass.
    pub fn derivative(&self, y: &[f64]) -> DMatrix<f64> {
        jacobian(y, |y| self.eval::<Dual64>(y))
    }
}

/// The Jacobian of a map, a pass of dual numbers per column.
pub fn jacobian(x: &[f64], map: impl Fn(&[Dual64]) -> Vec<Dual64>) -> DMatrix<f64> {
    let n = x.len();
    let mut out = DMatrix::zeros(n, n);
    for j in 0..n {
        let mut seeded: Vec<Dual64> = x.iter().map(|a| Dual64::from_re(*a)).collect();
        seeded[j].eps = 1.0;
        for (i, value) in map(&seeded).iter().enumerate() {
            out[(i, j)] = value.eps;
        }
    }
    out
}
