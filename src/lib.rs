//! saddleflow: from a loss to a verdict.
//!
//! A game states its losses; a field follows; a rule moves along it; the spectrum predicts; the run measures; a claim
//! or a figure shows both.
//!
//! ```text
//!  loss, penalty ──► game ──► field ──► rule ──► analysis ──► experiment ──► claims ──► figures ──► cli
//!  (what is played)  (L_G,L_D) (v, v̂)    (F)      (σ(v'), σ(F'), rate, cycle)
//! ```
//! Each arrow is the only direction in which an import may point.
//!
//! # Your own
//!
//! An experiment file names what is registered here. A loss, a penalty, a game, a field or a rule of another crate is an
//! implementation of the same trait and takes the same analysis; no derivative is written by hand.
//!
//! ```
//! use saddleflow::{
//!     analysis::{Kind, classify, linearise, simulate},
//!     field::{Adjusted, Plain},
//!     game::{DiracModel, Gan, Noise},
//!     loss::Loss,
//!     num::Scalar,
//!     penalty::R1,
//!     rule::Simultaneous,
//! };
//!
//! /// f(t) = −e⁻ᵗ, D a fakeness logit.
//! struct Exponential;
//! impl Loss for Exponential {
//!     fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
//!         real.exp() + (-fake).exp()
//!     }
//!     fn generator<S: Scalar>(&self, real: S, fake: S) -> S {
//!         -self.discriminator(real, fake)
//!     }
//! }
//!
//! let model = DiracModel { dim: 1, bias: false };
//! let game = Gan::new(model, Exponential, vec![R1 { gamma: 0.5 }], Noise::default(), None)?;
//! let (field, rule) = (Adjusted { game, adjust: Plain {} }, Simultaneous { lr: 0.1.into() });
//! let verdict = linearise(&field, &rule, &[0.0, 0.0]);
//! // f'(0) = 1: λ = −γ/2 ± √(γ²/4 − 1), and |1 + hλ|² = 1 − hγ + h².
//! assert!((verdict.verdict.rate.unwrap() - (1.0f64 - 0.05 + 0.01).sqrt()).abs() < 1e-12);
//! assert_eq!(verdict.verdict.kind, Kind::Converges);
//! let outcome = classify(&field, &rule, &verdict, &simulate(&field, &rule, &[0.01, 0.02], 500));
//! assert_eq!(outcome.reason, None, "{}", outcome.sentence);
//! # Ok::<(), String>(())
//! ```
#![warn(missing_docs)]
// Shapes stand in brackets, `x [n]`, and are no links.
#![allow(rustdoc::broken_intra_doc_links)]

pub mod analysis;
pub mod baseline;
pub mod claims;
pub mod cli;
pub mod data;
pub mod experiment;
pub mod field;
pub mod figures;
pub mod game;
pub mod loss;
pub mod measure;
pub mod num;
pub mod penalty;
pub mod registry;
pub mod rule;
pub mod train;
