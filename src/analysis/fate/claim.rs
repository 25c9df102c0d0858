//! Which claim explains what became of a run. Claims are checked elsewhere; here they are names only.

use super::Finding;
use crate::{
    field::{AnyAdjust, AnyField},
    game::{AnyGame, Dirac},
    loss::AnyLoss,
    penalty::AnyPenalty,
    rule::{AnyRule, Rule},
};

/// The name of the claim that explains a finding on a game and a rule that it speaks of.
pub fn claim(field: &AnyField, rule: &AnyRule, finding: &Finding) -> Option<&'static str> {
    if matches!(finding, Finding::SlowModeAbsent { .. }) {
        return None;
    }
    match &field.game {
        AnyGame::Dirac(game) if game.model.dim == 1 && !game.model.bias => match &field.adjust {
            AnyAdjust::Plain(_) => by_rule(rule, finding).or_else(|| by_game(game, rule, finding)),
            AnyAdjust::Consensus(_) if settles(finding) => Some("consensus"),
            AnyAdjust::Consensus(_) => Some("consensus_runs_away"),
            _ => None,
        },
        AnyGame::CubedGenerator(_) | AnyGame::SquaredCritic(_) | AnyGame::FlatLink(_) | AnyGame::FixedCurvature(_) => {
            Some("counterexamples")
        }
        AnyGame::Bilinear(_) if matches!(field.adjust, AnyAdjust::Plain(_)) && plain(rule) => Some("bilinear"),
        AnyGame::Sum(_) | AnyGame::Product(_) | AnyGame::QuadraticCritic(_) if settles(finding) => {
            Some("sets_of_equilibria")
        }
        _ => None,
    }
}

fn settles(finding: &Finding) -> bool {
    matches!(finding, Finding::Converged { .. } | Finding::StillFalling { .. })
}

fn stays(finding: &Finding) -> bool {
    matches!(finding, Finding::Cycle { .. } | Finding::Periodic { .. } | Finding::OtherEquilibrium { .. })
}

/// Descent at constant steps, without memory.
fn plain(rule: &AnyRule) -> bool {
    matches!(rule, AnyRule::Simultaneous(_) | AnyRule::Alternating(_)) && rule.autonomous()
}

/// What adaptive steps explain, whatever the loss.
fn by_rule(rule: &AnyRule, finding: &Finding) -> Option<&'static str> {
    let outward = stays(finding) || matches!(finding, Finding::Bursts { .. });
    match rule {
        AnyRule::Adam(adam) if adam.beta1 == 0.0 && adam.beta2 == 0.0 && adam.epsilon == 0.0 => Some("sign_descent"),
        AnyRule::Adam(_) | AnyRule::Rmsprop(_) if outward => Some("adam_cycle"),
        AnyRule::Adam(_) => Some("adam"),
        _ => None,
    }
}

/// What penalties, noise, clipping and the loss explain.
fn by_game(game: &Dirac, rule: &AnyRule, finding: &Finding) -> Option<&'static str> {
    let penalised = |test: fn(&AnyPenalty) -> bool| game.penalty.iter().any(test);
    let zero_centred = |p: &AnyPenalty| match p {
        AnyPenalty::R1(_) | AnyPenalty::R2(_) => true,
        AnyPenalty::GradientPenalty(p) => p.target == 0.0,
        _ => false,
    };
    if game.clip.is_some() {
        return (stays(finding) && matches!(game.loss, AnyLoss::Wasserstein(_))).then_some("lemma_3_1");
    }
    if penalised(|p| matches!(p, AnyPenalty::GradientPenalty(p) if p.target > 0.0)) {
        return stays(finding).then_some("lemma_3_1_gradient_penalty");
    }
    if penalised(|p| matches!(p, AnyPenalty::Dragan(p) if p.target > 0.0)) {
        return stays(finding).then_some("dragan");
    }
    if !game.penalty.is_empty() {
        return match finding {
            _ if !game.penalty.iter().all(zero_centred) => None,
            Finding::NotAutonomous { .. } => Some("learning_rate_decay"),
            Finding::Diverged { overflow: true, .. } if plain(rule) => Some("r1_overflows"),
            Finding::Cycle { .. } | Finding::Periodic { .. } | Finding::Diverged { .. } if plain(rule) => {
                Some("lemma_3_3_steps")
            }
            _ => (settles(finding) && plain(rule)).then_some("lemma_3_3"),
        };
    }
    if game.noise.sigma > 0.0 {
        return settles(finding).then_some("lemma_3_2");
    }
    by_loss(game, rule, finding)
}

/// The unregularised game.
fn by_loss(game: &Dirac, rule: &AnyRule, finding: &Finding) -> Option<&'static str> {
    match (&game.loss, rule) {
        (AnyLoss::NonSaturating(_), _) if !rule.autonomous() => Some("non_saturating_decay"),
        (AnyLoss::NonSaturating(_), _) if plain(rule) => Some("non_saturating"),
        (AnyLoss::LeastSquares(_), _) if plain(rule) => Some("least_squares"),
        (AnyLoss::Hinge(_), _) if plain(rule) => Some("hinge"),
        (_, _) if matches!(finding, Finding::NotAutonomous { .. }) => Some("learning_rate_decay"),
        (AnyLoss::Minimax(_) | AnyLoss::Wasserstein(_), AnyRule::Simultaneous(_)) => Some("lemma_2_4"),
        (AnyLoss::Minimax(_) | AnyLoss::Wasserstein(_), AnyRule::Alternating(_)) => Some("lemma_2_5"),
        (_, AnyRule::Momentum(_)) => Some("heavy_ball"),
        (_, AnyRule::Extragradient(_)) => Some("extragradient"),
        (_, AnyRule::Optimistic(_) | AnyRule::PastExtragradient(_)) => Some("optimistic"),
        (_, AnyRule::ImplicitEuler(_) | AnyRule::ImplicitMidpoint(_)) => Some("proximal"),
        (_, AnyRule::Competitive(_)) => Some("competitive"),
        (_, AnyRule::Lookahead(_)) => Some("lookahead"),
        (_, AnyRule::Average(_)) => Some("averaging"),
        _ => None,
    }
}
