//! A loss typed in the experiment file.

use super::Loss;
use crate::{
    num::{Dual, Formula, Scalar},
    registry::settings,
};
use serde::de::{Deserialize, Deserializer, Error};
use std::collections::BTreeMap;

settings! {
    /// Both losses as formulas of the logits `real` = D(x) and `fake` = D(G(z)), D high on fakes. The default is the
    /// non-saturating pair. A formula that does not split into a part of `real` and a part of `fake` is averaged over
    /// independent pairs.
    ExpressionLoss: "L_G, L_D: formulas in `real` and `fake`, the logits D(x) and D(G(z))", "the experiment file" {
        /// What the generator minimises.
        generator: Formula = default("softplus(fake)") => ["logits"],
        /// What the discriminator minimises.
        discriminator: Formula = default("softplus(real) + softplus(-fake)") => ["logits"],
    }
}

fn symbols() -> [String; 2] {
    ["real".into(), "fake".into()]
}

fn default(text: &str) -> Formula {
    Formula::parse(text, &symbols(), &BTreeMap::new()).expect("the default is a formula")
}

fn logits<'de, D: Deserializer<'de>>(d: D) -> Result<Formula, D::Error> {
    let text = String::deserialize(d)?;
    Formula::parse(&text, &symbols(), &BTreeMap::new()).map_err(D::Error::custom)
}

impl Loss for ExpressionLoss {
    #[inline]
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        self.discriminator.eval(&[real, fake])
    }
    #[inline]
    fn generator<S: Scalar>(&self, real: S, fake: S) -> S {
        self.generator.eval(&[real, fake])
    }
    fn paired(&self) -> bool {
        !(self.generator.splits(0, 1) && self.discriminator.splits(0, 1))
    }
    fn tame(&self) -> bool {
        self.generator.tame() && self.discriminator.tame()
    }
    #[inline]
    fn switches<S: Scalar>(&self, real: S, fake: S, out: &mut Vec<S>) {
        self.generator.switches(&[real, fake], out);
        self.discriminator.switches(&[real, fake], out);
    }
    /// A stationary point of L_D(d, d) by Newton's method from 0; 0 where it finds none.
    fn balance(&self) -> f64 {
        let slope = |d: f64| {
            let d = Dual::new(Dual::seed(d), Dual::lift(1.0));
            let bent = self.discriminator(d, d).eps;
            (bent.re, bent.eps)
        };
        let mut d = 0.0;
        for _ in 0..60 {
            let (first, second) = slope(d);
            if first == 0.0 {
                break;
            }
            d -= first / second;
        }
        if d.is_finite() && slope(d).0.abs() < 1e-9 { d } else { 0.0 }
    }
}
