//! `divergence` as a user and a script meet it.

mod common;

use assert_cmd::Command;
use common::saddleflow;
use predicates::{prelude::*, str::contains};
use serde_json::Value;

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

/// Every row of a table computed with 40 digits: the value within its stated error, W₁, and no error that would allow
/// anything.
#[test]
fn values_against_forty_digits() {
    let mut rows = 0;
    for row in include_str!("data/divergences.csv").lines().skip(1) {
        let [name, number, p, q, value, w1] = row.split(';').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let option = match (name, number) {
            (_, "") => String::new(),
            ("alpha", number) => format!("--alpha={number}"),
            (_, number) => format!("--pi={number}"),
        };
        let report = json(&mut saddleflow(&format!("divergence {name} {option} --p {p} --q {q} --json")));
        let number = |key: &str| report[key].as_f64().unwrap_or(f64::NAN);
        if value == "+inf" {
            assert!(report["infinite"] == true && report["value"].is_null(), "{row}: {report}");
        } else {
            let (expected, error) = (value.parse::<f64>().unwrap(), number("error_estimate"));
            assert!((number("value") - expected).abs() <= error, "{row}: {report}");
            // Of `gan` a constant is taken away in the end.
            let size = if name == "gan" { expected.abs().max(1.0) } else { expected.abs() };
            assert!(error <= 2e-13 * size + 1e-31 && report["infinite"] == false, "{row}: {report}");
        }
        let expected = w1.parse::<f64>().unwrap();
        assert!((number("w1") - expected).abs() <= 2e-14 * expected, "{row}: {report}");
        rows += 1;
    }
    println!("{rows} pairs of laws");
    assert!(rows > 60);
}

/// What is finite and no double is not called infinite, and its logarithm is said; what is infinite is.
#[test]
fn overflow_and_infinity() {
    let overflow = |text: &str, says: &str| {
        let report = json(&mut saddleflow(&format!("divergence {text} --json")));
        assert!(report["value"].is_null() && report["infinite"] == false, "{text}: {report}");
        assert!(report["why"].as_str().unwrap().contains(says), "{text}: {report}");
        saddleflow(&format!("divergence {text}"))
            .assert()
            .success()
            .stdout(contains(says).and(contains("infinite").not()));
    };
    // ∫p²/q = e^(μ²) for equal widths; of α = 3 e^(3μ²)/6.
    overflow("pearson --p normal:50:1 --q normal:0:1", "its natural logarithm is 2500");
    overflow("neyman --p normal:0:1 --q normal:50:1", "its natural logarithm is 2500");
    overflow("alpha --alpha 3 --p normal:0:1 --q normal:20:1", "its natural logarithm is 1198.208241");
    for text in [
        "kl --p uniform:0:1 --q uniform:1:2",
        "kl --p uniform:0:2 --q uniform:0:1",
        "reverse_kl --p uniform:0:1 --q normal:0:1",
        "pearson --p normal:0:1.5 --q normal:0:1",
        "pearson --p laplace:0:1 --q normal:0:1",
        "pearson --p laplace:0:1 --q laplace:0:0.5",
        "kl --p normal:0:1 --q uniform:-50:50",
    ] {
        let report = json(&mut saddleflow(&format!("divergence {text} --json")));
        assert!(report["infinite"] == true && report["why"].is_null(), "{text}: {report}");
    }
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
    refused("divergence kl --p uniform:1:1 --q normal:0:1", &["no interval"]);
    refused("divergence kl --p laplace:0:0 --q normal:0:1", &["the scale of a Laplace law is 0"]);
    refused("divergence kl --p norml:0:1 --q normal:0:1", &["no law is called `norml`", "did you mean `normal`"]);
    refused("divergence kl --p normal:0:1e-200 --q normal:0:1", &["differ by a factor above 1e15"]);
    refused("divergence revers_kl --p 1 --q 1", &["unknown divergence `revers_kl`", "did you mean `reverse_kl`"]);
    refused("divergence alpha --alpha 1 --p 1 --q 1", &["alpha = 1", "kl"]);
    refused("divergence kl --alpha 2 --p 1 --q 1", &["--alpha belongs to `alpha`"]);
}
