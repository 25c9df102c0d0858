//! What is odd about a game.

use super::experiment;
use saddleflow::analysis::{self, any};
use saddleflow::analysis::{
    lint::{Check, Lint, Severity, Sum},
    starts,
};
use saddleflow::num::Scalar;

fn lint(text: &str) -> Lint {
    let e = experiment(text);
    any::lint(&e.field, &e.at, &starts(&e.at, 3.0))
}

fn wrong(report: &Lint) -> Vec<Check> {
    report.findings.iter().filter(|f| f.severity == Severity::Wrong).map(|f| f.check).collect()
}

#[test]
fn the_papers_games_are_in_order() {
    for text in [
        "game.dirac = {}",
        "game.dirac.penalty.r1.gamma = 0.3",
        "game.dirac.loss = \"non_saturating\"",
        "game.dirac.loss = \"hinge\"",
        "game.dirac = { loss = \"least_squares\", bias = true }",
        "game.dirac.loss = \"relativistic\"",
        "game.dirac.penalty.gradient_penalty.target = 0.3",
        "game.uniform.penalty.r1.gamma = 0.3",
        "game.location = {}",
        "game.sum.penalty.r1.gamma = 0.3",
    ] {
        let report = lint(text);
        assert_eq!(wrong(&report), [], "{text}: {:?}", report.findings);
        assert!(report.gradient_error < 1e-13 && report.added == 0.0, "{text}");
    }
}

#[test]
fn sums_splits_and_kinks() {
    let report = lint("game.dirac = {}");
    assert_eq!(report.sum, Sum::ZeroSum);
    assert_eq!((report.balance.potential, report.balance.hamiltonian), (0.0, 1.0));
    assert_eq!(report.interaction.alignment, -1.0);
    assert_eq!(lint("game.dirac.penalty.r1.gamma = 0.3").sum, Sum::ZeroSumButForDiscriminator);
    assert_eq!(lint("game.dirac.loss = \"non_saturating\"").sum, Sum::GeneralSum);
    let report = lint("game.dirac.penalty.gradient_penalty.target = 0.3");
    assert_eq!(report.kinks, [1]);
    assert!(report.findings.iter().any(|f| f.check == Check::Kink && f.sentence.contains("along ψ")));
}

#[test]
fn swapped_labels_are_found() {
    // Labels of the discriminator swapped; of the generator alone; of both.
    let least_squares = |fake: f64, real: f64, target: f64| {
        lint(&format!(
            "game.dirac = {{ bias = true, loss.least_squares = {{ fake = {fake:?}, real = {real:?}, target = {target:?} }} }}"
        ))
    };
    assert_eq!(wrong(&least_squares(0.0, 1.0, 1.0)), []);
    assert!(wrong(&least_squares(1.0, 0.0, 1.0)).contains(&Check::Roles));
    assert!(wrong(&least_squares(0.0, 1.0, 0.0)).contains(&Check::Roles));
    assert!(wrong(&least_squares(1.0, 0.0, 0.0)).contains(&Check::Roles));
    // The labels of Pearson's χ² leave the generator without a gradient at balance: no mistake, but a note.
    let report = least_squares(-1.0, 1.0, 0.0);
    assert_eq!(wrong(&report), []);
    assert!(report.findings.iter().any(|f| f.check == Check::Roles && f.sentence.contains("vanishes")));
}

/// LeCam's regulariser in the generator's loss: its part on the data moves nothing.
#[test]
fn a_regulariser_on_the_wrong_player_is_found() {
    let losses = |generator: &str, discriminator: &str| {
        lint(&format!(
            "game.dirac.loss.expression = {{ generator = {generator:?}, discriminator = {discriminator:?} }}"
        ))
    };
    let (plain, le_cam) = ("softplus(fake)", "0.1*(real + 0.5)^2 + 0.1*(fake - 0.5)^2");
    let discriminator = "softplus(real) + softplus(-fake)";
    assert_eq!(wrong(&losses(plain, discriminator)), []);
    assert_eq!(wrong(&losses(plain, &format!("{discriminator} + {le_cam}"))), []);
    assert_eq!(wrong(&losses(&format!("{plain} + {le_cam}"), discriminator)), [Check::InertTerm]);
    // Zero-sum, so the term in `real` is in order.
    assert_eq!(wrong(&losses("-softplus(real) - softplus(-fake)", discriminator)), []);
    assert_eq!(wrong(&losses("-softplus(fake)", discriminator)), [Check::Roles, Check::Roles]);

    let game = |generator: &str, discriminator: &str| {
        lint(&format!(
            "[game.expression]\ntheta = [\"t\"]\npsi = [\"p\"]\nequilibrium = [0.0, 0.0]\ngenerator = {generator:?}\ndiscriminator = {discriminator:?}"
        ))
    };
    let (l, data, r1) = ("softplus(-p*t)", "softplus(0.5*p)", "0.15*p^2");
    assert_eq!(wrong(&game(&format!("-{l}"), &format!("{l} + {r1}"))), []);
    assert_eq!(wrong(&game(&format!("-{l} + {r1}"), l)), [Check::InertTerm]);
    let zero_sum = game(&format!("-({l} + {data} - 0.25*p)"), &format!("{l} + {data} - 0.25*p + {r1}"));
    assert_eq!(wrong(&zero_sum), []);
    // The generator's sign swapped: eigenvalues ±½.
    let report = game(l, l);
    assert_eq!(wrong(&report), [Check::Roles]);
    assert_eq!(report.interaction.alignment, 1.0);
    assert_eq!(report.equilibria.found[0].kind, analysis::Rest::Saddle);
}

#[test]
fn an_adjustment_says_what_it_adds() {
    // Abscissa 0 → −γa².
    let report = lint("game.dirac = {}\nfield.consensus.gamma = 1.0");
    let said = report.findings.iter().find(|f| f.check == Check::Adjustment).expect("a remark");
    assert!(said.sentence.contains("from 0.000000 to -0.250000"), "{said:?}");
    assert!(report.added > 0.1 && report.theorem.is_none());
}

#[test]
fn what_theorem_4_1_is_not_asked_of_says_why() {
    let remarks = |report: &Lint| -> Vec<String> {
        let all = report.findings.iter().filter(|f| f.check == Check::Theorem);
        all.map(|f| f.sentence.clone()).collect()
    };
    let why = |text: &str| -> String {
        let e = experiment(text);
        let report = any::lint(&e.field, &e.at, &[]);
        let said = remarks(&report);
        let unasked = report.theorem.is_none() && said.len() == 1;
        assert!(unasked && said[0].starts_with("Theorem 4.1 is not checked: "), "{text}: {said:?}");
        said[0].clone()
    };
    // Quadrature in space: too many nodes, and it says how many.
    let costly = why("game.dirac = { dim = 3, noise.sigma = 0.5 }");
    assert!(costly.contains("6 parameters") && costly.contains("more than 400000 are refused"), "{costly}");
    assert!(why("field.consensus.gamma = 1.0").contains("this one is adjusted"));
    assert!(why("[game.bilinear]\nmatrix = [[1.0]]").contains("states only its losses"));
    assert!(why("[run]\nat = [0.5, 0.5]").contains("none is listed here"));
    // And of what it is asked, nothing of the kind is said.
    let said = remarks(&lint("game.dirac.penalty.r1.gamma = 0.3"));
    assert!(said.len() == 1 && said[0].starts_with("Theorem 4.1 applies"), "{said:?}");
}

/// An L_G of its own sign in game form, and a list that names no equilibrium.
struct Cooperative;
impl saddleflow::game::Game for Cooperative {
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn loss<S: Scalar>(&self, _who: saddleflow::game::Player, x: &[S]) -> S {
        x[0] * x[1]
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        vec![vec![0.0, 0.0], vec![1.0, 0.0]]
    }
}

#[test]
fn players_who_pull_the_same_way_and_false_equilibria_are_found() {
    let field = saddleflow::field::Adjusted { game: Cooperative, adjust: saddleflow::field::Plain {} };
    let report = analysis::lint::lint(&field, true, &[0.0, 0.0], &starts(&[0.0, 0.0], 3.0));
    assert_eq!(report.interaction.alignment, 1.0);
    assert_eq!(wrong(&report), [Check::Roles, Check::Equilibria]);
    assert!(report.slopes.is_none() && report.theorem.is_none());
}

/// A gradient computed in a way of its own, and wrong.
struct Misprint;
impl saddleflow::game::Game for Misprint {
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    fn loss<S: Scalar>(&self, who: saddleflow::game::Player, x: &[S]) -> S {
        let l = x[0] * x[1];
        if who == saddleflow::game::Player::Generator { l } else { -l }
    }
    fn grad<S: Scalar>(&self, who: saddleflow::game::Player, wrt: std::ops::Range<usize>, x: &[S], out: &mut [S]) {
        let sign = if who == saddleflow::game::Player::Generator { 1.0 } else { -0.5 };
        for i in wrt {
            out[i] = x[1 - i] * sign;
        }
    }
}

#[test]
fn a_gradient_that_is_none_is_found() {
    let field = saddleflow::field::Adjusted { game: Misprint, adjust: saddleflow::field::Plain {} };
    let report = analysis::lint::lint(&field, true, &[0.0, 0.0], &[]);
    assert_eq!(wrong(&report), [Check::Gradient]);
    assert_eq!(report.sum, Sum::GeneralSum);
}

#[test]
fn the_command_ends_with_1_where_something_is_wrong() {
    let lint = |text: &str, code: i32| -> serde_json::Value {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_saddleflow"));
        let output = command.args(["lint", "-", "--json"]).write_stdin(text).assert().code(code).get_output().clone();
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let report = lint("game.dirac.penalty.r1.gamma = 0.3", 0);
    assert_eq!(
        (&report["sum"], &report["theorem"]["applies"]),
        (&"zero_sum_but_for_discriminator".into(), &true.into())
    );
    let report = lint("game.dirac.loss.least_squares = { fake = 1.0, real = 0.0 }", 1);
    assert_eq!(
        (&report["findings"][0]["severity"], &report["findings"][0]["check"]),
        (&"wrong".into(), &"roles".into())
    );
}
