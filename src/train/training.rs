//! A run of a rule on networks in single precision.

use super::{Checkpoint, CheckpointError, Fast};
use crate::{
    field::{Adjusted, AnyAdjust, Field},
    game::{Game, Mlp},
    num::Single,
    rule::{AnyRule, Rule},
};
use std::{fmt, ops::Range};

/// The run left the finite numbers in this step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diverged(pub u64);

impl fmt::Display for Diverged {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Diverged at iteration {}: a parameter is no longer a finite number.", self.0)
    }
}

/// Why a run cannot go on from a checkpoint.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum ResumeError {
    /// It does not hold what is needed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// It does not say how many steps were done.
    #[error("the checkpoint does not say after which `step` it was made")]
    Step,
}

/// A game, a rule, and where they are: z = x [n] | memory [m] after t steps.
#[derive(Debug)]
pub struct Training {
    field: Adjusted<Fast, AnyAdjust>,
    rule: AnyRule,
    z: Vec<Single>,
    t: u64,
}

impl Training {
    /// At the start x₀ [n].
    pub fn new(game: Mlp, adjust: AnyAdjust, rule: AnyRule, x0: &[f64]) -> Self {
        let field = Adjusted { game: Fast::new(game), adjust };
        let mut z = vec![Single(0.0); x0.len() + rule.memory(x0.len())];
        z.iter_mut().zip(x0).for_each(|(z, x)| *z = Single(*x as f32));
        field.project(&mut z[..x0.len()]);
        // A memory may start from v: at the first batch.
        field.fresh(0, 0);
        rule.start(&field, &mut z);
        Self { field, rule, z, t: 0 }
    }

    /// From where [`checkpoint`](Training::checkpoint) left it: what follows has the same bits.
    ///
    /// # Errors
    /// If the checkpoint is one of other nets or of a rule with another memory.
    pub fn resume(game: Mlp, adjust: AnyAdjust, rule: AnyRule, from: &Checkpoint) -> Result<Self, ResumeError> {
        let mut z = from.net("generator", &game.generator)?.to_f32();
        z.extend(from.net("discriminator", &game.discriminator)?.to_f32());
        z.extend(from.get("memory", &[rule.memory(z.len())])?.to_f32());
        let t = from.texts.get("step").and_then(|t| t.parse().ok()).ok_or(ResumeError::Step)?;
        let field = Adjusted { game: Fast::new(game), adjust };
        Ok(Self { field, rule, z: z.into_iter().map(Single).collect(), t })
    }

    /// Both nets, those of the averaged iterate if there is one, the rule's whole memory, and the step.
    pub fn checkpoint(&self) -> Checkpoint {
        let mut checkpoint = Checkpoint::default();
        let (game, n) = (self.game(), self.n());
        let a = game.generator.parameters();
        let z = self.state();
        checkpoint.put_net("generator", &game.generator, z[..a].to_vec());
        checkpoint.put_net("discriminator", &game.discriminator, z[a..n].to_vec());
        checkpoint.put("memory", &[z.len() - n], z[n..].to_vec());
        if let Some(mean) = self.rule.average(n) {
            checkpoint.put_net("generator_average", &game.generator, z[mean][..a].to_vec());
        }
        checkpoint.texts.insert("step".into(), self.t.to_string());
        checkpoint
    }

    /// One round of the rule.
    ///
    /// # Errors
    /// If a number is no longer finite; the state is then the one after the step.
    pub fn step(&mut self) -> Result<(), Diverged> {
        self.rule.step(&self.field, self.t, &mut self.z);
        self.t += 1;
        // No branch: `all` would look at one number after the other.
        let finite = self.z.iter().fold(true, |finite, z| finite & z.0.is_finite());
        if finite { Ok(()) } else { Err(Diverged(self.t)) }
    }

    /// Steps done.
    pub fn t(&self) -> u64 {
        self.t
    }
    /// z [n + m].
    pub fn state(&self) -> &[f32] {
        bytemuck::cast_slice(&self.z)
    }
    /// The game, on whatever batch.
    pub fn game(&self) -> &Mlp {
        self.field.game.game()
    }
    /// x [n], as the analysis takes it.
    pub fn x(&self) -> Vec<f64> {
        self.part(0..self.n())
    }
    /// The averaged iterate [n], if the rule keeps one.
    pub fn average(&self) -> Option<Vec<f64>> {
        self.rule.average(self.n()).map(|range| self.part(range))
    }
    fn n(&self) -> usize {
        self.game().n()
    }
    fn part(&self, range: Range<usize>) -> Vec<f64> {
        self.z[range].iter().map(|z| f64::from(z.0)).collect()
    }
}
