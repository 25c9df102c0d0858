//! What the file says is what runs: lists and ranges, variants and overrides, what is in force then, and what is
//! refused. Each case stands with its right answer.

mod common;

use common::said;
use saddleflow::{
    experiment::Experiment, field::AnyAdjust, game::AnyGame, loss::AnyLoss, penalty::AnyPenalty, rule::AnyRule,
};

fn read(text: &str, sets: &[&str]) -> Result<Experiment, String> {
    let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
    Experiment::parse("file.toml", text, &sets).map_err(|fault| fault.to_string())
}

fn parse(text: &str, sets: &[&str]) -> Experiment {
    read(text, sets).unwrap_or_else(|fault| panic!("{fault}\n{text}\n{sets:?}"))
}

/// A list is its values, whatever they are; a range is a table; paths that go together stand in one key.
#[test]
fn a_sweep_runs_the_values_it_names() {
    let line = "game.dirac.penalty.r1.gamma";
    let cases: &[(&str, &[&str])] = &[
        ("'rule.simultaneous.lr' = [0.1, 0.2, 3]", &["lr 0.1", "lr 0.2", "lr 3"]),
        ("'rule.simultaneous.lr' = [3]", &["lr 3"]),
        ("'rule.simultaneous.lr' = { from = 0.1, to = 0.2, count = 3 }", &["lr 0.1", "lr 0.15", "lr 0.2"]),
        ("'rule.simultaneous.lr' = { from = 0.5, to = 9, count = 1 }", &["lr 0.5"]),
        (
            "'rule.simultaneous.lr' = { from = 0.01, to = 1, count = 3, spacing = 'log' }",
            &["lr 0.01", "lr 0.1", "lr 1"],
        ),
        ("'rule.alternating.discriminator_steps' = [1, 5]", &["lr 0.2, n_d 1", "lr 0.2, n_d 5"]),
        ("'rule.alternating.discriminator_steps' = { from = 1, to = 3, count = 2 }", &["n_d 1", "n_d 3"]),
        ("'game.dirac.loss' = ['wasserstein', 'hinge']", &["dirac: wasserstein", "dirac: hinge"]),
        (
            "'game.dirac.loss' = ['minimax', { f_gan = { divergence = 'kl' } }]",
            &["dirac: minimax, r1 γ = 0.3 ·", "dirac: f_gan divergence kl, r1 γ = 0.3 ·"],
        ),
        (
            "'game.dirac.penalty' = [{}, { r1.gamma = 1 }, { r1.gamma = 1, r2.gamma = 2 }]",
            &["minimax ·", "minimax, r1 γ = 1 ·", "minimax, r1 γ = 1, r2 γ = 2 ·"],
        ),
        ("'rule' = ['simultaneous', 'alternating']", &["· simultaneous, lr", "· alternating, lr"]),
        (
            "'rule' = ['simultaneous', 'alternating']\n'rule.*.lr' = [0.1, 0.3]",
            &["simultaneous, lr 0.1", "simultaneous, lr 0.3", "alternating, lr 0.1", "alternating, lr 0.3"],
        ),
        (
            "'game.dirac.penalty.r1.gamma, game.dirac.penalty.r2.gamma' = [[1, 2], [3, 4]]",
            &["r1 γ = 1, r2 γ = 2 ·", "r1 γ = 3, r2 γ = 4 ·"],
        ),
        (
            "'game.dirac.penalty.r1.gamma, rule.simultaneous.lr' = [[1, 0.1], [2, 0.5]]",
            &["r1 γ = 1 · simultaneous, lr 0.1", "r1 γ = 2 · simultaneous, lr 0.5"],
        ),
    ];
    for (sweep, runs) in cases {
        let e = parse(&format!("[game.dirac]\npenalty.r1.gamma = 0.3\n[sweep]\n{sweep}"), &[]);
        let found: Vec<String> = e.cells().expect("cells").iter().map(|c| c.experiment.in_force()).collect();
        assert_eq!(found.len(), runs.len(), "{sweep}: {found:?}");
        for (found, expected) in found.iter().zip(*runs) {
            assert!(format!("{found} ").contains(expected), "{sweep}: {expected:?} is not in {found:?}");
        }
    }
    // A sweep of one penalty keeps the other.
    let both = format!("[game.dirac.penalty]\nr1.gamma = 1\nr2.gamma = 2\n[sweep]\n'{line}' = [5]");
    let kept = parse(&both, &[]).cells().expect("cells")[0].experiment.in_force();
    assert!(kept.contains("r1 γ = 5, r2 γ = 2"), "{kept}");
    // Starts are lists themselves.
    let starts = parse("[sweep]\n'run.steps, run.start' = [[10, [1, 1]], [20, [2, 3]]]", &[]);
    let cells = starts.cells().expect("cells");
    assert_eq!((cells[1].experiment.steps, &cells[1].experiment.start), (20, &vec![2.0, 3.0]));
    assert_eq!(starts.sweep_paths(), ["run.steps", "run.start"]);
    println!("{} sweeps", cases.len() + 2);
}

#[test]
fn a_sweep_that_makes_no_sense_is_refused_where_it_stands() {
    let cases: &[(&str, &[&str])] = &[
        ("'rule.simultaneous.lr' = []", &["an empty list", "file.toml:2:26"]),
        ("'rule.simultaneous.lr' = 3", &["found 3", "a list of values, or a range { from, to, count }", ":2:26"]),
        ("'rule.simultaneous.lr' = [0.1, -2]", &["found -2", "at -2", ":2:26"]),
        ("'rule.simultaneous.lr' = [0.1, 'fast']", &["\"fast\"", ":2:26"]),
        ("'rule.simultaneous.lr' = { from = 0, to = 1, count = 3, spacing = 'log' }", &["ends > 0", ":2:26"]),
        ("'rule.simultaneous.lr' = { from = 1, to = 2, count = 3, spacing = 'lin' }", &["`lin`", "`linear`"]),
        ("'rule.simultaneous.lr' = { from = 1, to = 2, count = 3, step = 1 }", &["`step`", "spacing"]),
        ("'run.steps, rule.simultaneous.lr' = [[1, 0.1], [2]]", &["2 paths go together", "a list of 2"]),
        ("'run.steps, rule.simultaneous.lr' = { from = 1, to = 2, count = 2 }", &["2 paths go together"]),
        ("'run.steps' = [1]\n'run.steps, run.start' = [[1, [1, 1]]]", &["\"run.steps\" twice"]),
        ("rule.simultaneous.lr = [1, 2]", &["`simultaneous`", "a path stands in quotes", ":2:6"]),
        ("'run.steps' = { zip = [1, 2] }", &["`zip`", "paths that go together"]),
        ("'game.dirac.loss' = ['minimx']", &["`minimx`", "`minimax`"]),
        ("'run..steps' = [1]", &["empty key"]),
    ];
    for (sweep, parts) in cases {
        let told = read(&format!("[sweep]\n{sweep}"), &[]).expect_err(sweep);
        for part in *parts {
            assert!(told.contains(part), "{sweep}: {part:?} is missing from\n{told}");
        }
    }
    println!("{} refused", cases.len());
}

/// A text or a table is one cell of the CSV, in quotes where it must be.
#[test]
fn swept_texts_and_tables_are_columns() {
    let place = tempfile::tempdir().expect("a directory");
    let out = place.path().join("out");
    let text = "[run]\nsteps = 5\n[sweep]\n'game.dirac.loss' = ['minimax', { f_gan = { divergence = 'kl', alpha = 0.5 } }]\n'rule.simultaneous.lr, game.dirac.clip' = [[0.1, 1], [0.5, 2]]";
    let (_, told, code) = said(&["run", "-", "--out", &out.to_string_lossy()], text);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("dirac: minimax · simultaneous, lr 0.2"), "{told}");
    let mut summary = csv::Reader::from_path(out.join("summary.csv")).expect("a CSV");
    let header: Vec<&str> = summary.headers().expect("names").iter().take(4).collect();
    assert_eq!(header, ["variant", "game.dirac.loss", "rule.simultaneous.lr", "game.dirac.clip"]);
    let rows: Vec<Vec<String>> =
        summary.records().map(|r| r.expect("a row").iter().skip(1).take(3).map(String::from).collect()).collect();
    let table = "{ f_gan = { alpha = 0.5, divergence = \"kl\" } }";
    let expected = [["minimax", "0.1", "1"], ["minimax", "0.5", "2"], [table, "0.1", "1"], [table, "0.5", "2"]];
    assert_eq!(rows, expected);
}

/// One line over a base of penalties: as a variant in three spellings and as `--set`, and what is then in force.
#[test]
fn a_variant_and_set_replace_by_one_rule() {
    let one = "[game.dirac]\nloss = \"hinge\"\npenalty.r1.gamma = 0.3\n[rule.alternating]\nlr = 0.2\ndiscriminator_steps = 5\n";
    let two = &one.replace("penalty.r1.gamma = 0.3", "penalty = { r1.gamma = 0.3, r2.gamma = 0.4 }");
    let none = &one.replace("penalty.r1.gamma = 0.3", "");
    let rest = "alternating, lr 0.2, n_d 5";
    // Base, path, value, game and penalties, rule.
    let cases: &[(&str, &str, &str, &str, &str)] = &[
        // A table replaces.
        (one, "game.dirac.penalty", "{ r2.gamma = 0.1 }", "hinge, r2 γ = 0.1", rest),
        (one, "game.dirac.penalty", "{ r1.gamma = 0.3, r2.gamma = 0.1 }", "hinge, r1 γ = 0.3, r2 γ = 0.1", rest),
        (two, "game.dirac.penalty", "{ r1.gamma = 1 }", "hinge, r1 γ = 1", rest),
        (two, "game.dirac.penalty", "{}", "hinge", rest),
        (two, "game.dirac.penalty", "\"roth\"", "hinge, roth γ = 0.3", rest),
        (one, "game.dirac", "{ clip = 0.5 }", "minimax, clip 0.5", rest),
        (one, "game", "{ dirac = { clip = 0.5 } }", "minimax, clip 0.5", rest),
        (one, "rule.alternating", "{ lr = 0.1 }", "hinge, r1 γ = 0.3", "alternating, lr 0.1, n_d 1"),
        (one, "rule.alternating", "{}", "hinge, r1 γ = 0.3", "alternating, lr 0.2, n_d 1"),
        // A path into a table changes that key and keeps the others.
        (one, "game.dirac.penalty.r1.gamma", "1", "hinge, r1 γ = 1", rest),
        (two, "game.dirac.penalty.r1.gamma", "1", "hinge, r1 γ = 1, r2 γ = 0.4", rest),
        (one, "game.dirac.loss", "\"minimax\"", "minimax, r1 γ = 0.3", rest),
        (one, "game.dirac.clip", "2.0", "hinge, r1 γ = 0.3, clip 2", rest),
        (one, "rule.alternating.lr", "0.1", "hinge, r1 γ = 0.3", "alternating, lr 0.1, n_d 5"),
        (one, "rule.alternating.lr.generator", "0.1", "hinge, r1 γ = 0.3", "alternating, lr_g 0.1, lr_d 0.2, n_d 5"),
        (one, "rule.alternating.lr.power", "0.5", "hinge, r1 γ = 0.3", "alternating, lr 0.2/k^0.5, n_d 5"),
        (one, "rule.alternating.discriminator_steps", "2e0", "hinge, r1 γ = 0.3", "alternating, lr 0.2, n_d 2"),
        // A name that is not there replaces those that are.
        (one, "game.dirac.penalty.r2.gamma", "0.1", "hinge, r2 γ = 0.1", rest),
        (two, "game.dirac.penalty.roth.gamma", "0.1", "hinge, roth γ = 0.1", rest),
        (none, "game.dirac.penalty.r2.gamma", "0.1", "hinge, r2 γ = 0.1", rest),
        (one, "rule.simultaneous.lr", "0.1", "hinge, r1 γ = 0.3", "simultaneous, lr 0.1"),
        (one, "game.dirac.loss.f_gan.divergence", "\"kl\"", "f_gan divergence kl, r1 γ = 0.3", rest),
    ];
    for (base, path, value, game, rule) in cases {
        let expected = format!("dirac: {game} · {rule}");
        let (heading, key) =
            path.rsplit_once('.').map_or(("variant".into(), *path), |(a, b)| (format!("variant.{a}"), b));
        let spellings = [
            format!("{base}[[variant]]\nname = \"v\"\n{path} = {value}\n"),
            format!("{base}[[variant]]\nname = \"v\"\n\"{path}\" = {value}\n"),
            if heading == "variant" {
                String::new()
            } else {
                format!("{base}[[variant]]\nname = \"v\"\n[{heading}]\n{key} = {value}\n")
            },
        ];
        for text in spellings.iter().filter(|text| !text.is_empty()) {
            assert_eq!(parse(text, &[]).variant("v").expect("a variant").in_force(), expected, "{text}");
        }
        assert_eq!(parse(base, &[&format!("{path}={value}")]).in_force(), expected, "{base}--set {path}={value}");
    }
    // Two named together stay together, whichever comes first.
    let both = "dirac: hinge, r1 γ = 1, r2 γ = 2 · alternating, lr 0.2, n_d 5";
    let (r1, r2) = ("game.dirac.penalty.r1.gamma", "game.dirac.penalty.r2.gamma");
    for base in [one, two, none] {
        let text = format!("{base}[[variant]]\nname = \"v\"\n{r2} = 2\n{r1} = 1\n");
        assert_eq!(parse(&text, &[]).variant("v").expect("a variant").in_force(), both);
        for sets in [[format!("{r1}=1"), format!("{r2}=2")], [format!("{r2}=2"), format!("{r1}=1")]] {
            assert_eq!(parse(base, &[&sets[0], &sets[1]]).in_force(), both);
        }
    }
    println!("{} lines in four spellings", cases.len());
}

/// The command line has the last word, over variants too.
#[test]
fn set_goes_over_variants() {
    let text = "[rule.alternating]\nlr = 0.2\n[[variant]]\nname = \"a\"\nrule.alternating.lr = 0.5\n[[variant]]\nname = \"b\"\nrule.simultaneous.lr = 0.5\n";
    let of = |name: &str, set: &str| parse(text, &[set]).variant(name).expect("a variant").in_force();
    assert_eq!(of("a", "rule.alternating.lr=0.1"), "dirac: minimax · alternating, lr 0.1, n_d 1");
    assert_eq!(of("b", "rule.*.lr=0.1"), "dirac: minimax · simultaneous, lr 0.1");
    assert_eq!(parse("[game.dirac]", &["rule.*.lr=0.1"]).in_force(), "dirac: minimax · simultaneous, lr 0.1");
    assert_eq!(of("b", "game.dirac.loss=hinge"), "dirac: hinge · simultaneous, lr 0.5");
    assert!(read(text, &["variant=3"]).is_err_and(|f| f.contains("--variant")));
}

/// What is left after all overrides is checked; a fault of the file itself keeps line and caret.
#[test]
fn overrides_are_checked_together() {
    let turns = "[rule.adam]\ndiscriminator_steps = 5\n";
    assert!(read(turns, &[]).is_err_and(|f| f.contains("need turns") && f.contains("file.toml:1:")));
    for sets in [
        &["rule.adam.order=generator_first"][..],
        &["rule.adam.discriminator_steps=1"],
        &["rule=simultaneous"],
        &["rule.adam.generator_steps=3", "rule.adam.order=discriminator_first"],
        &["rule.adam.order=discriminator_first", "rule.adam.generator_steps=3"],
    ] {
        parse(turns, sets);
    }
    // Not of the overrides: line and caret.
    let told = read(turns, &["run.steps=3"]).expect_err("no turns");
    assert!(told.contains("file.toml:1:") && !told.contains("after --set"), "{told}");
    let told = read("[game.dirac]\nlos = 3", &["run.steps=3"]).expect_err("no such key");
    assert!(told.contains("file.toml:2:1") && told.contains("^^^"), "{told}");
    // Of the overrides: they are named.
    let told = read("[game.dirac]\nloss = \"hinge\"", &["rule.alternating.lr=-1"]).expect_err("no rate");
    assert!(told.contains("after --set rule.alternating.lr=-1"), "{told}");
    // The same of a variant.
    let variant = "[[variant]]\nname = \"v\"\nrule.momentum.discriminator_steps = 5\n";
    assert!(read(variant, &[]).is_err_and(|f| f.contains("file.toml:3:") && f.contains("in variant \"v\"")));
    parse(variant, &["rule.momentum.order=generator_first"]);
}

/// Text, overrides, and what the complaint must say.
#[test]
fn variants_and_overrides_that_make_no_sense_are_refused() {
    let v = |lines: &str| format!("[game.dirac]\nloss = \"hinge\"\n[[variant]]\nname = \"v\"\n{lines}\n");
    let r1 = "[game.dirac]\npenalty.r1.gamma = 0.3\n".to_string();
    let cases: &[(String, &[&str], &[&str])] = &[
        (v("game.dirac.los = \"minimax\""), &[], &["`los`", "`loss`", "file.toml:5:12", "in variant \"v\""]),
        (v("rule.simultaneous.lr = -1"), &[], &["found -1", "file.toml:5:"]),
        (v("gme.dirac.clip = 1"), &[], &["`gme`", "`game`", "file.toml:5:"]),
        (v("game.dirac.clip = 1\n[variant.rule.simultaneous]\nlrr = 1"), &[], &["`lrr`", "file.toml:7:1"]),
        (v("[variant.sweep]\n'run.steps' = [1]"), &[], &["no `sweep` of its own", "file.toml:6:"]),
        (v("variant = 3"), &[], &["no `variant` of its own"]),
        (v("[[variant]]\nname = \"v\""), &[], &["two variants are called \"v\"", "file.toml:6:8"]),
        (v("[[variant]]\nname = \"all\""), &[], &["cannot be called \"all\"", "file.toml:6:8"]),
        (v("[[variant]]\nname = \"\""), &[], &["needs a name", "file.toml:6:8"]),
        (v("[[variant]]\nrule = \"adam\""), &[], &["the key `name` is missing"]),
        // A part of a path is answered with the whole.
        (r1.clone(), &["gamma=1"], &["no `gamma`", "`game.dirac.penalty.r1.gamma`"]),
        (r1.clone(), &["r1.gamma=1"], &["`game.dirac.penalty.r1.gamma`"]),
        (r1.clone(), &["penalty.r1.gamma=1"], &["`game.dirac.penalty.r1.gamma`"]),
        (r1.clone(), &["game.penalty.r1.gamma=1"], &["`game.dirac.penalty.r1.gamma`"]),
        (r1.clone(), &["lr=1"], &["`rule.simultaneous.lr`"]),
        (r1.clone(), &["rule.lr=1"], &["`rule.simultaneous.lr`"]),
        (r1.clone(), &["steps=1"], &["`run.steps`"]),
        (r1.clone(), &["loss=hinge"], &["`game.dirac.loss`"]),
        (r1.clone(), &["discriminator_steps=3"], &["`rule.alternating.discriminator_steps`", "`rule.adam.discrim"]),
        (
            "[game.dirac]\npenalty.r1.gamma = 0.3\n[field.consensus]\n".into(),
            &["gamma=1"],
            &["`game.dirac.penalty.r1.gamma`", "`field.consensus.gamma`"],
        ),
        ("[game.dirac]".into(), &["gamma=1"], &["`game.dirac.penalty.r1.gamma`", "`field.consensus.gamma`"]),
        (
            "[rule.adam]\ndiscriminator_steps = 5".into(),
            &["order=generator_first"],
            &["write the whole path: `rule.adam.order`"],
        ),
        (r1.clone(), &["gama=1"], &["`gama`"]),
        // Quotes and values.
        (r1.clone(), &["game.\"dirac.penalty=1"], &["no `=`"]),
        (r1.clone(), &["\"game\"x=1"], &["a quote"]),
        (r1.clone(), &["game.dirac.\"\".x=1"], &["empty key"]),
        (r1.clone(), &["rule="], &["no value"]),
        (r1.clone(), &["game.dirac.penalty={r1={gamma=1}"], &["no TOML"]),
        (r1.clone(), &["run.start=[1,2"], &["no TOML"]),
        (r1.clone(), &["run.steps=5\nseed=3"], &["more than one value"]),
        (r1.clone(), &["run.steps=2.5"], &["found 2.5", "a whole number"]),
    ];
    for (text, sets, parts) in cases {
        let told = read(text, sets).expect_err(&format!("{text}{sets:?}"));
        for part in *parts {
            assert!(told.contains(part), "{part:?} is missing from\n{told}\nabout\n{text}{sets:?}");
        }
    }
    let told = read("[rule.adam]\ndiscriminator_steps = 5", &["order=generator_first"]).expect_err("a part of a path");
    assert!(!told.contains("rule.alternating.order"), "of the rule that is there: {told}");
    println!("{} refused", cases.len());
    // And what is read.
    let swept = "[sweep]\n\"rule.simultaneous.lr\" = [1, 2]\n";
    let sets: &[(&str, usize)] = &[
        ("sweep.\"rule.simultaneous.lr\"=[0.1, 0.2, 0.3]", 3),
        ("sweep.'rule.simultaneous.lr'={from=0.1,to=0.2,count=4}", 4),
        ("sweep.'game.dirac.loss'=['minimax','hinge']", 4),
        ("sweep.*=[5]", 1),
        ("sweep={}", 1),
        ("'sweep'={'run.steps'=[1,2,3,4,5]}", 5),
    ];
    for (set, cells) in sets {
        assert_eq!(parse(swept, &[set]).cells().expect("cells").len(), *cells, "{set}");
    }
    let e = parse("[game.dirac]", &["rule.simultaneous.lr=.5", "run.steps=1e2", "run.start=[1, 2.5]"]);
    assert_eq!(
        (e.steps, &e.start[..], e.in_force().as_str()),
        (100, &[1.0, 2.5][..], "dirac: minimax · simultaneous, lr 0.5")
    );
    assert_eq!(parse("[run]\nsteps = 1e2", &[]).steps, 100);
}

/// Every entry of every registry says its name, and every number that is not its default.
#[test]
fn what_is_in_force_is_one_line_for_every_entry() {
    let mut lines = 0;
    let mut line = |text: String, parts: &[&str]| {
        let e = parse(&text, &[]);
        let line = e.in_force();
        assert!(!line.contains('\n') && parts.iter().all(|part| line.contains(part)), "{parts:?}: {line:?} of {text}");
        lines += 1;
    };
    AnyGame::NAMES.iter().filter(|n| **n != "mlp").for_each(|n| line(format!("game = \"{n}\""), &[n]));
    AnyLoss::NAMES.iter().for_each(|n| line(format!("game.dirac.loss = \"{n}\""), &["dirac: ", n]));
    AnyPenalty::NAMES
        .iter()
        .for_each(|n| line(format!("game.location.penalty = \"{n}\""), &["location: minimax, ", n]));
    AnyRule::NAMES.iter().for_each(|n| line(format!("rule = \"{n}\""), &[" · ", n]));
    for n in AnyAdjust::NAMES {
        let shown = if *n == "plain" { "minimax · simultaneous" } else { n };
        line(format!("field = \"{n}\""), &[shown]);
    }
    for (text, exact) in [
        (
            "[game.dirac]\npenalty = { r1.gamma = 0.3, r2.gamma = 0.3 }\n[rule.alternating]\nlr = 0.2",
            "dirac: minimax, r1 γ = 0.3, r2 γ = 0.3 · alternating, lr 0.2, n_d 1",
        ),
        (
            "[game.dirac]\nclip = 1\nnoise = { sigma = 0.7, on = \"fake\" }\n[field.consensus]\ngamma = 2\n[rule.momentum]\nlr = { generator = 0.1, discriminator = 0.4 }\nbeta = { generator = -0.1, discriminator = 0.2 }",
            "dirac: minimax, noise (on fake, σ = 0.7), clip 1 · consensus, γ = 2 · momentum, lr_g 0.1, lr_d 0.4, β_g = -0.1, β_d = 0.2",
        ),
        (
            "[game.bilinear]\nmatrix = [[1, 2], [3, 4]]\n[rule.lookahead]\nk = 3\ninner.extragradient.lr = 1e-5",
            "bilinear: matrix [[1, 2], [3, 4]] · lookahead, k 3, α = 0.5, inner extragradient lr 1e-5",
        ),
        (
            "[game.expression]\ngenerator = \"a*theta*psi\"\ndiscriminator = \"-a*theta*psi\"\nparameters.a = 2",
            "expression: parameters a 2, generator a*theta*psi, discriminator -a*theta*psi · simultaneous, lr 0.2",
        ),
    ] {
        assert_eq!(parse(text, &[]).in_force(), exact);
    }
    println!("{lines} lines");
}
