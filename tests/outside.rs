//! A loss, a penalty and a rule that are not the crate's: its spectrum, verdict and run are those of theirs.

use saddleflow::{
    analysis::{Kind, classify, linearise, simulate},
    field::{Adjusted, Field, Plain},
    game::{DiracModel, Gan, Noise},
    loss::Loss,
    num::{Buffer, Scalar},
    penalty::{Penalty, Site},
    rule::Rule,
};

/// f(t) = −e⁻ᵗ, zero-sum: f'(0) = 1, f''(0) = −1.
struct Exponential;
impl Loss for Exponential {
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        real.exp() + (-fake).exp()
    }
    fn generator<S: Scalar>(&self, real: S, fake: S) -> S {
        -self.discriminator(real, fake)
    }
}

/// γ(√(1 + ‖∇D‖²) − 1) on the data and on generated points: 2·γ/2·ψ² near 0, linear far away.
struct Soft {
    gamma: f64,
}
impl Penalty for Soft {
    fn sites(&self) -> &'static [Site] {
        &[Site::Real, Site::Fake]
    }
    fn density<S: Scalar>(&self, _site: Site, _d: S, g2: S) -> S {
        ((g2 + 1.0).sqrt() + -1.0) * self.gamma
    }
}

/// Nesterov's momentum: y = x + β(x − x₋), x' = y + h v(y). It remembers x₋, so it has a start of its own.
struct Nesterov {
    lr: f64,
    beta: f64,
}
impl Rule for Nesterov {
    fn memory(&self, n: usize) -> usize {
        n
    }
    fn start<S: Scalar>(&self, field: &impl Field, z: &mut [S]) {
        let (x, before) = z.split_at_mut(field.n());
        before.copy_from_slice(x);
    }
    fn step<S: Scalar>(&self, field: &impl Field, _t: u64, z: &mut [S]) {
        let (x, before) = z.split_at_mut(field.n());
        let y: Buffer<S> = Buffer::from_fn(x.len(), |i| x[i] + (x[i] - before[i]) * self.beta);
        let mut v: Buffer<S> = Buffer::zeros(x.len());
        field.both(&y, &mut v);
        before.copy_from_slice(x);
        for i in 0..x.len() {
            x[i] = y[i] + v[i] * self.lr;
        }
    }
}

fn field(gamma: f64) -> Adjusted<Gan<DiracModel, Exponential, Soft>, Plain> {
    let model = DiracModel { dim: 1, bias: false };
    let game = Gan::new(model, Exponential, vec![Soft { gamma }], Noise::default(), None).expect("a game");
    Adjusted { game, adjust: Plain {} }
}

/// Roots of x² + bx + c.
fn roots(b: f64, c: f64) -> [[f64; 2]; 2] {
    let disc = b * b / 4.0 - c;
    let (re, root) = (-b / 2.0, disc.abs().sqrt());
    if disc < 0.0 { [[re, -root], [re, root]] } else { [[re - root, 0.0], [re + root, 0.0]] }
}

/// μ² = (1 + hλ)((1 + β)μ − β) for every eigenvalue λ of v', sizes sorted.
fn nesterov_sizes(lambda: [f64; 2], h: f64, beta: f64) -> [f64; 2] {
    // μ² − pμ + q = 0 with p = (1 + β)κ, q = βκ, κ = 1 + hλ: complex square root by hand.
    let kappa = [1.0 + h * lambda[0], h * lambda[1]];
    let p = kappa.map(|k| (1.0 + beta) * k);
    let q = kappa.map(|k| beta * k);
    let disc = [(p[0] * p[0] - p[1] * p[1]) / 4.0 - q[0], p[0] * p[1] / 2.0 - q[1]];
    let size = disc[0].hypot(disc[1]);
    let root = [((size + disc[0]) / 2.0).sqrt(), ((size - disc[0]) / 2.0).sqrt().copysign(disc[1])];
    let mut sizes = [1.0, -1.0].map(|s| (p[0] / 2.0 + s * root[0]).hypot(p[1] / 2.0 + s * root[1]));
    sizes.sort_by(f64::total_cmp);
    sizes
}

#[test]
fn spectrum_verdict_and_run_are_those_of_the_closed_form() {
    // The penalty counts once per kind of points: −2γ on the diagonal; a = f'(0) = 1.
    for (gamma, lr, beta) in [(0.3, 0.1, 0.5), (0.3, 0.4, -0.2), (1.5, 0.3, 0.2), (0.05, 0.5, 0.6)] {
        let (field, rule) = (field(gamma), Nesterov { lr, beta });
        let lambda = roots(2.0 * gamma, 1.0);
        let lin = linearise(&field, &rule, &[0.0, 0.0]);
        let found = &lin.field.as_ref().expect("v is smooth").eigenvalues;
        for (l, expected) in found.iter().zip(lambda) {
            assert!((l.re - expected[0]).hypot(l.im - expected[1]) < 1e-13, "v' at γ = {gamma}: {found:?}, {lambda:?}");
        }
        let mut sizes: Vec<f64> = lambda.iter().flat_map(|l| nesterov_sizes(*l, lr, beta)).collect();
        sizes.sort_by(f64::total_cmp);
        let update = lin.update.as_ref().expect("F is smooth");
        let mut of_update: Vec<f64> = update.eigenvalues.iter().map(|l| l.norm()).collect();
        of_update.sort_by(f64::total_cmp);
        assert_eq!(of_update.len(), 4, "two coordinates, each with its memory");
        for (found, expected) in of_update.iter().zip(&sizes) {
            assert!((found - expected).abs() < 1e-12, "F' at γ = {gamma}: {of_update:?}, {sizes:?}");
        }
        let radius = sizes[3];
        assert!((lin.verdict.rate.expect("a rate") - radius).abs() < 1e-12);
        assert_eq!(lin.verdict.kind, if radius < 1.0 { Kind::Converges } else { Kind::Diverges }, "γ = {gamma}");

        let start = if radius < 1.0 { [1e-3, 5e-4] } else { [1e-7, 5e-8] };
        let steps = (24.0 / radius.ln().abs()).min(3000.0) as u64;
        let outcome = classify(&field, &rule, &lin, &simulate(&field, &rule, &start, steps));
        assert_eq!(outcome.reason, None, "γ = {gamma}, h = {lr}, β = {beta}: {}", outcome.sentence);
        let measured = outcome.measured.rate.expect("a rate");
        assert!((measured.ln() / radius.ln() - 1.0).abs() < 1e-3, "measured {measured}, closed form {radius}");
    }
    // Both verdicts were seen.
    let kinds = [(0.3, 0.1, 0.5), (0.05, 0.5, 0.6)]
        .map(|(gamma, lr, beta)| linearise(&field(gamma), &Nesterov { lr, beta }, &[0.0, 0.0]).verdict.kind);
    assert_eq!(kinds, [Kind::Converges, Kind::Diverges]);
}

/// A step written out by hand: θ' and ψ' of the game at (y_θ, y_ψ).
#[test]
fn a_run_is_that_of_the_formula() {
    let (gamma, lr, beta) = (0.3, 0.1, 0.5);
    let run = simulate(&field(gamma), &Nesterov { lr, beta }, &[1.0, -0.7], 200);
    let (mut x, mut before) = ([1.0f64, -0.7f64], [1.0f64, -0.7f64]);
    for k in 0..200 {
        let [t, p] = [0, 1].map(|i| x[i] + beta * (x[i] - before[i]));
        let slope = (-t * p).exp();
        before = x;
        x = [t - lr * p * slope, p + lr * (t * slope - 2.0 * gamma * p / (1.0 + p * p).sqrt())];
        let seen = run.x(k + 1);
        assert!((seen[0] - x[0]).abs() + (seen[1] - x[1]).abs() < 1e-12, "step {k}: {seen:?}, {x:?}");
    }
}
