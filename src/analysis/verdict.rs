//! From a spectrum to a verdict.

use super::{
    Null, Spectrum,
    derivative::Derivative,
    field_jacobian,
    jacobian::{field_product, update_product},
    manifold, null, partial, start, update_jacobian,
};
use crate::{
    field::Field,
    rule::{ASYMPTOTIC, Rule},
};
use nalgebra::{Complex, DMatrix};

/// A spectral radius this close to 1 is taken for 1.
const NEUTRAL: f64 = 1e-9;
/// ... and this close where eigenvalues coincide: a defective pair is computed to √ε only.
const NEUTRAL_CLUSTER: f64 = 1e-7;
/// Larger Jacobians are known by their products only, unless the field has a way of its own.
const BY_COLUMNS: usize = 400;
/// Larger ones are not taken apart.
const WHOLE: usize = 3000;
/// ‖v‖ below this counts as an equilibrium.
const AT_REST: f64 = 1e-9;

/// What linearisation says, locally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Spectral radius < 1.
    Converges,
    /// Spectral radius 1: linearisation does not decide.
    Neutral,
    /// Spectral radius > 1.
    Diverges,
    /// F has no Jacobian here.
    NotDifferentiable,
    /// F changes with the step, so no one spectrum decides.
    NotAutonomous,
}

impl Kind {
    /// As JSON and CSV write it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Converges => "converges",
            Kind::Neutral => "neutral",
            Kind::Diverges => "diverges",
            Kind::NotDifferentiable => "not_differentiable",
            Kind::NotAutonomous => "not_autonomous",
        }
    }
}

/// The verdict on a rule at a point.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Verdict {
    /// What happens.
    pub kind: Kind,
    /// Spectral radius of F' per step (never its logarithm), tangents to a set of equilibria set aside; `None` where
    /// there is none.
    pub rate: Option<f64>,
    /// The same for a reader.
    pub sentence: String,
}

/// Both spectra at a point, and the verdict. Local, and it says so.
#[derive(Clone, Debug)]
pub struct Linearisation {
    /// Where, x [n].
    pub at: Vec<f64>,
    /// ‖v(x)‖.
    pub speed: f64,
    /// Whether v(x) = 0 to rounding.
    pub at_equilibrium: bool,
    /// σ(v'), of a large one the rightmost part; `None` where v has a kink.
    pub field: Option<Spectrum>,
    /// σ(F'), of a large one the part of largest modulus; `None` where F has a kink.
    pub update: Option<Spectrum>,
    /// The sizes of v' and F'.
    pub sizes: [usize; 2],
    /// The null directions of v', where the game knows of any and v' is at hand.
    pub null: Option<Null>,
    /// The dimension of the set of equilibria through x.
    pub tangents: usize,
    /// σ(F') without as many eigenvalues 1: what the verdict rests on.
    pub transverse: Option<Spectrum>,
    /// What follows.
    pub verdict: Verdict,
}

/// Linearises field and rule at x and says what follows.
pub fn linearise(field: &(impl Field + Sync), rule: &(impl Rule + Sync), x: &[f64]) -> Linearisation {
    let n = x.len();
    field.fresh(ASYMPTOTIC, 0);
    let speed = speed(field, x);
    let (field_whole, field_spectrum) = of_field(field, x);
    let z = start(field, rule, x);
    let (update_whole, update_spectrum) = of_update(field, rule, &z);
    let at_equilibrium = speed <= AT_REST;
    let small = at_equilibrium && field_spectrum.is_ok() && n <= BY_COLUMNS;
    let tangents = if small { manifold::tangents(field, x) } else { 0 };
    let transverse = update_spectrum.as_ref().ok().map(|spectrum| manifold::set_aside(spectrum, tangents));
    let mut verdict = match (&update_spectrum, &transverse) {
        (Ok(all), Some(transverse)) => judge(update_whole.as_ref(), all, transverse, tangents, rule),
        (Err(why), _) => Verdict {
            kind: Kind::NotDifferentiable,
            rate: None,
            sentence: format!("The update has no Jacobian here: {why}, so no spectrum decides. Look at the run."),
        },
        (Ok(_), None) => unreachable!("a spectrum has its transverse part"),
    };
    if !at_equilibrium {
        verdict.sentence = format!(
            "Not an equilibrium (‖v‖ = {speed:.3e}), so this tells how nearby runs separate, not whether they settle. {}",
            verdict.sentence
        );
    }
    Linearisation {
        at: x.to_vec(),
        speed,
        at_equilibrium,
        null: field_whole
            .as_ref()
            .filter(|_| field_spectrum.is_ok())
            .and_then(|jacobian| null::null(jacobian, &field.redundancies(x))),
        field: field_spectrum.ok(),
        update: update_spectrum.ok(),
        sizes: [n, z.len()],
        tangents,
        transverse,
        verdict,
    }
}

/// Kind and rate of the verdict of [`linearise`], without its words: what a map of many cells needs.
pub fn decide(field: &(impl Field + Sync), rule: &(impl Rule + Sync), x: &[f64]) -> (Kind, Option<f64>) {
    field.fresh(ASYMPTOTIC, 0);
    let Ok(all) = of_update(field, rule, &start(field, rule, x)).1 else { return (Kind::NotDifferentiable, None) };
    // A tangent of a set of equilibria has the eigenvalue 1; without one there is nothing to set aside.
    let may_rest = x.len() <= BY_COLUMNS && manifold::may_hold_tangents(&all) && speed(field, x) <= AT_REST;
    let tangents = if may_rest && of_field(field, x).1.is_ok() { manifold::tangents(field, x) } else { 0 };
    let rate = manifold::set_aside(&all, tangents).radius();
    (kind(rule, &all, rate), Some(rate))
}

/// ‖v(x)‖.
fn speed(field: &impl Field, x: &[f64]) -> f64 {
    velocity(field, x).iter().fold(0.0, |a: f64, b| a.hypot(*b))
}

fn velocity(field: &impl Field, x: &[f64]) -> Vec<f64> {
    let mut v = vec![0.0; x.len()];
    field.both(x, &mut v);
    v
}

/// A Jacobian, where it is at hand as a whole, and its spectrum or why there is none.
type Known = (Option<DMatrix<f64>>, Result<Spectrum, String>);

/// v'.
fn of_field(field: &(impl Field + Sync), x: &[f64]) -> Known {
    let whole = match x.len() {
        n if n <= BY_COLUMNS => Some(field_jacobian(field, x)),
        n if n <= WHOLE => field.jacobian(x),
        _ => None,
    };
    let derivative = Derivative { whole, product: |u: &[f64]| field_product(field, x, u), part: partial::rightmost };
    let spectrum = derivative.spectrum(|y| velocity(field, y), x, 1.0, field.dims());
    (derivative.whole, spectrum)
}

/// F' at z = (x | memory).
fn of_update(field: &(impl Field + Sync), rule: &(impl Rule + Sync), z: &[f64]) -> Known {
    let step = |z: &[f64]| {
        let mut z = z.to_vec();
        rule.step(field, ASYMPTOTIC, &mut z);
        z
    };
    // A rule with a size of its own is looked at well below it.
    let scale = rule.linear_within().filter(|within| *within > 0.0).map_or(1.0, |within| (100.0 * within).min(1.0));
    let whole = (z.len() <= BY_COLUMNS).then(|| update_jacobian(field, rule, z));
    let product = |u: &[f64]| update_product(field, rule, z, u);
    let derivative = Derivative { whole, product, part: partial::largest };
    let spectrum = derivative.spectrum(step, z, scale, field.dims());
    (derivative.whole, spectrum)
}

/// The verdict on F' by what is left of its spectrum across the set of equilibria.
fn judge(
    jacobian: Option<&DMatrix<f64>>,
    all: &Spectrum,
    spectrum: &Spectrum,
    tangents: usize,
    rule: &impl Rule,
) -> Verdict {
    let rate = spectrum.radius();
    let kind = kind(rule, all, rate);
    let mut sentence = match kind {
        Kind::NotAutonomous | Kind::NotDifferentiable => format!(
            "The update changes with the step (a decaying learning rate or a growing average), so no one spectrum decides; at the start the spectral radius is {rate:.9}."
        ),
        Kind::Neutral => neutral_sentence(jacobian, all),
        Kind::Converges => converging_sentence(spectrum),
        Kind::Diverges => format!(
            "Diverges locally: spectral radius {rate:.9} > 1, so the distance doubles in {} steps{}.",
            count(std::f64::consts::LN_2 / rate.ln()),
            turning(spectrum)
        ),
    };
    if tangents > 0 {
        sentence += &format!(
            " This is across a set of equilibria of dimension {tangents}: along it F' has {}, set aside (Theorem 4.1).",
            if tangents == 1 { "an eigenvalue 1".to_string() } else { format!("{tangents} eigenvalues 1") }
        );
    }
    if let Some(within) = rule.linear_within() {
        sentence += &format!(" It holds while gradients stay well below ε = {within:e}; above, a step is about lr.");
    }
    Verdict { kind, rate: Some(rate), sentence }
}

/// The verdict on an update whose radius across the set of equilibria is `rate`.
fn kind(rule: &impl Rule, all: &Spectrum, rate: f64) -> Kind {
    let off = (rate - 1.0).abs();
    if !rule.autonomous() {
        Kind::NotAutonomous
    } else if off <= NEUTRAL || (off <= NEUTRAL_CLUSTER && !clusters(all).is_empty()) {
        Kind::Neutral
    } else if rate < 1.0 {
        Kind::Converges
    } else {
        Kind::Diverges
    }
}

/// Means of groups of coinciding eigenvalues near the unit circle.
fn clusters(spectrum: &Spectrum) -> Vec<(Complex<f64>, usize)> {
    let near: Vec<_> = spectrum.eigenvalues.iter().filter(|l| (l.re.hypot(l.im) - 1.0).abs() < 1e-6).collect();
    let mut groups: Vec<(Complex<f64>, usize)> = Vec::new();
    for l in near {
        match groups.iter_mut().find(|(mean, _)| (*mean - l).norm() < 1e-6) {
            Some((mean, count)) => {
                *mean = (*mean * *count as f64 + l) / (*count + 1) as f64;
                *count += 1;
            }
            None => groups.push((*l, 1)),
        }
    }
    groups.into_iter().filter(|(_, count)| *count > 1).collect()
}

fn converging_sentence(spectrum: &Spectrum) -> String {
    let rate = spectrum.radius();
    if rate == 0.0 {
        return "Converges locally, dead-beat: spectral radius 0, so the linear part is gone after as many steps as there are numbers.".into();
    }
    let marginal = if rate > 0.999 { ", close to the boundary" } else { "" };
    let thousandth = -(1000f64.ln()) / rate.ln();
    format!(
        "Converges locally: spectral radius {rate:.9} < 1{marginal}, a factor 1000 in {} steps{}.",
        count(thousandth),
        turning(spectrum)
    )
}

fn neutral_sentence(jacobian: Option<&DMatrix<f64>>, spectrum: &Spectrum) -> String {
    let defective = clusters(spectrum).into_iter().any(|(mean, count)| {
        let Some(jacobian) = jacobian else { return false };
        let n = jacobian.nrows();
        let shifted = jacobian.map(Complex::from) - DMatrix::from_diagonal_element(n, n, mean);
        let scale = jacobian.norm().max(1.0);
        let nullity = shifted.singular_values().iter().filter(|s| **s < 1e-5 * scale).count();
        nullity < count
    });
    if defective {
        "Neutral: spectral radius 1 with a defective eigenvalue on the unit circle, so a disturbance grows linearly."
            .into()
    } else {
        format!(
            "Neutral: spectral radius 1, so the linear part neither falls nor grows{}; what happens is decided by the non-linear terms.",
            turning(spectrum)
        )
    }
}

fn turning(spectrum: &Spectrum) -> String {
    spectrum.period().map_or(String::new(), |p| format!(", turning once in {p:.4} steps"))
}

fn count(steps: f64) -> String {
    if steps < 10.0 { format!("{steps:.2}") } else { format!("{steps:.0}") }
}
