//! Steps that change: the product of their Jacobians at the fixed point, which for a linear game is the run itself.

use crate::{
    analysis::{Spectrum, Trajectory, distance, start},
    field::Field,
    num::Dual,
    rule::Rule,
};
use nalgebra::DMatrix;

/// With more numbers no law is told.
const MOST: usize = 16;
/// ln of two factors agrees to this part of the larger, ...
const PART: f64 = 0.01;
/// ... or to this.
const SLACK: f64 = 0.01;

/// How a product of Jacobians falls with k.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Law {
    /// Like k^(−power).
    Power {
        /// The power.
        power: f64,
    },
    /// Like exp(−coefficient · k^exponent).
    Stretched {
        /// The coefficient.
        coefficient: f64,
        /// The exponent.
        exponent: f64,
    },
}

/// A run beside the product of the Jacobians of its steps.
pub(super) struct Beside {
    /// Factor of ‖x − x*‖ over the second half of the run.
    pub(super) measured: f64,
    /// The same by the product, from the state of the run at its half.
    pub(super) product: f64,
    pub(super) agree: bool,
    pub(super) law: Option<Law>,
}

/// ‖x-part of the product of F'_t(z*), first ≤ t < last, times e‖ after each step, e itself first.
fn product(
    field: &impl Field,
    rule: &impl Rule,
    fixed: &[f64],
    e: &[f64],
    n: usize,
    first: u64,
    last: u64,
) -> Vec<f64> {
    let mut e = e.to_vec();
    let zero = vec![0.0; n];
    let mut sizes = vec![distance(&e[..n], &zero)];
    for t in first..last {
        let mut y: Vec<Dual<f64>> = fixed.iter().zip(&e).map(|(&z, &e)| Dual::new(z, e)).collect();
        rule.step(field, t, &mut y);
        e.iter_mut().zip(&y).for_each(|(e, y)| *e = y.eps);
        sizes.push(distance(&e[..n], &zero));
    }
    sizes
}

/// Sets the second half of a run beside the product; `None` for a run of fewer than four steps.
pub(super) fn beside(field: &impl Field, rule: &impl Rule, at: &[f64], run: &Trajectory) -> Option<Beside> {
    let (n, last) = (run.n, run.len() as u64 - 1);
    let half = last / 2;
    if half < 2 {
        return None;
    }
    field.fresh(0, 0);
    let fixed = start(field, rule, at);
    let mut z = start(field, rule, run.x(0));
    (0..half).for_each(|t| rule.step(field, t, &mut z));
    let e: Vec<f64> = z.iter().zip(&fixed).map(|(a, b)| a - b).collect();
    let by_product = product(field, rule, &fixed, &e, n, half, last);
    let factor = |from: f64, to: f64| (to.ln() - from.ln()).exp();
    let measured = factor(distance(run.x(half as usize), at), distance(run.last(), at));
    let product = factor(by_product[0], by_product[by_product.len() - 1]);
    let (a, b) = (measured.ln(), product.ln());
    let agree = (a - b).abs() <= PART * a.abs().max(b.abs()) + SLACK;
    Some(Beside { measured, product, agree, law: radii(field, rule, &fixed, last).and_then(|radii| law(radii, last)) })
}

/// ln of the spectral radius of the whole product after a quarter, a half and all of the steps: turning does not show
/// in it.
fn radii(field: &impl Field, rule: &impl Rule, fixed: &[f64], last: u64) -> Option<[f64; 3]> {
    let size = fixed.len();
    if size > MOST {
        return None;
    }
    let mut whole = DMatrix::identity(size, size);
    let mut found = [0.0; 3];
    for t in 0..last {
        for mut column in whole.column_iter_mut() {
            let mut y: Vec<Dual<f64>> = fixed.iter().zip(column.iter()).map(|(&z, &e)| Dual::new(z, e)).collect();
            rule.step(field, t, &mut y);
            column.iter_mut().zip(&y).for_each(|(e, y)| *e = y.eps);
        }
        for (found, k) in found.iter_mut().zip([last / 4, last / 2, last]) {
            if t + 1 == k {
                *found = Spectrum::of(&whole).ok()?.radius().ln();
            }
        }
    }
    Some(found)
}

/// The law by the falls of the last two octaves: equal ones are a power, each 2^q times the one before a stretched
/// exponential.
fn law([quarter, half, whole]: [f64; 3], steps: u64) -> Option<Law> {
    const SHORTEST: u64 = 64;
    const POWER: f64 = 0.05;
    let (early, late) = (quarter - half, half - whole);
    if steps < SHORTEST || !(early > 1e-6 && late > 1e-6 && late.is_finite()) {
        return None;
    }
    let exponent = (late / early).log2();
    if exponent.abs() < POWER {
        return Some(Law::Power { power: late / std::f64::consts::LN_2 });
    }
    let k = steps as f64;
    let coefficient = late / (k.powf(exponent) - (k / 2.0).powf(exponent));
    (POWER..1.0).contains(&exponent).then_some(Law::Stretched { coefficient, exponent })
}
