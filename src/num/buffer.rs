//! Short vectors without an allocation.

use super::Scalar;
use std::ops::{Deref, DerefMut};

/// Length up to which a [`Buffer`] lives on the stack: every hand-sized game.
const SMALL: usize = 8;

/// A work vector: up to 8 numbers on the stack, more on the heap. A step of a two-parameter game allocates
/// nothing.
pub struct Buffer<S> {
    small: [S; SMALL],
    big: Vec<S>,
    n: usize,
}

impl<S: Scalar> Buffer<S> {
    /// n zeros.
    #[inline(always)]
    pub fn zeros(n: usize) -> Self {
        Self { small: [S::zero(); SMALL], big: if n > SMALL { vec![S::zero(); n] } else { Vec::new() }, n }
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

impl<S> Deref for Buffer<S> {
    type Target = [S];
    #[inline(always)]
    fn deref(&self) -> &[S] {
        if self.n > SMALL { &self.big } else { &self.small[..self.n] }
    }
}

impl<S> DerefMut for Buffer<S> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [S] {
        if self.n > SMALL { &mut self.big } else { &mut self.small[..self.n] }
    }
}
