//! A penalty typed in the experiment file.

use super::{Penalty, Site};
use crate::{
    num::{Formula, Scalar},
    registry::settings,
};
use serde::de::{Deserialize, Deserializer, Error};
use std::collections::BTreeMap;

/// Where the density is averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// Over the data.
    Real,
    /// Over the generated points.
    Fake,
    /// Over segments between data and generated points.
    Between,
    /// Over a neighbourhood of the data.
    Around,
}

settings! {
    /// A density as a formula of `g2` = ‖∇ₓD‖² and `d` = D(x), averaged at one kind of points and added to the
    /// discriminator's loss. The default is R₁ with γ = 0.3.
    ExpressionPenalty: "E_at ρ(g2, d), a formula in `g2` = ‖∇ₓD‖² and `d` = D(x)", "the experiment file" {
        /// ρ.
        density: Formula = default("0.15*g2") => ["slope_and_logit"],
        /// `"real"`, `"fake"`, `"between"` or `"around"`.
        at: At = At::Real,
        /// Width σ ≥ 0 of the neighbourhood with `at = "around"`, 0.1 if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        sigma: Option<f64> = None => ["crate::registry::check::non_negative_option"],
    }
}

fn symbols() -> [String; 2] {
    ["g2".into(), "d".into()]
}

fn default(text: &str) -> Formula {
    Formula::parse(text, &symbols(), &BTreeMap::new()).expect("the default is a formula")
}

fn slope_and_logit<'de, D: Deserializer<'de>>(d: D) -> Result<Formula, D::Error> {
    let text = String::deserialize(d)?;
    Formula::parse(&text, &symbols(), &BTreeMap::new()).map_err(D::Error::custom)
}

impl Penalty for ExpressionPenalty {
    fn sites(&self) -> &'static [Site] {
        match self.at {
            At::Real => &[Site::Real],
            At::Fake => &[Site::Fake],
            At::Between => &[Site::Between],
            At::Around => &[Site::Around],
        }
    }
    #[inline]
    fn density<S: Scalar>(&self, _site: Site, d: S, g2: S) -> S {
        self.density.eval(&[g2, d])
    }
    fn reads_logit(&self) -> bool {
        self.density.mentions("d")
    }
    fn tame(&self) -> bool {
        self.density.polynomial()
    }
    #[inline]
    fn switches<S: Scalar>(&self, d: S, g2: S, out: &mut Vec<S>) {
        self.density.switches(&[g2, d], out);
    }
    fn width(&self) -> Option<f64> {
        self.sigma
    }
}
