//! The source tree keeps the shape it states: imports point one way, nothing grows out of hand, and a stem stands in
//! all its rooms.

use saddleflow::{claims::CLAIMS, experiment::LIBRARY, figures::FIGURES};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A room may import every room before it. Rooms on one line do not know each other.
const ORDER: &[&[&str]] = &[
    &["registry"],
    &["num"],
    &["loss", "penalty", "data"],
    &["game"],
    &["field"],
    &["rule"],
    &["analysis"],
    &["measure"],
    &["train", "baseline"],
    &["experiment"],
    &["claims"],
    &["figures"],
    &["cli"],
];

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 90;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a directory with an extension, sorted.
fn files(directory: &str, extension: &str) -> Vec<PathBuf> {
    fn walk(directory: &Path, extension: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(directory).into_iter().flatten() {
            let path = entry.expect("a readable directory").path();
            if path.is_dir() {
                walk(&path, extension, found);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(directory), extension, &mut found);
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A text without its comments.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

fn stems(directory: &str, extension: &str) -> BTreeSet<String> {
    files(directory, extension).iter().filter_map(|p| p.file_stem()).map(|s| s.to_string_lossy().into_owned()).collect()
}

/// The first names of a path or of a `{…}` group of paths at the start of `text`.
fn heads(text: &str) -> Vec<String> {
    let name = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = text.strip_prefix('{') else { return vec![name(text)] };
    let (mut depth, mut heads, mut start) = (0, Vec::new(), true);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && !c.is_whitespace() => {
                heads.push(name(&group[i..]));
                start = false;
            }
            _ => {}
        }
    }
    heads
}

/// The rooms a file of a room names: behind `crate::`, or behind enough `super::` to reach the root.
fn imports(path: &Path, code: &str) -> BTreeSet<String> {
    let below = path.strip_prefix(root().join("src")).expect("a file of src").components().count();
    let depth = if path.ends_with("mod.rs") { below - 1 } else { below };
    let mut found = BTreeSet::new();
    for (i, _) in code.match_indices("crate::") {
        found.extend(heads(&code[i + "crate::".len()..]));
    }
    let climb = "super::".repeat(depth);
    for (i, _) in code.match_indices(&climb) {
        if !code[..i].ends_with("super::") && !code[i + climb.len()..].starts_with("super::") {
            found.extend(heads(&code[i + climb.len()..]));
        }
    }
    found
}

#[test]
fn imports_point_one_way() {
    let place = |room: &str| ORDER.iter().position(|line| line.contains(&room));
    let rooms: BTreeSet<String> = ORDER.iter().flat_map(|line| line.iter()).map(|r| r.to_string()).collect();
    for path in files("src", "rs") {
        let inside = path.strip_prefix(root().join("src")).expect("a file of src");
        if inside.components().count() == 1 {
            continue; // lib.rs and main.rs see everything
        }
        let room = inside.iter().next().and_then(|r| r.to_str()).expect("a name").to_string();
        let here = place(&room).unwrap_or_else(|| panic!("the room {room}/ has no place in the order of imports"));
        for other in imports(&path, &code(&read(&path))) {
            if other != room && rooms.contains(&other) {
                assert!(place(&other) < Some(here), "{} imports {other}, but {room}/ stands before it", path.display());
            }
        }
    }
}

#[test]
fn the_reader_of_imports_reads() {
    assert_eq!(heads("num::Dual;"), ["num"]);
    assert_eq!(heads("{\n    field::{Field, own},\n    num,\n};"), ["field", "num"]);
    let path = root().join("src/rule/mod.rs");
    assert!(imports(&path, "use super::analysis::any;").contains("analysis"));
    let path = root().join("src/rule/adam.rs");
    assert!(imports(&path, "use super::super::{analysis, num};").contains("analysis"));
    assert!(!imports(&path, "use super::analysis;").contains("analysis"));
}

#[test]
fn files_and_functions_stay_short() {
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")).chain(files("benches", "rs")) {
        let text = read(&path);
        let count = text.lines().count();
        assert!(count <= LONGEST_FILE, "{} has {count} lines", path.display());
        for (name, length) in functions(&text) {
            assert!(length <= LONGEST_FUNCTION, "{}: `{name}` has {length} lines", path.display());
        }
    }
}

/// `(header, lines)` of every function: from its header to the closing brace at its own indentation.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let is_header = |line: &str| {
        let words: Vec<&str> =
            line.split_whitespace().take_while(|w| !w.contains('(') || w.starts_with("pub(")).collect();
        let all = |w: &&str| *w == "pub" || w.starts_with("pub(") || ["const", "async"].contains(w) || *w == "fn";
        line.trim_start().starts_with("fn ")
            || (words.contains(&"fn") && words.iter().take_while(|w| **w != "fn").all(all))
    };
    let mut found = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, line)| is_header(line)) {
        let indent = line.len() - line.trim_start().len();
        let close = format!("{}}}", " ".repeat(indent));
        let end = lines[i..].iter().position(|l| *l == close).unwrap_or(0);
        // A function on one line or without a body ends before anything that closes at its indentation.
        let own = !line.ends_with('}') && !line.ends_with(';');
        found.push((line.trim().to_string(), if own { end + 1 } else { 1 }));
    }
    found
}

#[test]
fn nothing_unsafe_and_nothing_left_to_do() {
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")).chain(files("benches", "rs")) {
        if path.ends_with("tests/architecture.rs") {
            continue;
        }
        let text = read(&path);
        for word in ["TODO", "FIXME", "XXX"] {
            assert!(!text.contains(word), "{} says {word}", path.display());
        }
        let code = code(&text);
        for word in ["unsafe ", "todo!", "unimplemented!", "dbg!"] {
            assert!(!code.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn public_items_are_documented_by_lint() {
    assert!(read(&root().join("src/lib.rs")).contains("#![warn(missing_docs)]"));
}

/// src/claims/<stem>.rs, paper-notes/<stem>.md and the list, in every direction.
#[test]
fn a_claim_stands_in_all_its_rooms() {
    let claims: BTreeSet<String> = CLAIMS.iter().map(|c| c.stem.to_string()).collect();
    let notes = stems("paper-notes", "md");
    let sources = stems("src/claims", "rs");
    for stem in &claims {
        assert!(notes.contains(stem), "paper-notes/{stem}.md is missing");
        assert!(
            sources.contains(stem) || root().join("src/claims").join(stem).is_dir(),
            "src/claims/{stem}.rs is missing"
        );
    }
    for path in files("src/claims", "rs") {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let states = read(&path).contains("const PROVENANCE: ");
        assert!(!states || claims.contains(&stem), "src/claims/{stem}.rs is not in the list of claims");
    }
}

/// experiments/<stem>.toml, src/figures/<stem>.rs, paper-notes/<stem>.md and plots/<stem>.*.
#[test]
fn a_figure_stands_in_all_its_rooms() {
    let figures: BTreeSet<String> = FIGURES.iter().map(|f| f.stem.to_string()).collect();
    let (experiments, notes) = (stems("experiments", "toml"), stems("paper-notes", "md"));
    for stem in &figures {
        assert!(experiments.contains(stem), "experiments/{stem}.toml is missing");
        assert!(notes.contains(stem), "paper-notes/{stem}.md is missing");
        if root().join("plots").is_dir() {
            for extension in ["svg", "png", "csv", "json"] {
                assert!(stems("plots", extension).contains(stem), "plots/{stem}.{extension} is missing");
            }
        }
    }
    for path in files("src/figures", "rs") {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let states = read(&path).contains("const PANELS: ");
        assert!(!states || figures.contains(&stem), "src/figures/{stem}.rs is not in the list of figures");
    }
    for stem in stems("plots", "svg") {
        assert!(figures.contains(&stem), "plots/{stem}.svg belongs to no figure");
    }
}

#[test]
fn every_note_belongs_to_a_claim_or_a_figure() {
    let known: BTreeSet<&str> = CLAIMS.iter().map(|c| c.stem).chain(FIGURES.iter().map(|f| f.stem)).collect();
    for stem in stems("paper-notes", "md") {
        assert!(
            known.contains(stem.as_str()) || ["README", "INDEX"].contains(&stem.as_str()),
            "paper-notes/{stem}.md belongs to nothing"
        );
    }
}

#[test]
fn the_library_holds_every_experiment_file() {
    let listed: BTreeSet<String> = LIBRARY.iter().map(|(stem, _)| stem.to_string()).collect();
    assert_eq!(listed, stems("experiments", "toml"));
    assert_eq!(listed.len(), LIBRARY.len(), "a stem stands twice in the library");
    for (stem, text) in LIBRARY {
        assert_eq!(*text, read(&root().join("experiments").join(format!("{stem}.toml"))), "{stem}");
    }
}
