use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "Averages of a turning run: an exponential one never converges, the plain mean does like 1/k";
pub(super) const SOURCE: &str = "derived here; averaging GAN parameters is that of Yazıcı et al. 2019";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(loss: &str, inner: &str, h: f64, average: &str) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\nrule.average = {{ {average}, inner.{inner}.lr = {h:?} }}"
    ))
}

/// θ² − hθψ + ψ², which the alternating Wasserstein run conserves; the average is a run of the same map.
fn form(h: f64, x: &[f64]) -> f64 {
    lab::square(x) - h * x[0] * x[1]
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for (inner, beta) in [("alternating", 0.9), ("simultaneous", 0.6)] {
            let (h, e) = (0.3, experiment(loss, inner, 0.3, &format!("beta = {beta:?}")));
            let turn = (h * a).powi(2);
            let [t, d] = if inner == "alternating" { [2.0 - turn, 1.0] } else { [2.0, 1.0 + turn] };
            let p = |beta: f64| lab::product(&[&[1.0, -t, d], &[1.0, -beta], &[1.0, -beta]])[1..].to_vec();
            let title = format!("coefficients of det(x − F'), {inner} inside, {loss}, β = {beta}, h = {h}");
            evidence.check(title, p(beta), p(1.0 - beta), Some((lab::characteristic(&e), 1e-13)), None);
        }
    }
    exponential(evidence);
    plain(evidence);
}

/// On e^{iφ} the exponential average shrinks the amplitude to (1−β)/√(1 − 2β cos φ + β²) of it, and no further.
fn exponential(evidence: &mut Evidence) {
    for (h, beta) in [(0.2, 0.9), (0.2, 0.99), (1.0, 0.5)] {
        let e = experiment("wasserstein", "alternating", h, &format!("beta = {beta:?}"));
        let run = lab::simulate(&e, &[1.0, 0.5], 8000);
        let row = run.row(run.len() - 1);
        let shrunk = (form(h, &row[2..]) / form(h, &row[..2])).sqrt();
        let cos = 1.0 - h * h / 2.0;
        let claimed = (1.0 - beta) / (1.0 - 2.0 * beta * cos + beta * beta).sqrt();
        let title = format!("amplitude of the average over that of the run, alternating, h = {h}, β = {beta}");
        // The weight of the newest iterate.
        evidence.check(title, claimed, 1.0 - beta, None, Some((shrunk.into(), 1e-10)));
    }
}

/// The mean of x₀ … x_K is (1 − x^(K+1))/((K+1)(1 − x)): in turns at most 2/((K+1)η), simultaneously it grows as the run.
fn plain(evidence: &mut Evidence) {
    for (h, n) in [(0.2, 1000), (0.2, 10_000), (1.3, 5000)] {
        let e = experiment("wasserstein", "alternating", h, "uniform = true");
        let start = [1.0, 0.5];
        let run = lab::simulate(&e, &start, n);
        let shrunk = (form(h, &run.row(run.len() - 1)[2..]) / form(h, &start)).sqrt();
        let count = n as f64 + 1.0;
        let half = (h / 2.0).asin();
        let claimed = (count * half).sin().abs() / (count * half.sin());
        let title = format!("amplitude of the mean of {n} rounds, alternating, h = {h}");
        evidence.check(title, claimed, 1.0 / count.sqrt(), None, Some((shrunk.into(), 1e-9)));
    }
    for (h, n) in [(0.2f64, 300), (0.1, 1000)] {
        let e = experiment("wasserstein", "simultaneous", h, "uniform = true");
        let start = [1.0, 0.5];
        let run = lab::simulate(&e, &start, n);
        let grown = (lab::square(&run.row(run.len() - 1)[2..]) / lab::square(&start)).sqrt();
        let x = Complex::new(1.0, h);
        let count = n as i32 + 1;
        let claimed = (1.0 - x.powi(count)).norm() / (f64::from(count) * h);
        let title = format!("‖mean‖/‖x₀‖ after {n} steps, simultaneous, h = {h}");
        // The bound of the alternating run.
        evidence.check(title, claimed, 2.0 / (f64::from(count) * h), None, Some((grown.into(), 1e-10)));
    }
}
