//! f-divergences D_f(P‖Q) = ∫ q f(p/q): what an f-GAN's discriminator estimates and its generator minimises.
//!
//! Nowozin, Cseke, Tomioka 2016. With u = p/q, the Fenchel conjugate f*(t) = sup_{u ≥ 0} (ut − f(u)) gives
//! D_f = sup_T E_P T − E_Q f*(T), attained at T* = f'(u). A network's raw output v becomes a T in the domain of f*
//! by the output activation g_f.
//!
//! The formulas are those that belong together under f(p/q) with u ≥ 0; copies in circulation differ:
//! * Pearson is ∫ (p−q)²/q and Neyman ∫ (p−q)²/p (f = (u−1)² and (1−u)²/u); printed the other way round with these f
//!   they are swapped. α is (p/q)^α: α = 2 is ½ Pearson, −1 ½ Neyman, ½ twice the squared Hellinger.
//! * `jensen_shannon` is the row without ½ and gives **twice** the Jensen–Shannon divergence; `weighted_jensen_shannon`
//!   at π = ½ gives it once. `gan` has f(1) = −2 log 2: it is 2 JSD − log 4.
//! * The conjugates know that u ≥ 0: below the range of f' they are the constant −f(0) (total variation, Pearson, α > 1).
//! * Every activation increases, so that a high v always means "more real"; some copies print −eᵛ and 1 − eᵛ.
//! * Total variation is ½∫|p−q| ∈ [0, 1], squared Hellinger ∫(√p−√q)² ∈ [0, 2].

mod functions;
mod table;

pub use table::Row;

use crate::num::{Dual, Scalar};

/// The name of a divergence, as experiment files and commands spell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// ½∫|p−q|
    TotalVariation,
    /// ∫ p log(p/q)
    Kl,
    /// ∫ q log(q/p)
    ReverseKl,
    /// ∫ (p−q)²/q
    Pearson,
    /// ∫ (p−q)²/p
    Neyman,
    /// ∫ (√p−√q)²
    SquaredHellinger,
    /// KL plus reverse KL
    Jeffrey,
    /// Twice the Jensen–Shannon divergence
    JensenShannon,
    /// π KL(p‖m) + (1−π) KL(q‖m), m = πp + (1−π)q
    WeightedJensenShannon,
    /// Twice the Jensen–Shannon divergence, less log 4: what the minimax discriminator estimates
    #[default]
    Gan,
    /// ∫ q((p/q)^α − 1)/(α(α−1))
    Alpha,
}

/// A divergence: a family with its numbers. `alpha` counts for [`Family::Alpha`] only, `pi` for
/// [`Family::WeightedJensenShannon`] only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Divergence {
    /// Which.
    pub family: Family,
    /// The order α ∉ {0, 1}; the limits there are reverse KL and KL.
    pub alpha: f64,
    /// The weight π ∈ (0, 1) of P.
    pub pi: f64,
}

/// Where f* is finite: t < `end`, or t ≤ `end` if `closed`; `end` = f'(∞) may be ∞.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Domain {
    /// sup of the domain.
    pub end: f64,
    /// Whether f*(end) is finite.
    pub closed: bool,
}

impl Domain {
    /// Whether f*(t) is finite.
    pub fn contains(&self, t: f64) -> bool {
        t < self.end || (self.closed && t == self.end)
    }
}

impl From<Family> for Divergence {
    /// With α = π = ½.
    fn from(family: Family) -> Self {
        Self { family, alpha: 0.5, pi: 0.5 }
    }
}

impl Divergence {
    /// The α-divergence.
    pub fn alpha(alpha: f64) -> Self {
        Self { alpha, ..Family::Alpha.into() }
    }

    /// The Jensen–Shannon divergence with weight π on P.
    pub fn weighted_jensen_shannon(pi: f64) -> Self {
        Self { pi, ..Family::WeightedJensenShannon.into() }
    }

    /// Every family at its defaults, and α on each side of 0 and 1.
    pub fn all() -> Vec<Self> {
        let named = Family::ALL.iter().map(|f| Self::from(*f));
        named.chain([-1.0, 2.0, 3.0].map(Self::alpha)).chain([Self::weighted_jensen_shannon(0.3)]).collect()
    }

    /// What is wrong with the numbers, if anything.
    pub fn objection(&self) -> Option<String> {
        let (alpha, pi) = (self.alpha, self.pi);
        match self.family {
            Family::Alpha if !alpha.is_finite() || alpha == 0.0 || alpha == 1.0 => Some(format!(
                "alpha = {alpha}, but a finite number other than 0 and 1 is needed (the limits there are reverse_kl and kl)"
            )),
            Family::WeightedJensenShannon if !(pi > 0.0 && pi < 1.0) => {
                Some(format!("pi = {pi}, but a number strictly between 0 and 1 is needed"))
            }
            _ => None,
        }
    }

    /// T*(u) = f'(u), u > 0: what the optimal discriminator tells the density ratio u = p/q by.
    pub fn optimal<S: Scalar>(&self, u: S) -> S {
        self.f(Dual::seed(u)).eps
    }

    /// The density ratio u = f*'(t) that T = t stands for; t inside the domain.
    pub fn ratio<S: Scalar>(&self, t: S) -> S {
        self.conjugate(Dual::seed(t)).eps
    }

    /// f*(t), and ∞ outside its domain.
    pub fn conjugate_or_infinity(&self, t: f64) -> f64 {
        if self.domain().contains(t) { self.conjugate(t) } else { f64::INFINITY }
    }

    /// The raw output v whose T is f'(1): what the discriminator says where both densities agree.
    pub fn balance(&self) -> f64 {
        self.logit(self.optimal(1.0))
    }
}
