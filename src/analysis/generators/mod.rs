//! Generators that are not trained against a discriminator, small enough for closed forms: what GANs are compared with.
//!
//! | | learns by | what to see |
//! |---|---|---|
//! | [`Autoencoder`] | reconstruction, with or without the KL term | without it the code's noise dies and the gaps between codes mean nothing |
//! | [`Mixture`] | likelihood (EM) | KL(P‖Q) covers every mode, KL(Q‖P) picks one |
//! | [`density`] | – | the density of x = G(z) is known where G can be inverted, and only there |
//! | [`Energy`] | a discriminator alone, negative examples by argmax | it ends with its peaks on the data |

mod autoencoder;
mod density;
mod energy;
mod mixture;

pub use autoencoder::{Autoencoder, Code};
pub use density::density;
pub use energy::Energy;
pub use mixture::{Bump, Mixture};
