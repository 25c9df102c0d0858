use super::{Evidence, Provenance};
use crate::{
    analysis::{
        discriminator::{self, criterion},
        law::Law,
    },
    loss::{Loss, Minimax},
    num::{Dual, Scalar},
};

pub(super) const TITLE: &str = "The optimal discriminator is p/(p+q), and what it leaves the generator is 2 JSD − log 4";
pub(super) const SOURCE: &str = "Goodfellow et al. 2014, proposition 1 and theorem 1";
pub(super) const PROVENANCE: Provenance = Provenance::Remembered;

/// JSD(N(0,1), N(μ,1)) at μ = ½, 1, 2, 4, by quadrature at high precision; there is no closed form.
const JSD: [(f64, f64); 4] = [
    (0.5, 0.030_311_300_520_838_98),
    (1.0, 0.111_421_482_184_736_17),
    (2.0, 0.336_830_820_346_831_6),
    (4.0, 0.632_720_193_736_867),
];
const LOG_4: f64 = 2.0 * std::f64::consts::LN_2;

/// The fakeness logit that minimises the minimax discriminator's loss where the densities are p and q: Newton's method
/// on exact derivatives of the loss itself.
fn trained(p: f64, q: f64) -> f64 {
    let loss = |d: Dual<Dual<f64>>| {
        // With either density alone the loss of a pair splits: the other argument only adds a constant.
        let far = Dual::of(0.0);
        Minimax {}.discriminator(d, far) * p + Minimax {}.discriminator(far, d) * q
    };
    let mut logit = 0.0;
    for _ in 0..50 {
        let x = loss(Dual::seed(Dual::seed(logit)));
        logit -= (x.eps.re / x.eps.eps).clamp(-1.0, 1.0);
    }
    logit
}

pub(super) fn check(evidence: &mut Evidence) {
    let densities = [(0.2, 0.5), (0.3, 0.25), (0.5, 0.25), (0.01, 0.9)];
    let real = densities.map(|(p, q)| p / (p + q));
    let found = densities.map(|(p, q)| (-trained(p, q)).sigmoid());
    evidence.check(
        "probability of being real, from the loss's own minimum",
        real,
        real.map(|d| 1.0 - d),
        Some((found.into(), 1e-13)),
        None,
    );
    evidence.check("D* = p/(p+q)", real, real.map(|d| 1.0 - d), None, Some((densities.map(|(p, q)| discriminator::optimal(p, q)).into(), 1e-15)));
    let logits = densities.map(|(p, q): (f64, f64)| (q / p).ln());
    let found = densities.map(|(p, q)| trained(p, q));
    evidence.check("fakeness logit log(q/p)", logits, logits.map(|l| -l), Some((found.into(), 1e-13)), None);

    for (mu, jsd) in JSD {
        let value = criterion(&Law::Normal { mean: 0.0, sd: 1.0 }, &Law::Normal { mean: mu, sd: 1.0 });
        let value = value.map_or(f64::NAN, |x| x.value);
        evidence.check(
            format!("C(G) for N(0,1) and N({mu},1)"),
            2.0 * jsd - LOG_4,
            jsd - LOG_4,
            None,
            Some((value.into(), 1e-12)),
        );
    }
    let law = |w: &[f64]| Law::Discrete(w.into());
    let value = |p: &[f64], q: &[f64]| criterion(&law(p), &law(q)).map_or(f64::NAN, |x| x.value);
    evidence.check("C(G) at p = q", -LOG_4, -0.5 * LOG_4, None, Some((value(&[0.2, 0.8], &[0.2, 0.8]).into(), 1e-15)));
    evidence.check("C(G) on disjoint supports", 0.0, -LOG_4, None, Some((value(&[1.0, 0.0], &[0.0, 1.0]).into(), 1e-15)));
}
