//! That the bench can fail: answers to another question than the one asked, and answers with one thing changed, are
//! told from right ones.

use crate::{
    case::Case,
    field::Adjust,
    grammar::{Game, Here, Term},
    judge::{Answer, Complaint, ask, judge, weigh},
    rule::{Kind, Order, Rate, Rule},
    tree::Smooth,
};
use serde_json::{Value, json};

const TOGETHER: Order = Order::Together;
const FIRST: Order = Order::GeneratorFirst;
const SECOND: Order = Order::DiscriminatorFirst;

fn rule(kind: Kind) -> Rule {
    Rule { kind, lr: Rate { start: [0.2, 0.2], power: 0.0 } }
}

/// L_G = θψ + ½softplus and L_D = −θψ + ½ψ² around (0.37, −1.9).
fn plain() -> Case {
    let coupling = Term::Monomial(vec![0, 1]);
    let generator = vec![(1.0, coupling.clone()), (0.5, Term::Beyond(Smooth::Softplus, vec![(0, 1.0)], 0.3))];
    let discriminator = vec![(-1.0, coupling), (0.5, Term::Monomial(vec![1, 1]))];
    let losses = [generator, discriminator];
    Case {
        game: Game { dims: [1, 1], centre: vec![0.37, -1.9], losses, zero_sum: false, expanded: false },
        adjust: Adjust::Plain,
        rule: rule(Kind::Simultaneous),
        start: vec![0.4, -1.85],
        listed: true,
    }
}

/// What is found when `right` was asked for and `wrong` answered.
fn mistaken(right: &Case, wrong: &Case) -> Complaint {
    for case in [right, wrong] {
        if let Err(complaint) = judge(case) {
            panic!("{complaint:?}\n{}", case.text());
        }
    }
    let answer = ask(&wrong.text()).unwrap_or_else(|c| panic!("{c:?}"));
    match weigh(right, &answer) {
        Err(complaint) => complaint,
        Ok(_) => panic!("not told apart:\n{}\nand\n{}", right.text(), wrong.text()),
    }
}

fn momentum(beta: [f64; 2], steps: [u32; 2], order: Order) -> Kind {
    Kind::Momentum { beta, steps, order }
}

#[test]
fn another_rule_is_told() {
    let alternating = |steps, order| Kind::Alternating { steps, order };
    let adam = |beta, epsilon| Kind::Adam { beta, epsilon, steps: [1, 1], order: TOGETHER };
    let rmsprop = |beta, order| Kind::Rmsprop { beta, epsilon: 1.0, steps: [1, 1], order };
    let lookahead = |k, alpha| Kind::Lookahead { k, alpha, inner: Box::new(rule(Kind::Simultaneous)) };
    let average = |beta, uniform| Kind::Average { beta, uniform, inner: Box::new(rule(alternating([1, 1], FIRST))) };
    let pairs = [
        (momentum([0.5; 2], [1, 1], TOGETHER), momentum([-0.5; 2], [1, 1], TOGETHER)),
        (momentum([0.5; 2], [1, 1], TOGETHER), momentum([0.5, 0.4], [1, 1], TOGETHER)),
        (momentum([0.5; 2], [1, 2], FIRST), momentum([0.5; 2], [1, 1], FIRST)),
        (momentum([0.5; 2], [1, 1], FIRST), momentum([0.5; 2], [1, 1], SECOND)),
        (alternating([1, 1], FIRST), Kind::Simultaneous),
        (alternating([1, 3], FIRST), alternating([1, 2], FIRST)),
        (alternating([2, 1], SECOND), alternating([2, 1], FIRST)),
        (Kind::Extragradient { ahead: None }, Kind::Extragradient { ahead: Some([0.2, 0.21]) }),
        (Kind::Optimistic, Kind::PastExtragradient),
        (Kind::ImplicitEuler, Kind::ImplicitMidpoint),
        (Kind::Competitive, Kind::Simultaneous),
        (adam([0.5, 0.9], 1.0), adam([0.5, 0.99], 1.0)),
        (adam([0.5, 0.9], 1.0), adam([0.5, 0.9], 1.1)),
        (rmsprop(0.9, TOGETHER), rmsprop(0.8, TOGETHER)),
        (rmsprop(0.9, FIRST), rmsprop(0.9, SECOND)),
        (lookahead(3, 0.5), lookahead(4, 0.5)),
        (lookahead(3, 0.5), lookahead(3, 0.6)),
        (average(0.9, false), average(0.8, false)),
        (average(0.9, false), average(0.9, true)),
    ];
    for (right, wrong) in pairs {
        let with = |kind| Case { rule: rule(kind), ..plain() };
        mistaken(&with(right), &with(wrong));
    }
}

#[test]
fn another_learning_rate_is_told() {
    let with = |start, power| {
        let lr = Rate { start, power };
        Case { rule: Rule { kind: Kind::Simultaneous, lr }, ..plain() }
    };
    mistaken(&with([0.2, 0.2], 0.0), &with([0.2, 0.2001], 0.0));
    mistaken(&with([0.2, 0.3], 0.0), &with([0.3, 0.2], 0.0));
    mistaken(&with([0.2, 0.2], 0.5), &with([0.2, 0.2], 0.51));
    mistaken(&with([0.2, 0.2], 0.0), &with([0.2, 0.2], 0.5));
}

#[test]
fn another_field_is_told() {
    let unrolled = |steps, differentiate| Adjust::Unrolled { steps, inner: 0.3, differentiate };
    let sga = |lambda, align| Adjust::Sga { lambda, align };
    for (right, wrong) in [
        (Adjust::Consensus(0.3), Adjust::Plain),
        (Adjust::Consensus(0.3), Adjust::Consensus(0.3001)),
        (Adjust::Consensus(0.3), sga(0.3, false)),
        (Adjust::Consensus(0.3), Adjust::Jare(0.3)),
        (Adjust::Jare(0.3), Adjust::NagarajanKolter(0.3)),
        (unrolled(2, true), unrolled(1, true)),
        (unrolled(2, true), unrolled(2, false)),
    ] {
        let with = |adjust| Case { adjust, ..plain() };
        mistaken(&with(right), &with(wrong));
    }
}

#[test]
fn another_game_is_told() {
    let mut scaled = plain();
    scaled.game.losses[1][1].0 = 0.500001;
    mistaken(&plain(), &scaled);
    let mut moved = plain();
    moved.game.centre[0] += 1e-7;
    mistaken(&plain(), &moved);
}

/// The game with a kink along θ, which both sides must see.
fn bent() -> Case {
    let mut case = plain();
    case.game.losses[0].push((0.5, Term::Here(Here::ReluSquared, vec![(0, 1.0)], vec![(1, 1.0)])));
    case
}

#[test]
fn a_kink_that_is_not_there_and_one_that_is_not_seen_are_told() {
    // Begun where the switch is off, so that only the Jacobians differ.
    let off = |case: Case| Case { start: vec![0.3, -1.9], ..case };
    assert_eq!(mistaken(&off(plain()), &off(bent())).kind, "v' not given, though v is smooth");
    assert_eq!(mistaken(&off(bent()), &off(plain())).kind, "v' given, though v is not smooth");
}

/// What is found when one thing in a right answer is changed.
fn doctored(case: &Case, change: impl Fn(&mut Value)) -> Complaint {
    let mut answer: Answer = ask(&case.text()).unwrap_or_else(|c| panic!("{c:?}"));
    assert!(weigh(case, &answer).is_ok());
    change(answer.report.as_mut().expect("a report"));
    weigh(case, &answer).expect_err("a changed answer")
}

#[test]
fn a_changed_answer_is_told() {
    let eigenvalue = |report: &mut Value, part: &str, by: f64| {
        let re = &mut report[part]["eigenvalues"][0][0];
        *re = json!(re.as_f64().expect("a number") * by);
    };
    assert_eq!(doctored(&plain(), |r| eigenvalue(r, "field", 1.0 + 1e-7)).kind, "spectrum of v'");
    assert_eq!(doctored(&plain(), |r| eigenvalue(r, "update", 1.0 + 1e-7)).kind, "spectrum of F'");
    assert_eq!(doctored(&plain(), |r| drop(r["update"].take())).kind, "F' not given, though F is smooth");
    let verdict = |kind: &'static str| move |r: &mut Value| r["verdict"]["kind"] = json!(kind);
    for kind in ["diverges", "neutral", "not_differentiable", "not_autonomous"] {
        assert_eq!(doctored(&plain(), verdict(kind)).kind, "verdict");
    }
    let decaying = Case { rule: Rule { lr: Rate { start: [0.2; 2], power: 0.5 }, ..plain().rule }, ..plain() };
    assert_eq!(doctored(&decaying, verdict("converges")).kind, "verdict");
    // Runs fall along every direction of the bent game: it attracts with and without its kink.
    assert_eq!(doctored(&bent(), verdict("diverges")).kind, "verdict at a kink");
}
