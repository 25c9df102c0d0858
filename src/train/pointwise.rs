//! What losses and penalties say sample by sample. The logits are few, so this is done in double precision with the
//! same definitions as everywhere.

use crate::{
    game::Player,
    loss::{AnyLoss, Loss, each_loss},
    num::Dual,
    penalty::{AnyPenalty, Penalty, Site, each_penalty},
};
use pulp::{Arch, Simd, WithSimd};

/// The derivatives of `who`'s loss by the two logits, times `weight`; a generator that does not see the real ones has
/// none by them.
pub(super) fn loss_seeds(
    arch: Arch,
    loss: &AnyLoss,
    who: Player,
    logits: [&[f32]; 2],
    weight: f64,
    seeds: [&mut [f32]; 2],
) {
    each_loss!(loss, loss => arch.dispatch(LossSeeds { loss, who, logits, weight, seeds }));
}

struct LossSeeds<'a, L> {
    loss: &'a L,
    who: Player,
    logits: [&'a [f32]; 2],
    weight: f64,
    seeds: [&'a mut [f32]; 2],
}

impl<L: Loss> WithSimd for LossSeeds<'_, L> {
    type Output = ();

    // A closure would be a function of its own, without the vector unit.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let Self { loss, who, logits: [real, fake], weight, seeds: [to_real, to_fake] } = self;
        let seed = |x: &f32| Dual::seed(f64::from(*x));
        if loss.paired() {
            let still = |x: &f32| Dual::lift(f64::from(*x));
            let pairs = || real.iter().zip(fake);
            to_real.iter_mut().zip(pairs()).for_each(|(to, (r, f))| *to = slope(loss, who, seed(r), still(f), weight));
            to_fake.iter_mut().zip(pairs()).for_each(|(to, (r, f))| *to = slope(loss, who, still(r), seed(f), weight));
            return;
        }
        // A sum of a function of each: the other logit may be any, once for all samples.
        let still = Dual::lift(f64::from(fake[0]));
        if who == Player::Discriminator {
            to_real.iter_mut().zip(real).for_each(|(to, r)| *to = slope(loss, who, seed(r), still, weight));
        }
        to_fake.iter_mut().zip(fake).for_each(|(to, f)| *to = slope(loss, who, still, seed(f), weight));
    }
}

/// The ε-part of `who`'s loss times `weight`. Inlined into the loops over samples, which become vector code.
#[inline(always)]
fn slope(loss: &impl Loss, who: Player, real: Dual<f64>, fake: Dual<f64>, weight: f64) -> f32 {
    let value = match who {
        Player::Generator => loss.generator(real, fake),
        Player::Discriminator => loss.discriminator(real, fake),
    };
    (value.eps * weight) as f32
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
