use super::{Evidence, Provenance};
use crate::{
    analysis::generators::{Autoencoder, Bump, Code, Energy, Mixture, density},
    num::{Dual, Scalar},
};

pub(super) const TITLE: &str =
    "Generators without a game: the autoencoder's optimum, likelihood that covers and reverse KL that picks, a discriminator alone";
pub(super) const SOURCE: &str =
    "derived here for the losses of Kingma, Welling 2014; probabilistic principal components: Tipping, Bishop 1999";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

pub(super) fn check(evidence: &mut Evidence) {
    autoencoder(evidence);
    likelihood(evidence);
    densities(evidence);
    alone(evidence);
}

/// ∂loss by w, log τ and d.
fn slopes(vae: &Autoencoder, [w, n, d]: [f64; 3]) -> [f64; 3] {
    [0, 1, 2].map(|k| {
        let part = |i: usize, x: f64| if i == k { Dual::seed(x) } else { Dual::lift(x) };
        vae.loss(&Code { weight: part(0, w), log_noise: part(1, n), decoder: part(2, d) }).eps
    })
}

/// The end of gradient descent: (w, τ, d).
fn descend(vae: &Autoencoder, lr: f64, steps: usize) -> [f64; 3] {
    let mut code = [0.5, 0.0, 0.5];
    for _ in 0..steps {
        let slope = slopes(vae, code);
        code = [0, 1, 2].map(|k| code[k] - lr * slope[k]);
    }
    [code[0], Scalar::exp(code[1]), code[2]]
}

/// d² = s² − βη², w = d/s², τ² = βη²/s²; from βη² ≥ s² on the code says nothing. Without the KL term ∂L/∂log τ = d²τ²/η² > 0.
fn autoencoder(evidence: &mut Evidence) {
    for (data, decoder, beta) in [(2.0, 0.5, 1.0), (1.0, 0.3, 4.0), (1.5, 1.0, 0.5), (0.5, 1.0, 1.0)] {
        let vae = Autoencoder { data, decoder, beta };
        let optimum = |noise: f64| {
            let s2 = data * data;
            let d = (s2 - noise).max(0.0).sqrt();
            if d == 0.0 { [0.0, 1.0, 0.0] } else { [d / s2, (noise / s2).sqrt(), d] }
        };
        let noise = decoder * decoder;
        // No noise left in the code: an autoencoder's.
        let (claimed, misprint) = (optimum(beta * noise), [1.0, 0.0, 1.0]);
        let title = format!("(w, τ, d) of the linear autoencoder after descent, s = {data}, η = {decoder}, β = {beta}");
        evidence.check(title, claimed, misprint, None, Some((descend(&vae, 0.01, 40_000).into(), 1e-6)));
    }
    let (data, decoder) = (1.0, 0.5);
    let plain = Autoencoder { data, decoder, beta: 0.0 };
    for (w, tau, d) in [(0.5, 0.8, 0.5), (1.0, 0.3, 1.0), (2.0, 0.1, 0.5)] {
        let pull = (d * tau / decoder).powi(2);
        let slope = slopes(&plain, [w, Scalar::ln(tau), d])[1];
        let title = format!("∂L/∂log τ without KL term at (w, τ, d) = ({w}, {tau}, {d}): less noise is always better");
        // With the KL term of β = 1.
        evidence.check(title, pull, pull + tau * tau - 1.0, Some((slope.into(), 1e-13)), None);
    }
}

/// The normal nearest to ½N(−6, 1) + ½N(6, 1): by KL(P‖Q) its moments, by KL(Q‖P) one mode.
fn likelihood(evidence: &mut Evidence) {
    let p = Mixture([-6.0, 6.0].map(|mean| Bump { weight: 0.5, mean, sd: 1.0 }).to_vec());
    let points: Vec<(f64, f64)> = (-1400..=1400)
        .map(|k| 0.01 * f64::from(k))
        .map(|x| (x, 0.01 * Scalar::exp(p.log_density(x))))
        .collect();
    let one = Mixture(vec![Bump { weight: 1.0, mean: 1.0, sd: 1.0 }]).em_step(&points).0[0];
    let (covering, picking) = ([0.0, 37f64.sqrt()], [6.0, 1.0]);
    let title = "(mean, sd) of the normal of most likelihood, by EM, P = ½N(−6, 1) + ½N(6, 1)";
    evidence.check(title, covering, picking, None, Some(([one.mean, one.sd].into(), 1e-8)));
    let found = p.seeking([5.0, 1.5]).unwrap_or([f64::NAN; 2]);
    let title = "(mean, sd) of the normal of least KL(Q‖P), by Newton's method";
    evidence.check(title, picking, covering, None, Some((found.into(), 1e-6)));
}

/// The density of eᶻ is φ(ln x)/x.
fn densities(evidence: &mut Evidence) {
    let normal = |z: f64| Scalar::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
    for x in [0.3f64, 2.0, 5.0] {
        let z = Scalar::ln(x);
        let measured = Some((density(|z| z.exp(), x).into(), 1e-13));
        evidence.check(format!("density of eᶻ at {x}"), normal(z) / x, normal(z), measured, None);
    }
}

/// What is raised at the data must be lowered as often: argmax generates each data point equally often in the end.
fn alone(evidence: &mut Evidence) {
    let mut d = Energy::new(-2.0, 2.0, 401, 0.1, |x| x * x);
    let data = [-0.5, 1.0];
    let all: Vec<f64> = (0..12_000).map(|_| d.step(&data, 0.05)).collect();
    let late = &all[8000..];
    let share = |at: f64| late.iter().filter(|x| (*x - at).abs() < 0.2).count() as f64 / late.len() as f64;
    let title = "shares of the points that a discriminator alone generates near each of two data points";
    evidence.check(title, [0.5, 0.5], [1.0, 0.0], None, Some((data.map(share).into(), 0.02)));
}
