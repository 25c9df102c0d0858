//! Standard output for data, standard error for progress and faults.

use crate::{
    experiment::{Fault, store},
    num::show::rough,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{self, BufWriter, IsTerminal, Write},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Instant,
};

/// Red, green or yellow, where colours are wanted.
#[derive(Clone, Copy)]
pub(super) enum Tone {
    Good,
    Bad,
    Unsure,
    Strong,
}

/// What is done of a long computation; any thread may say so.
pub(super) struct Progress {
    bar: ProgressBar,
    what: &'static str,
    begun: Instant,
    done: AtomicU64,
    told: AtomicBool,
}

impl Progress {
    /// So many more parts are done.
    pub(super) fn inc(&self, many: u64) {
        self.bar.inc(many);
        let done = self.done.fetch_add(many, Ordering::Relaxed) + many;
        let (length, seconds) = (self.bar.length().unwrap_or(done), self.begun.elapsed().as_secs_f64());
        // A bar on a terminal says it itself.
        if seconds > 1.0 && done < length && self.bar.is_hidden() && !self.told.swap(true, Ordering::Relaxed) {
            let all = rough(seconds * length as f64 / done as f64, 2);
            let _ = writeln!(io::stderr(), "{length} {}, about {all} s", self.what);
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// What may be said, and how.
pub(super) struct Terminal {
    quiet: bool,
    colour: bool,
}

impl Terminal {
    pub(super) fn new(quiet: bool) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
        Self { quiet, colour: io::stdout().is_terminal() && !set("NO_COLOR") && !dumb }
    }

    /// Ctrl-C and a request to terminate end the process between two writes, so that no half-written file is left; a
    /// second one ends it at once.
    pub(super) fn catch_interrupt(&self) {
        let mut asked = false;
        // Without a handler the default applies: the process just ends.
        let _ = ctrlc::set_handler(move || {
            if std::mem::replace(&mut asked, true) {
                std::process::exit(130);
            }
            std::thread::spawn(|| {
                let _writing = store::pause();
                let _ = writeln!(io::stderr(), "interrupted");
                std::process::exit(130);
            });
        });
    }

    /// Writes data. A reader that has seen enough (`| head`) is no fault.
    pub(super) fn print(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Fault> {
        let mut out = BufWriter::new(io::stdout().lock());
        match write(&mut out).and_then(|()| out.flush()) {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                // What is still buffered has no reader.
                let _ = out.into_parts();
                Ok(())
            }
            Err(e) => Err(Fault::new(format!("standard output cannot be written: {e}"))),
            Ok(()) => Ok(()),
        }
    }

    /// Writes a text.
    pub(super) fn say(&self, text: &str) -> Result<(), Fault> {
        self.print(|out| out.write_all(text.as_bytes()))
    }

    /// Writes JSON whose numbers read back to the same bits.
    pub(super) fn json(&self, value: &impl serde::Serialize) -> Result<(), Fault> {
        self.say(&(store::json(value)? + "\n"))
    }

    /// A remark on standard error.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    pub(super) fn complain(&self, fault: &Fault) {
        let _ = writeln!(io::stderr(), "error: {fault}");
    }

    /// A bar on standard error, hidden where that is no terminal.
    pub(super) fn bar(&self, length: u64, what: &'static str) -> ProgressBar {
        if self.quiet {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}, {per_sec}, {elapsed}, {eta} left");
        let bar = ProgressBar::new(length).with_message(what);
        style.map_or(bar.clone(), |style| bar.with_style(style))
    }

    /// The progress of so many parts: a bar on a terminal; elsewhere, if they take more than a second, a line on standard
    /// error that says how long all of them will take.
    pub(super) fn progress(&self, length: u64, what: &'static str) -> Progress {
        let told = AtomicBool::new(self.quiet);
        Progress { bar: self.bar(length, what), what, begun: Instant::now(), done: AtomicU64::new(0), told }
    }

    /// The text in a colour, or as it is.
    pub(super) fn paint(&self, tone: Tone, text: &str) -> String {
        if !self.colour {
            return text.into();
        }
        let code = match tone {
            Tone::Good => "1;32",
            Tone::Bad => "1;31",
            Tone::Unsure => "1;33",
            Tone::Strong => "1",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}
