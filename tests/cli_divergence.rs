//! `divergence` and `distance` as a user and a script meet them.

mod common;

use assert_cmd::Command;
use common::saddleflow;
use predicates::{prelude::*, str::contains};
use serde_json::Value;
use std::{fs, path::Path};

fn json(command: &mut Command) -> Value {
    serde_json::from_slice(&command.assert().success().get_output().stdout).unwrap()
}

fn refused(arguments: &str, says: &[&str]) {
    let mut assert = saddleflow(arguments).assert().code(2).stdout("");
    for words in says {
        assert = assert.stderr(contains(*words));
    }
}

#[test]
fn values() {
    let discrete = "--p 0.2,0.3,0.5 --q 0.5,0.25,0.25";
    let value = |text: &str| json(&mut saddleflow(&format!("divergence {text} --json")))["value"].clone();
    let close = |text: &str, expected: f64| {
        let got = value(text).as_f64().unwrap();
        assert!((got - expected).abs() <= 1e-13 * expected.abs().max(1.0), "{text}: {got}");
    };
    close(&format!("squared_hellinger {discrete}"), 0.112_715_129_274_610_5);
    close(&format!("alpha --alpha 3 {discrete}"), 0.244);
    close(&format!("weighted_jensen_shannon --pi 0.3 {discrete}"), 0.046_058_811_554_983_92);
    close("kl --p normal:0:1 --q normal:1:2", 0.443_147_180_559_945_3);
    close("total_variation --p normal:-1.5:1 --q normal:2.5:1", 0.954_499_736_103_641_6);
    let infinite = json(&mut saddleflow("divergence kl --p 0.5,0.5 --q 1,0 --json"));
    assert_eq!((&infinite["value"], &infinite["infinite"]), (&Value::Null, &Value::Bool(true)));
    saddleflow("divergence kl --p 0.5,0.5 --q 1,0").assert().success().stdout(contains("infinite"));
    saddleflow(&format!("divergence pearson {discrete}")).assert().success().stdout(contains("∫ (p−q)²/q"));
    saddleflow("list divergences").assert().success().stdout(contains("weighted_jensen_shannon"));
    saddleflow("explain jensen_shannon_wasserstein").assert().success().stdout(
        contains("saddleflow verify")
            .and(contains("saddleflow reproduce"))
            .and(contains("# Jensen–Shannon saturates").count(1)),
    );
}

#[test]
fn wrong_laws() {
    refused("divergence kl --p 0.5,0.4 --q 0.5,0.5", &["--p 0.5,0.4", "sum to 0.9"]);
    refused("divergence kl --p 1.5,-0.5 --q 0.5,0.5", &["weight 2 is -0.5"]);
    refused("divergence kl --p -0.5,1.5 --q 0.5,0.5", &["weight 1 is -0.5"]);
    refused("divergence kl --p 0.5,0.5 --q 0.2,0.3,0.5", &["p has 2 weights and q has 3"]);
    refused("divergence kl --p 0.5,0.5 --q normal:0:1", &["one law is discrete"]);
    refused("divergence kl --p 0.5,x --q 0.5,0.5", &["is not a law", "normal:MEAN:SD"]);
    refused("divergence kl --p normal:0 --q normal:0:1", &["is not a law"]);
    refused("divergence kl --p normal:0:-1 --q normal:0:1", &["standard deviation"]);
    refused("divergence revers_kl --p 1 --q 1", &["unknown divergence `revers_kl`", "did you mean `reverse_kl`"]);
    refused("divergence alpha --alpha 1 --p 1 --q 1", &["alpha = 1", "kl"]);
    refused("divergence kl --alpha 2 --p 1 --q 1", &["--alpha belongs to `alpha`"]);
}

#[test]
fn distances() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let run = |a: &Path, b: &Path| {
        let mut command = saddleflow("distance --json");
        command.arg(a).arg(b);
        command
    };
    let check = |a: &Path, b: &Path, expected: f64| {
        let report = json(&mut run(a, b));
        for key in ["w1", "dual"] {
            assert!((report[key].as_f64().unwrap() - expected).abs() < 1e-14, "{report}");
        }
    };
    let r = 2f64.sqrt();
    check(
        &file("a", "x,y\n1,1\n-1,1\n-1,-1\n1,-1\n"),
        &file("b", &format!("{r},0\n0,{r}\n\n-{r},0\n0,-{r}\n")),
        (4.0 - 2.0 * r).sqrt(),
    );
    check(&file("c", "0\n"), &file("d", "# a comment\n\"1\"\n-3\n"), 2.0);

    let good = file("good", "1,2\n");
    let wrong = |name: &str, text: &str, says: &[&str]| {
        let mut assert = run(&file(name, text), &good).assert().code(2).stdout("");
        for words in says {
            assert = assert.stderr(contains(*words));
        }
    };
    wrong("bad", "x,y\n1,2\n3,four\n", &["\"four\" is not a finite number", "bad:3:3", "^^^^"]);
    wrong("nan", "1,2\nNaN,1\n", &["nan:2:1"]);
    wrong("ragged", "1,2\n1,2,3\n", &["a row of 3 numbers after rows of 2", "ragged:2:1"]);
    wrong("empty", "x,y\n", &["no point"]);
    wrong("line", "1\n", &["dimension 1", "dimension 2"]);
    check(&file("two", "1,2\n1,4\n"), &good, 1.0);
    run(&folder.path().join("missing"), &good).assert().code(2).stderr(contains("cannot be read"));
}
