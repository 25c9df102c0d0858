//! Numbers: scalars, their duals and intervals, elementary functions, quadrature, linear systems, random
//! numbers, eigenvalues, contour lines, and how numbers are shown. Imports nothing of the house.
mod buffer;
pub mod contour;
mod double;
mod dual;
pub mod eigen;
pub mod elementary;
pub mod formula;
mod interval;
pub mod linear;
pub mod piecewise;
pub mod quadrature;
pub mod random;
mod scalar;
pub mod show;
mod single;
mod two;

pub use buffer::Buffer;
pub use double::Double;
pub use dual::Dual;
pub use formula::{Formula, FormulaError};
pub use interval::{Interval, Regularity};
pub use scalar::Scalar;
pub use single::Single;
pub use two::Two;
