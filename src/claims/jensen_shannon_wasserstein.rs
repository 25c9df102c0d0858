use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{
        any,
        discriminator::jensen_shannon,
        divergence::between,
        law::Law,
        transport::{self, line},
    },
    loss::divergence::Family,
};
use std::f64::consts::LN_2;

pub(super) const TITLE: &str = "Between separated laws JS is log 2 whatever the distance; W₁ is the distance";
pub(super) const SOURCE: &str = "Arjovsky, Chintala, Bottou 2017, example 1";
pub(super) const PROVENANCE: Provenance = Provenance::Remembered;

const DISTANCES: [f64; 3] = [0.01, 0.7, 100.0];
/// JSD(N(0,1), N(μ,1)) at μ = ½, 1, 2, 4, by quadrature at high precision.
const BELLS: [(f64, f64); 4] = [
    (0.5, 0.030_311_300_520_838_98),
    (1.0, 0.111_421_482_184_736_17),
    (2.0, 0.336_830_820_346_831_6),
    (4.0, 0.632_720_193_736_867),
];

pub(super) fn check(evidence: &mut Evidence) {
    // δ₀ and δ_θ: whatever θ ≠ 0, two points with one law on each.
    let (here, there) = (Law::Discrete(vec![1.0, 0.0]), Law::Discrete(vec![0.0, 1.0]));
    let js = jensen_shannon(&here, &there).map_or(f64::NAN, |x| x.value);
    evidence.check("JSD(δ₀, δ_θ) for every θ ≠ 0", LN_2, 2.0 * LN_2, None, Some((js.into(), 1e-15)));
    let tv = between(&Family::TotalVariation.into(), &here, &there).map_or(f64::NAN, |x| x.value);
    evidence.check("total variation of δ₀ and δ_θ", 1.0, 2.0, None, Some((tv.into(), 1e-15)));
    let w1 = DISTANCES.map(|theta| line(&[0.0], &[theta]).0);
    evidence.check("W₁(δ₀, δ_θ) = |θ|", DISTANCES, DISTANCES.map(|t| t * t), None, Some((w1.into(), 1e-15)));

    let bells = |mu: f64| (Law::Normal { mean: 0.0, sd: 1.0 }, Law::Normal { mean: mu, sd: 1.0 });
    let found = BELLS.map(|(mu, _)| {
        let (p, q) = bells(mu);
        jensen_shannon(&p, &q).map_or(f64::NAN, |x| x.value)
    });
    let known = BELLS.map(|(_, js)| js);
    evidence.check("JSD(N(0,1), N(μ,1)) at μ = ½, 1, 2, 4", known, known.map(|x| 2.0 * x), None, Some((found.into(), 1e-12)));
    let (p, q) = bells(40.0);
    let far = jensen_shannon(&p, &q).map_or(f64::NAN, |x| x.value);
    evidence.check("JSD(N(0,1), N(40,1)) has saturated", LN_2, 40.0, None, Some((far.into(), 1e-12)));
    let mus = BELLS.map(|(mu, _)| mu);
    let w1 = mus.map(|mu| transport::normal([0.0, 1.0], [mu, 1.0]));
    evidence.check("W₁(N(0,1), N(μ,1)) = |μ|", mus, mus.map(|m| 0.5 * m * m), None, Some((w1.into(), 1e-15)));

    unbounded(evidence);
}

/// Without a Lipschitz condition the critic of δ₀ and δ_θ has no best response: with the generator still, n steps of
/// size h from ψ = 0 reach the value n h θ², and nothing stops them. A clip at c stops them at c|θ| = c·W₁.
fn unbounded(evidence: &mut Evidence) {
    let (theta, h) = (0.7, 0.1);
    let value = |clip: &str, steps: u32| {
        let e = lab::experiment(&format!(
            "game.dirac = {{ loss = \"wasserstein\"{clip} }}\nrule.alternating = {{ lr = {h}, discriminator_steps = {steps} }}"
        ));
        // From ψ = 0 the generator does not move, so one round is n steps of the critic.
        let run = any::simulate(&e.field, &e.rule, &[theta, 0.0], 1);
        let last = run.last();
        last[0] * last[1]
    };
    let steps = [10, 100, 1000];
    let grows = steps.map(|n| f64::from(n) * h * theta * theta);
    let found = steps.map(|n| value("", n));
    evidence.check("critic's value after 10, 100, 1000 steps", grows, [theta; 3], None, Some((found.into(), 1e-12)));
    let found = steps.map(|n| value(", clip = 0.5", n));
    evidence.check("the same, clipped at ½", [0.5 * theta; 3], grows, None, Some((found.into(), 1e-15)));
}
