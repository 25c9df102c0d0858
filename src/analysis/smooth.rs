//! Is a map differentiable at a point, and is what dual numbers say there its derivative?
//!
//! First a proof is tried: the map is evaluated over intervals around the point. If no switch of a non-smooth primitive
//! is met, the map is a composition of analytic functions there, however steep it is or however much cancels in it;
//! what a product gives back at the point counts too ([`Regularity`]).
//!
//! Where a switch is met, **ray derivatives** decide. For a direction u, F'(z* + δu)·u is exact: one pass of dual numbers
//! at a displaced point, no difference of values, so that δ may be 1e-60 where z* is 0 and a few units in the last place
//! where it is not. From F(z* + δu) − F(z*) = ∫₀^δ F'(z* + tu)·u dt: if F is continuous at z* and these converge to Lu, L
//! linear, uniformly in the direction, then F is Fréchet-differentiable at z* with derivative L, and that is all local
//! stability asks for. Whole matrices F'(z* + δu) need not converge: ∂/∂s of Adam's x' does not at s = 0. (Derived here.)

use super::{cones, jacobian::times, partial::direction};
use crate::{
    field::Field,
    num::{Dual, Interval, Regularity, Scalar},
    rule::{ASYMPTOTIC, Rule},
};
use nalgebra::DMatrix;

/// A map ℝⁿ → ℝⁿ that can be evaluated in any scalar.
pub(super) trait Map {
    /// Its value.
    fn at<S: Scalar>(&self, z: &[S]) -> Vec<S>;

    /// Evaluations of the discriminator that it takes, about.
    fn work(&self, z: &[f64]) -> usize;

    /// A'(z)·u by one pass of dual numbers.
    fn slope(&self, z: &[f64], u: &[f64]) -> Vec<f64> {
        let y: Vec<Dual<f64>> = z.iter().zip(u).map(|(&z, &u)| Dual::new(z, u)).collect();
        self.at(&y).iter().map(|y| y.eps).collect()
    }
}

/// x ↦ v(x).
pub(super) struct Velocity<'a, F>(pub(super) &'a F);

impl<F: Field> Map for Velocity<'_, F> {
    fn at<S: Scalar>(&self, x: &[S]) -> Vec<S> {
        let mut v = vec![S::zero(); x.len()];
        self.0.both(x, &mut v);
        v
    }
    fn work(&self, x: &[f64]) -> usize {
        x.len() * self.0.work(x)
    }
}

/// z ↦ F(z), the autonomous map.
pub(super) struct Update<'a, F, R>(pub(super) &'a F, pub(super) &'a R);

impl<F: Field, R: Rule> Map for Update<'_, F, R> {
    fn at<S: Scalar>(&self, z: &[S]) -> Vec<S> {
        let mut z = z.to_vec();
        self.1.step(self.0, ASYMPTOTIC, &mut z);
        z
    }
    fn work(&self, z: &[f64]) -> usize {
        let x = &z[..self.0.n()];
        x.len() * self.0.work(x)
    }
}

/// What a map is at a point.
#[derive(Clone, Debug, PartialEq)]
pub enum Smoothness {
    /// Differentiable, with the derivative that dual numbers give.
    Smooth,
    /// Differentiable, with this derivative: switches cancel each other that dual numbers take one by one.
    Mended(DMatrix<f64>),
    /// Not differentiable, as far as can be seen.
    Rough(Rough),
}

/// Where a map is not differentiable, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Rough {
    /// How.
    pub kind: Roughness,
    /// The coordinates along whose axes it shows; none where only directions between axes show it.
    pub axes: Vec<usize>,
    /// The direction that shows it most.
    pub direction: Vec<f64>,
    /// The entry of the map that shows it there.
    pub entry: usize,
}

/// How a map fails to be differentiable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roughness {
    /// The ray derivatives have limits, but these are not linear in the direction.
    Kink,
    /// The map is not continuous.
    Jump,
    /// The ray derivatives grow without bound, or there is no number.
    Pole,
    /// The ray derivatives have not settled as near as floating point goes.
    Unsettled,
}

/// Maps of so many numbers are looked at along every axis and diagonal; larger ones along random directions.
const EACH: usize = 24;
/// ... along every axis, with as many random directions.
const AXES: usize = 64;
/// Random directions of larger maps.
const RANDOM: u64 = 6;
/// Directions on either side of one that may lie in a switch.
const BESIDE: u64 = 4;
/// Ray derivatives that agree to this part of an entry's size over all directions are equal.
const EQUAL: f64 = 1e-9;
/// ... and have settled if the last two agree to this; what they still differ by is no kink.
const SETTLED: f64 = 1e-3;
/// An entry of the order of √δ falls by a factor 4 on the way in.
const DYING: f64 = 0.3;
/// Displacements of a point of zeros: products of four stay numbers, and the root of one is far below every ε.
const FROM_ZERO: [f64; 2] = [1e-40, 1e-60];
/// The near displacement of any other point, at least, in units of how well it is known; the far one is as many times
/// that.
const FROM_ROUNDED: f64 = 4096.0;
const FAR: f64 = 16.0;

/// A point, and how well its coordinates are known.
pub(super) struct Place<'a> {
    /// z.
    pub(super) z: &'a [f64],
    /// ± for each; 0 for a coordinate that is exactly 0.
    radius: Vec<f64>,
}

impl<'a> Place<'a> {
    /// z, known to `error` (0 or more) and to rounding.
    pub(super) fn new(z: &'a [f64], error: f64) -> Self {
        let size = z.iter().fold(0.0, |a: f64, b| a.max(b.abs())).min(1.0);
        let rounding = |z: f64| if z == 0.0 { 0.0 } else { 4.0 * f64::EPSILON * z.abs().max(size) + error };
        Self { z, radius: z.iter().map(|z| rounding(*z)).collect() }
    }

    /// Whether all of it is known exactly.
    pub(super) fn exact(&self) -> bool {
        self.radius.iter().all(|r| *r == 0.0)
    }

    fn intervals(&self) -> Vec<Interval> {
        self.z.iter().zip(&self.radius).map(|(z, r)| Interval::around(*z, *r)).collect()
    }

    /// The points in the directions u cos φ + w sin φ, φ within ± `half` of `middle`, at the near displacement: a box.
    pub(super) fn sector(&self, [u, w]: [&[f64]; 2], middle: f64, half: f64) -> Vec<Interval> {
        let known = self.radius.iter().fold(0.0, |m: f64, r| m.max(*r));
        let near = if known == 0.0 { FROM_ZERO[0] } else { libm::exp2(libm::log2(FROM_ROUNDED * known).ceil()) };
        let (cos, sin) = (libm::cos(middle), libm::sin(middle));
        let side = |i: usize| {
            let (at, reach) = (u[i] * cos + w[i] * sin, u[i].hypot(w[i]) * half);
            let [lo, hi] = [at - reach, at + reach].map(|s| self.z[i] + near * s);
            Interval::new(lo.next_down(), hi.next_up())
        };
        (0..self.z.len()).map(side).collect()
    }

    /// The way in along u.
    fn approach(&self, map: &impl Map, u: &[f64]) -> Approach {
        let known = self.radius.iter().zip(u).filter(|(_, u)| **u != 0.0).fold(0.0, |m: f64, (r, _)| m.max(*r));
        let from_zero =
            Approach { points: FROM_ZERO.map(|delta| self.held(u, delta)), made: u.to_vec(), near: FROM_ZERO[1] };
        if known == 0.0 || self.decided(map, u, &from_zero.points[1]) {
            return from_zero;
        }
        // A power of two: the displacement that is made is then divided by it without rounding.
        let near = libm::exp2(libm::log2(FROM_ROUNDED * known).ceil());
        let displaced = |u: &[f64], delta: f64| self.z.iter().zip(u).map(|(z, u)| z + delta * u).collect::<Vec<f64>>();
        let y = displaced(u, near);
        // The direction is the one in which floating point goes, at both distances.
        let made: Vec<f64> = y.iter().zip(self.z).map(|(y, z)| (y - z) / near).collect();
        Approach { points: [displaced(&made, FAR * near), y], made, near }
    }

    /// z + δu with every coordinate that is not 0 held: it does not move by so little.
    fn held(&self, u: &[f64], delta: f64) -> Vec<f64> {
        self.z.iter().zip(u).map(|(z, u)| if *z == 0.0 { delta * u } else { *z }).collect()
    }

    /// Whether y, the coordinates that are 0 displaced along u, is away from every switch, wherever the others are as
    /// far as they are known: these then need no displacement.
    fn decided(&self, map: &impl Map, u: &[f64], y: &[f64]) -> bool {
        let moves = self.z.iter().zip(u).any(|(z, u)| *z == 0.0 && *u != 0.0);
        let boxes: Vec<Interval> = y.iter().zip(&self.radius).map(|(y, r)| Interval::around(*y, *r)).collect();
        moves && map.at(&boxes).iter().all(|y| y.regularity() >= Regularity::Differentiable)
    }

    /// lim F'(z + δu)·u for δ → 0, as near as it can be told.
    pub(super) fn ray(&self, map: &impl Map, u: &[f64]) -> Vec<f64> {
        let Approach { points: [_, near], made, .. } = self.approach(map, u);
        map.slope(&near, &made)
    }

    /// F' on the piece that u points into, column by column.
    pub(super) fn piece(&self, map: &impl Map, u: &[f64]) -> Vec<Vec<f64>> {
        let Approach { points: [_, near], .. } = self.approach(map, u);
        let unit = |j: usize| (0..u.len()).map(|i| f64::from(u8::from(i == j))).collect::<Vec<_>>();
        (0..u.len()).map(|j| map.slope(&near, &unit(j))).collect()
    }
}

/// The way in along a direction.
struct Approach {
    /// z + δu, far and near.
    points: [Vec<f64>; 2],
    /// u, as floating point goes.
    made: Vec<f64>,
    /// The near δ.
    near: f64,
}

/// What `map` is at a place.
pub(super) fn smoothness(map: &impl Map, place: &Place) -> Smoothness {
    let image = map.at(&place.intervals());
    if image.iter().all(|y| y.regularity() >= Regularity::Differentiable) {
        return Smoothness::Smooth;
    }
    Rays::new(map, place).verdict(map, place)
}

/// One direction.
struct Ray {
    u: Vec<f64>,
    /// The same as floating point has it.
    made: Vec<f64>,
    /// F'(z)·u as dual numbers have it at the point itself.
    here: Vec<f64>,
    /// F'(z + δu)·u, far and near.
    slopes: [Vec<f64>; 2],
    /// An entry in which the map is not continuous along it.
    jump: Option<usize>,
}

impl Ray {
    /// An entry of the slope at distance 0, by what the last step in has changed of it.
    fn limit(&self, i: usize) -> f64 {
        let [far, near] = &self.slopes;
        near[i] - (far[i] - near[i]) / (FAR - 1.0)
    }
}

/// All of them.
struct Rays {
    n: usize,
    rays: Vec<Ray>,
    /// The size of each entry over all directions.
    row: Vec<f64>,
}

impl Rays {
    fn new(map: &impl Map, place: &Place) -> Self {
        let n = place.z.len();
        let here = map.at(place.z);
        let all = directions(n).into_iter().chain(between_switches(map, place));
        let rays: Vec<Ray> = all.map(|u| cast(map, place, &here, u)).collect();
        let largest = |i: usize| {
            let all = rays.iter().flat_map(|r| [r.here[i], r.slopes[0][i], r.slopes[1][i]]);
            all.filter(|a| a.is_finite()).fold(0.0, |m: f64, a| m.max(a.abs()))
        };
        let row = (0..n).map(largest).collect();
        Self { n, rays, row }
    }

    fn verdict(&self, map: &impl Map, place: &Place) -> Smoothness {
        if let Some(rough) = self.rough(Roughness::Jump, |ray| ray.jump) {
            return rough;
        }
        if let Some(rough) = self.rough(Roughness::Pole, |ray| self.pole(ray)) {
            return rough;
        }
        if let Some(rough) = self.rough(Roughness::Unsettled, |ray| self.unsettled(ray)) {
            return rough;
        }
        let Some(kink) = self.rough(Roughness::Kink, |ray| self.off(ray, &ray.here)) else {
            return Smoothness::Smooth;
        };
        match self.linear(map, place) {
            Some(derivative) => Smoothness::Mended(derivative),
            None => kink,
        }
    }

    /// The fault that `entry` finds, if any ray shows it.
    fn rough(&self, kind: Roughness, entry: impl Fn(&Ray) -> Option<usize>) -> Option<Smoothness> {
        let (ray, first) = self.rays.iter().find_map(|ray| entry(ray).map(|i| (ray, i)))?;
        let axis = |ray: &Ray| {
            let mut along = (0..self.n).filter(|i| ray.u[*i] != 0.0);
            along.next().filter(|_| along.next().is_none())
        };
        let mut axes: Vec<usize> = self.rays.iter().filter(|ray| entry(ray).is_some()).filter_map(axis).collect();
        axes.dedup();
        axes.sort_unstable();
        axes.dedup();
        Some(Smoothness::Rough(Rough { kind, axes, direction: ray.u.clone(), entry: first }))
    }

    /// An entry whose slope is no number, or has grown on the way in.
    fn pole(&self, ray: &Ray) -> Option<usize> {
        let [far, near] = &ray.slopes;
        (0..self.n).find(|&i| {
            !near[i].is_finite() || (near[i].abs() > 3.0 * far[i].abs().max(EQUAL * self.row[i]) && self.moves(ray, i))
        })
    }

    /// Whether the last step in has changed an entry; one that dies away has settled on 0.
    fn moves(&self, ray: &Ray, i: usize) -> bool {
        let [far, near] = &ray.slopes;
        (near[i] - far[i]).abs() > SETTLED * self.row[i] && near[i].abs() > DYING * far[i].abs()
    }

    fn unsettled(&self, ray: &Ray) -> Option<usize> {
        (0..self.n).find(|&i| self.moves(ray, i))
    }

    /// The entry that is most off `slope`, if one is: by more than rounding, and than the last step in changed.
    fn off(&self, ray: &Ray, slope: &[f64]) -> Option<usize> {
        let [far, near] = &ray.slopes;
        let excess = |i: usize| {
            let tolerance = EQUAL * self.row[i] + (near[i] - far[i]).abs();
            let off = (near[i] - slope[i]).abs();
            // Written so that a slope that is no number is off.
            if off <= tolerance { 0.0 } else { (off - tolerance) / self.row[i] + f64::MIN_POSITIVE }
        };
        let worst = (0..self.n).max_by(|a, b| excess(*a).total_cmp(&excess(*b)))?;
        (excess(worst) != 0.0).then_some(worst)
    }

    /// The linear map that the limits are, if they are one: that of the random directions. An axis or a diagonal may
    /// differ from it, because it may lie in a switch, where slopes are conventions; directions on all sides of it may not.
    fn linear(&self, map: &impl Map, place: &Place) -> Option<DMatrix<f64>> {
        let everywhere = |ray: &&Ray| ray.made.iter().filter(|u| **u != 0.0).count() == self.n;
        let random: Vec<&Ray> = self.rays.iter().filter(everywhere).skip(if self.n == 2 { 4 } else { 0 }).collect();
        if self.n > EACH || random.len() < 2 * self.n {
            return None;
        }
        let columns = |of: fn(&Ray, usize) -> f64| DMatrix::from_fn(self.n, random.len(), |i, k| of(random[k], i));
        let (u, slopes) = (columns(|ray, i| ray.made[i]), columns(Ray::limit));
        // L U = S by least squares: Uᵀ Lᵀ = Sᵀ.
        let derivative = u.transpose().svd(true, true).solve(&slopes.transpose(), 1e-12).ok()?.transpose();
        let here = map.at(place.z);
        let fits = |ray: &Ray| self.off(ray, &times(&derivative, &ray.made)).is_none();
        let beside = |ray: &Ray| {
            (0..BESIDE).all(|number| {
                let aside = direction(self.n, number);
                let near = |s: f64| ray.u.iter().zip(&aside).map(|(u, a)| u + s * a).collect();
                [0.01, -0.01].into_iter().all(|s| fits(&cast(map, place, &here, near(s))))
            })
        };
        let all = self.rays.iter().all(|ray| fits(ray) || (!everywhere(&ray) || self.n == 2) && beside(ray));
        (all && random.iter().all(|ray| fits(ray))).then_some(derivative)
    }
}

fn cast(map: &impl Map, place: &Place, here: &[f64], u: Vec<f64>) -> Ray {
    let Approach { points, made, near } = place.approach(map, &u);
    let slopes = [0, 1].map(|k| map.slope(&points[k], &made));
    let jump = jump(map, here, &points[1], near, &slopes[1]);
    Ray { here: map.slope(place.z, &made), slopes, jump, u, made }
}

/// The entry in which the value at y, δ away, is not what the slope there says of it: by more than a root would be, and
/// than rounding, of which the intervals at y are a bound.
fn jump(map: &impl Map, here: &[f64], y: &[f64], delta: f64, slope: &[f64]) -> Option<usize> {
    let there = map.at(y);
    let boxes: Vec<Interval> = y.iter().map(|y| Interval::around(*y, 0.0)).collect();
    let ranges = map.at(&boxes);
    (0..here.len()).find(|&i| {
        let rounding = if ranges[i].width().is_finite() { ranges[i].width() } else { 1e-12 * (1.0 + here[i].abs()) };
        let moved = (there[i] - here[i]).abs();
        // A value that is no number at the point is not continuous there.
        moved.is_nan() || moved > 4.0 * (delta * slope[i].abs() + rounding)
    })
}

/// Planes in which cones are looked for, where there is more than one.
const PLANES: u64 = 3;
/// A map that takes more evaluations of the discriminator is looked at along directions alone.
const DEAR: usize = 2000;

/// A direction in every cone that the switches cut out of the plane; of more dimensions, out of planes in no special
/// position, which meet every cone between two hyperplanes.
pub(super) fn between_switches(map: &impl Map, place: &Place) -> Vec<Vec<f64>> {
    let n = place.z.len();
    if !(2..=EACH).contains(&n) || map.work(place.z) > DEAR {
        return vec![];
    }
    let unit = |u: Vec<f64>| {
        let size = u.iter().fold(0.0, |s: f64, u| s.hypot(*u));
        u.iter().map(|u| u / size).collect::<Vec<f64>>()
    };
    let plane = |k: u64| -> [Vec<f64>; 2] {
        if n == 2 {
            return [vec![1.0, 0.0], vec![0.0, 1.0]];
        }
        let [u, w] = [2 * k, 2 * k + 1].map(|number| unit(direction(n, number)));
        let along: f64 = u.iter().zip(&w).map(|(u, w)| u * w).sum();
        let w = unit(w.iter().zip(&u).map(|(w, u)| w - along * u).collect());
        [u, w]
    };
    let cones = |[u, w]: [Vec<f64>; 2]| {
        let turn = |phi: f64| u.iter().zip(&w).map(|(u, w)| u * libm::cos(phi) + w * libm::sin(phi)).collect();
        cones::angles(map, place, [&u, &w]).into_iter().map(turn).collect::<Vec<Vec<f64>>>()
    };
    (0..if n == 2 { 1 } else { PLANES }).map(plane).flat_map(cones).collect()
}

/// Directions that reach every pair of signs: the axes, the diagonals of every pair and random ones.
pub(super) fn directions(n: usize) -> Vec<Vec<f64>> {
    let random = |count: u64| (0..count).map(move |number| direction(n, number));
    if n > AXES {
        return random(RANDOM).collect();
    }
    let along = |entries: &[(usize, f64)]| {
        let mut u = vec![0.0; n];
        entries.iter().for_each(|(i, a)| u[*i] = *a);
        u
    };
    let signs = [1.0, -1.0];
    let axes = (0..n).flat_map(|i| signs.map(|s| along(&[(i, s)])));
    if n > EACH {
        return axes.chain(random(2 * n as u64)).collect();
    }
    let pairs = (0..n).flat_map(|i| (0..i).map(move |j| (j, i)));
    let diagonals = pairs.flat_map(|(i, j)| signs.map(|a| signs.map(|b| along(&[(i, a), (j, b)]))).concat());
    axes.chain(diagonals).chain(random(8 * n as u64)).collect()
}
