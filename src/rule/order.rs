//! Who moves when, and how often.

use crate::game::Player;

/// Who moves first in a round of alternation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turns {
    /// θ, then ψ at the new θ: the order of the paper's notebook.
    GeneratorFirst,
    /// ψ, then θ at the new ψ.
    DiscriminatorFirst,
}

/// Whether the players move together or in turns, for the rules that do either.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Both from the same point.
    Simultaneous,
    /// θ, then ψ at the new θ.
    GeneratorFirst,
    /// ψ, then θ at the new ψ.
    DiscriminatorFirst,
}

impl From<Turns> for Order {
    fn from(turns: Turns) -> Self {
        match turns {
            Turns::GeneratorFirst => Order::GeneratorFirst,
            Turns::DiscriminatorFirst => Order::DiscriminatorFirst,
        }
    }
}

impl Order {
    /// One round of `steps` = [n_g, n_d]: `sub_step(group, k, i)` for the players that move together in sub-step
    /// k = 0, 1, … of the round, which is their own i-th, from 0.
    #[inline(always)]
    pub fn round(self, [n_g, n_d]: [u32; 2], mut sub_step: impl FnMut(&'static [Player], u32, u32)) {
        let mut k = 0;
        for &group in self.groups() {
            let steps = match group {
                [Player::Generator] => n_g,
                [Player::Discriminator] => n_d,
                _ => 1,
            };
            for i in 0..steps {
                sub_step(group, k, i);
                k += 1;
            }
        }
    }

    /// Players that move together take one step each.
    pub fn complaint(self, steps: [u32; 2]) -> Option<String> {
        (self == Order::Simultaneous && steps != [1, 1]).then(|| {
            let [n_g, n_d] = steps;
            format!(
                "`generator_steps = {n_g}` and `discriminator_steps = {n_d}` need turns, but `order` is \
                 `simultaneous`; give `order = \"generator_first\"` or `\"discriminator_first\"`, or 1 step each"
            )
        })
    }

    /// The groups of players that move together, in turn.
    #[inline(always)]
    fn groups(self) -> &'static [&'static [Player]] {
        match self {
            Order::Simultaneous => &[&Player::BOTH],
            Order::GeneratorFirst => &[&[Player::Generator], &[Player::Discriminator]],
            Order::DiscriminatorFirst => &[&[Player::Discriminator], &[Player::Generator]],
        }
    }
}
