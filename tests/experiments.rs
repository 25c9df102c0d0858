//! The experiment file as an interface: the library, round trips, overrides and what wrong input is told.

use saddleflow::{
    analysis::any,
    experiment::{Experiment, LIBRARY, simulate, spectrum},
    field::AnyAdjust,
    game::{AnyGame, Dirac, Game},
    loss::AnyLoss,
    penalty::AnyPenalty,
    rule::AnyRule,
};
use sha2::{Digest, Sha256};

fn parse(text: &str, sets: &[&str]) -> Experiment {
    let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
    Experiment::parse("test.toml", text, &sets).unwrap_or_else(|fault| panic!("{fault}\n{text}\n{sets:?}"))
}

fn fault(text: &str, sets: &[&str]) -> String {
    let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
    match Experiment::parse("test.toml", text, &sets) {
        Ok(_) => panic!("this is accepted:\n{text}\n{sets:?}"),
        Err(fault) => fault.to_string(),
    }
}

/// A network with too many parameters for its spectrum in a test.
fn big(experiment: &Experiment) -> bool {
    experiment.game().n() > 100
}

/// SHA-256 over the bits of the first steps.
fn digest(experiment: &Experiment) -> String {
    let steps = experiment.steps.min(if big(experiment) { 2 } else { 20 });
    let mut hash = Sha256::new();
    for value in any::simulate(&experiment.field, &experiment.rule, &experiment.start, steps).values {
        hash.update(value.to_bits().to_le_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The experiment before its variants, and each of them.
fn all(text: &str) -> Vec<Experiment> {
    let whole = parse(text, &[]);
    let variants = whole.variants().into_iter().map(|(_, variant)| variant);
    std::iter::once(whole.clone()).chain(variants).collect()
}

/// The text of everything spelled out.
fn spelled_out(experiment: &Experiment) -> String {
    let table = toml::Table::try_from(experiment.resolved()).expect("a resolved experiment is a table");
    toml::to_string(&table).expect("and a TOML text")
}

#[test]
fn every_experiment_of_the_library_parses_and_repeats() {
    for (stem, text) in LIBRARY {
        let experiment = parse(text, &[]);
        assert!(!experiment.title.is_empty(), "{stem} has no title");
        let digests = || all(text).iter().map(digest).collect::<Vec<_>>();
        let elsewhere = std::thread::spawn(digests).join().expect("the same run on a thread");
        assert_eq!(digests(), elsewhere, "{stem}");
    }
}

#[test]
fn the_bits_of_a_run_are_pinned() {
    let text = "game.dirac.penalty.roth.gamma = 0.3\nrule.alternating.lr = 0.2\n[run]\nstart = [1, 1]\nsteps = 20";
    let run = simulate(&parse(text, &[])).0;
    let bits: Vec<u64> = run.last().iter().map(|x| x.to_bits()).collect();
    assert_eq!(bits, PINNED, "the last row is {:?}", run.last());
}

const PINNED: [u64; 2] = [13828108152207393825, 4602629181337534727];

#[test]
fn what_is_spelled_out_reads_as_the_same_experiment() {
    let mut texts: Vec<String> = LIBRARY.iter().map(|(_, text)| text.to_string()).collect();
    // The networks are small ones, for the sake of time.
    texts.extend(AnyGame::NAMES.iter().filter(|n| **n != "mlp").map(|name| format!("game = \"{name}\"")));
    let net = "{ widths = [2], activation = \"tanh\" }";
    texts.push(format!(
        "seed = 5\n[game.mlp]\nbatch = 3\nlatent.uniform.dim = 1\ndata.grid.side = 2\ngenerator = {net}\ndiscriminator = {net}\n[run]\nsteps = 20"
    ));
    texts.extend(AnyLoss::NAMES.iter().map(|name| format!("game.dirac.loss = \"{name}\"")));
    texts.extend(AnyPenalty::NAMES.iter().map(|name| format!("game.dirac.penalty = \"{name}\"")));
    texts.extend(AnyAdjust::NAMES.iter().map(|name| format!("field = \"{name}\"")));
    texts.extend(AnyRule::NAMES.iter().map(|name| format!("rule = \"{name}\"")));
    texts.push("[rule.simultaneous]\nlr = { start = { generator = 0.1, discriminator = 0.3 }, power = 0.5 }".into());
    texts.push("[game.dirac]\nnoise = { sigma = 0.5, on = \"fake\" }\nclip = 0.7\n[run]\nsteps = 3".into());
    for experiment in texts.iter().flat_map(|text| all(text)) {
        let full = spelled_out(&experiment);
        let again = parse(&full, &[]);
        let numbers = |e: &Experiment| {
            let report = spectrum(e);
            let update = report.update.map(|s| (s.eigenvalues, s.radius.to_bits()));
            (report.equilibrium, report.field.map(|s| s.eigenvalues), update, report.verdict.kind)
        };
        assert!(big(&experiment) || numbers(&experiment) == numbers(&again), "{full}");
        assert_eq!((&experiment.start, experiment.steps), (&again.start, again.steps), "{full}");
        assert_eq!(digest(&experiment), digest(&again), "{full}");
        assert_eq!(full, spelled_out(&again), "spelling out is idempotent");
    }
}

fn dirac(experiment: &Experiment) -> &Dirac {
    match experiment.game() {
        AnyGame::Dirac(game) => game,
        #[allow(unreachable_patterns, reason = "as long as there is one game")]
        other => panic!("{} is not the Dirac-GAN", other.name()),
    }
}

/// The names of the penalties of an experiment on the Dirac-GAN.
fn penalties(experiment: &Experiment) -> Vec<&'static str> {
    dirac(experiment).penalty.iter().map(AnyPenalty::name).collect()
}

fn loss(experiment: &Experiment) -> &'static str {
    dirac(experiment).loss.name()
}

const BASE: &str = "[game.dirac]\nloss = \"minimax\"\npenalty.r1.gamma = 0.3\n[rule.alternating]\nlr = 0.2\ndiscriminator_steps = 5\n[field.consensus]\ngamma = 0.5\n[run]\nstart = [1, 1]";

#[test]
fn another_variant_replaces_the_old_one() {
    let set = |s: &str| parse(BASE, &[s]);
    assert_eq!(set("rule.simultaneous.lr=0.1").rule.name(), "simultaneous");
    assert_eq!(set("rule=simultaneous").rule.name(), "simultaneous");
    assert_eq!(set("field.plain={}").field.adjust.name(), "plain");
    assert_eq!(set("field=plain").field.adjust.name(), "plain");
    assert_eq!(loss(&set("game.dirac.loss=wasserstein")), "wasserstein");
    assert_eq!(loss(&set("game.dirac.loss=\"wasserstein\"")), "wasserstein");
    assert_eq!(loss(&set("game.dirac.loss.non_saturating={}")), "non_saturating");
    let whole = parse(BASE, &["game={ dirac = { clip = 0.5 } }"]);
    assert!(penalties(&whole).is_empty());
}

#[test]
fn the_same_variant_keeps_what_is_not_named() {
    let AnyRule::Alternating(rule) = parse(BASE, &["rule.alternating.lr=0.7"]).rule else { panic!("another rule") };
    assert_eq!((rule.lr.start.generator, rule.discriminator_steps), (0.7, 5));
}

#[test]
fn a_penalty_replaces_the_one_there_and_two_are_named_together() {
    let names = |sets: &[&str]| {
        let mut names = penalties(&parse(BASE, sets));
        names.sort();
        names
    };
    assert_eq!(names(&["game.dirac.penalty.r2.gamma=0.1"]), ["r2"]);
    assert_eq!(names(&["game.dirac.penalty.r1.gamma=0.1"]), ["r1"]);
    assert_eq!(names(&["game.dirac.penalty.r2.gamma=0.1", "game.dirac.penalty.r1.gamma=0.2"]), ["r1", "r2"]);
    assert_eq!(names(&["game.dirac.penalty={r2={gamma=0.1},r1={}}"]), ["r1", "r2"]);
    assert_eq!(names(&["game.dirac.penalty={}"]), [""; 0]);
    assert_eq!(names(&["game.dirac.penalty={}", "game.dirac.penalty.r2.gamma=0.1"]), ["r2"]);
    let by_name = BASE.replace("penalty.r1.gamma = 0.3", "penalty = \"r1\"");
    assert_eq!(penalties(&parse(&by_name, &["game.dirac.penalty.r2.gamma=0.1"])), ["r2"]);
}

#[test]
fn overrides_are_applied_in_order() {
    let e = parse(BASE, &["rule.simultaneous.lr=0.1", "rule.alternating.lr=0.3"]);
    let AnyRule::Alternating(rule) = e.rule else { panic!("the last one wins") };
    assert_eq!((rule.lr.start.generator, rule.discriminator_steps), (0.3, 1), "it starts from the defaults again");
}

/// Text, overrides, and what the complaint must say.
#[test]
fn wrong_input_is_told_what_where_and_what_to_do() {
    let cases: &[(&str, &[&str])] = &[
        ("[game.dirac]\npenalty.r1.gama = 0.3", &["`gama`", "test.toml:2:12", "^^^^", "did you mean `gamma`?"]),
        ("[game.dirac]\nlos = \"minimax\"", &["`los`", "test.toml:2:1", "^^^", "did you mean `loss`"]),
        ("[game.dirac]\nloss = \"minmax\"", &["`minmax`", "test.toml:2:8", "did you mean `minimax`", "wasserstein"]),
        ("[gam.dirac]", &["`gam`", "test.toml:1:2", "did you mean `game`?"]),
        ("[game.dirak]", &["`dirak`", "test.toml:1:7", "did you mean `dirac`?"]),
        ("[rule.alternate]\nlr = 1", &["`alternate`", "^^^^^^^^^", "`alternating`"]),
        ("[game.dirac]\npenalty.r1.gamma = -0.3", &["-0.3", "≥ 0", "test.toml:2:20", "^^^^"]),
        ("[game.dirac]\npenalty.r1.gamma = nan", &["NaN", "finite", "test.toml:2:20"]),
        ("[rule.alternating]\ndiscriminator_steps = 0", &["found 0", "1 to 1000000", "test.toml:2:23"]),
        ("[rule.alternating]\ndiscriminator_steps = 2.5", &["test.toml:2:23"]),
        ("[rule.rmsprop]\ndiscriminator_steps = 0", &["found 0", "1 to 1000000", "test.toml:2:23", "^"]),
        ("[rule.adam]\ngenerator_steps = -2", &["found -2", "1 to 1000000", "test.toml:2:19"]),
        (
            "[rule.adam]\ndiscriminator_steps = 5",
            &["`discriminator_steps = 5`", "simultaneous", "`order = \"generator_first\"`", "test.toml:1:"],
        ),
        (
            "[rule.average.inner.momentum]\ngenerator_steps = 2",
            &["`generator_steps = 2`", "simultaneous", "test.toml:1:"],
        ),
        ("[rule.simultaneous]\nlr = -0.1", &["-0.1", "test.toml:2:6"]),
        ("[rule.simultaneous]\nlr = 0", &["test.toml:2:6"]),
        ("[rule.simultaneous]\nlr = inf", &["test.toml:2:6"]),
        ("[rule.simultaneous]\nlr = { generator = 0.1 }", &["`discriminator`", "test.toml:2:6"]),
        ("[run]\nstart = [1.0]", &["`run.start` has 1 number", "`dirac` has 2", "test.toml:2:9", "^^^^^"]),
        ("[run]\nstart = [1.0, 1.0, 1.0]", &["`run.start` has 3 numbers", "test.toml:2:9"]),
        ("[run]\nat = [0.0]", &["`run.at` has 1 number", "test.toml:2:6"]),
        ("[run]\nstart = [nan, 1.0]", &["`run.start`", "not finite", "test.toml:2:9"]),
        ("[run]\nsteps = -1", &["found -1", "test.toml:2:9"]),
        ("[game.dirac]\nnoise.on = \"all\"", &["`all`", "both", "test.toml:2:12"]),
        ("[game.dirac]\ndim = 0", &["found 0", "1 to 64", "test.toml:2:7"]),
        ("[game.dirac]\ndim = \"two\"", &["test.toml:2:7"]),
        ("game = ", &["test.toml:1:"]),
        (
            "[rule.simultaneous]\nlr = 0.1\n[rule.alternating]\nlr = 0.1",
            &["`simultaneous`", "`alternating`", "choose one"],
        ),
        (
            "[field.consensus_as_published]\n[game.dirac]\nloss = \"wasserstein\"",
            &["consensus_as_published", "test.toml"],
        ),
        (
            "[rule.simultaneous]\nlr = 0.1\n[sweep]\n\"rule.simultaneous.l\" = { from = 0.1, to = 1, count = 3 }",
            &["`l`", "did you mean `lr`?", "rule.simultaneous.l"],
        ),
    ];
    for (text, parts) in cases {
        let told = fault(text, &[]);
        for part in *parts {
            assert!(told.contains(part), "{part:?} is missing from\n{told}\nabout\n{text}");
        }
    }
}

#[test]
fn a_wrong_override_names_itself() {
    let told = fault(BASE, &["rule.alternating.l=0.1"]);
    assert!(told.contains("`l`") && told.contains("--set rule.alternating.l=0.1"), "{told}");
    assert!(fault(BASE, &["rule.alternating.lr"]).contains("no `=`"));
    assert!(fault(BASE, &["rule..lr=1"]).contains("empty key"));
    assert!(fault(BASE, &["game.dirac.penalty.r1.gamma=-1"]).contains("≥ 0"));
    assert!(fault(BASE, &["run.start=[1,2,3]"]).contains("has 3 numbers"));
}
