//! What an answer costs: `cargo bench --bench cost`, or of some games: `cargo bench --bench cost -- dirac two_modes`.
//!
//! `lint` of every built-in game, `spectrum` and `simulate` of every built-in game under every rule, all at their
//! default settings, as commands of their own. Prints the slowest by processor time, all threads together, and exits
//! with 1 if one takes longer than the bound.

use saddleflow::{game::AnyGame, rule::AnyRule};
use std::{
    fs,
    io::Write,
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

/// Seconds of processor time that a command may take.
const BOUND: f64 = 2.0;
/// Seconds after which it is stopped.
const LIMIT: Duration = Duration::from_secs(60);
const SLOWEST: usize = 5;

/// What became of one command.
struct Cost {
    command: String,
    seconds: f64,
    /// Its exit code, `None` where it was stopped.
    code: Option<i32>,
}

/// Processor seconds of all children that have ended, from /proc, to the hundredth; `None` elsewhere than on Linux.
fn of_children() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may hold blanks, but ends with the last parenthesis.
    let after: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = after.get(13..15)?.iter().filter_map(|t| t.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}

/// Runs a command on a text.
fn cost(command: &str, game: &str, rule: Option<&str>) -> Cost {
    let text = format!("game = \"{game}\"\n{}", rule.map_or(String::new(), |rule| format!("rule = \"{rule}\"\n")));
    let (before, begin) = (of_children(), Instant::now());
    let mut child = Command::new(env!("CARGO_BIN_EXE_saddleflow"))
        .args([command, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    // Dropped at once, so that the program reads an end.
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("the program reads");
    let code = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break status.code(),
            None if begin.elapsed() > LIMIT => {
                child.kill().expect("a child");
                child.wait().expect("a child");
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let wall = begin.elapsed().as_secs_f64();
    let seconds = before.zip(of_children()).map_or(wall, |(before, after)| after - before);
    let rule = rule.map_or(String::new(), |rule| format!(" under {rule}"));
    Cost { command: format!("{command} {game}{rule}"), seconds, code }
}

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if let Some(wrong) = asked.iter().find(|a| !AnyGame::NAMES.contains(&a.as_str())) {
        eprintln!("no game `{wrong}`; there are {}", AnyGame::NAMES.join(", "));
        return ExitCode::from(2);
    }
    let games = AnyGame::NAMES.iter().filter(|g| asked.is_empty() || asked.iter().any(|a| a == *g));
    let mut costs: Vec<Cost> = games
        .flat_map(|game| {
            let under_rules = AnyRule::NAMES
                .iter()
                .flat_map(move |rule| ["spectrum", "simulate"].map(|command| cost(command, game, Some(rule))));
            std::iter::once(cost("lint", game, None)).chain(under_rules)
        })
        .collect();
    costs.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    let total: f64 = costs.iter().map(|c| c.seconds).sum();
    println!("{} commands, {total:.1} s of processor time; the slowest:", costs.len());
    let broken = |c: &Cost| c.seconds >= BOUND || c.code.is_none();
    for (k, c) in costs.iter().enumerate().filter(|(k, c)| *k < SLOWEST || broken(c)) {
        let end = match c.code {
            None => format!(", stopped after {} s", LIMIT.as_secs()),
            Some(2) => ", refused".into(),
            _ => String::new(),
        };
        let verdict = if broken(c) { "   BROKEN" } else { "   met" };
        println!("{:>3}. {:<44} {:8.2} s{end}   < {BOUND}{verdict}", k + 1, c.command, c.seconds);
    }
    let refused: Vec<&str> = costs.iter().filter(|c| c.code == Some(2)).map(|c| c.command.as_str()).collect();
    println!("{} refused: {}", refused.len(), refused.join(", "));
    ExitCode::from(u8::from(costs.iter().any(broken)))
}
