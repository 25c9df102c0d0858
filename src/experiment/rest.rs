//! Where an experiment is linearised if its file does not say, and whether it can be; and the equilibria around it.

use super::{Experiment, Fault};
use crate::{
    analysis::{Equilibrium, Evidence, Failure, Search, any, starts, starts_between},
    field::{AnyField, Field},
    game::{Game, Player},
};

/// With more parameters an equilibrium that nobody names is not searched for.
const MOST_SEARCHED: usize = 64;
/// Where Newton's method finds none, it is searched for this far away, and then that far.
const REACHES: [f64; 2] = [3.0, 30.0];

/// An evaluation of the field that takes more of the discriminator is dear.
const DEAR: usize = 2000;

/// Why the point of linearisation is the one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whence {
    /// The file says so: `run.at`.
    Given,
    /// It is the first equilibrium that the game lists.
    Listed,
    /// The weights that a network starts with.
    Drawn,
    /// It was found by search, and proved.
    Found,
    /// It was found by search: v vanishes there to rounding, and seems to on a set around it, which nothing proves.
    FoundOnSet,
    /// It is 0 for want of an equilibrium.
    Nowhere,
}

/// What a search for the point of linearisation came to.
#[derive(Clone, Debug)]
pub(super) enum Sought {
    /// None was needed, or none is made of so many parameters.
    Not,
    /// A zero was proved.
    Proved,
    /// v vanishes to rounding on what seems to be a set.
    OnSet,
    /// Newton's method failed, and so did all other starts.
    Missing(Failure),
}

impl Sought {
    fn found(e: &Equilibrium) -> (Vec<f64>, Self) {
        let proved = !matches!(e.evidence, Evidence::Across { .. });
        (e.at.clone(), if proved { Self::Proved } else { Self::OnSet })
    }
}

/// The equilibrium of a game that lists none: the one that Newton's method reaches from `start` (by default 0); else the
/// nearest to it of those that a search finds around it, or around 0; else 0 and why.
pub(super) fn search(field: &AnyField, start: Option<&[f64]>) -> (Vec<f64>, Sought) {
    let origin = vec![0.0; field.n()];
    if field.n() > MOST_SEARCHED {
        return (origin, Sought::Not);
    }
    let anchor = start.unwrap_or(&origin);
    let failure = match any::equilibrium(field, anchor) {
        Ok(e) => return Sought::found(&e),
        Err(failure) => failure,
    };
    let mut centres = vec![anchor];
    // Where an evaluation is dear, around the start alone.
    centres.extend((anchor != origin && field.work(anchor) <= DEAR).then_some(&origin[..]));
    for centre in centres {
        for reach in REACHES {
            if let Some(e) = any::search(field, &[], &starts(centre, reach)).nearest(anchor) {
                return Sought::found(e);
            }
        }
    }
    (origin, Sought::Missing(failure))
}

impl Experiment {
    /// The equilibria that the game lists and those that a search finds from starts between these bounds, one pair for
    /// each coordinate.
    pub fn equilibria_between(&self, sides: &[[f64; 2]]) -> Search {
        any::search(&self.field, &self.game().equilibria(), &starts_between(sides))
    }

    /// Whether an equilibrium is known, by the file, the game or a search.
    pub fn whence(&self) -> Whence {
        if self.file.run.at.is_some() {
            Whence::Given
        } else if !self.game().equilibria().is_empty() {
            Whence::Listed
        } else if self.game().initial().is_some() {
            Whence::Drawn
        } else {
            match self.sought {
                Sought::Not | Sought::Missing(_) => Whence::Nowhere,
                Sought::Proved => Whence::Found,
                Sought::OnSet => Whence::FoundOnSet,
            }
        }
    }

    /// That there is an equilibrium to linearise at.
    ///
    /// # Errors
    /// If no equilibrium is known and none was found: where the search ended.
    pub fn rests(&self) -> Result<(), Fault> {
        let Sought::Missing(Failure { start, end, residual }) = &self.sought else { return Ok(()) };
        let what = format!(
            "no equilibrium is listed and Newton's method finds none: from {start:?} it ended at {end:?}, where ‖v‖ = {residual:e}, and no zero is proved there or from other starts up to {} away from it and from 0",
            REACHES[1]
        );
        Err(Fault::new(what)
            .within(&self.name)
            .help("name one, [run] at = [θ, …, ψ, …], or start the search elsewhere with [run] start")
            .help("`saddleflow lint` tells what the searches met"))
    }

    /// A loss or a field that is no number where it is to be linearised.
    ///
    /// # Errors
    /// Which, and where.
    pub(super) fn stray(&self) -> Result<(), Fault> {
        if self.game().n() > MOST_SEARCHED {
            return Ok(());
        }
        let v = any::velocity(&self.field, &self.at);
        for (who, name) in [(Player::Generator, "generator"), (Player::Discriminator, "discriminator")] {
            let loss: f64 = self.game().loss(who, &self.at);
            let slope = self.game().block(who).map(|i| v[i]).find(|v| !v.is_finite());
            let what = match slope {
                _ if !loss.is_finite() => format!("the {name}'s loss is {loss}"),
                Some(v) => format!("the {name}'s loss has no finite gradient (it is {})", -v),
                None => continue,
            };
            return Err(Fault::new(format!("{what} at {:?}, where the game is linearised", self.at)).help(
                "a loss must be a finite number there: mend it, or name another point, [run] at = [θ, …, ψ, …]",
            ));
        }
        Ok(())
    }
}
