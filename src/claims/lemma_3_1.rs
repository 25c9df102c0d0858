use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use std::f64::consts::PI;

pub(super) const TITLE: &str = "A WGAN with clipped weights and a fixed number of turns never converges";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Lemma 3.1";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

const ORIGIN: [f64; 2] = [0.0, 0.0];
const STARTS: [[f64; 2]; 5] = [[0.01, 0.02], [0.3, -0.2], [1.0, 1.0], [-3.0, 0.5], [0.0, 0.7]];

fn simultaneous(h: f64, c: f64) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = \"wasserstein\"\ngame.dirac.clip = {c:?}\nrule.simultaneous.lr = {h:?}"
    ))
}

fn alternating(h: f64, nd: u32, c: f64) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = \"wasserstein\"\ngame.dirac.clip = {c:?}\nrule.alternating.lr = {h:?}\n\
         rule.alternating.discriminator_steps = {nd}"
    ))
}

/// E = n_dθ² − n_d hθψ + ψ².
fn form(h: f64, nd: f64, x: &[f64]) -> f64 {
    nd * x[0] * x[0] - nd * h * x[0] * x[1] + x[1] * x[1]
}

fn extremes(values: impl IntoIterator<Item = f64>) -> [f64; 2] {
    values.into_iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[lo, hi], x| [lo.min(x), hi.max(x)])
}

pub(super) fn check(evidence: &mut Evidence) {
    for h in [0.1, 0.5, 1.0] {
        let e = simultaneous(h, 1.0);
        let (claimed, misprint) = (lab::roots(1.0, -h * h), lab::roots(1.0 - h, 0.0));
        let exact = Some((lab::update_eigenvalues(&e).into(), 1e-14));
        evidence.check(format!("eigenvalues of F' inside the band, simultaneous, h = {h}"), claimed, misprint, exact, None);
        let e = alternating(h, 5, 1.0);
        let (claimed, misprint) = (lab::roots_of(2.0 - 5.0 * h * h, 1.0), lab::roots_of(2.0 - h * h, 1.0));
        let exact = Some((lab::update_eigenvalues(&e).into(), 1e-14));
        evidence.check(format!("eigenvalues of F' inside the band, n_d = 5, h = {h}"), claimed, misprint, exact, None);
    }
    lower_bound(evidence);
    limit_band(evidence);
    ellipses(evidence);
    resonance(evidence);
    endless_turns(evidence);
}

/// r_{k+1} ≥ min(r_k√(1+h²), c), step by step; attained by every step that is not clipped.
fn lower_bound(evidence: &mut Evidence) {
    for h in [0.02, 0.1, 0.5] {
        for c in [0.3, 1.0] {
            let e = simultaneous(h, c);
            let growth = (1.0 + h * h).sqrt();
            let least = STARTS.iter().flat_map(|x| {
                let r = lab::simulate(&e, x, 3000).distances(&ORIGIN);
                (1..r.len()).map(move |k| r[k] / (r[k - 1] * growth).min(c)).collect::<Vec<_>>()
            });
            let run = Some((extremes(least)[0].into(), 1e-13));
            let title = format!("least r₊/min(r√(1+h²), c) of five runs, h = {h}, c = {c}");
            evidence.check(title, 1.0, 1.0 / growth, None, run);
        }
    }
}

/// In the long run c ≤ r ≤ c·e^(πh/2).
fn limit_band(evidence: &mut Evidence) {
    for (h, c) in [(0.02, 1.0), (0.1, 1.0), (0.1, 0.3), (0.3, 1.0)] {
        let e = simultaneous(h, c);
        for x in [[0.01, 0.02], [3.0, 0.5]] {
            let r = lab::simulate(&e, &x, 50_000).distances(&ORIGIN);
            let [lo, hi] = extremes(r[40_000..].iter().copied());
            let claimed = [lo.max(c), hi.min(c * (0.5 * PI * h).exp())];
            let title = format!("smallest and largest r of late steps within c and c·e^(πh/2), h = {h}, c = {c}, from {x:?}");
            evidence.check(title, claimed, [0.0, 0.0], None, Some(([lo, hi].into(), 1e-13)));
        }
    }
}

/// Alternating: E is kept while nothing is clipped, and the largest ellipse that is never clipped has
/// E_c = c²(1 − n_d h²/4).
fn ellipses(evidence: &mut Evidence) {
    for (h, nd) in [(0.2, 1), (0.2, 5), (0.05, 5)] {
        let n = f64::from(nd);
        let e = alternating(h, nd, 1.0);
        let largest = 1.0 - n * h * h / 4.0;
        let inside = [0.2, 0.3];
        let run = Some((form(h, n, &lab::end(&e, &inside, 20_000)).into(), 1e-11));
        let title = format!("E after 20000 rounds from inside the largest ellipse, n_d = {nd}, h = {h}");
        evidence.check(title, form(h, n, &inside), n * 0.04 + 0.09, None, run);
        let run = Some((form(h, n, &lab::end(&e, &[2.0, 0.5], 200_000)).into(), 1e-9));
        let title = format!("E after 200000 rounds from outside, n_d = {nd}, h = {h}");
        evidence.check(title, largest, 1.0, None, run);
    }
}

/// At a resonant step an orbit outside the largest ellipse may live on: h = 1 has one of period 6 with E = 1 > 3/4.
fn resonance(evidence: &mut Evidence) {
    let e = alternating(1.0, 1, 1.0);
    let late = lab::end(&e, &[1.0, 0.0], 600);
    let run = Some(([late[0], late[1], form(1.0, 1.0, &late)].into(), 1e-14));
    evidence.check("(θ, ψ, E) after 600 rounds from (1, 0), h = 1, c = 1", [1.0, 0.0, 1.0], [1.0, 0.0, 0.75], None, run);
}

/// Not even n_d → ∞ helps at a fixed h: then ψ = c·sign θ, and θ ends on a 2-cycle of width hc.
fn endless_turns(evidence: &mut Evidence) {
    let (h, c, theta) = (0.5, 1.0, 1.13);
    let e = alternating(h, 2000, c);
    let run = lab::simulate(&e, &[theta, c], 40);
    let cycle = extremes([run.x(39)[0], run.x(40)[0]]);
    let rest = theta - h * c * (theta / (h * c)).floor();
    let title = "the two values of θ that n_d = 2000 ends on, h = 0.5, c = 1, from θ = 1.13";
    evidence.check(title, [rest - h * c, rest], [0.0, 0.0], None, Some((cycle.into(), 1e-13)));
}
