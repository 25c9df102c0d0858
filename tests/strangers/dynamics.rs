//! The true map so near to its fixed point that only its first order is left: has it a derivative, and where do runs go?

use crate::{draw::Draw, field::Field, rule::Rule, step::update_jacobian};
use nalgebra::DMatrix;

/// How far from the equilibrium natures are looked at and runs begin.
const TINY: f64 = 1e-100;
/// Directions along which a switch is looked for.
const DIRECTIONS: usize = 64;
/// Steps of a run that decides.
const STEPS: usize = 4000;

/// Whether a map with the zero (the fixed point) 0 has a derivative there.
#[derive(Clone, Debug)]
pub enum Nature {
    /// The Jacobians around 0 are one matrix, to 1e-100.
    Smooth(DMatrix<f64>),
    /// They are several.
    Bends,
    /// The map does not tend to 0 at 0.
    Jumps,
}

pub fn size(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |a: f64, b| a.hypot(*b))
}

fn scaled(u: &[f64], by: f64) -> Vec<f64> {
    u.iter().map(|a| a * by).collect()
}

/// Exact Jacobians at `TINY` along directions all around, of a map that is 0 at 0.
fn nature(
    n: usize,
    directions: usize,
    map: impl Fn(&[f64]) -> Vec<f64>,
    slope: impl Fn(&[f64]) -> DMatrix<f64>,
) -> Nature {
    let d = &mut Draw::new(0, n as u64);
    let mut first: Option<DMatrix<f64>> = None;
    let mut bends = false;
    for _ in 0..directions {
        let y = scaled(&d.direction(n), TINY);
        if size(&map(&y)) > 1e-60 {
            return Nature::Jumps;
        }
        let here = slope(&y);
        match &first {
            None => first = Some(here),
            Some(first) => bends |= (&here - first).amax() > 1e-12 * first.amax().max(here.amax()) + 1e-60,
        }
    }
    match (bends, first) {
        // What is left of higher orders at this distance is no part of the Jacobian at 0.
        (false, Some(slope)) => Nature::Smooth(slope.map(|a| if a.abs() < 1e-40 { 0.0 } else { a })),
        _ => Nature::Bends,
    }
}

/// Of v̂.
pub fn nature_of_field(field: &Field) -> Nature {
    nature(field.n(), DIRECTIONS, |y| field.eval(y), |y| field.derivative(y))
}

/// Of F, given that of v.
pub fn nature_of_update(field: &Field, rule: &Rule, v: &Nature) -> Nature {
    let size = field.n() + rule.memory(field.n());
    match v {
        // An equation with a kink in it is not solved here; its solution bends as it does.
        Nature::Bends | Nature::Jumps if rule.implicit() => v.clone(),
        _ => {
            let step = |z: &[f64]| {
                let mut z = z.to_vec();
                rule.step(field, None, &mut z);
                z
            };
            let directions = if matches!(v, Nature::Smooth(_)) { 8 } else { 32 };
            nature(size, directions, step, |z| update_jacobian(field, rule, z))
        }
    }
}

/// What became of a run of the true map from `TINY` away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    /// To 0.
    Falls,
    /// Its steps fall, but it comes to rest elsewhere.
    Rests,
    Grows,
    Undecided,
}

/// By the steps of the run first, not by its distance: beside a set of equilibria it ends at another point of the set.
fn fate(field: &Field, rule: &Rule, u: &[f64]) -> Fate {
    let n = u.len();
    let mut z = rule.start(field, &scaled(u, TINY));
    let mut at_half = 0.0;
    let mut last = TINY;
    let mut first = None;
    for k in 0..STEPS {
        let before = z[..n].to_vec();
        rule.step(field, None, &mut z);
        let step = size(&z[..n].iter().zip(&before).map(|(a, b)| a - b).collect::<Vec<_>>());
        if step.is_nan() {
            return Fate::Undecided;
        }
        // The first steps of optimistic rules and of averages are not typical.
        let first = *first.get_or_insert(step.max(1e-10 * TINY));
        if step > 1e30 * first.max(TINY) {
            return Fate::Grows;
        }
        let distance = size(&z[..n]);
        if step < 1e-13 * first && distance < 1e15 * TINY {
            return if distance < 1e-6 * TINY { Fate::Falls } else { Fate::Rests };
        }
        if k == STEPS / 2 {
            at_half = step / first;
        }
        last = step / first;
    }
    match (at_half, last) {
        (half, last) if half < 1e-3 && last < 1e-2 * half => Fate::Falls,
        (half, last) if half > 1e3 && last > 1e2 * half => Fate::Grows,
        _ => Fate::Undecided,
    }
}

pub fn fates(field: &Field, rule: &Rule, count: usize) -> Vec<Fate> {
    let d = &mut Draw::new(1, field.n() as u64);
    (0..count).map(|_| fate(field, rule, &d.direction(field.n()))).collect()
}

/// Whether v̂ vanishes along an axis beside the point: a set of equilibria, towards which steps fall and distances do not.
pub fn rests_along_an_axis(field: &Field) -> bool {
    let n = field.n();
    let axis = |i: usize, sign: f64| (0..n).map(|k| if k == i { sign * TINY } else { 0.0 }).collect::<Vec<_>>();
    let rests = |y: &[f64]| field.eval(y).iter().all(|v| *v == 0.0);
    (0..n).any(|i| rests(&axis(i, 1.0)) || rests(&axis(i, -1.0)))
}
