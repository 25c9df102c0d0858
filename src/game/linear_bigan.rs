//! A bidirectional GAN in one dimension.

use super::{Accuracy, Game};
use crate::{
    game::Player,
    loss::{AnyLoss, Loss, Minimax},
    num::{
        Dual, Scalar,
        piecewise::{self, Axis, Integrand},
        quadrature::{Nodes, NormalLadder},
    },
    registry::settings,
};
use std::{f64::consts::TAU, sync::LazyLock};

settings! {
    /// The generator G(z) = gz and the encoder E(x) = ex play together against a discriminator of pairs,
    /// D(x, z) = ψ₁x² + ψ₂xz + ψ₃z²: data pairs (x, ex) with x ~ N(0, s²), generated pairs (gz, z) with z ~ N(0,1), with
    /// θ = (g, e) and any loss. Donahue et al. 2017; Dumoulin et al. 2017. At the equilibria g = ±s, e = 1/g, ψ = 0 both
    /// laws of pairs agree and the encoder inverts the generator. D = c(x − gz)² vanishes with its gradient on the pairs,
    /// so every c is an equilibrium: a line of them passes through each (derived here). `gamma` is R₁ on the data
    /// pairs, γ/2·E ‖∇D(x, ex)‖²; without it two eigenvalues of the minimax game are ±i at s = 1.
    LinearBigan: "L = E ℓ(D(x, ex), D(gz, z)), D = ψ₁x² + ψ₂xz + ψ₃z², θ = (g, e)", "Donahue et al. 2017 (BiGAN); Dumoulin et al. 2017 (ALI); this linear form derived here" {
        /// What each player minimises.
        loss: AnyLoss = Minimax {}.into(),
        /// s > 0, the standard deviation of the data.
        s: f64 = 1.0 => ["crate::registry::check::positive"],
        /// Strength γ ≥ 0 of R₁.
        gamma: f64 = 0.0 => ["crate::registry::check::non_negative"],
    }
}

/// Rules for N(0,1) up to the steepest logit that matters.
static NORMAL: LazyLock<NormalLadder> = LazyLock::new(|| NormalLadder::new(16.0));

impl LinearBigan {
    /// (q, r): D(x, ex) = q·(x/s)² and D(gz, z) = r·z².
    #[inline]
    fn logits<S: Scalar>(&self, x: &[S]) -> (S, S) {
        let (g, e, psi) = (x[0], x[1], &x[2..]);
        let real = (psi[0] + (psi[1] + psi[2] * e) * e) * (self.s * self.s);
        let fake = (psi[0] * g + psi[1]) * g + psi[2];
        (real, fake)
    }

    /// A rule that resolves losses of q e²: analytic for |Im e| < √(π/2q), as a logit of slope √(2πq) is.
    fn nodes<S: Scalar>(&self, real: S, fake: S, fineness: usize) -> &'static Nodes {
        NORMAL.pick((TAU * real.size().max(fake.size())).sqrt() * fineness as f64)
    }

    /// What `who` minimises; `fineness` 2 takes about twice the nodes.
    fn expected<S: Scalar>(&self, who: Player, x: &[S], fineness: usize) -> S {
        let (real, fake) = self.logits(x);
        let sum = if self.loss.tame() {
            self.over_nodes(who, real, fake, fineness)
        } else {
            self.split(who, real, fake, fineness)
        };
        match who {
            Player::Generator => sum,
            Player::Discriminator => sum + self.slope(x) * (0.5 * self.gamma),
        }
    }

    fn over_nodes<S: Scalar>(&self, who: Player, real: S, fake: S, fineness: usize) -> S {
        let nodes = self.nodes(real, fake, fineness);
        let pair = |e: f64, f: f64| self.pair(who, real * (e * e), fake * (f * f));
        let mut sum = S::zero();
        for (&e, &w) in nodes.points.iter().zip(&nodes.weights) {
            if self.loss.paired() {
                for (&f, &v) in nodes.points.iter().zip(&nodes.weights) {
                    sum += pair(e, f) * (w * v);
                }
            } else {
                // A separable loss sees the two marginal laws only.
                sum += pair(e, e) * w;
            }
        }
        sum
    }

    #[inline(never)]
    fn split<S: Scalar>(&self, who: Player, real: S, fake: S, fineness: usize) -> S {
        let axes = [Axis::Normal; 2];
        let axes = if self.loss.paired() { &axes[..] } else { &axes[..1] };
        let at = Logits { game: self, who, logits: [real.value(), fake.value()] };
        let with = Logits { game: self, who, logits: [real, fake] };
        piecewise::mean(axes, &at, &with, fineness).value
    }

    fn pair<S: Scalar>(&self, who: Player, real: S, fake: S) -> S {
        match who {
            Player::Generator => self.loss.generator(real, fake),
            Player::Discriminator => self.loss.discriminator(real, fake),
        }
    }

    /// E ‖∇D(x, ex)‖².
    #[inline]
    fn slope<S: Scalar>(&self, x: &[S]) -> S {
        let (e, psi) = (x[1], &x[2..]);
        let (along_x, along_z) = (psi[0] * 2.0 + psi[1] * e, psi[1] + psi[2] * e * 2.0);
        (along_x.square() + along_z.square()) * (self.s * self.s)
    }
}

/// The loss at q·u² and r·w²; a separable one at the same point of both laws.
struct Logits<'a, S> {
    game: &'a LinearBigan,
    who: Player,
    logits: [S; 2],
}

impl<S: Scalar> Logits<'_, S> {
    fn at(&self, u: &[S]) -> [S; 2] {
        let [real, fake] = self.logits;
        [real * u[0].square(), fake * u[u.len() - 1].square()]
    }
}

impl<S: Scalar> Integrand<S> for Logits<'_, S> {
    fn value(&self, u: &[S]) -> S {
        let [real, fake] = self.at(u);
        self.game.pair(self.who, real, fake)
    }
    fn switches(&self, u: &[S], out: &mut Vec<S>) {
        let [real, fake] = self.at(u);
        self.game.loss.switches(real, fake, out);
    }
}

impl Game for LinearBigan {
    fn dims(&self) -> [usize; 2] {
        [2, 3]
    }
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        self.expected(who, x, 1)
    }
    fn accuracy(&self, x: &[f64]) -> Option<Accuracy> {
        Some(Accuracy::of(self, x, |who, wrt, out| {
            for i in wrt {
                let along = |k: usize| if k == i { Dual::seed(x[k]) } else { Dual::lift(x[k]) };
                let y: Vec<Dual<f64>> = (0..x.len()).map(along).collect();
                out[i] = self.expected(who, &y, 2).eps;
            }
        }))
    }
    fn work(&self, x: &[f64]) -> usize {
        let (real, fake) = self.logits(x);
        let nodes = self.nodes(real, fake, 1).len();
        if self.loss.paired() { nodes * nodes } else { nodes }
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        // D has no bias, so D = 0 must be the balance.
        if self.loss.balance() != 0.0 {
            return vec![];
        }
        [self.s, -self.s].map(|g| vec![g, 1.0 / g, 0.0, 0.0, 0.0]).to_vec()
    }
}
