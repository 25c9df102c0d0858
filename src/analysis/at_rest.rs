//! A field at one of its zeros that is known to rounding only.

use crate::{
    field::Field,
    game::{Player, Redundancy},
    num::Scalar,
};
use nalgebra::DMatrix;

/// v − v(x*) for an equilibrium x*, where v itself leaves what rounding left; v where x* is none.
///
/// The Jacobians are those of v, and a rule's memory starts at its fixed point: an adaptive rule keeps v² under a root,
/// which makes a residual of 1e-19 a number that counts.
pub(super) struct AtRest<'a, F> {
    field: &'a F,
    residual: Option<Vec<f64>>,
}

impl<'a, F: Field> AtRest<'a, F> {
    /// `residual` is v(x*), where x* is an equilibrium.
    pub(super) fn new(field: &'a F, residual: Option<Vec<f64>>) -> Self {
        Self { field, residual }
    }
}

impl<F: Field> Field for AtRest<'_, F> {
    fn dims(&self) -> [usize; 2] {
        self.field.dims()
    }
    fn eval<S: Scalar>(&self, who: Player, x: &[S], v: &mut [S]) {
        self.field.eval(who, x, v);
        if let Some(residual) = &self.residual {
            for i in self.block(who) {
                v[i] = (v[i] + -residual[i]).known_zero();
            }
        }
    }
    fn project<S: Scalar>(&self, x: &mut [S]) {
        self.field.project(x);
    }
    fn jacobian(&self, x: &[f64]) -> Option<DMatrix<f64>> {
        self.field.jacobian(x)
    }
    fn redundancies(&self, x: &[f64]) -> Vec<Redundancy> {
        self.field.redundancies(x)
    }
    fn fresh(&self, t: u64, k: u32) {
        self.field.fresh(t, k);
    }
}
