//! Questions one may ask of a field and a rule: Jacobians, spectra, verdicts, runs, measured rates, integral curves,
//! limit cycles and zeros.
//!
//! Everything takes `&impl Field, &impl Rule`, so a game, an adjustment or a rule typed in a test works as the
//! registered ones do. [`any`] instantiates the lot once for what an experiment file can name.
//!
//! Beside the dynamics stand the distances that they are to close: [`divergence`] and [`conjugate`] (f-divergences and
//! the bound a discriminator climbs), [`discriminator`] (the optimal one) and [`transport`] (W₁ with its dual); and
//! [`generators`] that learn without a discriminator.

pub mod any;
mod at_rest;
mod cones;
pub mod conjugate;
mod cycle;
mod dense;
mod density;
mod derivative;
pub mod discriminator;
pub mod divergence;
mod equilibria;
pub mod fate;
mod flow;
pub mod generators;
mod gradients;
mod jacobian;
mod jordan;
pub mod law;
mod linearise;
pub mod lint;
mod manifold;
mod modified;
mod null;
mod optimality;
mod partial;
mod piecewise;
mod rate;
mod renormalised;
mod sectors;
mod smooth;
mod spectrum;
mod sublinear;
mod theorem_4_1;
mod trajectory;
pub mod transport;
mod verdict;
mod zero_set;

pub use cycle::{Cycle, CycleError, half_turn, limit_cycle};
pub use dense::Dense;
pub use equilibria::{
    Doubt, Equilibrium, Evidence, Failure, Rest, Search, Tail, Unproved, equilibrium, newton, search, starts,
    starts_between,
};
pub use fate::{Finding, Outcome, Predicted, classify};
pub use flow::{FlowError, integral_curve};
pub use gradients::{Gradients, gradients};
pub use jacobian::{field_jacobian, field_jacobian_by_columns, start, update_jacobian};
pub use linearise::{Linearisation, decide, linearise, linearise_from};
pub use modified::{Expansion, Modified, ModifiedError};
pub use null::{Null, NullKind};
pub use optimality::{Optimality, Players, optimality};
pub use piecewise::PiecewiseLinear;
pub use rate::{Measured, measure, observe};
pub use renormalised::renormalised;
pub use smooth::{Rough, Roughness, Smoothness};
pub use spectrum::Spectrum;
pub use sublinear::{PowerLaw, power_law};
pub use theorem_4_1::{Assumption, Checked, Theorem, theorem_4_1};
pub use trajectory::{Trajectory, distance, simulate};
pub use verdict::{Kind, Verdict};
pub use zero_set::{ZeroSet, zero_set};
