//! Pictures with the numbers they draw.
pub mod canvas;
