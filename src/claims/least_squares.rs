use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "Least squares on the Dirac-GAN: the labels decide between a centre, a saddle and a standstill";
pub(super) const SOURCE: &str = "derived here for the losses of Mao et al. 2017 (LSGAN)";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const H: f64 = 0.2;

/// Labels a of generated points, b of data, c of the generator's aim.
const LABELS: [[f64; 3]; 4] = [[0.0, 1.0, 1.0], [-1.0, 1.0, 1.0], [-1.0, 1.0, 0.0], [-1.0, 1.0, -0.5]];

fn experiment([a, b, c]: [f64; 3], bias: bool) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.bias = {bias}\nrule.simultaneous.lr = {H:?}\n\
         game.dirac.loss.least_squares = {{ fake = {a:?}, real = {b:?}, target = {c:?} }}"
    ))
}

pub(super) fn check(evidence: &mut Evidence) {
    for labels @ [a, b, c] in LABELS {
        let title = format!("labels (a, b, c) = {labels:?}");
        // D = ψx: λ = ±√(ac). The misprint is the rotation ±i/2 of the minimax game.
        let (claimed, misprint) = (lab::roots(0.0, a * c), lab::roots(0.0, -0.25));
        compare(evidence, &experiment(labels, false), &claimed, &misprint, &title);
        // D = ψx + β: λ = −2, ±√((c − (a+b)/2)(a − b)/2). The misprint counts one of the two squares for β.
        let turn = lab::roots(0.0, (c - (a + b) / 2.0) * (a - b) / 2.0);
        let with = |l: f64| [Complex::from(l), turn[0], turn[1]];
        let title = format!("with a bias, {title}");
        compare(evidence, &experiment(labels, true), &with(-2.0), &with(-1.0), &title);
    }
    standstill(evidence);
}

fn compare(evidence: &mut Evidence, e: &Experiment, claimed: &[Complex<f64>], misprint: &[Complex<f64>], title: &str) {
    let still = claimed.iter().filter(|l| l.norm() == 0.0).count() == 2;
    let exact = Some((lab::field_eigenvalues(e).into(), if still { 1e-7 } else { 1e-14 }));
    evidence.check(format!("eigenvalues of v', {title}"), claimed.to_vec(), misprint.to_vec(), exact, None);
    // A run shows the pair, and the misprint of the biased game differs in the third only.
    if still || claimed.len() > 2 {
        return;
    }
    let turn = |l: &[Complex<f64>]| lab::turn_of(&l.iter().map(|l| 1.0 + l * H).collect::<Vec<_>>());
    let run = Some((lab::measured_turn(e, 400), 1e-9));
    let title = format!("factor and angle per step, simultaneous, h = {H}, {title}");
    evidence.check(title, turn(claimed), turn(misprint), Some((lab::turn(e), 1e-14)), run);
}

/// Defective zeros: what is small stays where it is or drifts steadily.
fn standstill(evidence: &mut Evidence) {
    let (n, [t, p]) = (100, [8e-9, 6e-9]);
    let drift = f64::from(n) * H;
    for (labels, claimed) in [(LABELS[0], [t - drift * p, p]), (LABELS[2], [t, p + drift * t])] {
        let title = format!("(θ, ψ) after {n} steps from (8e-9, 6e-9), labels (a, b, c) = {labels:?}");
        let run = Some((lab::end(&experiment(labels, false), &[t, p], n as u64).into(), 1e-8));
        evidence.check(title, claimed, [t, p], None, run);
    }
    // With c = (a+b)/2 and a bias θ feels nothing, while ψ drifts by (a+b)/2 − a and β settles at the rate 1 − 2h.
    let e = experiment(LABELS[2], true);
    let claimed = [t, p + drift * t, p * (1.0 - 2.0 * H).powi(n)];
    let run = Some((lab::end(&e, &[t, p, p], n as u64).into(), 1e-8));
    let title = format!("(θ, ψ, β) after {n} steps from (8e-9, 6e-9, 6e-9), labels (a, b, c) = {:?}", LABELS[2]);
    evidence.check(title, claimed, [t, p, claimed[2]], None, run);
}
