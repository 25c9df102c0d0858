//! WGAN-GP and its one-sided form.

use super::{Penalty, Site};
use crate::{num::Scalar, registry::settings};

/// Which deviations from the target are penalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sided {
    /// (‖∇ₓD‖ − g₀)².
    Two,
    /// max(‖∇ₓD‖ − g₀, 0)².
    One,
}

settings! {
    /// λ/2 · E (‖∇ₓD‖ − g₀)² on segments between real and fake points. Gulrajani et al. 2017 without the ½:
    /// their λ = 10 is `lambda = 20`. Not differentiable where ∇ₓD = 0 unless g₀ = 0.
    GradientPenalty: "λ/2 · E_between (‖∇ₓD‖ − g₀)², or max(‖∇ₓD‖ − g₀, 0)² with sided = \"one\"", "Gulrajani et al. 2017 (λ = 10 there is lambda = 20 here)" {
        /// Strength λ ≥ 0.
        lambda: f64 = 1.0 => ["crate::registry::check::non_negative"],
        /// Target g₀ ≥ 0 of the slope.
        target: f64 = 1.0 => ["crate::registry::check::non_negative"],
        /// `"two"` or `"one"`.
        sided: Sided = Sided::Two,
    }
}

impl Penalty for GradientPenalty {
    fn sites(&self) -> &'static [Site] {
        &[Site::Between]
    }
    #[inline(always)]
    fn density<S: Scalar>(&self, _site: Site, _d: S, g2: S) -> S {
        // (√g2)² = g2 written out: with target 0 the penalty is smooth, and √'(0) = 0 would hide its curvature.
        if self.target == 0.0 {
            return g2 * (0.5 * self.lambda);
        }
        let excess = g2.sqrt() + -self.target;
        let excess = if self.sided == Sided::One { excess.relu() } else { excess };
        excess.square() * (0.5 * self.lambda)
    }
    fn reads_logit(&self) -> bool {
        false
    }
    fn tame(&self) -> bool {
        self.target == 0.0
    }
    /// At ‖∇ₓD‖ = g₀ the one-sided form bends. The zero of ∇ₓD itself is cut wherever there is one.
    #[inline]
    fn switches<S: Scalar>(&self, _d: S, g2: S, out: &mut Vec<S>) {
        if self.sided == Sided::One {
            out.push(g2 + -(self.target * self.target));
        }
    }
}
