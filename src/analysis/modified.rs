//! The flow a rule follows: backward error analysis to second order.
//!
//! A rule does not move along v: its steps are finite, and the flow that passes through its iterates is that of a
//! modified field ṽ. One step being the unit of time,
//!
//! ```text
//! ṽ_p = α_p v_p + Σ_q c_pq (v')_pq v_q + third order,      p, q ∈ {θ, ψ}
//! ```
//!
//! with (v')_pq the block of v' by the players: a rule knows of the field only what it evaluates, and it treats all
//! coordinates of a player alike. The six numbers α, c belong to the rule, not to the game, so any game gives them
//! away. The one used here is a set of clocks: v = 1 on one coordinate per player (θ̇ = 1 gives α), and on further
//! coordinates v = the reading of one player's clock, which the rule takes early or late (that gives c). Its solutions
//! are polynomials, so nothing is expanded or differenced. Simultaneous descent: α = h, c = −h²/2, Euler's
//! ṽ = v − (h/2) v'v. (Derived here; backward error analysis as in Hairer, Lubich, Wanner, Geometric Numerical
//! Integration, chapter IX. For rules with memory ṽ describes the run once its start is forgotten, chapter XV.)

use super::start;
use crate::{
    field::Field,
    game::{Player, block},
    num::{Buffer, Scalar},
    rule::{ASYMPTOTIC, Rule},
};

/// Why a rule has no modified field of this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModifiedError {
    /// The learning rate decays.
    #[error("the learning rate decays, so no one flow passes through the iterates")]
    NotAutonomous,
    /// Twice the field is not twice the step.
    #[error(
        "the rule does not scale with the field (it divides by the size of the gradient), so no expansion in the learning rate exists"
    )]
    NotLinear,
    /// The memory does not forget the start.
    #[error("the rule's memory has not forgotten its start after {0} steps")]
    NotSettled(usize),
}

/// A rule to second order: the numbers of the module's formula, θ first.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Expansion {
    /// α_p: the distance a step goes in a constant field.
    pub first: [f64; 2],
    /// c_pq: what a step adds where v_p changes along v_q; row p, column q.
    pub second: [[f64; 2]; 2],
}

/// θ and ψ with three coordinates each: a clock, then the integral of θ's clock and that of ψ's.
struct Clocks {
    /// Factor on the field.
    scale: f64,
}

impl Field for Clocks {
    fn dims(&self) -> [usize; 2] {
        [3, 3]
    }
    fn eval<S: Scalar>(&self, who: Player, x: &[S], v: &mut [S]) {
        let at = block(self.dims(), who).start;
        v[at] = S::of(self.scale);
        v[at + 1] = x[0] * self.scale;
        v[at + 2] = x[3] * self.scale;
    }
}

/// A memory that needs more steps than this to forget counts as one that does not.
const MOST_STEPS: usize = 1 << 14;

impl Expansion {
    /// Reads α and c off a rule.
    ///
    /// # Errors
    /// [`ModifiedError`], where the rule has none.
    pub fn of(rule: &impl Rule) -> Result<Self, ModifiedError> {
        if !rule.autonomous() {
            return Err(ModifiedError::NotAutonomous);
        }
        let whole = Self::on(rule, 1.0)?;
        let half = Self::on(rule, 0.5)?;
        let size = whole.first[0].abs().max(whole.first[1].abs());
        let apart = |a: f64, b: f64, scale: f64| (a - b).abs() > 1e-7 * scale;
        let differ = (0..2).any(|p| {
            apart(whole.first[p], half.first[p], size)
                || (0..2).any(|q| apart(whole.second[p][q], half.second[p][q], size * size))
        });
        if differ { Err(ModifiedError::NotLinear) } else { Ok(whole) }
    }

    /// From the clocks run by the rule until its memory has settled.
    fn on(rule: &impl Rule, scale: f64) -> Result<Self, ModifiedError> {
        let field = Clocks { scale };
        let mut z = start(&field, rule, &[0.0; 6]);
        let mut checked: Option<Self> = None;
        for k in 1..=MOST_STEPS {
            let before: Vec<f64> = z[..6].to_vec();
            rule.step(&field, ASYMPTOTIC, &mut z);
            if !k.is_power_of_two() {
                continue;
            }
            let now = Self::between(&before, &z, scale);
            if z.len() == 6 {
                return Ok(now);
            }
            // The readings grow like k², and with them the rounding of their differences.
            let noise = 1e-14 * (k * k) as f64;
            if checked.is_some_and(|old| old.near(&now, noise)) {
                return Ok(now);
            }
            checked = Some(now);
        }
        Err(ModifiedError::NotSettled(MOST_STEPS))
    }

    /// From two consecutive states: the modified flow of the clocks advances a clock by α and its integral by
    /// α times the mean reading, plus c.
    fn between(before: &[f64], after: &[f64], scale: f64) -> Self {
        let moved = |i: usize| after[i] - before[i];
        let first = [moved(0) / scale, moved(3) / scale];
        let mean = [0.5 * (before[0] + after[0]), 0.5 * (before[3] + after[3])];
        let second =
            [0, 1].map(|p| [0, 1].map(|q| (moved(3 * p + 1 + q) - scale * first[p] * mean[q]) / (scale * scale)));
        Self { first, second }
    }

    fn near(&self, other: &Self, noise: f64) -> bool {
        let size = other.first[0].abs().max(other.first[1].abs());
        (0..2).all(|p| {
            (self.first[p] - other.first[p]).abs() <= noise * size
                && (0..2).all(|q| (self.second[p][q] - other.second[p][q]).abs() <= noise * size * size)
        })
    }

    /// Without the second order: the field with which the rule is consistent.
    #[must_use]
    pub fn first_order(self) -> Self {
        Self { second: [[0.0; 2]; 2], ..self }
    }
}

/// ṽ of a rule on a field; one step is the unit of time. A [`Field`], so its flow, spectrum and zeros are had as
/// those of any other.
#[derive(Clone, Copy, Debug)]
pub struct Modified<'a, F> {
    /// v.
    pub field: &'a F,
    /// The rule.
    pub expansion: Expansion,
}

impl<F: Field> Field for Modified<'_, F> {
    fn dims(&self) -> [usize; 2] {
        self.field.dims()
    }
    fn eval<S: Scalar>(&self, who: Player, x: &[S], v: &mut [S]) {
        let row = match who {
            Player::Generator => 0,
            Player::Discriminator => 1,
        };
        let mut w: Buffer<S> = Buffer::zeros(x.len());
        self.field.both(x, &mut w);
        let second = self.expansion.second[row];
        let mut turn: Buffer<S> = Buffer::zeros(x.len());
        if second != [0.0; 2] {
            let mut u: Buffer<S> = Buffer::zeros(x.len());
            for (player, c) in Player::BOTH.into_iter().zip(second) {
                for i in self.block(player) {
                    u[i] = w[i] * c;
                }
            }
            self.field.jvp(who, x, &u, &mut turn);
        }
        for i in self.block(who) {
            v[i] = w[i] * self.expansion.first[row] + turn[i];
        }
    }
    fn project<S: Scalar>(&self, x: &mut [S]) {
        self.field.project(x)
    }
}
