use super::{Evidence, Provenance};
use crate::{
    analysis::{
        divergence::{between, lower_bound, optimal},
        law::Law,
    },
    loss::divergence::{Divergence, Family},
};

pub(super) const TITLE: &str = "Four rows of a widely copied divergence column do not belong to their f";
pub(super) const SOURCE: &str = "Nowozin, Cseke, Tomioka 2016, the table of f-divergences as it is commonly reprinted";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

const P: [f64; 3] = [0.2, 0.3, 0.5];
const Q: [f64; 3] = [0.5, 0.25, 0.25];

fn sum(term: impl Fn(f64, f64) -> f64) -> f64 {
    P.iter().zip(Q).map(|(p, q)| term(*p, q)).sum()
}

pub(super) fn check(evidence: &mut Evidence) {
    let swapped = |p: f64, q: f64| (p - q) * (p - q) / p;
    let pearson = |p: f64, q: f64| (p - q) * (p - q) / q;
    let mean = |p: f64, q: f64| p * (2.0 * p / (p + q)).ln() + q * (2.0 * q / (p + q)).ln();
    let alpha = 3.0;
    let power = |p: f64, q: f64| q * ((p / q).powf(alpha) - 1.0) / (alpha * (alpha - 1.0));
    let reversed = |p: f64, q: f64| p * ((q / p).powf(alpha) - 1.0) / (alpha * (alpha - 1.0));
    for (d, says, formula, printed) in [
        (Family::Pearson.into(), "f = (u−1)²: ∫ (p−q)²/q", sum(pearson), sum(swapped)),
        (Family::Neyman.into(), "f = (1−u)²/u: ∫ (p−q)²/p", sum(swapped), sum(pearson)),
        (Divergence::alpha(alpha), "the α-divergence, α = 3: ∫ q(p/q)^α", sum(power), sum(reversed)),
        (Family::JensenShannon.into(), "f of the Jensen–Shannon row: twice JSD", sum(mean), 0.5 * sum(mean)),
    ] {
        let (p, q) = (Law::Discrete(P.into()), Law::Discrete(Q.into()));
        // By Σ q f(p/q), and as the best a critic can do: neither knows the divergence's formula.
        let direct = between(&d, &p, &q).map_or(f64::NAN, |x| x.value);
        let critic = optimal(&d, &p, &q).and_then(|t| lower_bound(&d, &p, &q, t)).map_or(f64::NAN, |x| x.value);
        evidence.check(says, formula, printed, None, Some((direct.into(), 1e-14)));
        evidence.check(format!("{says}, by the critic"), formula, printed, Some((critic.into(), 1e-13)), None);
    }
}
