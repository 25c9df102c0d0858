//! The table of f-divergences, as `saddleflow list` prints it.

use super::Family;

/// One line of the table. u = p/q, v the raw output of the discriminator, π and α the divergence's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Row {
    /// The name in experiment files.
    pub name: &'static str,
    /// D_f(P‖Q).
    pub divergence: &'static str,
    /// f(u).
    pub f: &'static str,
    /// f*(t).
    pub conjugate: &'static str,
    /// Where f* is finite.
    pub domain: &'static str,
    /// g_f(v).
    pub activation: &'static str,
    /// T*(u) = f'(u).
    pub optimal: &'static str,
}

macro_rules! rows {
    ($($family:ident $name:literal: $divergence:literal, $f:literal, $conjugate:literal, $domain:literal, $activation:literal, $optimal:literal;)+) => {
        impl Family {
            /// Every family, in the order of the table.
            pub const ALL: &'static [Family] = &[$(Family::$family),+];
            /// The names, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name),+];
            /// The formulas of this family.
            pub fn row(self) -> Row {
                match self {
                    $(Family::$family => Row {
                        name: $name, divergence: $divergence, f: $f, conjugate: $conjugate,
                        domain: $domain, activation: $activation, optimal: $optimal,
                    }),+
                }
            }
        }
    };
}

rows! {
    TotalVariation "total_variation": "½∫|p−q|", "½|u−1|", "max(t, −½)", "t ≤ ½", "½ tanh v", "½ sign(u−1)";
    Kl "kl": "∫ p log(p/q)", "u log u", "exp(t−1)", "all t", "v", "1 + log u";
    ReverseKl "reverse_kl": "∫ q log(q/p)", "−log u", "−1 − log(−t)", "t < 0", "−exp(−v)", "−1/u";
    Pearson "pearson": "∫ (p−q)²/q", "(u−1)²", "t²/4 + t for t ≥ −2, −1 below", "all t", "v", "2(u−1)";
    Neyman "neyman": "∫ (p−q)²/p", "(1−u)²/u", "2 − 2√(1−t)", "t ≤ 1", "1 − exp(−v)", "1 − u⁻²";
    SquaredHellinger "squared_hellinger": "∫ (√p−√q)²", "(√u−1)²", "t/(1−t)", "t < 1", "1 − exp(−v)", "1 − u^(−½)";
    Jeffrey "jeffrey": "∫ (p−q) log(p/q)", "(u−1) log u", "W(e^(1−t)) + 1/W(e^(1−t)) + t − 2", "all t", "v", "1 + log u − 1/u";
    JensenShannon "jensen_shannon": "2 JSD(P, Q)", "u log u − (u+1) log((u+1)/2)", "−log(2 − eᵗ)", "t < log 2", "log 2 − log(1 + e⁻ᵛ)", "log(2u/(1+u))";
    WeightedJensenShannon "weighted_jensen_shannon": "π KL(P‖M) + (1−π) KL(Q‖M), M = πP + (1−π)Q", "πu log u − (1−π+πu) log(1−π+πu)", "(1−π) log((1−π)/(1 − π e^(t/π)))", "t < −π log π", "−π log π − log(1 + e⁻ᵛ)", "π log(u/(1−π+πu))";
    Gan "gan": "2 JSD(P, Q) − log 4", "u log u − (u+1) log(u+1)", "−log(1 − eᵗ)", "t < 0", "−log(1 + e⁻ᵛ)", "log(u/(1+u))";
    Alpha "alpha": "∫ q((p/q)^α − 1)/(α(α−1))", "(u^α − 1 − α(u−1))/(α(α−1))", "((1+(α−1)t)^(α/(α−1)) − 1)/α, for α > 1 and t < −1/(α−1): −1/α", "α > 1: all t; 0 < α < 1: t < 1/(1−α); α < 0: t ≤ 1/(1−α)", "α > 1: v; α < 1: 1/(1−α) − log(1 + e⁻ᵛ)", "(u^(α−1) − 1)/(α−1)";
}

impl Family {
    /// The name in experiment files.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The family of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|family| family.name() == name)
    }
}
