//! The product against numbers made independently at high precision.
//!
//! Every record of `tests/data/dynamics.json` that is a method becomes an experiment text (`methods.rs`) and goes through
//! the entries behind `spectrum` and `simulate`; no operator is rebuilt here. The rest are calls of the library
//! (`plain.rs`). `cargo test --test oracle -- --nocapture` prints how many records were compared: all of them.

mod methods;
mod plain;
mod record;

use methods::{METHODS, Method};
use record::{Record, closest_match, numbers, pairs};
use saddleflow::{
    analysis::Trajectory,
    experiment::{Experiment, SpectrumReport, simulate, spectrum},
};
use std::collections::{BTreeMap, BTreeSet};

/// The longest trajectory of the oracle.
const STEPS: u64 = 500;

/// Eigenvalues agree to this, relative to max(1, |λ|); defective ones to [`DEFECTIVE`].
const EIGENVALUE: f64 = 1e-12;
const DEFECTIVE: f64 = 1e-7;
/// Iterates agree to this, relative to the largest entry of the row; where the phase is sensitive to [`SENSITIVE`].
const ITERATE: f64 = 1e-10;
const SENSITIVE: f64 = 1e-7;
/// A run that started at size 1 and has come below this is compared absolutely, to [`ROUNDING`]: an expectation by
/// quadrature cancels terms of size 1.
const TINY: f64 = 1e-20;
const ROUNDING: f64 = 1e-16;

/// Both answers of the product about one method with one set of numbers.
struct Answer {
    spectrum: SpectrumReport,
    run: Option<Trajectory>,
}

impl Answer {
    fn of(method: &Method, record: &Record, moves: bool) -> Result<Self, String> {
        let mut text = method.text(record)?;
        if moves {
            text.push_str(&format!("run.start = {:?}\nrun.steps = {STEPS}\n", method.iterate(vec![1.0, 1.0])));
        }
        let experiment = Experiment::parse(method.name, &text, &[]).map_err(|f| format!("{f}\n{text}"))?;
        Ok(Self { spectrum: spectrum(&experiment), run: moves.then(|| simulate(&experiment).0) })
    }

    /// The complaint, if the record and the product differ.
    fn compare(&self, method: &Method, record: &Record) -> Result<(), String> {
        let within = if method.is_defective(record) { DEFECTIVE } else { EIGENVALUE };
        match record.quantity.as_str() {
            "field_jacobian_eigs" => {
                let found = &self.spectrum.field.as_ref().ok_or("no field spectrum")?.eigenvalues;
                closest_match(&pairs(&record.value), found, within)
            }
            "update_eigs" => {
                let found = &self.spectrum.update.as_ref().ok_or("no update spectrum")?.eigenvalues;
                let mut expected = pairs(&record.value);
                expected.extend(method.further_eigenvalues(record));
                closest_match(&expected, found, within)
            }
            "spectral_radius" => {
                let expected = numbers(&record.value)[0];
                let found = self.spectrum.update.as_ref().ok_or("no update spectrum")?.radius;
                let error = (found - expected).abs() / expected.max(1.0);
                (error <= within).then_some(()).ok_or(format!("radius {found}, expected {expected}: {error:e}"))
            }
            quantity => {
                let step = quantity.strip_prefix("trajectory_step_").and_then(|k| k.parse().ok());
                let step: usize = step.ok_or_else(|| format!("a quantity without a comparison: {quantity}"))?;
                self.compare_row(method, record, step)
            }
        }
    }

    fn compare_row(&self, method: &Method, record: &Record, step: usize) -> Result<(), String> {
        let run = self.run.as_ref().ok_or("no run")?;
        if step >= run.len() {
            return Err(format!("the run ended after {} rows", run.len()));
        }
        let expected = method.iterate(numbers(&record.value));
        let found = run.row(step);
        let within = if method.is_sensitive(record) { SENSITIVE } else { ITERATE };
        let size = expected.iter().fold(0.0, |m: f64, e| m.max(e.abs()));
        let allowed = if size < TINY { ROUNDING } else { within * size };
        if found.len() == expected.len() && found.iter().zip(&expected).all(|(f, e)| (f - e).abs() <= allowed) {
            Ok(())
        } else {
            Err(format!("row {step} is {found:?}, expected {expected:?}"))
        }
    }
}

/// The methods already asked, by name and parameters.
#[derive(Default)]
struct Answers(BTreeMap<(String, String), Result<Answer, String>>);

impl Answers {
    fn compare(&mut self, record: &Record, all: &[Record]) -> Result<(), String> {
        let method = METHODS.iter().find(|m| m.name == record.method).ok_or("a method without an experiment text")?;
        let key = (record.method.clone(), record.key());
        let same = |r: &Record| r.method == key.0 && r.key() == key.1;
        let answer = self
            .0
            .entry(key.clone())
            .or_insert_with(|| Answer::of(method, record, all.iter().any(|r| same(r) && r.is_iterate())));
        answer.as_ref().map_err(String::clone)?.compare(method, record)
    }
}

/// The number of records; none may be left out.
const RECORDS: usize = 579;

#[test]
fn every_record_agrees() {
    let records = Record::all();
    let mut answers = Answers::default();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for record in &records {
        let outcome = plain::compare(record).unwrap_or_else(|| answers.compare(record, &records));
        match outcome {
            Ok(()) => compared += 1,
            Err(why) => wrong.push(format!("{} {} {}: {why}", record.method, record.key(), record.quantity)),
        }
    }
    println!("{compared} of {} records compared and equal, of {} methods", records.len(), METHODS.len());
    assert!(wrong.is_empty(), "{} records differ or are not compared:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!((compared, records.len()), (RECORDS, RECORDS));
}

#[test]
fn the_table_of_methods_matches_the_oracle() {
    let known: BTreeSet<String> = Record::all().into_iter().map(|r| r.method).collect();
    let mut seen = BTreeSet::new();
    for method in METHODS {
        assert!(known.contains(method.name), "{} has no record", method.name);
        assert!(seen.insert(method.name), "{} stands twice in the table", method.name);
    }
}
