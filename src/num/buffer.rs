//! Short vectors without an allocation.

use super::Scalar;
use std::{
    any::Any,
    cell::RefCell,
    ops::{Deref, DerefMut},
};

/// Length up to which a [`Buffer`] lives on the stack: every hand-sized game.
const SMALL: usize = 8;

/// How many vectors a thread keeps for the next [`Buffer`].
const KEPT: usize = 16;

thread_local! {
    static POOL: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

/// Room that a thread keeps. Boxed, so that it goes to the thread's pool and back without an allocation.
type Room<S> = Box<Vec<S>>;

/// A work vector: up to 8 numbers on the stack, more in room that the thread has used before. A step of a
/// two-parameter game allocates nothing, a step of a network nothing once the room is there.
pub struct Buffer<S: 'static> {
    small: [S; SMALL],
    big: Option<Room<S>>,
    n: usize,
}

impl<S: Scalar> Buffer<S> {
    /// n zeros.
    #[inline(always)]
    pub fn zeros(n: usize) -> Self {
        Self { small: [S::zero(); SMALL], big: if n > SMALL { Some(take(n)) } else { None }, n }
    }
    /// f(0), …, f(n−1).
    #[inline(always)]
    pub fn from_fn(n: usize, f: impl Fn(usize) -> S) -> Self {
        let mut b = Self::zeros(n);
        for i in 0..n {
            b[i] = f(i);
        }
        b
    }
    /// A copy of a slice.
    #[inline(always)]
    pub fn copy(x: &[S]) -> Self {
        Self::from_fn(x.len(), |i| x[i])
    }
}

/// n zeros in room used before, if there is some of that type.
fn take<S: Scalar>(n: usize) -> Room<S> {
    let kept = POOL.with_borrow_mut(|pool| {
        let place = pool.iter().rposition(|room| room.is::<Vec<S>>())?;
        pool.swap_remove(place).downcast::<Vec<S>>().ok()
    });
    let mut room = kept.unwrap_or_default();
    room.clear();
    room.resize(n, S::zero());
    room
}

impl<S> Drop for Buffer<S> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(room) = self.big.take() {
            keep(room);
        }
    }
}

/// Keeps room for the next buffer; the end of a thread keeps nothing.
fn keep<S: 'static>(room: Room<S>) {
    let _ = POOL.try_with(|pool| {
        let mut pool = pool.borrow_mut();
        if pool.len() < KEPT {
            pool.push(room);
        }
    });
}

impl<S> Deref for Buffer<S> {
    type Target = [S];
    #[inline(always)]
    fn deref(&self) -> &[S] {
        match &self.big {
            Some(room) => room,
            None => &self.small[..self.n],
        }
    }
}

impl<S> DerefMut for Buffer<S> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [S] {
        match &mut self.big {
            Some(room) => room,
            None => &mut self.small[..self.n],
        }
    }
}
