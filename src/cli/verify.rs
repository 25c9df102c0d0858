//! `verify`: the claims against the numbers.

use super::{
    table::Table,
    terminal::{Terminal, Tone},
};
use crate::{
    claims::{CLAIMS, Claim, Provenance, Record, Value},
    experiment::Fault,
    num::show::{beside, rough},
};
use rayon::prelude::*;
use std::process::ExitCode;

/// Check the claims: formula against exact Jacobian and against a run; exit code 1 if one fails
#[derive(clap::Args)]
pub(super) struct Verify {
    /// Claims to check; none for all
    stem: Vec<String>,
    /// Put a wrong formula in the place of every right one: each check must then fail
    #[arg(long)]
    misprint: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let records = check(&select(&self.stem)?, self.misprint, terminal);
        if self.json {
            terminal.json(&records)?;
        } else {
            terminal.say(&format!("{}{}\n", table(&records, terminal), summary(&records, terminal)))?;
        }
        Ok(if records.iter().all(|r| r.passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn select(stems: &[String]) -> Result<Vec<&'static Claim>, Fault> {
    if stems.is_empty() {
        return Ok(CLAIMS.iter().collect());
    }
    let all: Vec<&str> = CLAIMS.iter().map(|c| c.stem).collect();
    if let Some(wrong) = stems.iter().find(|s| !all.contains(&s.as_str())) {
        return Err(Fault::new(format!("there is no claim {wrong}"))
            .likely(wrong, &all)
            .help("`saddleflow list claims` prints every claim"));
    }
    Ok(CLAIMS.iter().filter(|c| stems.iter().any(|s| s == c.stem)).collect())
}

/// Checks claims in parallel; the records stand in the order of the claims.
pub(super) fn check(claims: &[&Claim], misprint: bool, terminal: &Terminal) -> Vec<Record> {
    let progress = terminal.progress(claims.len() as u64, "claims");
    let records: Vec<Vec<Record>> = claims
        .par_iter()
        .map(|claim| {
            let records = if misprint { claim.verify_misprint() } else { claim.verify() };
            progress.inc(1);
            records
        })
        .collect();
    progress.finish();
    records.into_iter().flatten().collect()
}

/// The checks of each claim under its title, then a line a claim.
fn table(records: &[Record], terminal: &Terminal) -> String {
    let claims: Vec<&[Record]> = records.chunk_by(|a, b| a.stem == b.stem).collect();
    let mut text: String = claims.iter().map(|checks| checks_of(checks, terminal) + "\n").collect();
    if claims.len() > 1 {
        let mut lines = Table::new(&["claim", "checks that hold", "largest error over the allowed"], &[]);
        for checks in claims {
            let held = checks.iter().filter(|r| r.passed).count();
            // An error of 0 holds where none is allowed.
            let worst = checks.iter().filter(|r| r.error > 0.0).map(|r| r.error / r.tolerance).fold(0.0, f64::max);
            lines.row([checks[0].stem.into(), format!("{held} of {}", checks.len()), format!("{worst:.0e}")]);
        }
        text += &(lines.text() + "\n");
    }
    text
}

fn checks_of(records: &[Record], terminal: &Terminal) -> String {
    let (stem, source) = (records[0].stem, records[0].source);
    let provenance = match records[0].provenance {
        Provenance::Derived if source.starts_with("derived") => String::new(),
        provenance => format!(" ({})", provenance.word()),
    };
    let title = CLAIMS.iter().find(|c| c.stem == stem).map_or("", |c| c.title);
    let mut table = Table::new(&["  check", "predicted", "measured", "error", "allowed", ""], &[]);
    for r in records {
        let mark = if r.passed { terminal.paint(Tone::Good, "holds") } else { terminal.paint(Tone::Bad, "fails") };
        let [error, allowed] = [r.error, r.tolerance].map(|x| format!("{x:.0e}"));
        table.row([format!("  {}", r.title), show(&r.predicted), show(&r.measured), error, allowed, mark]);
    }
    format!("{}  {title}\n  {source}{provenance}\n{}", terminal.paint(Tone::Strong, stem), table.text())
}

/// How many hold.
pub(super) fn summary(records: &[Record], terminal: &Terminal) -> String {
    let held = records.iter().filter(|r| r.passed).count();
    let mut stems: Vec<&str> = records.iter().map(|r| r.stem).collect();
    stems.dedup();
    let claims = if stems.len() == 1 { "claim" } else { "claims" };
    let text = format!("{held} of {} checks of {} {claims} hold", records.len(), stems.len());
    terminal.paint(if held == records.len() { Tone::Good } else { Tone::Bad }, &text)
}

/// A number; of several, the first and how many more.
fn show(value: &Value) -> String {
    let short = |x: f64| rough(x, 6);
    let complex = |[re, im]: [f64; 2]| {
        let size = re.hypot(im);
        let (re, im) = (beside(re, size), beside(im, size));
        let sign = if im.is_sign_negative() { '-' } else { '+' };
        format!("{} {sign} {}i", short(re), short(im.abs()))
    };
    let (first, rest) = match value {
        Value::Number(x) => (short(*x), 0),
        Value::Numbers(x) => (x.first().map_or("none".into(), |x| short(*x)), x.len().saturating_sub(1)),
        // Sorted by (re, im), so the last of a pair is the upper one.
        Value::Complex(x) => (x.last().map_or("none".into(), |z| complex(*z)), x.len().saturating_sub(1)),
    };
    if rest == 0 { first } else { format!("{first} (+{rest})") }
}
