//! Who wants what: signs, swapped labels, terms on the wrong player.

use super::{Check, Findings};
use crate::{
    analysis::Spectrum,
    game::{Anatomy, Game, Jet, Player, jet},
    num::Formula,
};
use nalgebra::DMatrix;

/// Slopes of the losses by the logits, both logits at the value of a balanced discriminator. D is a fakeness logit: the
/// discriminator must gain by raising it on fakes and lowering it on data, the generator by lowering it on fakes.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Slopes {
    /// D's value at balance.
    pub balance: f64,
    /// ∂L_D/∂D(G(z)), to be negative.
    pub discriminator_fake: f64,
    /// ∂L_D/∂D(x), to be positive.
    pub discriminator_real: f64,
    /// ∂L_G/∂D(G(z)), to be positive.
    pub generator_fake: f64,
}

/// What a loss is at a pair of logits, with its slopes.
struct Local {
    by_real: f64,
    by_fake: f64,
    mixed: f64,
}

fn local(gan: &dyn Anatomy, who: Player, real: f64, fake: f64) -> Local {
    let at: Jet = gan.at_logits(who, jet(real, 1.0, 0.0, 0.0), jet(fake, 0.0, 1.0, 0.0));
    Local { by_real: at.re.re.eps, by_fake: at.re.eps.re, mixed: at.re.eps.eps }
}

/// Below this a slope is 0.
const FLAT: f64 = 1e-12;

/// Checks the signs at balance and looks for terms of L_G that do not move θ.
pub(super) fn slopes(gan: &dyn Anatomy, findings: &mut Findings) -> Slopes {
    let balance = gan.balance();
    let d = local(gan, Player::Discriminator, balance, balance);
    let g = local(gan, Player::Generator, balance, balance);
    let slopes =
        Slopes { balance, discriminator_fake: d.by_fake, discriminator_real: d.by_real, generator_fake: g.by_fake };
    let whole = format!(
        "at balance ∂L_D/∂D(G(z)) = {:.6} (to be < 0), ∂L_D/∂D(x) = {:.6} (> 0), ∂L_G/∂D(G(z)) = {:.6} (> 0), D a fakeness logit",
        d.by_fake, d.by_real, g.by_fake
    );
    let swapped = d.by_fake > FLAT || d.by_real < -FLAT;
    if swapped && g.by_fake < -FLAT {
        findings.wrong(
            Check::Roles,
            format!("Both players have the sign of D the wrong way round (labels for real and fake swapped): {whole}. The dynamics are those of the mirrored critic, but noise, penalties on one side and initial values are not."),
        );
    } else if swapped {
        findings.wrong(
            Check::Roles,
            format!("The discriminator gains by calling fakes real: its labels are swapped, {whole}."),
        );
    } else if g.by_fake < -FLAT {
        findings.wrong(
            Check::Roles,
            format!("The generator gains where the discriminator recognises its points as fake: its sign or target is swapped, {whole}."),
        );
    } else if g.by_fake.abs() <= FLAT {
        findings.note(
            Check::Roles,
            format!("The generator's gradient vanishes where the discriminator is balanced, so the linear part does not pull it: {whole}."),
        );
    }
    inert(gan, balance, findings);
    slopes
}

/// A term of D(x) alone in the generator's loss does not move θ. It is harmless where it is −c times the
/// discriminator's, as in a zero-sum loss; elsewhere it was meant for the other player.
fn inert(gan: &dyn Anatomy, balance: f64, findings: &mut Findings) {
    let pairs = [-1.7, -0.6, 0.4, 1.3, 2.1].map(|r| (balance + r, balance + 0.8 - 0.9 * r));
    let separable = pairs.iter().all(|&(r, f)| local(gan, Player::Generator, r, f).mixed.abs() <= FLAT);
    if !separable {
        return;
    }
    let terms = pairs.map(|(r, f)| (local(gan, Player::Generator, r, f), local(gan, Player::Discriminator, r, f)));
    let moves = terms.iter().any(|(g, _)| g.by_real.abs() > FLAT);
    let (g, d) = &terms[0];
    let factor = g.by_fake / d.by_fake;
    let mirrored = terms.iter().all(|(g, d)| {
        let scale = d.by_real.abs().max(d.by_fake.abs()).max(1.0);
        (g.by_real - factor * d.by_real).abs() <= 1e-9 * scale && (g.by_fake - factor * d.by_fake).abs() <= 1e-9 * scale
    });
    if moves && !mirrored {
        findings.wrong(
            Check::InertTerm,
            "The generator's loss has a term in D(x), which does not depend on θ and so moves nothing. A regulariser of the discriminator belongs into the discriminator's loss, or among the penalties.",
        );
    }
}

/// The same where both losses are formulas of θ and ψ, for either player: a term that its own parameters do not enter is
/// in order where the opponent's loss has it with the other sign.
pub(super) fn inert_terms(game: &impl Game, points: &[Vec<f64>], findings: &mut Findings) {
    let values = |f: &Formula| -> Vec<f64> { points.iter().map(|x| f.eval(x)).collect() };
    for who in Player::BOTH {
        let mirror: Vec<Vec<f64>> = game.terms_without(who.other(), who).iter().map(values).collect();
        let cancel = |m: &f64, t: &f64| !(m + t).is_finite() || (m + t).abs() <= 1e-12 * t.abs().max(1.0);
        let meant = |term: &Vec<f64>| mirror.iter().any(|m| m.iter().zip(term).all(|(m, t)| cancel(m, t)));
        let terms = game.terms_without(who, who);
        let stray = terms.iter().map(values).filter(|t| !meant(t)).count();
        let (name, other, own) = match who {
            Player::Generator => ("generator", "discriminator", "θ"),
            Player::Discriminator => ("discriminator", "generator", "ψ"),
        };
        if stray > 0 {
            findings.wrong(
                Check::InertTerm,
                format!("The {name}'s loss has {stray} term(s) that do not depend on {own} and so move nothing, and the {other}'s loss does not mirror them. A regulariser of the {other} belongs into the {other}'s loss."),
            );
        }
    }
}

/// How the players act on each other at the equilibrium.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Interaction {
    /// Σ (∂v_θ/∂ψ)ᵢⱼ (∂v_ψ/∂θ)ⱼᵢ over the product of the norms: −1 for pure opponents (v' rotates), 1 for players who
    /// want the same, 0 where one does not react.
    pub alignment: f64,
}

/// Opponents turn v' into a rotation; players who pull the same way make a saddle of it.
pub(super) fn interaction(
    jacobian: &DMatrix<f64>,
    [a, b]: [usize; 2],
    has_logits: bool,
    findings: &mut Findings,
) -> Interaction {
    let of_theta = jacobian.view((0, a), (a, b)).into_owned();
    let of_psi = jacobian.view((a, 0), (b, a)).transpose();
    let size = of_theta.norm() * of_psi.norm();
    let alignment = if size > FLAT { of_theta.dot(&of_psi) / size } else { 0.0 };
    // Players of one mind are no mistake where each is content alone and their common pull is weak.
    let rising = |j: DMatrix<f64>| Spectrum::of(&j).is_ok_and(|s| s.abscissa() > FLAT);
    let own = [jacobian.view((0, 0), (a, a)).into_owned(), jacobian.view((a, a), (b, b)).into_owned()];
    let falls = |j: &DMatrix<f64>| (j + j.transpose()).symmetric_eigenvalues().max() < -FLAT;
    if alignment > 0.5 && rising(jacobian.clone()) && !own.iter().any(|j| rising(j.clone())) {
        let how =
            format!("The players pull the same way at the equilibrium (alignment {alignment:.3}, opponents have −1)");
        if own.iter().all(falls) {
            findings.note(
                Check::Roles,
                format!("{how}, so strongly that v' is a saddle although each is at a minimum of its own loss."),
            );
        } else {
            let signs = if has_logits { "" } else { ": the sign of one player's loss is swapped" };
            findings.wrong(Check::Roles, format!("{how}{signs}. The linear part is a saddle, not a rotation."));
        }
    }
    Interaction { alignment }
}
