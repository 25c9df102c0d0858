use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use libm::lgamma;
use std::f64::consts::PI;

pub(super) const TITLE: &str = "A falling learning rate does not make an unregularised game converge";
pub(super) const SOURCE: &str = "derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(game: &str, rule: &str, start: f64, power: f64) -> Experiment {
    lab::experiment(&format!("{game}\nrule.{rule}.lr = {{ start = {start:?}, power = {power:?} }}"))
}

/// ζ(½), ζ(3/2) and Euler's constant.
const ZETA_HALF: f64 = -1.460_354_508_809_586_8;
const ZETA_3_2: f64 = 2.612_375_348_685_488;
const EULER: f64 = 0.577_215_664_901_532_9;

const WASSERSTEIN: &str = "game.dirac.loss = \"wasserstein\"";

/// ∏_{k ≤ n} (1 + s/k) = Γ(n + 1 + s)/(Γ(1 + s) n!).
fn product(s: f64, n: f64) -> f64 {
    (lgamma(n + 1.0 + s) - lgamma(1.0 + s) - lgamma(n + 1.0)).exp()
}

pub(super) fn check(evidence: &mut Evidence) {
    simultaneous(evidence);
    alternating(evidence);
    regularised(evidence);
}

/// r_n² = r₀² ∏(1 + h_k²) on the Wasserstein game: bounded only for p > ½, and then away from 0.
fn simultaneous(evidence: &mut Evidence) {
    let start = [0.6, 0.8];
    for h in [0.5f64, 1.0, 2.0] {
        let n = 20_000u64;
        let r2 = lab::square(&lab::end(&experiment(WASSERSTEIN, "simultaneous", h, 1.0), &start, n));
        // The factors beyond n: h²Σ1/k² = h²/(n + ½) up to h⁴/(3n³).
        let limit = r2 * (h * h / (n as f64 + 0.5)).exp();
        let title = format!("limit of r²/r₀² under h_k = {h}/k, simultaneous");
        evidence.check(title, (PI * h).sinh() / (PI * h), h.sinh() / h, None, Some((limit.into(), 1e-10)));
        let n = 2000u64;
        let r2 = lab::square(&lab::end(&experiment(WASSERSTEIN, "simultaneous", h, 0.5), &start, n));
        let claimed = product(h * h, n as f64);
        let title = format!("r²/r₀² after 2000 steps with h_k = {h}/√k, simultaneous");
        evidence.check(title, claimed, (n as f64).powf(h * h), None, Some((r2.into(), 1e-10)));
    }
    // p < ½: log r² = Σ log(1 + h²k^(−2p)), to leading order h²K^(1−2p)/(1−2p) and a constant.
    let (h, n) = (0.2, 100_000u64);
    let grown = (lab::square(&lab::end(&experiment(WASSERSTEIN, "simultaneous", h, 0.25), &start, n))).ln();
    let claimed = h * h * (2.0 * (n as f64).sqrt() + ZETA_HALF);
    let title = format!("log r² after {n} steps with h_k = {h}/k^0.25, simultaneous");
    evidence.check(title, claimed, h * (n as f64).powf(0.75) / 0.75, None, Some((grown.into(), 1e-3)));
    // Any zero-sum f: every step multiplies r² by 1 + h_k²f'(θψ)², along the run as it goes.
    for power in [0.3, 1.0, 2.0] {
        let run = lab::simulate(&experiment("", "simultaneous", 0.5, power), &[1.0, 1.0], 1000);
        let grown = |rate: &dyn Fn(f64) -> f64| {
            (0..1000).map(|k| (k, lab::logistic_slope(run.x(k)[0] * run.x(k)[1]))).fold(2.0, |r2, (k, slope)| {
                r2 * (1.0 + (rate(k as f64 + 1.0) * slope).powi(2))
            })
        };
        let claimed = grown(&|k| 0.5 * k.powf(-power));
        // The rate counted from k = 0.
        let misprint = grown(&|k| 0.5 * (k + 1.0).powf(-power));
        let title = format!("r² after 1000 steps with h_k = 0.5/k^{power}, simultaneous, minimax");
        evidence.check(title, claimed, misprint, None, Some((lab::square(run.last()).into(), 1e-12)));
    }
}

/// Alternating: E_k = θ² − h_kθψ + ψ² is conserved by step k, and |Δ log E| ≤ (h_k − h_{k+1})/(2 − h_k) between steps,
/// which adds up to a finite number: r stays away from 0 and ∞.
fn alternating(evidence: &mut Evidence) {
    let (h, n) = (0.5, 100_000u64);
    for power in [0.3, 0.5, 1.0, 2.0] {
        let start = [0.6, 0.8];
        let rate = |k: u64| h * (k as f64).powf(-power);
        let run = lab::end(&experiment(WASSERSTEIN, "alternating", h, power), &start, n);
        let first = 1.0 - h * 0.48;
        let sum: f64 = (1..n).map(|k| (rate(k) - rate(k + 1)) / (2.0 - rate(k))).sum();
        let last = lab::square(&run) - rate(n) * run[0] * run[1];
        let claimed = last.clamp(first * (-sum).exp(), first * sum.exp());
        let title = format!("E after 100000 rounds with h_k = {h}/k^{power} within its bounds, alternating");
        evidence.check(title, claimed, 0.0, None, Some((last.into(), 1e-12)));
    }
}

/// With R1 and h_k = h₀/k the run converges, but only like the power k^(−sh₀), s the slow rate of the flow.
fn regularised(evidence: &mut Evidence) {
    // γ = 5/2: eigenvalues −½ and −2, and (1, ½) belongs to −½.
    let game = format!("{WASSERSTEIN}\ngame.dirac.penalty.r1.gamma = 2.5");
    for h in [0.4, 0.8] {
        let n = 5000u64;
        let run = lab::end(&experiment(&game, "simultaneous", h, 1.0), &[1.0, 0.5], n);
        let claimed = product(-0.5 * h, n as f64);
        let title = format!("(θ, ψ) after 5000 steps with R1, h_k = {h}/k, from the slow direction");
        let misprint = (n as f64).powf(-0.5 * h);
        evidence.check(title, [claimed, 0.5 * claimed], [misprint, 0.5 * misprint], None, Some((run.into(), 1e-10)));
    }
    let (n, h, s) = (5000u64, 0.4, 0.2f64);
    let count = n as f64;
    // p = ½: log(1 − s/√k) summed, a stretched exponential.
    let run = lab::end(&experiment(&game, "simultaneous", h, 0.5), &[1.0, 0.5], n);
    let first = s * (2.0 * count.sqrt() + ZETA_HALF + 0.5 / count.sqrt());
    let rest = s * s / 2.0 * (count.ln() + EULER) + s.powi(3) / 3.0 * (ZETA_3_2 - 2.0 / count.sqrt()) + s.powi(4) * PI * PI / 24.0;
    let title = format!("log θ after {n} steps with R1, h_k = {h}/√k, from the slow direction");
    evidence.check(title, -first - rest, -first, None, Some((run[0].ln().into(), 1e-5)));
    // p = 2: ∏(1 − s/k²) = sin(π√s)/(π√s), and what lies beyond n: the run stops short of the equilibrium.
    let run = lab::end(&experiment(&game, "simultaneous", h, 2.0), &[1.0, 0.5], n);
    let root = PI * s.sqrt();
    let claimed = root.sin() / root * (s / (count + 0.5)).exp();
    let title = format!("(θ, ψ) after {n} steps with R1, h_k = {h}/k², from the slow direction");
    evidence.check(title, [claimed, 0.5 * claimed], [0.0, 0.0], None, Some((run.into(), 1e-9)));
}
