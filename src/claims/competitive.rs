use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;

pub(super) const TITLE: &str = "Competitive descent: implicit Euler's eigenvalues 1/(1 ∓ iη) on a rotation, but not always beside a penalty";
pub(super) const SOURCE: &str = "derived here for the method of Schäfer, Anandkumar 2019";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const LR: &str = "rule.competitive.lr";

fn experiment(game: &str, h: f64) -> Experiment {
    lab::experiment(&format!("{game}\n{LR} = {h:?}"))
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        let game = format!("game.dirac.loss = {loss:?}");
        for h in [0.2, 1.3, 100.0] {
            let e = experiment(&game, h);
            let explicit = lab::roots(1.0, -(h * a).powi(2));
            let claimed = explicit.map(|l| 1.0 / l);
            let title = format!("{loss}, h = {h}");
            let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
            evidence.check(format!("eigenvalues of F', {title}"), claimed, explicit, exact, None);
            let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&explicit));
            let run = (claimed[0] > 0.3).then(|| (lab::measured_turn(&e, 300), 1e-9));
            let exact = Some((lab::turn(&e), 1e-13));
            evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, exact, run);
        }
        penalised(evidence, &game, a);
    }
    steps(evidence);
    // On a bilinear game it is implicit Euler: ρ = 1/√(1 + h²σ_min²), σ² = (5.25 ± √(5.25² − 16))/2.
    let e = experiment("game.bilinear.matrix = [[1.0, 0.0], [0.5, 2.0]]", 0.7);
    let [small, large] = lab::roots_of(5.25, 4.0).map(|s2| 1.0 / (1.0 + 0.49 * s2.re).sqrt());
    let exact = Some((lab::radius(&e).into(), 1e-13));
    evidence.check("ρ on a bilinear game, h = 0.7", small, large, exact, None);
}

/// With R₁ only the cross blocks are implicit: trace (2 − hγ)/(1 + η²), determinant (1 − hγ)/(1 + η²).
fn penalised(evidence: &mut Evidence, game: &str, a: f64) {
    for (gamma, h) in [(0.6 * a, 0.5), (2.5 * a, 1.0), (2.5 * a, 20.0)] {
        let e = experiment(&format!("{game}\ngame.dirac.penalty.r1.gamma = {gamma:?}"), h);
        let (g, eta2) = (h * gamma, (h * a).powi(2));
        let pair = |scale: f64| lab::roots_of((2.0 - g) / scale, (1.0 - g) / scale);
        // Implicit Euler, whose penalty is implicit too.
        let euler = lab::roots_of((2.0 + g) / (1.0 + g + eta2), 1.0 / (1.0 + g + eta2));
        let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
        let title = format!("eigenvalues of F' with R₁, {game}, γ = {gamma}, h = {h}");
        evidence.check(title, pair(1.0 + eta2), euler, exact, None);
    }
    // Stable iff 2hγ < 4 + h²a²: at every h for γ < 2a, beyond it not between two roots.
    let gamma = 2.5 * a;
    let e = experiment(&format!("{game}\ngame.dirac.penalty.r1.gamma = {gamma:?}"), 0.1);
    for (name, sign, [from, to]) in [("smaller", -1.0, [0.01, 2.5]), ("larger", 1.0, [2.5, 60.0])] {
        let root = |c: f64| (2.5 + sign * (6.25 - c).sqrt()) / a;
        let exact = Some((lab::boundary(&e, LR, from / a, to / a), 1e-11));
        let title = format!("{name} h at which R₁ with γ = {gamma} makes it unstable, {game}");
        evidence.check(title, root(4.0), root(2.0), exact, None);
    }
    let e = lab::with(&e, LR, 2.0 / a);
    let exact = Some((lab::boundary(&e, "game.dirac.penalty.r1.gamma", 0.1 * a, 6.0 * a), 1e-11));
    evidence.check(format!("γ up to which every h is stable, the last to go being 2/a, {game}"), 2.0 * a, a, exact, None);
}

/// Off the equilibrium, by hand: Δθ = −h(L_θ + hL_θψL_ψ)/(1 + h²L_θψ²), Δψ = h(L_ψ − hL_θψL_θ)/(1 + h²L_θψ²).
fn steps(evidence: &mut Evidence) {
    let h = 0.5;
    let by_hand = |curved: f64| {
        (0..20).fold([1.0, 0.5], |[t, p], _| {
            let f = lab::logistic_slope(t * p);
            let mixed = f - curved * t * p * f * (1.0 - f);
            let (lt, lp, d) = (p * f, t * f, 1.0 + (h * mixed).powi(2));
            [t - h * (lt + h * mixed * lp) / d, p + h * (lp - h * mixed * lt) / d]
        })
    };
    let run = Some((lab::end(&experiment("", h), &[1.0, 0.5], 20).into(), 1e-13));
    // L_θψ = f' without θψf''.
    evidence.check("(θ, ψ) after 20 steps from (1, 0.5), minimax, h = 0.5", by_hand(1.0), by_hand(0.0), None, run);
}
