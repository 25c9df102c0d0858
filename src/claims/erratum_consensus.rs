use super::{Evidence, Provenance, lab};
use crate::analysis::any;
use nalgebra::DVector;

pub(super) const TITLE: &str = "Erratum: a stray ½ in the consensus field of the authors' notebook";
pub(super) const SOURCE: &str = "notebook that accompanies Mescheder et al. 2018, class GAN_Consensus";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

const POINTS: [[f64; 2]; 3] = [[1.0, 1.0], [1.0, 2.0], [-1.0, 1.0]];

/// ∇½‖v‖² = (θf'² + c·ψ(θ²+ψ²)f'f'', ψf'² + c·θ(θ²+ψ²)f'f''); c = 1 is right, c = ½ is printed.
fn gradient([theta, psi]: [f64; 2], c: f64) -> [f64; 2] {
    let f1 = lab::logistic_slope(theta * psi);
    let f2 = -f1 * (1.0 - f1);
    let mixed = c * (theta * theta + psi * psi) * f1 * f2;
    [theta * f1 * f1 + psi * mixed, psi * f1 * f1 + theta * mixed]
}

pub(super) fn check(evidence: &mut Evidence) {
    let plain = lab::experiment("");
    let corrected = lab::experiment("field.consensus.gamma = 1.0");
    let published = lab::experiment("field.consensus_as_published.gamma = 1.0");
    let energy = |x: &[f64]| 0.5 * lab::square(&any::velocity(&plain.field, x));
    for x in POINTS {
        let v = any::velocity(&plain.field, &x);
        // The chain rule on ½‖v‖² with the exact Jacobian: Jᵀv.
        let exact = any::field_jacobian(&plain.field, &x).transpose() * DVector::from_vec(v.clone());
        let differences = [0, 1].map(|i| {
            let at = |d: f64| {
                let mut y = x;
                y[i] += d;
                energy(&y)
            };
            (8.0 * (at(1e-3) - at(-1e-3)) - at(2e-3) + at(-2e-3)) / 12e-3
        });
        let exact = Some((exact.as_slice().to_vec().into(), 1e-14));
        let run = Some((differences.into(), 1e-9));
        evidence.check(format!("∇½‖v‖² at {x:?}"), gradient(x, 1.0), gradient(x, 0.5), exact, run);
        for (name, e, c) in [("corrected", &corrected, 1.0), ("published", &published, 0.5)] {
            let pull: Vec<f64> = any::velocity(&e.field, &x).iter().zip(&v).map(|(a, b)| b - a).collect();
            let title = format!("v − v̂ at {x:?}, γ = 1, {name}");
            evidence.check(title, gradient(x, c), gradient(x, 1.5 - c), Some((pull.into(), 1e-14)), None);
        }
    }
    // The mistake is cubic: it does not show at the equilibrium.
    let (a, gamma) = (0.5, 1.0);
    let claimed = lab::roots(-gamma * a * a, -a * a);
    let exact = Some((lab::field_eigenvalues(&published).into(), 1e-14));
    let misprint = lab::roots(-0.5 * gamma * a * a, -a * a);
    evidence.check("eigenvalues of the published v̂' at (0, 0), γ = 1", claimed, misprint, exact, None);
    // By hand, twenty steps of the formula with its own coefficient, from the notebook's start.
    for (name, e, c) in [("corrected", &corrected, 1.0), ("published", &published, 0.5)] {
        let steps = |c: f64| {
            (0..20).fold([1.0, 1.0], |[t, p], _| {
                let (f1, g) = (lab::logistic_slope(t * p), gradient([t, p], c));
                [t + 0.2 * (-p * f1 - g[0]), p + 0.2 * (t * f1 - g[1])]
            })
        };
        let run = Some((lab::end(e, &[1.0, 1.0], 20).into(), 1e-13));
        let title = format!("(θ, ψ) after 20 steps from (1, 1), γ = 1, h = 0.2, {name}");
        evidence.check(title, steps(c), steps(1.5 - c), None, run);
    }
}
