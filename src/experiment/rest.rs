//! Where an experiment is linearised if its file does not say, and whether it can be.

use super::{Experiment, Fault};
use crate::{
    analysis::{Failure, any},
    field::{AnyField, Field},
    game::{Game, Player},
};

/// With more parameters an equilibrium that nobody names is not searched for.
const MOST_SEARCHED: usize = 64;

/// The equilibrium that Newton's method finds from `start`, by default 0; else 0 and why.
pub(super) fn search(field: &AnyField, start: Option<&[f64]>) -> (Vec<f64>, Option<Failure>) {
    let origin = vec![0.0; field.n()];
    if field.n() > MOST_SEARCHED {
        return (origin, None);
    }
    match any::newton(field, start.unwrap_or(&origin)) {
        Ok(x) => (x, None),
        Err(failure) => (origin, Some(failure)),
    }
}

impl Experiment {
    /// That there is an equilibrium to linearise at.
    ///
    /// # Errors
    /// If no equilibrium is known and none was found: where the search ended.
    pub fn rests(&self) -> Result<(), Fault> {
        let Some(Failure { start, end, residual }) = &self.missing else { return Ok(()) };
        let what = format!(
            "no equilibrium is listed and Newton's method finds none: from {start:?} it ended at {end:?}, where ‖v‖ = {residual:e}"
        );
        Err(Fault::new(what)
            .within(&self.name)
            .help("name one, [run] at = [θ, …, ψ, …], or start the search elsewhere with [run] start")
            .help("`saddleflow lint` searches from many starts"))
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
