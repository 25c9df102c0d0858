//! Who moves when.

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

impl Turns {
    /// The players in the order in which they move.
    pub fn players(self) -> [Player; 2] {
        match self {
            Turns::GeneratorFirst => Player::BOTH,
            Turns::DiscriminatorFirst => [Player::Discriminator, Player::Generator],
        }
    }
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

impl Order {
    /// The groups of players that move together, in turn.
    #[inline(always)]
    pub fn groups(self) -> &'static [&'static [Player]] {
        match self {
            Order::Simultaneous => &[&Player::BOTH],
            Order::GeneratorFirst => &[&[Player::Generator], &[Player::Discriminator]],
            Order::DiscriminatorFirst => &[&[Player::Discriminator], &[Player::Generator]],
        }
    }
}
