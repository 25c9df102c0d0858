//! Unrolled GANs.

use super::{Adjust, own};
use crate::{
    game::{Game, Player},
    num::{Buffer, Dual, Scalar},
    registry::settings,
};

settings! {
    /// The generator minimises L_G(θ, ψ_k(θ,ψ)), ψ_{i+1} = ψ_i − η∇_ψ L_D(θ, ψ_i), ψ₀ = ψ; the discriminator follows
    /// its own field. Metz et al. 2017. With `differentiate` the generator sees how the inner steps answer it; without,
    /// ψ_k is held constant. On the Dirac-GAN it damps like R₁ with γ = 2kηa² and kηa² (derived here). One reverse
    /// sweep, a dual pass of ∇L_D per inner step. The inner steps are not projected.
    Unrolled: "v̂_θ = −∇_θ L_G(θ, ψ_k(θ,ψ)), ψ_{i+1} = ψ_i − η∇_ψ L_D(θ,ψ_i); v̂_ψ = v_ψ", "Metz et al. 2017 (Unrolled GANs)" {
        /// k ≥ 1 inner steps.
        steps: u32 = 1 => ["crate::registry::check::count"],
        /// η > 0, the inner learning rate.
        inner_lr: f64 = 0.5 => ["crate::registry::check::positive"],
        /// Whether to differentiate through the inner steps.
        differentiate: bool = true,
    }
}

impl Adjust for Unrolled {
    fn eval<S: Scalar>(&self, game: &impl Game, who: Player, x: &[S], v: &mut [S]) {
        if who == Player::Discriminator {
            return own(game, who, x, v);
        }
        let (n, k) = (x.len(), self.steps as usize);
        let (theta, psi) = (game.block(Player::Generator), game.block(Player::Discriminator));
        // The points (θ, ψ₀), …, (θ, ψ_k), one after the other.
        let mut path: Buffer<S> = Buffer::zeros((k + 1) * n);
        path[..n].copy_from_slice(x);
        let mut gradient: Buffer<S> = Buffer::zeros(n);
        for step in 0..k {
            let (done, rest) = path.split_at_mut((step + 1) * n);
            let (here, next) = (&done[step * n..], &mut rest[..n]);
            game.grad(Player::Discriminator, psi.clone(), here, &mut gradient);
            next.copy_from_slice(here);
            for i in psi.clone() {
                next[i] -= gradient[i] * self.inner_lr;
            }
        }
        // Backwards: `gradient` is that of L_G(θ, ψ_k) with respect to (θ, ψ_i).
        game.grad(Player::Generator, 0..n, &path[k * n..], &mut gradient);
        if self.differentiate {
            let mut bend: Buffer<Dual<S>> = Buffer::zeros(n);
            for here in path[..k * n].rchunks(n) {
                let mut y: Buffer<Dual<S>> = Buffer::from_fn(n, |i| Dual::lift(here[i]));
                for i in psi.clone() {
                    y[i].eps = gradient[i];
                }
                game.grad(Player::Discriminator, 0..n, &y, &mut bend);
                for i in 0..n {
                    gradient[i] -= bend[i].eps * self.inner_lr;
                }
            }
        }
        for i in theta {
            v[i] = -gradient[i];
        }
    }
}
