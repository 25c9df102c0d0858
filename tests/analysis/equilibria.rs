//! Equilibria only with evidence: tails, degenerate zeros, sets, what a point is to the players, Theorem 4.1.

use super::experiment;
use saddleflow::{
    analysis::{
        Doubt, Evidence, Optimality, Rest, Search, any,
        lint::{Check, Lint, Severity, Sum},
        starts,
    },
    experiment::{Experiment, Whence},
    game::{AnyGame, Game},
    loss::AnyLoss,
};

fn expression(generator: &str, discriminator: &str) -> String {
    format!(
        "game.expression = {{ theta = [\"x\"], psi = [\"y\"], generator = {generator:?}, discriminator = {discriminator:?} }}"
    )
}

fn search(e: &Experiment) -> Search {
    any::search(&e.field, &e.game().equilibria(), &starts(&e.at, 3.0))
}

fn lint(text: &str) -> Lint {
    let e = experiment(text);
    any::lint(&e.field, &e.at, &starts(&e.at, 3.0))
}

fn said(report: &Lint, part: &str) -> bool {
    report.findings.iter().any(|f| f.sentence.contains(part))
}

/// ∂L_D = e^y > 0, σ(−x) > 0, −2x e^(−x²) and 1/(1 + x²) > 0 off 0: fields that die away have no zero where they do.
#[test]
fn tails_are_no_equilibria() {
    let cases: [(&str, &str, &[f64]); 5] = [
        ("exp(x)+x*y", "exp(y)", &[0.0, -1.0]),
        ("softplus(-x)", "50*y^2", &[1.0, 0.0]),
        ("softplus(x)+1e-9*y", "1e6*y^2", &[-1.0, 0.0]),
        ("-x+0*y", "tanh(y)", &[0.0, -1.0]),
        ("exp(x)", "exp(-y)", &[-1.0, 1.0]),
    ];
    for (generator, discriminator, along) in cases {
        let text = expression(generator, discriminator);
        let e = experiment(&text);
        assert!(e.rests().is_err() && e.whence() == Whence::Nowhere, "{text}: {:?}", e.at);
        let found = search(&e);
        assert!(found.found.is_empty() && found.unproved.is_empty(), "{text}: {found:?}");
        let report = lint(&text);
        assert!(said(&report, "No equilibrium is listed and none was found"), "{text}: {:?}", report.findings);
        if generator == "-x+0*y" {
            continue; // v_θ = 1 everywhere: nothing dies away
        }
        let size = along.iter().map(|a| a * a).sum::<f64>().sqrt();
        let best = found.tails.iter().map(|t| t.along.iter().zip(along).map(|(a, b)| a * b / size).sum::<f64>());
        assert!(best.fold(-1.0, f64::max) > 0.8, "{text}: {:?}", found.tails);
        assert!(said(&report, "v tends to 0 towards infinity along"), "{text}: {:?}", report.findings);
    }
    println!("{} fields that die away, no equilibrium in any", cases.len());
}

/// A tail that the game lists is refused, however small v is there.
#[test]
fn a_listed_tail_is_wrong() {
    let text = expression("exp(x)+x*y", "exp(y)").replace("}", ", equilibrium = [3.199, -24.5] }");
    let report = lint(&text);
    assert!(report.wrong() && said(&report, "is listed as an equilibrium, but"), "{:?}", report.findings);
    assert!(report.equilibria.found.is_empty());
}

/// Of these, the parts of v that vanish with v' are at most three, and each is said to be degenerate.
#[test]
fn where_v_and_its_derivative_vanish_that_is_said() {
    for (generator, discriminator, at) in [
        ("x^4", "y^4", [0.0, 0.0]),
        ("x^4+x*y^2", "y^2", [0.0, 0.0]),
        ("(x-1)^4", "(y+2)^6", [1.0, -2.0]),
        ("(x-0.25)^4+x*y", "y^2-y*(x-0.25)^3", [0.25, 0.0]),
    ] {
        let text = expression(generator, discriminator);
        let e = experiment(&text);
        assert!(e.rests().is_ok() && e.whence() == Whence::Found && e.at == at, "{text}: {:?}", e.at);
        let found = search(&e);
        let [zero] = &found.found[..] else { panic!("{text}: {found:?}") };
        assert_eq!((zero.kind, zero.evidence, zero.dimension), (Rest::Degenerate, Evidence::Exact, 0), "{text}");
        assert!(said(&lint(&text), "degenerate"), "{text}");
    }
    // No number of few digits: v vanishes to rounding, and that is all that is said.
    let found = search(&experiment(&expression("(x^2-2)^4", "y^2")));
    assert!(found.found.iter().all(|e| e.at == [0.0, 0.0]), "the saddle between them alone: {found:?}");
    let near = found.unproved.iter().find(|u| (u.at[0] - 2f64.sqrt()).abs() < 0.05).expect("√2");
    assert_eq!(near.doubt, Doubt::Degenerate);
}

/// Far away, of another unit, or where Newton's steps go beyond the window: the only zero there is, by hand.
#[test]
fn a_zero_is_found_wherever_it_is() {
    let cases: [(&str, &str, [f64; 2]); 4] = [
        ("(x-1e6)^2*0.5 + (x-1e6)*y", "0.5*y^2 - (x-1e6)*y", [1e6, 0.0]),
        // x/√(x²+1) = 1 − 10⁻⁷.
        ("sqrt(x*x+1) - 0.9999999*x + 0*y", "0.5*y^2", [2_236.067_809_8, 0.0]),
        // 2·10⁸(x − 10⁻⁸) = −10⁻⁸y and 2·10⁻⁸(y − 10⁸) = 10⁻⁸x.
        ("1e8*(x-1e-8)^2 + 1e-8*x*y", "1e-8*(y-1e8)^2 - 1e-8*x*y", [5e-9, 1e8]),
        ("0.5*x^2+1e6*x*y", "0.5*y^2", [0.0, 0.0]),
    ];
    for (generator, discriminator, at) in cases {
        let text = expression(generator, discriminator);
        let found = search(&experiment(&text));
        let [e] = &found.found[..] else { panic!("{text}: {found:?}") };
        assert!(matches!(e.evidence, Evidence::Proved { .. }), "{text}: {e:?}");
        for (found, expected) in e.at.iter().zip(at) {
            assert!((found - expected).abs() <= 1e-6 * expected.abs(), "{text}: {e:?}");
        }
        assert!(found.tails.is_empty(), "{text}: {:?}", found.tails);
    }
}

/// v_x + v_y = −10⁻²⁰, and x + ½(√(x²+ε) + x²/√(x²+ε)) > 0: no zero, though rounding sees curves of them. That is not
/// called proved.
#[test]
fn a_set_of_zeros_is_not_called_proved() {
    for (generator, discriminator) in
        [("0.5*(x-y)^2+1e-20*x", "0.5*(y-x)^2"), ("x*y + 0.5*sqrt(1e-20+x^2)*x", "-x*y+0.5*y^2")]
    {
        let text = format!("{}\nrun.start = [1, 2]", expression(generator, discriminator));
        let e = experiment(&text);
        assert_ne!(e.whence(), Whence::Found, "{text}: {:?}", e.at);
        let found = search(&e);
        assert!(found.found.iter().all(|e| matches!(e.evidence, Evidence::Across { .. })), "{text}: {found:?}");
        assert!(found.found.is_empty() || said(&lint(&text), "not proved"), "{text}");
    }
}

/// Newton's method leaves the window for a set far away, where v is exactly 0.
#[test]
fn a_far_set_of_zeros_is_no_miss() {
    let text = "[game.expression]\ntheta = ['a', 'b', 'c']\npsi = ['p']\ngenerator = '(a+b+c-1e4)*p'\n\
                discriminator = '-(a+b+c-1e4)*p+p^2/2'\n[run]\nstart = [1, 2, 3, 0]";
    let found = search(&experiment(text));
    let [set] = &found.found[..] else { panic!("{found:?}") };
    assert_eq!(set.dimension, 2, "{set:?}");
    assert!((set.at[..3].iter().sum::<f64>() - 1e4).abs() < 1e-6 && set.at[3].abs() < 1e-9, "{set:?}");
}

/// From (5, 5) everything is flat, and the zero is found from elsewhere.
#[test]
fn a_start_in_a_flat_place_does_not_hide_the_equilibrium() {
    let e = experiment(&format!("{}\nrun.start = [5, 5]", expression("tanh(x*y)", "-tanh(x*y)+0.01*y^2")));
    assert!(e.whence() != Whence::Nowhere && e.at[1].abs() < 1e-9, "{:?} {:?}", e.whence(), e.at);
}

/// A second derivative that is 0 or that dual numbers take wrongly decides nothing: these are local Nash, or may be.
#[test]
fn not_local_nash_is_said_only_where_a_player_gains() {
    for (generator, discriminator) in [
        ("x^4+x*y-0.5*y^2", "-x^4-x*y+0.5*y^2"),
        ("x*y+abs(x^3)", "-x*y+0.5*y^2"),
        ("x*y", "-x*y+0.5*y^2"),
        ("0*x", "0.5*y^2"),
    ] {
        let text = expression(generator, discriminator);
        let report = lint(&text);
        assert!(!said(&report, "not local Nash") && !said(&report, "neither"), "{text}: {:?}", report.findings);
    }
    // |x||x| = x²: G_xx = 2, and v' = [[−2, −1], [1, −1]] has −3/2 ± √3/2 i.
    let report = lint(&expression("x*y+abs(x)*abs(x)", "-x*y+0.5*y^2+relu(x)-relu(x)"));
    let e = &report.equilibria.found[0];
    assert_eq!(e.players.expect("players").optimality, Optimality::LocalNash, "{:?}", report.findings);
    assert!((e.eigenvalues[0][0] + 1.5).abs() < 1e-6 && e.kind == Rest::Sink, "{e:?}");
    // The generator gains: −x².
    assert!(said(&lint(&expression("-x^2+4*x*y-y^2", "x^2-4*x*y+y^2")), "not local Nash"));
}

#[test]
fn what_a_point_is_to_the_players_and_to_the_flow() {
    use Optimality::{DifferentialStackelberg, LocalMinmax, LocalNash, Neither, Undecided};
    // The last number: d²L_G(θ, r(θ))/dθ², by hand, where it is asked.
    let cases: [(&str, &str, Optimality, Rest, Option<f64>); 9] = [
        ("x^2+0.5*x*y", "y^2+0.5*x*y", LocalNash, Rest::Sink, None),
        ("x^2+x*y-y^2", "-x^2-x*y+y^2", LocalNash, Rest::Sink, None),
        // −2 − 4·(−½)·4 = 6; λ² = −12.
        ("-x^2+4*x*y-y^2", "x^2-4*x*y+y^2", LocalMinmax, Rest::Centre, Some(6.0)),
        // −2 + ½; λ² = 3.
        ("-x^2+x*y-y^2", "x^2-x*y+y^2", Neither, Rest::Saddle, Some(-1.5)),
        // r(x) = x, L_G = −x² + 3x².
        ("-x^2+3*x*y", "y^2-2*x*y", DifferentialStackelberg, Rest::Centre, Some(4.0)),
        // With r(x) = x and L_G = −x² + 3x² − ½x²; λ² + 5λ + 12 = 0.
        ("-0.5*x^2+3*x*y-0.5*y^2", "3*y^2-6*x*y", DifferentialStackelberg, Rest::Sink, Some(4.0)),
        ("x*y", "-x*y", Undecided, Rest::Centre, None),
        ("x^2", "-y^2", Neither, Rest::Saddle, None),
        ("-x^2", "-y^2", Neither, Rest::Source, None),
    ];
    for (generator, discriminator, optimality, kind, leading) in cases {
        let text = expression(generator, discriminator);
        let report = lint(&text);
        let [e] = &report.equilibria.found[..] else { panic!("{text}: {:?}", report.equilibria) };
        let players = e.players.expect("the losses are at hand");
        assert_eq!((players.optimality, e.kind), (optimality, kind), "{text}: {players:?}");
        if let Some(expected) = leading {
            let measured = players.generator_leading.expect("a best answer");
            assert!((measured - expected).abs() < 1e-12, "{text}: {measured}");
        }
        let mut wrong = report.findings.iter().filter(|f| f.severity == Severity::Wrong);
        assert!(wrong.all(|f| f.check == Check::InertTerm), "{text}: {:?}", report.findings);
        assert!(said(&report, optimality.word()) && said(&report, kind.word()), "{text}: {:?}", report.findings);
    }
    println!("{} points named", cases.len());
}

/// det J = a(a − 2λα_R) = −0.75 with a = ½, λ = α_R = 1.
#[test]
fn theorem_4_1_is_not_claimed_where_a_penalty_depends_on_d() {
    let t = lint("game.dirac.penalty = { r1.gamma = 0.3, le_cam = { lambda = 1.0, real = 1.0, fake = 0.0 } }");
    let theorem = t.theorem.expect("a GAN at its equilibrium");
    assert!(!theorem.applies && !theorem.contradicted && theorem.abscissa > 0.7, "{theorem:?}");
    let product: f64 = theorem.transverse.iter().map(|l| l[0]).product();
    assert!((product + 0.75).abs() < 1e-12, "{theorem:?}");
    assert_eq!(t.equilibria.found[0].kind, Rest::Saddle);
    for (penalty, applies) in [
        ("r1.gamma = 0.3", true),
        ("r2.gamma = 0.3", true),
        ("roth.gamma = 0.3", true),
        ("expression = { density = \"0.15*g2\", at = \"real\" }", true),
        ("expression = { density = \"0.15*g2 + 0.1*d^2\", at = \"real\" }", false),
        ("expression = { density = \"0.15*g2 + 0.1*d\", at = \"fake\" }", false),
    ] {
        let theorem = lint(&format!("game.dirac.penalty.{penalty}")).theorem.expect("a GAN");
        assert_eq!(theorem.applies, applies, "{penalty}: {theorem:?}");
    }
}

/// A term that is on in one sector only.
#[test]
fn zero_sum_is_decided_in_every_sector() {
    for term in
        ["relu(x-0.9)^2", "relu(-x-0.9)^2", "relu(x+y-1.5)^2", "relu(-x-y-1.5)^2", "relu(x-y-1.5)^2", "relu(x*y-0.4)^2"]
    {
        assert_eq!(lint(&expression(&format!("x*y + {term}"), "-x*y")).sum, Sum::GeneralSum, "{term}");
        assert_eq!(lint(&expression(&format!("x*y + {term}"), &format!("-x*y - {term}"))).sum, Sum::ZeroSum, "{term}");
    }
}

/// A game with known equilibria is linearised at the first, wherever it starts; one without at the zero that Newton's
/// method reaches, or at the nearest that a search finds.
#[test]
fn the_point_of_linearisation_does_not_depend_on_chance() {
    for start in ["[1.0, 1.0]", "[5.0, -3.0]", "[-1.0, 0.01]"] {
        let at = |game: &str| experiment(&format!("run.start = {start}\n{game}"));
        assert_eq!(at("game.uniform = {}").at, [1.0, 0.0]);
        assert_eq!(at("game.dirac = {}").at, [0.0, 0.0]);
        let wells = at(&expression("0.25*x^4-0.5*x^2+x*y", "0.5*y^2-x*y"));
        assert_eq!(wells.whence(), Whence::Found);
    }
    // Tullock's contest: θ = ψ = ¼, and at 0 the losses are no numbers.
    let contest = experiment(&expression("x-x/(x+y)", "y-y/(x+y)"));
    assert!(contest.rests().is_ok() && contest.whence() == Whence::Found);
    assert!(contest.at.iter().all(|x| (x - 0.25).abs() < 1e-12), "{:?}", contest.at);
    // At 0, where Newton's method starts, log is no number.
    let log = experiment(&expression("-log(x)*y", "log(x)*y"));
    assert_eq!((log.at.as_slice(), log.whence()), ([1.0, 0.0].as_slice(), Whence::Found));
    // An unstable one, far out: (20, 35), eigenvalues ½ ± i.
    let far = experiment(&expression("-0.25*(x-20)^2+(x-20)*(y-35)/(1+0.01*(x-20)^2)", "-0.25*(y-35)^2-(x-20)*(y-35)"));
    assert!(far.rests().is_ok(), "{:?}", far.at);
    assert!((far.at[0] - 20.0).abs() + (far.at[1] - 35.0).abs() < 1e-9, "{:?}", far.at);
    let found = search(&far);
    assert_eq!(found.found[0].kind, Rest::Source, "{found:?}");
}

#[test]
fn only_another_point_is_a_further_one() {
    let report = lint(&expression("(x-1)*y", "-(x-1)*y"));
    assert!(said(&report, "(1, 0) is an equilibrium") && !said(&report, "further"), "{:?}", report.findings);
    // θ = ±1 beside the saddle at 0; what is rounding is 0.
    let report = lint(&expression("0.25*x^4-0.5*x^2+x*y", "0.5*y^2+y^4"));
    for at in ["A further equilibrium at (1, 0): ", "A further equilibrium at (-1, 0): ", "(0, 0) is an equilibrium: "]
    {
        assert!(report.findings.iter().any(|f| f.sentence.starts_with(at)), "{at}: {:?}", report.findings);
    }
}

/// What the enclosure of a set must hold: a circle, a line at an angle, and a curve of a game that is none of ours.
#[test]
fn sets_are_found_and_none_is_invented() {
    let dimension = |generator: &str, discriminator: &str| {
        let found = search(&experiment(&expression(generator, discriminator)));
        found.found.iter().map(|e| e.dimension).max().unwrap_or(0)
    };
    assert_eq!(dimension("(x^2+y^2-1)^2", "(x^2+y^2-1)^2"), 1);
    assert_eq!(dimension("(x-2*y)^2", "(x-2*y)^2"), 1);
    assert_eq!(dimension("(x*y-1)^2", "(x*y-1)^2"), 1);
    assert_eq!(dimension("(x^2+y^2-0.01)^2", "(x^2+y^2-0.01)^2"), 1);
    assert_eq!(dimension("x^4+y", "y^2"), 0);
    assert_eq!(dimension("softplus(-x)+y^2", "y^2"), 0);
    assert_eq!(dimension("(x-y)^2+1e-7*x^2", "(x-y)^2"), 0);
}

/// Every game under every loss at its defaults: nothing counts without evidence, and sets pass through listed points
/// or are proved across.
#[test]
fn no_game_has_an_equilibrium_without_evidence() {
    let (mut games, mut points, mut sets) = (0, 0, 0);
    for about in AnyGame::ABOUT.iter().filter(|g| g.name != "mlp") {
        let losses: Vec<String> = if about.keys.contains(&"loss") {
            AnyLoss::NAMES
                .iter()
                .filter(|l| **l != "expression")
                .map(|l| format!("game.{}.loss = \"{l}\"", about.name))
                .collect()
        } else {
            vec![format!("game.{} = {{}}", about.name)]
        };
        for text in losses {
            let Ok(e) = Experiment::parse("test", &text, &[]) else { continue };
            games += 1;
            let all = starts(&e.at, 3.0);
            let some: Vec<Vec<f64>> = all.iter().step_by(all.len().div_ceil(16)).cloned().collect();
            let found = any::search(&e.field, &e.game().equilibria(), &some);
            for zero in &found.found {
                points += 1;
                sets += usize::from(zero.dimension > 0);
                let far = zero.at.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
                // Far out v may die away, so that only an exact 0 will do.
                let exact = zero.listed || zero.evidence == Evidence::Exact;
                assert!(exact || far < 30.0, "{text}: {zero:?}");
                match zero.evidence {
                    Evidence::Proved { radius, .. } => {
                        assert!(radius < 1e-6 && zero.dimension == 0, "{text}: {zero:?}")
                    }
                    Evidence::Exact => assert_eq!(zero.residual, 0.0, "{text}: {zero:?}"),
                    Evidence::Across { radius } => assert!(radius < 1e-6 && zero.dimension > 0, "{text}: {zero:?}"),
                    Evidence::Listed => assert!(zero.listed, "{text}: {zero:?}"),
                }
            }
        }
    }
    println!("{games} games, {points} equilibria, {sets} of them on sets");
    assert!(games > 60 && points > 60, "{games} games, {points} points");
}

/// The two of the sweep that once had an equilibrium far out in a tail.
#[test]
fn what_was_invented_once() {
    let found = search(&experiment("game.product.loss = \"non_saturating\""));
    assert!(found.found.iter().all(|e| e.listed || e.at.iter().all(|x| x.abs() < 5.0)), "{found:?}");
    let found = search(&experiment("game.dirac = { dim = 2, bias = true, penalty.r1.gamma = 0.3 }"));
    assert!(found.found.iter().all(|e| e.at.iter().all(|x| x.abs() < 5.0)), "{found:?}");
    assert!(lint("game.dirac = {}").findings.iter().all(|f| f.severity == Severity::Note));
}
