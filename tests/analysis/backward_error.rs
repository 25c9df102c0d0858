//! The flow a rule follows.

use super::experiment;
use saddleflow::analysis::{self, Expansion, Modified, ModifiedError, any};
use saddleflow::{field::Field, num::Scalar, rule::Rule};

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// Errors at time 2 of the flows of first and second order, for h = 0.02, 0.01, 0.005.
fn errors(rule: &str) -> [[f64; 3]; 2] {
    let at = |h: f64| {
        let e = experiment(&format!("game.dirac = {{}}\nrule.{}", rule.replace('H', &h.to_string())));
        let steps = (2.0 / h).round() as u64;
        let run = any::simulate(&e.field, &e.rule, &[1.0, 0.5], steps);
        let expansion = any::expansion(&e.rule).unwrap();
        [expansion.first_order(), expansion].map(|x| {
            let curve = any::modified_curve(&e.field, x, &[1.0, 0.5], steps as f64, 1.0).unwrap();
            distance(&curve[curve.len() - 1].1, run.last())
        })
    };
    let rows = [0.02, 0.01, 0.005].map(at);
    [0, 1].map(|order| rows.map(|row| row[order]))
}

#[test]
fn the_modified_flow_is_one_order_better() {
    for rule in [
        "simultaneous.lr = H",
        "alternating.lr = H",
        "alternating = { lr = H, generator_steps = 2, discriminator_steps = 3 }",
        "alternating = { lr = H, order = \"discriminator_first\" }",
    ] {
        let [first, second] = errors(rule);
        for (name, e, order) in [("v", first, 1.0), ("ṽ", second, 2.0)] {
            for k in 0..2 {
                let measured = (e[k] / e[k + 1]).log2();
                assert!((measured - order).abs() < 0.05, "{rule}: {name} has order {measured}, not {order}: {e:?}");
            }
        }
    }
}

#[test]
fn the_expansion_of_a_rule_is_its_tableau() {
    let of = |rule: &str| any::expansion(&experiment(&format!("rule.{rule}")).rule).unwrap();
    let near = |x: Expansion, first: [f64; 2], second: [[f64; 2]; 2]| {
        let pairs = x.first.iter().zip(&first).chain(x.second.iter().flatten().zip(second.iter().flatten()));
        for (found, expected) in pairs {
            assert!((found - expected).abs() < 1e-15, "{x:?}");
        }
    };
    // Euler: ṽ = h v − ½ h² v'v, with the two rates.
    let (g, d) = (0.1, 0.4);
    near(
        of("simultaneous.lr = { generator = 0.1, discriminator = 0.4 }"),
        [g, d],
        [[-0.5 * g * g, -0.5 * g * d], [-0.5 * g * d, -0.5 * d * d]],
    );
    // Alternating: ψ sees the new θ, so one cross term changes its sign; n steps of h are a step of nh, less late.
    near(
        of("alternating.lr = { generator = 0.1, discriminator = 0.4 }"),
        [g, d],
        [[-0.5 * g * g, -0.5 * g * d], [0.5 * g * d, -0.5 * d * d]],
    );
    near(of("alternating = { lr = 0.1, discriminator_steps = 3 }"), [0.1, 0.3], [[-0.005, -0.015], [0.015, -0.015]]);
}

#[test]
fn the_modified_spectrum_is_the_logarithm_of_the_operators() {
    // λ̃ = log(1 + hλ) to second order: the error is (h/2)³/3.
    let h = 0.02f64;
    let e = experiment(&format!("game.dirac = {{}}\nrule.simultaneous.lr = {h}"));
    let modified = Modified { field: &e.field, expansion: any::expansion(&e.rule).unwrap() };
    let spectrum = analysis::Spectrum::of(&analysis::field_jacobian(&modified, &[0.0, 0.0])).unwrap();
    let l = spectrum.eigenvalues[1];
    let exact = (0.5 * (0.25 * h * h).ln_1p(), (0.5 * h).atan());
    assert!((l.re - exact.0).abs() < h.powi(4) / 64.0 * 1.01, "{l}");
    assert!((l.im - exact.1).abs() < h.powi(3) / 24.0 * 1.01, "{l}");
    assert!((l.im - exact.1).abs() > h.powi(3) / 24.0 * 0.99, "no better than it should be: {l}");
}

/// u' = βu + h v(x), x' = x + u'.
struct HeavyBall(f64, f64);
impl Rule for HeavyBall {
    fn memory(&self, n: usize) -> usize {
        n
    }
    fn step<S: Scalar>(&self, field: &impl Field, _t: u64, z: &mut [S]) {
        let n = field.n();
        let mut v = vec![S::zero(); n];
        field.both(&z[..n], &mut v);
        for i in 0..n {
            z[n + i] = z[n + i] * self.1 + v[i] * self.0;
            let u = z[n + i];
            z[i] += u;
        }
    }
}

#[test]
fn a_memory_is_eliminated() {
    // On v = λx the slow root of μ² − (1+β+hλ)μ + β = 0 is exp(αλ + cλ² + …), α = h/(1−β),
    // c = −h²(1+β)/(2(1−β)³).
    let (h, beta) = (0.01, 0.9);
    let x = Expansion::of(&HeavyBall(h, beta)).unwrap();
    let c = -h * h * (1.0 + beta) / (2.0 * (1.0f64 - beta).powi(3));
    assert!((x.first[0] - h / (1.0 - beta)).abs() < 1e-12, "{x:?}");
    for second in x.second.iter().flatten() {
        assert!((second / c - 1.0).abs() < 1e-8, "{x:?} {c}");
    }
    assert_eq!(Expansion::of(&HeavyBall(h, 1.0)), Err(ModifiedError::NotSettled(1 << 14)));
}

/// x' = x + h sign(v).
struct SignDescent;
impl Rule for SignDescent {
    fn step<S: Scalar>(&self, field: &impl Field, _t: u64, z: &mut [S]) {
        let mut v = vec![S::zero(); z.len()];
        field.both(z, &mut v);
        z.iter_mut().zip(v).for_each(|(z, v)| *z += v.sign() * 0.1);
    }
}

#[test]
fn what_has_no_expansion_says_so() {
    assert_eq!(Expansion::of(&SignDescent), Err(ModifiedError::NotLinear));
    let e = experiment("rule.simultaneous.lr = { start = 0.1, power = 0.5 }");
    assert_eq!(any::expansion(&e.rule), Err(ModifiedError::NotAutonomous));
}
