use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{Spectrum, field_jacobian},
    field::{Adjusted, Plain},
    game::{Game, Player},
    num::Scalar,
};

pub(super) const TITLE: &str = "Erratum: a generator with the extra loss θ² has −1 ± √(1 − f'(0)²), not −1 ± √(1 − f'(0))";
pub(super) const SOURCE: &str = "a blog post on locally stable GANs";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

/// The minimax Dirac-GAN whose generator also pays c·θ².
struct Anchored {
    c: f64,
}

impl Game for Anchored {
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        let discriminator = (-(x[0] * x[1])).softplus();
        match who {
            Player::Generator => -discriminator + x[0].square() * self.c,
            Player::Discriminator => discriminator,
        }
    }
}

pub(super) fn check(evidence: &mut Evidence) {
    let a = 0.5;
    for c in [1.0, 0.8] {
        let field = Adjusted { game: Anchored { c }, adjust: Plain {} };
        let exact = Spectrum::of(&field_jacobian(&field, &[0.0, 0.0])).map_or_else(|_| vec![], |s| s.eigenvalues);
        let pair = |square: f64| lab::roots(-c, c * c - square);
        evidence.check(format!("eigenvalues of v' with {c}·θ²"), pair(a * a), pair(a), Some((exact.into(), 1e-14)), None);
    }
}
