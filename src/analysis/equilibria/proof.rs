//! Proof that a zero is near a point, by enclosures of the field and of its exact derivative.
//!
//! The Krawczyk operator of a box X about y is K(X) = y − C v(y) + (I − C v'(X))(X − y), C ≈ v'(y)⁻¹. If K(X) lies in the
//! interior of X, then v has exactly one zero in X, and it lies in K(X) (Krawczyk 1969; Moore 1977). All of it is
//! evaluated in [`Interval`]s, outward rounding included, so a small residual proves nothing here: where v dies away
//! towards infinity, v'⁻¹ grows as fast, and no box closes. The box must be free of switches, where the derivative of
//! dual numbers is not one.

use crate::{
    field::Field,
    game::Player,
    num::{Dual, Interval, Scalar},
};
use nalgebra::DMatrix;

/// Half-width of the smallest box, relative to 1 + ‖y‖.
const SMALLEST: f64 = 1e-12;
/// The largest box is so many times [`FACTOR`] wider.
const BOXES: i32 = 8;
/// From one box to the next.
const FACTOR: f64 = 30.0;
/// How far along a tangent of a set of zeros it is looked at again, relative to max(1, ‖y‖): the first that works.
const ALONG: [f64; 3] = [0.25, 0.03, 0.004];

/// A box in which there is exactly one zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ball {
    /// It is this near, in the largest coordinate.
    pub(super) radius: f64,
    /// There is no other so near.
    pub(super) alone: f64,
}

/// A map with enclosures of its values and of the columns of its derivative.
struct Enclosed<'a> {
    value: &'a dyn Fn(&[Interval]) -> Vec<Interval>,
    slope: &'a dyn Fn(&[Interval]) -> Vec<Vec<Interval>>,
}

/// v over a box.
fn value(field: &impl Field, x: &[Interval]) -> Vec<Interval> {
    let mut v = vec![Interval::zero(); x.len()];
    field.both(x, &mut v);
    v
}

/// The columns of v' over a box.
fn slope(field: &impl Field, x: &[Interval]) -> Vec<Vec<Interval>> {
    let column = |j: usize| {
        let y: Vec<Dual<Interval>> =
            x.iter().enumerate().map(|(i, x)| if i == j { Dual::seed(*x) } else { Dual::lift(*x) }).collect();
        let mut v = vec![Dual::lift(Interval::zero()); x.len()];
        for who in Player::BOTH {
            field.eval(who, &y, &mut v);
        }
        v.iter().map(|v| v.eps).collect()
    };
    (0..x.len()).map(column).collect()
}

fn around(y: &[f64], radius: f64) -> Vec<Interval> {
    y.iter().map(|y| Interval::new((y - radius).next_down(), (y + radius).next_up())).collect()
}

/// A x.
fn times(a: &DMatrix<f64>, x: &[Interval]) -> Vec<Interval> {
    let row = |i: usize| x.iter().enumerate().fold(Interval::zero(), |sum, (j, x)| sum + *x * a[(i, j)]);
    (0..a.nrows()).map(row).collect()
}

fn size(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |m: f64, x| m.max(x.abs()))
}

/// A box about y in which the field has exactly one zero; `jacobian` is v'(y).
pub(super) fn isolated(field: &impl Field, y: &[f64], jacobian: &DMatrix<f64>) -> Option<Ball> {
    let inverse = jacobian.clone().try_inverse()?;
    let map = Enclosed { value: &|x| value(field, x), slope: &|x| slope(field, x) };
    krawczyk(&map, y, &inverse, size(y))
}

/// The largest and the smallest box about y in which K(X) ⊂ int X.
fn krawczyk(map: &Enclosed, y: &[f64], inverse: &DMatrix<f64>, size: f64) -> Option<Ball> {
    if inverse.iter().chain(y).any(|c| !c.is_finite()) {
        return None;
    }
    let point: Vec<Interval> = y.iter().map(|y| Interval::new(*y, *y)).collect();
    let step = times(inverse, &(map.value)(&point));
    let length = step.iter().fold(0.0, |m: f64, s| m.max(s.size()));
    let first = (2.0 * length).max(SMALLEST * (1.0 + size));
    let mut found: Option<Ball> = None;
    for k in 0..BOXES {
        let r = first * FACTOR.powi(k);
        let x = around(y, r);
        let columns = (map.slope)(&x);
        if (map.value)(&x).iter().chain(columns.iter().flatten()).any(|v| v.bends()) {
            break;
        }
        // I − C v'(X), row sums in absolute value.
        let product: Vec<Vec<Interval>> = columns.iter().map(|column| times(inverse, column)).collect();
        let rest = |i: usize, j: usize| (product[j][i] + -f64::from(u8::from(i == j))).size();
        let rows: Vec<f64> = (0..y.len()).map(|i| (0..y.len()).map(|j| rest(i, j)).sum::<f64>().next_up()).collect();
        // The ends of the box are rounded outward, by less than this.
        let wide = r * (1.0 + 1e-12) + 4.0 * f64::EPSILON * size;
        let reach = step.iter().zip(&rows).map(|(s, row)| (s.size() + row * wide) * (1.0 + 1e-12));
        let reach = reach.fold(0.0, |m: f64, k| if k.is_nan() { f64::INFINITY } else { m.max(k) });
        if reach < r {
            found = Some(Ball { radius: found.map_or(reach, |f| f.radius.min(reach)), alone: r });
        } else if found.is_some() || rows.iter().any(|row| row.is_nan() || *row >= 1.0) {
            break;
        }
    }
    found
}

/// Whether v has no zero within `radius` of y for certain, because a component keeps its sign there.
pub(super) fn excluded(field: &impl Field, y: &[f64], radius: f64) -> bool {
    value(field, &around(y, radius)).iter().any(keeps_its_sign)
}

/// Also where it underflows: [0, 5e-324] comes of a tail, and a zero known to rounding has wider bounds or none.
fn keeps_its_sign(v: &Interval) -> bool {
    let one_sided = v.lo() >= 0.0 || v.hi() <= 0.0;
    !v.contains(0.0) || one_sided && (f64::MIN_POSITIVE * f64::EPSILON..1e-290).contains(&v.size())
}

/// Whether v may switch from one formula to another within rounding of y.
pub(super) fn bends(field: &impl Field, y: &[f64]) -> bool {
    let x = around(y, SMALLEST * (1.0 + size(y)));
    value(field, &x).iter().chain(slope(field, &x).iter().flatten()).any(|v| v.bends())
}

/// Whether v is exactly 0 at y.
pub(super) fn exact(field: &impl Field, y: &[f64]) -> bool {
    let point: Vec<Interval> = y.iter().map(|y| Interval::new(*y, *y)).collect();
    value(field, &point).iter().all(|v| v.lo() == 0.0 && v.hi() == 0.0)
}

/// Evidence that y lies on a set of zeros that the orthonormal columns of `tangent` touch, `transverse` their
/// complement: across the set there is exactly one zero of as many components of v as there are directions, the other
/// components vanish there to rounding (which an enclosure can refute, as in a tail, and never prove), and all this is
/// so again some way along every tangent, both ways. The distance across.
pub(super) fn set(
    field: &impl Field,
    jacobian: &impl Fn(&[f64]) -> DMatrix<f64>,
    y: &[f64],
    tangent: &DMatrix<f64>,
    transverse: &DMatrix<f64>,
) -> Option<f64> {
    let here = across(field, &jacobian(y), y, transverse)?;
    let far = size(y).max(1.0);
    for column in tangent.column_iter() {
        for sign in [1.0, -1.0] {
            let there = |t: &f64| {
                let z: Vec<f64> = y.iter().zip(column.iter()).map(|(y, e)| y + sign * t * far * e).collect();
                let z = settle(field, jacobian, z, transverse, 2.0 * t * far)?;
                across(field, &jacobian(&z), &z, transverse)
            };
            ALONG.iter().find_map(there)?;
        }
    }
    Some(here)
}

/// A zero across a set, with all other components 0 to rounding.
fn across(field: &impl Field, jacobian: &DMatrix<f64>, y: &[f64], transverse: &DMatrix<f64>) -> Option<f64> {
    let m = transverse.ncols();
    if m == 0 {
        return (!excluded(field, y, 0.0)).then_some(0.0);
    }
    let svd = (jacobian * transverse).svd(true, true);
    // As many components of v as there are directions: [m × n].
    let components = svd.u?.columns(0, m).transpose();
    let block = &components * jacobian * transverse;
    let lift = |s: &[Interval]| -> Vec<Interval> {
        times(transverse, s).iter().zip(y).map(|(d, y)| *d + Interval::new(*y, *y)).collect()
    };
    let value_across = |s: &[Interval]| times(&components, &value(field, &lift(s)));
    let slope_across = |s: &[Interval]| {
        let columns = slope(field, &lift(s));
        let column = |k: usize| {
            let along =
                |i: usize| (0..y.len()).fold(Interval::zero(), |sum, j| sum + columns[j][i] * transverse[(j, k)]);
            times(&components, &(0..y.len()).map(along).collect::<Vec<_>>())
        };
        (0..m).map(column).collect()
    };
    let map = Enclosed { value: &value_across, slope: &slope_across };
    let ball = krawczyk(&map, &vec![0.0; m], &block.try_inverse()?, size(y))?;
    let near = lift(&around(&vec![0.0; m], ball.radius));
    (!value(field, &near).iter().any(keeps_its_sign)).then_some(ball.radius)
}

/// Gauss–Newton steps from z in the transverse directions only, no farther than `most`.
fn settle(
    field: &impl Field,
    jacobian: &impl Fn(&[f64]) -> DMatrix<f64>,
    mut z: Vec<f64>,
    transverse: &DMatrix<f64>,
    most: f64,
) -> Option<Vec<f64>> {
    const STEPS: usize = 12;
    let start = z.clone();
    for _ in 0..STEPS {
        let mut v = nalgebra::DVector::zeros(z.len());
        field.both(&z, v.as_mut_slice());
        let j = jacobian(&z) * transverse;
        if j.ncols() == 0 || v.iter().chain(j.iter()).any(|x| !x.is_finite()) {
            break;
        }
        let svd = j.svd(true, true);
        let cut = f64::EPSILON * svd.singular_values.max();
        let step = transverse * svd.solve(&v, cut).ok()?;
        z.iter_mut().zip(step.iter()).for_each(|(z, s)| *z -= s);
        let moved = z.iter().zip(&start).fold(0.0, |m: f64, (z, s)| m.hypot(z - s));
        if moved.is_nan() || moved > most {
            return None;
        }
        if step.norm() <= 4.0 * f64::EPSILON * (1.0 + size(&z)) {
            break;
        }
    }
    Some(z)
}
