//! What the entries of the registries are for, one story each, told through experiment texts.

use saddleflow::{
    analysis::Kind,
    experiment::{Experiment, SpectrumReport, simulate, spectrum},
    loss::{Loss, divergence::Family},
    rule::{AnyRule, Rule},
};

fn experiment(text: &str) -> Experiment {
    Experiment::parse("story", text, &[]).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}
fn linearise(text: &str) -> SpectrumReport {
    spectrum(&experiment(text))
}
fn fault(text: &str) -> String {
    Experiment::parse("story", text, &[]).expect_err(text).to_string()
}
fn set(text: &str, sets: &[&str]) -> Result<Experiment, String> {
    let sets: Vec<String> = sets.iter().map(|s| s.to_string()).collect();
    Experiment::parse("story", text, &sets).map_err(|f| f.to_string())
}

#[test]
fn tangents_of_a_set_of_equilibria_are_set_aside_and_nothing_else() {
    // (game, dimension of the set, kind); the rest of the spectrum decides.
    for (game, dimension, kind) in [
        ("sum.penalty.r1.gamma = 0.5", 2, Kind::Converges),
        ("product.penalty.r1.gamma = 0.5", 1, Kind::Converges),
        ("quadratic_critic.penalty.r1.gamma = 0.5", 1, Kind::Converges),
        ("flat_link.gamma = 0.5", 1, Kind::Converges),
        ("squared_critic.penalty.r1.gamma = 0.5", 1, Kind::Neutral),
        ("cubed_generator.penalty.r1.gamma = 0.5", 0, Kind::Neutral),
        ("dirac.penalty.r1.gamma = 0.5", 0, Kind::Converges),
        ("linear_bigan = { s = 1.5, gamma = 0.5 }", 1, Kind::Converges),
        ("covariance.sigma = [1, 2]", 2, Kind::Converges),
    ] {
        for rule in ["simultaneous", "alternating", "momentum", "extragradient", "optimistic", "implicit_euler"] {
            let verdict = linearise(&format!("game.{game}\nrule.{rule}.lr = 0.03")).verdict;
            assert_eq!(verdict.kind, kind, "{game}, {rule}: {}", verdict.sentence);
            let stated = verdict.sentence.contains(&format!("a set of equilibria of dimension {dimension}"));
            assert_eq!(stated, dimension > 0, "{game}, {rule}: {}", verdict.sentence);
        }
    }
}

#[test]
fn a_run_towards_a_manifold_falls_at_the_rate_across_it() {
    for game in ["sum.penalty.r1.gamma = 0.5", "product.penalty.r1.gamma = 0.5"] {
        let at = if game.starts_with("sum") { "[0.1, 0.2, 0.1, -0.2]" } else { "[1.1, 1.0, 0.1]" };
        let (_, outcome) = simulate(&experiment(&format!(
            "game.{game}\nrule.simultaneous.lr = 0.1\nrun = {{ start = {at}, steps = 800 }}"
        )));
        let (Some(predicted), Some(measured)) = (outcome.predicted.rate, outcome.measured.rate) else {
            panic!("{game}: {}", outcome.sentence)
        };
        // The product game's rate depends on where on the hyperbola the run ends.
        assert!((predicted - measured).abs() < 2e-3, "{game}: {}", outcome.sentence);
    }
}

#[test]
fn the_encoder_inverts_the_generator() {
    let (run, _) = simulate(&experiment(
        "game.linear_bigan = { s = 1.5, gamma = 0.5 }\nrule.extragradient.lr = 0.02\nrun = { start = [1.2, 0.8, 0, 0.1, 0], steps = 20000 }",
    ));
    let x = run.last();
    assert!((x[0] - 1.5).abs() < 1e-3 && (x[0] * x[1] - 1.0).abs() < 1e-3, "ends at {x:?}");
}

#[test]
fn one_point_against_two_modes_goes_round() {
    let (run, _) = simulate(&experiment(
        "game.two_modes.penalty.r1.gamma = 0.1\nrule.alternating.lr = 0.05\nrun = { start = [0.5, 0.1, 0], steps = 8000 }",
    ));
    let theta: Vec<f64> = (run.len() / 2..run.len()).map(|k| run.x(k)[0]).collect();
    let visits = theta.windows(2).filter(|w| w[0].signum() != w[1].signum()).count();
    let (low, high) = theta.iter().fold((0.0, 0.0), |(l, h): (f64, f64), t| (l.min(*t), h.max(*t)));
    assert!(visits >= 8 && low < -0.9 && high > 0.9, "{visits} changes of side within [{low}, {high}]");
}

#[test]
fn a_stable_point_need_not_be_a_nash_equilibrium() {
    let stable = "game.two_modes.loss = 'minimax'\nrule.simultaneous.lr = 0.1\nrun.at = [1.268449388993815, 1.6860748259597318, -0.6646204576196068]";
    let report = linearise(stable);
    assert!(report.at_equilibrium && report.verdict.kind == Kind::Converges, "{}", report.verdict.sentence);
    // θ alone sits at a maximum of L_G: v'_θθ > 0.
    let e = experiment(stable);
    assert!(saddleflow::analysis::any::field_jacobian(&e.field, &e.at)[(0, 0)] > 0.1);
}

#[test]
fn aligned_adjustment_points_towards_stable_points_and_away_from_unstable_ones() {
    // A sink on top of a strong rotation, and its time reversal.
    for sign in [1.0, -1.0] {
        let text = |field: &str| {
            format!(
                "game.expression = {{ generator = 'r*(theta^2)/2 + 9*psi*theta', discriminator = 'r*(psi^2)/2 - 9*psi*theta', parameters.r = {sign}, equilibrium = [0, 0] }}\n{field}\nrun.at = [0.7, 0.3]"
            )
        };
        let radial = |field: &str| {
            let e = experiment(&text(field));
            let v = saddleflow::analysis::any::velocity(&e.field, &e.at);
            v[0] * e.at[0] + v[1] * e.at[1]
        };
        let (plain, aligned) = (radial(""), radial("field.sga = { lambda = 0.1, align = true }"));
        assert!((aligned - plain) * sign < 0.0, "r = {sign}: {plain} becomes {aligned}");
    }
}

#[test]
fn adam_has_a_spectrum_that_says_where_it_holds() {
    let smooth = linearise("game.dirac.penalty.r1.gamma = 1\nrule.adam = { lr = 0.01, epsilon = 1e-8 }").verdict;
    assert_eq!(smooth.kind, Kind::Diverges, "{}", smooth.sentence);
    assert!(smooth.sentence.contains("well below ε = 1e-8"), "{}", smooth.sentence);
    for rule in ["adam", "rmsprop"] {
        let rough = linearise(&format!("rule.{rule}.epsilon = 0")).verdict;
        assert_eq!(rough.kind, Kind::NotDifferentiable, "{rule}: {}", rough.sentence);
    }
}

#[test]
fn rules_with_a_dense_solve_refuse_many_parameters() {
    for rule in AnyRule::all() {
        let refuses = matches!(rule.name(), "implicit_euler" | "implicit_midpoint" | "competitive");
        assert_eq!(rule.complaint(3001).is_some_and(|c| c.contains("3001")), refuses, "{}", rule.name());
        assert_eq!(rule.complaint(3000), None, "{}", rule.name());
    }
    let nested = experiment("rule.average.inner.lookahead.inner.implicit_euler.lr = 0.1").rule;
    assert!(nested.complaint(4000).is_some());
}

#[test]
fn averages_stand_behind_the_run() {
    let run =
        |rule: &str| simulate(&experiment(&format!("rule.average = {rule}\nrun = {{ start = [1, 0], steps = 3 }}"))).0;
    let uniform = run("{ uniform = true, inner.simultaneous.lr = 0.5 }");
    let mean: f64 = (0..4).map(|k| uniform.x(k)[0]).sum::<f64>() / 4.0;
    assert!((uniform.row(3)[2] - mean).abs() < 1e-15);
    assert_eq!(linearise("rule.average.uniform = true").verdict.kind, Kind::NotAutonomous);
    let wrapped = run("{ beta = 0.5, inner.lookahead.inner.alternating.lr = 0.5 }");
    assert_eq!(wrapped.row(0), [1.0, 0.0, 1.0, 0.0]);
}

#[test]
fn alternating_has_no_simultaneous_order() {
    assert!(fault("rule.alternating.order = 'simultaneous'").contains("simultaneous"));
    experiment("rule.momentum.order = 'simultaneous'");
}

#[test]
fn every_divergence_is_a_zero_sum_loss_that_turns_at_its_own_speed() {
    for (name, speed) in [
        ("kl", (-1.0f64).exp()),
        ("reverse_kl", 1.0),
        ("pearson", 1.0),
        ("squared_hellinger", 1.0),
        ("jensen_shannon", 0.5),
        ("gan", 0.5),
        ("total_variation", 0.5),
    ] {
        let report = linearise(&format!("game.dirac.loss.f_gan.divergence = '{name}'"));
        let [_, up] = report.field.expect("a smooth field").eigenvalues[..] else { panic!("two eigenvalues") };
        assert!(up[0].abs() < 1e-14 && (up[1] - speed).abs() < 1e-14, "{name}: {up:?}, expected ±{speed}i");
    }
    for family in Family::ALL {
        let name = serde_json::to_value(family).expect("a name");
        let e = experiment(&format!("game.dirac.loss.f_gan.divergence = {name}"));
        let saddleflow::game::AnyGame::Dirac(game) = e.game() else { panic!("a Dirac-GAN") };
        for (r, f) in [(0.3, -0.8), (-1.0, 0.6), (0.0, 0.0)] {
            assert_eq!(game.loss.generator(r, f), -game.loss.discriminator(r, f), "{name}");
        }
    }
    assert!(fault("game.dirac.loss.f_gan = { divergence = 'alpha', alpha = 1 }").contains("kl"));
}

#[test]
fn a_loss_and_a_penalty_in_the_file_are_those_of_the_crate() {
    let rooms = "game.dirac = { loss = 'non_saturating', penalty.r1.gamma = 0.4, noise.sigma = 0.3 }";
    let file = "game.dirac = { noise.sigma = 0.3, loss.expression = { generator = 'softplus(fake)', discriminator = 'softplus(real) + softplus(-fake)' }, penalty.expression = { density = '0.4/2*g2', at = 'real' } }";
    let run = |text: &str| simulate(&experiment(&format!("{text}\nrun.steps = 50"))).0.values;
    for (a, b) in run(rooms).iter().zip(&run(file)) {
        assert!((a - b).abs() < 1e-14, "{a} and {b}");
    }
    let paired = "game.location.loss.expression = { generator = '-softplus(real - fake)', discriminator = 'softplus(real - fake)' }";
    let eigenvalues = |text: &str| linearise(text).field.expect("a smooth field").eigenvalues;
    assert_eq!(eigenvalues(paired), eigenvalues("game.location.loss = 'relativistic'"));
    let squares = "game.dirac = { bias = true, loss.expression = { generator = '(fake + 1)^2/2', discriminator = '((real + 1)^2 + fake^2)/2' } }";
    assert_eq!(
        linearise(squares).equilibrium,
        linearise("game.dirac = { bias = true, loss = 'least_squares' }").equilibrium
    );
}

const LOTKA: &str = "
[game.expression]
theta = ['t']
psi = ['p']
parameters = { gamma = 0.5 }
generator = 'log(sigmoid(t*p))'
discriminator = '-log(sigmoid(t*p)) + gamma*p^2/2'
equilibrium = [0, 0]
";

#[test]
fn a_game_in_the_file_has_parameters_that_can_be_set_and_swept() {
    let eigenvalues = |e: &Experiment| spectrum(e).field.expect("a smooth field").eigenvalues;
    for gamma in [0.5, 1.5] {
        let e = set(LOTKA, &[&format!("game.expression.parameters.gamma={gamma}")]).unwrap_or_else(|f| panic!("{f}"));
        let dirac = linearise(&format!("game.dirac.penalty.r1.gamma = {gamma}")).field.expect("a smooth field");
        for (a, b) in eigenvalues(&e).iter().zip(&dirac.eigenvalues) {
            assert!((a[0] - b[0]).abs() < 1e-14 && (a[1] - b[1]).abs() < 1e-14, "γ = {gamma}");
        }
    }
    let swept = format!("{LOTKA}[sweep]\n'game.expression.parameters.gamma' = {{ from = 0, to = 1, count = 3 }}");
    assert_eq!(experiment(&swept).cells().expect("a valid sweep").len(), 3);
    let typo = set(LOTKA, &["game.expression.parameters.gama=1"]).expect_err("a typo");
    assert!(typo.contains("`gama` stands in neither formula"), "{typo}");
}

#[test]
fn a_mistake_in_a_formula_is_shown_in_the_file_and_in_the_formula() {
    let wrong = fault(&LOTKA.replace("gamma*p^2/2", "gama*p^2/2"));
    let lines: Vec<&str> = wrong.lines().collect();
    assert!(lines[0].starts_with("no symbol is called `gama`; did you mean `gamma`?"), "{wrong}");
    assert_eq!(lines[1..3], ["    -log(sigmoid(t*p)) + gama*p^2/2", "                         ^^^^"], "{wrong}");
    assert!(wrong.contains("--> story:7:"), "{wrong}");

    let wrong = fault("[game.dirac.loss.expression]\ngenerator = 'fake'\ndiscriminator = 'real - fak'");
    assert!(wrong.contains("did you mean `fake`?") && wrong.contains("--> story:3:17"), "{wrong}");
    let wrong = fault("game.dirac.penalty.expression = { density = 'g2*', at = 'fake' }");
    assert!(wrong.contains("the formula ends") && wrong.contains("--> story:1:45"), "{wrong}");
    assert!(fault(&LOTKA.replace("['p']", "['exp']")).contains("a meaning in formulas already"));
    assert!(fault(&LOTKA.replace("[0, 0]", "[0]")).contains("`equilibrium` has 1 numbers"));
}

#[test]
fn a_bilinear_game_checks_its_matrices() {
    assert!(fault("game.bilinear.matrix = [[1, 2], [3]]").contains("rows of one length"));
    assert!(fault("game.bilinear = { matrix = [[1], [2]], damping = [[1]] }").contains("ψ has 2 entries"));
    assert!(fault("game.bilinear.damping = [[1, 2], [3, 1]]").contains("symmetric"));
}
