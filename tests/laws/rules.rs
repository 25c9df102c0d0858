//! Laws of rules.

use crate::support::{Difference, Draw, adjusted, against_differences, experiment, games};
use saddleflow::{
    analysis::any,
    experiment::simulate,
    field::{AnyAdjust, AnyField, Plain},
    game::Game,
    rule::{ASYMPTOTIC, AnyRule, Rule},
};

/// Compares F' with differences of F at a state that the rule reaches: random memory may be impossible, such as a
/// negative second moment.
fn update_jacobian_against_differences(what: &str, field: &AnyField, rule: &AnyRule, draw: &mut Draw) -> [usize; 2] {
    let mut z = any::start(field, rule, &draw.point(field.game.n(), 1.2));
    for t in 0..5 {
        any::step(field, rule, t, &mut z);
    }
    assert_eq!(z.len(), field.game.n() + rule.memory(field.game.n()), "{what}");
    if rule.name().starts_with("implicit") && z.iter().any(|a| a.is_nan()) {
        return [0, 0]; // across a jump of the field, such as the hinge's, the equation has no solution
    }
    let step = |z: &[f64]| {
        let mut z = z.to_vec();
        any::step(field, rule, ASYMPTOTIC, &mut z);
        z
    };
    let jacobian = any::update_jacobian(field, rule, &z);
    let mut kinks = 0;
    for j in 0..z.len() {
        // Second moments stand under a root: steps are in proportion to them.
        let unit = if j >= field.game.n() && rule.linear_within().is_some() { z[j].abs() } else { 1.0 };
        let along = |h: f64| {
            let mut y = z.clone();
            y[j] += h * unit;
            step(&y)
        };
        let slope: Vec<f64> = jacobian.column(j).iter().map(|a| a * unit).collect();
        match against_differences(along, &slope, 1e-7) {
            Difference::None => {}
            Difference::Kink => kinks += 1,
            Difference::Of(error) => panic!("{what}: column {j} of F' is off by {error:e} at {z:?}"),
        }
    }
    [z.len(), kinks]
}

/// Pairs cover the product: every game with every rule, every field with every rule.
#[test]
fn the_update_jacobian_is_the_derivative_of_the_update() {
    let mut draw = Draw::new(30);
    let mut total = [0, 0];
    let mut count = |[columns, kinks]: [usize; 2]| {
        total[0] += columns;
        total[1] += kinks;
    };
    for rule in AnyRule::all() {
        for (name, game) in games() {
            let field = adjusted(&game, &AnyAdjust::from(Plain {})).expect("every game has its own field");
            let what = format!("{name}, rule {}", rule.name());
            count(update_jacobian_against_differences(&what, &field, &rule, &mut draw));
        }
        for text in ["", "[game.dirac]\nloss = \"non_saturating\"\npenalty.roth.gamma = 0.5\nbias = true"] {
            let game = experiment(text).game().clone();
            for adjust in AnyAdjust::all() {
                let Some(field) = adjusted(&game, &adjust) else { continue };
                let what = format!("field {} of {text:?}, rule {}", adjust.name(), rule.name());
                count(update_jacobian_against_differences(&what, &field, &rule, &mut draw));
            }
        }
    }
    println!("{} columns compared, {} of them at kinks", total[0], total[1]);
    assert!(20 * total[1] <= total[0], "{} kinks in {} columns: the states are badly chosen", total[1], total[0]);
}

/// `Rule::start` at an equilibrium gives the memory of the fixed point.
#[test]
fn an_equilibrium_is_a_fixed_point_of_every_rule() {
    for rule in AnyRule::all() {
        // A rule that divides by ε magnifies the rounding error of v.
        let allowed = 1e-12_f64.max(1e-15 / rule.linear_within().unwrap_or(1.0));
        for (name, game) in games() {
            let field = adjusted(&game, &AnyAdjust::from(Plain {})).expect("every game has its own field");
            for x in game.equilibria() {
                let start = any::start(&field, &rule, &x);
                let mut z = start.clone();
                any::step(&field, &rule, ASYMPTOTIC, &mut z);
                let moved = z.iter().zip(&start).fold(0.0, |m: f64, (a, b)| m.max((a - b).abs()));
                assert!(moved < allowed, "{name}, rule {}: moves by {moved:e} from {x:?}", rule.name());
            }
        }
    }
}

/// The iterates after some steps of an experiment.
fn run(text: &str) -> Vec<f64> {
    simulate(&experiment(&format!("{text}\n[run]\nstart = [0.9, -0.4]\nsteps = 40"))).0.values
}

#[test]
fn runs_repeat_bit_by_bit() {
    for rule in AnyRule::NAMES {
        let text = format!("game.dirac.noise.sigma = 0.5\nrule = \"{rule}\"");
        let (once, again) = (run(&text), run(&text));
        assert!(once.iter().zip(&again).all(|(a, b)| a.to_bits() == b.to_bits()), "{rule}");
    }
}

#[test]
fn alternating_once_each_is_not_simultaneous() {
    let alternating = run("rule.alternating = { lr = 0.1, discriminator_steps = 1 }");
    let simultaneous = run("rule.simultaneous.lr = 0.1");
    assert_eq!(alternating[2], simultaneous[2], "the first player sees the same point");
    assert!((alternating[3] - simultaneous[3]).abs() > 1e-4, "the second one does not");
}

#[test]
fn a_decay_of_power_zero_is_constant() {
    for rule in ["simultaneous", "alternating"] {
        let decayed = run(&format!("rule.{rule}.lr = {{ start = 0.3, power = 0 }}"));
        assert_eq!(decayed, run(&format!("rule.{rule}.lr = 0.3")), "{rule}");
        assert_ne!(decayed, run(&format!("rule.{rule}.lr = {{ start = 0.3, power = 0.5 }}")), "{rule}");
    }
}

#[test]
fn momentum_zero_is_gradient_descent() {
    if AnyRule::NAMES.contains(&"momentum") {
        let text = "rule.momentum = { lr = 0.1, beta = 0, order = \"simultaneous\" }";
        assert_eq!(run(text), run("rule.simultaneous.lr = 0.1"));
    }
}

#[test]
fn the_order_of_players_changes_the_run_and_not_the_spectrum() {
    use saddleflow::experiment::spectrum;
    let text = |order: &str| {
        experiment(&format!(
            "game.dirac.penalty.r1.gamma = 0.4\nrule.alternating = {{ lr = 0.3, discriminator_steps = 3, order = \"{order}\" }}"
        ))
    };
    let (first, second) = (text("generator_first"), text("discriminator_first"));
    let eigenvalues = |e| spectrum(e).update.expect("a smooth update").eigenvalues;
    for (a, b) in eigenvalues(&first).iter().zip(&eigenvalues(&second)) {
        assert!((a[0] - b[0]).abs() < 1e-14 && (a[1] - b[1]).abs() < 1e-14);
    }
    assert_ne!(simulate(&first).0.row(1), simulate(&second).0.row(1));
}

/// The rules whose players may take several steps in a round, beside `alternating`, at a length of step of their own.
const STEPPED: [&str; 3] =
    ["momentum = { lr = 0.1", "rmsprop = { lr = 0.05, epsilon = 0.3", "adam = { lr = 0.05, epsilon = 0.3"];

fn stepped(rule: &str, [n_g, n_d]: [u32; 2], order: &str) -> saddleflow::experiment::Experiment {
    let text = format!("{rule}, generator_steps = {n_g}, discriminator_steps = {n_d}, order = \"{order}\" }}");
    experiment(&format!("game.dirac = {{ penalty.r1.gamma = 0.4, bias = true }}\n[rule]\n{text}"))
}

/// With G and D the Jacobians of one step of a player at the equilibrium, those of rounds are products of powers, so
/// F'(n_g, n_d) F'(1, 1)⁻¹ F'(m_g, m_d) = F'(n_g + m_g − 1, n_d + m_d − 1) where one player moves once.
#[test]
fn a_round_of_several_steps_is_a_product() {
    for rule in STEPPED {
        for order in ["generator_first", "discriminator_first"] {
            let jacobian = |steps| {
                let e = stepped(rule, steps, order);
                any::update_jacobian(&e.field, &e.rule, &any::start(&e.field, &e.rule, &e.at))
            };
            let once = jacobian([1, 1]).try_inverse().expect("no step forgets everything");
            for (a, b, both) in [([1, 2], [1, 4], [1, 5]), ([1, 3], [1, 3], [1, 5]), ([2, 1], [4, 1], [5, 1])] {
                let (product, whole) = (jacobian(a) * &once * jacobian(b), jacobian(both));
                let off = (&product - &whole).amax();
                assert!(off < 1e-11, "{rule}, {order}, {both:?}: off by {off:e}");
                assert!((product - jacobian([a[0] + 1, a[1] + 1])).amax() > 1e-3, "another count is another product");
            }
        }
    }
}

/// F' of several steps against differences at a reached state; one step each is what is meant where nothing is said.
#[test]
fn several_steps_have_the_derivative_of_their_update() {
    let mut draw = Draw::new(32);
    for rule in STEPPED {
        for order in ["generator_first", "discriminator_first"] {
            let e = stepped(rule, [2, 5], order);
            update_jacobian_against_differences(rule, &e.field, &e.rule, &mut draw);
            let plain = run(&format!("[rule]\n{rule}, order = \"{order}\" }}"));
            let counted =
                format!("[rule]\n{rule}, order = \"{order}\", generator_steps = 1, discriminator_steps = 1 }}");
            assert_eq!(plain, run(&counted), "{rule}, {order}");
        }
    }
}

/// β = 0 makes a heavy ball gradient descent, β₁ = 0 makes the asymptotic Adam RMSProp, and an ε far above every
/// gradient makes RMSProp gradient descent with step h/ε: one meaning of a round for all four.
#[test]
fn rounds_of_several_steps_mean_the_same_in_every_rule() {
    const COUNTS: &str = "generator_steps = 2, discriminator_steps = 5, order = \"discriminator_first\"";
    let text = |rule: &str| format!("[rule]\n{rule}, {COUNTS} }}");
    let descent = run(&text("alternating = { lr = 0.1"));
    assert_eq!(descent, run(&text("momentum = { beta = 0, lr = 0.1")));
    let scaled = run(&text("rmsprop = { lr = 1e11, epsilon = 1e12"));
    for (a, b) in descent.iter().zip(&scaled) {
        assert!((a - b).abs() < 1e-9, "{a}, {b}");
    }
    let asymptotic = |rule: &str| {
        let e = experiment(&text(rule));
        let mut z = any::start(&e.field, &e.rule, &[0.9, -0.4]);
        (0..20).for_each(|_| any::step(&e.field, &e.rule, ASYMPTOTIC, &mut z));
        z[..2].to_vec()
    };
    assert_eq!(asymptotic("rmsprop = { beta = 0.9"), asymptotic("adam = { beta1 = 0, beta2 = 0.9"));
}

/// While v_ψ stays the same, bias-corrected moments are v_ψ and v_ψ²: every step of Adam has the length h, the first
/// ones too, if the corrections count the player's own steps.
#[test]
fn adam_corrects_by_the_steps_of_the_player() {
    let adam = "adam = { lr = 0.01, epsilon = 0, discriminator_steps = 5, order = \"discriminator_first\" }";
    let e = experiment(&format!("game.dirac.loss = \"wasserstein\"\n[rule]\n{adam}"));
    let mut z = any::start(&e.field, &e.rule, &[0.9, -0.4]);
    any::step(&e.field, &e.rule, 0, &mut z);
    assert!((z[1] - (-0.4 + 5.0 * 0.01)).abs() < 1e-15 || (z[1] - (-0.4 - 5.0 * 0.01)).abs() < 1e-15, "{}", z[1]);
}

/// ‖w₊‖² = ‖w‖²/(1 + h²f'(θ₊ψ₊)²), exactly, at learning rates at which Newton's method from the old point stalls and the
/// path of solutions turns back on itself.
#[test]
fn implicit_euler_finds_its_solution_at_every_learning_rate() {
    let square = |z: &[f64]| z[0] * z[0] + z[1] * z[1];
    let mut draw = Draw::new(31);
    for h in [0.5, 3.0, 4.0, 10.0, 100.0, 1000.0] {
        let e = experiment(&format!("rule.implicit_euler.lr = {h:?}"));
        let starts = std::iter::once(vec![1.0, 1.5]).chain((0..60).map(|_| draw.point(2, 5.0)));
        for start in starts {
            let mut z = start.clone();
            for k in 0..3 {
                let before = square(&z);
                any::step(&e.field, &e.rule, k, &mut z);
                let slope = 1.0 / (1.0 + (z[0] * z[1]).exp());
                let expected = before / (1.0 + (h * slope).powi(2));
                let near = (square(&z) - expected).abs() <= 1e-10 * before;
                assert!(near, "h = {h}, step {k} from {start:?}: ‖w‖² = {} at {z:?}, not {expected}", square(&z));
            }
        }
        // The derivative comes along: F' at a point reached only around the turns.
        let z = any::start(&e.field, &e.rule, &[1.0, 1.5]);
        let jacobian = any::update_jacobian(&e.field, &e.rule, &z);
        let image = |z: [f64; 2]| {
            let mut z = z.to_vec();
            any::step(&e.field, &e.rule, ASYMPTOTIC, &mut z);
            z
        };
        for (j, d) in [[1e-6, 0.0], [0.0, 1e-6]].into_iter().enumerate() {
            let (up, down) = (image([1.0 + d[0], 1.5 + d[1]]), image([1.0 - d[0], 1.5 - d[1]]));
            for i in 0..2 {
                let slope = (up[i] - down[i]) / 2e-6;
                assert!(
                    (jacobian[(i, j)] - slope).abs() < 1e-6,
                    "h = {h}: F'[{i}, {j}] = {}, {slope}",
                    jacobian[(i, j)]
                );
            }
        }
    }
}

/// Games of the registry that are not differentiable at their first equilibrium: those with (‖∇ₓD‖ − g₀)² in L_D, where
/// ∂L_D/∂ψ jumps by 2λg₀ at ψ = 0.
const ROUGH: &[&str] = &[
    "penalty = \"gradient_penalty\"",
    "loss = \"non_saturating\", penalty = \"gradient_penalty\", bias = true",
    "penalty = \"dragan\"",
    "loss = \"non_saturating\", penalty = \"dragan\", bias = true",
];

/// Every rule of the registry is differentiable wherever the game is: no scale, memory or cancellation of a rule makes
/// a kink.
#[test]
fn a_rule_has_a_kink_only_where_its_game_has_one() {
    let (mut count, mut rough) = (0, vec![]);
    for (name, game) in games() {
        let Some(x) = game.equilibria().into_iter().next() else { continue };
        let field = adjusted(&game, &AnyAdjust::from(Plain {})).expect("every game has its own field");
        for rule in AnyRule::all() {
            let lin = any::linearise(&field, &rule, &x);
            let [of_field, of_update] = lin.rough.map(|rough| rough.is_some());
            assert_eq!(
                of_field,
                of_update,
                "{name}, rule {}: {:?} {:?}",
                rule.name(),
                lin.field_reason,
                lin.update_reason
            );
            if of_field && !rough.contains(&name) {
                println!("{name}: {:?}", lin.field_reason);
                rough.push(name.clone());
            }
            count += 1;
        }
    }
    println!("{count} pairs of a game and a rule; not differentiable: {rough:?}");
    assert_eq!(rough, ROUGH);
}
