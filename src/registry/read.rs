//! Reading "a name, or one table" so that a wrong name keeps its line and caret.

use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::{fmt, marker::PhantomData};

/// An enum that [`one`] and [`many`] can read; implemented by `registry!`.
pub trait Variant: Sized {
    /// Valid names.
    const NAMES: &'static [&'static str];
    /// The entry at its defaults.
    fn named(name: &str) -> Option<Self>;
    /// The entry whose table is the map's next value.
    fn read<'de, M: MapAccess<'de>>(name: &str, map: &mut M) -> Result<Self, M::Error>;
}

/// A key that must be one of `T::NAMES`.
struct Name<T>(String, PhantomData<T>);

impl<'de, T: Variant> de::Deserialize<'de> for Name<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct NameVisitor<T>(PhantomData<T>);
        impl<T: Variant> Visitor<'_> for NameVisitor<T> {
            type Value = Name<T>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                write!(f, "one of {}", T::NAMES.join(", "))
            }
            fn visit_str<E: de::Error>(self, s: &str) -> Result<Name<T>, E> {
                if T::NAMES.contains(&s) { Ok(Name(s.into(), self.0)) } else { Err(E::unknown_variant(s, T::NAMES)) }
            }
        }
        d.deserialize_str(NameVisitor(PhantomData))
    }
}

/// Reads exactly one entry: `loss = "minimax"` or `loss.minimax = { … }`.
pub fn one<'de, T: Variant, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
    struct One<T>(PhantomData<T>);
    impl<'de, T: Variant> Visitor<'de> for One<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            write!(f, "a name or one table, of {}", T::NAMES.join(", "))
        }
        fn visit_str<E: de::Error>(self, s: &str) -> Result<T, E> {
            T::named(s).ok_or_else(|| E::unknown_variant(s, T::NAMES))
        }
        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<T, M::Error> {
            let Some(Name::<T>(name, _)) = map.next_key()? else {
                return Err(de::Error::custom(format!("an empty table; give one of {}", T::NAMES.join(", "))));
            };
            let value = T::read(&name, &mut map)?;
            match map.next_key::<Name<T>>()? {
                Some(Name(other, _)) => {
                    Err(de::Error::custom(format!("`{name}` and `{other}` are both given; choose one")))
                }
                None => Ok(value),
            }
        }
    }
    d.deserialize_any(One(PhantomData))
}

/// Reads any number of entries: `penalty = "r1"` or `penalty = { r1 = { … }, r2 = { … } }`.
pub fn many<'de, T: Variant, D: Deserializer<'de>>(d: D) -> Result<Vec<T>, D::Error> {
    struct Many<T>(PhantomData<T>);
    impl<'de, T: Variant> Visitor<'de> for Many<T> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            write!(f, "a name or tables, of {}", T::NAMES.join(", "))
        }
        fn visit_str<E: de::Error>(self, s: &str) -> Result<Vec<T>, E> {
            T::named(s).map(|entry| vec![entry]).ok_or_else(|| E::unknown_variant(s, T::NAMES))
        }
        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Vec<T>, M::Error> {
            let mut entries = Vec::new();
            while let Some(Name::<T>(name, _)) = map.next_key()? {
                entries.push(T::read(&name, &mut map)?);
            }
            Ok(entries)
        }
    }
    d.deserialize_any(Many(PhantomData))
}

/// Writes what [`many`] reads: one table whose keys are the entries' names.
pub mod named_map {
    use serde::ser::{Serialize, SerializeMap, Serializer};

    /// Serialises a list of one-key enums as one map.
    pub fn serialize<T: Serialize, S: Serializer>(entries: &[T], s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(entries.len()))?;
        for entry in entries {
            let value = serde_json::to_value(entry).map_err(serde::ser::Error::custom)?;
            for (name, table) in value.as_object().into_iter().flatten() {
                map.serialize_entry(name, table)?;
            }
        }
        map.end()
    }
}
