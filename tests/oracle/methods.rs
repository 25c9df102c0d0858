//! How a method of the oracle is said in an experiment file.
//!
//! One entry per method: its name and the text. `<h>` stands for the record's parameter `h`; `<h_g|h>` for the first
//! of the two it has; a last alternative that is a number is the default. `<sqrt sigma2>` takes the root, `<inverse t>`
//! the reciprocal. A record
//! with trajectories gets `run.start` and `run.steps` behind the text, so the text itself uses dotted keys only.

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

/// What an entry may add.
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
const RELATIVISTIC: &str = "game.dirac.loss = 'relativistic'";
const HINGE: &str = "game.dirac.loss = 'hinge'";
const LEAST_SQUARES: &str = "game.dirac.loss.least_squares = { fake = <a>, real = <b>, target = <c> }";
const BIAS: &str = "game.dirac.bias = true";
const LOCATION: &str = "game.location.s = <s>";
const UNIFORM_AT: &str = "run.at = [<theta|1>, 0]";
const UNIFORM_R1: &str = "game.uniform.penalty.r1.gamma = <gamma_r1|0>";
const UNIFORM_R2: &str = "game.uniform.penalty.r2.gamma = <gamma_r2|0>";
const COVARIANCE: &str = "game.covariance.sigma = <Sigma>";
const COVARIANCE_R1: &str = "game.covariance.penalty.r1.gamma = <gamma_r1>";
const COVARIANCE_R2: &str = "game.covariance.penalty.r2.gamma = <gamma_r2>";
const QUADRATIC_AT: &str = "run.at = [0, 0, <c>]";
const BILINEAR: &str = "game.bilinear.matrix = <A>";
// Fields.
const CONSENSUS: &str = "field.consensus.gamma = <gamma>";
const SGA: &str = "field.sga = { lambda = <gamma>, align = false }";
const JARE: &str = "field.jare.gamma = <gamma>";
const NAGARAJAN_KOLTER: &str = "field.nagarajan_kolter.eta = <eta>";
const UNROLLED: &str = "field.unrolled = { steps = <k>, inner_lr = <eta>, differentiate = <backprop> }";
// Rules.
const SIMULTANEOUS: &str = "rule.simultaneous.lr = { generator = <h_g|h>, discriminator = <h_d|h> }";
const ALTERNATING: &str = "rule.alternating = { lr = { generator = <h_g|h>, discriminator = <h_d|h> }, generator_steps = <n_g|1>, discriminator_steps = <n_d|1> }";
const SIMULTANEOUS_DECAY: &str = "rule.simultaneous.lr = { start = <h0>, power = <p> }";
const ALTERNATING_DECAY: &str = "rule.alternating.lr = { start = <h0>, power = <p> }";
const MOMENTUM: &str = "rule.momentum = { lr = <h>, beta = { generator = <beta_g|beta>, discriminator = <beta_d|beta> }, order = 'simultaneous' }";
const MOMENTUM_IN_TURNS: &str = "rule.momentum = { lr = <h>, beta = { generator = <beta_g|beta>, discriminator = <beta_d|beta> }, order = 'generator_first' }";
const EXTRAGRADIENT: &str = "rule.extragradient = { lr = <h2|h>, lookahead = <h1|h> }";
const OPTIMISTIC: &str = "rule.optimistic.lr = <h>";
const PAST_EXTRAGRADIENT: &str = "rule.past_extragradient.lr = <h>";
const IMPLICIT_EULER: &str = "rule.implicit_euler.lr = <h>";
const IMPLICIT_MIDPOINT: &str = "rule.implicit_midpoint.lr = <h>";
const COMPETITIVE: &str = "rule.competitive.lr = <h>";
const LOOKAHEAD: &str = "rule.lookahead = { k = <k>, alpha = <alpha>, inner.simultaneous.lr = <h> }";
const LOOKAHEAD_IN_TURNS: &str = "rule.lookahead = { k = <k>, alpha = <alpha>, inner.alternating.lr = <h> }";
const AVERAGE: &str = "rule.average = { beta = <beta>, inner.simultaneous.lr = <h> }";
const AVERAGE_IN_TURNS: &str = "rule.average = { beta = <beta>, inner.alternating.lr = <h> }";
const ADAM: &str =
    "rule.adam = { lr = <h>, beta1 = <beta1>, beta2 = <beta2>, epsilon = <eps>, order = 'simultaneous' }";
const ADAM_IN_TURNS: &str =
    "rule.adam = { lr = <h>, beta1 = <beta1>, beta2 = <beta2>, epsilon = <eps>, order = 'generator_first' }";
const RMSPROP_IN_TURNS: &str =
    "rule.rmsprop = { lr = <h>, beta = <beta2>, epsilon = <eps>, order = 'generator_first' }";

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
    method("sga_sim", &[MINIMAX, SGA, SIMULTANEOUS]),
    method("jare_sim", &[MINIMAX, JARE, SIMULTANEOUS]),
    method("nkpen_sim", &[MINIMAX, NAGARAJAN_KOLTER, SIMULTANEOUS]),
    method("nkpen_alt", &[MINIMAX, NAGARAJAN_KOLTER, ALTERNATING]),
    method("unrolled_sim", &[MINIMAX, UNROLLED, SIMULTANEOUS]),
    method("unrolled_alt", &[MINIMAX, UNROLLED, ALTERNATING]),
    // Other losses.
    method("rpgan_sim", &[RELATIVISTIC, SIMULTANEOUS]),
    method("rpgan_r1r2_sim", &[RELATIVISTIC, R1, R2, SIMULTANEOUS]),
    method("lsgan_nobias_sim", &[LEAST_SQUARES, SIMULTANEOUS]).mirrored(),
    method("lsgan_bias_sim", &[LEAST_SQUARES, BIAS, SIMULTANEOUS]).mirrored(),
    method("hinge_sim", &[HINGE, SIMULTANEOUS]).mirrored(),
    method("hinge_alt", &[HINGE, ALTERNATING]).mirrored(),
    method("hinge_r1_sim", &[HINGE, R1, SIMULTANEOUS]).mirrored(),
    // Rules.
    method("hb_sim", &[MINIMAX, MOMENTUM]),
    method("hb_alt", &[MINIMAX, MOMENTUM_IN_TURNS]),
    method("extragradient", &[MINIMAX, EXTRAGRADIENT]),
    method("ogda", &[MINIMAX, OPTIMISTIC]).defective(&[("h", "1")]),
    method("past_extragradient", &[MINIMAX, PAST_EXTRAGRADIENT]),
    method("implicit_euler", &[MINIMAX, IMPLICIT_EULER]),
    method("implicit_midpoint", &[MINIMAX, IMPLICIT_MIDPOINT]),
    method("cgd", &[MINIMAX, COMPETITIVE]),
    method("lookahead_sim", &[MINIMAX, LOOKAHEAD]),
    method("lookahead_alt", &[MINIMAX, LOOKAHEAD_IN_TURNS]),
    method("ema_sim", &[MINIMAX, AVERAGE]),
    method("ema_alt", &[MINIMAX, AVERAGE_IN_TURNS]),
    method("adam_sim", &[MINIMAX, ADAM]),
    method("adam_alt", &[MINIMAX, ADAM_IN_TURNS]),
    method("rmsprop_alt", &[MINIMAX, RMSPROP_IN_TURNS]),
    method("adam_eps_local_sim", &[MINIMAX, ADAM]).further(&["beta2", "beta2"]),
    method("adam_eps_local_alt", &[MINIMAX, ADAM_IN_TURNS]).further(&["beta2", "beta2"]),
    // Games with a law.
    method("location_gan_sim", &[LOCATION, SIMULTANEOUS]),
    method("location_gan_alt", &[LOCATION, ALTERNATING]),
    method("location_wgan_sim", &[LOCATION, "game.location.loss = 'wasserstein'", SIMULTANEOUS]),
    method("location_nsgan_sim", &[LOCATION, "game.location.loss = 'non_saturating'", SIMULTANEOUS]),
    method("location_rpgan_sim", &[LOCATION, "game.location.loss = 'relativistic'", SIMULTANEOUS]),
    method("location_gan_r1_sim", &[LOCATION, "game.location.penalty.r1.gamma = <gamma>", SIMULTANEOUS])
        .defective(&[("gamma", "0.5")]),
    method("location_conopt_field", &[LOCATION, CONSENSUS]),
    method("nkuniform_gan_sim", &[UNIFORM_R1, UNIFORM_R2, UNIFORM_AT, SIMULTANEOUS]),
    method("nkuniform_gan_alt", &[UNIFORM_R1, UNIFORM_R2, UNIFORM_AT, ALTERNATING]),
    method(
        "nkuniform_wgan_sim",
        &["game.uniform.loss = 'wasserstein'", UNIFORM_R1, UNIFORM_R2, UNIFORM_AT, SIMULTANEOUS],
    ),
    method(
        "nkuniform_nsgan_sim",
        &["game.uniform.loss = 'non_saturating'", UNIFORM_R1, UNIFORM_R2, UNIFORM_AT, SIMULTANEOUS],
    ),
    method("nkuniform_gan_nkpen_sim", &["game.uniform.loss = 'minimax'", NAGARAJAN_KOLTER, SIMULTANEOUS]),
    method("nkuniform_wgan_nkpen_sim", &["game.uniform.loss = 'wasserstein'", NAGARAJAN_KOLTER, SIMULTANEOUS]),
    method("covariance_gan", &[COVARIANCE, COVARIANCE_R1, COVARIANCE_R2]),
    method("covariance_wgan", &[COVARIANCE, "game.covariance.loss = 'wasserstein'", COVARIANCE_R1, COVARIANCE_R2])
        .defective(&[("gamma_r1", "0.5")]),
    // Sets of equilibria and counterexamples.
    method("overparam_sum_r1", &["game.sum.penalty.r1.gamma = <gamma>", SIMULTANEOUS]),
    method(
        "overparam_prod_r1",
        &["game.product.penalty.r1.gamma = <gamma>", "run.at = [<t>, <inverse t>, 0]", SIMULTANEOUS],
    ),
    method("overparam_quad_r1", &["game.quadratic_critic.penalty.r1.gamma = <gamma>", QUADRATIC_AT, SIMULTANEOUS]),
    method("overparam_quad_r2", &["game.quadratic_critic.penalty.r2.gamma = <gamma>", QUADRATIC_AT, SIMULTANEOUS]),
    method(
        "cex_I_fixed_curvature_r1",
        &["game.fixed_curvature = { c = <c>, penalty.r1.gamma = <gamma> }", SIMULTANEOUS],
    ),
    method("cex_II_fprime0_r1", &["game.flat_link.gamma = <gamma>", SIMULTANEOUS]),
    method("cex_II_twoatom_gan_r1", &["game.two_atoms.penalty.r1.gamma = 0.7", SIMULTANEOUS]),
    method(
        "cex_II_twoatom_wgan_r1",
        &["game.two_atoms = { loss = 'wasserstein', penalty.r1.gamma = 0.7 }", SIMULTANEOUS],
    ),
    method("cex_III_psi_squared_r1", &["game.squared_critic.penalty.r1.gamma = <gamma>", SIMULTANEOUS]),
    method("cex_III_theta_cubed_r1", &["game.cubed_generator.penalty.r1.gamma = <gamma>", SIMULTANEOUS]),
    // Higher dimension.
    method("ddirac_sim", &[MINIMAX, "game.dirac.dim = <d>", R1, SIMULTANEOUS]),
    method("block_lemma", &["game.bilinear = { matrix = <B>, damping = <Q> }"]),
    method("bilinear_sim", &[BILINEAR, SIMULTANEOUS]),
    method("bilinear_alt", &[BILINEAR, ALTERNATING]),
    method("bilinear_eg", &[BILINEAR, EXTRAGRADIENT]),
    method("bilinear_ogda", &[BILINEAR, OPTIMISTIC]),
    method("bilinear_hb_alt", &[BILINEAR, MOMENTUM_IN_TURNS]),
    method("bilinear_conopt_sim", &[BILINEAR, CONSENSUS, SIMULTANEOUS]),
    method("bilinear_cgd", &[BILINEAR, COMPETITIVE]),
    method("bilinear_implicit", &[BILINEAR, IMPLICIT_EULER]),
    method("bilinear_lookahead_alt", &[BILINEAR, LOOKAHEAD_IN_TURNS]),
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
    if let Some(name) = slot.strip_prefix("inverse ") {
        let number: f64 = record.toml(name)?.parse().ok()?;
        return Some((1.0 / number).to_string());
    }
    slot.split('|').find_map(|name| record.toml(name).or_else(|| name.parse::<f64>().is_ok().then(|| name.to_string())))
}
