//! The consensus field of the authors' notebook, for comparison only.

use super::{Adjust, own};
use crate::{
    game::{AnyGame, Game, Player},
    num::Scalar,
    registry::settings,
};

settings! {
    /// The field printed by the `DiracGAN` notebook of Mescheder et al. 2018: the second term of ∇½‖v‖² carries a
    /// stray ½, so it is *not* the gradient it claims to be (derived here; see the claim `erratum_consensus`). The
    /// only hand-written derivative of a loss in this crate, because reproducing the mistake is the point; it
    /// holds for the minimax loss on the one-dimensional Dirac-GAN only.
    ConsensusAsPublished: "v̂ᵢ = vᵢ − γ(xᵢf'² + ½·xⱼ(θ²+ψ²)f'f''), f at θψ: the ½ is a misprint", "notebook of Mescheder et al. 2018" {
        /// Strength γ ≥ 0.
        gamma: f64 = 1.0 => ["crate::registry::check::non_negative"],
    }
}

impl Adjust for ConsensusAsPublished {
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
        let t = x[0] * x[1];
        let (f1, f2) = ((-t).sigmoid(), -(t.sigmoid() * (-t).sigmoid()));
        let r2 = x[0].square() + x[1].square();
        let (i, j) = match who {
            Player::Generator => (0, 1),
            Player::Discriminator => (1, 0),
        };
        own(game, who, x, v);
        v[i] -= (x[i] * f1.square() + x[j] * r2 * f1 * f2 * 0.5) * self.gamma;
    }

    fn complaint(&self, game: &AnyGame) -> Option<String> {
        let fits = matches!(game, AnyGame::Dirac(g) if g.model.dim == 1 && !g.model.bias && matches!(g.loss, crate::loss::AnyLoss::Minimax(_)) && g.penalty.is_empty() && g.noise.sigma == 0.0);
        (!fits).then(|| "`consensus_as_published` is the notebook's formula for the one-dimensional Dirac-GAN with the minimax loss and nothing else; use `consensus` elsewhere".into())
    }
}
