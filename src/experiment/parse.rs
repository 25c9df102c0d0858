//! From a text and overrides to an experiment.

use super::{
    Experiment, Fault, File, library, network, patch,
    patch::Override,
    paths, variant,
    variant::{Laid, Written},
};
use std::path::Path;
use toml::Table;

/// A text, and what is laid over it.
struct Text<'a> {
    name: &'a str,
    text: &'a str,
    sets: &'a [String],
    overrides: Vec<Override>,
}

impl Experiment {
    /// Reads an experiment text; `sets` are `path=value` overrides. What they leave is checked, not what was there
    /// before.
    ///
    /// # Errors
    /// A [`Fault`] that says what, where, what is allowed and what to do.
    pub fn parse(name: &str, text: &str, sets: &[String]) -> Result<Self, Fault> {
        let overrides = sets.iter().map(|set| Override::read(set)).collect::<Result<Vec<_>, _>>()?;
        Text { name, text, sets, overrides }.read()
    }

    /// Reads a file, a checkpoint, a built-in experiment by its name, or standard input for `-`.
    ///
    /// # Errors
    /// As [`Experiment::parse`], and if nothing of that name can be read, or nothing stands in it.
    pub fn load(source: &str, sets: &[String]) -> Result<Self, Fault> {
        if network::is_checkpoint(Path::new(source)) {
            return Self::of_checkpoint(source, sets);
        }
        let (name, text) = library::read(source)?;
        if toml::from_str::<Table>(&text).is_ok_and(|table| table.is_empty()) {
            let smallest = "[game.dirac]\nloss = \"minimax\"\n\n[rule.alternating]\nlr = 0.2";
            return Err(Fault::new("nothing is asked for: no key stands here")
                .within(&name)
                .help(format!("the smallest experiment says what is played and how:\n\n{smallest}\n"))
                .help("`saddleflow list` prints what may stand in one"));
        }
        Self::parse(&name, &text, sets)
    }
}

impl Text<'_> {
    fn read(&self) -> Result<Experiment, Fault> {
        let mut table: Table = toml::from_str(self.text).map_err(|e| Fault::toml(self.name, self.text, &e))?;
        let written = variant::read(self.name, self.text)?;
        table.remove("variant");
        let mut experiment = self.base(&table)?;
        experiment.changed = self.changed(|| self.alone(), &experiment);
        if written.is_empty() {
            experiment.stray().map_err(|f| self.place(f, &["game"], "its game"))?;
        }
        table.remove("baseline");
        for written in &written {
            experiment.variants.push(self.variant(&table, written)?);
        }
        experiment.check_sweep(|fault, path, what| self.place(fault, path, what))?;
        Ok(experiment)
    }

    /// The file under the overrides, without variants.
    fn base(&self, table: &Table) -> Result<Experiment, Fault> {
        if self.overrides.is_empty() {
            return self.alone();
        }
        let mut patched = table.clone();
        patch::apply(&mut patched, &self.overrides);
        Experiment::from_table(self.name, patched).map_err(|fault| match self.alone() {
            // The file's own fault keeps line and caret.
            Err(own) if own.says(&fault) => own,
            alone => paths::meant(fault, &self.overrides, alone.ok().as_ref(), table).within(&self.after("")),
        })
    }

    /// The file as it is, its faults with line and caret.
    fn alone(&self) -> Result<Experiment, Fault> {
        let failed = |e| Fault::toml(self.name, self.text, &e);
        let file: File = toml::from_str(self.text).map_err(failed)?;
        let mut table: Table = toml::from_str(self.text).map_err(failed)?;
        table.remove("variant");
        Experiment::check(self.name, file, table)
            .map_err(|(fault, key)| fault.at_key(self.name, self.text, &key.split('.').collect::<Vec<_>>()))
    }

    /// The table of a variant, checked: its lines over the file, the overrides over both.
    fn variant(&self, table: &Table, written: &Written) -> Result<Laid, Fault> {
        let laid = |lines: &[Override], sets: &[Override]| {
            let mut table = table.clone();
            patch::apply(&mut table, lines);
            patch::apply(&mut table, sets);
            table
        };
        let check = |table: Table| {
            let experiment = Experiment::from_table(self.name, table)?;
            experiment.stray().map(|()| experiment)
        };
        let all = laid(&written.overrides, &self.overrides);
        let fault = match check(all.clone()) {
            Ok(after) => {
                let changed = self.changed(|| check(laid(&written.overrides, &[])), &after);
                return Ok(Laid { name: written.name.clone(), table: all, changed });
            }
            Err(fault) => fault,
        };
        let what = format!("variant {:?}", written.name);
        let own = check(laid(&written.overrides, &[])).is_err_and(|own| own.says(&fault));
        if !own {
            return Err(fault.within(&self.after(&format!(", {what},"))));
        }
        // The line to blame is the one without which this fault is gone.
        let guilty = (0..written.overrides.len()).find(|k| {
            let others: Vec<Override> =
                written.overrides.iter().enumerate().filter(|(i, _)| i != k).map(|(_, o)| o.clone()).collect();
            !check(laid(&others, &[])).is_err_and(|other| other.says(&fault))
        });
        let fault = fault.help(format!("in {what}"));
        Err(match guilty.and_then(|k| written.overrides[k].span.clone()) {
            Some(span) => fault.at(self.name, self.text, span),
            None => fault.within(self.name),
        })
    }

    /// Puts a fault at a key of the file; with overrides what is wrong need not stand in it.
    fn place(&self, fault: Fault, path: &[&str], what: &str) -> Fault {
        match self.sets {
            [] => fault.at_key(self.name, self.text, path),
            _ => fault.within(&self.after(&format!(", {what},"))),
        }
    }

    fn after(&self, what: &str) -> String {
        format!("{}{what} after --set {}", self.name, self.sets.join(" --set "))
    }

    /// The paths at which the overrides make a difference, each once. Where one looks and how long one runs contradicts
    /// no title.
    fn changed(&self, before: impl Fn() -> Result<Experiment, Fault>, after: &Experiment) -> Vec<String> {
        let mut paths: Vec<String> = Vec::new();
        if self.overrides.is_empty() {
            return paths;
        }
        let (before, after) = (before().map(|e| e.resolved()).unwrap_or_default(), after.resolved());
        for over in self.overrides.iter().filter(|o| !matches!(o.keys[0].as_str(), "run" | "title")) {
            let [old, new] = [&before, &after].map(|all| paths::at(all, &over.keys));
            if (old.is_none() || old != new) && !paths.contains(&over.path()) {
                paths.push(over.path());
            }
        }
        paths
    }
}
