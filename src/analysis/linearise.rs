//! Both Jacobians at a point, as far as they exist, and what follows.

use super::{
    Null, Spectrum,
    at_rest::AtRest,
    derivative::{Derivative, Known},
    field_jacobian,
    jacobian::{field_product, update_product},
    jordan::refine,
    manifold, null, partial,
    piecewise::{PiecewiseLinear, piecewise},
    smooth::{Place, Rough, Roughness, Update, Velocity},
    start, update_jacobian,
    verdict::{Kind, Verdict, away_from_equilibria, judge, judge_piecewise, kind},
};
use crate::{
    field::Field,
    rule::{ASYMPTOTIC, Rule},
};
use nalgebra::{DMatrix, DVector};

/// Larger Jacobians are known by their products only, unless the field has a way of its own.
const BY_COLUMNS: usize = 400;
/// Larger ones are not taken apart.
const WHOLE: usize = 3000;
/// ‖v‖ below this counts as an equilibrium.
const AT_REST: f64 = 1e-9;

/// Both spectra at a point, and the verdict. Local, and it says so.
#[derive(Clone, Debug)]
pub struct Linearisation {
    /// Where, x [n].
    pub at: Vec<f64>,
    /// ‖v(x)‖.
    pub speed: f64,
    /// Whether v(x) = 0 to rounding.
    pub at_equilibrium: bool,
    /// σ(v'), of a large one the rightmost part; `None` where there is none, for the reason below.
    pub field: Option<Spectrum>,
    /// Why there is no σ(v').
    pub field_reason: Option<String>,
    /// σ(F'), of a large one the part of largest modulus; `None` where there is none, for the reason below.
    pub update: Option<Spectrum>,
    /// Why there is no σ(F').
    pub update_reason: Option<String>,
    /// Where v and F are not differentiable.
    pub rough: [Option<Rough>; 2],
    /// What F does near the equilibrium where it is piecewise linear there.
    pub piecewise: Option<PiecewiseLinear>,
    /// The sizes of v' and F'.
    pub sizes: [usize; 2],
    /// The null directions of v', where the game knows of any and v' is at hand.
    pub null: Option<Null>,
    /// The dimension of the set of equilibria through x.
    pub tangents: usize,
    /// σ(F') without as many eigenvalues 1: what the verdict rests on. Eigenvalues of a Jordan block near the unit
    /// circle, which rounding moves apart, are at their mean here.
    pub transverse: Option<Spectrum>,
    /// What follows.
    pub verdict: Verdict,
}

/// Linearises field and rule at x, the memory being as the rule starts there, and says what follows.
pub fn linearise(field: &(impl Field + Sync), rule: &(impl Rule + Sync), x: &[f64]) -> Linearisation {
    field.fresh(ASYMPTOTIC, 0);
    let site = Site::new(field, x);
    let z = start(&site.field, rule, x);
    site.linearise(rule, &z)
}

/// [`linearise`] at z = (x | memory), the memory being given.
pub fn linearise_from(field: &(impl Field + Sync), rule: &(impl Rule + Sync), z: &[f64]) -> Linearisation {
    field.fresh(ASYMPTOTIC, 0);
    let mut lin = Site::new(field, &z[..field.n()]).linearise(rule, z);
    let sentence = lin.verdict.sentence;
    lin.verdict.sentence =
        format!("Linearised at the memory that is stored, not at the one a run starts with. {sentence}");
    lin
}

/// Kind and rate of the verdict of [`linearise`], without its words: what a map of many cells needs.
pub fn decide(field: &(impl Field + Sync), rule: &(impl Rule + Sync), x: &[f64]) -> (Kind, Option<f64>) {
    field.fresh(ASYMPTOTIC, 0);
    let site = Site::new(field, x);
    let z = start(&site.field, rule, x);
    let known = site.of_update(rule, &z);
    let Ok(all) = &known.spectrum else {
        let piecewise = site.piecewise(rule, &z, known.rough.as_ref());
        let verdict = piecewise.map(|p| judge_piecewise(&p, "", rule, None));
        return verdict.map_or((Kind::NotDifferentiable, None), |v| (v.kind, v.rate));
    };
    let all = refine(known.whole.as_ref(), all).0;
    // A tangent of a set of equilibria has the eigenvalue 1; without one there is nothing to set aside.
    let may_rest = x.len() <= BY_COLUMNS && manifold::may_hold_tangents(&all) && site.at_equilibrium();
    let tangents = if may_rest && site.of_field().spectrum.is_ok() { manifold::tangents(field, x) } else { 0 };
    let rate = manifold::set_aside(&all, tangents).radius();
    (kind(rule, rate), Some(rate))
}

fn velocity(field: &impl Field, x: &[f64]) -> Vec<f64> {
    let mut v = vec![0.0; x.len()];
    field.both(x, &mut v);
    v
}

/// A point, and the field around it.
struct Site<'a, F> {
    x: &'a [f64],
    /// ‖v(x)‖.
    speed: f64,
    /// How far the equilibrium may be from x.
    error: f64,
    field: AtRest<'a, F>,
}

impl<'a, F: Field + Sync> Site<'a, F> {
    fn new(field: &'a F, x: &'a [f64]) -> Self {
        let v = velocity(field, x);
        let speed = v.iter().fold(0.0, |a: f64, b| a.hypot(*b));
        let rests = speed <= AT_REST;
        let error = if rests && speed > 0.0 && x.len() <= BY_COLUMNS { newton_step(field, x, &v) } else { 0.0 };
        Self { x, speed, error, field: AtRest::new(field, rests.then_some(v)) }
    }

    fn at_equilibrium(&self) -> bool {
        self.speed <= AT_REST
    }

    /// v'.
    fn of_field(&self) -> Known {
        let (field, x) = (&self.field, self.x);
        let whole = match x.len() {
            n if n <= BY_COLUMNS => Some(field_jacobian(field, x)),
            n if n <= WHOLE => field.jacobian(x),
            _ => None,
        };
        let derivative =
            Derivative { whole, product: |u: &[f64]| field_product(field, x, u), part: partial::rightmost };
        derivative.of(&Velocity(field), &Place::new(x, self.error), field.dims())
    }

    /// F' at z = (x | memory).
    fn of_update(&self, rule: &(impl Rule + Sync), z: &[f64]) -> Known {
        let field = &self.field;
        let whole = (z.len() <= BY_COLUMNS).then(|| update_jacobian(field, rule, z));
        let product = |u: &[f64]| update_product(field, rule, z, u);
        let derivative = Derivative { whole, product, part: partial::largest };
        derivative.of(&Update(field, rule), &Place::new(z, self.error), field.dims())
    }

    /// What F does near z, where it is an equilibrium with a kink.
    fn piecewise(&self, rule: &(impl Rule + Sync), z: &[f64], rough: Option<&Rough>) -> Option<PiecewiseLinear> {
        rough.filter(|r| r.kind == Roughness::Kink && self.at_equilibrium())?;
        piecewise(&Update(&self.field, rule), &Place::new(z, self.error), self.x.len())
    }

    fn linearise(&self, rule: &(impl Rule + Sync), z: &[f64]) -> Linearisation {
        let (field, x) = (&self.field, self.x);
        let (of_field, of_update) = (self.of_field(), self.of_update(rule, z));
        let at_equilibrium = self.at_equilibrium();
        let small = at_equilibrium && of_field.spectrum.is_ok() && x.len() <= BY_COLUMNS;
        let tangents = if small { manifold::tangents(field, x) } else { 0 };
        let within = of_field.whole.as_ref().filter(|_| at_equilibrium).and_then(|j| validity(rule, j));
        let piecewise = self.piecewise(rule, z, of_update.rough.as_ref());
        let (transverse, mut verdict) = match &of_update.spectrum {
            Ok(all) => {
                let (all, blocks) = refine(of_update.whole.as_ref(), all);
                let transverse = manifold::set_aside(&all, tangents);
                let verdict = judge(&transverse, &blocks, tangents, rule, within);
                (Some(transverse), verdict)
            }
            Err(why) => (None, without_spectrum(piecewise.as_ref(), why, rule, within)),
        };
        if !at_equilibrium {
            verdict = away_from_equilibria(verdict, self.speed);
        }
        Linearisation {
            at: x.to_vec(),
            speed: self.speed,
            at_equilibrium,
            null: of_field
                .whole
                .as_ref()
                .filter(|_| of_field.spectrum.is_ok())
                .and_then(|jacobian| null::null(jacobian, &field.redundancies(x))),
            field_reason: reason("field", &of_field.spectrum),
            update_reason: reason("update", &of_update.spectrum),
            field: of_field.spectrum.ok(),
            update: of_update.spectrum.ok(),
            rough: [of_field.rough, of_update.rough],
            piecewise,
            sizes: [x.len(), z.len()],
            tangents,
            transverse,
            verdict,
        }
    }
}

/// The verdict on an update that has no spectrum.
fn without_spectrum(piecewise: Option<&PiecewiseLinear>, why: &str, rule: &impl Rule, within: Option<f64>) -> Verdict {
    match piecewise {
        Some(p) => judge_piecewise(p, why, rule, within),
        None => Verdict {
            kind: Kind::NotDifferentiable,
            rate: None,
            sentence: format!("The update has no spectrum here: {why}, so none decides. Look at the run."),
        },
    }
}

fn reason(what: &str, spectrum: &Result<Spectrum, String>) -> Option<String> {
    spectrum.as_ref().err().map(|why| format!("The {what} has no spectrum here: {why}."))
}

/// The length of the step that Newton's method would take next: about the distance to the equilibrium.
fn newton_step(field: &impl Field, x: &[f64], v: &[f64]) -> f64 {
    let size = x.iter().fold(1.0, |a: f64, b| a.hypot(*b));
    let step = field_jacobian(field, x).lu().solve(&DVector::from_column_slice(v)).map_or(0.0, |s| s.norm());
    // A singular Jacobian says nothing of the distance.
    if step <= 1e-6 * size { step } else { 0.0 }
}

/// The distance at which ‖v‖ is a tenth of the size below which the rule is as linear as the field.
fn validity(rule: &impl Rule, jacobian: &DMatrix<f64>) -> Option<f64> {
    let epsilon = rule.linear_within()?;
    let norm = jacobian.clone().singular_values().max();
    (norm > 0.0 && norm.is_finite()).then(|| 0.1 * epsilon / norm)
}
