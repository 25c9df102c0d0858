//! Learning rates and other numbers that may differ per player.

use super::ASYMPTOTIC;
use crate::game::Player;
use serde::{Deserialize, Deserializer, de};
use std::fmt;

/// A number for each player: `x`, or `{ generator = x, discriminator = y }`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct PerPlayer {
    /// θ's.
    pub generator: f64,
    /// ψ's.
    pub discriminator: f64,
}

impl PerPlayer {
    /// `who`'s number.
    #[inline(always)]
    pub fn of(&self, who: Player) -> f64 {
        match who {
            Player::Generator => self.generator,
            Player::Discriminator => self.discriminator,
        }
    }
}

impl From<f64> for PerPlayer {
    fn from(x: f64) -> Self {
        Self { generator: x, discriminator: x }
    }
}

/// h for each player, or h_k = h₀/k^p with k = 1, 2, …: `0.1`, `{ generator = 0.1, discriminator = 0.4 }`, or
/// `{ start = 0.1, power = 0.5 }` where `start` may again be a pair.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct LearningRate {
    /// h₀ > 0.
    pub start: PerPlayer,
    /// p ≥ 0; 0 keeps h₀.
    pub power: f64,
}

impl LearningRate {
    /// h of step t = 0, 1, …; h₀ at [`ASYMPTOTIC`].
    #[inline(always)]
    pub fn at(&self, who: Player, t: u64) -> f64 {
        let h = self.start.of(who);
        if self.power == 0.0 || t == ASYMPTOTIC { h } else { h * libm::pow((t + 1) as f64, -self.power) }
    }
    /// True without decay.
    pub fn constant(&self) -> bool {
        self.power == 0.0
    }
}

impl From<f64> for LearningRate {
    fn from(h: f64) -> Self {
        Self { start: h.into(), power: 0.0 }
    }
}

/// A finite number > 0 (a learning rate).
struct Positive(f64);
impl<'de> Deserialize<'de> for Positive {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        crate::registry::check::positive(d).map(Positive)
    }
}

fn positive<E: de::Error>(x: f64) -> Result<f64, E> {
    if x.is_finite() && x > 0.0 {
        Ok(x)
    } else {
        Err(E::custom(format!("found {x}, but a learning rate is a finite number > 0")))
    }
}

fn finite<E: de::Error>(x: f64) -> Result<f64, E> {
    if x.is_finite() { Ok(x) } else { Err(E::custom(format!("found {x}, but a finite number is needed here"))) }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum PlayerKey {
    Generator,
    Discriminator,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum RateKey {
    Generator,
    Discriminator,
    Start,
    Power,
}

impl<'de> Deserialize<'de> for PerPlayer {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = PerPlayer;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number or { generator = …, discriminator = … }")
            }
            fn visit_f64<E: de::Error>(self, x: f64) -> Result<PerPlayer, E> {
                finite(x).map(Into::into)
            }
            fn visit_i64<E: de::Error>(self, x: i64) -> Result<PerPlayer, E> {
                Ok((x as f64).into())
            }
            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<PerPlayer, M::Error> {
                let (mut generator, mut discriminator) = (None, None);
                while let Some(key) = map.next_key()? {
                    match key {
                        PlayerKey::Generator => generator = Some(finite(map.next_value()?)?),
                        PlayerKey::Discriminator => discriminator = Some(finite(map.next_value()?)?),
                    }
                }
                match (generator, discriminator) {
                    (Some(generator), Some(discriminator)) => Ok(PerPlayer { generator, discriminator }),
                    _ => Err(de::Error::custom("both `generator` and `discriminator` are needed")),
                }
            }
        }
        d.deserialize_any(Visitor)
    }
}

impl<'de> Deserialize<'de> for LearningRate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = LearningRate;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number, { generator = …, discriminator = … } or { start = …, power = … }")
            }
            fn visit_f64<E: de::Error>(self, x: f64) -> Result<LearningRate, E> {
                positive(x).map(Into::into)
            }
            fn visit_i64<E: de::Error>(self, x: i64) -> Result<LearningRate, E> {
                positive(x as f64).map(Into::into)
            }
            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<LearningRate, M::Error> {
                let (mut generator, mut discriminator, mut start, mut power) = (None, None, None, 0.0);
                while let Some(key) = map.next_key()? {
                    match key {
                        RateKey::Generator => generator = Some(map.next_value::<Positive>()?.0),
                        RateKey::Discriminator => discriminator = Some(map.next_value::<Positive>()?.0),
                        RateKey::Start => start = Some(map.next_value::<PerPlayer>()?),
                        RateKey::Power => power = map.next_value_seed(Power)?,
                    }
                }
                let start = match (generator, discriminator, start) {
                    (Some(generator), Some(discriminator), None) => PerPlayer { generator, discriminator },
                    (None, None, Some(start)) => start,
                    _ => return Err(de::Error::custom("give `generator` and `discriminator`, or `start` and `power`")),
                };
                positive(start.generator)?;
                positive(start.discriminator)?;
                Ok(LearningRate { start, power })
            }
        }
        d.deserialize_any(Visitor)
    }
}

/// The exponent p of a decay.
struct Power;
impl<'de> de::DeserializeSeed<'de> for Power {
    type Value = f64;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<f64, D::Error> {
        crate::registry::check::non_negative(d)
    }
}
