//! The whole Jacobian of the field on a batch, as matrix products.
//!
//! A column by column evaluation repeats for each weight what depends on its unit only. Here each player's Hessian is
//! put together from three kinds of pieces: the curvature of a net ([`add_curvature`]), products of per-sample gradients
//! with the curvature of the loss between them, and, for what the players do to each other, the derivative of ψ's
//! per-sample gradient along the generated point, of which there are two. Of a penalty ρ(D, g²), with M_j = ∇_ψ ∂D/∂x_j,
//! u = ∇ₓD and ∇g² = 2 Σ u_j M_j,
//!
//! > ∇²ρ = ρ_DD ∇D∇Dᵀ + ρ_Dg (∇D∇g²ᵀ + ∇g²∇Dᵀ) + ρ_gg ∇g²∇g²ᵀ + 2ρ_g Σ M_j M_jᵀ + \[ρ_D ∇²D + 2ρ_g (u·∇ₓ)∇²D\]
//!
//! and the bracket is the ε-part of one dual curvature with cotangent 2ρ_g + ερ_D at x + εu. (Derived here.)

use super::{
    Batch, Mlp, Visit,
    curvature::{add_curvature, add_product, sample_gradients},
    lift,
};
use crate::{
    game::{Game, Player},
    loss::Loss,
    num::{Dual, Scalar},
    penalty::{Penalty, Site},
};
use faer::linalg::matmul::triangular::{self, BlockStructure};
use nalgebra::DMatrix;

/// One player's loss as the generated points move.
struct Pull<S> {
    /// The gradient by ψ sample by sample, [ψ][n], what does not move with the generated point left out.
    psi: Vec<S>,
    /// The gradient by the generated point [2][n].
    point: Vec<S>,
}

impl<L: Loss, P: Penalty> Mlp<L, P> {
    /// v'(x) on the batch at hand, x [n] = θ | ψ.
    pub(super) fn whole_jacobian(&self, x: &[f64]) -> DMatrix<f64> {
        let [a, b] = self.dims();
        let (theta, psi) = x.split_at(a);
        let batch = self.batch();
        let n = batch.n;
        let (_, fake) = self.generate(theta, &batch);
        // ∂G_j/∂θ sample by sample.
        let of_theta = [0, 1].map(|j| {
            let mut seed = vec![0.0; 2 * n];
            seed[j * n..(j + 1) * n].fill(1.0);
            sample_gradients(&self.generator, theta, batch.latent.clone(), seed, n)
        });
        let both_of_theta = side_by_side(&of_theta, n);
        let mut jacobian = DMatrix::zeros(a + b, a + b);
        for who in Player::BOTH {
            let pulls = [0, 1].map(|j| self.pull(who, psi, &batch, &along(&fake, j, n)));
            let of_psi = side_by_side(&pulls.each_ref().map(|pull| epsilon(&pull.psi)), n);
            let entries = jacobian.as_mut_slice();
            let (own, hessian) = match who {
                Player::Generator => {
                    add_product(&mut entries[a * (a + b)..], a + b, &both_of_theta, &of_psi, 2 * n, -1.0);
                    let mut hessian = DMatrix::zeros(a, a);
                    let between: Vec<_> = pulls.iter().map(|pull| rows(&epsilon(&pull.point), n)).collect();
                    add_outer(&mut hessian, &of_theta, &between, n);
                    let pull = pulls[0].point.iter().map(|p| p.re).collect();
                    add_curvature(&self.generator, theta, batch.latent.clone(), pull, n, &mut hessian);
                    (0, hessian)
                }
                Player::Discriminator => {
                    add_product(&mut entries[a..], a + b, &of_psi, &both_of_theta, 2 * n, -1.0);
                    (a, self.hessian_of_discriminator(psi, &batch, &fake))
                }
            };
            jacobian.view_mut((own, own), hessian.shape()).copy_from(&-hessian);
        }
        jacobian
    }

    /// How `who`'s loss moves with the generated points.
    fn pull<S: Scalar>(&self, who: Player, psi: &[f64], batch: &Batch, fake: &[S]) -> Pull<S> {
        let n = batch.n;
        let weight = 1.0 / n as f64;
        let d = &self.discriminator;
        let lifted: Vec<S> = lift(psi);
        let real = lift::<S>(&batch.real);
        let of_real = d.forward(&lifted, real.clone(), n).pop().unwrap_or_default();
        let h = d.forward(&lifted, fake.to_vec(), n);
        let (mut to_real, mut to_fake) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for (&r, &f) in of_real.iter().zip(&h[h.len() - 1]) {
            to_real.push(self.pair(who, Dual::seed(r), Dual::lift(f)).eps * weight);
            to_fake.push(self.pair(who, Dual::lift(r), Dual::seed(f)).eps * weight);
        }
        let mut point = d.backward(&lifted, &h, to_fake.clone(), None, n);
        let mut of_psi = sample_gradients(d, psi, fake.to_vec(), to_fake, n);
        if self.loss.paired() {
            let of_real = sample_gradients(d, psi, real, to_real, n);
            of_psi.iter_mut().zip(of_real).for_each(|(g, r)| *g += r);
        }
        if who == Player::Discriminator {
            for visit in self.visits(&lifted, batch, fake) {
                if matches!(visit.site, Site::Fake | Site::Between) {
                    let of_visit = sample_gradients(d, psi, visit.moved(), self.seeds(&visit), n);
                    of_psi.iter_mut().zip(of_visit).for_each(|(g, v)| *g += v.eps);
                }
            }
            self.add_penalties(&lifted, batch, fake, None, &mut point);
        }
        Pull { psi: of_psi, point }
    }

    /// ∇²_ψ L_D.
    fn hessian_of_discriminator(&self, psi: &[f64], batch: &Batch, fake: &[f64]) -> DMatrix<f64> {
        let n = batch.n;
        let weight = 1.0 / n as f64;
        let d = &self.discriminator;
        let mut hessian = DMatrix::zeros(psi.len(), psi.len());
        let value = |x: &[f64]| d.forward(psi, x.to_vec(), n).pop().unwrap_or_default();
        let (of_real, of_fake) = (value(&batch.real), value(fake));
        let second = |(&real, &fake): (&f64, &f64)| {
            Second::of(|real, fake| self.pair(Player::Discriminator, real, fake), real, fake, weight)
        };
        let seconds: Vec<Second> = of_real.iter().zip(&of_fake).map(second).collect();
        let between = by_entry(&seconds.iter().map(|s| s.second).collect::<Vec<_>>());
        let [to_real, to_fake] = [0, 1].map(|j| seconds.iter().map(|s| s.first[j]).collect::<Vec<_>>());
        let ones = || vec![1.0; n];
        let gradients = [
            sample_gradients(d, psi, batch.real.clone(), ones(), n),
            sample_gradients(d, psi, fake.to_vec(), ones(), n),
        ];
        add_outer(&mut hessian, &gradients, &between, n);
        add_curvature(d, psi, fake.to_vec(), to_fake, n, &mut hessian);
        let mut to_real = Some(to_real);
        for visit in self.visits(psi, batch, fake) {
            let mut seed = self.seeds(&visit);
            if visit.site == Site::Real {
                // The loss's curvature at the same points rides along.
                let to_real = to_real.take().into_iter().flatten();
                seed.iter_mut().zip(to_real).for_each(|(s, r)| s.eps += r);
            }
            add_curvature(d, psi, visit.moved(), seed, n, &mut hessian);
            self.add_penalty_products(psi, &visit, n, &mut hessian);
        }
        if let Some(to_real) = to_real {
            add_curvature(d, psi, batch.real.clone(), to_real, n, &mut hessian);
        }
        hessian
    }

    /// The products of per-sample gradients in ∇²ρ: of M₁, M₂ and ∇D.
    fn add_penalty_products(&self, psi: &[f64], visit: &Visit<f64>, n: usize, hessian: &mut DMatrix<f64>) {
        let d = &self.discriminator;
        let toward = |j| {
            let moved = along(&visit.points, j, n);
            epsilon(&sample_gradients(d, psi, moved, vec![Dual::lift(1.0); n], n))
        };
        let products = |i: usize| {
            let density = |d, g2| self.density(visit.site, d, g2);
            let second = Second::of(density, visit.logits[i], visit.square[i], 1.0 / n as f64);
            let ([_, slope], [[dd, dg], [_, gg]]) = (second.first, second.second);
            let [u, v] = [visit.slope[i], visit.slope[n + i]].map(|u| 2.0 * u);
            [
                [gg * u * u + 2.0 * slope, gg * u * v, dg * u],
                [gg * u * v, gg * v * v + 2.0 * slope, dg * v],
                [dg * u, dg * v, dd],
            ]
        };
        let between = by_entry(&(0..n).map(products).collect::<Vec<_>>());
        let by_value = sample_gradients(d, psi, visit.points.clone(), vec![1.0; n], n);
        add_outer(hessian, &[toward(0), toward(1), by_value], &between, n);
    }
}

/// Slopes and second derivatives of a function of two numbers.
struct Second {
    first: [f64; 2],
    second: [[f64; 2]; 2],
}

impl Second {
    /// Of `weight`·f(x, y).
    fn of(f: impl Fn(Dual<Dual<f64>>, Dual<Dual<f64>>) -> Dual<Dual<f64>>, x: f64, y: f64, weight: f64) -> Self {
        let at = |j: usize, k: usize| {
            let number = |value, own| Dual::new(Dual::new(value, f64::from(j == own)), Dual::lift(f64::from(k == own)));
            f(number(x, 0), number(y, 1)) * weight
        };
        let [xx, xy, yy] = [at(0, 0), at(0, 1), at(1, 1)];
        Self { first: [xx.re.eps, yy.re.eps], second: [[xx.eps.eps, xy.eps.eps], [xy.eps.eps, yy.eps.eps]] }
    }
}

/// Small matrices of the samples as [j][k][n].
fn by_entry<const K: usize>(samples: &[[[f64; K]; K]]) -> Vec<Vec<Vec<f64>>> {
    let entry = |j: usize, k: usize| samples.iter().map(|c| c[j][k]).collect();
    (0..K).map(|j| (0..K).map(|k| entry(j, k)).collect()).collect()
}

/// `points` [2][n], moving along coordinate j.
fn along(points: &[f64], j: usize, n: usize) -> Vec<Dual<f64>> {
    points.iter().enumerate().map(|(i, &y)| Dual::new(y, f64::from(i / n == j))).collect()
}

fn epsilon(x: &[Dual<f64>]) -> Vec<f64> {
    x.iter().map(|x| x.eps).collect()
}

/// x [k][n] row by row.
fn rows(x: &[f64], n: usize) -> Vec<Vec<f64>> {
    x.chunks(n).map(<[f64]>::to_vec).collect()
}

/// Several [p][n] as one [p][k·n].
fn side_by_side(parts: &[impl AsRef<[f64]>], n: usize) -> Vec<f64> {
    let p = parts.first().map_or(0, |part| part.as_ref().len() / n);
    let row = |i: usize| parts.iter().flat_map(move |part| &part.as_ref()[i * n..(i + 1) * n]);
    (0..p).flat_map(row).copied().collect()
}

/// Adds Σₛ Σ_jk c_jk(s) v_j(s) v_k(s)ᵀ for vectors v_j [p][n] and symmetric c_jk [n]: half of a product, mirrored.
fn add_outer(out: &mut DMatrix<f64>, vectors: &[Vec<f64>], between: &[Vec<Vec<f64>>], n: usize) {
    let used: Vec<usize> = (0..vectors.len()).filter(|&j| between[j].iter().flatten().any(|c| *c != 0.0)).collect();
    let p = out.nrows();
    let combined = |j: usize| -> Vec<f64> {
        let mut sum = vec![0.0; p * n];
        for &k in used.iter().filter(|&&k| between[j][k].iter().any(|c| *c != 0.0)) {
            for (sum, v) in sum.chunks_mut(n).zip(vectors[k].chunks(n)) {
                sum.iter_mut().zip(v).zip(&between[j][k]).for_each(|((s, v), c)| *s += v * c);
            }
        }
        sum
    };
    let left = side_by_side(&used.iter().map(|&j| combined(j)).collect::<Vec<_>>(), n);
    let right = side_by_side(&used.iter().map(|&j| &vectors[j]).collect::<Vec<_>>(), n);
    let k = used.len() * n;
    let matrix = |x| faer::MatRef::from_row_major_slice(x, p, k);
    let mut product = faer::Mat::<f64>::zeros(p, p);
    triangular::matmul(
        product.as_mut(),
        BlockStructure::TriangularLower,
        faer::Accum::Replace,
        matrix(&left),
        BlockStructure::Rectangular,
        matrix(&right).transpose(),
        BlockStructure::Rectangular,
        1.0,
        faer::Par::Seq,
    );
    for j in 0..p {
        out[(j, j)] += product[(j, j)];
        for i in j + 1..p {
            out[(i, j)] += product[(i, j)];
            out[(j, i)] += product[(i, j)];
        }
    }
}
