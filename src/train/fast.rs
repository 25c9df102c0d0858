//! The network game with its own gradients by vector kernels.

use super::Gradients;
use crate::{
    game::{Game, Mlp, Player},
    num::Scalar,
};
use std::{
    cell::{Cell, RefCell},
    ops::Range,
};

/// An [`Mlp`] whose players' own gradients, at a point in single precision, come from the kernels. Everything else (the
/// duals that an adjusted field asks for) is the game itself, on the same batches.
#[derive(Debug)]
pub struct Fast {
    game: Mlp,
    gradients: RefCell<Gradients>,
    /// The step and sub-step whose batch is meant.
    when: Cell<(u64, u32)>,
    /// Whether `game` still holds another batch.
    stale: Cell<bool>,
}

impl Fast {
    /// Makes all the room that training needs.
    pub fn new(game: Mlp) -> Self {
        let mut gradients = Gradients::new(&game, game.batch().n);
        gradients.load(&game.batch());
        Self { game, gradients: gradients.into(), when: (u64::MAX, 0).into(), stale: false.into() }
    }

    /// The game, on whatever batch.
    pub fn game(&self) -> &Mlp {
        &self.game
    }
}

impl Game for Fast {
    fn dims(&self) -> [usize; 2] {
        self.game.dims()
    }
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        self.follow();
        self.game.loss(who, x)
    }
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        if wrt == self.block(who)
            && let (Some(x), Some(out)) = (S::singles(x), S::singles_mut(out))
        {
            let (t, k) = self.when.get();
            let source = self.game.source.as_ref().filter(|_| self.game.resample || t == u64::MAX);
            let from = source.map(|source| (source, t, k));
            self.gradients.borrow_mut().of(who, x, from, &mut out[wrt]);
        } else {
            self.follow();
            self.game.grad(who, wrt, x, out);
        }
    }
    fn project<S: Scalar>(&self, x: &mut [S]) {
        self.game.project(x)
    }
    fn fresh(&self, t: u64, k: u32) {
        if self.game.resample {
            self.when.set((t, k));
            self.stale.set(true);
        }
    }
    fn initial(&self) -> Option<Vec<f64>> {
        self.game.initial()
    }
}

impl Fast {
    /// Lets the game hold the batch that is meant.
    fn follow(&self) {
        if self.stale.replace(false) {
            let (t, k) = self.when.get();
            self.game.fresh(t, k);
        }
    }
}
