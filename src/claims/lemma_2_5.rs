use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "Alternating descent turns on the unit circle as long as α = √(n_g n_d h_g h_d) f'(0) < 2";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Lemma 2.5";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

/// `(n_g, n_d, h_g, h_d)`.
type Turns = (u32, u32, f64, f64);
const CASES: [Turns; 6] =
    [(1, 1, 0.2, 0.2), (1, 5, 0.2, 0.2), (2, 3, 0.3, 0.2), (1, 1, 0.1, 0.8), (1, 1, 1.5, 1.5), (1, 5, 1.7, 1.7)];

fn experiment(loss: &str, (ng, nd, hg, hd): Turns, more: &str) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\nrule.alternating.lr = {{ generator = {hg:?}, discriminator = {hd:?} }}\n\
         rule.alternating.generator_steps = {ng}\nrule.alternating.discriminator_steps = {nd}\n{more}"
    ))
}

/// 1 − α²/2 ± √((1 − α²/2)² − 1).
fn pair(alpha2: f64) -> [Complex<f64>; 2] {
    let c = 1.0 - alpha2 / 2.0;
    lab::roots(c, c * c - 1.0)
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for case @ (ng, nd, hg, hd) in CASES {
            let n = f64::from(ng * nd);
            let alpha2 = n * hg * hd * a * a;
            // α = n_g n_d h f'(0), and the simultaneous spectrum where that is no mistake.
            let misprint = if n > 1.0 { pair(n * alpha2) } else { lab::roots(1.0, -alpha2) };
            let e = experiment(loss, case, "");
            let other = experiment(loss, case, "rule.alternating.order = \"discriminator_first\"");
            let title = format!("{loss}, (n_g, n_d, h_g, h_d) = {case:?}");
            for (e, who) in [(&e, "generator"), (&other, "discriminator")] {
                let exact = Some((lab::update_eigenvalues(e).into(), 1e-13));
                evidence.check(format!("eigenvalues of F', {title}, {who} first"), pair(alpha2), misprint, exact, None);
            }
            let (claimed, wrong) = (lab::turn_of(&pair(alpha2)), lab::turn_of(&misprint));
            let run = Some((lab::measured_turn(&e, 2000), 1e-11));
            evidence.check(format!("factor and angle per step, {title}"), claimed, wrong, Some((lab::turn(&e), 1e-13)), run);
        }
    }
    invariant(evidence);
    two(evidence);
    order(evidence);
}

/// Bθ² − ABθψ + Aψ², A = n_g h_g, B = n_d h_d, is conserved by the linear map: orbits of the Wasserstein game are ellipses.
fn invariant(evidence: &mut Evidence) {
    for case @ (ng, nd, hg, hd) in [(1, 1, 0.2, 0.2), (2, 3, 0.3, 0.2), (1, 5, 0.2, 0.2)] {
        let (a, b) = (f64::from(ng) * hg, f64::from(nd) * hd);
        let form = |x: &[f64]| b * x[0] * x[0] - a * b * x[0] * x[1] + a * x[1] * x[1];
        let e = experiment("wasserstein", case, "");
        let start = [1.0, -0.5];
        let run = lab::simulate(&e, &start, 100_000);
        let title = format!("Bθ² − ABθψ + Aψ² after 100000 steps, (n_g, n_d, h_g, h_d) = {case:?}");
        evidence.check(title, form(&start), b + 0.25 * a, None, Some((form(run.last()).into(), 1e-11)));
        // The long half-axis: the form over its smaller eigenvalue.
        let smaller = 0.5 * (a + b) - (0.25 * (a - b).powi(2) + 0.25 * (a * b).powi(2)).sqrt();
        let farthest = run.distances(&[0.0, 0.0]).into_iter().fold(0.0, f64::max);
        let title = format!("largest distance of 100000 steps, (n_g, n_d, h_g, h_d) = {case:?}");
        let claimed = (form(&start) / smaller).sqrt();
        evidence.check(title, claimed, 1.25f64.sqrt(), None, Some((farthest.into(), 1e-7)));
    }
}

/// α = 2 lies on the circle, and yet the map is not stable: −1 is a defective double eigenvalue.
fn two(evidence: &mut Evidence) {
    for (loss, h) in [("minimax", 4.0), ("wasserstein", 2.0)] {
        let e = experiment(loss, (1, 1, h, h), "");
        let exact = Some((lab::update_eigenvalues(&e).into(), 1e-7));
        evidence.check(format!("eigenvalues of F' at α = 2, {loss}"), pair(4.0), pair(2.0), exact, None);
    }
    // x_k = (−1)ᵏ(x₀ − kNx₀) with N = F' + I = [[2, −2], [2, −2]], so from (1, 0) each step adds ‖(2, 2)‖.
    let e = experiment("wasserstein", (1, 1, 2.0, 2.0), "");
    let distances = lab::simulate(&e, &[1.0, 0.0], 4000).distances(&[0.0, 0.0]);
    let growth = (distances[4000] - distances[2000]) / 2000.0;
    evidence.check("growth of the distance per step at α = 2 from (1, 0)", 8f64.sqrt(), 0.0, None, Some((growth.into(), 1e-7)));
}

/// The order of the turns changes the trajectory.
fn order(evidence: &mut Evidence) {
    let (h, f) = (0.5, lab::logistic_slope);
    let [t, p] = [1.0, 0.5];
    let t1 = t - h * p * f(t * p);
    let p1 = p + h * t * f(t * p);
    let generator = [t1, p + h * t1 * f(t1 * p)];
    let discriminator = [t - h * p1 * f(t * p1), p1];
    for (order, claimed, misprint) in
        [("generator_first", generator, discriminator), ("discriminator_first", discriminator, [t1, p1])]
    {
        let e = experiment("minimax", (1, 1, h, h), &format!("rule.alternating.order = {order:?}"));
        let run = Some((lab::end(&e, &[t, p], 1).into(), 1e-14));
        evidence.check(format!("one step from (1, 0.5), {order}"), claimed, misprint, None, run);
    }
}
