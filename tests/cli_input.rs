//! The command line: what is refused, and what the switches of `simulate` and `list` add.

mod common;

use common::{json, saddleflow, stdout};
use saddleflow::experiment::Experiment;
use serde_json::Value;

/// What `list` says of dense kernels is what a basin runs on.
#[test]
fn games_and_rules_with_a_dense_kernel_are_named() {
    let entries = json("list --json");
    let of = |room: &str| -> Vec<(String, Value)> {
        let all = entries.as_array().expect("a list").iter().filter(|e| e["room"] == room);
        all.map(|e| (e["name"].as_str().expect("a name").into(), e["dense_with"].clone())).collect()
    };
    let names = |with: &Value, name: &str| with.as_array().is_some_and(|all| all.iter().any(|n| n == name));
    let mut dense = 0;
    for (game, rules) in of("games") {
        for (rule, games) in of("rules") {
            let text = format!("game.{game} = {{}}\nrule.{rule} = {{}}");
            // What the rule refuses has no kernel.
            let kernel = Experiment::parse("test", &text, &[]).is_ok_and(|e| e.dense());
            assert_eq!((names(&rules, &rule), names(&games, &game)), (kernel, kernel), "{game}, {rule}");
            dense += u32::from(kernel);
        }
    }
    assert!(dense >= 2, "{dense}");
    assert!(stdout("list games").contains("dense kernel (many starts at once) with simultaneous, alternating"));
    assert!(stdout("list rules").contains("dense kernel (many starts at once) with dirac"));
}

#[test]
fn the_flows_beside_a_run() {
    let csv = stdout("simulate r1 --modified --format csv --every 250");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("step,theta,psi,flow_theta,flow_psi,modified_theta,modified_psi"));
    assert_eq!(lines.next(), Some("0,1.0,1.0,1.0,1.0,1.0,1.0"));
    assert_eq!(lines.count(), 2);
    let distances = |h: f64| {
        let steps = (4.0 / h) as u64;
        let e = json(&format!("simulate r1 --modified --json --set rule.alternating.lr={h} --set run.steps={steps}"));
        assert_eq!(e["expansion"]["first"], serde_json::json!([h, h]));
        ["flow_distance", "modified_distance"].map(|key| e[key].as_f64().expect("a number"))
    };
    let [coarse, fine] = [0.02, 0.01].map(distances);
    let ratios = [coarse[0] / fine[0], coarse[1] / fine[1]];
    assert!((ratios[0] - 2.0).abs() < 0.05 && (ratios[1] - 4.0).abs() < 0.1, "first and second order: {ratios:?}");
    assert!(json("simulate r1 --json").get("expansion").is_none());
    assert!(stdout("simulate r1 --modified").contains("from the modified flow"));
}

/// What cannot be read, evaluated or found is said with its place, and nothing is printed as an answer.
#[test]
fn bad_formulas_axes_and_equilibria_are_refused() {
    let loss = |generator: &str| {
        format!("game.dirac.loss.expression = {{ generator = {generator:?}, discriminator = \"real - fake\" }}\n")
    };
    let game = |generator: &str, discriminator: &str| {
        format!(
            "[game.expression]\ntheta = [\"t\"]\npsi = [\"p\"]\ngenerator = {generator:?}\ndiscriminator = {discriminator:?}\n"
        )
    };
    let sweep = |path: &str, count: u64| format!("sweep.{path:?} = {{ from = 0.1, to = 1.0, count = {count} }}\n");
    let cases: &[(&str, String, &[&str])] = &[
        (
            "spectrum -",
            loss("softplus(fake"),
            &["`)` is missing", "softplus(fake\n            ^", "<standard input>:1:44"],
        ),
        ("spectrum -", loss("fake * * 2"), &["fake * * 2\n           ^", "<standard input>:1:44"]),
        ("spectrum -", loss("softplus(fke)"), &["no symbol is called `fke`", "did you mean `fake`?", "         ^^^"]),
        ("spectrum -", game("t*q", "-t*p"), &["no symbol is called `q`", "symbols: t, p", "  ^"]),
        (
            "spectrum -",
            loss("1/fake"),
            &["the generator's loss is inf at [0.0, 0.0]", "<standard input>:1:1", "[run] at"],
        ),
        (
            "simulate -",
            // No number anywhere: of log(t)·p a search finds the equilibrium t = 1.
            game("-log(-1-t^2)*p", "log(-1-t^2)*p"),
            &["the generator's loss is NaN at [0.0, 0.0]", "1 | [game.expression]"],
        ),
        // v = (−1, −eᵖ) is never 0.
        (
            "spectrum -",
            game("t", "exp(p)"),
            &["Newton's method finds none: from [0.0, 0.0] it ended at [", "‖v‖ = 1e0", "[run] at"],
        ),
        ("run - --out x", sweep("rule.simultaneous.lr", 0), &["found 0", "from 1 to 1000000", "<standard input>:1:"]),
        ("run - --out x", sweep("rule.simultaneous.rate", 3), &["unknown name `rate`", "its path names a key"]),
        ("run - --out x", sweep("game.dirac.loss", 3), &["in the sweep of \"game.dirac.loss\"", "names a key"]),
        (
            "atlas - --x rule.simultaneous.rate=0:1:3 --y run.steps=1:2:2",
            "[game.dirac]".into(),
            &["unknown name `rate`", "axis names a number"],
        ),
        (
            "atlas - --x game.dirac.loss=0:1:3 --y rule.simultaneous.lr=1:2:2",
            "[game.dirac]".into(),
            &["axis names a number"],
        ),
        (
            "atlas - --x rule.simultaneous.lr=0.1:1:0 --y run.steps=1:2:2",
            "[game.dirac]".into(),
            &["\"0.1:1:0\"", "at least 1"],
        ),
        (
            "atlas - --x rule.simultaneous.lr=0.1:1:1000000 --y game.dirac.clip=1:2:1000000",
            "[game.dirac]".into(),
            &["1000000 × 1000000 cells would need 24000.0 GB", "at most 50000000 cells"],
        ),
        ("basin - --x 0:1:0 --y 0:1:3", "[game.dirac]".into(), &["\"0:1:0\"", "at least 1"]),
        (
            "basin - --x 0:1:1000000 --y 0:1:1000000",
            "[game.dirac]".into(),
            &["starts would need", "GB", "at most 50000000 starts"],
        ),
    ];
    let place = tempfile::tempdir().expect("a temporary directory");
    for (arguments, text, parts) in cases {
        let mut command = saddleflow(arguments);
        let output = command.current_dir(place.path()).write_stdin(text.as_str()).assert().code(2).stdout("");
        let said = String::from_utf8(output.get_output().stderr.clone()).expect("UTF-8");
        for part in *parts {
            assert!(said.contains(part), "saddleflow {arguments} < {text}: {part:?} is missing from\n{said}");
        }
    }
    assert_eq!(std::fs::read_dir(place.path()).expect("a directory").count(), 0, "nothing half-written");
    // The same search, from where it succeeds and where the answer is known.
    let circle = "[game.expression]\ntheta = [\"t\"]\npsi = [\"p\"]\ngenerator = \"(t - 1)*p\"\ndiscriminator = \"-(t - 1)*p + p^2\"\n";
    let report = saddleflow("spectrum - --json").write_stdin(circle).assert().success().get_output().stdout.clone();
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    assert_eq!(report["at_equilibrium"], true);
    let at: Vec<f64> = serde_json::from_value(report["equilibrium"].clone()).expect("numbers");
    assert!((at[0] - 1.0).abs() + at[1].abs() < 1e-12, "{at:?}");
}
