//! Intervals: they hold every value, and they know where a value is smooth.

use proptest::prelude::*;
use saddleflow::num::{Dual, Interval, Regularity, Scalar};

fn bits(text: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(text, 16).unwrap())
}

/// The 60-digit references of the elementary functions lie in the range of a point.
#[test]
fn the_true_value_of_an_elementary_function_is_inside() {
    type Function = fn(Interval) -> Interval;
    let functions: [(&str, Function); 5] = [
        ("exp", Scalar::exp),
        ("ln", Scalar::ln),
        ("tanh", Scalar::tanh),
        ("sigmoid", Scalar::sigmoid),
        ("softplus", Scalar::softplus),
    ];
    let mut count = 0;
    for line in include_str!("data/elementary.csv").lines().skip(1) {
        let field: Vec<&str> = line.split(',').collect();
        let Some((name, f)) = functions.iter().find(|(name, _)| *name == field[0]) else { continue };
        let (x, nearest) = (bits(field[1]), bits(field[2]));
        let remainder: f64 = field[3].parse().unwrap();
        let y = f(Interval::new(x, x));
        assert!(y.contains(nearest), "{name}({x:e}): {y:?}");
        // The truth lies beyond the nearest double, on the side of the remainder.
        assert!(remainder <= 0.0 || y.hi() > nearest, "{name}({x:e}): {y:?}");
        assert!(remainder >= 0.0 || y.lo() < nearest, "{name}({x:e}): {y:?}");
        if y.lo() > 0.0 && nearest.is_normal() {
            assert!(y.width() <= 1e-14 * nearest.abs(), "{name}({x:e}): {y:?} is too wide");
        }
        count += 1;
    }
    println!("{count} references");
    assert!(count > 2500);
}

/// A chain of operations on two numbers; every operation of a scalar is among them.
fn chain<S: Scalar>(x: S, y: S, steps: &[(u8, f64)]) -> S {
    steps.iter().fold(x, |a, &(step, c)| match step {
        0 => a + y,
        1 => a - y,
        2 => a * y,
        3 => a / (y.square() + 0.1),
        4 => -a * c,
        5 => a + c,
        6 => a.tanh(),
        7 => a.sigmoid() * y,
        8 => a.softplus(),
        9 => a.exp().clamp(0.1, 7.3),
        10 => a.abs(),
        11 => a.relu() + y,
        12 => a.sign() + a.step() * c,
        13 => a.square().sqrt(),
        14 => (a.square() + 0.5).ln(),
        15 => a.clamp(-0.5, c),
        _ => (a.square() + 1.0).recip_or_zero(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// Every value, and every derivative, taken in the box lies in the range.
    #[test]
    fn values_over_a_box_are_inside(
        centre in [-3.0..3.0f64, -3.0..3.0f64],
        radius in prop_oneof![Just(0.0), 1e-15..1e-12f64, 1e-3..1.0f64],
        place in [-1.0..1.0f64, -1.0..1.0f64],
        steps in prop::collection::vec((0..17u8, 0.0..2.0f64), 1..9),
    ) {
        let box_of = |k: usize| Interval::new(centre[k] - radius, centre[k] + radius);
        let at = |k: usize| (centre[k] + radius * place[k]).clamp(centre[k] - radius, centre[k] + radius);
        let range = chain(Dual::seed(box_of(0)), Dual::lift(box_of(1)), &steps);
        let value = chain(Dual::seed(at(0)), Dual::lift(at(1)), &steps);
        prop_assert!(range.re.contains(value.re), "{:?} is not in {:?}", value.re, range.re);
        prop_assert!(range.eps.contains(value.eps), "{:?} is not in {:?}", value.eps, range.eps);
        // The value alone and the value that has a derivative beside it.
        let alone = chain(box_of(0), box_of(1), &steps);
        prop_assert!(alone.contains(value.re));
        // Where nothing bends, the derivative is the limit of differences.
        if !range.re.bends() && radius > 0.01 {
            let h = 1e-6;
            let there = chain(at(0) + h, at(1), &steps);
            prop_assert!((there - value.re).abs() <= h * (range.eps.size() + 1.0) + 1e-9, "a jump that was not seen");
        }
    }
}

/// What an expression is at a point: x and y as given, s = 0.
fn regularity(f: impl Fn(Interval, Interval, Interval) -> Interval, x: f64, y: f64) -> Regularity {
    f(Interval::around(x, 0.0), Interval::around(y, 0.0), Interval::around(0.0, 0.0)).regularity()
}

/// Regularity is lowered at a switch and nowhere else, and given back where calculus gives it back.
#[test]
fn regularity_is_known_at_a_point() {
    use Regularity::{Analytic, Bounded, Continuous, Differentiable, Unknown};
    type Case = (&'static str, fn(Interval, Interval, Interval) -> Interval, [f64; 2], Regularity);
    let cases: [Case; 34] = [
        ("x·y", |x, y, _| x * y, [0.0, 0.0], Analytic),
        ("exp x − y", |x, y, _| x.exp() - y, [1.0, 2.0], Analytic),
        ("relu x, at 0", |x, _, _| x.relu(), [0.0, 0.0], Continuous),
        ("relu x, beside 0", |x, _, _| x.relu(), [1e-90, 0.0], Analytic),
        ("relu x, below 0", |x, _, _| x.relu(), [-1e-90, 0.0], Analytic),
        ("relu(x − y), equal", |x, y, _| (x - y).relu(), [1.7, 1.7], Continuous),
        ("relu(x − y), unequal", |x, y, _| (x - y).relu(), [1.7, 1.70000001], Analytic),
        ("sign x", |x, _, _| x.sign(), [0.0, 0.0], Bounded),
        ("step x · 0", |x, _, _| x.step() * 0.0, [0.0, 0.0], Analytic),
        ("|x|·|x|", |x, _, _| x.abs() * x.abs(), [0.0, 0.0], Differentiable),
        ("x·|x|", |x, _, _| x * x.abs(), [0.0, 0.0], Differentiable),
        ("x·|y|", |x, y, _| x * y.abs(), [0.0, 0.0], Differentiable),
        ("x·|y|, x = 2", |x, y, _| x * y.abs(), [2.0, 0.0], Continuous),
        ("(x − 2)·|y|, not known to vanish", |x, y, _| (x + -2.0) * y.abs(), [2.0, 0.0], Continuous),
        ("(x − 2)·|y|, known to", |x, y, _| (x + -2.0).known_zero() * y.abs(), [2.0, 0.0], Differentiable),
        ("x·step y", |x, y, _| x * y.step(), [0.0, 0.0], Continuous),
        ("x²·step y", |x, y, _| x.square() * y.step(), [0.0, 0.0], Differentiable),
        ("step(xy)·y", |x, y, _| (x * y).step() * y, [0.0, 0.0], Continuous),
        ("√x", |x, _, _| x.sqrt(), [0.0, 0.0], Unknown),
        ("√x, x = 2", |x, _, _| x.sqrt(), [2.0, 0.0], Analytic),
        ("√x²", |x, _, _| x.square().sqrt(), [0.0, 0.0], Continuous),
        ("√relu x", |x, _, _| x.relu().sqrt(), [0.0, 0.0], Continuous),
        ("x·√relu x", |x, _, _| x * x.relu().sqrt(), [0.0, 0.0], Differentiable),
        ("relu x²", |x, _, _| x.square().relu(), [0.0, 0.0], Analytic),
        ("x/(√relu s + ε)", |x, _, s| x / (s.relu().sqrt() + 1e-8), [0.0, 0.0], Differentiable),
        ("x/(√relu s + ε), x = 1", |x, _, s| x / (s.relu().sqrt() + 1e-8), [1.0, 0.0], Continuous),
        ("x/√relu s", |x, _, s| x / s.relu().sqrt(), [0.0, 0.0], Unknown),
        ("1/x", |x, _, _| Interval::one() / x, [0.0, 0.0], Unknown),
        ("ln x", |x, _, _| x.ln(), [0.0, 0.0], Unknown),
        ("exp(1000 x)", |x, _, _| (x * 1000.0).exp(), [1.0, 0.0], Unknown),
        ("clamp inside", |x, _, _| x.clamp(-1.0, 1.0), [0.5, 0.0], Analytic),
        ("clamp at a bound", |x, _, _| x.clamp(-1.0, 1.0), [1.0, 0.0], Continuous),
        ("clamp outside", |x, _, _| x.clamp(-1.0, 1.0), [3.0, 0.0], Analytic),
        ("exp|x|", |x, _, _| x.abs().exp(), [0.0, 0.0], Continuous),
    ];
    for (name, f, [x, y], expected) in cases {
        assert_eq!(regularity(f, x, y), expected, "{name}");
    }
    println!("{} expressions", cases.len());
}
