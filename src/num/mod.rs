//! Numbers: scalars and their duals, elementary functions, quadrature, eigenvalues. Imports nothing of the house.
pub mod eigen;
pub mod elementary;
pub mod quadrature;
