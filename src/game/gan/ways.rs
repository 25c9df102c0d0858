//! How each expectation of a game is taken: over fixed nodes, at one point, or split at its kinks.

use super::{
    Model, Noise,
    term::{Plan, What},
};
use crate::{
    game::Player,
    loss::Loss,
    penalty::{Penalty, Site, WIDTH},
};

/// How one expectation is taken.
#[derive(Clone, Debug)]
pub enum Way {
    /// Over the nodes of the ladder: smooth functions, and discrete laws.
    Nodes,
    /// At one point: the integrand is the same everywhere.
    Anywhere,
    /// Split at its kinks, with nodes chosen by the error.
    Split(Plan),
}

/// How the loss is taken.
#[derive(Clone, Debug)]
pub enum OfLoss {
    /// Over the nodes of the ladder.
    Nodes,
    /// Independent pairs, split.
    Pair(Plan),
    /// What depends on the real and on the generated logit, each split.
    Apart([Plan; 2]),
}

/// The ways of all expectations of one game.
#[derive(Debug)]
pub struct Ways {
    /// That of the loss.
    pub loss: OfLoss,
    /// Those of each penalty, in the order of its sites.
    pub penalties: Vec<Vec<Way>>,
}

impl Ways {
    /// # Errors
    /// An integrand that is not smooth under more variables than can be split.
    pub fn new<M: Model, L: Loss, P: Penalty>(
        model: &M,
        loss: &L,
        penalties: &[P],
        noise: &Noise,
    ) -> Result<Self, String> {
        let plan = |what: &What<P>, name: &str| {
            Plan::new(model, noise, what).ok_or_else(|| {
                format!(
                    "the expectation of {name} takes more variables than can be integrated where a function has kinks or \
                     grows like an exponential; lower the dimension, leave the noise out, or take a smooth loss and penalty"
                )
            })
        };
        let of_loss = if loss.tame() && !model.kinked() {
            OfLoss::Nodes
        } else if loss.paired() {
            let plan = plan(&What::Pair(Player::Discriminator), "this loss")?;
            if plan.continuous() { OfLoss::Pair(plan) } else { OfLoss::Nodes }
        } else {
            let [real, fake] = [What::Real(Player::Discriminator), What::Fake(Player::Discriminator)];
            let plans = [plan(&real, "this loss")?, plan(&fake, "this loss")?];
            if plans.iter().any(Plan::continuous) { OfLoss::Apart(plans) } else { OfLoss::Nodes }
        };
        let of_penalty = |p: &P, site: Site| {
            let smooth = p.tame() && !model.kinked();
            let constant = model.straight() && !p.reads_logit();
            match site {
                Site::Between if constant => return Ok(Way::Anywhere),
                Site::Around if constant => return Ok(Way::Nodes),
                Site::Around if p.width().unwrap_or(WIDTH) > 0.0 => {}
                Site::Real | Site::Fake | Site::Around if constant || smooth => return Ok(Way::Nodes),
                _ => {}
            }
            let plan = plan(&What::Penalty(p, site), "this penalty")?;
            Ok(if plan.continuous() { Way::Split(plan) } else { Way::Nodes })
        };
        let ways = |p: &P| p.sites().iter().map(|site| of_penalty(p, *site)).collect::<Result<Vec<_>, String>>();
        Ok(Self { loss: of_loss, penalties: penalties.iter().map(ways).collect::<Result<_, _>>()? })
    }

    /// Evaluations of the discriminator that the expectations that are split along several variables take, about.
    pub fn work(&self) -> usize {
        let split = |way: &Way| if let Way::Split(plan) = way { plan.work() } else { 0 };
        let of_loss = match &self.loss {
            OfLoss::Nodes => 0,
            OfLoss::Pair(plan) => plan.work(),
            OfLoss::Apart(plans) => plans.iter().map(Plan::work).sum(),
        };
        of_loss + self.penalties.iter().flatten().map(split).sum::<usize>()
    }

    /// Whether nothing is split.
    pub fn discrete(&self) -> bool {
        let split = |way: &Way| matches!(way, Way::Split(_));
        matches!(self.loss, OfLoss::Nodes) && !self.penalties.iter().flatten().any(split)
    }
}
