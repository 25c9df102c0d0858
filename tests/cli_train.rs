//! Training on the command line: what a run leaves, and what it says when it cannot go on.

mod common;

use common::{saddleflow, stdout};
use predicates::{prelude::PredicateBooleanExt, str::contains};
use std::{collections::BTreeMap, fs, path::Path};

/// A short run of ring_r1, small enough for a test.
const SHORT: &str = "--set run.steps=30 --set game.mlp.batch=64 --every 10 --checkpoint 1 --points 64";

/// Every file of a directory, by name.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |e: std::io::Result<fs::DirEntry>| e.expect("an entry");
    let read = |e: fs::DirEntry| (e.file_name().into_string().expect("a name"), fs::read(e.path()).expect("a file"));
    fs::read_dir(dir).expect("a directory").map(|e| read(entry(e))).collect()
}

fn path(dir: &tempfile::TempDir, name: &str) -> String {
    dir.path().join(name).to_str().expect("a path in Unicode").to_string()
}

#[test]
fn a_run_leaves_the_same_files_on_one_thread_and_two() {
    let dir = tempfile::tempdir().expect("a directory");
    let runs = ["1", "2"].map(|threads| {
        let out = path(&dir, threads);
        let mut run = saddleflow(&format!("train ring_r1 {SHORT} --set game.mlp.batch=600 --out {out}"));
        run.env("RAYON_NUM_THREADS", threads).assert().success().stdout(contains("W₁").and(contains("averaged")));
        files(Path::new(&out))
    });
    assert!(runs[0] == runs[1], "the number of threads shows");
    let names: Vec<&str> = runs[0].keys().map(String::as_str).collect();
    let checkpoints = [0, 10, 20, 30].map(|t| format!("checkpoint-{t:08}.safetensors"));
    assert_eq!(names, checkpoints.iter().map(String::as_str).chain(["metrics.csv", "samples.csv"]).collect::<Vec<_>>());
    let metrics = String::from_utf8(runs[0]["metrics.csv"].clone()).expect("text");
    let steps: Vec<&str> = metrics.lines().skip(1).map(|row| row.split(',').next().expect("a cell")).collect();
    assert_eq!(steps, ["0", "10", "20", "30"]);
}

/// A discriminator that has learned nothing is flat, but nothing is solved: the generator must have arrived.
#[test]
fn a_flat_solution_is_one_of_a_generator_that_arrived() {
    let dir = tempfile::tempdir().expect("a directory");
    for (name, data, modes) in [("ring", "ring", "0 of 8 modes"), ("grid", "grid", "of 25 modes")] {
        let run = format!("train ring_r1 {SHORT} --set game.mlp.data={{{data}={{}}}} --out {}", path(&dir, name));
        let output = saddleflow(&run).assert().success().get_output().stdout.clone();
        let text = String::from_utf8(output).expect("text");
        assert!(text.contains(modes) && !text.contains("a flat solution") && !text.contains("an energy"), "{text}");
        assert!(text.contains("no solution") || text.contains("still slopes"), "{text}");
        let metrics = std::fs::read_to_string(dir.path().join(name).join("metrics.csv")).expect("metrics");
        assert!(metrics.lines().skip(1).all(|row| row.ends_with(",unsettled")), "{metrics}");
    }
    saddleflow("explain training").assert().success().stdout(contains("Energy, flat, unsettled").and(contains("¼")));
}

#[test]
fn a_run_that_goes_on_leaves_what_one_without_a_pause_does() {
    let dir = tempfile::tempdir().expect("a directory");
    let [whole, parts] = ["whole", "parts"].map(|name| path(&dir, name));
    saddleflow(&format!("train ring_r1 {SHORT} --out {whole}")).assert().success();
    saddleflow(&format!("train ring_r1 {SHORT} --out {parts} --set run.steps=20")).assert().success();
    let half = format!("{parts}/checkpoint-00000020.safetensors");
    saddleflow(&format!("train {half} {SHORT} --out {parts}")).assert().success();
    let [whole, parts] = [whole, parts].map(|dir| files(Path::new(&dir)));
    for name in ["checkpoint-00000030.safetensors", "metrics.csv", "samples.csv"] {
        assert!(whole[name] == parts[name], "{name}");
    }
}

#[test]
fn a_checkpoint_is_an_experiment_at_its_point() {
    let dir = tempfile::tempdir().expect("a directory");
    let out = path(&dir, "run");
    let small = "--set game.mlp.generator.widths=[4] --set game.mlp.discriminator.widths=[4] --set game.mlp.batch=32";
    saddleflow(&format!("train ring_r1 {SHORT} {small} --out {out}")).assert().success();
    let [early, late] = [10, 30].map(|t| format!("{out}/checkpoint-{t:08}.safetensors"));
    let at = |file: &str| stdout(&format!("gradients {file} --json"));
    assert_eq!(at(&early), at(&early));
    assert_ne!(at(&early), at(&late));
    assert!(stdout(&format!("spectrum {late}")).contains("Null directions"));
}

/// A file that cannot grow stands for a full disk: writing fails in the middle of a run.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_the_run_and_leaves_earlier_checkpoints_whole() {
    let dir = tempfile::tempdir().expect("a directory");
    let out = path(&dir, "run");
    // A checkpoint is larger than samples.csv of 64 points only while the limit is between the two.
    let wide = "--set game.mlp.generator.widths=[64,64]";
    saddleflow(&format!("train ring_r1 {SHORT} {wide} --set run.steps=10 --out {out}")).assert().success();
    let before = files(Path::new(&out));
    let checkpoint = format!("{out}/checkpoint-00000010.safetensors");
    let binary = env!("CARGO_BIN_EXE_saddleflow");
    let run = format!(
        "trap '' XFSZ; ulimit -f 40; {binary} train {checkpoint} --set run.steps=30 --points 64 --every 10 --checkpoint 1 --out {out}"
    );
    assert_cmd::Command::new("sh")
        .args(["-c", &run])
        .assert()
        .code(2)
        .stderr(contains("checkpoint-00000020.safetensors").and(contains("earlier checkpoints are whole")));
    let after = files(Path::new(&out));
    let checkpoints = |files: &BTreeMap<String, Vec<u8>>| files.keys().filter(|f| f.ends_with("safetensors")).count();
    assert_eq!((checkpoints(&before), checkpoints(&after)), (2, 2));
    assert!(before["checkpoint-00000010.safetensors"] == after["checkpoint-00000010.safetensors"]);
    assert_eq!(after.len(), 4, "{:?} leaves something half-written", after.keys());
    saddleflow(&format!(
        "train {checkpoint} --set run.steps=30 {} --out {out}",
        "--points 64 --every 10 --checkpoint 1"
    ))
    .assert()
    .success();
}

#[test]
fn what_cannot_be_trained_is_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().expect("a directory");
    let out = path(&dir, "run");
    let bad = path(&dir, "bad.csv");
    fs::write(&bad, "1,2\n3,x\n").expect("a file");
    saddleflow(&format!("train ring_r1 {SHORT} --out {out}")).assert().success();
    let good = format!("{out}/checkpoint-00000010.safetensors");
    let cut = path(&dir, "cut.safetensors");
    fs::write(&cut, &fs::read(&good).expect("a file")[..1000]).expect("a file");
    let refused = path(&dir, "refused");
    let csv = format!("--set game.mlp.data={{csv={{path=\"{bad}\"}}}}");
    for (what, says) in [
        (format!("ring_r1 {csv}"), "line 2, column 2"),
        ("ring_r1 --set game.mlp.batch=0".into(), "found 0"),
        ("ring_r1 --set game.mlp.generator.widths=[16,0]".into(), "found 0"),
        ("ring_r1 --set game.mlp.noise={sigma=1,anneal={end=-0.1,steps=9}}".into(), "-0.1"),
        (format!("{good} --set game.mlp.generator.widths=[8]"), "another architecture"),
        (format!("{good} --set run.steps=5"), "after the last"),
        (cut, "not a whole checkpoint"),
        ("r1".into(), "has networks to train"),
    ] {
        saddleflow(&format!("train {what} --out {refused}")).assert().code(2).stderr(contains(says));
        assert!(!Path::new(&refused).exists(), "{what} left something");
    }
    saddleflow("simulate ring_r1").assert().code(2).stderr(contains("saddleflow train"));
}

/// Without a penalty and with a large step the run leaves the finite numbers: a verdict, and no fault.
#[test]
fn a_run_that_diverges_ends_with_a_verdict() {
    let dir = tempfile::tempdir().expect("a directory");
    let out = path(&dir, "run");
    let wild = "--set rule={simultaneous={lr=1e9}} --set game.mlp.loss=\"wasserstein\" --set run.steps=200";
    saddleflow(&format!("train ring_r1 {SHORT} {wild} --out {out}"))
        .assert()
        .success()
        .stdout(contains("Diverged at iteration"));
    assert!(files(Path::new(&out)).contains_key("metrics.csv"));
}
