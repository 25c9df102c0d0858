//! Expectations against integrals worked out apart: by mpmath at 30 digits, or by an adaptive Simpson rule written here.
#![allow(clippy::excessive_precision, reason = "constants as mpmath prints them")]

use saddleflow::{
    analysis::any,
    experiment::Experiment,
    game::{Game, Player},
    loss::{AnyLoss, Loss},
    num::Dual,
};
use std::fmt::Write;

fn parse(text: &str) -> Experiment {
    Experiment::parse("test.toml", text, &[]).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

fn losses(e: &Experiment, x: &[f64]) -> [f64; 2] {
    any::gradients(&e.field, x).loss
}

fn close(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * (1.0 + expected.abs()),
        "{what}: {found:.17e}, expected {expected:.17e}"
    );
}

/// Entries of v' by rows, and eigenvalues (re, im) sorted.
fn jacobian(e: &Experiment, x: &[f64]) -> (Vec<f64>, Vec<[f64; 2]>) {
    let j = any::field_jacobian(&e.field, x);
    let n = x.len();
    let rows = (0..n * n).map(|k| j[(k / n, k % n)]).collect();
    let mut eigenvalues: Vec<[f64; 2]> = j.complex_eigenvalues().iter().map(|l| [l.re, l.im]).collect();
    eigenvalues.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    (rows, eigenvalues)
}

#[test]
fn a_density_that_changes_along_the_segment_is_integrated() {
    // L_D = −1 + ∫₀¹ t² dt.
    let text = |game: &str, density: &str| {
        format!(
            "[game.{game}]\nloss = \"wasserstein\"\npenalty.expression = {{ density = \"{density}\", at = \"between\" }}"
        )
    };
    close("d²", losses(&parse(&text("dirac", "d^2")), &[1.0, 1.0])[1], -2.0 / 3.0, 1e-15);
    // ∫₀¹ |t − ½| dt = ¼ and ∫₀¹ √t dt = ⅔: the generated point stands at 1, the data at 0, D = x.
    close("|d − ½|", losses(&parse(&text("dirac", "abs(d - 0.5)")), &[1.0, 1.0])[1], -0.75, 1e-14);
    // ∫₀¹ t¹⁰ dt under D = ψ₁x + ψ₂x² with ψ₁ = 0: (t²)⁵.
    let e = parse(&text("quadratic_critic", "d^5"));
    close("d⁵", losses(&e, &[1.0, 0.0, 1.0])[1], -1.0 + 1.0 / 11.0, 1e-14);
    // The derivative of −θψ + ∫(ψθt)² dt.
    let e = parse(&text("dirac", "d^2"));
    let v = any::velocity(&e.field, &[0.7, -1.3]);
    close("v_ψ", v[1], 0.7 + 2.0 / 3.0 * 1.3 * 0.49, 1e-14);
}

/// E relu(1 + ψx) + E relu(1 − ψ(θ + z)) by the closed form of a truncated normal (mpmath).
#[test]
fn hinge_under_normal_laws() {
    let e = parse("[game.location]\nloss = \"hinge\"");
    let v = any::velocity(&e.field, &[0.5, 1.0]);
    close("v_θ", v[0], -1.0, 1e-14);
    close("v_ψ", v[1], -0.248304820646436275753658329228, 1e-13);
    let (j, eigenvalues) = jacobian(&e, &[0.5, 1.0]);
    for (found, expected) in
        j.iter().zip([0.0, -1.0, 0.339397134509713625863024169012, -0.594036051283442827572510634532])
    {
        close("v'", *found, expected, 1e-12);
    }
    for (l, sign) in eigenvalues.iter().zip([-1.0, 1.0]) {
        close("Re λ", l[0], -0.297018025641721413786255317266, 1e-12);
        close("Im λ", l[1], sign * 0.501176043874412802729097521490, 1e-12);
    }
}

/// The second derivative of E (|g| − 1)² at its kink (mpmath, split quadrature and differences at 40 digits).
#[test]
fn a_kink_under_an_expectation_is_smooth() {
    let e =
        parse("[game.two_modes]\nloss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 1.0, target = 1.0 }");
    let (j, eigenvalues) = jacobian(&e, &[0.0, 0.0, -1.5]);
    for (found, expected) in j.iter().zip([3.0, -1.0, 0.0, 1.5, -2.0 / 3.0, 0.0, 0.0, 0.0, -4.0 / 3.0]) {
        close("v'", *found, expected, 1e-13);
    }
    let expected = [-4.0 / 3.0, -0.1975587953120749949922839541223, 2.530892128645408328325617287456];
    for (l, expected) in eigenvalues.iter().zip(expected) {
        close("λ", l[0], expected, 1e-12);
        close("Im λ", l[1], 0.0, 1e-12);
    }
}

/// L_D = −ψ₁θ − ψ₂θ² + E (|ψ₁ + 2ψ₂σe| − 1)² = −0.325 + 0.2536; with σ = 0 the data alone, −0.325 + 0.25.
#[test]
fn points_around_the_data_have_a_width() {
    let game = |sigma: &str| {
        parse(&format!(
            "[game.quadratic_critic]\nloss = \"wasserstein\"\npenalty.dragan = {{ lambda = 2.0, target = 1.0{sigma} }}"
        ))
    };
    let x = [0.5, 0.5, 0.3];
    for sigma in ["", ", sigma = 0.1"] {
        close("L_D", losses(&game(sigma), &x)[1], -0.0714, 1e-14);
        close("v_ψ₂", any::velocity(&game(sigma).field, &x)[2], 0.25 - 0.024, 1e-13);
    }
    close("L_D", losses(&game(", sigma = 0.0"), &x)[1], -0.075, 1e-14);
    let around = parse(
        "[game.quadratic_critic]\nloss = \"wasserstein\"\npenalty.expression = { density = \"(sqrt(g2) - 1)^2\", at = \"around\" }",
    );
    close("L_D", losses(&around, &x)[1], -0.0714, 1e-14);
}

/// A game, a point, (L_G, L_D) and v.
type Worked = (&'static str, &'static [f64], [f64; 2], &'static [f64]);

/// Worked out by mpmath at 30 digits: split quadrature or closed forms, derivatives by its differences.
const ORACLE: &[Worked] = &[
    (
        "[game.uniform]\nloss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 0.7, target = 1.0 }",
        &[0.8, -0.6],
        [0.072, 0.068317986269146116316],
        &[0.32, -0.316403356218089806],
    ),
    (
        "[game.covariance]\nsigma = [1.7]\nloss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 0.7, target = 1.0 }",
        &[1.1, 0.4],
        [-0.196, 0.32679858174172742791],
        &[-0.88, -0.48519645435431857],
    ),
    (
        "[game.two_modes]\nloss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 0.7, target = 1.0 }",
        &[0.3, -0.4, 0.9],
        [-0.939, 1.0484883760683760684],
        &[-0.14, 0.43288034188034188, -1.01972915479582146],
    ),
    (
        "[game.quadratic_critic]\nloss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 0.7, target = 1.0 }",
        &[0.8, -0.5, 0.6],
        [-0.016, 0.22472833333333333333],
        &[-0.46, 0.784833333333333333, 0.817780555555555556],
    ),
    (
        "[game.two_modes]\nloss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 0.7, target = 1.0, sided = \"one\" }",
        &[0.3, -0.4, 0.9],
        [-0.939, 0.98503988603988603989],
        &[-0.14, 0.38547008547008547, -1.11867363089585312],
    ),
    (
        "[game.uniform]\nloss = \"wasserstein\"\npenalty.dragan = { lambda = 0.7, target = 1.0, sigma = 0.1 }",
        &[0.8, -0.6],
        [0.072, 0.02684],
        &[0.32, -0.2502],
    ),
    (
        "[game.covariance]\nsigma = [1.7]\nloss = \"wasserstein\"\npenalty.dragan = { lambda = 0.7, target = 1.0, sigma = 0.1 }",
        &[1.1, 0.4],
        [-0.196, 0.34475310758262794937],
        &[-0.88, -0.944482768956569873],
    ),
    (
        "[game.covariance]\nsigma = [1.7]\nloss = \"hinge\"",
        &[1.1, 0.4],
        [0.484, 2.3158536309181927836],
        &[-0.88, -1.16614575438279404],
    ),
    (
        "[game.covariance]\nsigma = [1.7]\nloss.f_gan.divergence = \"squared_hellinger\"",
        &[1.1, 0.1],
        [-0.12821807989026983802, 0.12821807989026983802],
        &[-0.158942590516366628, -2.29635415617309939],
    ),
    (
        "[game.location]\nloss.f_gan.divergence = \"total_variation\"",
        &[0.5, 1.4],
        [0.16422917525851225667, -0.16422917525851225667],
        &[-0.308885903199953695, 0.0295411754277094036],
    ),
    (
        "[game.location]\nloss.f_gan.divergence = \"pearson\"",
        &[0.5, 1.4],
        [0.13065987504215432322, -0.13065987504215432322],
        &[-1.00337435134852902, -0.218063085298423397],
    ),
    (
        "[game.location]\nloss.f_gan.divergence = \"kl\"",
        &[0.5, 1.4],
        [-0.48675225595997165006, 0.48675225595997165006],
        &[-0.68145315834396031, -0.438077030363974485],
    ),
    (
        // Both laws of the segment uniform: the law of x at each t has a trapezoid for a density.
        "[game.uniform]\nloss = \"least_squares\"\npenalty.gradient_penalty = { lambda = 0.7, target = 0.4, sided = \"one\" }",
        &[-1.898, 1.497],
        [5.2058274727854268944, 5.2954815543264601111],
        &[8.0232406212548512, -6.3334099516616007199],
    ),
    (
        "[game.uniform]\nloss = \"least_squares\"\npenalty.gradient_penalty = { lambda = 0.7, target = 1.1, sided = \"two\" }",
        &[-1.898, 1.497],
        [5.2058274727854268944, 4.8012833560832165681],
        &[8.0232406212548512, -5.7545201139841305695],
    ),
    (
        "[game.uniform]\nloss = \"wasserstein\"\npenalty.expression = { density = \"abs(d - 0.3)\", at = \"between\" }",
        &[0.7, 1.2],
        [-0.204, 0.41382956639295887902],
        &[-0.56, -0.22135222075353159853],
    ),
    (
        "[game.uniform]\nloss = \"least_squares\"\npenalty.dragan = { lambda = 0.7, target = 0.4 }",
        &[-1.898, 1.497],
        [5.2058274727854268944, 4.8411555027854268944],
        &[8.0232406212548512, -5.6744573183506037333],
    ),
    (
        "[game.covariance]\nsigma = [1.7]\nloss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 0.7, target = 0.4, sided = \"one\" }",
        &[1.1, 0.4],
        [-0.196, 0.28705429711164942144],
        &[-0.88, -1.1584796396112649],
    ),
    (
        "[game.covariance]\nsigma = [1.7]\nloss = \"wasserstein\"\nnoise.sigma = 0.5\npenalty.gradient_penalty = { lambda = 0.7, target = 0.4, sided = \"one\" }",
        &[1.1, 0.4],
        [-0.196, 0.31044867183416084218],
        &[-0.88, -1.3075179459694330157],
    ),
    (
        // x ~ N(0, diag(1, 2)) in the plane: a quadratic form of a normal vector, radius by hand, angle by quadrature.
        "[game.covariance]\nsigma = [1.0, 2.0]\nloss = \"hinge\"",
        &[1.0, 0.2, 0.0, 1.3, 0.3, 0.1, 0.05, -0.2],
        [0.0, 1.98218593280953491],
        &[-0.218504733884072, 0.0943082627629642, 0.0943082627629642, 0.380823412598416],
    ),
];

#[test]
fn values_and_fields_of_the_oracle() {
    for (text, x, expected, v) in ORACLE {
        let e = parse(text);
        let found = losses(&e, x);
        // Several variables are integrated to ten digits.
        let several = text.contains("gradient_penalty") || text.contains("dragan");
        let (value, slope) = if several { (1e-10, 1e-10) } else { (1e-12, 1e-11) };
        for k in 0..2 {
            if expected[k] != 0.0 {
                close(&format!("{text}\nloss {k}"), found[k], expected[k], value);
            }
        }
        // In the plane the oracle has ψ alone.
        let field = any::velocity(&e.field, x);
        for (found, expected) in field[x.len() - v.len()..].iter().zip(*v) {
            close(&format!("{text}\nv"), *found, *expected, slope);
        }
        let error = any::accuracy(&e.field, x).expect("an expectation").error;
        assert!(error < 1e-8, "{text}: the error stated is {error:e}");
    }
    println!("{} games at points where every value is known to 18 digits", ORACLE.len());
}

#[test]
fn what_is_infinite_is_refused() {
    // E exp(wσe²) is infinite from wσ = ½ on, and 1/√(1 − 2wσ) below.
    let e = parse("[game.covariance]\nloss.f_gan.divergence = \"squared_hellinger\"");
    for w in [0.5, 0.6, 2.0] {
        let accuracy = any::accuracy(&e.field, &[1.0, w]).expect("an expectation");
        assert!(accuracy.objection.is_some_and(|why| why.contains("infinite")), "w = {w}");
        assert!(!losses(&e, &[1.0, w])[1].is_finite());
        assert!(any::velocity(&e.field, &[1.0, w])[1].is_nan(), "no finite slope of an infinite loss");
    }
    close("L_D", losses(&e, &[1.0, 0.44])[1], -1.0 + 1.0 / 0.12f64.sqrt() + 1.0 / 1.88f64.sqrt() - 1.0, 1e-11);
    // With noise it is (w(σ + τ²)), through two variables on the generated side.
    let e = parse("[game.covariance]\nloss.f_gan.divergence = \"reverse_kl\"\nnoise.sigma = 1.0");
    assert!(any::accuracy(&e.field, &[1.0, 0.3]).is_some_and(|a| a.objection.is_some()));
    assert!(any::accuracy(&e.field, &[1.0, 0.2]).is_some_and(|a| a.objection.is_none()));
}

/// E exp(−Wz²)/e = (1 + 2W)^(−½)/e decays slowly next to W = −½; E exp(−ψ(θ + z))/e = exp(ψ²/2 − ψθ)/e has its bulk ψ widths
/// out, where the normal law has none (mpmath).
#[test]
fn growth_that_the_density_outweighs_far_out() {
    let games = [
        ("covariance", [1.0, -0.475], 1.1702068759679597929, [31.258930643391236065, 31.904137519359195858]),
        ("location", [1.0, -20.0], 1.2897084248347162975e95, [2.579416849669432595e96, 2.7083876921529042247e96]),
        ("location", [-9.0, -20.0], 178482300.96318726084, [3569646019.2637452169, 1963305310.5950598693]),
        ("location", [1.0, 20.0], 5.479138274731979438e77, [-1.0958276549463958876e79, -1.0410362721990760932e79]),
    ];
    for (game, x, loss, v) in games {
        let e = parse(&format!("[game.{game}]\nloss.f_gan.divergence = \"kl\""));
        close(&format!("{game} at {x:?}: L_D"), losses(&e, &x)[1], loss, 1e-11);
        for (found, expected) in any::velocity(&e.field, &x).iter().zip(v) {
            close(&format!("{game} at {x:?}: v"), *found, expected, 1e-10);
        }
    }
}

/// ∫f over [a, b] by Simpson's rule, halved where it disagrees with itself.
fn simpson(f: &dyn Fn(f64) -> Vec<f64>, a: f64, b: f64, tolerance: f64) -> Vec<f64> {
    let rule = |fa: &[f64], fm: &[f64], fb: &[f64], h: f64| -> Vec<f64> {
        (0..fa.len()).map(|k| h / 6.0 * (fa[k] + 4.0 * fm[k] + fb[k])).collect()
    };
    struct Piece([f64; 2], [Vec<f64>; 3], Vec<f64>, u32);
    let ends = [f(a), f(0.5 * (a + b)), f(b)];
    let whole = rule(&ends[0], &ends[1], &ends[2], b - a);
    let mut total = vec![0.0; whole.len()];
    let mut work = vec![Piece([a, b], ends, whole, 0)];
    while let Some(Piece([a, b], [fa, fm, fb], whole, depth)) = work.pop() {
        let m = 0.5 * (a + b);
        let (left, right) = (f(0.5 * (a + m)), f(0.5 * (m + b)));
        let (low, high) = (rule(&fa, &left, &fm, m - a), rule(&fm, &right, &fb, b - m));
        let off = (0..whole.len()).map(|k| (low[k] + high[k] - whole[k]).abs()).fold(0.0, f64::max);
        if depth > 4 && (off <= tolerance * (b - a) || depth > 46) {
            (0..whole.len()).for_each(|k| total[k] += low[k] + high[k] + (low[k] + high[k] - whole[k]) / 15.0);
        } else {
            work.push(Piece([a, m], [fa, left, fm.clone()], low, depth + 1));
            work.push(Piece([m, b], [fm, right, fb], high, depth + 1));
        }
    }
    total
}

/// (L_G, L_D, then the gradient of each by θ, ψ…) of a loss that splits, from the densities: derivatives of the integrand,
/// which has no jumps of its own, are integrated.
fn reference(game: &str, loss: &AnyLoss, x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let critic = |p: &[Dual<f64>], y: Dual<f64>| match game {
        "location" => p[0] * y,
        "uniform" => p[0] * y * y,
        _ => (p[0] + p[1] * y) * y,
    };
    // Both losses and all derivatives at one real and one latent number.
    let at = |real: Option<f64>, z: Option<f64>| -> Vec<f64> {
        let mut out = vec![0.0; 2 + 2 * n];
        for i in 0..n {
            let y: Vec<Dual<f64>> = (0..n).map(|k| if k == i { Dual::seed(x[k]) } else { Dual::lift(x[k]) }).collect();
            let (theta, psi) = (y[0], &y[1..]);
            let zero = Dual::lift(0.0);
            let dr = real.map_or(zero, |r| critic(psi, Dual::lift(r)));
            let df = z.map_or(zero, |z| {
                critic(
                    psi,
                    match game {
                        "location" => theta + z,
                        "uniform" => theta * z,
                        _ => theta,
                    },
                )
            });
            for (k, who) in Player::BOTH.into_iter().enumerate() {
                let l = match who {
                    Player::Generator => loss.generator(dr, df),
                    Player::Discriminator => loss.discriminator(dr, df),
                };
                out[k] = l.re;
                out[2 + k * n + i] = l.eps;
            }
        }
        out
    };
    let times = |v: Vec<f64>, w: f64| v.into_iter().map(|v| v * w).collect::<Vec<_>>();
    let law = |f: &dyn Fn(f64) -> Vec<f64>| match game {
        "location" => {
            simpson(&|e| times(f(e), (-0.5 * e * e).exp() / (2.0 * std::f64::consts::PI).sqrt()), -9.0, 9.0, 1e-13)
        }
        _ => simpson(&|e| times(f(e), 0.5), -1.0, 1.0, 1e-13),
    };
    let (real, fake) = match game {
        "two_modes" => {
            let (a, b) = (at(Some(1.0), None), at(Some(-1.0), None));
            (a.iter().zip(&b).map(|(a, b)| 0.5 * (a + b)).collect(), at(None, Some(0.0)))
        }
        "quadratic_critic" => (at(Some(0.0), None), at(None, Some(0.0))),
        _ => (law(&|e| at(Some(e), None)), law(&|e| at(None, Some(e)))),
    };
    let origin = at(None, None);
    (0..2 + 2 * n).map(|k| real[k] + fake[k] - origin[k]).collect()
}

#[test]
fn every_loss_under_every_law() {
    let plain = AnyLoss::NAMES.iter().map(|name| format!("\"{name}\""));
    let families = [
        "kl",
        "reverse_kl",
        "pearson",
        "neyman",
        "squared_hellinger",
        "jeffrey",
        "jensen_shannon",
        "total_variation",
        "weighted_jensen_shannon",
    ];
    let f_gans = families.iter().map(|name| format!("{{ f_gan = {{ divergence = \"{name}\" }} }}"));
    let kinked = ["relu(real + 0.3)*2 + abs(fake - 0.2)", "abs(tanh(real)) + sqrt(fake^2 + 0.01)"]
        .map(|d| format!("{{ expression = {{ generator = \"relu(fake)\", discriminator = \"{d}\" }} }}"));
    let games = [("location", 2), ("uniform", 2), ("two_modes", 3), ("quadratic_critic", 3)];
    let (mut count, mut numbers, mut message) = (0, 0, String::new());
    for loss in plain.chain(f_gans).chain(kinked) {
        for (game, n) in games {
            let e = parse(&format!("[game.{game}]\nloss = {loss}"));
            let parsed = table(&loss);
            if parsed.paired() {
                continue;
            }
            for k in 0..2 {
                let spread =
                    |i: usize| ((17 * count + 5 * k + 3 * i) as f64 * 0.618_033_988_749_894_9).fract() * 2.4 - 1.2;
                let x: Vec<f64> = (0..n).map(spread).collect();
                let expected = reference(game, &parsed, &x);
                let found = any::gradients(&e.field, &x);
                let all = found.loss.into_iter().chain(found.gradient.into_iter().flatten());
                for (found, expected) in all.zip(&expected) {
                    numbers += 1;
                    let off = (found - expected).abs();
                    if off > 2e-10 * (1.0 + expected.abs()) || off.is_nan() {
                        let _ = writeln!(message, "{game}, {loss} at {x:?}: {found}, expected {expected}");
                    }
                }
                count += 1;
            }
        }
    }
    println!("{count} points, {numbers} losses and derivatives");
    assert!(message.is_empty(), "{message}");
    assert!(count > 100);
}

/// The loss of a table as the file spells it.
fn table(loss: &str) -> AnyLoss {
    let e = parse(&format!("[game.dirac]\nloss = {loss}"));
    let saddleflow::game::AnyGame::Dirac(game) = e.game() else { panic!("a Dirac-GAN") };
    game.loss.clone()
}

/// v' is the derivative of v where v is an expectation of something with kinks: exact derivatives against differences.
#[test]
fn jacobians_hold_the_kinks() {
    let games = [
        "[game.location]\nloss = \"hinge\"",
        "[game.uniform]\nloss = { expression = { generator = \"relu(fake)\", discriminator = \"relu(real + 0.3) + abs(fake - 0.2)\" } }",
        "[game.uniform]\nloss = \"wasserstein\"\npenalty.gradient_penalty = { lambda = 0.7, target = 1.0, sided = \"one\" }",
        "[game.uniform]\npenalty.dragan = { lambda = 0.7, target = 1.0 }",
        "[game.covariance]\nloss = \"hinge\"",
        "[game.covariance]\npenalty.gradient_penalty = { lambda = 0.7, target = 1.0 }",
        "[game.two_modes]\npenalty.gradient_penalty = { lambda = 0.7, target = 1.0 }",
        "[game.two_modes]\nloss = \"hinge\"\nnoise.sigma = 0.3",
        "[game.quadratic_critic]\npenalty.expression = { density = \"relu(sqrt(g2) - 0.6) + abs(d)\", at = \"between\" }",
        "[game.linear_bigan]\nloss = \"hinge\"",
        "[game.two_atoms]\nnoise.sigma = 0.5",
        "[game.location]\nloss = { expression = { generator = \"relu(fake - real)\", discriminator = \"relu(real - fake)\" } }",
        "[game.dirac]\nloss = \"hinge\"\nnoise.sigma = 0.7",
    ];
    for text in games {
        let e = parse(text);
        let n = e.game().n();
        let x: Vec<f64> = (0..n).map(|i| [0.83, -0.61, 0.72, 0.35, -0.44][i]).collect();
        let (j, _) = jacobian(&e, &x);
        // Differences magnify the error of integrals over several variables; a kink left out would be of order 1.
        let several = ["gradient_penalty", "dragan", "fake - real"].iter().any(|word| text.contains(word));
        let tolerance = if several { 1e-6 } else { 1e-8 };
        for c in 0..n {
            let v = |h: f64| {
                let mut y = x.clone();
                y[c] += h;
                any::velocity(&e.field, &y)
            };
            // Richardson's two differences: what is left is of the fourth order.
            let h = 1e-3;
            let [a, b, p, q] = [v(h), v(-h), v(2.0 * h), v(-2.0 * h)];
            for r in 0..n {
                let slope = (8.0 * (a[r] - b[r]) - (p[r] - q[r])) / (12.0 * h);
                close(&format!("{text}\nv' at ({r}, {c})"), j[r * n + c], slope, tolerance);
            }
        }
    }
    println!("{} games with a kink under an expectation", games.len());
}

/// What takes more variables than can be split is refused, and the smooth loss under the same laws is not.
#[test]
fn too_many_variables_are_refused() {
    let refused = |text: &str| Experiment::parse("test.toml", text, &[]).expect_err(text).to_string();
    for text in [
        "[game.covariance]\nsigma = [1.0, 2.0, 3.0]\nloss = \"hinge\"",
        "[game.covariance]\nsigma = [1.0, 2.0]\npenalty.gradient_penalty = { lambda = 1.0, target = 1.0 }",
    ] {
        let why = refused(text);
        assert!(why.contains("more variables than can be integrated"), "{why}");
    }
    parse("[game.covariance]\nsigma = [1.0, 2.0, 3.0]");
}
