//! `divergence`: the f-divergence of two laws.

use super::terminal::{Terminal, Tone};
use crate::{
    analysis::{
        divergence::{self, DivergenceError},
        law::{Estimate, Law, LawError},
        transport::between_laws,
    },
    experiment::Fault,
    loss::divergence::{Divergence as Measure, Family},
    num::show::{brief, rough},
};
use serde::Serialize;
use std::process::ExitCode;

/// The f-divergence D(P‖Q) of two laws, with the formulas of its row in the table
///
/// A law is a list of probabilities of common points 0, 1, 2, …, such as 0.2,0.3,0.5, or normal:MEAN:SD,
/// uniform:FROM:TO, laplace:MEAN:SCALE. `saddleflow list divergences` prints the names. Natural logarithms throughout.
/// The Wasserstein-1 distance of the same laws stands beside it.
#[derive(clap::Args)]
pub(super) struct Divergence {
    /// kl, reverse_kl, jensen_shannon, …
    name: String,
    /// Law of the data: 0.2,0.3,0.5 or normal:0:1, uniform:0:1, laplace:0:1
    #[arg(long, value_name = "LAW", allow_hyphen_values = true)]
    p: String,
    /// Law of the generator; both discrete, or both with a density
    #[arg(long, value_name = "LAW", allow_hyphen_values = true)]
    q: String,
    /// Order of `alpha`, neither 0 nor 1 [default: 0.5]
    #[arg(long, allow_hyphen_values = true)]
    alpha: Option<f64>,
    /// Weight of P in `weighted_jensen_shannon`, between 0 and 1 [default: 0.5]
    #[arg(long, allow_hyphen_values = true)]
    pi: Option<f64>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    divergence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alpha: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pi: Option<f64>,
    /// null where infinite, or where no double is near.
    value: Option<f64>,
    infinite: bool,
    /// Why the value is null where it is finite.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Estimate of the error of the value: what the last refinement of the integral changed, and rounding.
    #[serde(skip_serializing_if = "Option::is_none")]
    error_estimate: Option<f64>,
    /// Wasserstein-1 distance of the laws.
    w1: f64,
    formula: &'static str,
    f: &'static str,
    conjugate: &'static str,
    domain: &'static str,
    activation: &'static str,
    optimal: &'static str,
}

impl Divergence {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let report = self.report()?;
        if self.json {
            terminal.json(&report)?;
            return Ok(ExitCode::SUCCESS);
        }
        let value = match (report.value, &report.why) {
            (Some(x), _) => match report.error_estimate {
                Some(error) if error > 0.0 => format!("{}  (error about {})", brief(x), rough(error, 1)),
                _ => brief(x),
            },
            (None, Some(why)) => why.clone(),
            (None, None) => "infinite".into(),
        };
        let mut text = format!("{}  {}\n\n", terminal.paint(Tone::Strong, report.divergence), report.formula);
        text += &format!("D(P‖Q)      {}\n", terminal.paint(Tone::Strong, &value));
        text += &format!("W₁(P, Q)    {}\n\n", brief(report.w1));
        for (name, formula) in [
            ("f(u)", report.f),
            ("f*(t)", report.conjugate),
            ("domain", report.domain),
            ("activation", report.activation),
            ("T*(u)", report.optimal),
        ] {
            text += &format!("{name:10}  {formula}\n");
        }
        terminal.say(&text)?;
        Ok(ExitCode::SUCCESS)
    }

    fn report(&self) -> Result<Report, Fault> {
        let family = Family::named(&self.name).ok_or_else(|| {
            Fault::new(format!("unknown divergence `{}`", self.name)).nearest(&self.name, Family::NAMES)
        })?;
        for (option, given, owner) in
            [("--alpha", self.alpha, Family::Alpha), ("--pi", self.pi, Family::WeightedJensenShannon)]
        {
            if given.is_some() && family != owner {
                return Err(Fault::new(format!("{option} belongs to `{}`, not to `{}`", owner.name(), family.name())));
            }
        }
        let measure = Measure { family, alpha: self.alpha.unwrap_or(0.5), pi: self.pi.unwrap_or(0.5) };
        if let Some(objection) = measure.objection() {
            return Err(Fault::new(objection));
        }
        let (p, q) = (law("--p", &self.p)?, law("--q", &self.q)?);
        let fault = |e: LawError| Fault::new(e.to_string());
        let (estimate, why) = match divergence::between(&measure, &p, &q) {
            Ok(estimate) => (estimate, None),
            Err(DivergenceError::Law(e)) => return Err(fault(e)),
            Err(overflow) => (Estimate { value: f64::NAN, error: 0.0 }, Some(overflow.to_string())),
        };
        let row = family.row();
        Ok(Report {
            divergence: row.name,
            alpha: (family == Family::Alpha).then_some(measure.alpha),
            pi: (family == Family::WeightedJensenShannon).then_some(measure.pi),
            value: Some(estimate.value).filter(|x| x.is_finite()),
            infinite: estimate.value.is_infinite(),
            why,
            error_estimate: estimate.value.is_finite().then_some(estimate.error),
            w1: between_laws(&p, &q).map_err(fault)?.value,
            formula: row.divergence,
            f: row.f,
            conjugate: row.conjugate,
            domain: row.domain,
            activation: row.activation,
            optimal: row.optimal,
        })
    }
}

/// `0.2,0.3,0.5`, or a name and its numbers.
fn law(option: &str, text: &str) -> Result<Law, Fault> {
    let unreadable = || {
        Fault::new(format!("{option} {text:?} is not a law")).help(format!(
            "write probabilities, for example {option} 0.2,0.3,0.5, or {option} normal:MEAN:SD, uniform:FROM:TO, \
             laplace:MEAN:SCALE"
        ))
    };
    let numbers = |list: &str, by: char| {
        list.split(by).map(|x| x.trim().parse::<f64>().ok()).collect::<Option<Vec<f64>>>().ok_or_else(unreadable)
    };
    let law = match text.split_once(':') {
        None => Law::discrete(numbers(text, ',')?),
        Some((name, rest)) => {
            let [a, b] = numbers(rest, ':')?[..] else { return Err(unreadable()) };
            match name.trim() {
                "normal" => Law::normal(a, b),
                "uniform" => Law::uniform(a, b),
                "laplace" => Law::laplace(a, b),
                other => {
                    let names = ["normal", "uniform", "laplace"];
                    return Err(
                        Fault::new(format!("{option} {text:?}: no law is called `{other}`")).nearest(other, &names)
                    );
                }
            }
        }
    };
    law.map_err(|e| Fault::new(format!("{option} {text}: {e}")))
}
