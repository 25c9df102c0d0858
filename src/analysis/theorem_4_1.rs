//! Theorem 4.1 of Mescheder et al. 2018 as a procedure: which of its assumptions hold at an equilibrium?
//!
//! The theorem: training with R₁ or R₂ converges locally, at a linear rate, to the set of equilibria, if at (θ*, ψ*)
//!
//! * I: p_θ* is the law of the data, and D_ψ* = 0 in a neighbourhood of its support;
//! * II: f'(0) ≠ 0 and f''(0) < 0;
//! * III: M_G = {θ : p_θ = p_D} and M_D = {ψ : D_ψ = 0 around the data} are C¹ manifolds, ∂²_v h ≠ 0 for every v off
//!   the tangent space of M_D, h(ψ) = E_D[D² + ‖∇ₓD‖²], and ∂_w g ≠ 0 for every w off that of M_G,
//!   g(θ) = E_{p_θ} ∇_ψ D_ψ*.
//!
//! Laws are compared by the expectations of a bank of tanh(k·x + c), functions by their values at points on and around
//! the data; derivatives are exact. So a "no" is certain and a "yes" is as good as the bank. (Derived here; the
//! assumptions are those of the paper.)

use super::{
    Spectrum,
    zero_set::{ZeroSet, null_space, zero_set},
};
use crate::{
    game::{Anatomy, Jet, Player, jet, jets},
    num::{Scalar, quadrature::Nodes},
    penalty::Site,
};
use nalgebra::{DMatrix, DVector};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// The loss is E f(D(G(z))) + E f(−D(x)).
    Form,
    /// R₁ or R₂ is in force, and no other penalty.
    Regularised,
    /// I: p_θ* = p_D.
    Law,
    /// I: D_ψ* = 0 around the data.
    Neighbourhood,
    /// II: f'(0) ≠ 0.
    Slope,
    /// II: f''(0) < 0.
    Curvature,
    /// III: M_G and M_D are manifolds.
    Manifolds,
    /// III: ∂²_v h ≠ 0 off T M_D.
    Discriminator,
    /// III: ∂_w g ≠ 0 off T M_G.
    Generator,
}

/// One assumption at one point.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Checked {
    /// Which.
    pub assumption: Assumption,
    /// As the paper states it.
    pub statement: &'static str,
    /// Whether it holds; `None` where it cannot be asked because Assumption I fails.
    pub holds: Option<bool>,
    /// The numbers.
    pub detail: String,
}

impl Checked {
    fn new(assumption: Assumption, statement: &'static str, holds: bool, detail: String) -> Self {
        Self { assumption, statement, holds: Some(holds), detail }
    }
}

/// The theorem at one point.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Theorem {
    /// Every assumption.
    pub assumptions: Vec<Checked>,
    /// Whether all hold, so that training converges locally.
    pub applies: bool,
    /// Whether all seem to hold and the spectrum refutes what follows: a mistake of this procedure.
    pub contradicted: bool,
    /// σ(v') across M_G × M_D, `[[re, im], …]`.
    pub transverse: Vec<[f64; 2]>,
    /// max Re of those.
    pub abscissa: f64,
}

impl Theorem {
    /// The assumptions that fail.
    pub fn failing(&self) -> Vec<Assumption> {
        self.assumptions.iter().filter(|c| c.holds == Some(false)).map(|c| c.assumption).collect()
    }
}

impl Theorem {
    /// For a reader.
    pub fn sentence(&self) -> String {
        let failing: Vec<&str> =
            self.assumptions.iter().filter(|c| c.holds == Some(false)).map(|c| c.statement).collect();
        if self.contradicted {
            format!(
                "Every assumption of Theorem 4.1 seems to hold, yet across the equilibria max Re λ(v') = {:.6}, which the theorem rules out: this check is mistaken. Please report it with the experiment.",
                self.abscissa
            )
        } else if self.applies {
            format!(
                "Theorem 4.1 applies: training converges locally for small learning rates; across the equilibria max Re λ(v') = {:.6}.",
                self.abscissa
            )
        } else {
            format!(
                "Theorem 4.1 does not apply; what fails: {}. Across the equilibria max Re λ(v') = {:.6}.",
                failing.join("; "),
                self.abscissa
            )
        }
    }
}

/// Two laws or functions closer than this are the same.
const SAME: f64 = 1e-9;
/// How far around the data D is looked at.
const AROUND: f64 = 0.1;
/// Points of the data at which D is looked at.
const MOST_POINTS: usize = 16;

/// Checks the theorem at (θ*, ψ*) = `x`; `jacobian` is v' there.
pub fn theorem_4_1(gan: &dyn Anatomy, x: &[f64], dims: [usize; 2], jacobian: &DMatrix<f64>) -> Theorem {
    let (theta, psi) = x.split_at(dims[0]);
    let parts = Parts::new(gan, dims);
    let gap = parts.law_gap(theta).norm();
    let value = parts.values(psi).norm();
    let mut assumptions = of_loss(gan);
    assumptions.push(regularised(gan));
    assumptions.push(Checked::new(
        Assumption::Law,
        "I: p_θ* is the law of the data",
        gap <= SAME,
        format!("the expectations of {} functions differ by {gap:.1e}", parts.bank.len()),
    ));
    assumptions.push(Checked::new(
        Assumption::Neighbourhood,
        "I: D_ψ* = 0 in a neighbourhood of the data",
        value <= SAME,
        format!("‖D‖ = {value:.1e} over {} points within {AROUND} of the data", parts.around.len()),
    ));
    let generators = (gap <= SAME).then(|| zero_set(|t| parts.law_gap(t), |t| parts.law_gap_slope(t), theta));
    let critics = (value <= SAME).then(|| zero_set(|p| parts.values(p), |p| parts.values_slope(p), psi));
    assumptions.push(manifolds(generators.as_ref(), critics.as_ref()));
    assumptions.push(off_tangents(
        Assumption::Discriminator,
        "III: ∂²_v h ≠ 0 for every v off T M_D",
        critics.as_ref(),
        &parts.h_curvature(psi),
    ));
    assumptions.push(off_tangents(
        Assumption::Generator,
        "III: ∂_w g ≠ 0 for every w off T M_G",
        generators.as_ref(),
        &parts.g_slope(theta, psi),
    ));
    let across = across(jacobian, dims, generators.as_ref(), critics.as_ref());
    let all = assumptions.iter().all(|c| c.holds == Some(true));
    let contradicted = all && across.abscissa() >= 0.0;
    Theorem {
        applies: all && !contradicted,
        contradicted,
        assumptions,
        transverse: across.eigenvalues.iter().map(|l| [l.re, l.im]).collect(),
        abscissa: across.abscissa(),
    }
}

/// Form, f'(0) and f''(0), read off what the players pay at logits (0, 0).
fn of_loss(gan: &dyn Anatomy) -> Vec<Checked> {
    // ∂ and ∂² by each logit, and the mixed derivative.
    let of = |who, real: [f64; 2], fake: [f64; 2]| {
        gan.at_logits(who, jet(0.0, real[0], real[1], 0.0), jet(0.0, fake[0], fake[1], 0.0)).re
    };
    let (none, both) = ([0.0; 2], [1.0; 2]);
    let by_fake = of(Player::Discriminator, none, both);
    let by_real = of(Player::Discriminator, both, none);
    let mixed = of(Player::Discriminator, [1.0, 0.0], [0.0, 1.0]).eps.eps;
    let generator = of(Player::Generator, none, both).re.eps;
    let (slope, curvature) = (-by_fake.re.eps, -by_fake.eps.eps);
    let off = [by_real.re.eps - slope, by_real.eps.eps + curvature, mixed, generator - slope];
    let form = off.iter().all(|x| x.abs() <= 1e-12);
    vec![
        Checked::new(
            Assumption::Form,
            "the loss is E f(D(G(z))) + E f(−D(x)), or moves the generator as it does",
            form,
            format!(
                "slopes at D = 0: ∂_fake L_D = {:.6}, ∂_real L_D = {:.6}, ∂_fake L_G = {generator:.6}, mixed {mixed:.1e}",
                -slope, by_real.re.eps
            ),
        ),
        Checked::new(Assumption::Slope, "II: f'(0) ≠ 0", slope.abs() > SAME, format!("f'(0) = {slope:.6}")),
        Checked::new(Assumption::Curvature, "II: f''(0) < 0", curvature < -SAME, format!("f''(0) = {curvature:.6}")),
    ]
}

/// Zero-centred and smooth at 0: ∂ρ/∂‖∇D‖² > 0 on the data or the generated points, nothing elsewhere, and nothing is
/// paid for D itself, which the theorem knows nothing of (a LeCam term may make a saddle of the equilibrium).
fn regularised(gan: &dyn Anatomy) -> Checked {
    let strength = |site| gan.penalty(site, Jet::zero(), jet(0.0, 1.0, 0.0, 0.0)).map_or(0.0, |r| r.re.re.eps);
    // ∂ρ/∂D and ∂²ρ/∂D² where ∇D = 0, at several D.
    let by_value = |site| {
        let at = |d: f64| gan.penalty(site, jet(d, 1.0, 1.0, 0.0), Jet::zero());
        let slopes = [-0.7, 0.0, 0.4].iter().filter_map(|d| at(*d)).map(|r| r.re.re.eps.abs().max(r.re.eps.eps.abs()));
        slopes.fold(0.0, f64::max)
    };
    let value = by_value(Site::Real).max(by_value(Site::Fake));
    let (real, fake) = (strength(Site::Real), strength(Site::Fake));
    let elsewhere = [Site::Between, Site::Around].iter().any(|s| gan.penalty(*s, Jet::zero(), Jet::zero()).is_some());
    Checked::new(
        Assumption::Regularised,
        "R₁ or R₂ with γ > 0, and no other penalty",
        real.min(fake) >= 0.0 && real + fake > 0.0 && !elsewhere && value <= 1e-12,
        format!(
            "γ = {} on the data, {} on generated points{}{}",
            2.0 * real,
            2.0 * fake,
            if elsewhere { "; a penalty looks elsewhere" } else { "" },
            if value > 1e-12 { "; a penalty depends on D itself" } else { "" }
        ),
    )
}

fn manifolds(generators: Option<&ZeroSet>, critics: Option<&ZeroSet>) -> Checked {
    let say = |set: Option<&ZeroSet>| match set {
        Some(s) if s.manifold => format!("of dimension {}", s.dimension()),
        Some(_) => "several branches that cross".into(),
        None => "empty here".into(),
    };
    Checked {
        assumption: Assumption::Manifolds,
        statement: "III: M_G and M_D are manifolds near (θ*, ψ*)",
        holds: generators.zip(critics).map(|(g, d)| g.manifold && d.manifold),
        detail: format!("M_G {}, M_D {}", say(generators), say(critics)),
    }
}

/// Whether a matrix has no null direction off the tangent space of a set: tangents are null directions, so it is a
/// matter of counting.
fn off_tangents(assumption: Assumption, statement: &'static str, set: Option<&ZeroSet>, a: &DMatrix<f64>) -> Checked {
    let null = null_space(a).ncols();
    let tangents = set.map(ZeroSet::dimension);
    let detail = match tangents {
        Some(t) => format!("{null} null direction(s), {t} of them tangent"),
        None => "Assumption I fails, so there is no such set".into(),
    };
    Checked { assumption, statement, holds: tangents.map(|t| null <= t), detail }
}

/// σ(v') on the complement of T M_G × T M_D.
fn across(jacobian: &DMatrix<f64>, [a, b]: [usize; 2], g: Option<&ZeroSet>, d: Option<&ZeroSet>) -> Spectrum {
    let part = |set: Option<&ZeroSet>, n: usize| set.map_or_else(|| DMatrix::identity(n, n), |s| s.transverse.clone());
    let (g, d) = (part(g, a), part(d, b));
    let mut basis = DMatrix::zeros(a + b, g.ncols() + d.ncols());
    basis.view_mut((0, 0), g.shape()).copy_from(&g);
    basis.view_mut((a, g.ncols()), d.shape()).copy_from(&d);
    Spectrum::of(&(basis.transpose() * jacobian * basis)).unwrap_or(Spectrum { eigenvalues: vec![] })
}

/// The laws and the points at which they and D are compared.
struct Parts<'a> {
    gan: &'a dyn Anatomy,
    dims: [usize; 2],
    data: Nodes,
    latent: Nodes,
    /// (k, c) of tanh(k·x + c).
    bank: Vec<(Vec<f64>, f64)>,
    /// Points on and around the data.
    around: Vec<Vec<f64>>,
}

impl<'a> Parts<'a> {
    fn new(gan: &'a dyn Anatomy, dims: [usize; 2]) -> Self {
        let (data, latent, d) = (gan.data(), gan.latent(), gan.space());
        // Additive recurrences: deterministic, and without a symmetry that the game might share.
        let spread = |k: usize, i: usize| {
            2.0 * ((k as f64 + 1.0) * 0.754_877_666_246_692_7 + (i as f64) * 0.569_840_290_998_053_2).fract() - 1.0
        };
        let bank = (0..3 * dims[0] + 4)
            .map(|k| ((0..d).map(|i| 1.5 * spread(k, i)).collect(), spread(3 * k + 1, d)))
            .collect();
        let every = data.len().div_ceil(MOST_POINTS);
        // Enough points that a critic of b parameters cannot vanish at them by chance.
        let per_point = 2 + (2 * dims[1]).div_ceil(MOST_POINTS.min(data.len()));
        let mut around = Vec::new();
        for j in (0..data.len()).step_by(every) {
            around.push(data.point(j).to_vec());
            around.extend((0..per_point).map(|k| {
                (0..d).map(|i| data.point(j)[i] + AROUND * spread(j * per_point + k, i)).collect::<Vec<f64>>()
            }));
        }
        Self { gan, dims, data, latent, bank, around }
    }

    /// Seeds one parameter after another in the first slot: the columns of a derivative.
    fn slope(&self, at: &[f64], rows: usize, map: impl Fn(&[Jet]) -> Vec<Jet>) -> DMatrix<f64> {
        let mut slope = DMatrix::zeros(rows, at.len());
        let mut y = jets(at);
        for i in 0..at.len() {
            y[i] = jet(at[i], 1.0, 0.0, 0.0);
            for (row, value) in map(&y).into_iter().enumerate() {
                slope[(row, i)] = value.re.re.eps;
            }
            y[i] = jets(&at[i..=i])[0];
        }
        slope
    }

    fn feature((k, c): &(Vec<f64>, f64), x: &[Jet]) -> Jet {
        k.iter().zip(x).fold(Jet::of(*c), |sum, (k, x)| sum + *x * *k).tanh()
    }

    /// E_{p_θ} φ.
    fn under_generator(&self, theta: &[Jet], see: &mut dyn FnMut(Jet, &[Jet])) {
        let mut x = vec![Jet::zero(); self.gan.space()];
        for j in 0..self.latent.len() {
            let weight = self.gan.generate(theta, self.latent.point(j), &mut x) * self.latent.weights[j];
            see(weight, &x);
        }
    }

    /// E_{p_θ} φ − E_{p_D} φ for every φ of the bank.
    fn law_gap_jet(&self, theta: &[Jet]) -> Vec<Jet> {
        let mut gap = vec![Jet::zero(); self.bank.len()];
        self.under_generator(theta, &mut |weight, x| {
            for (gap, f) in gap.iter_mut().zip(&self.bank) {
                *gap += Self::feature(f, x) * weight;
            }
        });
        for j in 0..self.data.len() {
            let x = jets(self.data.point(j));
            for (gap, f) in gap.iter_mut().zip(&self.bank) {
                *gap -= Self::feature(f, &x) * self.data.weights[j];
            }
        }
        gap
    }
    fn law_gap(&self, theta: &[f64]) -> DVector<f64> {
        values(&self.law_gap_jet(&jets(theta)))
    }
    fn law_gap_slope(&self, theta: &[f64]) -> DMatrix<f64> {
        self.slope(theta, self.bank.len(), |t| self.law_gap_jet(t))
    }

    /// D on and around the data.
    fn values_jet(&self, psi: &[Jet]) -> Vec<Jet> {
        self.around.iter().map(|x| self.gan.critic(psi, &jets(x))).collect()
    }
    fn values(&self, psi: &[f64]) -> DVector<f64> {
        values(&self.values_jet(&jets(psi)))
    }
    fn values_slope(&self, psi: &[f64]) -> DMatrix<f64> {
        self.slope(psi, self.around.len(), |p| self.values_jet(p))
    }

    /// g'(θ) [b × a] = ∂_θ E_{p_θ} ∇_ψ D.
    fn g_slope(&self, theta: &[f64], psi: &[f64]) -> DMatrix<f64> {
        let [a, b] = self.dims;
        DMatrix::from_fn(b, a, |i, j| {
            let t: Vec<Jet> = (0..a).map(|k| jet(theta[k], f64::from(u8::from(k == j)), 0.0, 0.0)).collect();
            let p: Vec<Jet> = (0..b).map(|k| jet(psi[k], 0.0, f64::from(u8::from(k == i)), 0.0)).collect();
            let mut sum = 0.0;
            self.under_generator(&t, &mut |weight, x| sum += (self.gan.critic(&p, x) * weight).re.eps.eps);
            sum
        })
    }

    /// h''(ψ) [b × b], h = E_D[D² + ‖∇ₓD‖²].
    fn h_curvature(&self, psi: &[f64]) -> DMatrix<f64> {
        let b = self.dims[1];
        let mut h = DMatrix::zeros(b, b);
        for i in 0..b {
            for j in i..b {
                let one = |yes: bool| f64::from(u8::from(yes));
                let p: Vec<Jet> = (0..b).map(|k| jet(psi[k], one(k == i), one(k == j), 0.0)).collect();
                let mut sum = 0.0;
                for n in 0..self.data.len() {
                    let point = self.data.point(n);
                    for k in 0..point.len() {
                        let x: Vec<Jet> = (0..point.len()).map(|l| jet(point[l], 0.0, 0.0, one(l == k))).collect();
                        let d = self.gan.critic(&p, &x);
                        let value = if k == 0 { d.re.square().eps.eps } else { 0.0 };
                        sum += self.data.weights[n] * (value + d.eps.square().eps.eps);
                    }
                }
                h[(i, j)] = sum;
                h[(j, i)] = sum;
            }
        }
        h
    }
}

fn values(x: &[Jet]) -> DVector<f64> {
    DVector::from_iterator(x.len(), x.iter().map(|x| x.re.re.re))
}
