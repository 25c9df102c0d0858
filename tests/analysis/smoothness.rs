//! Is F differentiable here, and what follows where it is not.

use super::experiment;
use nalgebra::Complex;
use saddleflow::{
    analysis::{Kind, Linearisation, Roughness, Spectrum, any},
    experiment::spectrum,
};

fn linearise(text: &str) -> Linearisation {
    let e = experiment(text);
    any::linearise(&e.field, &e.rule, &e.at)
}

/// A game stated by its losses, with what else the file says.
fn game(theta: &str, psi: &str, [generator, discriminator]: [&str; 2], more: &str) -> String {
    let names = |list: &str| list.split(' ').map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    let key = if more.starts_with("equilibrium") { "" } else { "\n" };
    format!(
        "[game.expression]\ntheta = [{}]\npsi = [{}]\ngenerator = {generator:?}\ndiscriminator = {discriminator:?}\n{key}{more}",
        names(theta),
        names(psi)
    )
}

const fn c(re: f64, im: f64) -> Complex<f64> {
    Complex::new(re, im)
}

/// Of the same length, each expected eigenvalue found, to a part of the largest.
fn assert_spectrum(what: &str, found: &[Complex<f64>], expected: &[Complex<f64>], within: f64) {
    assert_eq!(found.len(), expected.len(), "{what}: {found:?}");
    let scale = expected.iter().fold(1.0, |m: f64, l| m.max(l.norm()));
    for l in expected {
        let nearest = found.iter().map(|f| (f - l).norm()).fold(f64::INFINITY, f64::min);
        assert!(nearest <= within * scale, "{what}: {l} is not in {found:?}");
    }
}

/// What a map is called, its file, σ(v') and σ(F').
type Case = (&'static str, String, Vec<Complex<f64>>, Vec<Complex<f64>>);

fn pairs(re: f64, im: &[f64]) -> Vec<Complex<f64>> {
    im.iter().flat_map(|im| [c(re, *im), c(re, -im)]).collect()
}

/// At any scale of the field or the method.
fn steep() -> Vec<Case> {
    // The singular values of the matrix, by numpy.
    let s = [34247892946.599163, 20734198349.675503, 9857730342.96416];
    let quadratic = ["theta*psi - 0.7*theta", "50*psi^2 - 70*psi - theta*psi"];
    let of_momentum = [-0.4567559249074213, -0.30001153995706537, 0.6568059299084215, 0.9999615349560651];
    vec![
        (
            "steep, off the origin",
            game("t", "p", ["100*(t-5)*p", "-100*(t-5)*p"], "[rule.simultaneous]\nlr = 0.2"),
            pairs(0.0, &[100.0]),
            pairs(1.0, &[20.0]),
        ),
        (
            "cancellation",
            game("theta", "psi", quadratic, "[rule.momentum]\nlr = 0.005"),
            vec![c(-0.010001000200050014, 0.0), c(-99.98999899979995, 0.0)],
            of_momentum.map(|l| c(l, 0.0)).to_vec(),
        ),
        (
            "a steep penalty",
            "[game.dirac.penalty.r1]\ngamma = 1e10\n[rule.simultaneous]\nlr = 1.0".into(),
            vec![c(-2.5e-11, 0.0), c(-1e10, 0.0)],
            vec![c(1.0 - 2.5e-11, 0.0), c(1.0 - 1e10, 0.0)],
        ),
        (
            "a steep bilinear game",
            "[game.bilinear]\nmatrix = [[1e10, 2e10, 0.0], [0.0, 1e10, 3e10], [1e10, 0.0, 1e10]]\n[rule.simultaneous]\nlr = 0.1".into(),
            pairs(0.0, &s),
            pairs(1.0, &s.map(|s| 0.1 * s)),
        ),
    ]
}

/// An adaptive rule at an equilibrium that no double is.
fn rounded() -> Vec<Case> {
    let text = |order: &str| {
        let rule = format!("[run]\nstart = [1.5, 0.1]\n[rule.rmsprop]\nlr = 0.05\nepsilon = 0.1\norder = {order:?}");
        game("theta", "psi", ["psi*(theta^2-2)", "-psi*(theta^2-2)+psi^2"], &rule)
    };
    let memory = [c(0.99, 0.0), c(0.99, 0.0)];
    let field = pairs(-1.0, &[7f64.sqrt()]);
    let together = [pairs(0.5, &[0.5 * 7f64.sqrt()]), memory.to_vec()].concat();
    let in_turns = [vec![c(-1.0, 0.0), c(0.0, 0.0)], memory.to_vec()].concat();
    vec![
        ("at √2, together", text("simultaneous"), field.clone(), together),
        ("at √2, in turns", text("generator_first"), field, in_turns),
    ]
}

/// At switches that are none in what comes out.
fn switches() -> Vec<Case> {
    let here = "equilibrium = [0, 0]\n[rule.simultaneous]\nlr = 0.1";
    let double = |l: f64| vec![c(l, 0.0); 2];
    vec![
        (
            "|t|t² and 0·relu",
            game("t", "p", ["t*p + t^2*abs(t) + 0*relu(t)", "-t*p + p^2 + 0*abs(t*p)"], here),
            double(-1.0),
            double(0.9),
        ),
        (
            // relu(t)t − relu(−t)t = t², whose second derivative dual numbers have as 0 at the switch.
            "switches that cancel",
            game("t", "p", ["t*p + relu(t)*t - relu(-t)*t", "-t*p"], here),
            double(-1.0),
            double(0.9),
        ),
    ]
}

/// Smooth, whatever the scale. The eigenvalues are those of matrices written out by hand, by numpy.
#[test]
fn smooth_maps_of_any_scale_have_a_spectrum() {
    let cases = [steep(), rounded(), switches()].concat();
    for (what, text, field, update) in &cases {
        let lin = linearise(text);
        let found = |s: &Option<Spectrum>, why: &Option<String>| {
            s.clone().unwrap_or_else(|| panic!("{what}: {why:?}")).eigenvalues
        };
        // A double eigenvalue is computed to the root of rounding.
        assert_spectrum(what, &found(&lin.field, &lin.field_reason), field, 3e-8);
        assert_spectrum(what, &found(&lin.update, &lin.update_reason), update, 3e-8);
    }
    println!("{} smooth maps", cases.len());
}

/// ε > 0 makes Adam and RMSProp smooth where v = 0, with however many steps and in whatever order.
#[test]
fn adaptive_rules_are_smooth_at_an_equilibrium() {
    let wasserstein = "[game.dirac]\nloss = \"wasserstein\"\n[rule.adam]\nlr = 0.01\nbeta1 = 0.5\ngenerator_steps = 1\ndiscriminator_steps = 2\norder = \"discriminator_first\"\n";
    let lin = linearise(wasserstein);
    assert_eq!(lin.verdict.kind, Kind::Diverges, "{}", lin.verdict.sentence);
    // D(θ)·D(ψ)² of heavy balls with step h/ε, written out in numpy.
    let rate = lin.verdict.rate.expect("a rate");
    assert!((rate / 624999999997.0498 - 1.0).abs() < 1e-9, "{rate}");
    assert!(lin.verdict.sentence.contains("grows 6.25e11-fold in one step"), "{}", lin.verdict.sentence);
    // v' = [[0, −1], [1, 0]], ε = 1e-8.
    assert!(lin.verdict.sentence.contains("within about 1e-9 of this point"), "{}", lin.verdict.sentence);
    let games = [
        "[game.dirac.penalty.r1]\ngamma = 0.3\n".to_string(),
        "[game.dirac]\nloss = \"wasserstein\"\n".to_string(),
        "[game.dirac]\nloss = \"non_saturating\"\npenalty.r1.gamma = 10\n".to_string(),
        game("theta", "psi", ["psi*(theta^2-2)", "-psi*(theta^2-2)+psi^2"], "[run]\nstart = [1.5, 0.1]\n"),
    ];
    let mut count = 0;
    for game in &games {
        for rule in ["adam", "rmsprop"] {
            for order in ["simultaneous", "generator_first", "discriminator_first"] {
                for steps in [[1, 1], [1, 3], [2, 5]] {
                    if order == "simultaneous" && steps != [1, 1] {
                        continue;
                    }
                    let text = format!(
                        "{game}[rule.{rule}]\norder = \"{order}\"\ngenerator_steps = {}\ndiscriminator_steps = {}\n",
                        steps[0], steps[1]
                    );
                    let lin = linearise(&text);
                    assert_ne!(lin.verdict.kind, Kind::NotDifferentiable, "{text}{}", lin.verdict.sentence);
                    count += 1;
                }
            }
        }
    }
    println!("{count} adaptive rules");
    // Without ε there is a sign of v in F, though v' is there.
    let lin = linearise("[game.dirac.penalty.r1]\ngamma = 0.3\n[rule.rmsprop]\nepsilon = 0.0\n");
    assert_eq!(lin.verdict.kind, Kind::NotDifferentiable);
    assert!(lin.field.is_some() && lin.field_reason.is_none());
    assert!(lin.update_reason.is_some_and(|why| why.starts_with("The update has no spectrum here")));
}

/// A kink that no axis sees, and what the run does at it.
#[test]
fn piecewise_linear_updates_have_a_rate() {
    // The paper's minimal example with a loss that is steeper on one side; numpy, over 2·10⁶ steps: 0.98641 a step,
    // 47.8155 steps a turn.
    let lin = linearise(
        "[game.dirac.loss.expression]\ngenerator = \"fake + 2*relu(fake)\"\ndiscriminator = \"real - fake\"\n[rule.simultaneous]\nlr = 0.1\n",
    );
    assert_eq!(lin.verdict.kind, Kind::Converges, "{}", lin.verdict.sentence);
    // The rate is off by no more than it says, which is little.
    let found = lin.piecewise.expect("piecewise linear");
    assert_eq!(lin.verdict.rate, Some(found.rate));
    assert!(found.error < 2e-5 && (found.rate - 0.98641).abs() <= found.error, "{found:?}");
    assert!((found.period.expect("it turns") - 47.8155).abs() < 0.15, "{found:?}");
    assert!(lin.verdict.sentence.contains("piecewise linear") && lin.verdict.sentence.contains("a turn"));
    assert!(lin.update.is_none() && lin.update_reason.is_some());

    let lin = linearise(&game(
        "theta",
        "psi",
        ["0.05*theta^2 - relu(theta*psi)", "0.05*psi^2 - relu(theta*psi)"],
        "equilibrium = [0, 0]\n[rule.simultaneous]\nlr = 0.1",
    ));
    assert_eq!(lin.verdict.kind, Kind::Diverges, "{}", lin.verdict.sentence);
    assert!((lin.verdict.rate.expect("a rate") - 1.09).abs() < 1e-12, "{:?}", lin.verdict);
    let rough = lin.rough[1].clone().expect("a kink");
    assert_eq!((rough.kind, rough.axes.len()), (Roughness::Kink, 0));

    // A kink away from the origin, known to rounding: −|t − √2| pulls on one side only.
    let lin = linearise(&game(
        "t",
        "p",
        ["t^2 - 2.8284271247461903*t + 0.5*relu(t - 1.4142135623730951)^2", "p^2"],
        "equilibrium = [1.4142135623730951, 0]\n[rule.simultaneous]\nlr = 0.1",
    ));
    assert_eq!(lin.verdict.kind, Kind::Converges, "{}", lin.verdict.sentence);
    assert!((lin.verdict.rate.expect("a rate") - 0.8).abs() < 1e-6, "{:?}", lin.verdict);

    // A cone between p = t/0.4 and t/0.35 that no axis, diagonal or random direction meets: within it v' is
    // [[−4001, 1500], [1500, −561]], whose growing eigenvector t/p = 0.37479 lies inside, λ = 1.19194 by hand.
    let cone = "2000*relu(t - 0.35*p)*relu(0.4*p - t)";
    let [generator, discriminator] = ["0.5*t^2", "0.5*p^2"].map(|own| format!("{own} - {cone}"));
    let lin = linearise(&game(
        "t",
        "p",
        [&generator, &discriminator],
        "equilibrium = [0, 0]\n[rule.simultaneous]\nlr = 1e-4",
    ));
    assert!(lin.field.is_none() && lin.update.is_none(), "{}", lin.verdict.sentence);
    let lambda = (-4562.0 + f64::sqrt(4562.0f64.powi(2) + 4.0 * 5439.0)) / 2.0;
    assert_eq!(lin.verdict.kind, Kind::Diverges, "{}", lin.verdict.sentence);
    assert!((lin.verdict.rate.expect("a rate") - (1.0 + 1e-4 * lambda)).abs() < 1e-9, "{:?}", lin.verdict);

    // A narrower one in three dimensions, away from the origin.
    let narrow = "0.5*(t-1)^2 + 100*relu(t - 1 - 0.537*(p - 2))*relu(0.547*(p - 2) - t + 1)";
    let lin = linearise(&game(
        "t",
        "p q",
        [narrow, "0.5*(p-2)^2 + 0.5*q^2"],
        "equilibrium = [1, 2, 0]\n[rule.simultaneous]\nlr = 0.1",
    ));
    assert!(lin.field.is_none(), "{}", lin.verdict.sentence);

    // What stands still on one side of a kink away from 0 is told from what grows only as well as directions are known.
    for average in ["", "average = { beta = 0.9, inner = { simultaneous = { lr = 0.1 } } }"] {
        let rule = if average.is_empty() { "simultaneous = { lr = 0.1 }" } else { average };
        let lin = linearise(&game(
            "a b",
            "p",
            ["relu(-a-3)^2/2 + p*(b-2)", "p^2/2 - p*(b-2)"],
            &format!("equilibrium = [-3, 2, 0]\n[rule]\n{rule}"),
        ));
        assert!(!matches!(lin.verdict.kind, Kind::Diverges | Kind::Converges), "{}", lin.verdict.sentence);
    }

    // A jump has no rate at all.
    let lin = linearise(&game("t", "p", ["abs(t) + t*p", "-t*p"], "equilibrium = [0, 0]"));
    assert_eq!((lin.verdict.kind, lin.verdict.rate), (Kind::NotDifferentiable, None));
    assert_eq!(lin.rough[0].as_ref().map(|r| r.kind), Some(Roughness::Jump));
    println!("6 rough maps");
}

/// One tolerance for all verdicts: coinciding eigenvalues are told from Jordan blocks.
#[test]
fn coinciding_eigenvalues_are_told_from_jordan_blocks() {
    let rates: Vec<f64> = (1..=2)
        .map(|dim| {
            let lin = linearise(&format!("[game.dirac]\ndim = {dim}\n[rule.simultaneous]\nlr = 5e-4\n"));
            assert_eq!(lin.verdict.kind, Kind::Diverges, "dim {dim}: {}", lin.verdict.sentence);
            lin.verdict.rate.expect("a rate")
        })
        .collect();
    // |1 ± ihf'(0)|, f'(0) = ½.
    let expected = 1f64.hypot(2.5e-4);
    assert!(rates.iter().all(|rate| (rate - expected).abs() < 1e-14), "{rates:?}");
    // a' = p, p' = b, b' = 0: J³ = 0, J² ≠ 0.
    let lin = linearise(&game("a b", "p", ["-a*p", "-p*b"], "equilibrium = [0, 0, 0]\n[rule.simultaneous]\nlr = 0.1"));
    assert_eq!(lin.verdict.kind, Kind::Neutral, "{}", lin.verdict.sentence);
    assert!(lin.verdict.sentence.contains("quadratically"), "{}", lin.verdict.sentence);
    let lin = linearise(&game("a", "p", ["-a*p", "p^4"], "equilibrium = [0, 0]\n[rule.simultaneous]\nlr = 0.1"));
    assert!(lin.verdict.sentence.contains("linearly"), "{}", lin.verdict.sentence);
}

/// No Jacobian disappears without its reason.
#[test]
fn a_missing_spectrum_has_its_reason_beside_it() {
    let e = experiment("[game.dirac.penalty.r1]\ngamma = 0.3\n[rule.rmsprop]\nepsilon = 0.0\n");
    let json = serde_json::to_value(spectrum(&e)).expect("JSON");
    assert!(json["field"].is_object() && json.get("field_reason").is_none());
    assert!(json["update"].is_null());
    assert!(json["update_reason"].as_str().is_some_and(|why| !why.is_empty()));
}
