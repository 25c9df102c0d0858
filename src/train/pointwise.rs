//! What losses and penalties say sample by sample. The logits are few, so this is done in double precision with the
//! same definitions as everywhere.

use crate::{
    game::Player,
    loss::{AnyLoss, Loss, each_loss},
    num::Dual,
    penalty::{AnyPenalty, Penalty, Site, each_penalty},
};
use pulp::Arch;

/// The derivatives of `who`'s loss by the two logits, times `weight`.
pub(super) fn loss_seeds(
    arch: Arch,
    loss: &AnyLoss,
    who: Player,
    logits: [&[f32]; 2],
    weight: f64,
    seeds: [&mut [f32]; 2],
) {
    each_loss!(loss, loss => {
        let value = |real: Dual<f64>, fake: Dual<f64>| match who {
            Player::Generator => loss.generator(real, fake),
            Player::Discriminator => loss.discriminator(real, fake),
        };
        let [to_real, to_fake] = seeds;
        let [real, fake] = logits;
        arch.dispatch(|| {
            let out = to_real.iter_mut().zip(to_fake.iter_mut());
            for ((to_real, to_fake), (&r, &f)) in out.zip(real.iter().zip(fake)) {
                let (r, f) = (f64::from(r), f64::from(f));
                *to_real = (value(Dual::seed(r), Dual::lift(f)).eps * weight) as f32;
                *to_fake = (value(Dual::lift(r), Dual::seed(f)).eps * weight) as f32;
            }
        });
    });
}

/// Adds the penalties' cotangents at a kind of points: 2∂ρ/∂g² to `by_square`, ∂ρ/∂D to `by_value`, times `weight`;
/// (u, v) is ∇ₓD.
pub(super) fn add_penalty_seeds(
    arch: Arch,
    penalties: &[AnyPenalty],
    site: Site,
    [logits, u, v]: [&[f32]; 3],
    weight: f64,
    [by_square, by_value]: [&mut [f32]; 2],
) {
    for penalty in penalties.iter().filter(|p| p.sites().contains(&site)) {
        each_penalty!(penalty, penalty => {
            let rho = |d: Dual<f64>, g2: Dual<f64>| penalty.density(site, d, g2).eps * weight;
            arch.dispatch(|| {
                for (i, (c2, cd)) in by_square.iter_mut().zip(by_value.iter_mut()).enumerate() {
                    let (d, u, v) = (f64::from(logits[i]), f64::from(u[i]), f64::from(v[i]));
                    let g2 = u * u + v * v;
                    *c2 += (rho(Dual::lift(d), Dual::seed(g2)) * 2.0) as f32;
                    *cd += rho(Dual::seed(d), Dual::lift(g2)) as f32;
                }
            });
        });
    }
}
