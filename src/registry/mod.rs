//! How a name in an experiment file becomes a type: one closed enum per concept.
//!
//! A concept (loss, penalty, game, adjustment, rule) is a trait with generic methods, so it cannot be a
//! trait object; `registry!` makes the enum that forwards to it by `match`, reads it from TOML (a name,
//! or a table `{ name = { … } }`), and lists what it holds. `settings!` makes the struct of one entry: its
//! numbers with defaults, what they may be, the formula and the source that `saddleflow list` prints.
//! Adding an entry is one file and one word in the `registry!` line of its room.

pub mod check;
mod provenance;
mod read;

pub use provenance::Provenance;
pub use read::{Variant, many, named_map, one};

/// One entry of a registry, as `saddleflow list` prints it.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct About {
    /// The name in experiment files.
    pub name: &'static str,
    /// The defining formula.
    pub formula: &'static str,
    /// Where the formula is from.
    pub source: &'static str,
    /// The keys of its table.
    pub keys: &'static [&'static str],
}

/// What every entry says about itself; implemented by `settings!`.
pub trait Described {
    /// The defining formula.
    const FORMULA: &'static str;
    /// Paper and equation, or "derived here".
    const SOURCE: &'static str;
    /// Names of the numbers its table may hold.
    const KEYS: &'static [&'static str];
}

/// Declares the table of one registry entry: a struct with defaults, serde and [`Described`].
///
/// `key: type = default ["check::…"]` names the validator of [`check`] that reads the number, so that a
/// wrong one is refused with the caret on it. Types that check themselves need none.
macro_rules! settings {
    ($(#[$doc:meta])* $name:ident: $formula:literal, $source:literal { $($(#[$kdoc:meta])* $key:ident: $ty:ty = $default:expr $(=> [$check:literal])?),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $($(#[$kdoc])* $(#[serde(deserialize_with = $check)])? pub $key: $ty),*
        }
        impl Default for $name {
            fn default() -> Self {
                Self { $($key: $default),* }
            }
        }
        impl $crate::registry::Described for $name {
            const FORMULA: &'static str = $formula;
            const SOURCE: &'static str = $source;
            const KEYS: &'static [&'static str] = &[$(stringify!($key)),*];
        }
    };
}
pub(crate) use settings;

/// Declares a closed enum over the entries of a room and a macro `$each!` that matches through it.
macro_rules! registry {
    ($(#[$doc:meta])* $any:ident $each:ident { $($name:ident: $ty:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub enum $any { $(#[doc = concat!("`", stringify!($name), "`")] $ty($ty)),+ }
        impl $any {
            /// The names an experiment file may use.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];
            /// Formula, source and keys of every entry.
            pub const ABOUT: &'static [$crate::registry::About] = &[$($crate::registry::About {
                name: stringify!($name),
                formula: <$ty as $crate::registry::Described>::FORMULA,
                source: <$ty as $crate::registry::Described>::SOURCE,
                keys: <$ty as $crate::registry::Described>::KEYS,
            }),+];
            /// Every entry at its defaults: what the law tests run over.
            pub fn all() -> Vec<Self> { vec![$(Self::$ty(Default::default())),+] }
            /// The name of this entry.
            pub fn name(&self) -> &'static str { match self { $(Self::$ty(_) => stringify!($name)),+ } }
        }
        impl $crate::registry::Variant for $any {
            const NAMES: &'static [&'static str] = Self::NAMES;
            fn named(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Self::$ty(Default::default())),)+ _ => None }
            }
            fn read<'de, M: serde::de::MapAccess<'de>>(name: &str, map: &mut M) -> Result<Self, M::Error> {
                match name {
                    $(stringify!($name) => map.next_value().map(Self::$ty),)+
                    _ => Err(serde::de::Error::unknown_variant(name, Self::NAMES)),
                }
            }
        }
        impl serde::Serialize for $any {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                // Under the name that is read, whatever the type is called.
                match self { $(Self::$ty(entry) => s.serialize_newtype_variant(stringify!($any), 0, stringify!($name), entry)),+ }
            }
        }
        impl<'de> serde::Deserialize<'de> for $any {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { $crate::registry::one(d) }
        }
        $(impl From<$ty> for $any { fn from(entry: $ty) -> Self { Self::$ty(entry) } })+
        macro_rules! $each {
            ($value:expr, $entry:ident => $body:expr) => { match $value { $($any::$ty($entry) => $body),+ } };
        }
        #[allow(unused_imports)]
        pub(crate) use $each;
    };
}
pub(crate) use registry;
