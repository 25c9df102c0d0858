//! Experiments drawn at random over losses × penalties × fields × rules, for testing the prediction against the run.

use super::Experiment;
use crate::{
    analysis::{Kind, Linearisation, Measured, Spectrum, any},
    field::AnyAdjust,
    loss::AnyLoss,
    penalty::AnyPenalty,
    registry::About,
    rule::AnyRule,
};

/// What a number may be drawn from, by its key; keys not named here keep their defaults.
const RANGES: &[(&str, f64, f64)] = &[
    ("gamma", 0.05, 2.0),
    ("lambda", 0.05, 2.0),
    ("eta", 0.05, 2.0),
    ("lr", 0.02, 1.5),
    ("beta", -0.6, 0.6),
    ("beta1", 0.0, 0.9),
    ("beta2", 0.5, 0.99),
    ("epsilon", 0.05, 0.5),
    ("inner_lr", 0.05, 1.0),
];
/// The same for counts, by entry and key: rules whose players move together take one step each.
const COUNTS: &[(&str, u32, u32)] = &[
    ("alternating.generator_steps", 1, 4),
    ("alternating.discriminator_steps", 1, 6),
    ("lookahead.k", 2, 7),
    ("unrolled.steps", 1, 5),
];
/// Entries that take a text of their own, or that are a known mistake.
const LEFT_OUT: &[&str] = &["expression", "consensus_as_published"];

/// A counter-based source: the k-th draw of a seed does not depend on the others.
struct Draws {
    key: u64,
    counter: u64,
}

impl Draws {
    fn new(seed: u64, k: u64) -> Self {
        Self { key: mix(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ mix(k)), counter: 0 }
    }
    fn bits(&mut self) -> u64 {
        self.counter += 1;
        mix(self.key ^ self.counter.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }
    fn within(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn below(&mut self, n: usize) -> usize {
        (self.bits() % n as u64) as usize
    }
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One drawn setting with its prediction and what a run near the equilibrium shows.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The experiment.
    pub experiment: Experiment,
    /// Its overrides, in words.
    pub description: String,
    /// Both spectra and the verdict.
    pub linearisation: Linearisation,
    /// Of a run started 1e-6 from the equilibrium and kept near it: [`renormalised`](crate::analysis::renormalised).
    pub measured: Measured,
}

impl Setting {
    /// Whether the verdict promises a rate: it converges or diverges.
    pub fn decided(&self) -> bool {
        matches!(self.linearisation.verdict.kind, Kind::Converges | Kind::Diverges)
    }
    /// Why no run can show the rate of this setting to 1 %, if none can.
    pub fn excluded(&self) -> Option<String> {
        let spectrum = self.linearisation.transverse.as_ref()?;
        let radius = spectrum.radius();
        if radius < DEAD_BEAT {
            return Some(format!(
                "dead-beat: radius {radius:.1e}, the linear part is gone within as many steps as there are numbers and what is left is of higher order"
            ));
        }
        let companion = companion(spectrum);
        (companion > COMPANION).then(|| {
            format!(
                "an eigenvalue of {companion:.9} times the radius needs {:.0} steps to die out",
                settling(companion)
            )
        })
    }
    /// Whether a run can show the rate to 1 %.
    pub fn measurable(&self) -> bool {
        self.excluded().is_none()
    }
    /// |ln measured / ln predicted − 1|: the relative error of the rate.
    pub fn error(&self) -> f64 {
        match (self.linearisation.verdict.rate, self.measured.rate) {
            (Some(p), Some(m)) => (m.ln() / p.ln() - 1.0).abs(),
            _ => f64::INFINITY,
        }
    }
}

/// Below this a radius is 0 to the rounding of a defective eigenvalue.
const DEAD_BEAT: f64 = 1e-6;
/// Eigenvalues whose sizes agree to this are of one size: a pair.
const ALIKE: f64 = 1e-9;
/// The closest companion that is waited for.
const COMPANION: f64 = 0.9999;

/// The size of the largest eigenvalue below the radius, as a part of it.
fn companion(spectrum: &Spectrum) -> f64 {
    let radius = spectrum.radius();
    let parts = spectrum.eigenvalues.iter().map(|l| l.norm() / radius);
    parts.filter(|part| *part < 1.0 - ALIKE).fold(0.0, f64::max)
}

/// Steps in which a companion falls to 1e-9 of the dominant part.
fn settling(companion: f64) -> f64 {
    1e-9f64.ln() / companion.max(1e-9).ln()
}

/// The k-th setting of a seed: a loss, up to two penalties, possibly instance noise, a field and a rule on the Dirac-GAN.
///
/// # Panics
/// If a thousand draws give no valid experiment: a defect of the ranges.
pub fn setting(seed: u64, k: u64) -> Setting {
    let mut draws = Draws::new(seed, k);
    let (experiment, description) = (0..1000)
        .find_map(|_| {
            let sets = draw(&mut draws);
            Experiment::parse("random", "", &sets).ok().map(|e| (e, sets.join(" ")))
        })
        .expect("the ranges allow some experiment");
    let linearisation = any::linearise(&experiment.field, &experiment.rule, &experiment.at);
    let angle = draws.within(0.0, std::f64::consts::TAU);
    let start: Vec<f64> =
        experiment.at.iter().zip([libm::cos(angle), libm::sin(angle)]).map(|(a, e)| a + 1e-6 * e).collect();
    let measured = measure(&experiment, &linearisation, &start);
    Setting { experiment, description, linearisation, measured }
}

fn measure(e: &Experiment, lin: &Linearisation, start: &[f64]) -> Measured {
    let decay = lin.verdict.rate.map_or(0.0, |r| r.ln().abs()).max(1e-9);
    let settle = lin.transverse.as_ref().map_or(0.0, |s| settling(companion(s)));
    // Bias corrections must have died out too. Two pairs of one size take many turns to tell the rate from the beat.
    let (settle, steps) = (settle.clamp(100.0, settling(COMPANION)), (400.0 / decay).clamp(64.0, 20_000.0));
    any::renormalised(&e.field, &e.rule, [&e.at, start], lin.tangents == 0, settle as u64, steps as u64)
}

fn draw(draws: &mut Draws) -> Vec<String> {
    let mut sets = vec![];
    entry(draws, "game.dirac.loss", AnyLoss::ABOUT, &mut sets);
    // Noise costs hundreds of nodes at every step, so it comes seldom and alone.
    if draws.below(24) == 0 {
        sets.push(format!("game.dirac.noise.sigma={}", draws.within(0.1, 1.5)));
    } else {
        for _ in 0..draws.below(3) {
            entry(draws, "game.dirac.penalty", AnyPenalty::ABOUT, &mut sets);
        }
    }
    if draws.below(2) == 0 {
        entry(draws, "field", AnyAdjust::ABOUT, &mut sets);
    }
    entry(draws, "rule", AnyRule::ABOUT, &mut sets);
    sets
}

fn entry(draws: &mut Draws, path: &str, about: &[About], sets: &mut Vec<String>) {
    let allowed: Vec<&About> = about.iter().filter(|a| !LEFT_OUT.contains(&a.name)).collect();
    let chosen = allowed[draws.below(allowed.len())];
    sets.push(format!("{path}.{}={{}}", chosen.name));
    for key in chosen.keys {
        let whole = format!("{}.{key}", chosen.name);
        if let Some((_, lo, hi)) = RANGES.iter().find(|r| r.0 == *key) {
            sets.push(format!("{path}.{whole}={}", draws.within(*lo, *hi)));
        } else if let Some((_, lo, hi)) = COUNTS.iter().find(|r| r.0 == whole) {
            sets.push(format!("{path}.{whole}={}", lo + draws.below((hi - lo + 1) as usize) as u32));
        }
    }
}
