//! Labels with subscripts, superscripts and slanted variables.
//!
//! `_{…}` and `^{…}` lower and raise; letters between dollars and all small Greek letters are
//! slanted, as variables are: `"v_{θ}, step $k$, 10^{−3}"`. A lone `_`, `^` or `$` is itself.

use super::fonts::{Face, advance};

/// Height of capital letters and digits in em.
pub(super) const CAP: f64 = 0.73;
/// Size of sub- and superscripts.
const SCRIPT: f64 = 0.72;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Base,
    Sub,
    Sup,
}

/// Letters of one style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) italic: bool,
    pub(super) level: Level,
}

impl Run {
    /// Size relative to the base.
    pub(super) fn scale(&self) -> f64 {
        if self.level == Level::Base { 1.0 } else { SCRIPT }
    }

    /// Downward shift in em of the base.
    pub(super) fn drop(&self) -> f64 {
        match self.level {
            Level::Base => 0.0,
            Level::Sub => 0.2,
            Level::Sup => -0.36,
        }
    }
}

/// Splits a label into runs.
pub(super) fn runs(label: &str) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut push = |c: char, math: bool, level: Level| {
        let italic = matches!(c, 'α'..='ω' | 'ϑ' | 'ϕ' | 'ϵ') || (math && c.is_alphabetic());
        match out.last_mut() {
            Some(run) if run.italic == italic && run.level == level => run.text.push(c),
            _ => out.push(Run { text: c.to_string(), italic, level }),
        }
    };
    let (mut math, mut level) = (false, Level::Base);
    let mut rest = label.chars();
    while let Some(c) = rest.next() {
        let after = rest.as_str();
        match c {
            '_' | '^' if level == Level::Base && after.starts_with('{') && after.contains('}') => {
                level = if c == '_' { Level::Sub } else { Level::Sup };
                rest.next();
            }
            '}' if level != Level::Base => level = Level::Base,
            '$' if math || after.contains('$') => math = !math,
            c => push(c, math, level),
        }
    }
    out
}

/// Width of a label in points.
pub(super) fn width(label: &str, size: f64, bold: bool) -> f64 {
    let em = |run: &Run| {
        let face = Face::of(bold, run.italic);
        run.scale() * run.text.chars().map(|c| advance(c, face)).sum::<f64>()
    };
    size * runs(label).iter().map(em).sum::<f64>()
}

/// Breaks a label at spaces so that no line is wider than `limit`, one word a line at worst.
pub(super) fn wrap(label: &str, size: f64, bold: bool, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in label.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if line.is_empty() || width(&longer, size, bold) <= limit {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_split_and_lone_signs_stay() {
        let plain: Vec<String> = runs("a_b $").into_iter().map(|run| run.text).collect();
        assert_eq!(plain, ["a_b $"]);
        let math = runs("v_{θ}^{2}, $k$");
        let shown: Vec<_> = math.iter().map(|r| (r.text.as_str(), r.italic, r.level)).collect();
        assert_eq!(
            shown,
            [
                ("v", false, Level::Base),
                ("θ", true, Level::Sub),
                ("2", false, Level::Sup),
                (", ", false, Level::Base),
                ("k", true, Level::Base)
            ]
        );
    }

    #[test]
    fn widths_are_those_of_dejavu() {
        assert!((width("0", 1.0, false) - 0.636).abs() < 2e-3);
        assert!((width("−2.5", 10.0, false) - 24.28).abs() < 0.05);
        assert_eq!(wrap("one two three", 10.0, false, 45.0), ["one two", "three"]);
    }
}
