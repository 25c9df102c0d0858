//! Records that are no experiments but calls of the library: divergences, a gradient, singular values.

use crate::record::{Record, numbers};
use saddleflow::{
    analysis::{
        any,
        conjugate::conjugate,
        discriminator::{criterion, jensen_shannon},
        divergence::between,
        law::Law,
        transport,
    },
    experiment::Experiment,
    loss::divergence::{Divergence, Family},
};

/// Agreement of divergences and singular values, relative; of the gradient, absolute.
const VALUE: f64 = 1e-12;
const GRADIENT: f64 = 1e-14;

/// The complaint, if record and library differ; `None` if the record is an experiment.
pub fn compare(record: &Record) -> Option<Result<(), String>> {
    match record.method.as_str() {
        "half_norm_sq_gradient" => Some(pull_of_consensus(record)),
        "bilinear_singular_values" => Some(singular_values(record)),
        _ if record.item == "E" => Some(divergence(record)),
        _ => None,
    }
}

fn close(found: &[f64], expected: &[f64], within: f64, relative: bool) -> Result<(), String> {
    let agrees = |(f, e): (&f64, &f64)| (f - e).abs() <= within * if relative && *e != 0.0 { e.abs() } else { 1.0 };
    let same = found.len() == expected.len() && found.iter().zip(expected).all(agrees);
    same.then_some(()).ok_or_else(|| format!("found {found:?}, expected {expected:?}"))
}

fn experiment(text: &str) -> Result<Experiment, String> {
    Experiment::parse("oracle", text, &[]).map_err(|fault| format!("{fault}\n{text}"))
}

/// The bilinear game turns at the singular values of its matrix: they are the |Im| of the eigenvalues of v', and the
/// directions in which nothing moves add zeros.
fn singular_values(record: &Record) -> Result<(), String> {
    let matrix = record.toml("A").ok_or("no matrix")?;
    let e = experiment(&format!("game.bilinear.matrix = {matrix}"))?;
    let jacobian = any::field_jacobian(&e.field, &e.at);
    let spectrum = saddleflow::analysis::Spectrum::of(&jacobian).map_err(|e| e.to_string())?;
    let expected = numbers(&record.value);
    let mut found: Vec<f64> = spectrum.eigenvalues.iter().map(|l| l.im).filter(|im| *im > 1e-9).collect();
    found.sort_by(f64::total_cmp);
    if spectrum.eigenvalues.iter().any(|l| l.re.abs() > VALUE) {
        return Err(format!("v' is not skew: {:?}", spectrum.eigenvalues));
    }
    close(&found, &expected, VALUE, true)
}

/// ∇½‖v‖² is what consensus with γ = 1 subtracts, and the notebook's formula what its field subtracts.
fn pull_of_consensus(record: &Record) -> Result<(), String> {
    let field = match record.quantity.as_str() {
        "true_gradient_numdiff" => "consensus",
        "repo_formula" => "consensus_as_published",
        other => return Err(format!("a quantity without a comparison: {other}")),
    };
    let x = [record.number("theta"), record.number("psi")];
    let velocity = |text: &str| experiment(text).map(|e| any::velocity(&e.field, &x));
    let (plain, pulled) = (velocity("")?, velocity(&format!("[field.{field}]\ngamma = 1"))?);
    let found: Vec<f64> = plain.iter().zip(&pulled).map(|(a, b)| a - b).collect();
    close(&found, &numbers(&record.value), GRADIENT, false)
}

/// "N(m,s)".
fn bell(text: &str) -> Option<Law> {
    let (mean, sd) = text.strip_prefix("N(")?.strip_suffix(')')?.split_once(',')?;
    Law::normal(mean.parse().ok()?, sd.parse().ok()?).ok()
}

fn divergence_named(name: &str) -> Option<Divergence> {
    let name = match name {
        "pearson_chi2" => "pearson",
        "neyman_chi2" => "neyman",
        "jensen_shannon_fgan" => "jensen_shannon",
        name => name,
    };
    let number = |s: &str| s.parse::<f64>().ok();
    name.strip_prefix("alpha_")
        .and_then(number)
        .map(Divergence::alpha)
        .or_else(|| name.strip_prefix("weighted_js_pi").and_then(number).map(Divergence::weighted_jensen_shannon))
        .or_else(|| Family::named(name).map(Divergence::from))
}

/// Divergences, transport and the optimal discriminator.
fn divergence(record: &Record) -> Result<(), String> {
    let found = value(record).ok_or("a quantity without a comparison")??;
    close(&[found], &numbers(&record.value), VALUE, true)
}

fn value(record: &Record) -> Option<Result<f64, String>> {
    let get = |key: &str| record.number(key);
    let law = |key: &str| Law::discrete(numbers(&record.params[key])).ok();
    let normal = |mean: f64, sd: f64| Law::Normal { mean, sd };
    let shifted = || (normal(0.0, 1.0), normal(get("mu"), 1.0));
    let of = |d: Divergence, p: &Law, q: &Law| {
        let estimate = between(&d, p, q).map_err(|e| e.to_string())?;
        let sharp = matches!(p, Law::Discrete(_)) || estimate.error < VALUE;
        sharp.then_some(estimate.value).ok_or_else(|| format!("an estimate with the error {:e}", estimate.error))
    };
    let family = divergence_named(&record.method);
    Some(match (family, record.quantity.as_str(), record.method.as_str()) {
        (Some(d), "f_at_1", _) => Ok(d.f(1.0)),
        (Some(d), "T_star_numdiff", _) => Ok(d.optimal(get("u"))),
        (Some(d), "conjugate_sup", _) => {
            let (closed, searched) = (d.conjugate_or_infinity(get("t")), conjugate(&d, get("t")).value);
            close(&[searched], &[closed], VALUE, true).map(|()| closed)
        }
        (Some(d), "divergence_discrete_sum_q_f(p/q)", _) => of(d, &law("p")?, &law("q")?),
        (Some(d), "divergence_int_q_f(p/q)", _) => {
            let [p, q] = ["P", "Q"].map(|key| record.params[key].as_str().and_then(bell));
            of(d, &p?, &q?)
        }
        (_, _, "jsd_gauss_unit_var") => {
            let (p, q) = shifted();
            jensen_shannon(&p, &q).map(|x| x.value).map_err(|e| e.to_string())
        }
        (_, _, "goodfellow_C") => {
            let (p, q) = shifted();
            criterion(&p, &q).map(|x| x.value).map_err(|e| e.to_string())
        }
        (_, _, "tv_gauss_unit_var") => {
            let (p, q) = shifted();
            of(Family::TotalVariation.into(), &p, &q)
        }
        (_, _, "kl_gauss") => of(Family::Kl.into(), &normal(get("m1"), get("s1")), &normal(get("m2"), get("s2"))),
        (_, _, "w1_gauss_shift") => Ok(transport::normal([0.0, 1.0], [get("delta"), 1.0])),
        (_, _, "w1_dirac_shift") => Ok(transport::line(&[0.0], &[get("theta")]).0),
        (_, _, "jsd_disjoint") => {
            let [p, q] = [[1.0, 0.0], [0.0, 1.0]].map(|w| Law::Discrete(w.into()));
            jensen_shannon(&p, &q).map(|x| x.value).map_err(|e| e.to_string())
        }
        _ => return None,
    })
}
