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
