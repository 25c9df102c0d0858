use super::{Evidence, Provenance};
use crate::{
    analysis::{
        conjugate,
        divergence::between,
        law::{Estimate, Law},
    },
    loss::divergence::{Divergence, Family},
};

pub(super) const TITLE: &str = "The table of f-divergences: f*, T* and values belong to f";
pub(super) const SOURCE: &str = "Nowozin, Cseke, Tomioka 2016, restated for f(p/q) with u ≥ 0";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// One row: what is claimed of f, and a wrong version of each.
struct Row {
    family: Family,
    parameter: f64,
    /// Where f* is compared.
    t: [f64; 3],
    conjugate: [fn(f64) -> f64; 2],
    optimal: [fn(f64) -> f64; 2],
    /// D_f(N(0,1)‖N(1,1)).
    value: [f64; 2],
}

/// 2 JSD − log 4 between N(0,1) and N(1,1), to 18 digits.
const CRITERION: f64 = -1.163_451_396_750_418_3;
const LOG_4: f64 = 2.0 * std::f64::consts::LN_2;
const E: f64 = std::f64::consts::E;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row { family: Family::TotalVariation, parameter: 0.0, t: [-2.0, -0.3, 0.4],
        conjugate: [|t| t.max(-0.5), |t| t], optimal: [|u| 0.5 * (u - 1.0).signum(), |u| (u - 1.0).signum()],
        // erf(1/√8)
        value: [0.382_924_922_548_026_2, 0.765_849_845_096_052_4] },
    Row { family: Family::Kl, parameter: 0.0, t: [-2.0, 0.5, 2.0],
        conjugate: [|t| (t - 1.0).exp(), |t| t.exp()], optimal: [|u| 1.0 + u.ln(), |u| u.ln()], value: [0.5, 1.0] },
    Row { family: Family::ReverseKl, parameter: 0.0, t: [-3.0, -1.0, -0.2],
        conjugate: [|t| -1.0 - (-t).ln(), |t| 1.0 - (-t).ln()], optimal: [|u| -1.0 / u, |u| -u], value: [0.5, 1.0] },
    Row { family: Family::Pearson, parameter: 0.0, t: [-3.0, -1.0, 1.0],
        conjugate: [|t| if t < -2.0 { -1.0 } else { t * t / 4.0 + t }, |t| t * t / 4.0 + t],
        optimal: [|u| 2.0 * (u - 1.0), |u| u - 1.0], value: [E - 1.0, (E - 1.0) / 2.0] },
    Row { family: Family::Neyman, parameter: 0.0, t: [-2.0, 0.5, 0.9],
        conjugate: [|t| 2.0 - 2.0 * (1.0 - t).sqrt(), |t| 1.0 - (1.0 - t).sqrt()],
        optimal: [|u| 1.0 - u.powi(-2), |u| 1.0 - 1.0 / u], value: [E - 1.0, (E - 1.0) / 2.0] },
    Row { family: Family::SquaredHellinger, parameter: 0.0, t: [-2.0, 0.5, 0.9],
        conjugate: [|t| t / (1.0 - t), |t| t / (1.0 + t)], optimal: [|u| 1.0 - u.powf(-0.5), |u| u.sqrt() - 1.0],
        // 2(1 − e^(−1/8)), not 1 − e^(−1/8)
        value: [0.235_006_194_830_809_2, 0.117_503_097_415_404_6] },
    Row { family: Family::Jeffrey, parameter: 0.0, t: [-2.0, 0.5, 2.0],
        conjugate: [|t| lambert(t) + 1.0 / lambert(t) + t - 2.0, |t| lambert(t) + 1.0 / lambert(t) - t - 2.0],
        optimal: [|u| 1.0 + u.ln() - 1.0 / u, |u| 1.0 + u.ln() + 1.0 / u], value: [1.0, 0.5] },
    Row { family: Family::JensenShannon, parameter: 0.0, t: [-2.0, 0.5, 0.6],
        conjugate: [|t| -(2.0 - t.exp()).ln(), |t| -(1.0 - t.exp() / 2.0).ln()],
        optimal: [|u| (2.0 * u / (1.0 + u)).ln(), |u| (u / (1.0 + u)).ln()],
        value: [CRITERION + LOG_4, (CRITERION + LOG_4) / 2.0] },
    Row { family: Family::WeightedJensenShannon, parameter: 0.5, t: [-2.0, 0.1, 0.3],
        conjugate: [|t| 0.5 * (0.5 / (1.0 - 0.5 * (2.0 * t).exp())).ln(), |t| 0.5 * (0.5 / (1.0 - 0.5 * t.exp())).ln()],
        optimal: [|u| 0.5 * (2.0 * u / (1.0 + u)).ln(), |u| (2.0 * u / (1.0 + u)).ln()],
        value: [(CRITERION + LOG_4) / 2.0, CRITERION + LOG_4] },
    Row { family: Family::Gan, parameter: 0.0, t: [-3.0, -1.0, -0.2],
        conjugate: [|t| -(1.0 - t.exp()).ln(), |t| -(2.0 - t.exp()).ln()],
        optimal: [|u| (u / (1.0 + u)).ln(), |u| (1.0 / (1.0 + u)).ln()], value: [CRITERION, CRITERION + LOG_4] },
    Row { family: Family::Alpha, parameter: 3.0, t: [-0.7, -0.3, 2.0],
        conjugate: [|t| ((1.0 + 2.0 * t).max(0.0).powf(1.5) - 1.0) / 3.0, |t| ((2.0 + t).powf(1.5) - 1.0) / 3.0],
        optimal: [|u| (u * u - 1.0) / 2.0, |u| u * u / 2.0],
        // (e^(α(α−1)/2) − 1)/(α(α−1)), not (e^(α(α−1)/2) − 1)/α
        value: [3.180_922_820_531_278, 6.361_845_641_062_556] },
    Row { family: Family::Alpha, parameter: -1.0, t: [-2.0, 0.3, 0.45],
        conjugate: [|t| 1.0 - (1.0 - 2.0 * t).sqrt(), |t| 1.0 - (t - 2.0).abs().sqrt()],
        optimal: [|u| (1.0 - u.powi(-2)) / 2.0, |u| (1.0 - 1.0 / u) / 2.0], value: [(E - 1.0) / 2.0, E - 1.0] },
];

/// W(e^(1−t)) by bisection of w + log w = 1 − t.
fn lambert(t: f64) -> f64 {
    let (mut low, mut high) = (0.0f64, 100.0f64);
    for _ in 0..100 {
        let w = 0.5 * (low + high);
        if w + w.ln() > 1.0 - t { high = w } else { low = w }
    }
    low
}

pub(super) fn check(evidence: &mut Evidence) {
    let bell = |mean: f64| Law::Normal { mean, sd: 1.0 };
    for row in ROWS {
        let d = Divergence { family: row.family, alpha: row.parameter, pi: row.parameter };
        let name = if row.family == Family::Alpha { format!("alpha = {}", d.alpha) } else { d.family.name().into() };
        let [conjugate, wrong] = row.conjugate.map(|f| row.t.map(f));
        let found = row.t.map(|t| conjugate::conjugate(&d, t).value);
        evidence.check(format!("f*(t) at t = {:?}, {name}", row.t), conjugate, wrong, None, Some((found.into(), 1e-12)));
        let [optimal, wrong] = row.optimal.map(|f| [0.25, 2.0, 5.0].map(f));
        let exact = [0.25, 2.0, 5.0].map(|u| d.optimal(u));
        evidence.check(format!("T*(u) = f'(u) at u = ¼, 2, 5, {name}"), optimal, wrong, Some((exact.into(), 1e-14)), None);
        let found = between(&d, &bell(0.0), &bell(1.0)).unwrap_or(Estimate::INFINITE).value;
        let [value, wrong] = row.value;
        evidence.check(format!("D_f(N(0,1)‖N(1,1)), {name}"), value, wrong, None, Some((found.into(), 1e-12)));
    }
}
