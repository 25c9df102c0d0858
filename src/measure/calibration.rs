//! A discriminator's loss against log 4 − 2 JSD.

use crate::num::{Scalar, elementary::ln};
use std::collections::BTreeMap;

/// L_D = E softplus(D(x)) + E softplus(−D(G(z))) is at least log 4 − 2 JSD, with equality at the optimal D (Goodfellow et
/// al. 2014, theorem 1): (log 4 − L_D)/2 bounds JSD from below. Cells of the plane bound it from below too (putting points
/// into cells cannot raise a divergence), but for what chance adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// L_D of the minimax loss, without penalties.
    pub loss: f64,
    /// (log 4 − L_D)/2, what the discriminator has found of JSD.
    pub found: f64,
    /// JSD of the two samples in cells.
    pub cells: f64,
    /// What chance adds to `cells` for two samples of one law: (K − 1)(1/n + 1/m)/8 for K cells in use, the mean of the χ²
    /// approximation.
    pub chance: f64,
    /// E|σ(−D) − share of real points| over ten groups of like D: 0 if a stated probability is a frequency.
    pub reliability: f64,
}

/// Groups of points with like D.
const GROUPS: usize = 10;

impl Calibration {
    /// From the logits D of a real sample and of a generated one, and the points themselves [n][2], in square cells of
    /// that width.
    ///
    /// # Panics
    /// If a sample is empty, or has not one logit a point.
    pub fn of(real: (&[[f64; 2]], &[f64]), fake: (&[[f64; 2]], &[f64]), width: f64) -> Self {
        let [n, m] = [real, fake].map(|(points, logits)| {
            assert!(!points.is_empty() && points.len() == logits.len(), "a logit for every point");
            points.len() as f64
        });
        let mean =
            |logits: &[f64], sign: f64| logits.iter().map(|d| (sign * d).softplus()).sum::<f64>() / logits.len() as f64;
        let loss = mean(real.1, 1.0) + mean(fake.1, -1.0);
        let mut cells: BTreeMap<[i64; 2], [f64; 2]> = BTreeMap::new();
        let mut count = |points: &[[f64; 2]], side: usize, weight: f64| {
            for p in points {
                cells.entry(p.map(|x| (x / width).floor() as i64)).or_default()[side] += weight;
            }
        };
        count(real.0, 0, 1.0 / n);
        count(fake.0, 1, 1.0 / m);
        let part = |p: f64, q: f64| if p > 0.0 { 0.5 * p * ln(2.0 * p / (p + q)) } else { 0.0 };
        Self {
            loss,
            found: (ln(4.0) - loss) / 2.0,
            cells: cells.values().map(|[p, q]| part(*p, *q) + part(*q, *p)).sum(),
            chance: (cells.len() as f64 - 1.0) * (1.0 / n + 1.0 / m) / 8.0,
            reliability: reliability(real.1, fake.1),
        }
    }
}

/// Σ over groups |Σ (σ(−D) − [real])|/N, real and generated points weighing the same in sum.
fn reliability(real: &[f64], fake: &[f64]) -> f64 {
    let weighted = |logits: &[f64], is_real: f64| -> Vec<[f64; 3]> {
        let weight = 0.5 / logits.len() as f64;
        logits.iter().map(|d| [*d, weight * ((-*d).sigmoid() - is_real), weight]).collect()
    };
    let mut all = weighted(real, 1.0);
    all.extend(weighted(fake, 0.0));
    all.sort_by(|a, b| a[0].total_cmp(&b[0]));
    // Points of equal D stay together: which of them came first means nothing.
    let mut groups = [0.0; GROUPS];
    let mut before = 0.0;
    for like in all.chunk_by(|a, b| a[0] == b[0]) {
        let weight: f64 = like.iter().map(|p| p[2]).sum();
        let group = (((before + 0.5 * weight) * GROUPS as f64) as usize).min(GROUPS - 1);
        groups[group] += like.iter().map(|p| p[1]).sum::<f64>();
        before += weight;
    }
    groups.iter().map(|g| g.abs()).sum()
}
