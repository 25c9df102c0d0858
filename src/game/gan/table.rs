//! The TOML table of a [`Gan`](super::Gan).

/// Declares the TOML table of a [`Gan`] of one model: its own numbers beside `loss`, `penalty`, `noise`, `clip`.
macro_rules! gan_table {
    ($(#[$doc:meta])* $table:ident for $model:ident: $formula:literal, $source:literal { $($(#[$kdoc:meta])* $key:ident: $ty:ty = $default:expr $(=> [$check:literal])?),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Serialize)]
        pub struct $model { $($(#[$kdoc])* pub $key: $ty),* }

        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        struct $table {
            loss: $crate::loss::AnyLoss,
            #[serde(deserialize_with = "crate::registry::many")]
            penalty: Vec<$crate::penalty::AnyPenalty>,
            noise: $crate::game::Noise,
            #[serde(deserialize_with = "crate::registry::check::positive_option")]
            clip: Option<f64>,
            $($(#[serde(deserialize_with = $check)])? $key: $ty),*
        }
        impl Default for $table {
            fn default() -> Self {
                Self { loss: $crate::loss::Minimax {}.into(), penalty: vec![], noise: Default::default(), clip: None, $($key: $default),* }
            }
        }
        impl TryFrom<$table> for $crate::game::Gan<$model> {
            type Error = String;
            fn try_from(t: $table) -> Result<Self, String> {
                Self::new($model { $($key: t.$key),* }, t.loss, t.penalty, t.noise, t.clip)
            }
        }
        impl<'de> serde::Deserialize<'de> for $crate::game::Gan<$model> {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $table::deserialize(d)?.try_into().map_err(serde::de::Error::custom)
            }
        }
        impl Default for $crate::game::Gan<$model> {
            fn default() -> Self {
                $table::default().try_into().expect("the defaults of a game fit together")
            }
        }
        impl $crate::registry::Described for $crate::game::Gan<$model> {
            const FORMULA: &'static str = $formula;
            const SOURCE: &'static str = $source;
            const KEYS: &'static [&'static str] = &["loss", "penalty", "noise", "clip", $(stringify!($key)),*];
        }
    };
}
pub(crate) use gan_table;
