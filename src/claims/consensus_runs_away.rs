use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};

pub(super) const TITLE: &str = "Consensus optimisation converges only locally: there are saddles, and beyond them runs escape";
pub(super) const SOURCE: &str = "derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(field: &str, gamma: f64, rule: &str) -> Experiment {
    lab::experiment(&format!("field.{field}.gamma = {gamma:?}\nrule.{rule}.lr = 0.2"))
}

/// θψ at the spurious zeros: 2uσ(u) = 1.
fn product() -> f64 {
    lab::edge(0.1, 2.0, |u| 2.0 * u * lab::logistic_slope(-u) < 1.0)
}

/// (θ, ψ) with θψ = u and ψ² − θ² = d.
fn point(u: f64, d: f64) -> [f64; 2] {
    let psi = (0.5 * (d + d.hypot(2.0 * u))).sqrt();
    [u / psi, psi]
}

pub(super) fn check(evidence: &mut Evidence) {
    let u = product();
    let slope = lab::logistic_slope(u);
    for gamma in [1.0, 3.0] {
        let e = experiment("consensus", gamma, "simultaneous");
        // ψ² − θ² = 1/(γσ(u)σ(−u)); a lost factor gives 1/(γσ(−u)²).
        let (claimed, misprint) = (point(u, 1.0 / (gamma * slope * (1.0 - slope))), point(u, 1.0 / (gamma * slope * slope)));
        for sign in [1.0, -1.0] {
            let near = [sign * (claimed[0] + 0.05), sign * (claimed[1] - 0.05)];
            let found = any::newton(&e.field, &near).unwrap_or_else(|e| panic!("{e}"));
            let title = format!("zero of v̂ beside the equilibrium, γ = {gamma}, sign {sign}");
            let exact = Some((found.clone().into(), 1e-12));
            evidence.check(title, claimed.map(|x| sign * x), misprint.map(|x| sign * x), exact, None);
            let unstable = lab::field_eigenvalues_at(&e, &found).iter().filter(|l| l.re > 0.0).count() as f64;
            let title = format!("unstable directions there, γ = {gamma}, sign {sign}");
            evidence.check(title, 1.0, 0.0, Some((unstable.into(), 0.0)), None);
            let plain = lab::experiment("");
            let speed = lab::square(&any::velocity(&plain.field, &found)).sqrt();
            let title = format!("‖v‖ there, γ = {gamma}, sign {sign}");
            evidence.check(title, slope * lab::square(&claimed).sqrt(), 0.0, Some((speed.into(), 1e-12)), None);
        }
    }
    for rule in ["simultaneous", "alternating"] {
        let e = experiment("consensus", 1.0, rule);
        let eigenvalues = lab::update_eigenvalues(&e);
        // 1 − hγa² ± iha, and yet:
        let (a, h) = (0.5f64, 0.2f64);
        let kappa = 1.0 - h * a * a;
        let (sim, alt) = ((kappa * kappa + h * h * a * a).sqrt(), kappa);
        let (claimed, misprint) = if rule == "simultaneous" { (sim, alt) } else { (alt, sim) };
        let exact = Some((lab::modulus(&eigenvalues).into(), 1e-14));
        evidence.check(format!("spectral radius at (0, 0), γ = 1, h = 0.2, {rule}"), claimed, misprint, exact, None);
        escape(evidence, &format!("100000 steps from (2, 2), γ = 1, h = 0.2, {rule}"), &lab::end(&e, &[2.0, 2.0], 100_000), 1.0);
        let published = lab::end(&experiment("consensus_as_published", 1.0, rule), &[2.0, 2.0], 2000);
        let title = format!("(θ, ψ) after 2000 steps of the published field from (2, 2), γ = 1, h = 0.2, {rule}");
        let astray = lab::end(&e, &[2.0, 2.0], 2000);
        evidence.check(title, [0.0, 0.0], astray, None, Some((published.into(), 1e-12)));
    }
    let e = experiment("consensus", 3.0, "simultaneous");
    escape(evidence, "the flow at time 20000 from (1, 1), γ = 3", &lab::flow_end(&e, &[1.0, 1.0], 20_000.0), 3.0);
}

/// Far out ‖v‖ is small because f' is: the run creeps along γψ²σ(−θψ) = 1, up to terms of order 1/ψ².
fn escape(evidence: &mut Evidence, title: &str, x: &[f64], gamma: f64) {
    let u = (gamma * x[1] * x[1]).ln();
    let run = Some(([x[0] * x[1] / u, f64::from(x[1].abs() > 5.0)].into(), 0.02));
    evidence.check(format!("θψ/log(γψ²) and whether |ψ| > 5: {title}"), [1.0, 1.0], [0.0, 0.0], None, run);
}
