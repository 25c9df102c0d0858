//! The TOML table of the game.

use super::{
    Mlp, Noise, Source,
    activation::{AnyActivation, LeakyRelu},
    initial::{AnyInitial, HeNormal},
    net::Net,
};
use crate::{
    data::{AnyLatent, AnyPlane, Plane, Ring, latent},
    loss::{AnyLoss, NonSaturating},
    num::random::Stream,
    penalty::{AnyPenalty, Penalty},
    registry::Described,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One player's net: `{ widths = [16, 16], activation = "tanh", init = "he_normal" }`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Perceptron {
    /// Widths of the hidden layers; none makes the net an affine map.
    #[serde(deserialize_with = "widths")]
    pub widths: Vec<usize>,
    /// φ.
    pub activation: AnyActivation,
    /// Where the parameters start.
    pub init: AnyInitial,
}

impl Default for Perceptron {
    fn default() -> Self {
        Self { widths: vec![16; 4], activation: LeakyRelu::default().into(), init: HeNormal {}.into() }
    }
}

fn widths<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<usize>, D::Error> {
    struct Width(usize);
    impl<'de> Deserialize<'de> for Width {
        fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
            crate::registry::check::size(d).map(Width)
        }
    }
    Ok(Vec::<Width>::deserialize(d)?.into_iter().map(|w| w.0).collect())
}

/// What the file says, defaults included.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Table {
    data: AnyPlane,
    latent: AnyLatent,
    generator: Perceptron,
    discriminator: Perceptron,
    #[serde(deserialize_with = "crate::registry::check::size")]
    batch: usize,
    resample: bool,
    loss: AnyLoss,
    #[serde(deserialize_with = "crate::registry::many", serialize_with = "crate::registry::named_map::serialize")]
    penalty: Vec<AnyPenalty>,
    noise: Noise,
    #[serde(deserialize_with = "crate::registry::check::non_negative")]
    around: f64,
    #[serde(deserialize_with = "crate::registry::check::positive_option", skip_serializing_if = "Option::is_none")]
    clip: Option<f64>,
    #[serde(skip)]
    pub(super) seed: u64,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            data: Ring::default().into(),
            latent: latent::Gaussian::default().into(),
            generator: Perceptron::default(),
            discriminator: Perceptron::default(),
            batch: 512,
            resample: true,
            loss: NonSaturating {}.into(),
            penalty: vec![],
            noise: Noise::default(),
            around: 0.1,
            clip: None,
            seed: 0,
        }
    }
}

/// What the streams below a seed are for.
#[derive(Clone, Copy)]
enum Purpose {
    Generator,
    Discriminator,
    Batches,
}

impl Table {
    fn stream(&self, purpose: Purpose) -> Stream {
        Stream::new(self.seed).child(purpose as u64)
    }

    pub(super) fn source(&self) -> Source {
        Source {
            shape: self.data.shape(),
            latent: self.latent.clone(),
            n: self.batch,
            noise: self.noise.clone(),
            around: self.penalty.iter().find_map(Penalty::width).unwrap_or(self.around),
            stream: self.stream(Purpose::Batches),
        }
    }

    pub(super) fn initial(&self, generator: &Net, discriminator: &Net) -> Vec<f64> {
        let mut x = generator.initial(&self.generator.init, self.stream(Purpose::Generator));
        x.extend(discriminator.initial(&self.discriminator.init, self.stream(Purpose::Discriminator)));
        x
    }

    /// The game that the file says.
    pub(super) fn play(self) -> Result<Mlp, String> {
        let mut widths = self.penalty.iter().filter_map(Penalty::width);
        if let Some(first) = widths.next()
            && widths.any(|sigma| sigma != first)
        {
            return Err("points around the data are drawn once: give all penalties there one `sigma`".into());
        }
        if matches!(&self.data, AnyPlane::Csv(csv) if csv.path.is_empty()) {
            return Err("`data.csv` needs a `path`".into());
        }
        let net = |inputs, table: &Perceptron, outputs| {
            let mut widths = vec![inputs];
            widths.extend(&table.widths);
            widths.push(outputs);
            Net::new(widths, table.activation.clone())
        };
        let source = self.source();
        let batch = source.draw(u64::MAX, 0);
        let (generator, discriminator) = (net(source.latent_dim(), &self.generator, 2), net(2, &self.discriminator, 1));
        let mut game = Mlp::on(batch, generator, discriminator, self.loss.clone(), self.penalty.clone());
        game.clip = self.clip;
        game.source = Some(source);
        game.resample = self.resample;
        game.table = Some(Box::new(self));
        Ok(game)
    }
}

impl<'de> Deserialize<'de> for Mlp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Table::deserialize(d)?.play().map_err(de::Error::custom)
    }
}

/// Writes the table that the game was read from.
impl Serialize for Mlp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(s)
    }
}

impl Default for Mlp {
    fn default() -> Self {
        Table::default().play().expect("the defaults of a game fit together")
    }
}

impl Described for Mlp {
    const FORMULA: &'static str = "G_θ, D_ψ perceptrons, data and latent points sampled in batches";
    const SOURCE: &'static str = "Mescheder, Nowozin, Geiger 2017; Mescheder et al. 2018, Section 5";
    const KEYS: &'static [&'static str] = &[
        "data",
        "latent",
        "generator",
        "discriminator",
        "batch",
        "resample",
        "loss",
        "penalty",
        "noise",
        "around",
        "clip",
    ];
}
