use super::{Evidence, Provenance, lab};

pub(super) const TITLE: &str =
    "Without a Lipschitz bound the Wasserstein critic grows without end; a one-sided penalty damps nothing inside its cap";
pub(super) const SOURCE: &str = "derived here; the bound is that of Arjovsky et al. 2017, the penalty of Gulrajani et al. 2017";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

pub(super) fn check(evidence: &mut Evidence) {
    // The generator stands still at θ = 0.7.
    let (h, steps, theta) = (0.5, 400u64, 0.7);
    let alone = |game: &str| {
        let e = lab::experiment(&format!(
            "game.dirac = {{ {game} }}\nrule.alternating.lr = {{ generator = 1e-18, discriminator = {h:?} }}"
        ));
        lab::end(&e, &[theta, 0.0], steps)[1]
    };
    let unbounded = h * steps as f64 * theta;
    let bare = "loss = \"wasserstein\"";
    let title = format!("slope of the critic alone after {steps} steps, nothing bounds it");
    evidence.check(title, unbounded, 1.0, None, Some((alone(bare).into(), 1e-12)));
    for clip in [0.5, 1.0] {
        let title = format!("the same, clipped at {clip}");
        evidence.check(title, clip, unbounded, None, Some((alone(&format!("{bare}, clip = {clip:?}")).into(), 0.0)));
    }
    // λ(ψ − 1) = θ holds it, beyond the cap by θ/λ: the penalty is soft.
    for lambda in [0.7, 1.4] {
        let penalty = format!("{bare}, penalty.gradient_penalty = {{ lambda = {lambda:?}, target = 1.0, sided = \"one\" }}");
        let title = format!("the same, one-sided penalty, λ = {lambda}");
        evidence.check(title, 1.0 + theta / lambda, 1.0, None, Some((alone(&penalty).into(), 1e-12)));
    }
    one_sided(evidence);
}

/// Inside the cap nothing is felt: 1 ± iha, as without a penalty.
fn one_sided(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for lambda in [0.7, 1.4] {
            let e = lab::experiment(&format!(
                "game.dirac = {{ loss = {loss:?}, penalty.gradient_penalty = {{ lambda = {lambda:?}, target = 1.0, sided = \"one\" }} }}\n\
                 rule.simultaneous.lr = 0.2"
            ));
            let (h, eta) = (0.2, 0.2 * a);
            let claimed = lab::roots(1.0, -eta * eta);
            // A penalty centred at 0.
            let misprint = lab::roots_of(2.0 - h * lambda, 1.0 - h * lambda + eta * eta);
            let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
            let title = format!("{loss}, one-sided penalty, λ = {lambda}");
            evidence.check(format!("eigenvalues of F' at 0, {title}"), claimed, misprint, exact, None);
            let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
            let run = Some((lab::measured_turn(&e, 400), 1e-8));
            evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, None, run);
        }
    }
}
