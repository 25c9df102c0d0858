use super::{Evidence, Provenance, lab};
use crate::analysis::any;

pub(super) const TITLE: &str = "Simultaneous descent spirals outwards from every start: eigenvalues 1 ± ihf'(0)";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Lemma 2.4";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

const STARTS: [[f64; 2]; 4] = [[1.0, 1.0], [0.5, -1.5], [-2.0, -0.7], [3.0, 0.4]];

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for h in [0.05, 0.2, 1.0, 3.0] {
            let e = lab::experiment(&format!("game.dirac.loss = {loss:?}\nrule.simultaneous.lr = {h:?}"));
            let eta = h * a;
            let claimed = lab::roots(1.0, -eta * eta);
            // Lemma 2.5 in place of 2.4: the circle of the alternating rule.
            let misprint = lab::roots(1.0 - eta * eta / 2.0, (1.0 - eta * eta / 2.0).powi(2) - 1.0);
            let exact = Some((lab::update_eigenvalues(&e).into(), 1e-14));
            evidence.check(format!("eigenvalues of F', {loss}, h = {h}"), claimed, misprint, exact, None);
            let title = format!("factor and angle per step, {loss}, h = {h}");
            let run = Some((lab::measured_turn(&e, 400), 1e-13));
            evidence.check(title, lab::turn_of(&claimed), lab::turn_of(&misprint), Some((lab::turn(&e), 1e-14)), run);
        }
    }
    norms(evidence);
    two_rates(evidence);
    far_out(evidence);
}

/// ‖x₊‖² = ‖x‖²(1 + h²f'(θψ)²): no expansion, no small h, no small x.
fn norms(evidence: &mut Evidence) {
    for h in [0.1f64, 2.0] {
        for x in STARTS {
            for (loss, slope, misprint) in [
                ("minimax", lab::logistic_slope(x[0] * x[1]), 1.0 + h * h / 4.0),
                ("wasserstein", 1.0, (1.0 + h).powi(2)),
            ] {
                let e = lab::experiment(&format!("game.dirac.loss = {loss:?}\nrule.simultaneous.lr = {h:?}"));
                let ratio = lab::square(&lab::end(&e, &x, 1)) / lab::square(&x);
                let title = format!("‖x₊‖²/‖x‖² from {x:?}, {loss}, h = {h}");
                evidence.check(title, 1.0 + h * h * slope * slope, misprint, None, Some((ratio.into(), 1e-14)));
            }
        }
    }
}

/// Each player at its own rate: the geometric mean counts, and h_dθ² + h_gψ² grows in place of the norm.
fn two_rates(evidence: &mut Evidence) {
    let (hg, hd) = (0.1, 0.9);
    let e = lab::experiment(&format!("rule.simultaneous.lr = {{ generator = {hg:?}, discriminator = {hd:?} }}"));
    let (claimed, misprint) = (lab::roots(1.0, -hg * hd / 4.0), lab::roots(1.0, -(0.5 * (hg + hd)).powi(2) / 4.0));
    let exact = Some((lab::update_eigenvalues(&e).into(), 1e-14));
    evidence.check("eigenvalues of F', h_g = 0.1, h_d = 0.9", claimed, misprint, exact, None);
    let title = "factor and angle per step, h_g = 0.1, h_d = 0.9";
    let run = Some((lab::measured_turn(&e, 400), 1e-13));
    evidence.check(title, lab::turn_of(&claimed), lab::turn_of(&misprint), Some((lab::turn(&e), 1e-14)), run);
    for x in STARTS {
        let slope = lab::logistic_slope(x[0] * x[1]);
        let weighted = |x: &[f64]| hd * x[0] * x[0] + hg * x[1] * x[1];
        let ratio = weighted(&lab::end(&e, &x, 1)) / weighted(&x);
        let misprint = 1.0 + (0.5 * (hg + hd)).powi(2) * slope * slope;
        let title = format!("growth of h_dθ² + h_gψ² from {x:?}");
        evidence.check(title, 1.0 + hg * hd * slope * slope, misprint, None, Some((ratio.into(), 1e-14)));
    }
}

/// Far from the origin f' is small on half of the circle and the growth slows down: averaged over a turn,
/// d(log r²)/dk = h²/(2(1 + I₀(r²/2))).
fn far_out(evidence: &mut Evidence) {
    let steps = 20_000;
    let h = 0.02;
    let e = lab::experiment(&format!("rule.simultaneous.lr = {h:?}"));
    let start = [1.0, 1.0];
    let law = |l: f64| h * h / (2.0 * (1.0 + lab::bessel_i0(0.5 * l.exp())));
    let mut l = 2f64.ln();
    for _ in 0..steps {
        let half = l + 0.5 * law(l);
        l += law(half);
    }
    let linear = 2.0 * (1.0 + h * h / 4.0).powi(steps);
    let mut x = start.to_vec();
    (0..steps as u64).for_each(|t| any::step(&e.field, &e.rule, t, &mut x));
    let title = "r² after 20000 steps from (1, 1), h = 0.02, by the averaged law";
    evidence.check(title, l.exp(), linear, None, Some((lab::square(&x).into(), 0.01)));
}
