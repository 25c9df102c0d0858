//! How a method of the oracle is said in an experiment file.
//!
//! One entry per method: its name and the text. `<h>` stands for the record's parameter `h`; `<h_g|h>` for the first
//! of the two it has; a last alternative that is a number is the default. `<sqrt sigma2>` takes the root. A record
//! with trajectories gets `[run]` behind the text, so the text itself uses dotted keys or inline tables for `run`.

use crate::record::Record;

/// A method of the oracle.
pub struct Method {
    pub name: &'static str,
    /// Pieces of the experiment text, one per line.
    pieces: &'static [&'static str],
    /// (parameter, value) of the records at which two eigenvalues meet.
    defective: &'static [(&'static str, &'static str)],
    /// (parameter, value) of the records whose phase magnifies rounding.
    sensitive: &'static [(&'static str, &'static str)],
    /// Names of parameters that are eigenvalues which the record leaves out.
    further: &'static [&'static str],
    /// Whether the oracle has D high on data: ψ is mirrored.
    mirrored: bool,
}

const fn method(name: &'static str, pieces: &'static [&'static str]) -> Method {
    Method { name, pieces, defective: &[], sensitive: &[], further: &[], mirrored: false }
}

/// What an entry may add; not every one is used at every stage of the registries.
#[allow(dead_code)]
impl Method {
    const fn defective(mut self, at: &'static [(&'static str, &'static str)]) -> Self {
        self.defective = at;
        self
    }
    const fn sensitive(mut self, at: &'static [(&'static str, &'static str)]) -> Self {
        self.sensitive = at;
        self
    }
    const fn further(mut self, parameters: &'static [&'static str]) -> Self {
        self.further = parameters;
        self
    }
    const fn mirrored(mut self) -> Self {
        self.mirrored = true;
        self
    }
}

// Games.
const MINIMAX: &str = "game.dirac.loss = 'minimax'";
const NON_SATURATING: &str = "game.dirac.loss = 'non_saturating'";
const WASSERSTEIN: &str = "game.dirac.loss = 'wasserstein'";
const NOISE: &str = "game.dirac.noise = { sigma = <sqrt sigma2>, on = 'both' }";
const R1: &str = "game.dirac.penalty.r1.gamma = <gamma>";
const R2: &str = "game.dirac.penalty.r2.gamma = <gamma>";
const CLIP: &str = "game.dirac.clip = <c>";
const ONE_CENTRED: &str = "game.dirac.penalty.gradient_penalty = { lambda = <gamma>, target = <g0>, sided = 'two' }";
const DRAGAN: &str = "game.dirac.penalty.dragan = { lambda = <gamma>, target = <g0> }";
// Fields.
const CONSENSUS: &str = "field.consensus.gamma = <gamma>";
// Rules.
const SIMULTANEOUS: &str = "rule.simultaneous.lr = { generator = <h_g|h>, discriminator = <h_d|h> }";
const ALTERNATING: &str = "rule.alternating = { lr = { generator = <h_g|h>, discriminator = <h_d|h> }, generator_steps = <n_g|1>, discriminator_steps = <n_d|1> }";
const SIMULTANEOUS_DECAY: &str = "rule.simultaneous.lr = { start = <h0>, power = <p> }";
const ALTERNATING_DECAY: &str = "rule.alternating.lr = { start = <h0>, power = <p> }";

/// Every method that the registries can say; the test fails if one of its records is not reproduced.
pub const METHODS: &[Method] = &[
    // Unregularised.
    method("gan_sim", &[MINIMAX, SIMULTANEOUS]),
    method("nsgan_sim", &[NON_SATURATING, SIMULTANEOUS]),
    method("wgan_unclipped_sim", &[WASSERSTEIN, SIMULTANEOUS]),
    method("gan_sim_ttur", &[MINIMAX, SIMULTANEOUS]),
    method("gan_alt", &[MINIMAX, ALTERNATING]).sensitive(&[("h", "1")]),
    method("nsgan_alt", &[NON_SATURATING, ALTERNATING]),
    method("wgan_unclipped_alt", &[WASSERSTEIN, ALTERNATING]),
    method("lrdecay_gan_sim", &[MINIMAX, SIMULTANEOUS_DECAY]),
    method("lrdecay_gan_alt", &[MINIMAX, ALTERNATING_DECAY]),
    method("lrdecay_wgan_sim", &[WASSERSTEIN, SIMULTANEOUS_DECAY]),
    method("lrdecay_wgan_alt", &[WASSERSTEIN, ALTERNATING_DECAY]),
    // Instance noise.
    method("instance_noise_sim", &[MINIMAX, NOISE, SIMULTANEOUS]).defective(&[("sigma2", "2")]),
    method("instance_noise_alt", &[MINIMAX, NOISE, ALTERNATING]).defective(&[("h", "2")]),
    method(
        "instance_noise_fake_only_sim",
        &[MINIMAX, "game.dirac.noise = { sigma = <sqrt sigma2>, on = 'fake' }", SIMULTANEOUS],
    ),
    method(
        "instance_noise_real_only_sim",
        &[MINIMAX, "game.dirac.noise = { sigma = <sqrt sigma2>, on = 'real' }", SIMULTANEOUS],
    ),
    method("instance_noise_nsgan_sim", &[NON_SATURATING, NOISE, SIMULTANEOUS]),
    // Zero-centred penalties.
    method("gp_sim", &[MINIMAX, R1, SIMULTANEOUS]),
    method("gp_alt", &[MINIMAX, R1, ALTERNATING]),
    method("gp_sim_ttur", &[MINIMAX, R1, SIMULTANEOUS]),
    method("gp_alt_ttur", &[MINIMAX, R1, ALTERNATING]),
    method("nsgan_gp_sim", &[NON_SATURATING, R1, SIMULTANEOUS]),
    method("wgan_gp0_sim", &[WASSERSTEIN, R1, SIMULTANEOUS]),
    method("r1_sim", &[MINIMAX, R1, SIMULTANEOUS]),
    method("r2_sim", &[MINIMAX, R2, SIMULTANEOUS]),
    method("r1r2_sim", &[MINIMAX, R1, R2, SIMULTANEOUS]),
    method("roth_sim", &[MINIMAX, "game.dirac.penalty.roth.gamma = <gamma>", SIMULTANEOUS]),
    // Clipping and one-centred penalties.
    method("wgan_clip_sim", &[WASSERSTEIN, CLIP, SIMULTANEOUS]),
    method("wgan_clip_alt", &[WASSERSTEIN, CLIP, ALTERNATING]),
    method("wgan_gp_sim", &[WASSERSTEIN, ONE_CENTRED, SIMULTANEOUS]),
    method("wgan_gp_alt", &[WASSERSTEIN, ONE_CENTRED, ALTERNATING]),
    method("dragan_sim", &[MINIMAX, DRAGAN, SIMULTANEOUS]),
    method("dragan_alt", &[MINIMAX, DRAGAN, ALTERNATING]),
    // Adjusted fields.
    method("conopt_sim", &[MINIMAX, CONSENSUS, SIMULTANEOUS]),
    method("conopt_alt", &[MINIMAX, CONSENSUS, ALTERNATING]),
    method("conopt_repo_half_factor_sim", &[MINIMAX, "field.consensus_as_published.gamma = <gamma>", SIMULTANEOUS]),
    // Higher dimension.
    method("ddirac_sim", &[MINIMAX, "game.dirac.dim = <d>", R1, SIMULTANEOUS]),
];

impl Method {
    /// The experiment of a record.
    pub fn text(&self, record: &Record) -> Result<String, String> {
        self.pieces.iter().map(|piece| fill(piece, record).map(|line| line + "\n")).collect()
    }

    pub fn is_defective(&self, record: &Record) -> bool {
        matches(self.defective, record)
    }

    pub fn is_sensitive(&self, record: &Record) -> bool {
        matches(self.sensitive, record)
    }

    pub fn further_eigenvalues(&self, record: &Record) -> Vec<[f64; 2]> {
        self.further.iter().map(|name| [record.number(name), 0.0]).collect()
    }

    /// A row of a trajectory in the signs of this crate.
    pub fn iterate(&self, mut row: Vec<f64>) -> Vec<f64> {
        if self.mirrored {
            row.iter_mut().skip(1).step_by(2).for_each(|psi| *psi = -*psi);
        }
        row
    }
}

fn matches(cases: &[(&str, &str)], record: &Record) -> bool {
    cases.iter().any(|(name, value)| record.toml(name).as_deref() == Some(value))
}

/// Puts the record's parameters into a piece.
fn fill(piece: &str, record: &Record) -> Result<String, String> {
    let mut text = String::new();
    let mut rest = piece;
    while let Some((before, after)) = rest.split_once('<') {
        let (slot, after) = after.split_once('>').ok_or_else(|| format!("`<` without `>` in {piece}"))?;
        text.push_str(before);
        text.push_str(&value(slot, record).ok_or_else(|| format!("the record lacks {slot} of {piece}"))?);
        rest = after;
    }
    Ok(text + rest)
}

fn value(slot: &str, record: &Record) -> Option<String> {
    if let Some(name) = slot.strip_prefix("sqrt ") {
        let square: f64 = record.toml(name)?.parse().ok()?;
        return Some(square.sqrt().to_string());
    }
    slot.split('|').find_map(|name| record.toml(name).or_else(|| name.parse::<f64>().is_ok().then(|| name.to_string())))
}
