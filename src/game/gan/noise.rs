//! Instance noise.

/// Which points carry instance noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoiseOn {
    /// The data only.
    Real,
    /// The generated points only.
    Fake,
    /// Both, as in Lemma 3.2 of Mescheder et al. 2018.
    Both,
}

/// Gaussian instance noise of standard deviation σ, integrated by quadrature.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Noise {
    /// σ ≥ 0, in units of x.
    #[serde(deserialize_with = "crate::registry::check::non_negative")]
    pub sigma: f64,
    /// `"real"`, `"fake"` or `"both"`.
    pub on: NoiseOn,
}

impl Default for Noise {
    fn default() -> Self {
        Self { sigma: 0.0, on: NoiseOn::Both }
    }
}
