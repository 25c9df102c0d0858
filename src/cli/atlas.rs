//! `atlas`: where a method is stable, over two of its numbers.

use super::{Source, heading, terminal::Terminal};
use crate::{
    analysis::Kind,
    experiment::{self, Axis, Fault},
    num::show::{brief, shortest},
};
use std::process::ExitCode;

/// The spectral radius over two numbers of an experiment, and the line where it is 1
///
/// An axis is a path of the file and its range: rule.simultaneous.lr=0.01:4:200 is 200 values from 0.01 to 4, with equal
/// differences; 0.01:4:200:log with equal ratios.
#[derive(clap::Args)]
pub(super) struct Atlas {
    #[command(flatten)]
    source: Source,
    /// The axis that runs fastest
    #[arg(long, value_name = "PATH=FROM:TO:COUNT", allow_hyphen_values = true)]
    x: String,
    /// The other axis
    #[arg(long, value_name = "PATH=FROM:TO:COUNT", allow_hyphen_values = true)]
    y: String,
    /// csv: x,y,radius,verdict of every cell; boundary: line,x,y where the radius crosses 1 [default: a summary]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Csv,
    Boundary,
}

/// `path=from:to:count`.
pub(super) fn axis(flag: &str, text: &str) -> Result<(String, Axis), Fault> {
    let help = "write PATH=FROM:TO:COUNT, for example rule.simultaneous.lr=0.01:4:200";
    let (path, range) =
        text.split_once('=').ok_or_else(|| Fault::new(format!("{flag} {text:?} has no `=`")).help(help))?;
    Ok((path.trim().into(), range.parse::<Axis>().map_err(|f| f.help(format!("{flag}: {help}")))?))
}

impl Atlas {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let experiment = self.source.load(terminal)?;
        let (x, y) = (axis("--x", &self.x)?, axis("--y", &self.y)?);
        let cells = u64::from(x.1.count) * u64::from(y.1.count);
        let progress = terminal.progress(u64::from(y.1.count), "rows of cells");
        let map = experiment.atlas((&x.0, &x.1), (&y.0, &y.1), &|| {
            progress.inc(1);
            true
        })?;
        progress.finish();
        let first = experiment.in_force_at(&[(&x.0, x.1.from), (&y.0, y.1.from)])?;
        let first = first.map_or(String::new(), |line| format!("in the first cell {line}\n"));
        if self.format.is_some() {
            heading::note(&experiment, terminal);
            if !first.is_empty() {
                terminal.note(first.trim_end());
            }
        }
        match self.format {
            Some(Format::Csv) => terminal.print(|out| {
                writeln!(out, "x,y,radius,verdict")?;
                for (k, point) in map.points.iter().enumerate() {
                    let (x, y) = cell(&map, k);
                    let radius = point.radius.map_or(String::new(), |r| r.to_string());
                    writeln!(out, "{x},{y},{radius},{}", point.verdict.word())?;
                }
                Ok(())
            })?,
            Some(Format::Boundary) => terminal.print(|out| {
                writeln!(out, "line,x,y")?;
                for (k, line) in map.boundary.iter().enumerate() {
                    line.iter().try_for_each(|[x, y]| writeln!(out, "{k},{x},{y}"))?;
                }
                Ok(())
            })?,
            None => terminal.say(&format!(
                "{}{first}x = {}, y = {}: {cells} cells\n{}\n--format csv prints the cells, --format boundary the line\n",
                heading::heading(&experiment, terminal),
                x.0,
                y.0,
                summary(&map)
            ))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The two numbers of cell k.
fn cell(map: &experiment::Atlas, k: usize) -> (f64, f64) {
    let columns = map.x.count as usize;
    (map.x.value((k % columns) as u32), map.y.value((k / columns) as u32))
}

/// Between neighbouring values of an axis.
fn spacing(axis: &Axis) -> f64 {
    let gap = |k: u32| (axis.value(k + 1) - axis.value(k)).abs();
    // The smaller one of equal ratios is at an end.
    axis.count.checked_sub(2).map_or(0.0, |last| gap(0).min(gap(last)))
}

/// How much converges, and where the most.
fn summary(map: &experiment::Atlas) -> String {
    let stable = map.points.iter().filter(|p| p.verdict == Kind::Converges).count();
    let mut text = format!(
        "{:.2} % converge; the radius crosses 1 between {} pairs of neighbouring cells\n",
        100.0 * stable as f64 / map.points.len() as f64,
        map.boundary.iter().map(Vec::len).sum::<usize>()
    );
    let radii = map.points.iter().enumerate().filter_map(|(k, p)| p.radius.map(|r| (r, k)));
    if let Some((radius, k)) = radii.min_by(|a, b| a.0.total_cmp(&b.0)) {
        let (x, y) = cell(map, k);
        let [x, y] = [(x, &map.x), (y, &map.y)].map(|(value, axis)| shortest(value, 1e-6 * spacing(axis)));
        text += &format!("smallest radius {} at x = {x}, y = {y}\n", brief(radius));
    }
    text
}
