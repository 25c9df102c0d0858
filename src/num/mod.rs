//! Numbers: scalars and their duals, elementary functions, quadrature, eigenvalues. Imports nothing of the house.
