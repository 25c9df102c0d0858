//! Networks looked at from outside: checkpoints and points in files, numbers of another framework; and large maps that
//! are known by their products only.

use nalgebra::Complex;
use saddleflow::{
    analysis::{Kind, Spectrum, any, field_jacobian, field_jacobian_by_columns},
    experiment::{self, Experiment, Fault, Points},
    game::{AnyGame, Game},
    train::{Numbers, Training},
};
use serde_json::Value;
use std::{fs, path::Path, process::Command};

fn experiment(text: &str) -> Experiment {
    Experiment::parse("test", text, &[]).unwrap_or_else(|e: Fault| panic!("{e}\n{text}"))
}

fn nets(widths: &str, activation: &str, rest: &str) -> String {
    let net = format!("{{ widths = {widths}, activation = \"{activation}\" }}");
    format!(
        "seed = 2\n[game.mlp]\nlatent.gaussian.dim = 3\ngenerator = {net}\ndiscriminator = {net}\nbatch = 60\n{rest}\n"
    )
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().expect("a number")],
    }
}

/// Within 1e-12 of the largest entry.
fn assert_close(what: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let size = expected.iter().fold(1e-3, |m: f64, e| m.max(e.abs()));
    let error = found.iter().zip(expected).fold(0.0, |m: f64, (f, e)| m.max((f - e).abs())) / size;
    assert!(error <= 1e-12, "{what}: off by {error:e}");
}

/// The printed JSON of a command.
fn printed(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_saddleflow")).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What a command says when it refuses.
fn refused(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_saddleflow")).args(arguments).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// The oracle's nets in a checkpoint and its points in CSV files: paths of the checkpoint, x, z and e.
fn laid_out(directory: &Path, oracle: &Value, activation: &str, rest: &str) -> [String; 4] {
    let net = format!("{{ widths = [5, 5], activation = \"{activation}\" }}");
    let e =
        experiment(&format!("[game.mlp]\nlatent.gaussian.dim = 3\ngenerator = {net}\ndiscriminator = {net}\n{rest}\n"));
    let path = |name: &str| directory.join(name).to_str().expect("UTF-8").to_string();
    let paths = [path("last.safetensors"), path("x.csv"), path("z.csv"), path("e.csv")];
    let params = flip(numbers(&oracle["params"]));
    fs::write(&paths[0], e.checkpoint(&Numbers::Double(params)).expect("networks").bytes()).expect("written");
    for (path, key) in paths[1..].iter().zip(["x", "z", "e"]) {
        let line = |row: &Value| numbers(row).iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        let lines: Vec<String> = oracle[key].as_array().expect("rows").iter().map(line).collect();
        fs::write(path, lines.join("\n")).expect("written");
    }
    paths
}

/// The oracle's D is high on the data: its last layer, five weights and a bias, is negated here.
fn flip(mut x: Vec<f64>) -> Vec<f64> {
    let n = x.len();
    x[n - 6..].iter_mut().for_each(|p| *p = -*p);
    x
}

#[test]
fn what_is_printed_of_a_checkpoint_is_what_other_frameworks_compute() {
    let oracle: Value = serde_json::from_str(include_str!("data/mlp.json")).expect("the oracle");
    let directory = tempfile::tempdir().expect("a directory");
    for (case, activation) in oracle["cases"].as_array().expect("cases").iter().zip(["tanh", "leaky_relu"]) {
        for (name, rest) in [
            ("nsgan_r1_10", "loss = \"non_saturating\"\npenalty.r1.gamma = 10"),
            ("nsgan_noreg", "loss = \"non_saturating\""),
            ("wgan_gp_10", "loss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 20, target = 1 }"),
        ] {
            let [checkpoint, x, z, mix] = &laid_out(directory.path(), &oracle, activation, rest);
            let batch = ["--x", x, "--z", z, "--mix", mix, "--json"];
            let what = |part: &str| format!("{part}, {name}, {activation}");
            let all = printed(&[&["gradients", checkpoint][..], &batch].concat());
            assert_eq!(all["batch"], 6);
            assert_close(&what("at"), &numbers(&all["at"]), &flip(numbers(&oracle["params"])));
            assert_close(&what("field"), &numbers(&all["field"]), &flip(numbers(&case[format!("field/{name}")])));
            if name == "nsgan_r1_10" {
                let term = |key: &str| case[format!("loss/{key}")].as_f64().expect("a number");
                assert_close(
                    &what("L_G"),
                    &[all["loss"]["generator"].as_f64().expect("L_G")],
                    &[term("G_nonsaturating")],
                );
                let expected = term("D_logistic") + 10.0 * term("R1");
                assert_close(&what("L_D"), &[all["loss"]["discriminator"].as_f64().expect("L_D")], &[expected]);
                let by = |key: &str| {
                    [numbers(&case[format!("grad_G/{key}")]), numbers(&case[format!("grad_D/{key}")])].concat()
                };
                let of_d: Vec<f64> = by("D_logistic").iter().zip(by("R1")).map(|(d, r)| d + 10.0 * r).collect();
                assert_close(&what("∇L_D"), &numbers(&all["gradient"]["discriminator"]), &flip(of_d));
                assert_close(&what("∇L_G"), &numbers(&all["gradient"]["generator"]), &flip(by("G_nonsaturating")));
            }
            let spectrum = printed(&[&["spectrum", checkpoint][..], &batch].concat());
            let found = &spectrum["field"]["eigenvalues"];
            let expected = &case[format!("eigenvalues/{name}")];
            let pair = |l: &Value| Complex::new(l[0].as_f64().expect("re"), l[1].as_f64().expect("im"));
            let mut left: Vec<Complex<f64>> = found.as_array().expect("a list").iter().map(pair).collect();
            let radius = left.iter().fold(1.0, |m: f64, l| m.max(l.norm()));
            for (re, im) in numbers(&expected["re"]).into_iter().zip(numbers(&expected["im"])) {
                let distance = |l: &Complex<f64>| (l - Complex::new(re, im)).norm();
                let nearest = (0..left.len()).min_by(|a, b| distance(&left[*a]).total_cmp(&distance(&left[*b])));
                let error = distance(&left.swap_remove(nearest.expect("as many"))) / radius;
                assert!(error < 1e-9, "{}: {re} + {im}i is off by {error:e}", what("eigenvalues"));
            }
        }
    }
}

#[test]
fn what_does_not_fit_a_checkpoint_is_refused() {
    let oracle: Value = serde_json::from_str(include_str!("data/mlp.json")).expect("the oracle");
    let directory = tempfile::tempdir().expect("a directory");
    let [checkpoint, x, z, mix] = &laid_out(directory.path(), &oracle, "tanh", "");
    let wider = refused(&["spectrum", checkpoint, "--set", "game.mlp.generator.widths=[5, 6]"]);
    assert!(wider.contains("`generator.1.weight`") && wider.contains("[5, 5]"), "{wider}");
    let swapped = refused(&["gradients", checkpoint, "--x", z, "--z", x]);
    assert!(swapped.contains("--x has 3 numbers a line"), "{swapped}");
    let short = directory.path().join("short.csv");
    fs::write(&short, "1,2\n3,4\n").expect("written");
    let short = short.to_str().expect("UTF-8");
    let unequal = refused(&["gradients", checkpoint, "--x", short, "--z", z]);
    assert!(unequal.contains("--x has 2 points and --z has 6"), "{unequal}");
    assert!(refused(&["gradients", checkpoint, "--x", x, "--z", z, "--mix", x]).contains("6 pairs"));
    fs::write(short, "1,2\n3,four\n").expect("written");
    assert!(refused(&["spectrum", checkpoint, "--x", short, "--z", z]).contains("short.csv:2:3"));
    let bytes = fs::read(checkpoint).expect("there");
    fs::write(checkpoint, &bytes[..bytes.len() / 2]).expect("written");
    let cut = refused(&["spectrum", checkpoint]);
    assert!(cut.contains("is not a whole checkpoint") && cut.contains("help: "), "{cut}");
    assert!(refused(&["gradients", "r1", "--x", x, "--z", z, "--mix", mix]).contains("`dirac`"));
}

/// A game without networks has gradients too: of the Dirac-GAN at (1, 1) they are known.
#[test]
fn gradients_of_the_dirac_gan() {
    let report =
        experiment::gradients(&experiment("[game.dirac]\nloss = \"minimax\"\n[run]\nat = [1.0, 1.0]")).expect("finite");
    let sigmoid = 1.0 / (1.0 + 1f64.exp());
    // L = f(θψ) + f(0), L_G = L, f' = σ(−t).
    assert_close("field", &report.field, &[-sigmoid, sigmoid]);
    assert_close("∇L_G", &report.gradient.generator, &[sigmoid, sigmoid]);
    assert_eq!(report.batch, None);
}

/// Whether the game sees only differences of logits, and how many null directions v' has.
#[test]
fn a_smooth_net_has_no_null_direction_but_the_bias_under_a_loss_of_differences() {
    for (rest, shift) in [
        ("loss = \"minimax\"", 0),
        ("loss = \"non_saturating\"\npenalty.r1.gamma = 1", 0),
        ("loss = \"wasserstein\"", 1),
        ("loss = \"relativistic\"\npenalty = { r1 = {}, r2 = {} }", 1),
        // A penalty that sees the logits themselves.
        ("loss = \"wasserstein\"\npenalty = \"le_cam\"", 0),
    ] {
        let e = experiment(&nets("[4]", "tanh", rest));
        let null = any::linearise(&e.field, &e.rule, &e.at).null.expect("networks know of redundancies");
        assert_eq!(null.dimension, shift, "{rest}: {}", null.sentence);
        assert_eq!(null.kinds.len(), 1);
        assert_eq!(null.kinds[0].null, Some(shift), "{rest}");
    }
}

/// v'ξ + (∂ξ)ᵀv = 0 for each rescaling of a unit. Away from rest that is no null direction; what null directions there
/// are come from units that bend together on the whole batch: of a layer of m inputs with u of them in front of the
/// one output, only A = Σ w (W, b) in ℝᵐ⁺¹ matters, and v' is blind to the (m + 1)u changes of the (W, b) less one
/// condition ⟂ ∂L/∂A for each and m more that hold A: to m(u − 1).
#[test]
fn rescalings_of_units_and_units_that_bend_together() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..12 {
        let mut e =
            experiment(&nets("[7]", "leaky_relu", "loss = \"minimax\"").replace("seed = 2", &format!("seed = {seed}")));
        e.at.iter_mut().enumerate().for_each(|(i, p)| *p += 0.01 * (1.0 + i as f64).sin());
        let lin = any::linearise(&e.field, &e.rule, &e.at);
        let null = lin.null.expect("networks know of redundancies");
        let twins = null.kinds[3].count;
        assert_eq!(null.dimension, 2 * twins, "seed {seed}: {}", null.sentence);
        assert_eq!((null.kinds[1].count, null.kinds[1].null), (14, Some(0)), "{}", null.sentence);
        seen.insert(twins);
        let v = any::velocity(&e.field, &e.at);
        let jacobian = field_jacobian(&e.field, &e.at);
        for xi in &e.field.game.redundancies(&e.at)[1].directions {
            let sign = |i: usize| if xi[i] == 0.0 { 0.0 } else { xi[i] / e.at[i] };
            let image = &jacobian * nalgebra::DVector::from_column_slice(xi);
            let left = (0..v.len()).map(|i| (image[i] + sign(i) * v[i]).abs()).fold(0.0, f64::max);
            assert!(left < 1e-13 && image.amax() > 1e-6, "seed {seed}: {left:e}");
        }
    }
    assert!(seen.len() > 1 && seen.last() > Some(&1), "{seen:?} twins show nothing");
}

/// Points of one's own get the instance noise of the experiment: given what would be drawn without it, the answer is that
/// of the draw with it, and not that without it.
#[test]
fn instance_noise_is_added_to_points_of_ones_own() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).to_str().expect("UTF-8").to_string();
    let file = |name: &str, columns: &[f64], n: usize| {
        let line = |i: usize| columns.chunks(n).map(|c| format!("{:?}", c[i])).collect::<Vec<_>>().join(",") + "\n";
        fs::write(path(name), (0..n).map(line).collect::<String>()).expect("written");
    };
    for on in ["real", "fake", "both"] {
        let with = |sigma: f64| nets("[4]", "tanh", &format!("noise = {{ sigma = {sigma:?}, on = \"{on}\" }}"));
        let quiet = experiment(&with(0.0));
        let AnyGame::Mlp(game) = quiet.game() else { panic!("networks") };
        let batch = game.batch();
        file("x.csv", &batch.real, batch.n);
        file("z.csv", &batch.latent, batch.n);
        let mut answers = vec![];
        for sigma in [0.0, 0.7] {
            let toml = path("noisy.toml");
            fs::write(&toml, with(sigma)).expect("written");
            for command in ["gradients", "spectrum"] {
                let drawn = printed(&[command, &toml, "--json"]);
                let given = printed(&[command, &toml, "--x", &path("x.csv"), "--z", &path("z.csv"), "--json"]);
                assert_eq!(drawn, given, "{command}, σ = {sigma} on {on}");
                answers.push(given);
            }
        }
        assert!(answers[0] != answers[2] && answers[1] != answers[3], "the noise on {on} does not show");
    }
}

/// G ≡ 0 on data at 0 and D ≡ 0 is a point of rest: there all rescalings are null.
#[test]
fn at_rest_the_rescalings_are_null() {
    let text = nets("[4, 3]", "leaky_relu", "data.csv.path = \"@\"\nnoise = { sigma = 1, on = \"real\" }");
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), "0.3,0.2\n").expect("written");
    let e = experiment(&text.replace('@', file.path().to_str().expect("UTF-8")).replace("noise", "#"));
    let AnyGame::Mlp(game) = e.game() else { panic!("networks") };
    let mut x = e.at.iter().map(|p| p + 0.1).collect::<Vec<f64>>();
    let a = game.dims()[0];
    let last = game.generator.layers().last().expect("a layer").range;
    x[last].fill(0.0);
    (x[a - 2], x[a - 1]) = (0.3, 0.2);
    let last = game.discriminator.layers().last().expect("a layer").range;
    x[a + last.start..].fill(0.0);
    let lin = any::linearise(&e.field, &e.rule, &x);
    assert!(lin.at_equilibrium, "‖v‖ = {:e}", lin.speed);
    let null = lin.null.expect("networks know of redundancies");
    assert_eq!((null.kinds[1].count, null.kinds[1].null), (14, Some(14)), "{}", null.sentence);
}

/// The parts of large spectra against the whole ones.
#[test]
fn outermost_and_rightmost_eigenvalues_of_large_maps() {
    let game = "loss = \"minimax\"\nlatent.gaussian.dim = 6";
    let text =
        nets("[12, 12]", "tanh", game).replace("latent.gaussian.dim = 3\n", "").replace("batch = 60", "batch = 12");
    let plain = experiment(&format!("{text}[rule.simultaneous]\nlr = 0.3\n"));
    let lin = any::linearise(&plain.field, &plain.rule, &plain.at);
    let [n, m] = lin.sizes;
    assert!(n > 400 && m == n, "{n} and {m} are small");
    let whole = lin.field.unwrap_or_else(|| panic!("{}", lin.verdict.sentence)).eigenvalues;
    assert_eq!(whole.len(), n);
    let outermost = lin.update.unwrap_or_else(|| panic!("{}", lin.verdict.sentence)).eigenvalues;
    assert!(outermost.len() >= 8 && outermost.len() < n);
    // Of simultaneous descent F' = 1 + h v'.
    let mut expected: Vec<Complex<f64>> = whole.iter().map(|l| l * 0.3 + 1.0).collect();
    expected.sort_by(|a, b| b.norm().total_cmp(&a.norm()));
    assert_found(&outermost, &expected[..outermost.len() - 1], 1e-9);
    assert!((lin.verdict.rate.expect("a radius") - expected[0].norm()).abs() < 1e-10);
    // Momentum doubles the state: z² − (1 + β + hλ)z + β = 0.
    let momentum = experiment(&format!("{text}[rule.momentum]\nlr = 0.3\nbeta = 0.5\n"));
    let lin = any::linearise(&momentum.field, &momentum.rule, &momentum.at);
    assert_eq!(lin.sizes, [n, 2 * n]);
    let roots = |l: &Complex<f64>| {
        let half = (l * 0.3 + 1.5) * 0.5;
        let root = (half * half - 0.5).sqrt();
        [half + root, half - root]
    };
    let largest = whole.iter().flat_map(roots).map(|l| l.norm()).fold(0.0, f64::max);
    assert!((lin.verdict.rate.expect("a radius") - largest).abs() < 1e-9, "{:?} against {largest}", lin.verdict);
    // A field without a way of its own.
    let consensus = experiment(&format!("{text}[field.consensus]\ngamma = 0.2\n"));
    let lin = any::linearise(&consensus.field, &consensus.rule, &consensus.at);
    let rightmost = lin.field.unwrap_or_else(|| panic!("{}", lin.verdict.sentence)).eigenvalues;
    let columns = field_jacobian_by_columns(&consensus.field, &consensus.at);
    let mut expected = saddleflow::analysis::Spectrum::of(&columns).expect("finite").eigenvalues;
    expected.sort_by(|a, b| b.re.total_cmp(&a.re));
    assert!(lin.null.is_none() && rightmost.len() < n);
    assert_found(&rightmost, &expected[..rightmost.len() - 1], 1e-9);
}

/// Each expected eigenvalue is among the found ones.
fn assert_found(found: &[Complex<f64>], expected: &[Complex<f64>], within: f64) {
    for l in expected {
        let nearest = found.iter().map(|f| (f - l).norm()).fold(f64::INFINITY, f64::min);
        assert!(nearest < within * l.norm().max(1.0), "{l} is off by {nearest:e}");
    }
}

/// A checkpoint of Adam is linearised where it stands, its memory included, and says so.
#[test]
fn the_memory_of_a_checkpoint_is_the_one_linearised_at() {
    let e = experiment(&format!("{}[rule.adam]\nlr = 0.01\n", nets("[3]", "tanh", "")));
    let AnyGame::Mlp(game) = e.game() else { panic!("networks") };
    let mut training = Training::new(game.clone(), e.field.adjust.clone(), e.rule.clone(), &e.start);
    for _ in 0..20 {
        training.step().expect("finite");
    }
    let mut checkpoint = training.checkpoint();
    checkpoint.texts.insert("experiment".into(), e.text());
    let file = tempfile::Builder::new().suffix(".safetensors").tempfile().expect("a file");
    fs::write(file.path(), checkpoint.bytes()).expect("written");
    let stored = Experiment::load(file.path().to_str().expect("UTF-8"), &[]).expect("a checkpoint");
    let z = [&stored.at[..], stored.memory.as_ref().expect("a memory")].concat();
    assert_eq!(z.len(), 3 * stored.at.len());
    assert!(z[stored.at.len()..].iter().any(|m| *m != 0.0));
    let lin = stored.linearise();
    assert!(lin.verdict.sentence.contains("memory that is stored"), "{}", lin.verdict.sentence);
    let expected = Spectrum::of(&any::update_jacobian(&stored.field, &stored.rule, &z)).expect("finite").radius();
    let elsewhere = any::linearise(&stored.field, &stored.rule, &stored.at).verdict.rate.expect("a radius");
    let rate = lin.verdict.rate.expect("a radius");
    assert!((rate / expected - 1.0).abs() < 1e-9 && (rate / elsewhere - 1.0).abs() > 1e-3, "{rate} {elsewhere}");
    // At another point the memory is none.
    let there: String = stored.at.iter().map(|x| format!("{:?},", x + 0.1)).collect();
    let moved = Experiment::load(file.path().to_str().expect("UTF-8"), &[format!("run.at=[{there}]")]);
    assert!(moved.expect("a checkpoint").memory.is_none());
}

/// With many parameters a kink is looked for along random directions: one weight at its clip is found, one beside not.
#[test]
fn kinks_of_large_maps() {
    let text = nets("[8, 8]", "tanh", "clip = 0.1");
    let e = experiment(&format!("{text}[rule.simultaneous]\nlr = 0.1\n"));
    let AnyGame::Mlp(game) = e.game() else { panic!("networks") };
    let mut x: Vec<f64> = e.at.iter().map(|p| p.clamp(-0.05, 0.05)).collect();
    let lin = any::linearise(&e.field, &e.rule, &x);
    assert_ne!(lin.verdict.kind, Kind::NotDifferentiable, "{}", lin.verdict.sentence);
    // F takes ψ₃ exactly to its bound.
    let third = game.dims()[0] + 3;
    let v = any::velocity(&e.field, &x);
    x[third] = 0.1 - 0.1 * v[third];
    for _ in 0..60 {
        x[third] = 0.1 - 0.1 * any::velocity(&e.field, &x)[third];
    }
    let lin = any::linearise(&e.field, &e.rule, &x);
    assert_eq!(lin.verdict.kind, Kind::NotDifferentiable);
    assert!(lin.verdict.sentence.contains("ψ_3"), "{}", lin.verdict.sentence);
    assert!(lin.field.is_some(), "the field itself is smooth");
    // A unit whose sum is 0 for a point of the batch.
    let leaky = experiment(&nets("[8, 8]", "leaky_relu", "data.two_points = {}"));
    let mut taken = leaky.clone();
    let points = |text: &str| Points::parse("points", text).expect("points");
    taken.take_batch(&points("0,0\n1,0.5\n"), &points("1,2,3\n-1,0.3,0.2\n"), None).expect("they fit");
    let lin = any::linearise(&taken.field, &taken.rule, &taken.at);
    assert!(lin.field.is_none(), "D's first layer has its bend at the origin");
    assert!(any::linearise(&leaky.field, &leaky.rule, &leaky.at).field.is_some());
}

/// The plane of the data: the numbers at the arrows are D and its slope.
#[test]
fn the_portrait_of_networks_is_the_plane_of_their_data() {
    let directory = tempfile::tempdir().expect("a directory");
    let e = experiment(&nets("[5]", "tanh", ""));
    let file = directory.path().join("net.safetensors");
    fs::write(&file, e.checkpoint(&Numbers::Double(e.at.clone())).expect("networks").bytes()).expect("written");
    let file = file.to_str().expect("UTF-8");
    let out = directory.path().to_str().expect("UTF-8");
    let arguments = ["portrait", file, "--out", out, "--window", "-1,2,-3,1", "--grid", "3"];
    let done = Command::new(env!("CARGO_BIN_EXE_saddleflow")).args(arguments).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for name in ["net.svg", "net.png", "net.pdf"] {
        assert!(directory.path().join(name).is_file(), "{name}");
    }
    let text = fs::read_to_string(directory.path().join("field.csv")).expect("numbers");
    let AnyGame::Mlp(game) = e.game() else { panic!("networks") };
    let psi = &e.at[game.dims()[0]..];
    let logit = |p: [f64; 2]| game.discriminator.forward(psi, p.to_vec(), 1).pop().expect("D")[0];
    let rows: Vec<Vec<f64>> =
        text.lines().skip(1).map(|l| l.split(',').map(|x| x.parse().expect("a number")).collect()).collect();
    assert_eq!(rows.len(), 9);
    for row in rows {
        let [x, y, d, a, b] = row[..] else { panic!("five columns") };
        let h = 1e-4;
        assert!((logit([x, y]) - d).abs() < 1e-14);
        assert!(((logit([x + h, y]) - logit([x - h, y])) / (2.0 * h) - a).abs() < 1e-6);
        assert!(((logit([x, y + h]) - logit([x, y - h])) / (2.0 * h) - b).abs() < 1e-6);
    }
}
