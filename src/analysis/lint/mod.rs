//! What is odd about a game? Checks of the losses, the field and the equilibria that need no run.
//!
//! Findings are either *wrong* — the sign of a player is swapped, a term stands in the loss of the player it cannot
//! move, a listed equilibrium is none — or *worth knowing*: a kink, further equilibria, a set of them.

mod equilibria;
mod losses;
mod roles;

pub use losses::{Balance, Sum};
pub use roles::{Interaction, Slopes};

use super::{Rest, Search, Theorem, field_jacobian, optimality, theorem_4_1};
use crate::{
    field::{Adjust, Adjusted, Field},
    game::{Anatomy, Game},
};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A mistake.
    Wrong,
    /// No mistake, but to be known.
    Note,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The gradient is the derivative of the loss.
    Gradient,
    /// What an adjustment adds.
    Adjustment,
    /// Who wants what.
    Roles,
    /// A term in the loss of a player it cannot move.
    InertTerm,
    /// Zero-sum or not.
    Sum,
    /// Listed and found equilibria.
    Equilibria,
    /// A kink at the equilibrium.
    Kink,
    /// Theorem 4.1.
    Theorem,
}

/// One remark.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Which check.
    pub check: Check,
    /// For a reader.
    pub sentence: String,
}

/// The report.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Lint {
    /// The point all is looked at from.
    pub at: Vec<f64>,
    /// The largest relative difference between the gradient and the derivative of the loss.
    pub gradient_error: f64,
    /// ‖v̂ − v‖/‖v‖ at the worst of the points looked at; 0 where the field is the game's own.
    pub added: f64,
    /// Slopes of the losses by the logits, where the game has logits.
    pub slopes: Option<Slopes>,
    /// How the players act on each other.
    pub interaction: Interaction,
    /// Whose gain is whose loss.
    pub sum: Sum,
    /// The parts of v' that rotate and that do not.
    pub balance: Balance,
    /// What the search found.
    pub equilibria: Search,
    /// Coordinates along which v has a kink at `at`.
    pub kinks: Vec<usize>,
    /// Theorem 4.1, where the game is a GAN with the field of its own losses.
    pub theorem: Option<Theorem>,
    /// The remarks, mistakes first.
    pub findings: Vec<Finding>,
}

impl Lint {
    /// Whether anything is wrong.
    pub fn wrong(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Wrong)
    }
}

/// Collects remarks.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn wrong(&mut self, check: Check, sentence: impl Into<String>) {
        self.0.push(Finding { severity: Severity::Wrong, check, sentence: sentence.into() });
    }
    fn note(&mut self, check: Check, sentence: impl Into<String>) {
        self.0.push(Finding { severity: Severity::Note, check, sentence: sentence.into() });
    }
}

/// Looks at a game under an adjustment from `at`, and for equilibria from `starts`. `own` tells that the adjustment
/// leaves the game's own field.
pub fn lint<G: Game + Sync, A: Adjust + Sync>(
    field: &Adjusted<G, A>,
    own: bool,
    at: &[f64],
    starts: &[Vec<f64>],
) -> Lint {
    let game = &field.game;
    let mut findings = Findings::default();
    let points = nearby(at);
    let gradient_error = losses::gradient_error(game, &points);
    if gradient_error > 1e-8 {
        findings.wrong(
            Check::Gradient,
            format!("The gradient the game gives is not the derivative of its losses: they differ by a factor of {gradient_error:.1e}."),
        );
    }
    let added = losses::added(field, &points);
    let plain = Adjusted { game, adjust: crate::field::Plain {} };
    let jacobian = field_jacobian(&plain, at);
    if !own {
        findings.note(Check::Adjustment, losses::adjustment(&jacobian, &field_jacobian(field, at), added));
    }
    let everywhere = sectors(at, game.work(at));
    let sum = losses::sum(game, &everywhere);
    let slopes = game.anatomy().map(|gan| roles::slopes(gan, &mut findings));
    roles::inert_terms(game, &everywhere, &mut findings);
    let interaction = roles::interaction(&jacobian, game.dims(), slopes.is_some(), &mut findings);
    let mut equilibria = equilibria::survey(field, &game.equilibria(), starts, &mut findings);
    for e in equilibria.found.iter_mut().filter(|e| e.kind != Rest::Kink) {
        e.players = Some(optimality(game, &e.at, sum == Sum::ZeroSum));
    }
    equilibria::remark(field, &equilibria, at, &mut findings);
    let kinks = equilibria::kinks(field, at, &mut findings);
    let listed = equilibria.found.iter().any(|e| e.listed && e.at == at);
    let theorem = match whole(game, own, listed) {
        Ok(gan) => {
            let theorem = theorem_4_1(gan, at, game.dims(), &jacobian);
            if theorem.contradicted {
                findings.wrong(Check::Theorem, theorem.sentence());
            } else {
                findings.note(Check::Theorem, theorem.sentence());
            }
            Some(theorem)
        }
        Err(why) => {
            findings.note(Check::Theorem, format!("Theorem 4.1 is not checked: {why}."));
            None
        }
    };
    findings.0.sort_by_key(|f| f.severity != Severity::Wrong);
    Lint {
        at: at.to_vec(),
        gradient_error,
        added,
        slopes,
        interaction,
        sum,
        balance: losses::balance(&jacobian),
        equilibria,
        kinks,
        theorem,
        findings: findings.0,
    }
}

/// More evaluations of the critic than this are refused.
const MOST_EVALUATIONS: usize = 400_000;

/// What Theorem 4.1 is asked of, or why it is not asked. It needs the critic at every node, once per pair of parameters.
fn whole(game: &impl Game, own: bool, listed: bool) -> Result<&dyn Anatomy, String> {
    let gan = game.anatomy().ok_or(
        "it speaks of a generator, a discriminator and the law of the data, and this game states only its losses",
    )?;
    if !own {
        return Err("it speaks of the field of the losses, and this one is adjusted".into());
    }
    if !listed {
        return Err("it speaks of an equilibrium at which p_θ is the law of the data, and none is listed here".into());
    }
    let (nodes, n) = (gan.data().len() + gan.latent().len(), game.n());
    let evaluations = nodes * n * n;
    if evaluations > MOST_EVALUATIONS {
        return Err(format!(
            "with {n} parameters and {nodes} nodes it takes {evaluations} evaluations of the discriminator, and more than {MOST_EVALUATIONS} are refused; lower the dimension"
        ));
    }
    Ok(gan)
}

/// Points around `at` in no special position.
fn nearby(at: &[f64]) -> Vec<Vec<f64>> {
    (1..=6)
        .map(|k| {
            let place = |(i, x): (usize, &f64)| {
                x + 2.0 * (k as f64 * 0.754_877_666 + (i + 1) as f64 * 0.569_840_291).fract() - 1.0
            };
            at.iter().enumerate().map(place).collect()
        })
        .collect()
}

/// Sizes of the points of [`sectors`].
const SIZES: [f64; 3] = [0.1, 1.0, 3.0];
/// So many evaluations of the discriminator they may take.
const MOST_SECTORS_WORK: usize = 1_000_000;

/// Points in every sign sector about `at` and about 0, at several sizes: a term that is off in one sector, such as
/// relu(x − 0.9), is on in another. Of more than six parameters as many sectors in no special order; fewer points where
/// a loss takes long.
fn sectors(at: &[f64], work: usize) -> Vec<Vec<f64>> {
    let n = at.len();
    let all = 1u64 << n.min(6);
    let part = |k: u64, i: usize| (k as f64 * 0.754_877_666 + (i + 1) as f64 * 0.569_840_291).fract();
    let sign = |k: u64, i: usize| {
        let up = if n <= 6 { k >> i & 1 == 1 } else { (k as f64 * 0.618_034 + i as f64 * 0.414_214).fract() < 0.5 };
        if up { 1.0 } else { -1.0 }
    };
    let middles = [at.to_vec(), vec![0.0; n]];
    let points = SIZES.iter().flat_map(|size| {
        middles.iter().flat_map(move |middle| {
            (0..all).map(move |k| {
                (0..n)
                    .map(|i| middle[i] + size * sign(k, i) * (0.4 + 0.6 * part(k + (*size * 10.0) as u64, i)))
                    .collect()
            })
        })
    });
    let points: Vec<Vec<f64>> = points.collect();
    let most = (MOST_SECTORS_WORK / (2 * n * work)).max(12);
    let stride = points.len().div_ceil(most);
    points.into_iter().step_by(stride).collect()
}

/// ‖x‖.
fn norm(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |a: f64, b| a.hypot(*b))
}

/// v at x.
fn velocity(field: &impl Field, x: &[f64]) -> Vec<f64> {
    let mut v = vec![0.0; x.len()];
    field.both(x, &mut v);
    v
}
