//! Games: two players, each with a loss, on one flat vector.
//!
//! # Conventions of the whole crate
//! * `L(θ,ψ) = E f(D_ψ(G_θ(z))) + E f(−D_ψ(x))`, `f(t) = −log(1+e⁻ᵗ)` (Mescheder et al. 2018, eq. (1)). **D is a
//!   fakeness logit**: high on generated points. The "probability of being real" is σ(−D).
//! * Each player *minimises* its own loss, L_G or L_D. The field is v = (−∇_θ L_G, −∇_ψ L_D).
//! * The state is `x [n] = θ [a] | ψ [b]`, then the memory of the update rule.
//! * Eigenvalues come twice: of the field's Jacobian v' (continuous time: the imaginary axis matters) and of the
//!   update's Jacobian F' (discrete time: the unit circle matters).
//!
//! To add a game of points under two laws (a [`Model`]): a file with [`gan_table!`] and `impl Model`, and a word in
//! the `registry!` line below and in `gan/models.rs`. Any other game: a file with `settings!` and `impl Game`, and the
//! word.

mod accuracy;
mod anatomy;
mod bilinear;
mod covariance;
mod cubed_generator;
mod dirac;
mod expression;
mod fixed_curvature;
mod flat_link;
mod gan;
mod linear_bigan;
mod location;
pub mod mlp;
mod model;
pub(crate) mod planar;
mod product;
mod quadratic_critic;
mod squared_critic;
mod sum;
mod two_atoms;
mod two_modes;
mod uniform;

pub use accuracy::Accuracy;
pub use anatomy::{Anatomy, Jet, jet, jets};
pub use bilinear::Bilinear;
pub use covariance::{Covariance, CovarianceModel};
pub use cubed_generator::{CubedGenerator, CubedGeneratorModel};
pub use dirac::{Dirac, DiracModel};
pub use expression::ExpressionGame;
pub use fixed_curvature::{FixedCurvature, FixedCurvatureModel};
pub use flat_link::FlatLink;
pub use gan::{AnyModel, Gan, Noise, NoiseOn};
pub use linear_bigan::LinearBigan;
pub use location::{Location, LocationModel};
pub use mlp::Mlp;
pub use model::{Law, Model};
pub use planar::Plane;
pub use product::{Product, ProductModel};
pub use quadratic_critic::{QuadraticCritic, QuadraticCriticModel};
pub use squared_critic::{SquaredCritic, SquaredCriticModel};
pub use sum::{Sum, SumModel};
pub use two_atoms::{TwoAtoms, TwoAtomsModel};
pub use two_modes::{TwoModes, TwoModesModel};
pub use uniform::{Uniform, UniformModel};

use crate::{
    num::{Buffer, Dual, Formula, Scalar},
    registry::registry,
};
use nalgebra::DMatrix;
use std::ops::Range;

/// Who moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Player {
    /// θ.
    Generator,
    /// ψ.
    Discriminator,
}

impl Player {
    /// Both, θ first.
    pub const BOTH: [Player; 2] = [Player::Generator, Player::Discriminator];

    /// The opponent.
    pub fn other(self) -> Player {
        match self {
            Player::Generator => Player::Discriminator,
            Player::Discriminator => Player::Generator,
        }
    }
}

/// Directions of one kind along which the players change their parameters and not what they do.
#[derive(Clone, Debug)]
pub struct Redundancy {
    /// Which kind.
    pub what: &'static str,
    /// How many there are.
    pub count: usize,
    /// They, x [n] each; none where the kind is only counted.
    pub directions: Vec<Vec<f64>>,
}

/// Where `who`'s parameters stand in a vector with `[a, b]` = dims.
#[inline(always)]
pub(crate) fn block([a, b]: [usize; 2], who: Player) -> Range<usize> {
    match who {
        Player::Generator => 0..a,
        Player::Discriminator => a..a + b,
    }
}

/// Two players' losses on `x [n] = θ [a] | ψ [b]`. Everything else — gradients, the field, Jacobians, the
/// spectrum of any rule — follows from [`loss`](Game::loss).
pub trait Game {
    /// `[a, b]`: how many parameters each player has.
    fn dims(&self) -> [usize; 2];

    /// What `who` minimises, at `x [n]`.
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S;

    /// `out[wrt] = ∂L_who/∂x[wrt]`, any part of the **full** gradient (own and opponent's coordinates): from
    /// these Hessian-vector products, consensus, unrolling and the rest follow. Default: forward mode, one
    /// pass per coordinate.
    #[inline]
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        let mut y: Buffer<Dual<S>> = Buffer::from_fn(x.len(), |i| Dual::lift(x[i]));
        for i in wrt {
            y[i].eps = S::one();
            out[i] = self.loss(who, &y).eps;
            y[i].eps = S::zero();
        }
    }

    /// v'(x) [n × n] if the game knows a faster way than one pass per column. Default: it does not.
    fn jacobian(&self, _x: &[f64]) -> Option<DMatrix<f64>> {
        None
    }

    /// Projects onto the feasible set (clipping); idempotent. Default: all of ℝⁿ.
    #[inline(always)]
    fn project<S: Scalar>(&self, _x: &mut [S]) {}

    /// The known equilibria, the usual one first; empty if none is known.
    fn equilibria(&self) -> Vec<Vec<f64>> {
        vec![]
    }

    /// Called before sub-step `k` of step `t`: a game on minibatches draws a new one, the same one always
    /// at the asymptotic time `u64::MAX`. Default: nothing.
    fn fresh(&self, _t: u64, _k: u32) {}

    /// Makes everything random a function of this seed. Default: nothing is random.
    fn reseed(&mut self, _seed: u64) {}

    /// Where a run starts if nobody says: drawn weights. Default: nowhere in particular.
    fn initial(&self) -> Option<Vec<f64>> {
        None
    }

    /// What the parameters say more than once at x. Default: nothing is known.
    fn redundancies(&self, _x: &[f64]) -> Vec<Redundancy> {
        vec![]
    }

    /// What the losses are made of, where the game is a GAN of known laws.
    fn anatomy(&self) -> Option<&dyn Anatomy> {
        None
    }

    /// The error of the expectations in v at x. Default: there are none.
    fn accuracy(&self, _x: &[f64]) -> Option<Accuracy> {
        None
    }

    /// The terms of `who`'s loss that `absent`'s parameters do not enter, where the losses are formulas.
    fn terms_without(&self, _who: Player, _absent: Player) -> Vec<Formula> {
        vec![]
    }

    /// Evaluations of the discriminator that one derivative of a loss takes at x, about; 1 where the losses are formulas.
    fn work(&self, _x: &[f64]) -> usize {
        1
    }

    /// What is wrong with the game's numbers together, and the path of the key to blame.
    fn complaint(&self) -> Option<(String, &'static str)> {
        None
    }

    /// n = a + b.
    fn n(&self) -> usize {
        let [a, b] = self.dims();
        a + b
    }

    /// The coordinates of `who`.
    #[inline(always)]
    fn block(&self, who: Player) -> Range<usize> {
        block(self.dims(), who)
    }
}

/// A borrowed game is a game: adjustments may wrap one they do not own.
impl<G: Game> Game for &G {
    fn dims(&self) -> [usize; 2] {
        (**self).dims()
    }
    #[inline(always)]
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        (**self).loss(who, x)
    }
    #[inline(always)]
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        (**self).grad(who, wrt, x, out)
    }
    #[inline(always)]
    fn project<S: Scalar>(&self, x: &mut [S]) {
        (**self).project(x)
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        (**self).equilibria()
    }
    fn jacobian(&self, x: &[f64]) -> Option<DMatrix<f64>> {
        (**self).jacobian(x)
    }
    fn fresh(&self, t: u64, k: u32) {
        (**self).fresh(t, k)
    }
    fn initial(&self) -> Option<Vec<f64>> {
        (**self).initial()
    }
    fn redundancies(&self, x: &[f64]) -> Vec<Redundancy> {
        (**self).redundancies(x)
    }
    fn anatomy(&self) -> Option<&dyn Anatomy> {
        (**self).anatomy()
    }
    fn accuracy(&self, x: &[f64]) -> Option<Accuracy> {
        (**self).accuracy(x)
    }
    fn terms_without(&self, who: Player, absent: Player) -> Vec<Formula> {
        (**self).terms_without(who, absent)
    }
    fn work(&self, x: &[f64]) -> usize {
        (**self).work(x)
    }
}

registry! {
    /// The games an experiment file may name. A game must never hold an `AnyGame`: the type recursion over
    /// nested duals would not end. What needs another game is a field or a rule.
    AnyGame each_game {
        dirac: Dirac, location: Location, uniform: Uniform, bilinear: Bilinear, sum: Sum, product: Product,
        quadratic_critic: QuadraticCritic, covariance: Covariance, two_modes: TwoModes,
        linear_bigan: LinearBigan,
        fixed_curvature: FixedCurvature, flat_link: FlatLink, two_atoms: TwoAtoms, squared_critic: SquaredCritic,
        cubed_generator: CubedGenerator, expression: ExpressionGame, mlp: Mlp,
    }
}

impl Game for AnyGame {
    fn dims(&self) -> [usize; 2] {
        each_game!(self, g => g.dims())
    }
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        each_game!(self, g => g.loss(who, x))
    }
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        each_game!(self, g => g.grad(who, wrt, x, out))
    }
    fn project<S: Scalar>(&self, x: &mut [S]) {
        each_game!(self, g => g.project(x))
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        each_game!(self, g => g.equilibria())
    }
    fn jacobian(&self, x: &[f64]) -> Option<DMatrix<f64>> {
        each_game!(self, g => g.jacobian(x))
    }
    fn fresh(&self, t: u64, k: u32) {
        each_game!(self, g => g.fresh(t, k))
    }
    fn reseed(&mut self, seed: u64) {
        each_game!(self, g => g.reseed(seed))
    }
    fn initial(&self) -> Option<Vec<f64>> {
        each_game!(self, g => g.initial())
    }
    fn redundancies(&self, x: &[f64]) -> Vec<Redundancy> {
        each_game!(self, g => g.redundancies(x))
    }
    fn anatomy(&self) -> Option<&dyn Anatomy> {
        each_game!(self, g => g.anatomy())
    }
    fn accuracy(&self, x: &[f64]) -> Option<Accuracy> {
        each_game!(self, g => g.accuracy(x))
    }
    fn terms_without(&self, who: Player, absent: Player) -> Vec<Formula> {
        each_game!(self, g => g.terms_without(who, absent))
    }
    fn work(&self, x: &[f64]) -> usize {
        each_game!(self, g => g.work(x))
    }
    fn complaint(&self) -> Option<(String, &'static str)> {
        each_game!(self, g => g.complaint())
    }
}
