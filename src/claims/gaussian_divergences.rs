use super::{Evidence, Provenance};
use crate::{
    analysis::{divergence::between, law::Law, transport},
    loss::divergence::{Divergence, Family},
};
use std::f64::consts::LN_2;

pub(super) const TITLE: &str = "Divergences of two normal laws in closed form, and how the families are related";
pub(super) const SOURCE: &str = "derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn value(d: impl Into<Divergence>, p: &Law, q: &Law) -> f64 {
    between(&d.into(), p, q).map_or(f64::NAN, |x| x.value)
}

fn normal(mean: f64, sd: f64) -> Law {
    Law::Normal { mean, sd }
}

pub(super) fn check(evidence: &mut Evidence) {
    for mu in [0.5, 2.0f64] {
        let (m2, p, q) = (mu * mu, normal(0.0, 1.0), normal(mu, 1.0));
        let alpha = |a: f64, scale: f64| [0.5, 1.0].map(|half| (a * (a - 1.0) * m2 * half).exp_m1() / scale);
        for (name, d, [claimed, misprint]) in [
            ("KL", Family::Kl.into(), [m2 / 2.0, m2]),
            ("reverse KL", Family::ReverseKl.into(), [m2 / 2.0, m2]),
            ("Jeffrey", Family::Jeffrey.into(), [m2, m2 / 2.0]),
            ("Pearson", Family::Pearson.into(), [m2.exp_m1(), m2.exp()]),
            ("Neyman", Family::Neyman.into(), [m2.exp_m1(), m2.exp()]),
            ("squared Hellinger", Family::SquaredHellinger.into(), [2.0, 1.0].map(|c| -c * (-m2 / 8.0).exp_m1())),
            ("total variation", Family::TotalVariation.into(), [8f64.sqrt(), 2.0].map(|c| libm::erf(mu / c))),
            ("α = 3", Divergence::alpha(3.0), alpha(3.0, 6.0)),
            ("α = −1.5", Divergence::alpha(-1.5), alpha(-1.5, 3.75)),
        ] {
            let found = Some((value(d, &p, &q).into(), 1e-12));
            evidence.check(format!("D(N(0,1)‖N({mu},1)), {name}"), claimed, misprint, None, found);
        }
    }
    widths(evidence);
    relations(evidence);
}

fn widths(evidence: &mut Evidence) {
    let kl = |[m, s, n, t]: [f64; 4]| (t / s).ln() + (s * s + (m - n).powi(2)) / (2.0 * t * t) - 0.5;
    for laws @ [m, s, n, t] in [[0.0, 1.0, 1.0, 2.0], [1.0, 0.5, -1.0, 1.5]] {
        let found = Some((value(Family::Kl, &normal(m, s), &normal(n, t)).into(), 1e-12));
        let title = format!("KL(N({m},{s}²)‖N({n},{t}²))");
        evidence.check(title, kl(laws), kl([n, t, m, s]), None, found);
    }
    for delta in [0.3, -2.0f64] {
        let found = Some((transport::normal([1.0, 0.7], [1.0 + delta, 0.7]).into(), 1e-14));
        evidence.check(format!("W₁ of a law and its copy shifted by {delta}"), delta.abs(), delta * delta, None, found);
    }
}

/// Between families, on a pair of discrete laws; and f(1).
fn relations(evidence: &mut Evidence) {
    let (p, q) = (Law::Discrete(vec![0.2, 0.3, 0.5]), Law::Discrete(vec![0.5, 0.25, 0.25]));
    for (title, alpha, family, factor) in [
        ("α = 2 is half of Pearson", 2.0, Family::Pearson, 0.5),
        ("α = −1 is half of Neyman", -1.0, Family::Neyman, 0.5),
        ("α = ½ is twice the squared Hellinger", 0.5, Family::SquaredHellinger, 2.0),
    ] {
        let (of, found) = (value(family, &p, &q), value(Divergence::alpha(alpha), &p, &q));
        evidence.check(title, factor * of, of, None, Some((found.into(), 1e-13)));
    }
    for (title, alpha, family, other) in [
        ("α → 1 is KL", 1.0 - 1e-7, Family::Kl, Family::ReverseKl),
        ("α → 0 is reverse KL", 1e-7, Family::ReverseKl, Family::Kl),
    ] {
        let found = value(Divergence::alpha(alpha), &p, &q);
        evidence.check(title, value(family, &p, &q), value(other, &p, &q), None, Some((found.into(), 1e-6)));
    }
    let at_one = |gan: f64| Family::ALL.iter().map(|f| if *f == Family::Gan { gan } else { 0.0 }).collect::<Vec<_>>();
    let found: Vec<f64> = Family::ALL.iter().map(|f| Divergence::from(*f).f(1.0)).collect();
    let title = "f(1) of every family";
    evidence.check(title, at_one(-2.0 * LN_2), at_one(0.0), None, Some((found.into(), 1e-15)));
}
