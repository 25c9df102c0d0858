//! What every command prints of the experiment it is about: the title as far as it holds, what is in force, which variant
//! was taken; and what it answers where nothing is asked.

mod common;

use common::{json, said, stdout};
use saddleflow::experiment::{Experiment, LIBRARY};
use serde_json::Value;

fn parse(text: &str, sets: &[&str]) -> Experiment {
    let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
    Experiment::parse("file.toml", text, &sets).unwrap_or_else(|fault| panic!("{fault}\n{text}\n{sets:?}"))
}

/// Every command says what is in force, for readers and for programs.
#[test]
fn every_command_prints_what_is_in_force() {
    let place = tempfile::tempdir().expect("a directory");
    let at = |name: &str| place.path().join(name).to_string_lossy().into_owned();
    let set = "game.dirac.penalty={r1={gamma=0.3},r2={gamma=0.3}}";
    let line = "r1, changed: game.dirac.penalty\ndirac: minimax, r1 γ = 0.3, r2 γ = 0.3 · alternating, lr 0.2, n_d 1\n";
    let ranges = ["--x", "rule.alternating.lr=0.1:0.2:2", "--y", "game.dirac.clip=1:2:2"];
    let grid = ["--x", "0:1:2", "--y", "0:1:2"];
    let (run, film) = (at("run"), at("film.gif"));
    let texts: &[&[&str]] = &[
        &["spectrum", "r1"],
        &["simulate", "r1"],
        &["gradients", "r1"],
        &["lint", "r1"],
        &[&["atlas", "r1"], &ranges[..]].concat(),
        &[&["basin", "r1"], &grid[..]].concat(),
    ];
    for words in texts {
        let (out, told, _) = said(&[words, &["--set", set][..]].concat(), "");
        assert!(out.starts_with(line), "{words:?}: {out}{told}");
    }
    let notes: &[&[&str]] = &[
        &["simulate", "r1", "--format", "csv"],
        &[&["atlas", "r1", "--format", "csv"], &ranges[..]].concat(),
        &[&["basin", "r1", "--format", "csv"], &grid[..]].concat(),
        &["portrait", "r1", "--grid", "2", "--out", &run],
        &["animate", "r1", "--pictures", "1", "--set", "run.steps=2", "-o", &film],
        &["run", "r1", "--set", "run.steps=2", "--out", &at("rows")],
    ];
    for words in notes {
        let (out, told, _) = said(&[words, &["--set", set][..]].concat(), "");
        assert!(told.contains(line) && !out.contains("changed"), "{words:?}: {out}{told}");
        let (_, told, _) = said(&[words, &["--quiet", "--set", set][..]].concat(), "");
        assert_eq!(told, "", "{words:?} --quiet");
    }
    let jsons = ["spectrum", "simulate", "gradients", "lint"];
    for command in jsons {
        let (out, _, _) = said(&[command, "r1", "--json", "--set", set], "");
        let answer: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(answer["saddleflow"], env!("CARGO_PKG_VERSION"), "{command}");
        assert_eq!(answer["experiment"]["game"]["dirac"]["penalty"]["r2"]["gamma"], 0.3, "{command}");
        assert_eq!(answer["experiment"]["rule"]["alternating"]["discriminator_steps"], 1, "{command}");
        assert_eq!(answer["experiment"]["run"]["start"], serde_json::json!([1.0, 1.0]), "{command}");
    }
    let manifest = std::fs::read_to_string(place.path().join("rows/manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(manifest["variants"][0]["experiment"]["game"]["dirac"]["penalty"]["r2"]["gamma"], 0.3);
    println!("{} commands", texts.len() + notes.len() + jsons.len());
}

/// An axis over a penalty that is not there takes the place of the one that is.
#[test]
fn a_map_says_what_its_axes_put_in() {
    let map =
        |path: &str| stdout(&format!("atlas r1 --x rule.alternating.lr=0.1:1:3:log --y game.dirac.{path}=0.2:1:2"));
    let base = "dirac: minimax, r1 γ = 0.3 · alternating, lr 0.2, n_d 1\n";
    let cases = [
        ("penalty.r2.gamma", "in the first cell dirac: minimax, r2 γ = 0.2 · alternating, lr 0.1, n_d 1\n"),
        ("clip", "in the first cell dirac: minimax, r1 γ = 0.3, clip 0.2 · alternating, lr 0.1, n_d 1\n"),
        ("penalty.r1.gamma", "x = rule.alternating.lr, "),
    ];
    for (path, next) in cases {
        let text = map(path);
        assert!(text.contains(&format!("{base}{next}")), "{path}: {text}");
    }
}

/// A title that no longer holds is not printed.
#[test]
fn the_headline_says_what_was_changed() {
    let r1 = LIBRARY.iter().find(|(stem, _)| *stem == "r1").expect("r1").1;
    let titled = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
        Experiment::parse("experiments/r1.toml", r1, &sets).expect("an experiment").headline()
    };
    let title = "R1 on the Dirac-GAN: the penalty turns a circle into a spiral";
    assert_eq!(titled(&[]), title);
    assert_eq!(titled(&["run.steps=3"]), title);
    assert_eq!(titled(&["game.dirac.penalty={}"]), "r1, changed: game.dirac.penalty");
    assert_eq!(titled(&["rule.*.lr=1", "seed=3", "rule.*.lr=2"]), "r1, changed: rule.*.lr, seed");
    assert_eq!(titled(&["title=Mine"]), "Mine");
    // What is so anyway is no change.
    assert_eq!(titled(&["rule.*.lr=0.2", "game.dirac.penalty={r1={gamma=0.3}}"]), title);
    assert_eq!(titled(&["rule.alternating.discriminator_steps=1", "seed=3"]), "r1, changed: seed");
    let text = "title = \"T\"\n[[variant]]\nname = \"a\"\n[[variant]]\nname = \"b\"\n";
    let whole = parse(text, &[]);
    assert_eq!(whole.headline(), "T: no variant");
    assert_eq!(whole.variant("b").expect("a variant").headline(), "T: b");
    let changed = parse(text, &["game.dirac.clip=1"]);
    assert_eq!(changed.variant("b").expect("a variant").headline(), "file, b, changed: game.dirac.clip");
    // A change of one variant need not be one of another.
    let text = "title = \"T\"\n[[variant]]\nname = \"a\"\n[[variant]]\nname = \"b\"\nrule.simultaneous.lr = 0.5\n";
    let whole = parse(text, &["rule.simultaneous.lr=0.5"]);
    assert_eq!(whole.headline(), "file, changed: rule.simultaneous.lr");
    assert_eq!(whole.variant("b").expect("a variant").headline(), "T: b");
    // What a checkpoint keeps has a title that holds.
    assert!(changed.text().contains("changed: game.dirac.clip"));
}

#[test]
fn nothing_is_an_error_that_shows_a_smallest_file() {
    let place = tempfile::tempdir().expect("a directory");
    let mut empty = 0;
    for text in ["", "\n\n", "# a comment\n", "   \n# another\n\t\n"] {
        let file = place.path().join("empty.toml");
        std::fs::write(&file, text).expect("a file");
        for (name, input) in [("-", text), (&*file.to_string_lossy(), "")] {
            let (out, told, code) = said(&["spectrum", name], input);
            assert_eq!((out.as_str(), code), ("", 2), "{text:?}");
            let shown = told.find("\n\n[").zip(told.find("\nhelp: `saddleflow list`"));
            let smallest = shown.map(|(from, to)| &told[from..to]).expect("a file is shown");
            let (out, told, code) = said(&["spectrum", "-"], smallest);
            assert_eq!(code, 0, "{smallest}\n{told}");
            assert!(out.contains("dirac: minimax · alternating, lr 0.2, n_d 1"), "{out}");
            empty += 1;
        }
    }
    println!("{empty} empty inputs");
}

/// Which experiment of a file with variants is meant is said, and all can be asked for.
#[test]
fn a_file_with_variants_says_which_was_taken() {
    let text = "title = \"T\"\n[run]\nsteps = 20\n[[variant]]\nname = \"plain\"\n[[variant]]\nname = \"R1, strong\"\ngame.dirac.penalty.r1.gamma = 1\n";
    for command in ["spectrum", "simulate", "gradients", "lint"] {
        let (out, told, _) = said(&[command, "-"], text);
        assert!(out.starts_with("T: no variant\ndirac: minimax ·"), "{command}: {out}");
        assert!(
            told.contains("2 variants and none is named") && told.contains("[\"plain\", \"R1, strong\"]"),
            "{command}: {told}"
        );
        let (out, told, _) = said(&[command, "-", "--variant", "all"], text);
        let headings: Vec<&str> = out.lines().filter(|line| line.starts_with("T: ")).collect();
        assert_eq!((headings, told.as_str()), (vec!["T: plain", "T: R1, strong"], ""), "{command}");
        let (out, _, _) = said(&[command, "-", "--variant", "all", "--json"], text);
        let all: Value = serde_json::from_str(&out).expect("JSON");
        let names: Vec<&Value> = all.as_array().expect("a list").iter().map(|one| &one["variant"]).collect();
        assert_eq!(names, ["plain", "R1, strong"], "{command}");
        // Each is what it is alone.
        let (out, told, _) = said(&[command, "-", "--variant", "R1, strong", "--json"], text);
        assert_eq!(serde_json::from_str::<Value>(&out).expect("JSON"), all[1], "{command}");
        assert!(!told.contains("none is named"), "{command}: {told}");
        // Without variants `all` is the one there is, still a list.
        let (out, _, _) = said(&[command, "-", "--variant", "all", "--json"], "[game.dirac]");
        let all: Value = serde_json::from_str(&out).expect("JSON");
        assert!(all.as_array().is_some_and(|all| all.len() == 1 && all[0].get("variant").is_none()), "{command}");
    }
    for words in [
        &["simulate", "-", "--format", "csv", "--variant", "all"][..],
        &["basin", "-", "--x", "0:1:2", "--y", "0:1:2", "--variant", "all"],
        &["portrait", "-", "--out", "nowhere", "--variant", "all"],
    ] {
        let (out, told, code) = said(words, text);
        assert!(code == 2 && out.is_empty() && told.contains("all"), "{words:?}: {told}");
    }
    // A run takes all anyway, and one where it is named.
    let place = tempfile::tempdir().expect("a directory");
    for (variant, rows) in [(None, 2), (Some("all"), 2), (Some("R1, strong"), 1)] {
        let out = place.path().join("out").to_string_lossy().into_owned();
        let mut words = vec!["run", "-", "--out", &out];
        words.extend(variant.iter().flat_map(|name| ["--variant", name]));
        assert_eq!(said(&words, text).2, 0);
        let summary = std::fs::read_to_string(place.path().join("out/summary.csv")).expect("a summary");
        assert_eq!(summary.lines().count(), 1 + rows, "{summary}");
        assert!(summary.contains("\"R1, strong\","), "{summary}");
    }
}

#[test]
fn a_checkpoint_names_its_variant_and_train_says_which_it_takes() {
    let small = "--set game.mlp.batch=16 --set game.mlp.generator.widths=[4] --set game.mlp.discriminator.widths=[4]";
    let place = tempfile::tempdir().expect("a directory");
    let out = place.path().to_string_lossy().into_owned();
    let run = format!("train generators {small} --set run.steps=1 --points 16 --out {out}");
    let words: Vec<&str> = run.split_whitespace().collect();
    let (_, told, code) = said(&words, "");
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("13 variants") && told.contains("\"hinge\""), "{told}");
    assert!(told.contains("generators, changed: game.mlp.batch"), "{told}");
    let (_, told, _) = said(&[&words[..], &["--variant", "hinge"]].concat(), "");
    assert!(!told.contains("13 variants") && told.contains("mlp: hinge"), "{told}");
    let answer = json(&format!("spectrum {out}/checkpoint-00000001.safetensors --json"));
    assert_eq!(answer["experiment"]["game"]["mlp"]["loss"], serde_json::json!({ "hinge": {} }));
    assert!(answer["experiment"]["run"].get("at").is_none(), "the weights stand in the checkpoint");
    let shown = stdout(&format!("spectrum {out}/checkpoint-00000001.safetensors"));
    assert!(shown.starts_with("generators, hinge, changed: game.mlp.batch"), "{shown}");
}
