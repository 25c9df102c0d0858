use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{field_jacobian, simulate, Spectrum},
    field::{Adjusted, Plain},
    game::{Game, Player},
    num::Scalar,
    rule::Simultaneous,
};

pub(super) const TITLE: &str = "Erratum: a generator that steps the wrong way turns the centre into a saddle, ±f'(0)";
pub(super) const SOURCE: &str = "lecture notes that say `maximise` and write θ ← θ − η∇";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

/// The minimax Dirac-GAN whose generator minimises what it should maximise.
struct Flipped;

impl Game for Flipped {
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn loss<S: Scalar>(&self, _who: Player, x: &[S]) -> S {
        (-(x[0] * x[1])).softplus()
    }
}

pub(super) fn check(evidence: &mut Evidence) {
    let (a, h) = (0.5, 0.2);
    let field = Adjusted { game: Flipped, adjust: Plain {} };
    let exact = Spectrum::of(&field_jacobian(&field, &[0.0, 0.0])).map_or_else(|_| vec![], |s| s.eigenvalues);
    evidence.check("eigenvalues of v'", lab::roots(0.0, a * a), lab::roots(0.0, -a * a), Some((exact.into(), 1e-14)), None);
    // Started on the unstable direction, far below where f' bends.
    let run = simulate(&field, &Simultaneous { lr: h.into() }, &[1e-9, 1e-9], 50);
    let r = run.distances(&[0.0, 0.0]);
    let factor = r[50] / r[49];
    let title = "factor per step along (1, 1), h = 0.2";
    evidence.check(title, 1.0 + h * a, (1.0 + h * h * a * a).sqrt(), None, Some((factor.into(), 1e-12)));
}
