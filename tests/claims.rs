//! Every claim holds, rejects its misprint, and stands in the index of what is checked.

use saddleflow::claims::{CLAIMS, Provenance, Record};
use std::{collections::BTreeSet, sync::OnceLock};

/// The records of every claim, computed once.
fn records() -> &'static [Record] {
    static RECORDS: OnceLock<Vec<Record>> = OnceLock::new();
    RECORDS.get_or_init(|| CLAIMS.iter().flat_map(|claim| claim.verify()).collect())
}

#[test]
fn every_claim_holds() {
    for claim in CLAIMS {
        assert!(records().iter().any(|r| r.stem == claim.stem), "{} checks nothing", claim.stem);
    }
    for r in records() {
        assert!(
            r.passed,
            "{}: {}: predicted {:?}, measured {:?}, error {:e} > {:e}",
            r.stem, r.title, r.predicted, r.measured, r.error, r.tolerance
        );
    }
}

#[test]
fn every_claim_rejects_its_misprint() {
    for claim in CLAIMS {
        for r in claim.verify_misprint() {
            assert!(!r.passed, "{}: {}: the wrong formula {:?} passes", r.stem, r.title, r.predicted);
        }
    }
}

fn note(name: &str) -> String {
    let path = format!("{}/paper-notes/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// `paper-notes/README.md` lists every claim. With `BLESS=1` the test rewrites the table and passes.
#[test]
fn the_table_lists_every_claim() {
    const HEAD: &str = "| claim | what | source | how sure |\n|---|---|---|---|\n";
    let rows: String = CLAIMS
        .iter()
        .map(|c| format!("| [`{0}`]({0}.md) | {1} | {2} | {3} |\n", c.stem, c.title, c.source, c.provenance.word()))
        .collect();
    let text = note("README.md");
    let start = text.find(HEAD).expect("the head of the table") + HEAD.len();
    let end = text[start..].find("\n\n").map_or(text.len(), |i| start + i + 1);
    if std::env::var_os("BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/paper-notes/README.md");
        std::fs::write(path, format!("{}{rows}{}", &text[..start], &text[end..])).expect("writable");
    } else {
        assert_eq!(text[start..end], rows, "the table is out of date: run `BLESS=1 cargo test --test claims`");
    }
}

/// One line of `paper-notes/INDEX.md`: a statement and its mark, a dash, then claims with parts of the titles of checks.
struct Statement {
    item: String,
    text: String,
    /// (stem, part of a title of one of its checks; `…` stands for anything).
    checks: Vec<(String, String)>,
    /// `estimated`, `remembered` or nothing.
    mark: Option<&'static str>,
}

/// The items in order, and the statements under them.
fn index() -> (Vec<String>, Vec<Statement>) {
    let (mut items, mut statements) = (vec![], vec![]);
    for line in note("INDEX.md").lines() {
        if let Some(head) = line.strip_prefix("## ") {
            items.push(head.split_whitespace().next().expect("a key").to_string());
        } else if let Some(line) = line.strip_prefix("- ") {
            let item = items.last().unwrap_or_else(|| panic!("a statement before the first item: {line}"));
            let (text, behind) = line.rsplit_once(" — ").unwrap_or_else(|| panic!("{item}: no checks: {line}"));
            let marks = ["estimated", "remembered"];
            let mark = marks.into_iter().find(|mark| text.ends_with(&format!(" ({mark})")));
            statements.push(Statement { item: item.clone(), text: text.into(), checks: checks(behind), mark });
        }
    }
    (items, statements)
}

fn checks(text: &str) -> Vec<(String, String)> {
    let mut found = vec![];
    for claim in text.split("; `") {
        let (stem, parts) =
            claim.trim_start_matches('`').split_once("`: ").unwrap_or_else(|| panic!("no stem: {text}"));
        found.extend(parts.split('"').skip(1).step_by(2).map(|part| (stem.to_string(), part.to_string())));
    }
    found
}

/// Whether the pieces of a part stand in the title, in their order.
fn names(part: &str, title: &str) -> bool {
    let title = title.replace('"', "'");
    let mut rest = title.as_str();
    part.split('…').all(|piece| match rest.split_once(piece.trim_matches(' ')) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Every item of the list, in order: methods, algorithms, games, the table, the divergences, the rest.
fn expected() -> Vec<String> {
    let numbered = |letter: char, last: u32| (1..=last).map(move |k| format!("{letter}{k}"));
    let mut all: Vec<String> = numbered('A', 12).collect();
    all.extend(["A12b".to_string(), "A13".to_string()]);
    for (letter, last) in [('B', 14), ('C', 7), ('D', 9), ('E', 15), ('F', 2)] {
        all.extend(numbered(letter, last));
    }
    all
}

/// `paper-notes/INDEX.md` maps every item to claims and checks, and has no gap in either direction.
#[test]
fn the_index_has_no_gap() {
    let (items, statements) = index();
    assert_eq!(items, expected(), "an item is missing, out of order or new");
    for item in &items {
        assert!(statements.iter().any(|s| s.item == *item), "{item} has no statement");
    }
    let mut named = BTreeSet::new();
    let mut count = 0;
    for Statement { item, text, checks, .. } in &statements {
        assert!(!checks.is_empty(), "{item}: no check behind: {text}");
        for (stem, part) in checks {
            let of_claim: Vec<&Record> = records().iter().filter(|r| r.stem == stem).collect();
            assert!(!of_claim.is_empty(), "{item}: there is no claim {stem}");
            let hits = of_claim.iter().filter(|r| names(part, &r.title)).count();
            assert!(hits > 0, "{item}: {stem} has no check {part:?}");
            named.insert(stem.as_str());
            count += hits;
        }
    }
    for claim in CLAIMS {
        assert!(named.contains(claim.stem), "the claim {} stands under no item", claim.stem);
    }
    println!(
        "{} items, {} statements, {} claims, {count} times a check named",
        items.len(),
        statements.len(),
        named.len()
    );
}

/// What is a fit or remembered is called so, in the index and in the claim.
#[test]
fn what_is_not_proved_says_so() {
    let (_, statements) = index();
    let provenance = |stem: &str| CLAIMS.iter().find(|c| c.stem == stem).map(|c| c.provenance);
    for Statement { item, text, checks, mark } in &statements {
        for (kind, word) in [(Provenance::Estimated, "estimated"), (Provenance::Remembered, "remembered")] {
            let is = checks.iter().any(|(stem, _)| provenance(stem) == Some(kind));
            assert_eq!(is, *mark == Some(word), "{item}: {text}: {word} or not?");
        }
    }
    // The drift of alternating play, Adam's radii, the non-saturating game under decay, DRAGAN's small cycle.
    for (item, stem) in
        [("A4", "alternating_drift"), ("A7", "dragan_cycle"), ("B13", "non_saturating_decay"), ("B14", "adam_cycle")]
    {
        assert_eq!(provenance(stem), Some(Provenance::Estimated), "{stem}");
        assert!(statements.iter().any(|s| s.item == item && s.checks.iter().any(|(c, _)| c == stem)), "{item}: {stem}");
    }
    for claim in CLAIMS.iter().filter(|c| c.provenance == Provenance::Estimated) {
        assert!(claim.source.contains("not proved"), "{}: {}", claim.stem, claim.source);
    }
}
