//! `divergence`: the f-divergence of two laws.

use super::terminal::{Terminal, Tone};
use crate::{
    analysis::{divergence, law::Law},
    experiment::Fault,
    loss::divergence::{Divergence as Measure, Family},
    num::show::{brief, rough},
};
use serde::Serialize;
use std::process::ExitCode;

/// The f-divergence D(P‖Q) of two laws, with the formulas of its row in the table
///
/// A law is a list of probabilities of common points, such as 0.2,0.3,0.5, or normal:MEAN:SD. `saddleflow list
/// divergences` prints the names. Natural logarithms throughout.
#[derive(clap::Args)]
pub(super) struct Divergence {
    /// kl, reverse_kl, jensen_shannon, …
    name: String,
    /// Law of the data: 0.2,0.3,0.5 or normal:0:1
    #[arg(long, value_name = "LAW", allow_hyphen_values = true)]
    p: String,
    /// Law of the generator, of the same kind
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
    /// null where infinite.
    value: Option<f64>,
    infinite: bool,
    /// Bound on the error of the value.
    error: f64,
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
        let value = report.value.map_or("infinite".into(), |x| {
            if report.error > 0.0 { format!("{}  (± {})", brief(x), rough(report.error, 1)) } else { brief(x) }
        });
        let mut text = format!("{}  {}\n\n", terminal.paint(Tone::Strong, report.divergence), report.formula);
        text += &format!("D(P‖Q)      {}\n\n", terminal.paint(Tone::Strong, &value));
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
        let estimate = divergence::between(&measure, &p, &q).map_err(|e| Fault::new(e.to_string()))?;
        let row = family.row();
        Ok(Report {
            divergence: row.name,
            alpha: (family == Family::Alpha).then_some(measure.alpha),
            pi: (family == Family::WeightedJensenShannon).then_some(measure.pi),
            value: Some(estimate.value).filter(|x| x.is_finite()),
            infinite: estimate.value.is_infinite(),
            error: estimate.error,
            formula: row.divergence,
            f: row.f,
            conjugate: row.conjugate,
            domain: row.domain,
            activation: row.activation,
            optimal: row.optimal,
        })
    }
}

/// `0.2,0.3,0.5` or `normal:mean:sd`.
fn law(option: &str, text: &str) -> Result<Law, Fault> {
    let unreadable = || {
        Fault::new(format!("{option} {text:?} is not a law"))
            .help(format!("write probabilities, for example {option} 0.2,0.3,0.5, or {option} normal:MEAN:SD"))
    };
    let numbers = |list: &str, by: char| {
        list.split(by).map(|x| x.trim().parse::<f64>().ok()).collect::<Option<Vec<f64>>>().ok_or_else(unreadable)
    };
    let law = match text.strip_prefix("normal:") {
        None => Law::discrete(numbers(text, ',')?),
        Some(rest) => match numbers(rest, ':')?[..] {
            [mean, sd] => Law::normal(mean, sd),
            _ => return Err(unreadable()),
        },
    };
    law.map_err(|e| Fault::new(format!("{option} {text}: {e}")))
}
