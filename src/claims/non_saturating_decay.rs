use super::{Evidence, Provenance, lab};
use crate::analysis::any;

pub(super) const TITLE: &str = "With a falling learning rate the non-saturating game converges, as slowly as 8/Σh and 2h allow";
pub(super) const SOURCE: &str = "derived here by averaging to leading order; not proved";
pub(super) const PROVENANCE: Provenance = Provenance::Estimated;

pub(super) fn check(evidence: &mut Evidence) {
    for power in [0.25, 0.5, 0.75] {
        // Averaged over a turn, u = 1/r² has u' = h/8 − h²u/4.
        let e = lab::experiment(&format!(
            "game.dirac.loss = \"non_saturating\"\nrule.simultaneous.lr = {{ start = 1.0, power = {power:?} }}"
        ));
        let (rounds, mut x) = (400_000u64, vec![0.6, 0.8]);
        let (mut law, mut plain, mut sums) = (1.0, 1.0, [0.0; 3]);
        for t in 0..rounds {
            any::step(&e.field, &e.rule, t, &mut x);
            let h = (t as f64 + 1.0).powf(-power);
            law += h / 8.0 - 0.25 * h * h * law;
            plain += h / 8.0;
            // Means over the last half, in which it turns often.
            if t >= rounds / 2 {
                for (sum, value) in sums.iter_mut().zip([lab::square(&x), 1.0 / law, 1.0 / plain]) {
                    *sum += 2.0 * value / rounds as f64;
                }
            }
        }
        let [measured, claimed, misprint] = sums;
        let title = format!("mean r² over the second half of {rounds} steps, simultaneous, h_k = 1/k^{power}");
        // The damping alone, 8/Σh.
        evidence.check(title, claimed, misprint, None, Some((measured.into(), 0.01)));
        if power == 0.5 {
            // 8/Σh = 4/√k and 2h = 2/√k add up.
            let mean = 6.0 * 2.0 * (2.0 - 2f64.sqrt()) / (rounds as f64).sqrt();
            let title = format!("the same by 6/√k, h_k = 1/k^{power}");
            evidence.check(title, mean, mean * 2.0 / 3.0, None, Some((measured.into(), 0.01)));
        }
    }
}
