//! From the panels of a figure to a plate: all of them on a page, or one alone in a column.

use super::{
    Panel, Scope,
    canvas::{self, Drawing, Style},
};
use crate::experiment::Fault;

/// How a figure is laid out.
pub(super) struct Layout<'a> {
    /// Bold line above; not drawn over a single panel, whose own title says enough.
    pub title: &'a str,
    /// Small lines beneath.
    pub note: &'a str,
    /// Panels in a row.
    pub columns: usize,
    /// Panels with their keys, row by row.
    pub panels: &'a [Panel],
}

impl Layout<'_> {
    /// Draws what the scope asks for; `fill` adds the layers of the k-th panel.
    ///
    /// # Errors
    /// If there is no panel of that key, or `fill` fails.
    pub(super) fn draw(
        &self,
        scope: Scope,
        mut fill: impl FnMut(usize, &mut canvas::Panel) -> Result<(), Fault>,
    ) -> Result<Drawing, Fault> {
        if let Some(k) = known(self.panels, scope)? {
            let mut figure = canvas::Figure::grid(1, 1, scope.style.unwrap_or_default()).note(self.note);
            fill(k, figure.panel(0, 0))?;
            return Ok(figure.draw());
        }
        let rows = self.panels.len().div_ceil(self.columns);
        let style = scope.style.unwrap_or(Style::page());
        let mut figure = canvas::Figure::grid(rows, self.columns, style).title(self.title).note(self.note);
        for k in 0..self.panels.len() {
            fill(k, figure.panel(k / self.columns, k % self.columns))?;
        }
        Ok(figure.draw())
    }
}

/// Which panel the scope asks for, if for one: to be asked before anything long is begun.
///
/// # Errors
/// If there is no panel of that key.
pub(super) fn known(panels: &[Panel], scope: Scope) -> Result<Option<usize>, Fault> {
    let Some(key) = scope.panel else { return Ok(None) };
    let keys: Vec<&str> = panels.iter().map(|panel| panel.key).collect();
    let missing = || Fault::new(format!("there is no panel {key:?}")).nearest(key, &keys);
    keys.iter().position(|&found| found == key).ok_or_else(missing).map(Some)
}

/// The variants of an experiment, one per panel.
///
/// # Errors
/// If there are more or fewer.
pub(super) fn variants<const N: usize>(
    experiment: &crate::experiment::Experiment,
) -> Result<[(String, crate::experiment::Experiment); N], Fault> {
    experiment.variants().try_into().map_err(|found: Vec<_>| {
        Fault::new(format!("this figure has {N} variants, but {} has {}", experiment.name, found.len()))
    })
}

/// `3·10^{−6}`.
pub(super) fn scientific(x: f64) -> String {
    let text = format!("{x:.0e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{digits}·10^{{{}}}", power.replace('-', "−"))
}
