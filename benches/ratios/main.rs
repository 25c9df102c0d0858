//! Ratios measured in one run: `cargo bench`, or some of them: `cargo bench -- dense notebook`.
//!
//! Absolute times say little between machines, so every line sets two programs side by side, alternating, and prints
//! the ratio of their best times beside its bound. Exits with 1 if a bound is broken.

mod dense;
mod figures;
mod jacobian;
mod notebook;
mod planar;
mod python;
mod training;
mod transport;

use std::time::Instant;

/// Repetitions of something short; the best of each side counts, so that a busy machine does not show.
const ROUNDS: usize = 500;

/// One line of the table.
struct Line {
    what: String,
    ours: f64,
    theirs: f64,
    /// `ours / theirs` at most this, or `theirs / ours` at least this.
    bound: Bound,
}

enum Bound {
    /// We may be at most this many times slower.
    Slower(f64),
    /// We must be at least this many times faster.
    Faster(f64),
}

impl Line {
    fn print(&self) -> bool {
        let (ratio, word, limit, holds) = match self.bound {
            Bound::Slower(limit) => (self.ours / self.theirs, "×  ≤", limit, self.ours <= limit * self.theirs),
            Bound::Faster(limit) => (self.theirs / self.ours, "×  ≥", limit, self.theirs >= limit * self.ours),
        };
        let verdict = if holds { "   met" } else { "   BROKEN" };
        println!("{:<66} {ratio:8.2} {word} {limit}{verdict}", self.what);
        holds
    }
}

/// Best seconds of two programs that take turns.
fn race(mut ours: impl FnMut(), mut theirs: impl FnMut()) -> (f64, f64) {
    let seconds = |f: &mut dyn FnMut()| {
        let begin = Instant::now();
        f();
        begin.elapsed().as_secs_f64()
    };
    (0..ROUNDS)
        .fold((f64::INFINITY, f64::INFINITY), |(a, b), _| (a.min(seconds(&mut ours)), b.min(seconds(&mut theirs))))
}

/// A group of lines, by its name on the command line.
type Group = (&'static str, fn() -> Vec<Line>);

const GROUPS: [Group; 7] = [
    ("planar", planar::lines),
    ("dense", dense::lines),
    ("notebook", notebook::lines),
    ("transport", transport::lines),
    ("jacobian", jacobian::lines),
    ("training", training::lines),
    ("figures", figures::lines),
];

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if let Some(wrong) = asked.iter().find(|a| GROUPS.iter().all(|(name, _)| name != a)) {
        eprintln!("no group `{wrong}`; there are {}", GROUPS.map(|(name, _)| name).join(", "));
        std::process::exit(2);
    }
    let groups = GROUPS.iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|a| a == name));
    let broken = groups.flat_map(|(_, lines)| lines()).filter(|line| !line.print()).count();
    std::process::exit(i32::from(broken > 0));
}
