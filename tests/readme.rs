//! README.md and CONTRIBUTING.md say what the program does.

use saddleflow::{
    claims::{CLAIMS, Record},
    experiment::{self, library},
};
use std::{collections::BTreeMap, fs, process::Command};

fn text(name: &str) -> String {
    fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The contents of the fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let open = format!("```{language}\n");
    let rest = text.split(&open).skip(1);
    rest.map(|block| block.split("```").next().unwrap_or_default().to_string()).collect()
}

#[test]
fn the_readme_shows_real_output() {
    let shown = blocks(&text("README.md"), "console");
    assert!(shown.len() >= 2, "two commands with their output");
    for block in shown {
        let (command, expected) = block.split_once('\n').expect("a command and its output");
        let words: Vec<&str> = command.strip_prefix("$ saddleflow ").expect("a prompt").split_whitespace().collect();
        let output = Command::new(env!("CARGO_BIN_EXE_saddleflow")).args(words).output().expect("a run");
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{command}");
    }
}

#[test]
fn the_experiment_of_the_readme_is_the_one_that_runs() {
    let shown = blocks(&text("README.md"), "toml").concat();
    let shown = experiment::Experiment::parse("README.md", &shown, &[]).expect("an experiment");
    let built_in = library("r1").expect("the experiment r1");
    let built_in = experiment::Experiment::parse("r1", built_in, &[]).expect("an experiment");
    let bare = |e: &experiment::Experiment| {
        let mut all = e.resolved();
        all.as_object_mut().expect("a table").remove("title");
        all
    };
    assert_eq!(bare(&shown), bare(&built_in));
}

/// Every number of a cell, with the rounding of its last digit.
fn numbers(cell: &str) -> Vec<(f64, f64)> {
    cell.split(|c: char| !(c.is_ascii_digit() || ".-−".contains(c)))
        .filter_map(|word| {
            let word = word.replace('−', "-");
            let decimals = word.split_once('.').map_or(0, |(_, after)| after.len());
            word.parse().ok().map(|x| (x, 0.51 * 0.1f64.powi(decimals as i32)))
        })
        .collect()
}

/// The rows of the table are checks of claims, and their numbers are those of the records.
#[test]
fn the_table_of_the_readme_is_measured() {
    let readme = text("README.md");
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .filter(|line| line.starts_with("| `") && line.matches(" | ").count() == 3)
        .map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_matches('`')).collect())
        .collect();
    assert!(rows.len() >= 3, "a table of claims");
    let mut records: BTreeMap<&str, Vec<Record>> = BTreeMap::new();
    for row in rows {
        let [stem, check, predicted, measured] = row[..] else { panic!("{row:?}") };
        let claim = CLAIMS.iter().find(|c| c.stem == stem).unwrap_or_else(|| panic!("there is no claim {stem}"));
        let records = records.entry(stem).or_insert_with(|| claim.verify());
        let record = records.iter().find(|r| r.title == check).unwrap_or_else(|| panic!("{stem}: no check {check:?}"));
        for (cell, value) in [(predicted, &record.predicted), (measured, &record.measured)] {
            let value = serde_json::to_value(value).expect("JSON");
            let mut all = Vec::new();
            flatten(&value, &mut all);
            let cell = numbers(cell);
            assert!(!cell.is_empty());
            for (shown, rounding) in cell {
                assert!(all.iter().any(|x| (x - shown).abs() < rounding), "{stem}, {check}: {shown} is not in {all:?}");
            }
        }
    }
}

fn flatten(value: &serde_json::Value, into: &mut Vec<f64>) {
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(|x| flatten(x, into)),
        x => into.extend(x.as_f64()),
    }
}

#[test]
fn the_example_of_contributing_is_the_file_itself() {
    let contributing = text("CONTRIBUTING.md");
    let shown = blocks(&contributing, "rust");
    assert_eq!(shown[0], text("src/loss/wasserstein.rs"));
    let word = "wasserstein: Wasserstein";
    assert!(contributing.contains(word) && text("src/loss/mod.rs").contains(word));
    for path in contributing.split('`').filter(|s| s.ends_with("mod.rs") || s.ends_with("library.rs")) {
        text(path);
    }
}

/// The table of systems in `paper-notes/README.md`: every row is shown by something, and what shows it exists.
#[test]
fn what_shows_a_system_exists() {
    let notes = text("paper-notes/README.md");
    let table = notes.split("| system | small games | shown by |").nth(1).expect("the table of systems");
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() >= 28, "{} rows", rows.len());
    let output = Command::new(env!("CARGO_BIN_EXE_saddleflow")).args(["list", "--json"]).output().expect("a run");
    let entries: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("a list");
    let names: Vec<&str> = entries.iter().filter_map(|e| e["name"].as_str()).collect();
    for row in rows {
        let shown = row.trim_end_matches(" |").rsplit(" | ").next().expect("a last cell");
        let named: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty() || shown == "–", "nothing shows {row}");
        for name in named {
            match name.split_once(' ') {
                None => assert!(names.contains(&name), "nothing is called {name}: {row}"),
                Some((command, rest)) => {
                    // Files are the reader's own; everything else must run as it stands.
                    let mut run = Command::new(env!("CARGO_BIN_EXE_saddleflow"));
                    run.arg(command).args(if rest.contains(".csv") {
                        vec!["--help"]
                    } else {
                        rest.split(' ').collect()
                    });
                    let status = run.output().expect("a run").status;
                    assert!(status.success(), "saddleflow {name} ends with {status}");
                }
            }
        }
    }
}
