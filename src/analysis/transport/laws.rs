//! W₁ between laws on the line: ∫|F − G|.

use super::line;
use crate::{
    analysis::{
        density::{panels_between, refine},
        law::{Estimate, Law, LawError},
    },
    num::{Double, Scalar, elementary},
};

/// W₁(P, Q); discrete laws weigh the points 0, 1, 2, …
///
/// Two normals, two Laplace or two uniform laws have quantile functions that are affine in the same Z, so W₁ = E|d + eZ|;
/// of two kinds ∫|F − G| by Gauss–Legendre between the places where F crosses G.
///
/// # Errors
/// If one is discrete and the other is not.
pub fn between_laws(p: &Law, q: &Law) -> Result<Estimate, LawError> {
    let exactly = |value: f64| Estimate { value, error: 8.0 * f64::EPSILON * value };
    Ok(match (p, q) {
        (Law::Discrete(p), Law::Discrete(q)) => {
            let sum = |weights: &[f64]| weights.iter().fold(Double::default(), |sum, w| sum + *w);
            let (all_p, all_q) = (sum(p), sum(q));
            let weight = |weights: &[f64], k: usize, all| Double::of(weights.get(k).copied().unwrap_or(0.0)) / all;
            let (mut ahead, mut total) = (Double::default(), Double::default());
            for k in 0..p.len().max(q.len()) {
                ahead += weight(p, k, all_p) - weight(q, k, all_q);
                total += Scalar::abs(ahead);
            }
            exactly(total.rounded())
        }
        (Law::Discrete(_), _) | (_, Law::Discrete(_)) => return Err(LawError::Kinds),
        (&Law::Normal { mean: m, sd: s }, &Law::Normal { mean: n, sd: t }) => exactly(line::normal([m, s], [n, t])),
        (&Law::Laplace { mean: m, scale: s }, &Law::Laplace { mean: n, scale: t }) => {
            let (d, e) = ((m - n).abs(), (s - t).abs());
            exactly(if e == 0.0 { d } else { d + e * elementary::exp(-d / e) })
        }
        (&Law::Uniform { from: a, to: b }, &Law::Uniform { from: c, to: d }) => {
            let (left, right) = (c - a, d - b);
            // Both quantile functions are straight: the gap goes from one end's to the other's.
            let (near, far) = (left.abs().min(right.abs()), left.abs().max(right.abs()));
            let crosses = left.signum() * right.signum() < 0.0;
            exactly(if crosses { 0.5 * (near * near + far * far) / (near + far) } else { 0.5 * near + 0.5 * far })
        }
        _ => across(p, q),
    })
}

/// Panels on the width of each law.
const PANELS: i32 = 4;
/// So many widths hold all but e^−52 of a law's mass.
const WIDTHS: i32 = 52;

/// ∫|F − G| of laws of two kinds.
fn across(p: &Law, q: &Law) -> Estimate {
    // From the side on which less is cancelled.
    let gap = |x: f64| {
        let below = p.tail(x, true) <= 0.5;
        let gap = p.tail(x, below) - q.tail(x, below);
        if below { gap } else { -gap }
    };
    let mut cuts = vec![];
    for law in [p, q] {
        let [place, width] = law.unit();
        match law {
            Law::Uniform { from, to } => {
                cuts.extend((0..=PANELS).map(|k| from + (to - from) * f64::from(k) / f64::from(PANELS)))
            }
            _ => cuts
                .extend((-WIDTHS * PANELS..=WIDTHS * PANELS).map(|k| place + width * f64::from(k) / f64::from(PANELS))),
        }
    }
    let panels = panels_between(cuts.into_iter().map(Double::of).collect(), |x| gap(x.hi));
    refine(panels, |x| Double::of(gap(x.hi).abs()))
}
