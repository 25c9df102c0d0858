//! What the product says of a stranger against what the judge finds by itself.

use crate::{
    case::Case,
    dynamics::{Fate, Nature, fates, nature_of_field, nature_of_update, rests_along_an_axis, size},
    field::Field,
    rule::{Kind, Rule},
    spectra::{eigenvalues, list, radius, spectrum_of},
};
use nalgebra::Complex;
use saddleflow::experiment::{Experiment, simulate, spectrum};
use serde_json::Value;

/// Radii this near to 1 are left to the words of the product.
const NEAR_ONE: f64 = 1e-6;

/// A disagreement: its kind, and both sides of it.
#[derive(Clone, Debug)]
pub struct Complaint {
    pub kind: &'static str,
    pub what: String,
}

fn complain<T>(kind: &'static str, what: String) -> Result<T, Complaint> {
    Err(Complaint { kind, what })
}

/// What was compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Spectra of v' and of F' that agree.
    pub field: usize,
    pub update: usize,
    /// Of these, by characteristic polynomials, the eigenvalues being ill-conditioned.
    pub ill: usize,
    /// Kinks and jumps that both found.
    pub kinks: usize,
    /// Verdicts that a run of the true map confirms.
    pub decided: usize,
    /// Verdicts that agree, the run being undecided.
    pub undecided: usize,
    /// Kinks with a verdict that runs confirm, kinks without any, and jumps.
    pub piecewise: usize,
    pub silent: usize,
    pub jumps: usize,
    /// Iterates that agree.
    pub iterates: usize,
    /// Equilibria that the product found by itself, and searches it gave up.
    pub found: usize,
    pub given_up: usize,
}

impl Tally {
    pub fn add(mut self, o: &Tally) -> Tally {
        let own = [
            &mut self.field,
            &mut self.update,
            &mut self.ill,
            &mut self.kinks,
            &mut self.decided,
            &mut self.undecided,
            &mut self.piecewise,
            &mut self.silent,
            &mut self.jumps,
            &mut self.iterates,
            &mut self.found,
            &mut self.given_up,
        ];
        let other = [
            o.field,
            o.update,
            o.ill,
            o.kinks,
            o.decided,
            o.undecided,
            o.piecewise,
            o.silent,
            o.jumps,
            o.iterates,
            o.found,
            o.given_up,
        ];
        own.into_iter().zip(other).for_each(|(a, b)| *a += b);
        self
    }
}

/// The eigenvalues of a part of a report.
fn reported(report: &Value, part: &str) -> Option<Vec<Complex<f64>>> {
    let all = report.get(part)?.get("eigenvalues")?.as_array()?;
    all.iter().map(|l| Some(Complex::new(l.get(0)?.as_f64()?, l.get(1)?.as_f64()?))).collect()
}

/// What the product says.
pub struct Answer {
    /// `spectrum --json`; `None` where it finds no equilibrium.
    pub report: Option<Value>,
    /// The iterates, averages included.
    pub run: Vec<Vec<f64>>,
}

/// Asks the product as the command line does.
pub fn ask(text: &str) -> Result<Answer, Complaint> {
    let experiment =
        Experiment::parse("stranger", text, &[]).or_else(|fault| complain("not read", fault.to_string()))?;
    let rests = experiment.rests().is_ok();
    let report = rests.then(|| serde_json::to_value(spectrum(&experiment)).expect("a report is JSON"));
    let (run, _) = simulate(&experiment);
    Ok(Answer { report, run: (0..run.len()).map(|k| run.row(k).to_vec()).collect() })
}

/// The answer to a stranger's own text, judged.
pub fn judge(case: &Case) -> Result<Tally, Complaint> {
    weigh(case, &ask(&case.text())?)
}

/// An answer judged by what `case` is.
pub fn weigh(case: &Case, answer: &Answer) -> Result<Tally, Complaint> {
    let field = Field::new(&case.game, &case.adjust);
    let mut tally = Tally::default();
    compare_iterates(case, &field, &answer.run, &mut tally)?;
    let report = match &answer.report {
        Some(report) => report,
        None if case.listed => return complain("equilibrium", "the named one is not taken".into()),
        None => {
            tally.given_up += 1;
            return Ok(tally);
        }
    };
    if !case.listed && !found(case, &field, report, &mut tally)? {
        return Ok(tally);
    }
    compare_spectra(case, &field, report, &mut tally)?;
    Ok(tally)
}

/// Whether the equilibrium that the product found by itself is c; if it is another, that it is one.
fn found(case: &Case, field: &Field, report: &Value, tally: &mut Tally) -> Result<bool, Complaint> {
    let at: Vec<f64> = report["equilibrium"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let y: Vec<f64> = at.iter().zip(&case.game.centre).map(|(x, c)| x - c).collect();
    if size(&y) <= 1e-7 {
        tally.found += 1;
        // Where v' is singular, Newton's method comes only so near, and v' is another there.
        let values = field.derivative(&y).singular_values();
        return Ok(values.min() > 1e-6 * values.max());
    }
    // Newton's next step from there, by the judge's own derivatives.
    let v = nalgebra::DVector::from_vec(field.eval(&y));
    let step = field.derivative(&y).svd(true, true).solve(&v, 1e-10).map(|s| s.norm()).unwrap_or(f64::NAN);
    if v.norm() > 1e-8 || step.is_nan() || step > 1e-4 * (1.0 + size(&y)) {
        let what = format!("{at:?} is called an equilibrium; v = {v:?} there, Newton's next step {step:e}");
        return complain("equilibrium", what);
    }
    tally.found += 1;
    Ok(false)
}

fn compare_spectra(case: &Case, field: &Field, report: &Value, tally: &mut Tally) -> Result<(), Complaint> {
    let rule = &case.rule;
    let v = nature_of_field(field);
    if report["at_equilibrium"] != Value::Bool(true) && !matches!(v, Nature::Jumps) {
        return complain("equilibrium", format!("not an equilibrium: {}", report["verdict"]["sentence"]));
    }
    match (&v, reported(report, "field")) {
        (Nature::Smooth(slope), Some(found)) => match spectrum_of(slope, &found) {
            Ok(ill) => {
                tally.field += 1;
                tally.ill += usize::from(ill);
            }
            Err(why) => return complain("spectrum of v'", why),
        },
        (Nature::Smooth(_), None) => {
            return complain("v' not given, though v is smooth", report["verdict"]["sentence"].to_string());
        }
        (_, Some(found)) => return complain("v' given, though v is not smooth", list(&found)),
        (_, None) => tally.kinks += 1,
    }
    let f = nature_of_update(field, rule, &v);
    match (&f, reported(report, "update")) {
        (Nature::Smooth(slope), Some(found)) => match spectrum_of(slope, &found) {
            Ok(ill) => {
                tally.update += 1;
                tally.ill += usize::from(ill);
            }
            Err(why) => return complain("spectrum of F'", why),
        },
        (Nature::Smooth(_), None) => {
            return complain("F' not given, though F is smooth", report["verdict"]["sentence"].to_string());
        }
        (_, Some(found)) => return complain("F' given, though F is not smooth", list(&found)),
        (_, None) => tally.kinks += 1,
    }
    compare_verdict(case, field, &f, report, tally)
}

fn compare_verdict(case: &Case, field: &Field, f: &Nature, report: &Value, tally: &mut Tally) -> Result<(), Complaint> {
    let rule = &case.rule;
    let kind = report["verdict"]["kind"].as_str().unwrap_or("none");
    let wrong = |why: String| complain("verdict", format!("{why}; {}", report["verdict"]));
    if !rule.autonomous() {
        return match kind {
            "not_autonomous" | "not_differentiable" => Ok(()),
            _ => wrong("the map changes with the step".into()),
        };
    }
    let Nature::Smooth(slope) = f else {
        return match (f, kind) {
            (Nature::Jumps, "not_differentiable") => {
                tally.jumps += 1;
                Ok(())
            }
            (_, "not_differentiable") => {
                tally.silent += 1;
                Ok(())
            }
            (Nature::Jumps, _) => wrong("the map is not continuous at its fixed point".into()),
            (_, kind) => compare_piecewise(field, rule, kind, report, tally),
        };
    };
    let eigenvalues = eigenvalues(slope);
    let (tangents, rest): (Vec<_>, Vec<_>) = eigenvalues.iter().partition(|l| (*l - Complex::from(1.0)).norm() <= 1e-6);
    let rest = radius(&rest);
    let by_run = {
        let all = fates(field, rule, 2);
        if all.contains(&Fate::Grows) { Fate::Grows } else { all[0] }
    };
    let allowed: &[&str] = match (rest, tangents.len()) {
        (r, _) if r > 1.0 + NEAR_ONE => &["diverges"],
        (r, 0) if r < 1.0 - NEAR_ONE => &["converges"],
        // An eigenvalue 1 may belong to a set of equilibria, and is then set aside.
        (r, _) if r < 1.0 - NEAR_ONE => &["converges", "neutral"],
        _ => &["converges", "neutral", "diverges"],
    };
    if !allowed.contains(&kind) {
        return wrong(format!("the radius is {rest}, with {} eigenvalues 1", tangents.len()));
    }
    match (by_run, kind) {
        (Fate::Falls, "converges") | (Fate::Grows, "diverges") => tally.decided += 1,
        (Fate::Rests, "converges") if !tangents.is_empty() => tally.decided += 1,
        // A degenerate zero, or a set of equilibria that the game does not show.
        (Fate::Falls | Fate::Rests, "neutral") if !tangents.is_empty() => tally.undecided += 1,
        (Fate::Undecided, _) => tally.undecided += 1,
        _ => return wrong(format!("a run of the true map: {by_run:?}; the radius is {rest}")),
    }
    Ok(())
}

/// A verdict at a kink against runs in all directions.
fn compare_piecewise(
    field: &Field,
    rule: &Rule,
    kind: &str,
    report: &Value,
    tally: &mut Tally,
) -> Result<(), Complaint> {
    let all = fates(field, rule, 16);
    let some = |fate: Fate| all.contains(&fate);
    let right = match kind {
        "converges" => !some(Fate::Grows) && !some(Fate::Rests),
        "diverges" => some(Fate::Grows) || some(Fate::Undecided),
        "neutral" => {
            let rests = some(Fate::Undecided) || some(Fate::Rests) || rests_along_an_axis(field);
            !some(Fate::Grows) && rests
        }
        _ => false,
    };
    if !right {
        return complain("verdict at a kink", format!("runs: {all:?}; {}", report["verdict"]));
    }
    tally.piecewise += 1;
    Ok(())
}

/// The first steps of a run, of which each may be off by what rounding makes of it.
fn compare_iterates(case: &Case, field: &Field, run: &[Vec<f64>], tally: &mut Tally) -> Result<(), Complaint> {
    let (rule, centre, n) = (&case.rule, &case.game.centre, field.n());
    let begin: Vec<f64> = case.start.iter().zip(centre).map(|(x, c)| x - c).collect();
    let mut z = rule.start(field, &begin);
    // A neighbour tells how fast rounding grows.
    let nudged: Vec<f64> = begin.iter().enumerate().map(|(i, a)| a + if i % 2 == 0 { 1e-13 } else { -1e-13 }).collect();
    let mut other = rule.start(field, &nudged);
    for (k, found) in run.iter().enumerate().skip(1) {
        let before = z[..n].to_vec();
        rule.step(field, Some(k as u64 - 1), &mut z);
        rule.step(field, Some(k as u64 - 1), &mut other);
        let far = size(&z[..n]);
        let spread = (0..n).map(|i| (z[i] - other[i]).abs()).fold(0.0, f64::max);
        let tolerance = 1e-10 * (1.0 + far + size(centre)) + 1e3 * spread;
        if !(far < 1e3 && tolerance < 1e-3) {
            return Ok(());
        }
        let mut off = (0..n).map(|i| (found[i] - centre[i] - z[i]).abs()).fold(0.0, f64::max);
        if let Kind::Average { .. } = rule.kind {
            let mean = z.len() - n;
            off = (0..n).map(|i| (found[n + i] - centre[i] - z[mean + i]).abs()).fold(off, f64::max);
        }
        if off.is_nan() || off > tolerance {
            // An equation may have several solutions.
            if rule.implicit() {
                return Ok(());
            }
            let mine: Vec<f64> = (0..n).map(|i| z[i] + centre[i]).collect();
            return complain(
                "iterate",
                format!("step {k} from y = {before:?} leads to {:?}, expected {mine:?} ± {tolerance:e}", &found[..n]),
            );
        }
        tally.iterates += 1;
    }
    Ok(())
}
