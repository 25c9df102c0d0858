//! saddleflow: from a loss to a verdict.
pub mod figures;
pub mod num;
