//! Exact Jacobians.

use crate::{
    field::Field,
    game::Player,
    num::{Dual, Scalar},
    rule::{ASYMPTOTIC, Rule},
};
use nalgebra::DMatrix;

/// v'(x) [n × n]: by the field's own way if it has one, else [`field_jacobian_by_columns`].
pub fn field_jacobian(field: &impl Field, x: &[f64]) -> DMatrix<f64> {
    field.jacobian(x).unwrap_or_else(|| field_jacobian_by_columns(field, x))
}

/// v'(x) [n × n], one dual pass per column.
pub fn field_jacobian_by_columns(field: &impl Field, x: &[f64]) -> DMatrix<f64> {
    let n = x.len();
    let mut jacobian = DMatrix::zeros(n, n);
    let (mut unit, mut column) = (vec![0.0; n], vec![0.0; n]);
    for j in 0..n {
        unit[j] = 1.0;
        for who in Player::BOTH {
            field.jvp(who, x, &unit, &mut column);
        }
        unit[j] = 0.0;
        jacobian.column_mut(j).copy_from_slice(&column);
    }
    jacobian
}

/// z = (x | memory) as the rule starts there; at an equilibrium this is the fixed point of F.
pub fn start<S: Scalar>(field: &impl Field, rule: &impl Rule, x: &[S]) -> Vec<S> {
    let mut z = x.to_vec();
    z.resize(x.len() + rule.memory(x.len()), S::zero());
    rule.start(field, &mut z);
    z
}

/// F'(z) [(n+m) × (n+m)] of the autonomous map, the rule's memory included, one dual pass per column.
pub fn update_jacobian(field: &impl Field, rule: &impl Rule, z: &[f64]) -> DMatrix<f64> {
    let n = z.len();
    let mut jacobian = DMatrix::zeros(n, n);
    for j in 0..n {
        let mut y: Vec<Dual<f64>> = z.iter().map(|&a| Dual::lift(a)).collect();
        y[j].eps = 1.0;
        rule.step(field, ASYMPTOTIC, &mut y);
        for i in 0..n {
            jacobian[(i, j)] = y[i].eps;
        }
    }
    jacobian
}

/// A u; an entry of u that is 0 takes nothing of its column, finite or not.
pub(super) fn times(a: &DMatrix<f64>, u: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; a.nrows()];
    for (column, &u) in a.column_iter().zip(u).filter(|(_, u)| **u != 0.0) {
        out.iter_mut().zip(column.iter()).for_each(|(y, a)| *y += a * u);
    }
    out
}

/// F'(z) u of the autonomous map: one dual pass.
pub(super) fn update_product(field: &impl Field, rule: &impl Rule, z: &[f64], u: &[f64]) -> Vec<f64> {
    let mut y: Vec<Dual<f64>> = z.iter().zip(u).map(|(&a, &b)| Dual::new(a, b)).collect();
    rule.step(field, ASYMPTOTIC, &mut y);
    y.iter().map(|y| y.eps).collect()
}

/// v'(x) u.
pub(super) fn field_product(field: &impl Field, x: &[f64], u: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; x.len()];
    for who in Player::BOTH {
        field.jvp(who, x, u, &mut out);
    }
    out
}
