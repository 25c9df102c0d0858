//! `list`: every name.

use super::{
    entries::{self, Entry, ROOMS},
    terminal::{Terminal, Tone},
};
use crate::experiment::Fault;
use serde_json::Value;
use std::process::ExitCode;

/// Every name an experiment file may use, and the experiments, claims and figures, with formula and source
#[derive(clap::Args)]
pub(super) struct List {
    /// What to list
    #[arg(default_value = "all", value_parser = clap::builder::PossibleValuesParser::new(ROOMS.iter().copied().chain(["all"])))]
    what: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let rooms: Vec<&str> = ROOMS.iter().copied().filter(|room| self.what == "all" || self.what == *room).collect();
        if self.json {
            let entries: Vec<Entry> = rooms.iter().flat_map(|room| entries::room(room)).collect();
            terminal.json(&entries)?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut text = String::new();
        for name in rooms {
            if !text.is_empty() {
                text.push('\n');
            }
            text += &format!("{}\n", terminal.paint(Tone::Strong, &name.to_uppercase()));
            for entry in entries::room(name) {
                text += &describe(&entry);
            }
        }
        terminal.say(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Name, formula, source and keys, over two or three lines.
pub(super) fn describe(entry: &Entry) -> String {
    let mut text = format!("{:24}  {}\n", entry.name, entry.says);
    let mut line = |said: &str| text += &format!("{:24}  {said}\n", "");
    match (entry.source, entry.provenance) {
        ("", _) => {}
        (source, Some(p)) => line(&format!("{source} ({})", p.word())),
        (source, None) => line(source),
    }
    if let Some(keys) = entry.keys.as_ref().filter(|keys| !keys.is_empty()) {
        let keys: Vec<String> = keys.iter().map(|k| key_with_default(k.key, &k.default)).collect();
        line(&keys.join("   "));
    }
    if !entry.dense_with.is_empty() {
        line(&format!("dense kernel (many starts at once) with {}", entry.dense_with.join(", ")));
    }
    for panel in &entry.panels {
        match panel.paper {
            "" => line(&format!("panel {}", panel.key)),
            paper => line(&format!("panel {}: {paper} of the paper ({})", panel.key, panel.provenance.word())),
        }
    }
    text
}

fn key_with_default(key: &str, value: &Value) -> String {
    match value {
        Value::Null => format!("{key} (none)"),
        value => format!("{key} = {}", toml(value)),
    }
}

/// As an experiment file writes it.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[{}]", list.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(map) if map.is_empty() => "{}".into(),
        Value::Object(map) => {
            let pairs: Vec<String> = map.iter().map(|(key, value)| format!("{key} = {}", toml(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        value => value.to_string(),
    }
}
