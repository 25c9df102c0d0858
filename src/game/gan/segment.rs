//! A point on the segment between a real and a generated number, as one random variable for each place on the segment.
//!
//! x̂ = (1 − t)·G(z) + t·x is a weighted sum of independent variables where G is affine in z, and a penalty sees nothing but
//! x̂. A sum of normal variables is normal, one of two uniform ones has a trapezoid for a density: two variables, t and
//! the sum, then do for three or more, and kinks of two variables at one and the same x̂ no longer meet in a corner.

use crate::num::{Scalar, piecewise::Axis};

/// The law of the sum at a fixed place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Normal.
    Normal,
    /// Of two uniform variables.
    Trapezoid,
}

/// Widths of two uniform variables whose ratio is below this leave too few digits of the trapezoid's sides.
const LOPSIDED: f64 = 1e-6;

impl Sum {
    /// The law of a sum of such variables, where it is a known one and saves a variable.
    pub fn of(variables: &[Axis]) -> Option<Self> {
        match variables {
            [Axis::Uniform, Axis::Uniform] => Some(Sum::Trapezoid),
            [_, _, ..] if variables.iter().all(|axis| *axis == Axis::Normal) => Some(Sum::Normal),
            _ => None,
        }
    }

    /// The place, and the sum's own variable.
    pub fn axes(self) -> Vec<Axis> {
        vec![Axis::Unit, if self == Sum::Normal { Axis::Normal } else { Axis::Uniform }]
    }

    /// The sum at its variable y, and the factor of the density of y.
    pub fn at<S: Scalar>(self, spread: &[S], y: S) -> (S, S) {
        match self {
            Sum::Normal => {
                let mut variance = S::zero();
                spread.iter().for_each(|c| variance += c.square());
                (variance.sqrt() * y, S::one())
            }
            Sum::Trapezoid => Trapezoid::of(spread).at(y),
        }
    }

    /// Where the density of the sum has its own kinks; appends the functions of y that vanish there.
    pub fn switches<S: Scalar>(self, spread: &[S], y: S, out: &mut Vec<S>) {
        if self == Sum::Trapezoid {
            let Trapezoid { wide, narrow } = Trapezoid::of(spread);
            let end = (wide + narrow) * y;
            out.extend([end - (wide - narrow), end + (wide - narrow), size(spread[0]) - size(spread[1])]);
        }
    }

    /// Sums other than at y at which a kink of the integrand makes one of the integral over y.
    pub fn corners<S: Scalar>(self, spread: &[S]) -> Option<[S; 2]> {
        let Trapezoid { wide, narrow } = (self == Sum::Trapezoid).then(|| Trapezoid::of(spread))?;
        Some([wide - narrow, narrow - wide])
    }

    /// Whether the variables are better kept apart.
    pub fn lopsided(self, spread: &[f64]) -> bool {
        let Trapezoid { wide, narrow } = Trapezoid::of(spread);
        self == Sum::Trapezoid && narrow <= LOPSIDED * wide
    }
}

/// The widths of two uniform variables.
struct Trapezoid<S> {
    wide: S,
    narrow: S,
}

impl<S: Scalar> Trapezoid<S> {
    fn of(spread: &[S]) -> Self {
        let (a, b) = (size(spread[0]), size(spread[1]));
        if a.value() < b.value() { Self { wide: b, narrow: a } } else { Self { wide: a, narrow: b } }
    }

    /// With y uniform on [−1, 1] the sum is as wide as both together; its density is flat in the middle.
    fn at(&self, y: S) -> (S, S) {
        let all = self.wide + self.narrow;
        let flat = all / self.wide;
        let inside = (size(y) * all - (self.wide - self.narrow)).value() <= 0.0;
        (all * y, if inside { flat } else { flat * (-size(y) + 1.0) * all / (self.narrow * 2.0) })
    }
}

/// |x| with the derivatives of the side on which x stands.
fn size<S: Scalar>(x: S) -> S {
    if x.value() < 0.0 { -x } else { x }
}
