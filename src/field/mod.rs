//! Fields: the vector a rule follows, a game's own v or an adjusted one v̂.
//!
//! An [`Adjust`] reads both players' full gradients of a game and returns v̂; products with the Jacobian and its
//! transpose come from dual numbers, so no derivative is written by hand. To add one: a file and a word in the
//! `registry!` line below.

mod consensus;
mod consensus_as_published;
mod jare;
mod nagarajan_kolter;
mod sga;
mod unrolled;

pub use consensus::Consensus;
pub use consensus_as_published::ConsensusAsPublished;
pub use jare::Jare;
pub use nagarajan_kolter::NagarajanKolter;
pub use sga::Sga;
pub use unrolled::Unrolled;

use crate::{
    game::{AnyGame, Game, Player, Redundancy, block},
    num::{Buffer, Dual, Scalar},
    registry::{registry, settings},
};
use nalgebra::DMatrix;
use std::ops::Range;

/// What a rule moves along.
pub trait Field {
    /// `[a, b]`: θ and ψ.
    fn dims(&self) -> [usize; 2];

    /// Writes `who`'s block of v(x) into `v [n]` and leaves the other: alternation evaluates the second player at
    /// the first one's new point.
    fn eval<S: Scalar>(&self, who: Player, x: &[S], v: &mut [S]);

    /// Projects onto the feasible set. Default: all of ℝⁿ.
    #[inline(always)]
    fn project<S: Scalar>(&self, _x: &mut [S]) {}

    /// v'(x) [n × n] if there is a faster way than one [`jvp`](Field::jvp) per column. Default: there is not.
    fn jacobian(&self, _x: &[f64]) -> Option<DMatrix<f64>> {
        None
    }

    /// What the parameters say more than once at x. Default: nothing is known.
    fn redundancies(&self, _x: &[f64]) -> Vec<Redundancy> {
        vec![]
    }

    /// Called before sub-step `k` of step `t`: a game on minibatches draws a new one. Default: nothing.
    fn fresh(&self, _t: u64, _k: u32) {}

    /// Evaluations of the discriminator that one component of v(x) takes, about; 1 where the losses are formulas.
    fn work(&self, _x: &[f64]) -> usize {
        1
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

    /// v(x), both blocks.
    #[inline(always)]
    fn both<S: Scalar>(&self, x: &[S], v: &mut [S]) {
        for who in Player::BOTH {
            self.eval(who, x, v);
        }
    }

    /// `who`'s block of v'(x)·u into `out [n]`.
    fn jvp<S: Scalar>(&self, who: Player, x: &[S], u: &[S], out: &mut [S]) {
        let y: Buffer<Dual<S>> = Buffer::from_fn(x.len(), |i| Dual::new(x[i], u[i]));
        let mut v: Buffer<Dual<S>> = Buffer::zeros(x.len());
        self.eval(who, &y, &mut v);
        for i in self.block(who) {
            out[i] = v[i].eps;
        }
    }
}

/// How a game becomes a field.
pub trait Adjust {
    /// Writes `who`'s block of v̂(x) into `v [n]`.
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]);

    /// v̂'(x) if there is a faster way than one pass per column. Default: there is not.
    fn jacobian(&self, _game: &impl Game, _x: &[f64]) -> Option<DMatrix<f64>> {
        None
    }

    /// What stands in the way of using it with this game, if anything.
    fn complaint(&self, _game: &AnyGame) -> Option<String> {
        None
    }
}

/// A game under an adjustment.
#[derive(Clone, Debug)]
pub struct Adjusted<G, A> {
    /// Who plays what.
    pub game: G,
    /// What becomes of its field.
    pub adjust: A,
}

impl<G: Game, A: Adjust> Field for Adjusted<G, A> {
    fn dims(&self) -> [usize; 2] {
        self.game.dims()
    }
    #[inline(always)]
    fn eval<S: Scalar>(&self, who: Player, x: &[S], v: &mut [S]) {
        self.adjust.eval(&self.game, who, x, v)
    }
    #[inline(always)]
    fn project<S: Scalar>(&self, x: &mut [S]) {
        self.game.project(x)
    }
    fn jacobian(&self, x: &[f64]) -> Option<DMatrix<f64>> {
        self.adjust.jacobian(&self.game, x)
    }
    fn redundancies(&self, x: &[f64]) -> Vec<Redundancy> {
        self.game.redundancies(x)
    }
    fn work(&self, x: &[f64]) -> usize {
        self.game.work(x)
    }
    fn fresh(&self, t: u64, k: u32) {
        self.game.fresh(t, k)
    }
}

settings! {
    /// The game's own field: v = (−∇_θ L_G, −∇_ψ L_D).
    Plain: "v̂ = v = (−∇_θ L_G, −∇_ψ L_D)", "the game itself" {}
}

impl Adjust for Plain {
    #[inline(always)]
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
        own(game, who, x, v)
    }
    fn jacobian(&self, game: &impl Game, x: &[f64]) -> Option<DMatrix<f64>> {
        game.jacobian(x)
    }
}

/// `who`'s block of v = −∇_who L_who.
#[inline(always)]
pub fn own<S: Scalar>(game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
    let range = game.block(who);
    game.grad(who, range.clone(), x, v);
    for i in range {
        v[i] = -v[i];
    }
}

/// `who`'s block of Jᵀu, where u is taken on the blocks of `of` only. Hessians are symmetric, so
/// `Jᵀu = −d/dε [∇L_G(x + ε(u_θ, 0)) + ∇L_D(x + ε(0, u_ψ))]`: one dual pass per player in `of`.
pub fn vjp<S: Scalar>(game: &impl Game, who: Player, x: &[S], u: &[S], of: &[Player], out: &mut [S]) {
    let range = game.block(who);
    for i in range.clone() {
        out[i] = S::zero();
    }
    let mut g: Buffer<Dual<S>> = Buffer::zeros(x.len());
    for &player in of {
        let mut y: Buffer<Dual<S>> = Buffer::from_fn(x.len(), |i| Dual::lift(x[i]));
        for i in game.block(player) {
            y[i].eps = u[i];
        }
        game.grad(player, range.clone(), &y, &mut g);
        for i in range.clone() {
            out[i] -= g[i].eps;
        }
    }
}

registry! {
    /// The fields an experiment file may name; `plain` is meant where none is.
    AnyAdjust each_adjust {
        plain: Plain, consensus: Consensus, consensus_as_published: ConsensusAsPublished, sga: Sga, jare: Jare,
        nagarajan_kolter: NagarajanKolter, unrolled: Unrolled,
    }
}

impl Adjust for AnyAdjust {
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
        each_adjust!(self, a => a.eval(game, who, x, v))
    }
    fn jacobian(&self, game: &impl Game, x: &[f64]) -> Option<DMatrix<f64>> {
        each_adjust!(self, a => a.jacobian(game, x))
    }
    fn complaint(&self, game: &AnyGame) -> Option<String> {
        each_adjust!(self, a => a.complaint(game))
    }
}

/// The field of an experiment file.
pub type AnyField = Adjusted<AnyGame, AnyAdjust>;
