//! Experiments with networks: trained parameters from a checkpoint, a batch from files.

use super::{Experiment, Fault, Points, patch::Override};
use crate::{
    game::{AnyGame, Game, Mlp},
    rule::Rule,
    train::{Checkpoint, CheckpointError, Judge, Numbers},
};
use std::path::Path;

/// The text of a checkpoint that holds the experiment.
const EXPERIMENT: &str = "experiment";
/// The names of the players' nets.
const PLAYERS: [&str; 2] = ["generator", "discriminator"];

impl From<CheckpointError> for Fault {
    fn from(error: CheckpointError) -> Self {
        let fault = Fault::new(error.to_string());
        match error {
            CheckpointError::Shape { .. } | CheckpointError::Surplus { .. } | CheckpointError::Missing { .. } => {
                fault.help("leave out --set that changes widths or the latent dimension")
            }
            CheckpointError::Broken { .. } => fault.help("take an earlier checkpoint of the run"),
            _ => fault,
        }
    }
}

/// Whether a file is meant as a checkpoint: by its name, or by its first bytes (a length, then a JSON object).
pub(super) fn is_checkpoint(path: &Path) -> bool {
    use std::io::Read;
    if path.extension().is_some_and(|e| e == "safetensors") {
        return true;
    }
    let mut head = [0; 9];
    let whole = path.is_file() && std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok();
    whole && head[8] == b'{' && head[..8].contains(&0)
}

impl Experiment {
    /// Reads the experiment that a checkpoint holds, `sets` over it; its nets are the point of linearisation and the
    /// start.
    pub(super) fn of_checkpoint(source: &str, sets: &[String]) -> Result<Self, Fault> {
        let checkpoint = Checkpoint::read(Path::new(source))?;
        let text = checkpoint.texts.get(EXPERIMENT).ok_or_else(|| {
            Fault::new(format!("{source} holds no experiment"))
                .help(format!("the metadata `saddleflow` is a JSON object of texts; {EXPERIMENT:?} is the TOML text"))
        })?;
        let plain = Self::parse(source, text, sets)?;
        let game = plain.network()?;
        let mut x = checkpoint.net(PLAYERS[0], &game.generator)?.to_f64();
        x.extend(checkpoint.net(PLAYERS[1], &game.discriminator)?.to_f64());
        let numbers = || toml::Value::Array(x.iter().map(|x| toml::Value::Float(*x)).collect());
        let given = [("run.at", plain.file.run.at.is_some()), ("run.start", plain.file.run.start.is_some())];
        let own = given.iter().filter(|(_, given)| !given).map(|(path, _)| Override::at(path, numbers()));
        let mut experiment = Self { trained: true, ..plain.patched(&own.collect::<Result<Vec<_>, _>>()?)? };
        // The memory of another rule, or at another point, is none.
        let stored_by = if sets.is_empty() { plain.rule } else { Self::parse(source, text, &[])?.rule };
        let m = experiment.rule.memory(x.len());
        if m > 0 && experiment.at == x && stored_by.name() == experiment.rule.name() {
            let stored = checkpoint.get("memory", &[m]).ok().map(Numbers::to_f64);
            experiment.memory = stored.filter(|memory| memory.iter().all(|m| m.is_finite()));
        }
        Ok(experiment)
    }

    /// The nets at x [n] = θ | ψ, with what is needed to read them again.
    ///
    /// # Errors
    /// If the game is not one of networks.
    pub fn checkpoint(&self, x: &Numbers) -> Result<Checkpoint, Fault> {
        let game = self.network()?;
        let mut checkpoint = Checkpoint::default();
        let a = game.dims()[0];
        checkpoint.put_net(PLAYERS[0], &game.generator, x.part(0..a));
        checkpoint.put_net(PLAYERS[1], &game.discriminator, x.part(a..x.len()));
        let text = toml::to_string(&self.table).map_err(|e| Fault::new(format!("no TOML comes of it: {e}")))?;
        checkpoint.texts.insert(EXPERIMENT.into(), text);
        Ok(checkpoint)
    }

    /// The networks.
    ///
    /// # Errors
    /// If it plays another game.
    pub fn network(&self) -> Result<&Mlp, Fault> {
        match self.game() {
            AnyGame::Mlp(game) => Ok(game),
            other => {
                let what = format!("{} plays `{}`, but only `mlp` has networks to train", self.name, other.name());
                Err(Fault::new(what).help("`saddleflow simulate` runs every other game"))
            }
        }
    }

    /// A judge of them on samples of so many points.
    ///
    /// # Errors
    /// If there are none, or no law to draw from.
    pub fn judge(&self, points: usize) -> Result<Judge, Fault> {
        Judge::new(self.network()?, points)
            .ok_or_else(|| Fault::new(format!("{} has no law to draw samples from", self.name)))
    }

    /// Takes this batch for good: real points, latent points, and the weights of the real point between a pair, in their
    /// order. What is not given is drawn from the seed, instance noise too, which is added to both sides as in training.
    ///
    /// # Errors
    /// If the game has no batches, or the points do not fit it or each other.
    pub fn take_batch(&mut self, x: &Points, z: &Points, mix: Option<&Points>) -> Result<(), Fault> {
        self.network()?;
        let AnyGame::Mlp(game) = &mut self.field.game else { return Ok(()) };
        let wants = [("--x", x, 2, "the plane"), ("--z", z, game.generator.widths()[0], "the latent space")];
        for (option, points, dim, of) in wants {
            if points.dim != dim {
                let what = format!("{option} has {} numbers a line, but a point of {of} has {dim}", points.dim);
                return Err(Fault::new(what));
            }
        }
        if x.len() != z.len() {
            let what = format!("--x has {} points and --z has {}, but a batch has as many of both", x.len(), z.len());
            return Err(Fault::new(what));
        }
        if let Some(mix) = mix.filter(|mix| mix.dim != 1 || mix.len() != x.len()) {
            let what = format!("--mix has {} lines of {} numbers", mix.len(), mix.dim);
            return Err(Fault::new(what).help(format!("one weight a line, for each of the {} pairs", x.len())));
        }
        let columns = |p: &Points| (0..p.dim).flat_map(|f| (0..p.len()).map(move |i| p.point(i)[f])).collect();
        game.take(columns(x), columns(z), mix.map(|mix| mix.values.clone()));
        Ok(())
    }
}
