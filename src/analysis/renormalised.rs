//! The rate of a run that is kept where the update is linear.
//!
//! A run that contracts fast is at rounding before its rate is seen, one that expands fast leaves the neighbourhood, and
//! where two eigenvalues are close in size neither gives the other time to die out. So the run is put back: whenever its
//! distance from the fixed point leaves a band, it is scaled to the middle of it, and the factor is kept. (As Lyapunov
//! exponents are computed: Benettin, Galgani, Giorgilli, Strelcyn 1980. It is the map itself that is iterated, not its
//! Jacobian.)

use super::{Measured, rate::recurrence, start, trajectory::distance};
use crate::{field::Field, rule::Rule};
use std::ops::Range;

/// Where a run is put back to, and the band it may move in without that: far above rounding, and near enough that the
/// terms of second order are below the fourth digit.
const HOME: f64 = 1e-6;
const BAND: Range<f64> = 1e-8..1e-4;
/// Factors are multiplied up to e to this power.
const MOST: f64 = 600.0;
/// A run that cannot be put back is seen from one end of this to the other.
const WHOLE: Range<f64> = 1e-12..1e-4;

/// Rate and period of a run from x₀, after `settle` steps, over `steps` more. They are those of the whole state
/// z = (x, memory) about the fixed point at the equilibrium x*. `isolated` tells that no set of equilibria passes
/// through x*; along one the run rests, and what falls or grows are its steps.
pub fn renormalised(
    field: &impl Field,
    rule: &impl Rule,
    [equilibrium, x0]: [&[f64]; 2],
    isolated: bool,
    settle: u64,
    steps: u64,
) -> Measured {
    let mut run = Run { field, rule, fixed: start(field, rule, equilibrium), z: start(field, rule, x0), t: 0 };
    // What the memory alone shows (a second moment, an average) is to be seen, too: it starts as far off as x.
    let off = distance(x0, equilibrium);
    run.z[x0.len()..].iter_mut().for_each(|m| *m += off);
    let stretch = if isolated { run.about_the_point(settle, steps) } else { run.across_the_set(settle, steps) };
    match stretch {
        Ok(Stretch { errors, distances }) if errors.len() > 3 => recurrence(&errors, &distances, 0.0),
        Err(Landed) => Measured { rate: Some(0.0), ..Measured::NOTHING },
        _ => Measured::NOTHING,
    }
}

/// The run is at the fixed point to the last bit.
struct Landed;

/// Errors, row by row, and their sizes.
#[derive(Default)]
struct Stretch {
    errors: Vec<Vec<f64>>,
    distances: Vec<f64>,
}

struct Run<'a, F, R> {
    field: &'a F,
    rule: &'a R,
    fixed: Vec<f64>,
    z: Vec<f64>,
    t: u64,
}

impl<F: Field, R: Rule> Run<'_, F, R> {
    fn step(&mut self) {
        self.rule.step(self.field, self.t, &mut self.z);
        self.t += 1;
    }

    /// The size of z − z*; a run that left the finite numbers has none.
    fn size(&self) -> Result<f64, Landed> {
        let r = distance(&self.z, &self.fixed);
        if r == 0.0 { Err(Landed) } else { Ok(r) }
    }

    fn about_the_point(&mut self, settle: u64, steps: u64) -> Result<Stretch, Landed> {
        let mut seen = Stretch::default();
        let mut grown = 0.0;
        for k in 0..=settle + steps {
            let r = self.size()?;
            if k == settle {
                grown = 0.0;
            }
            if !r.is_finite() || f64::abs(grown) > MOST && k > settle {
                break;
            }
            if k >= settle {
                let scale = libm::exp(grown);
                seen.errors.push(self.z.iter().zip(&self.fixed).map(|(z, c)| (z - c) * scale).collect());
                seen.distances.push(r * scale);
            }
            if !BAND.contains(&r) {
                for (z, c) in self.z.iter_mut().zip(&self.fixed) {
                    *z = c + (*z - c) * (HOME / r);
                }
                grown += (r / HOME).ln();
            }
            self.step();
        }
        Ok(seen)
    }

    /// The steps of a run fall or grow as its distance from the set does. Where they led is the direction in which the
    /// next run starts; the last run is the one that is seen.
    fn across_the_set(&mut self, settle: u64, steps: u64) -> Result<Stretch, Landed> {
        let (mut left, mut longest, mut growing) = (2 * settle, 0, false);
        while left > 0 {
            let Stretch { distances, .. } = self.steps(HOME, BAND, left)?;
            let Some((first, last)) = distances.first().zip(distances.last()) else { return Ok(Stretch::default()) };
            // The last one may be cut short.
            if distances.len() >= longest {
                (longest, growing) = (distances.len(), last > first);
            }
            left = left.saturating_sub(distances.len() as u64);
        }
        self.steps(if growing { WHOLE.start } else { WHOLE.end }, WHOLE, steps)
    }

    /// At most so many steps from `home` away in the direction of the last deviation, while they are in a band; leaves
    /// the direction they took.
    fn steps(&mut self, home: f64, band: Range<f64>, most: u64) -> Result<Stretch, Landed> {
        let r = self.size()?;
        for (z, c) in self.z.iter_mut().zip(&self.fixed) {
            *z = c + (*z - c) * (home / r);
        }
        let mut seen = Stretch::default();
        for k in 0..most.max(1) {
            let before = self.z.clone();
            self.step();
            let step: Vec<f64> = self.z.iter().zip(&before).map(|(a, b)| a - b).collect();
            let size = distance(&self.z, &before);
            // The first ones may be smaller or larger than the distance from the set.
            if size == 0.0 || !size.is_finite() || k > 2 && !band.contains(&size) {
                break;
            }
            seen.errors.push(step);
            seen.distances.push(size);
        }
        // The way it went in the second half, when the faster parts have died out.
        self.z = self.fixed.clone();
        for step in &seen.errors[seen.errors.len() / 2..] {
            self.z.iter_mut().zip(step).for_each(|(z, d)| *z += d);
        }
        Ok(seen)
    }
}
