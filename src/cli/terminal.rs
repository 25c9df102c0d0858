//! Standard output for data, standard error for progress and faults.

use crate::experiment::{Fault, store};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, BufWriter, IsTerminal, Write};

/// Red, green or yellow, where colours are wanted.
#[derive(Clone, Copy)]
pub(super) enum Tone {
    Good,
    Bad,
    Unsure,
    Strong,
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
