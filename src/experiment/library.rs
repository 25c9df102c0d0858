//! The experiments compiled into the binary, and how a name becomes a text.

use super::Fault;
use std::io::Read;

/// Lists `experiments/<stem>.toml` files; an installed binary needs no checkout.
macro_rules! experiments {
    ($($stem:literal),+ $(,)?) => {
        /// `(stem, text)` of every built-in experiment.
        pub const LIBRARY: &[(&str, &str)] = &[$(($stem, include_str!(concat!("../../experiments/", $stem, ".toml")))),+];
    };
}

experiments! {
    "r1", "mechanism", "unregularised", "methods_simultaneous", "methods_alternating_1", "methods_alternating_5",
    "methods", "eigenvalue_path", "update_spectra", "consensus_published", "conjugates", "jensen_shannon_wasserstein",
    "map_gradient_penalty", "map_instance_noise", "map_momentum", "map_discriminator_steps", "map_two_rates", "basins",
    "location", "local_convergence", "f_gan_rotation", "random_settings", "network_spectra", "training",
    "training_spectra", "circle", "generators", "ring_r1", "ring_unregularised", "ring_wgan_gp",
}

/// The text of a built-in experiment.
pub fn library(stem: &str) -> Option<&'static str> {
    LIBRARY.iter().find(|(s, _)| *s == stem).map(|(_, text)| *text)
}

/// `(name for messages, text)` of a path, a built-in stem, or `-`.
pub(super) fn read(source: &str) -> Result<(String, String), Fault> {
    if source == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|e| Fault::new(format!("standard input cannot be read: {e}")))?;
        return Ok(("<standard input>".into(), text));
    }
    let path = std::path::Path::new(source);
    // A pipe is read like a file.
    if path.exists() && !path.is_dir() {
        let text = std::fs::read_to_string(path).map_err(|e| {
            Fault::new(format!("{source} cannot be read: {e}")).help("an experiment is a TOML text in UTF-8")
        })?;
        return Ok((source.into(), text));
    }
    let stem = source.strip_prefix("experiments/").unwrap_or(source);
    let stem = stem.strip_suffix(".toml").unwrap_or(stem);
    if let Some(text) = library(stem) {
        return Ok((format!("experiments/{stem}.toml"), text.into()));
    }
    let stems: Vec<&str> = LIBRARY.iter().map(|(s, _)| *s).collect();
    let what = if path.is_dir() {
        format!("{source} is a directory, not an experiment")
    } else {
        format!("there is no file {source} and no built-in experiment of that name")
    };
    Err(Fault::new(what)
        .nearest(stem, &stems)
        .help("`saddleflow list experiments` describes the built-in ones; `-` reads standard input"))
}
