use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};

pub(super) const TITLE: &str = "Adam near an equilibrium is a heavy ball with step h/ε; without ε it has no Jacobian, and every length scales with h";
pub(super) const SOURCE: &str = "derived here for the method of Kingma, Ba 2015, algorithm 1";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const SIM: &str = "simultaneous";
const ALT: &str = "generator_first";

fn experiment(game: &str, h: f64, [b1, b2]: [f64; 2], eps: f64, order: &str) -> Experiment {
    lab::experiment(&format!(
        "{game}\nrule.adam = {{ lr = {h:?}, beta1 = {b1:?}, beta2 = {b2:?}, epsilon = {eps:?}, order = {order:?} }}"
    ))
}

const WASSERSTEIN: &str = "game.dirac.loss = \"wasserstein\"";

/// The heavy ball of step c = (1−β₁)ha/ε, and β₂ twice.
fn sextic(c: f64, [b1, b2]: [f64; 2], order: &str) -> Vec<f64> {
    let mut p = lab::product(&[&[1.0, -1.0], &[1.0, -1.0], &[1.0, -b1], &[1.0, -b1]]);
    p[if order == SIM { 2 } else { 1 }] += c * c;
    lab::product(&[&p, &[1.0, -b2], &[1.0, -b2]])[1..].to_vec()
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        let game = format!("game.dirac.loss = {loss:?}");
        for (h, betas @ [b1, _], eps) in [(0.2, [0.5, 0.99], 1.0), (0.01, [0.9, 0.999], 0.1), (1e-3, [0.9, 0.999], 1e-8)] {
            for order in [SIM, ALT] {
                let e = experiment(&game, h, betas, eps, order);
                let c = (1.0 - b1) * h * a / eps;
                // Without the 1 − β₁ that tells Adam's momentum from the heavy ball's.
                let (claimed, misprint) = (sextic(c, betas, order), sextic(h * a / eps, betas, order));
                let title = format!("{order}, {loss}, h = {h}, (β₁, β₂) = {betas:?}, ε = {eps:e}");
                if eps < 0.01 {
                    // Its linear range is too small for a run, and its polynomial spans too many decades.
                    let [claimed, misprint] = [claimed, misprint].map(|c| lab::modulus(&lab::zeros(&c)));
                    evidence.check(format!("ρ, {title}"), claimed, misprint, Some((lab::radius(&e).into(), 1e-10)), None);
                    continue;
                }
                let exact = Some((lab::characteristic(&e), 1e-12));
                let what = format!("coefficients of det(x − F'), {title}");
                evidence.check(what, claimed.clone(), misprint.clone(), exact, None);
                let [claimed, misprint] = [claimed, misprint].map(|c| lab::turn_of(&lab::zeros(&c)));
                let run = Some((lab::measured_turn(&e, 4000), 1e-5));
                evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, None, run);
            }
        }
    }
    let differentiable = |eps: f64| {
        let e = experiment(WASSERSTEIN, 0.01, [0.9, 0.999], eps, SIM);
        f64::from(u8::from(any::linearise(&e.field, &e.rule, &e.at).update.is_some()))
    };
    for (eps, claimed) in [(0.0, 0.0), (1e-3, 1.0)] {
        let exact = Some((differentiable(eps).into(), 0.0));
        evidence.check(format!("1 if F has a Jacobian at the equilibrium, else 0, ε = {eps}"), claimed, 1.0 - claimed, exact, None);
    }
    scale(evidence);
    rmsprop(evidence);
}

/// No momentum and no correction: steepest descent with step h/ε, and β twice.
fn rmsprop(evidence: &mut Evidence) {
    let (h, a, beta, eps) = (0.2, 0.5, 0.9, 1.0f64);
    let c2 = (h * a / eps).powi(2);
    let of = |rotation: [f64; 3]| lab::product(&[&rotation, &[1.0, -beta], &[1.0, -beta]])[1..].to_vec();
    let [sim, alt] = [of([1.0, -2.0, 1.0 + c2]), of([1.0, -2.0 + c2, 1.0])];
    for (order, claimed, misprint) in [(SIM, &sim, &alt), (ALT, &alt, &sim)] {
        let e = lab::experiment(&format!(
            "rule.rmsprop = {{ lr = {h:?}, beta = {beta:?}, epsilon = {eps:?}, order = {order:?} }}"
        ));
        let exact = Some((lab::characteristic(&e), 1e-12));
        let title = format!("coefficients of det(x − F'), RMSProp, {order}, h = {h}, β = {beta}, ε = {eps}");
        evidence.check(title, claimed.clone(), misprint.clone(), exact, None);
        let [claimed, misprint] = [claimed, misprint].map(|c| lab::turn_of(&lab::zeros(c)));
        let run = Some((lab::measured_turn(&e, 1000), 1e-5));
        let title = format!("factor and angle per step, RMSProp, {order}, h = {h}, β = {beta}, ε = {eps}");
        evidence.check(title, claimed, misprint, None, run);
    }
}

/// ε = 0: (w, h) → (cw, ch) maps runs to runs, and a factor on the field changes nothing.
fn scale(evidence: &mut Evidence) {
    for order in [SIM, ALT] {
        let bilinear = |a: f64| format!("game.bilinear.matrix = [[{a:?}]]");
        let end = |a: f64, c: f64| {
            lab::end(&experiment(&bilinear(a), 0.01 * c, [0.9, 0.99], 0.0, order), &[c, 0.5 * c], 1000)
        };
        let times = |c: f64| end(1.0, 1.0).iter().map(|x| c * x).collect::<Vec<_>>();
        for (a, c, wrong) in [(1.0, 7.0, 49.0), (3.0, 1.0, 3.0)] {
            let title = format!("(θ, ψ) after 1000 steps of h = {} from {c} · (1, 0.5), L = {a}θψ, ε = 0, {order}", 0.01 * c);
            evidence.check(title, times(c), times(wrong), None, Some((end(a, c).into(), 1e-9)));
        }
    }
}
