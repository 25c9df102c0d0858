//! The network game against two autodiff frameworks that agree: `tests/data/mlp.json`.
//!
//! Three conventions differ. The oracle's D is high on the data, so the discriminator's last layer is negated here, and
//! with it whatever is a derivative by those parameters. Its gradient penalty has no ½. Its rounds begin with the
//! discriminator.

use nalgebra::Complex;
use saddleflow::{
    analysis::{Spectrum, field_jacobian, start},
    field::{Adjusted, Field, Plain},
    game::{
        Game, Mlp, Player,
        mlp::{
            Batch,
            activation::{AnyActivation, LeakyRelu, Tanh},
            net::Net,
        },
    },
    loss::{AnyLoss, Loss, Minimax, NonSaturating, Wasserstein},
    num::Scalar,
    penalty::{AnyPenalty, GradientPenalty, Penalty, R1, R2, Sided},
    rule::{Adam, Alternating, LearningRate, Momentum, Order, Rmsprop, Rule, Simultaneous, Turns},
};
use serde_json::Value;

struct Oracle {
    root: Value,
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().expect("a number")],
    }
}

/// [sample][feature] to [feature][sample].
fn feature_major(value: &Value) -> Vec<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().expect("rows").iter().map(numbers).collect();
    (0..rows[0].len()).flat_map(|f| rows.iter().map(move |r| r[f]).collect::<Vec<_>>()).collect()
}

impl Oracle {
    fn new() -> Self {
        Self { root: serde_json::from_str(include_str!("data/mlp.json")).expect("the oracle") }
    }

    fn cases(&self) -> impl Iterator<Item = (&Value, AnyActivation)> {
        self.root["cases"].as_array().expect("cases").iter().map(|case| {
            let activation = match case["activation"].as_str() {
                Some("tanh") => Tanh {}.into(),
                Some("leaky_relu_0.2") => LeakyRelu { slope: 0.2 }.into(),
                other => panic!("an activation without a name here: {other:?}"),
            };
            (case, activation)
        })
    }

    /// Negates what belongs to the discriminator's last layer: 5 weights and a bias.
    fn flip(&self, mut x: Vec<f64>) -> Vec<f64> {
        let n = x.len();
        x[n - 6..].iter_mut().for_each(|p| *p = -*p);
        x
    }

    fn vector(&self, key: &str) -> Vec<f64> {
        self.flip(numbers(&self.root[key]))
    }

    fn game(&self, activation: &AnyActivation, loss: AnyLoss, penalty: Vec<AnyPenalty>) -> Mlp {
        self.play(activation, loss, penalty)
    }

    fn play<L, P>(&self, activation: &AnyActivation, loss: L, penalty: Vec<P>) -> Mlp<L, P> {
        let real = feature_major(&self.root["x"]);
        let net = |key: &str| {
            let widths = numbers(&self.root["layout"][key]).into_iter().map(|w| w as usize).collect();
            Net::new(widths, activation.clone())
        };
        let batch = Batch {
            n: 6,
            latent: feature_major(&self.root["z"]),
            shift: vec![0.0; real.len()],
            mix: numbers(&self.root["e"]),
            around: real.clone(),
            real,
        };
        Mlp::on(batch, net("generator_dims"), net("discriminator_dims"), loss, penalty)
    }
}

fn gp(coefficient: f64, target: f64) -> AnyPenalty {
    GradientPenalty { lambda: 2.0 * coefficient, target, sided: Sided::Two }.into()
}

/// Relative to the largest entry.
fn assert_close(what: &str, found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let size = expected.iter().fold(1e-3, |m: f64, e| m.max(e.abs()));
    let error = found.iter().zip(expected).fold(0.0, |m: f64, (f, e)| m.max((f - e).abs())) / size;
    assert!(error <= within, "{what}: off by {error:e}");
}

/// A loss that is not there: what is left is the penalty. It lives outside the crate, as any loss may.
struct Nothing;

impl Loss for Nothing {
    fn discriminator<S: Scalar>(&self, _real: S, _fake: S) -> S {
        S::zero()
    }
    fn generator<S: Scalar>(&self, _real: S, _fake: S) -> S {
        S::zero()
    }
}

/// The generator's half of the original game; in this crate L_G = −L_D has the real points' half too.
struct Saturating;

impl Loss for Saturating {
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        Minimax {}.discriminator(real, fake)
    }
    fn generator<S: Scalar>(&self, _real: S, fake: S) -> S {
        -(-fake).softplus()
    }
}

/// The generator's half of the Wasserstein game.
struct Fakeness;

impl Loss for Fakeness {
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        Wasserstein {}.discriminator(real, fake)
    }
    fn generator<S: Scalar>(&self, _real: S, fake: S) -> S {
        fake
    }
}

/// The loss `name` of a case, and its gradient by all parameters.
fn compare_loss<L: Loss, P: Penalty>(oracle: &Oracle, case: &Value, name: &str, game: &Mlp<L, P>, who: Player) {
    let x = oracle.vector("params");
    let what = |part: &str| format!("{} of {name}, {}", part, case["activation"]);
    assert_close(&what("loss"), &[game.loss(who, &x)], &numbers(&case[format!("loss/{name}")]), 1e-12);
    let mut expected = numbers(&case[format!("grad_G/{name}")]);
    expected.extend(numbers(&case[format!("grad_D/{name}")]));
    let expected = oracle.flip(expected);
    let mut found = vec![f64::NAN; x.len()];
    game.grad(who, 0..x.len(), &x, &mut found);
    assert_close(&what("gradient"), &found, &expected, 1e-12);
    // Any part of it alone is the same part.
    for range in [game.block(Player::Generator), game.block(Player::Discriminator), 60..70] {
        let mut part = vec![f64::NAN; x.len()];
        game.grad(who, range.clone(), &x, &mut part);
        assert_eq!(part[range.clone()], found[range.clone()], "{}", what("part of the gradient"));
        assert!(part[..range.start].iter().chain(&part[range.end..]).all(|g| g.is_nan()));
    }
}

#[test]
fn losses_and_all_their_gradients() {
    let oracle = Oracle::new();
    let (generator, discriminator) = (Player::Generator, Player::Discriminator);
    for (case, activation) in oracle.cases() {
        let game = |loss: AnyLoss| oracle.game(&activation, loss, vec![]);
        compare_loss(&oracle, case, "D_logistic", &game(Minimax {}.into()), discriminator);
        compare_loss(&oracle, case, "G_nonsaturating", &game(NonSaturating {}.into()), generator);
        compare_loss(&oracle, case, "G_saturating", &oracle.play::<_, R1>(&activation, Saturating, vec![]), generator);
        compare_loss(&oracle, case, "D_wgan", &game(Wasserstein {}.into()), discriminator);
        compare_loss(&oracle, case, "G_wgan", &oracle.play::<_, R1>(&activation, Fakeness, vec![]), generator);
        for (name, penalty) in [
            ("R1", R1 { gamma: 1.0 }.into()),
            ("R2", R2 { gamma: 1.0 }.into()),
            ("GP", gp(1.0, 1.0)),
            ("GP0", gp(1.0, 0.0)),
        ] {
            compare_loss(&oracle, case, name, &oracle.play(&activation, Nothing, vec![penalty]), discriminator);
        }
    }
}

/// The five fields of the oracle.
fn fields(oracle: &Oracle, activation: &AnyActivation) -> Vec<(&'static str, Mlp)> {
    let game = |loss: AnyLoss, penalty: Vec<AnyPenalty>| oracle.game(activation, loss, penalty);
    let ns = || AnyLoss::from(NonSaturating {});
    vec![
        ("gan_minimax_noreg", game(Minimax {}.into(), vec![])),
        ("nsgan_noreg", game(ns(), vec![])),
        ("nsgan_r1_10", game(ns(), vec![R1 { gamma: 10.0 }.into()])),
        ("nsgan_r2_10", game(ns(), vec![R2 { gamma: 10.0 }.into()])),
        ("wgan_gp_10", game(Wasserstein {}.into(), vec![gp(10.0, 1.0)])),
    ]
}

#[test]
fn fields_their_products_and_their_spectra() {
    let oracle = Oracle::new();
    let (x, u) = (oracle.vector("params"), oracle.vector("jvp_vector"));
    for (case, activation) in oracle.cases() {
        for (name, game) in fields(&oracle, &activation) {
            let what = |part: &str| format!("{part} of {name}, {}", case["activation"]);
            let field = Adjusted { game, adjust: Plain {} };
            let (mut v, mut jvp) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            field.both(&x, &mut v);
            for who in Player::BOTH {
                field.jvp(who, &x, &u, &mut jvp);
            }
            assert_close(&what("field"), &v, &oracle.flip(numbers(&case[format!("field/{name}")])), 1e-12);
            assert_close(&what("J u"), &jvp, &oracle.flip(numbers(&case[format!("jvp/{name}")])), 1e-12);
            let spectrum = Spectrum::of(&field_jacobian(&field, &x)).expect("a finite Jacobian").eigenvalues;
            let expected = &case[format!("eigenvalues/{name}")];
            assert_matched(&what("eigenvalues"), &spectrum, &numbers(&expected["re"]), &numbers(&expected["im"]));
        }
    }
}

/// Every expected eigenvalue has its own within 1e-9 of the spectral radius.
fn assert_matched(what: &str, found: &[Complex<f64>], re: &[f64], im: &[f64]) {
    let mut left = found.to_vec();
    let radius = found.iter().fold(0.0, |m: f64, l| m.max(l.norm()));
    assert_eq!(left.len(), re.len(), "{what}");
    for (&re, &im) in re.iter().zip(im) {
        let distance = |l: &Complex<f64>| (l - Complex::new(re, im)).norm();
        let nearest = (0..left.len()).min_by(|a, b| distance(&left[*a]).total_cmp(&distance(&left[*b])));
        let error = distance(&left.swap_remove(nearest.expect("as many"))) / radius.max(1.0);
        assert!(error < 1e-9, "{what}: {re} + {im}i is off by {error:e}");
    }
}

/// Five rounds of a rule from the oracle's parameters.
fn compare_rounds(oracle: &Oracle, case: &Value, field: &Adjusted<Mlp, Plain>, name: &str, rule: &impl Rule) {
    let mut z = start(field, rule, &oracle.vector("params"));
    (0..5).for_each(|t| rule.step(field, t, &mut z));
    let expected = oracle.flip(numbers(&case[format!("params_after_5_steps/{name}")]));
    assert_close(&format!("{name}, {}", case["activation"]), &z[..expected.len()], &expected, 1e-12);
}

#[test]
fn five_steps_on_a_fixed_batch() {
    let oracle = Oracle::new();
    for (case, activation) in oracle.cases() {
        let game = oracle.game(&activation, NonSaturating {}.into(), vec![R1 { gamma: 10.0 }.into()]);
        let field = Adjusted { game, adjust: Plain {} };
        let lr = LearningRate::from(0.02);
        compare_rounds(&oracle, case, &field, "sgd/simultaneous", &Simultaneous { lr });
        let alternating = Alternating { lr, order: Turns::DiscriminatorFirst, ..Default::default() };
        compare_rounds(&oracle, case, &field, "sgd/alternating_D_then_G", &alternating);
        for (name, order) in
            [("simultaneous", Order::Simultaneous), ("alternating_D_then_G", Order::DiscriminatorFirst)]
        {
            let momentum = Momentum { lr, beta: 0.5.into(), order, ..Default::default() };
            compare_rounds(&oracle, case, &field, &format!("sgd_momentum/{name}"), &momentum);
            let lr = LearningRate::from(0.002);
            let rmsprop = Rmsprop { lr, beta: 0.99, epsilon: 1e-8, order, ..Default::default() };
            compare_rounds(&oracle, case, &field, &format!("rmsprop/{name}"), &rmsprop);
            let adam = Adam { lr, beta1: 0.5, beta2: 0.9, epsilon: 1e-8, order, ..Default::default() };
            compare_rounds(&oracle, case, &field, &format!("adam/{name}"), &adam);
        }
    }
}
