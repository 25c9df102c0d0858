//! `distance` as a user and a script meet it.

mod common;

use assert_cmd::Command;
use common::saddleflow;
use predicates::{prelude::*, str::contains};
use serde_json::Value;
use std::{fs, path::PathBuf};

/// A directory of files, and `distance` in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a directory"))
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    }

    fn run(&self, arguments: &str) -> Command {
        let mut command = saddleflow(&format!("distance --json {arguments}"));
        command.current_dir(self.0.path());
        command
    }

    fn report(&self, arguments: &str) -> Value {
        let output = self.run(arguments).assert().success().get_output().stdout.clone();
        serde_json::from_slice(&output).expect("JSON")
    }

    fn refused(&self, arguments: &str, says: &[&str]) {
        let mut assert = self.run(arguments).assert().code(2).stdout("");
        for words in says {
            assert = assert.stderr(contains(*words));
        }
    }
}

/// Within the stated error of the expected value, and no error is stated that would allow anything.
fn close(what: &str, report: &Value, key: &str, expected: f64) {
    let [got, error] = [key, &format!("{key}_error")].map(|k| report[k].as_f64().unwrap_or(f64::NAN));
    // A root of rounding is what is left of W₂ = 0.
    assert!(error <= if expected == 0.0 { 1e-6 } else { 1e-7 * expected.abs() }, "{what}: {report}");
    assert!(
        (got - expected).abs() <= error + 4.0 * f64::EPSILON * expected.abs(),
        "{what}: {key} is not {expected:e}: {report}"
    );
}

/// Name, first file, second file, options, W₁, W₂. By hand where a file has one or two points; the rest by linear
/// programming (scipy's HiGHS), in one dimension by `scipy.stats.wasserstein_distance` too.
const TABLE: &[(&str, &str, &str, &str, f64, f64)] = &[
    ("far apart", "1e155,0\n", "-1e155,0\n", "", 2e155, 2e155),
    ("large and near", "1e308,1e308\n", "1e308,9e307\n", "", 1e307, 1e307),
    ("small", "1e-200,0\n", "0,0\n", "", 1e-200, 1e-200),
    ("small on the line", "1e-200\n", "0\n", "", 1e-200, 1e-200),
    ("smaller", "5e-300\n0\n", "0\n0\n", "", 2.5e-300, 5e-300 * std::f64::consts::FRAC_1_SQRT_2),
    ("smallest", "5e-324\n", "0\n", "", 5e-324, 5e-324),
    ("a constant coordinate beside a small one", "1e308,1e-300\n", "1e308,0\n", "", 1e-300, 1e-300),
    ("the same", "1,2\n3,4\n", "3,4\n1,2\n", "", 0.0, 0.0),
    ("one dimension", "0\n", "# a comment\n\"1\"\n-3\n", "", 2.0, 2.236_067_977_499_79),
    ("byte order mark and blanks", "\u{feff}0 0\n", "3   4\n", "", 5.0, 5.0),
    ("byte order mark, name, tabs", "\u{feff}x\ty\n0\t0\n", "3\t4\n", "", 5.0, 5.0),
    ("semicolons", "x;y\r\n0;0\r\n", "3; 4", "", 5.0, 5.0),
    (
        "weights",
        "x,y,w\n0,0,.2\n1,0,.3\n0,1,.5\n",
        "w x y\n.25 2 1\n.75 -1 .5\n",
        "--weight w",
        1.239_254_823_358_641_6,
        1.259_960_316_835_415_2,
    ),
    (
        "weights of any sum, by number",
        "0,0,20\n1,0,30\n0,1,50\n",
        "2,1,1e300\n-1,.5,3e300\n",
        "--weight 3",
        1.239_254_823_358_641_6,
        1.259_960_316_835_415_2,
    ),
    ("weights on the line", "0.1 1\n0.5 2\n2 3\n", "1 4\n1.5 1\n-3 1\n", "--weight 2", 1.1, 1.435_270_009_440_732_5),
    ("a weight of 0", "x,w\n0,1\n9,0\n", "x,w\n1,5\n", "--weight w", 1.0, 1.0),
    ("values", "0.2\n.3\n.5\n", ".5\n.25\n.25\n", "", 0.033_333_333_333_333_33, 0.040_824_829_046_386_3),
    ("bins", "0.2\n.3\n.5\n", ".5\n.25\n.25\n", "--bins", 0.55, 0.741_619_848_709_566_3),
    (
        "rows",
        "sample,x,y\nreal,0,0\ngenerated,9,9\n",
        "sample,x,y\ngenerated,8,8\nreal,3,4\n",
        "--where sample=real",
        5.0,
        5.0,
    ),
    ("rows of each", "step;x\n1;0\n2;9\n", "step;x\n1.0;7\n02;3\n", "--where step=1 --where step=2", 3.0, 3.0),
    ("columns", ",x,y\n0,0,0\n1,0,0\n", ",x,y\n0,3,4\n1,3,4\n", "--columns x,y", 5.0, 5.0),
];

#[test]
fn distances() {
    let folder = Folder::new();
    for (what, a, b, options, w1, w2) in TABLE {
        folder.file("a", a);
        folder.file("b", b);
        let report = folder.report(&format!("a b {options}"));
        close(what, &report, "w1", *w1);
        close(what, &report, "w2", *w2);
        let dual = report["dual"].as_f64().expect("a dual value");
        assert!((dual - w1).abs() <= 1e-13 * w1.abs(), "{what}: {report}");
        // The distance is symmetric.
        let options = if options.matches("--where").count() == 2 { "--where step=2 --where step=1" } else { options };
        close(what, &folder.report(&format!("b a {options}")), "w1", *w1);
    }
    println!("{} pairs of files", TABLE.len());
    let r = 2f64.sqrt();
    folder.file("a", "x,y\n1,1\n-1,1\n-1,-1\n1,-1\n");
    folder.file("b", &format!("{r},0\n0,{r}\n\n-{r},0\n0,-{r}\n"));
    close("squares", &folder.report("a b"), "w1", (4.0 - 2.0 * r).sqrt());
    // Of one file the two samples, and of standard input one.
    folder.file("samples.csv", "sample,x,y\nreal,0,0\ngenerated,3,4\naveraged,5,12\n");
    close("one file", &folder.report("samples.csv --where sample=real --where sample=averaged"), "w1", 13.0);
    folder.file("c", "1,2\n");
    let piped = folder.run("- c").write_stdin("1,5\n").assert().success().get_output().stdout.clone();
    close("a pipe", &serde_json::from_slice(&piped).expect("JSON"), "w2", 3.0);
    let mut text = saddleflow("distance b c");
    text.current_dir(folder.0.path()).assert().success().stdout(contains("earth mover's distance").and(contains("W₂")));
}

/// What is no double is null, and the reason stands beside it.
#[test]
fn beyond_the_doubles() {
    let folder = Folder::new();
    for (a, b, says) in [
        ("1e308\n", "-1e308\n", "W₁ = 2e308 is beyond the largest double"),
        ("1.7e308,0\n", "0,1.7e308\n", "W₁ = 2.404e308 is beyond the largest double"),
        ("5e-324\n0\n0\n", "0\n", "W₁ = 1.647e-324 is below the smallest double"),
    ] {
        folder.file("a", a);
        folder.file("b", b);
        let report = folder.report("a b");
        assert!(report["w1"].is_null() && report["why"] == says, "{report}");
        let mut text = saddleflow("distance a b");
        text.current_dir(folder.0.path()).assert().success().stdout(contains(says));
    }
}

#[test]
fn refusals() {
    let folder = Folder::new();
    folder.file("good", "1,2\n");
    folder.file("named", "sample,x,y\nreal,1,2\ngenerated,3,4\n");
    folder.file("line", "1\n");
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("bad", "x,y\n1,2\n3,four\n", "", &["\"four\" is not a finite number", "bad:3:3", "^^^^"]),
        ("first", "nan,nan\n1,2\n", "", &["\"nan\" is not a finite number", "first:1:1"]),
        ("infinite", "inf,2\n1,2\n", "", &["\"inf\" is not a finite number", "infinite:1:1"]),
        ("marked", "\u{feff}nan,2\n1,2\n", "", &["marked:1:"]),
        ("large", "1,1e400\n", "", &["\"1e400\" is not a finite number", "large:1:3"]),
        ("nan", "1,2\nNaN,1\n", "", &["nan:2:1"]),
        ("ragged", "1,2\n1,2,3\n", "", &["a row of 3 numbers after rows of 2", "ragged:2:1"]),
        ("decimal", "1,5;2,5\n3,5;4,5\n", "", &["\"3,5\" is not a finite number", "decimal:2:1"]),
        ("empty", "x,y\n", "", &["no point"]),
        ("nothing", "", "", &["no point"]),
        ("named", "sample,x,y\nreal,1,2\n", "", &["\"real\" is not a finite number", "column `sample`"]),
        ("named", "sample,x,y\nreal,1,2\n", "--where sample=fake", &["in no row is sample = fake", "there are real"]),
        ("named", "sample,x,y\nreal,1,2\n", "--where samples=real", &["no column \"samples\"", "sample, x, y"]),
        ("numbered", ",x,y\n0,1,2\n", "", &["column 1 has no name", "--columns"]),
        ("negative", "x,y,w\n1,2,-1\n", "--weight w", &["-1 is not a weight", "negative:2:5"]),
        ("weightless", "x,y,w\n1,2,0\n", "--weight w", &["all weights are 0"]),
        ("unnamed", "1,2\n", "--weight w", &["no column \"w\"", "a number from 1 to 2"]),
        ("condition", "x\n1\n", "--where x", &["no condition"]),
        ("bins", "1,2\n", "--bins", &["2 numbers a line", "one weight"]),
    ];
    for (name, text, options, says) in cases {
        folder.file(name, text);
        folder.refused(&format!("{name} good {options}"), says);
    }
    println!("{} refusals", cases.len());
    folder.refused("line good", &["dimension 1", "dimension 2"]);
    folder.refused("missing good", &["cannot be read"]);
    folder.refused("good", &["only one sample", "--where"]);
}

/// W₁ on the line by the plan and by sorting: the same points in a plane, where the plan is searched for.
#[test]
fn sorting_and_the_plan_agree() {
    let folder = Folder::new();
    let mut state = 9u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    for case in 0..6 {
        let mut sample = |n: usize| (0..n).map(|_| [next(), 0.05 + next()]).collect::<Vec<_>>();
        let (a, b) = (sample(20 + case), sample(33));
        for (name, sample) in [("a", &a), ("b", &b)] {
            let lines = |more: &str| sample.iter().map(|[x, w]| format!("{x}{more},{w}\n")).collect::<String>();
            folder.file(&format!("{name}1"), &lines(""));
            folder.file(&format!("{name}2"), &lines(",7"));
        }
        let (line, plane) = (folder.report("a1 b1 --weight 2"), folder.report("a2 b2 --weight 3"));
        for key in ["w1", "w2"] {
            close("line and plane", &line, key, plane[key].as_f64().expect("a number"));
        }
    }
}
