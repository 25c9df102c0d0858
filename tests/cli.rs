//! The command line as a user and a script meet it.

mod common;

use common::{json, saddleflow, stdout};
use predicates::{prelude::*, str::contains};
use saddleflow::{
    experiment::{self, Experiment},
    figures::FIGURES,
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
    time::Duration,
};

const BINARY: &str = env!("CARGO_BIN_EXE_saddleflow");
const COMMANDS: &[&str] = &[
    "reproduce",
    "verify",
    "spectrum",
    "simulate",
    "gradients",
    "portrait",
    "animate",
    "run",
    "atlas",
    "basin",
    "divergence",
    "distance",
    "lint",
    "list",
    "explain",
    "cite",
    "completions",
    "man",
];

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

/// Every file below a directory with its bytes.
fn contents(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            all.extend(contents(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            all.insert(name, fs::read(&path).expect("a readable file"));
        }
    }
    all
}

#[test]
fn every_command_has_help_with_an_argument_a_line() {
    let all = stdout("--help");
    for command in COMMANDS {
        assert!(all.contains(&format!("\n  {command}")), "{command} is missing from\n{all}");
        let help = stdout(&format!("{command} --help"));
        assert!(help.contains("Usage: saddleflow"), "{help}");
    }
    assert!(stdout("--version").starts_with("saddleflow "));
}

#[test]
fn the_manual_and_the_completions_know_every_command() {
    let manual = stdout("man");
    let shells = ["bash", "elvish", "fish", "powershell", "zsh"].map(|shell| stdout(&format!("completions {shell}")));
    for command in COMMANDS {
        assert!(manual.contains(command), "{command}");
        assert!(shells.iter().all(|text| text.contains(command)), "{command}");
        assert!(stdout(&format!("man {command}")).contains(&format!("saddleflow\\-{command}")), "{command}");
    }
}

#[test]
fn a_wrong_call_ends_with_2_and_says_what_was_meant() {
    let cases: &[(&str, &[&str])] = &[
        ("", &["Usage"]),
        ("spectrm r1", &["'spectrum'"]),
        ("spectrum", &["<EXPERIMENT>"]),
        ("spectrum r1 --jsn", &["'--json'"]),
        ("spectrum r11", &["no file r11", "`r1`"]),
        ("spectrum methods_simultanous", &["`methods_simultaneous`", "saddleflow list experiments"]),
        ("spectrum /", &["/ is a directory"]),
        ("spectrum r1 --set rule.alternating.lrr=0.1", &["`lrr`", "did you mean `lr`?", "--set"]),
        ("spectrum r1 --set rule.alternating.lr=-1", &["found -1"]),
        ("spectrum r1 --set rule.alternating.lr=fast", &["the text \"fast\"", "a number"]),
        ("spectrum r1 --set game.dirac=3", &["found 3", "a table"]),
        ("spectrum r1 --set seed.x=3", &["found a table", "a whole number"]),
        ("spectrum r1 --set seed", &["no `=`", "path=value"]),
        ("spectrum r1 --at 1", &["`run.at` has 1 number,", "2: 1 for θ"]),
        ("spectrum r1 --at 1,x", &["--at \"1,x\"", "--at 0.5,-1"]),
        ("spectrum r1 --variant GAN", &["r1.toml has no variants"]),
        ("spectrum methods_simultaneous --variant GN", &["did you mean `GAN`", "\"WGAN, clipped\""]),
        ("simulate r1 --every 0", &["--every"]),
        ("simulate r1 --format jsn", &["json"]),
        ("simulate r1 --json --format csv", &["cannot be used with"]),
        ("simulate r1 --threads 0", &["--threads"]),
        ("portrait r1", &["--out"]),
        ("portrait r1 --out x --window 1,2,3", &["--window", "A,B,C,D"]),
        ("portrait r1 --out x --window 2,1,0,1", &["--window"]),
        ("portrait r1 --out x --grid 1", &["--grid"]),
        ("portrait r1 --out x --font-size 3", &["4 to 40"]),
        ("portrait r1 --out x --start 1", &["`run.start` has 1 number,"]),
        ("portrait r1 --out x --set game.dirac.dim=2 --set run.start=[1,1,1,1]", &["one θ and one ψ", "2 and 2"]),
        ("list loses", &["'losses'"]),
        ("explain lemma_22", &["`lemma_2_2`", "saddleflow list"]),
        ("cite mimax", &["`minimax`"]),
        ("verify lemma_2_22", &["`lemma_2_2`", "saddleflow list claims"]),
        ("reproduce --only lemma_2_22", &["`lemma_2_2`", "saddleflow list figures"]),
        ("man spectrm", &["`spectrum`"]),
        ("completions tcsh", &["bash"]),
    ];
    for (arguments, parts) in cases {
        let output = saddleflow(arguments).assert().code(2).stdout("").get_output().stderr.clone();
        let said = String::from_utf8(output).expect("UTF-8");
        for part in *parts {
            assert!(said.contains(part), "saddleflow {arguments}: {part:?} is missing from\n{said}");
        }
    }
}

#[test]
fn a_wrong_file_is_shown_with_line_and_caret() {
    let wrong = "[game.dirac]\npenalty.r1.gama = 0.3\n";
    saddleflow("spectrum -")
        .write_stdin(wrong)
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains("<standard input>:2:12"))
        .stderr(contains("2 | penalty.r1.gama = 0.3\n  |            ^^^^\n"))
        .stderr(contains("did you mean `gamma`?"));
}

#[test]
fn where_nothing_can_be_written_nothing_is_computed() {
    let place = directory();
    fs::write(place.path().join("file"), "mine").expect("a file");
    fs::create_dir(place.path().join("full")).expect("a directory");
    fs::write(place.path().join("full/notes.txt"), "mine").expect("a file");
    let before = contents(place.path());
    let cases = [
        ("reproduce --only lemma_2_2 --out file", "file is a file"),
        ("reproduce --only lemma_2_2 --out file/below", "file is a file"),
        ("portrait r1 --out file", "file is a file"),
        ("run r1 --out file", "is a file"),
        ("run r1 --out full", "holds notes.txt"),
        ("run r1 --out file/below", "is a file"),
    ];
    for (arguments, told) in cases {
        saddleflow(arguments).current_dir(place.path()).assert().code(2).stdout("").stderr(contains(told));
        assert_eq!(contents(place.path()), before, "saddleflow {arguments}");
    }
}

#[test]
fn spectrum_json_keeps_its_contract() {
    let report = json("spectrum r1 --json");
    assert_eq!(report["game"], "dirac");
    assert_eq!(report["rule"], "alternating");
    assert_eq!(report["equilibrium"], serde_json::json!([0.0, 0.0]));
    assert_eq!(report["at_equilibrium"], true);
    assert_eq!(report["verdict"]["kind"], "converges");
    assert_eq!(report["verdict"]["rate"], report["update"]["radius"]);
    assert!(report["verdict"]["sentence"].as_str().expect("a sentence").starts_with("Converges locally"));
    let field = report["field"]["eigenvalues"].as_array().expect("a list");
    // −γ/2 ± √(γ²/4 − f'(0)²), sorted by (re, im).
    let imaginary = (0.25_f64 - 0.3 * 0.3 / 4.0).sqrt();
    for (pair, expected) in field.iter().zip([-imaginary, imaginary]) {
        assert!((pair[0].as_f64().expect("re") + 0.15).abs() < 1e-15);
        assert!((pair[1].as_f64().expect("im") - expected).abs() < 1e-15);
    }
    assert!((report["field"]["abscissa"].as_f64().expect("a number") + 0.15).abs() < 1e-15);

    let elsewhere = json("spectrum r1 --json --at -1,0.5");
    assert_eq!(elsewhere["equilibrium"], serde_json::json!([-1.0, 0.5]));
    assert_eq!(elsewhere["at_equilibrium"], false);

    // A kink: no update spectrum, and the verdict says why.
    let mut kink = saddleflow("spectrum methods_simultaneous --json --variant WGAN-GP");
    let report: Value = serde_json::from_slice(&kink.assert().success().get_output().stdout).expect("JSON");
    assert_eq!(report["update"], Value::Null);
    assert!(report["update_reason"].as_str().is_some_and(|why| why.contains("it jumps along ψ")), "{report}");
    assert_eq!(report["verdict"]["kind"], "not_differentiable");
    assert_eq!(report["verdict"]["rate"], Value::Null);
}

#[test]
fn simulate_json_keeps_its_contract() {
    let outcome = json("simulate r1 --json");
    let keys: Vec<&String> = outcome.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "claim",
            "evidence",
            "experiment",
            "finding",
            "measured",
            "predicted",
            "reason",
            "saddleflow",
            "sentence",
            "step",
            "verdict"
        ]
    );
    let (predicted, measured) = (&outcome["predicted"], &outcome["measured"]);
    for key in ["rate", "period"] {
        let (p, m) = (predicted[key].as_f64().expect("a number"), measured[key].as_f64().expect("a number"));
        assert!((p / m - 1.0).abs() < 1e-6, "{key}: {p} and {m}");
    }
    assert_eq!((&outcome["reason"], &outcome["step"]), (&Value::Null, &Value::from(500)));
    // 455 is the first step within 1e-6.
    assert_eq!((&outcome["finding"], &outcome["evidence"]["step"]), (&"converged".into(), &455.into()));
    assert_eq!(json("simulate r1 --format json"), outcome);
}

#[test]
fn a_run_that_overflows_is_an_answer() {
    let wild = "simulate r1 --set game.dirac.loss=wasserstein --set penalty={} --set rule.simultaneous.lr=1e100";
    let arguments = wild.replace("--set penalty={}", "--set game.dirac.penalty={}");
    let outcome = json(&format!("{arguments} --json"));
    assert_eq!((&outcome["reason"], &outcome["finding"]), (&"diverged".into(), &"diverged".into()));
    let step = outcome["step"].as_u64().expect("a step");
    let csv = stdout(&format!("{arguments} --format csv"));
    assert_eq!(csv.lines().count() as u64, step + 1, "a header and the finite rows 0 to {}", step - 1);
    assert!(csv.lines().skip(1).flat_map(|l| l.split(',')).all(|x| x.parse::<f64>().expect("a number").is_finite()));
    saddleflow(&arguments).assert().success().stdout(contains(format!("Diverged at step {step}")));
}

/// Data on standard output, the sentence on standard error, and silence where it is asked for.
#[test]
fn the_sentence_goes_where_the_data_does_not() {
    let sentence = "Converged: from step 455 on";
    saddleflow("simulate r1").assert().success().stdout(contains(sentence)).stderr("");
    for form in ["--json", "--format json", "--format csv"] {
        let assert = saddleflow(&format!("simulate r1 {form}")).assert().success().stderr(contains(sentence));
        assert.stderr(contains("saddleflow explain lemma_3_3"));
        saddleflow(&format!("--quiet simulate r1 {form}")).assert().success().stderr("");
    }
}

#[test]
fn a_csv_reads_back_to_the_same_bits() {
    let experiment = Experiment::load("r1", &[]).expect("a built-in experiment");
    let (run, _) = experiment::simulate(&experiment);
    let csv = stdout("simulate r1 --format csv");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("step,theta,psi"));
    let rows: Vec<Vec<f64>> = lines.map(|l| l.split(',').map(|x| x.parse().expect("a number")).collect()).collect();
    assert_eq!(rows.len(), run.len());
    for (k, row) in rows.iter().enumerate() {
        let bits: Vec<u64> = row[1..].iter().map(|x| x.to_bits()).collect();
        assert_eq!((row[0], bits), (k as f64, run.row(k).iter().map(|x| x.to_bits()).collect()));
    }
    let thinned: Vec<String> = stdout("simulate r1 --format csv --every 100").lines().map(Into::into).collect();
    let expected: Vec<&str> =
        csv.lines().enumerate().filter(|(k, _)| k % 100 == 1 || *k == 0).map(|(_, l)| l).collect();
    assert_eq!(thinned, expected);
    let wide = stdout("simulate r1 --format csv --set game.dirac.dim=2 --set run.start=[1,2,3,4] --set run.steps=0");
    assert_eq!(wide, "step,theta_0,theta_1,psi_0,psi_1\n0,1.0,2.0,3.0,4.0\n");
    // JSON numbers, too; the shortest text that reads back is the number's own.
    let radius = experiment::spectrum(&experiment).update.expect("an update").radius;
    assert!(stdout("spectrum r1 --json").contains(&format!("\"radius\": {radius:?}\n")));
}

#[test]
fn portrait_writes_three_pictures_and_the_field() {
    let place = directory();
    let mut command = saddleflow("portrait r1 --grid 3 --window -1,2,-1.5,1.5 --start 1,1 --start -0.5,0.25 --out");
    command.arg(place.path()).assert().success();
    let files = contents(place.path());
    assert_eq!(files.keys().collect::<Vec<_>>(), ["field.csv", "r1.pdf", "r1.png", "r1.svg"]);
    let csv = String::from_utf8(files["field.csv"].clone()).expect("UTF-8");
    let rows: Vec<Vec<f64>> =
        csv.lines().skip(1).map(|l| l.split(',').map(|x| x.parse().expect("a number")).collect()).collect();
    assert_eq!((csv.lines().next(), rows.len()), (Some("theta,psi,v_theta,v_psi"), 9));
    for row in rows {
        let [theta, psi, a, b] = row[..] else { panic!("{row:?}") };
        assert!((-1.0..=2.0).contains(&theta) && (-1.5..=1.5).contains(&psi));
        // f'(t) = σ(−t), and R1 with γ = 0.3.
        let slope = 1.0 / (1.0 + (theta * psi).exp());
        assert!((a + psi * slope).abs() < 1e-15 && (b - theta * slope + 0.3 * psi).abs() < 1e-15, "{row:?}");
    }
}

#[test]
fn verify_fails_exactly_where_a_claim_fails() {
    let records = json("verify lemma_2_2 --json");
    for record in records.as_array().expect("a list") {
        let keys: Vec<&String> = record.as_object().expect("an object").keys().collect();
        let contract = "error jacobian measured passed predicted provenance run source stem title tolerance";
        assert_eq!(keys, contract.split(' ').collect::<Vec<_>>());
        assert_eq!((&record["stem"], &record["passed"]), (&"lemma_2_2".into(), &true.into()));
    }
    saddleflow("verify lemma_2_2").assert().success().stdout(contains("6 of 6 checks of 1 claim hold"));
    let misprint = saddleflow("verify lemma_2_2 --misprint --json").assert().code(1).get_output().stdout.clone();
    let records: Value = serde_json::from_slice(&misprint).expect("JSON");
    assert!(records.as_array().expect("a list").iter().all(|r| r["passed"] == false));
    saddleflow("verify lemma_2_2 --misprint").assert().code(1).stdout(contains("fails"));
}

#[test]
fn every_name_is_listed_explained_and_cited() {
    let entries = json("list --json");
    let entries = entries.as_array().expect("a list");
    for room in
        ["losses", "penalties", "games", "data", "latents", "baselines", "fields", "rules", "experiments", "claims"]
    {
        assert!(entries.iter().any(|e| e["room"] == room), "{room}");
        assert!(stdout(&format!("list {room}")).starts_with(&room.to_uppercase()));
    }
    stdout("list figures");
    let r1 = entries.iter().find(|e| e["name"] == "r1" && e["room"] == "penalties").expect("r1");
    assert_eq!(r1["keys"], serde_json::json!([{ "key": "gamma", "default": 0.3 }]));
    assert!(r1["source"].as_str().expect("a text").contains("Mescheder"));
    for name in entries.iter().map(|e| e["name"].as_str().expect("a name")) {
        saddleflow(&format!("explain {name}")).assert().success().stdout(contains(name).or(contains("# ")));
        saddleflow(&format!("cite {name}")).assert().success().stdout(contains("@software{saddleflow"));
    }
    assert!(stdout("explain lemma_2_2").starts_with("# Lemma 2.2"));
    let r1 = stdout("cite r1");
    assert!(r1.contains("1801.04406") && !r1.contains("1701.07875"), "{r1}");
    assert!(stdout("cite").matches("\n@").count() > 20);
}

/// Every source line of a registry with a year in it means a work of the bibliography.
#[test]
fn every_source_is_in_the_bibliography() {
    let entries = json("list --json");
    for entry in entries.as_array().expect("a list").iter().filter(|e| e["keys"].is_array()) {
        let source = entry["source"].as_str().expect("a text");
        let year = |word: &str| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| year > 1900);
        if !source.split(|c: char| !c.is_ascii_digit()).any(year) {
            continue;
        }
        let cited = stdout(&format!("cite {}", entry["name"].as_str().expect("a name")));
        assert!(cited.matches('@').count() > 1, "{}: nothing to cite for {source:?}", entry["name"]);
    }
}

#[test]
fn piped_output_has_no_colours_and_a_closed_pipe_is_no_fault() {
    for command in ["spectrum r1", "simulate r1", "verify lemma_2_2", "list"] {
        assert!(!stdout(command).contains('\x1b'), "{command}");
    }
    let mut child = std::process::Command::new(BINARY)
        .args(["simulate", "r1", "--quiet", "--format", "csv", "--set", "run.steps=300000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    assert_eq!(line, "step,theta,psi\n");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

const SWEEP: &str = "title = \"a sweep\"
[game.dirac]
penalty.r1.gamma = 0.3
[rule.simultaneous]
lr = 0.2
[run]
steps = 40
[sweep]
\"game.dirac.penalty.r1.gamma\" = { from = 0, to = 2, count = 5 }
\"rule.simultaneous.lr\" = { from = 0.1, to = 0.4, count = 4 }
[[variant]]
name = \"minimax\"
[[variant]]
name = \"clipped, Wasserstein\"
game.dirac.loss = \"wasserstein\"
game.dirac.clip = 1.0
";

#[test]
fn a_run_directory_is_the_same_on_any_number_of_threads() {
    let place = directory();
    let mut runs = Vec::new();
    for threads in ["1", "2", "5"] {
        let out = place.path().join(threads);
        let mut command = saddleflow("run - --out");
        let says = "a sweep: minimax\ndirac: minimax, r1 γ = 0.3 · simultaneous, lr 0.2\n\
                    a sweep: clipped, Wasserstein\ndirac: wasserstein, r1 γ = 0.3, clip 1 · simultaneous, lr 0.2\n";
        command
            .arg(&out)
            .args(["--threads", threads])
            .write_stdin(SWEEP)
            .assert()
            .success()
            .stderr(predicates::str::starts_with(says));
        runs.push(contents(&out));
    }
    assert!(runs[0] == runs[1] && runs[0] == runs[2]);
    let text = |name: &str| String::from_utf8(runs[0][name].clone()).expect("UTF-8");
    assert_eq!(runs[0].keys().collect::<Vec<_>>(), ["manifest.json", "summary.csv", "trajectories.csv"]);
    let summary = text("summary.csv");
    assert!(summary.starts_with("variant,game.dirac.penalty.r1.gamma,rule.simultaneous.lr,radius,abscissa,verdict,"));
    assert_eq!(summary.lines().count(), 1 + 2 * 5 * 4);
    assert_eq!(text("trajectories.csv").lines().count(), 1 + 2 * 5 * 4 * 41);
    let manifest: Value = serde_json::from_str(&text("manifest.json")).expect("JSON");
    assert_eq!((&manifest["runs"], &manifest["title"]), (&40.into(), &"a sweep".into()));
    assert_eq!(
        manifest["sha256"]["summary.csv"],
        experiment::store::digest(&runs[0]["summary.csv"]),
        "the digest is that of the file"
    );
    // Again into the same place: replaced, whole.
    let mut again = saddleflow("run - --quiet --out");
    again.arg(place.path().join("1")).write_stdin(SWEEP).assert().success();
    assert_eq!(contents(&place.path().join("1")), runs[0]);
    assert_eq!(fs::read_dir(place.path()).expect("the place").count(), 3, "nothing temporary is left");
}

#[test]
fn reproduce_writes_the_same_bytes_twice_and_touches_nothing_else() {
    let Some(figure) = FIGURES.first() else { return };
    let place = directory();
    fs::write(place.path().join("other.svg"), "mine").expect("a file");
    let stem = figure.stem;
    let mut all = Vec::new();
    for threads in [1, 2] {
        let mut command = saddleflow(&format!("reproduce --pdf --threads {threads} --only lemma_2_2 {stem} --out"));
        command.arg(place.path()).assert().success().stdout(contains("checks of 1 claim hold"));
        all.push(contents(place.path()));
    }
    assert!(all[0] == all[1]);
    let names: Vec<&String> = all[0].keys().collect();
    let mut expected: Vec<String> = ["csv", "json", "pdf", "png", "svg"].map(|kind| format!("{stem}.{kind}")).into();
    expected.push("other.svg".into());
    expected.sort();
    assert_eq!(names, expected.iter().collect::<Vec<_>>());
    assert_eq!(all[0]["other.svg"], b"mine");
    let manifest: Value = serde_json::from_slice(&all[0][&format!("{stem}.json")]).expect("JSON");
    assert_eq!(manifest["csv_sha256"], experiment::store::digest(&all[0][&format!("{stem}.csv")]));
}

/// Sends the signal of Ctrl-C after a while and returns the exit code.
#[cfg(unix)]
fn interrupted(arguments: &[&str], after: Duration) -> Option<i32> {
    let mut child = std::process::Command::new(BINARY)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process");
    std::thread::sleep(after);
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.is_ok());
    child.wait().expect("an end").code()
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_whole_files_only() {
    let place = directory();
    let finished = place.path().join("finished");
    let path = |name: &str| place.path().join(name).to_string_lossy().into_owned();
    let stems: Vec<&str> = FIGURES.iter().take(2).map(|f| f.stem).collect();
    let reproduce = |out: &str| {
        let mut words = vec!["reproduce".to_string(), "--only".into(), "lemma_2_2".into()];
        words.extend(stems.iter().map(ToString::to_string));
        words.extend(["--out".to_string(), path(out)]);
        words
    };
    std::process::Command::new(BINARY).args(reproduce("finished")).output().expect("a run");
    let whole = contents(&finished);
    for (k, milliseconds) in [60, 150, 300, 600, 1200].into_iter().enumerate() {
        let after = Duration::from_millis(milliseconds);
        let out = format!("cut_{k}");
        let words = reproduce(&out);
        let code = interrupted(&words.iter().map(String::as_str).collect::<Vec<_>>(), after);
        // No code: the signal came before the program had begun.
        assert!(matches!(code, None | Some(0 | 130)), "{code:?}");
        for (name, bytes) in contents(Path::new(&path(&out))) {
            assert!(whole.get(&name) == Some(&bytes), "{name} is not whole after {milliseconds} ms");
        }
        let run = format!("run_{k}");
        let long = ["run", "r1", "--set", "run.steps=100000", "--out", &path(&run)].map(String::from);
        let code = interrupted(&long.each_ref().map(String::as_str), after);
        let files = contents(Path::new(&path(&run)));
        let whole = files.len() == 3;
        assert!(whole || files.is_empty() && code != Some(0), "{code:?}: {:?}", files.keys());
    }
    let top = fs::read_dir(place.path()).expect("the place").flatten().map(|e| e.file_name().to_string_lossy().into());
    let left: Vec<String> = contents(place.path()).into_keys().chain(top).filter(|name| name.contains("tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}
