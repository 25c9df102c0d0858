//! Questions one may ask of a field and a rule: Jacobians, spectra, verdicts, runs, measured rates, integral curves
//! and limit cycles.
//!
//! Everything takes `&impl Field, &impl Rule`, so a game, an adjustment or a rule typed in a test works as the
//! registered ones do. [`any`] instantiates the lot once for what an experiment file can name.

pub mod any;
mod cycle;
mod flow;
mod jacobian;
mod kink;
mod rate;
mod spectrum;
mod trajectory;
mod verdict;

pub use cycle::{Cycle, CycleError, half_turn, limit_cycle};
pub use flow::{FlowError, integral_curve};
pub use jacobian::{field_jacobian, start, update_jacobian};
pub use rate::{Measured, Outcome, Predicted, Reason, compare, measure};
pub use spectrum::Spectrum;
pub use trajectory::{Trajectory, simulate};
pub use verdict::{Kind, Linearisation, Verdict, linearise};
