//! What became of a run, by name and by numbers computed elsewhere (numpy, on the documented update) or by hand.

use super::experiment;
use saddleflow::{
    analysis::{Finding, Outcome, fate::Attraction, fate::Fate, fate::Law},
    claims::CLAIMS,
    experiment::{Axis, simulate},
};

fn outcome(text: &str) -> Outcome {
    let (_, outcome) = simulate(&experiment(text));
    println!("{text}\n  {} {:?}\n  {}", outcome.finding.word(), outcome.claim, outcome.sentence);
    if let Some(reason) = outcome.reason {
        assert_eq!(reason, outcome.finding.word());
    }
    outcome
}

fn near(found: f64, expected: f64, part: f64) {
    assert!((found / expected - 1.0).abs() <= part, "{found} for {expected}");
}

const R1: &str = "game.dirac.penalty.r1.gamma = 0.3\n";

#[test]
fn every_claim_that_is_named_is_one() {
    let source = include_str!("../../src/analysis/fate/claim.rs");
    let named =
        source.split("Some(\"").chain(source.split("then_some(\"")).filter_map(|t| t.split_once('"')).map(|t| t.0);
    let stems: Vec<&str> =
        named.filter(|t| t.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())).collect();
    assert!(stems.len() > 25, "{stems:?}");
    for stem in stems {
        assert!(CLAIMS.iter().any(|claim| claim.stem == stem), "{stem}");
    }
}

/// From (5, 5) the distance falls from 7.0711 to 4.9433 in 50 steps; it is below 1e-6 at step 825.
#[test]
fn a_run_that_is_short_is_still_falling() {
    let run = |steps: u64| {
        outcome(&format!("{R1}rule.alternating.lr = 0.2\nrun = {{ start = [5.0, 5.0], steps = {steps} }}"))
    };
    let short = run(50);
    let Finding::StillFalling { distance, steps_left, .. } = short.finding else { panic!("{}", short.sentence) };
    near(distance, 4.943_276_941_735_32, 1e-12);
    assert_eq!((steps_left, short.reason), (775.0, Some("still_falling")));
    let long = run(2000);
    let Finding::Converged { step, .. } = long.finding else { panic!("{}", long.sentence) };
    assert_eq!((step, long.reason, long.claim), (825, None, Some("lemma_3_3")));
    // What is estimated without being followed so far: a third of the steps from (1, 1) leaves two thirds.
    let third = outcome(&format!("{R1}rule.alternating.lr = 0.2\nrun.steps = 150"));
    let Finding::StillFalling { steps_left, .. } = third.finding else { panic!("{}", third.sentence) };
    near(steps_left, 305.0, 0.05);
}

/// Beyond the largest step size of R1 an attracting closed curve takes over, 0.4589 to 0.6533 away.
#[test]
fn an_attracting_cycle() {
    for steps in [500, 20_000] {
        let o = outcome(&format!("{R1}rule.simultaneous.lr = 1.3\nrun.steps = {steps}"));
        let Finding::Cycle { radius, steps_per_turn, attraction } = o.finding else { panic!("{}", o.sentence) };
        assert_eq!((attraction, o.claim), (Attraction::Attracting, Some("lemma_3_3_steps")));
        near(radius[0], 0.458_87, 1e-4);
        near(radius[1], 0.653_27, 1e-4);
        near(steps_per_turn.unwrap(), 9.910, 3e-3);
    }
    // θ'' with negative damping inside and positive outside: L_G = xy − x²/10 + x⁴/20 against −xy.
    let ring = "game.expression = { theta = ['x'], psi = ['y'], generator = 'x*y-0.1*x^2+0.05*x^4', discriminator = '-x*y', equilibrium = [0, 0] }\nrule.simultaneous.lr = 0.02\n";
    for start in ["[1.0, 1.0]", "[0.1, 0.1]", "[2.0, 1.0]"] {
        let o = outcome(&format!("{ring}run = {{ start = {start}, steps = 20000 }}"));
        let Finding::Cycle { radius, steps_per_turn, attraction } = o.finding else { panic!("{}", o.sentence) };
        assert_eq!(attraction, Attraction::Attracting);
        near(radius[0], 1.178_70, 1e-4);
        near(radius[1], 1.247_26, 1e-4);
        near(steps_per_turn.unwrap(), 315.0, 2e-3);
    }
    let short = outcome(&format!("{ring}run = {{ start = [1.0, 1.0], steps = 500 }}"));
    assert_eq!(short.finding.word(), "undecided", "1.6 turns show no cycle");
}

#[test]
fn orbits_that_repeat_themselves() {
    let o = outcome("rule.momentum = { lr = 3, beta = -0.3, order = 'generator_first' }\nrun.steps = 5000");
    let Finding::Periodic { period: 2, points, .. } = &o.finding else { panic!("{}", o.sentence) };
    near(points[0][0].abs(), 0.718_408_48, 1e-7);
    near(points[0][1].abs(), 1.046_062_52, 1e-7);
    assert_eq!(o.claim, Some("heavy_ball"));
    let rmsprop = "game.dirac = { loss = 'non_saturating', penalty.r1.gamma = 10 }\nrule.rmsprop = { lr = 1e-4, beta = 0.99, order = 'discriminator_first' }\nrun = { start = [1, 1], steps = 50000 }";
    let o = outcome(rmsprop);
    let Finding::Periodic { period: 2, radius, .. } = &o.finding else { panic!("{}", o.sentence) };
    near(radius[0], 7.069_586_92e-5, 1e-8);
    assert_eq!(o.claim, Some("adam_cycle"));
    // On its way the run passes within 1e-14 of the equilibrium and does not stay.
    assert_eq!(fates(rmsprop, 1.0), [Fate::Cycle]);
    // A linear rotation by 60° a step: period 6, and no other regime than the spectrum's.
    let o = outcome("game.dirac.loss = 'wasserstein'\nrule.alternating.lr = 1\nrun.steps = 600");
    assert!(matches!(o.finding, Finding::Periodic { period: 6, .. }), "{}", o.sentence);
    assert_eq!(o.reason, None);
}

fn fates(text: &str, at: f64) -> Vec<Fate> {
    let axis: Axis = format!("{at}:{at}:1").parse().expect("an axis");
    experiment(text).basin(&axis, &axis, &|_| ()).expect("a map").fates.iter().map(|f| f.0).collect()
}

/// To start near is not to arrive: about the centre a step throws outwards by 1 + h²/8, in turns it keeps the distance.
#[test]
fn a_start_near_a_centre_does_not_arrive() {
    let simultaneous = "rule.simultaneous.lr = 0.2\nrun = { start = [5e-7, 0], steps = 500 }";
    let o = outcome(simultaneous);
    assert!(matches!(o.finding, Finding::Diverged { overflow: false, .. }), "{}", o.sentence);
    // 5e-7 (1 + 0.1²)^250.
    near(
        6.016_077_884e-6,
        simulate(&experiment(simultaneous)).0.last().iter().fold(0.0, |a: f64, b| a.hypot(*b)),
        1e-8,
    );
    assert_eq!(fates(simultaneous, 3e-7), [Fate::Undecided]);
    assert_eq!(fates("rule.simultaneous.lr = 0.01\nrun.steps = 500", 3e-7), [Fate::Undecided]);
    assert_eq!(fates("rule.alternating.lr = 0.2\nrun.steps = 500", 3e-7), [Fate::Cycle]);
    assert_eq!(fates(&format!("{R1}rule.alternating.lr = 0.2\nrun.steps = 500"), 3e-7), [Fate::Equilibrium(0)]);
    // A slow fall and a slow growth are no cycles.
    assert_eq!(
        fates("game.dirac.penalty.r1.gamma = 1e-3\nrule.alternating.lr = 0.2\nrun.steps = 500", 1.0),
        [Fate::Undecided]
    );
    assert_eq!(fates("rule.simultaneous.lr = 0.02\nrun.steps = 2000", 1.0), [Fate::Undecided]);
}

#[test]
fn adam_bursts() {
    let o = outcome(&format!(
        "{R1}rule.adam = {{ lr = 1e-3, beta1 = 0, beta2 = 0.99, order = 'generator_first' }}\nrun.steps = 30000"
    ));
    let Finding::Bursts { count, steps_between, highest, lowest } = o.finding else { panic!("{}", o.sentence) };
    near(count as f64, 514.0, 0.01);
    near(steps_between.unwrap(), 55.0, 0.03);
    assert!(lowest < 1e-30 && (1e-3..1e-2).contains(&highest), "{}", o.sentence);
    assert_eq!((o.reason, o.claim), (Some("bursts"), Some("adam_cycle")));
    // 1e-53 after 2800 steps and 0 in 20 more: a memory of larger gradients, beside an equilibrium that repels.
    let o =
        outcome(&format!("{R1}rule.adam = {{ lr = 1e-3, beta1 = 0.5, order = 'generator_first' }}\nrun.steps = 6000"));
    assert!(!matches!(o.finding, Finding::Converged { .. }), "{}", o.sentence);
}

/// Σ 0.2/√k is 0.4 √k, and the rate of the flow is −γ/2 = −0.15: exp(−0.06 √k).
#[test]
fn a_falling_learning_rate_is_set_beside_the_product_of_its_steps() {
    for (rule, steps, part) in [("simultaneous", 40_000, 0.02), ("alternating", 20_000, 0.02)] {
        let o = outcome(&format!("{R1}rule.{rule}.lr = {{ start = 0.2, power = 0.5 }}\nrun.steps = {steps}"));
        let Finding::NotAutonomous { measured, product, agree: true, law } = o.finding else {
            panic!("{}", o.sentence)
        };
        near(measured, product, 1e-5);
        let Some(Law::Stretched { coefficient, exponent }) = law else { panic!("{}", o.sentence) };
        near(coefficient, 0.06, part);
        near(exponent, 0.5, part);
        assert_eq!((o.measured.power, o.claim), (None, Some("learning_rate_decay")));
    }
    // Linear: the product is the run. At h = h₀/k a power, k^(−0.15 h₀).
    let o = outcome(
        "game.dirac = { loss = 'wasserstein', penalty.r1.gamma = 0.3 }\nrule.simultaneous.lr = { start = 2, power = 1 }\nrun.steps = 20000",
    );
    let Finding::NotAutonomous { measured, product, agree: true, law } = o.finding else { panic!("{}", o.sentence) };
    near(measured, product, 1e-11);
    let Some(Law::Power { power }) = law else { panic!("{}", o.sentence) };
    near(power, 0.3, 1e-3);
    // Where the linear part decides nothing, the non-linear terms give a power: r² ≈ 6/√k.
    let o = outcome(
        "game.dirac.loss = 'non_saturating'\nrule.simultaneous.lr = { start = 1, power = 0.5 }\nrun.steps = 40000",
    );
    let Finding::Sublinear { exponent, .. } = o.finding else { panic!("{}", o.sentence) };
    near(exponent, 0.25, 0.01);
    assert_eq!(o.claim, Some("non_saturating_decay"));
}

#[test]
fn left_is_only_what_goes_on_leaving() {
    let o = outcome("field.consensus.gamma = 1\nrule.simultaneous.lr = 0.2\nrun.start = [2, 2]");
    let Finding::LeftBasin { distance, reached, .. } = o.finding else { panic!("{}", o.sentence) };
    assert!(reached > distance && o.claim == Some("consensus_runs_away"));
    for loss in ["wasserstein", "minimax"] {
        let o = outcome(&format!(
            "game.dirac = {{ loss = '{loss}', penalty.r1.gamma = 1e-3 }}\nrule.alternating.lr = 1e-4\nrun.steps = 2000"
        ));
        assert_eq!(o.finding.word(), "still_falling");
    }
    let well = "game.expression = { theta = ['x'], psi = ['y'], generator = 'x^4/4-x^2/2', discriminator = 'y^2' }\nrule.simultaneous.lr = 0.1\n";
    let o = outcome(&format!("{well}run = {{ start = [-0.1, 1], at = [1, 0], steps = 400 }}"));
    let Finding::OtherEquilibrium { at, .. } = &o.finding else { panic!("{}", o.sentence) };
    assert!((at[0] + 1.0).abs() < 1e-12 && at[1].abs() < 1e-12);
    // WGAN-GP with λ ≥ 2 rests at (−λg₀, 0).
    let o = outcome(
        "game.dirac = { loss = 'wasserstein', penalty.gradient_penalty = { lambda = 2.5, target = 0.3 } }\nrule.simultaneous.lr = 0.1\nrun.steps = 2000",
    );
    let Finding::OtherEquilibrium { at, .. } = &o.finding else { panic!("{}", o.sentence) };
    near(at[0], -0.75, 1e-12);
    assert_eq!(o.claim, Some("lemma_3_1_gradient_penalty"));
    let o = outcome(
        "game.dirac.penalty.r1.gamma = 1\nrule.simultaneous.lr = 3.5\nrun = { start = [0.5, 0.5], steps = 2000 }",
    );
    assert!(matches!(o.finding, Finding::Diverged { step: 628, overflow: true, .. }), "{}", o.sentence);
    assert_eq!((o.reason, o.claim), (Some("diverged"), Some("r1_overflows")));
}

/// x' = −x, y' = −4y; and with +x.
#[test]
fn a_start_without_the_slow_mode() {
    let run = |sign: &str, start: &str| {
        outcome(&format!(
            "game.expression = {{ theta = ['x'], psi = ['y'], generator = '{sign}0.5*x^2', discriminator = '2*y^2' }}\nrule.simultaneous.lr = 0.1\nrun = {{ start = {start}, steps = 60 }}"
        ))
    };
    for (sign, slow) in [("", 0.9), ("-", 1.1)] {
        let o = run(sign, "[0, 1]");
        let Finding::SlowModeAbsent { eigenvalue, dominant, part: Some(part) } = o.finding else {
            panic!("{}", o.sentence)
        };
        near(eigenvalue[0], 0.6, 1e-12);
        near(dominant[0], slow, 1e-12);
        assert_eq!(part, 0.0);
    }
    let o = run("", "[1e-14, 1]");
    let Finding::SlowModeAbsent { part: Some(part), .. } = o.finding else { panic!("{}", o.sentence) };
    near(part, 1e-14, 1e-9);
    assert_eq!(run("", "[1, 1]").reason, None);
    assert_eq!(run("-", "[1e-20, 1]").finding.word(), "slow_mode_absent");
    // 1e-14 · 1.1⁶⁰ is above 0.6⁶⁰: the growing mode shows, and is as large as the start after 338 steps.
    let o = run("-", "[1e-14, 1]");
    assert!(o.finding.word() == "undecided" && o.sentence.contains("about 339 steps"), "{}", o.sentence);
    // The slow eigenvalue β = 0.99 is one of the average alone.
    let o = outcome(
        "game.dirac = { loss = 'wasserstein', penalty.r1.gamma = 0.3 }\nrule.average = { beta = 0.99, inner.alternating.lr = 0.2 }\nrun.steps = 300",
    );
    assert_eq!(o.finding.word(), "memory");
}

/// Random quadratic losses under random rules: a linear game has no regime but that of its spectrum, so none is ever
/// left_basin, sublinear or at another equilibrium, and what is found goes with the spectral radius.
#[test]
fn linear_games_have_no_other_regime() {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut unit = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    let mut wrong = vec![];
    for _ in 0..600 {
        let text = linear_game(&mut unit);
        let e = experiment(&text);
        let (_, o) = simulate(&e);
        let word = o.finding.word();
        *counts.entry(word).or_default() += 1;
        let told = format!("{text}\n{word}: {}", o.sentence);
        if ["left_basin", "sublinear", "other_equilibrium"].contains(&word) {
            wrong.push(told);
            continue;
        }
        let adaptive = text.contains("adam") || text.contains("rmsprop");
        let Some(rate) = o.verdict.rate.filter(|_| !adaptive && !text.contains("power")) else { continue };
        let fits = match &o.finding {
            Finding::Converged { .. } | Finding::StillFalling { .. } => rate < 1.0,
            Finding::Diverged { .. } => rate > 1.0 - 1e-7,
            Finding::Periodic { .. } | Finding::Cycle { .. } => (rate - 1.0).abs() < 1e-7,
            Finding::SlowModeAbsent { eigenvalue, dominant, part } => {
                let size = |z: &[f64; 2]| z[0].hypot(z[1]);
                size(eigenvalue) < size(dominant)
                    && (size(dominant) - rate).abs() < 1e-9
                    && part.is_some_and(|p| p < 0.1)
            }
            Finding::Memory { .. } => text.contains("average") || text.contains("momentum"),
            Finding::Undecided { .. } => rate > 1.0 - 1e-7,
            _ => false,
        };
        if !fits {
            wrong.push(told);
        }
    }
    println!("600 games: {counts:?}, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts["converged"] > 50 && counts["still_falling"] > 50 && counts["diverged"] > 50, "{counts:?}");
}

/// θ and ψ of one to three entries, a quarter of the games without a gradient of their own (pure rotations).
fn linear_game(unit: &mut impl FnMut() -> f64) -> String {
    let [a, b] = [1 + (3.0 * unit()) as usize, 1 + (3.0 * unit()) as usize];
    let names: Vec<String> = (0..a).map(|i| format!("t{i}")).chain((0..b).map(|i| format!("p{i}"))).collect();
    let (damped, zero_sum) = (unit() < 0.75, unit() < 0.5);
    let mut losses = [String::from("0"), String::from("0")];
    for i in 0..a + b {
        for j in i..a + b {
            let cross = i < a && j >= a;
            if !cross && !damped {
                continue;
            }
            let [c, d] = [2.0 * unit() - 1.0, 2.0 * unit() - 1.0];
            let term = |c: f64| format!(" + ({c:.6})*{}*{}", names[i], names[j]);
            // Each player's own part mostly curves upwards.
            if cross {
                losses[0] += &term(c);
                losses[1] += &term(if zero_sum { -c } else { d });
            } else {
                losses[usize::from(i >= a)] += &term(if i == j { c + 0.8 } else { 0.3 * c });
            }
        }
    }
    let quoted = |names: &[String]| names.iter().map(|n| format!("'{n}'")).collect::<Vec<_>>().join(", ");
    let h = 10f64.powf(-3.5 + 3.5 * unit());
    let beta = 1.8 * unit() - 0.9;
    let order = ["simultaneous", "generator_first", "discriminator_first"][(3.0 * unit()) as usize];
    let rule = match (13.0 * unit()) as u32 {
        0 | 1 => format!("simultaneous.lr = {h:?}"),
        2 | 3 => format!("alternating.lr = {h:?}"),
        4 => format!("momentum = {{ lr = {h:?}, beta = {beta:?}, order = '{order}' }}"),
        5 => format!("extragradient.lr = {h:?}"),
        6 => format!("optimistic.lr = {h:?}"),
        7 => format!("implicit_midpoint.lr = {h:?}"),
        8 => format!("lookahead = {{ k = 3, alpha = 0.5, inner.alternating.lr = {h:?} }}"),
        9 => format!("average = {{ beta = 0.9, inner.alternating.lr = {h:?} }}"),
        10 => format!("rmsprop = {{ lr = {h:?}, order = '{order}' }}"),
        11 => format!("adam = {{ lr = {h:?}, epsilon = {h:?}, order = '{order}' }}"),
        _ => format!("simultaneous.lr = {{ start = {h:?}, power = 0.5 }}"),
    };
    let steps = [100, 400, 1500][(3.0 * unit()) as usize];
    format!(
        "game.expression = {{ theta = [{}], psi = [{}], generator = '{}', discriminator = '{}', equilibrium = [{}] }}\nrule.{rule}\nrun.steps = {steps}",
        quoted(&names[..a]),
        quoted(&names[a..]),
        losses[0],
        losses[1],
        vec!["0"; a + b].join(", ")
    )
}

/// RMSProp at √2: F' of a settled memory has −1 and 0 (generator first, h/ε = 1/2: trace −1, determinant 0), and the run
/// comes in at 0.4511 a step, while β = 0.99 still holds the gradients of the start. Without its way in there is nothing
/// to explain.
#[test]
fn a_memory_that_outlasts_the_run_explains_its_rate() {
    let game = "[game.expression]\ntheta = [\"t\"]\npsi = [\"p\"]\ngenerator = \"p*(t^2-2)\"\n\
                discriminator = \"-p*(t^2-2)+p^2\"\n[rule]\nrmsprop = { lr = 0.05, epsilon = 0.1, beta = BETA }\n\
                [run]\nstart = [1.5, 0.1]\nsteps = 2000";
    let remembers = outcome(&game.replace("BETA", "0.99"));
    assert_eq!((remembers.finding.word(), remembers.reason), ("converged", Some("converged")));
    near(remembers.predicted.rate.expect("a rate"), 1.0, 1e-9);
    assert!(remembers.sentence.contains("still remembered larger gradients"), "{}", remembers.sentence);
    // The same rule on a linear game from so near that ε is all there is.
    let settled = outcome(
        "game.dirac.penalty.r1.gamma = 1.0\nrule.rmsprop = { lr = 0.05, epsilon = 0.1, beta = 0.99 }\n\
         run = { start = [1e-9, 1e-9], steps = 200 }",
    );
    assert!(!settled.sentence.contains("remembered"), "{}", settled.sentence);
}

/// c' = c + 0.1c³ leaves 0 (at step 12514 it overflows) while a falls like k^(−1/2): the whole does not converge.
#[test]
fn what_grows_beside_what_falls_is_no_convergence() {
    let text = |steps: u64| {
        format!(
            "rule.simultaneous.lr = 0.1\n[game.expression]\ntheta = ['a']\npsi = ['c']\ngenerator = 'a^4/4'\n\
             discriminator = '-c^4/4'\nequilibrium = [0, 0]\n[run]\nstart = [0.5, 0.02]\nsteps = {steps}"
        )
    };
    assert_eq!(outcome(&text(5000)).finding.word(), "undecided");
    let Finding::Diverged { step, overflow: true, .. } = outcome(&text(50_000)).finding else { panic!("it overflows") };
    assert_eq!(step, 12_514);
    // Alone, a falls so.
    let falls = outcome(&text(5000).replace("-c^4/4", "c^4/4").replace("0.02]", "0.5]"));
    let Finding::Sublinear { exponent, .. } = falls.finding else { panic!("{}", falls.sentence) };
    near(exponent, 0.5, 0.01);
}

/// A linear spiral that has come to the last bits of the smallest numbers goes round among them.
#[test]
fn the_smallest_numbers_are_no_periodic_orbit() {
    let o = outcome(
        "rule.simultaneous.lr = 0.3\n[game.expression]\ntheta = ['a']\npsi = ['c']\ngenerator = 'a*c+0.2*a^2'\n\
         discriminator = '-a*c+0.2*c^2'\nequilibrium = [0, 0]\n[run]\nstart = [1, 1]\nsteps = 60000",
    );
    assert_eq!(o.finding.word(), "converged");
}

/// A run that creeps is not at rest, and goes round nothing: (a − 3)⁴, and a sink so weak that 3000 steps show nothing.
#[test]
fn a_run_that_creeps_has_not_arrived() {
    for (own, start) in [("(a-3)^4/4", "3.001"), ("(a-3)^4/4", "3.01"), ("1e-9*(a-3)^2", "0")] {
        let o = outcome(&format!(
            "rule.simultaneous.lr = 0.1\n[game.expression]\ntheta = ['a', 'b']\npsi = ['p']\n\
             generator = '{own} + b^2/2 + p*b'\ndiscriminator = 'p^2/2 - p*b'\n\
             [run]\nat = [3, 0, 0]\nstart = [{start}, 1, 0.5]\nsteps = 3000"
        ));
        let word = o.finding.word();
        assert!(word != "other_equilibrium" && word != "cycle", "{own} from {start}: {}", o.sentence);
    }
}
