//! The product against numbers made independently at high precision.
//!
//! Every record of `tests/data/dynamics.json` becomes an experiment text (`methods.rs`) and goes through the entries
//! behind `spectrum` and `simulate`; no operator is rebuilt here. `cargo test --test oracle -- --nocapture` prints how
//! many records were compared.

mod methods;
mod record;

use methods::{METHODS, Method};
use record::{Record, closest_match, numbers, pairs};
use saddleflow::{
    analysis::{Trajectory, any},
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

#[test]
fn every_record_of_a_known_method_agrees() {
    let records = Record::all();
    let mut answers: BTreeMap<(String, String), Answer> = BTreeMap::new();
    let (mut compared, mut wrong, mut missing) = (0, Vec::new(), BTreeMap::new());
    for record in records.iter().filter(|r| !r.is_plain_call()) {
        let Some(method) = METHODS.iter().find(|m| m.name == record.method) else {
            *missing.entry(record.method.as_str()).or_insert(0) += 1;
            continue;
        };
        let key = (record.method.clone(), record.key());
        if !answers.contains_key(&key) {
            let moves = records.iter().any(|r| (r.method.clone(), r.key()) == key && r.is_iterate());
            match Answer::of(method, record, moves) {
                Ok(answer) => answers.insert(key.clone(), answer),
                Err(why) => {
                    wrong.push(format!("{} {}: {why}", key.0, key.1));
                    continue;
                }
            };
        }
        compared += 1;
        if let Err(why) = answers[&key].compare(method, record) {
            wrong.push(format!("{} {} {}: {why}", key.0, key.1, record.quantity));
        }
    }
    let waiting: usize = missing.values().sum();
    println!("{compared} records of {} methods compared", METHODS.len());
    assert_eq!(waiting, 0, "methods without an experiment text: {missing:?}");
    assert!(wrong.is_empty(), "{} of {compared} records differ:\n{}", wrong.len(), wrong.join("\n"));
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

/// `half_norm_sq_gradient`: ∇½‖v‖² is what consensus with γ = 1 subtracts, and the notebook's formula what its field
/// subtracts.
#[test]
fn the_pull_of_consensus_is_the_gradient_it_claims_to_be() {
    let mut compared = 0;
    for record in Record::all().iter().filter(|r| r.method == "half_norm_sq_gradient") {
        let field = match record.quantity.as_str() {
            "true_gradient_numdiff" => "consensus",
            "repo_formula" => "consensus_as_published",
            other => panic!("a quantity without a comparison: {other}"),
        };
        let x = [record.number("theta"), record.number("psi")];
        let velocity = |text: &str| {
            let experiment = Experiment::parse("oracle", text, &[]).expect("a valid experiment");
            any::velocity(&experiment.field, &x)
        };
        let (plain, pulled) = (velocity(""), velocity(&format!("[field.{field}]\ngamma = 1")));
        for (i, expected) in numbers(&record.value).into_iter().enumerate() {
            let found = plain[i] - pulled[i];
            assert!((found - expected).abs() < 1e-14, "{field} at {x:?}: {found}, expected {expected}");
        }
        compared += 1;
    }
    assert_eq!(compared, 4);
}
