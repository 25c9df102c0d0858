//! Checkpoints: named arrays of numbers and what they mean, as safetensors (which Python reads, too).
//!
//! A net of a player is `<player>.0.weight [out, in]`, `<player>.0.bias [out]`, `<player>.1.weight`, …, so that
//! averages (`generator_average`) and the memory of an optimiser (`generator_square`) are nets of their own names.
//! The metadata of the file is one JSON object of texts under the key `saddleflow`: the experiment, the step, …

use crate::game::mlp::net::Net;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    path::Path,
};

/// The one key of the metadata. The format keeps them in no order, and equal runs are to leave equal bytes.
const KEY: &str = "saddleflow";

/// Numbers in the precision in which they were computed.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// Of training.
    Single(Vec<f32>),
    /// Of analysis.
    Double(Vec<f64>),
}

impl From<Vec<f32>> for Numbers {
    fn from(x: Vec<f32>) -> Self {
        Numbers::Single(x)
    }
}

impl From<Vec<f64>> for Numbers {
    fn from(x: Vec<f64>) -> Self {
        Numbers::Double(x)
    }
}

impl Numbers {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Numbers::Single(x) => x.len(),
            Numbers::Double(x) => x.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Exact for both.
    pub fn to_f64(&self) -> Vec<f64> {
        match self {
            Numbers::Single(x) => x.iter().map(|&x| x.into()).collect(),
            Numbers::Double(x) => x.clone(),
        }
    }

    /// To the same bits where they are single, rounded where they are double.
    pub fn to_f32(&self) -> Vec<f32> {
        match self {
            Numbers::Single(x) => x.clone(),
            Numbers::Double(x) => x.iter().map(|&x| x as f32).collect(),
        }
    }

    /// Those of a range.
    pub fn part(&self, range: Range<usize>) -> Self {
        match self {
            Numbers::Single(x) => Numbers::Single(x[range].to_vec()),
            Numbers::Double(x) => Numbers::Double(x[range].to_vec()),
        }
    }

    /// Appends `more`; doubles behind singles make doubles of all.
    fn append(&mut self, more: &Self) {
        match (&mut *self, more) {
            (Numbers::Single(x), Numbers::Single(more)) => x.extend(more),
            (Numbers::Double(x), more) => x.extend(more.to_f64()),
            (Numbers::Single(_), Numbers::Double(more)) => {
                let mut all = self.to_f64();
                all.extend(more);
                *self = Numbers::Double(all);
            }
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Numbers::Single(x) => x.iter().flat_map(|x| x.to_le_bytes()).collect(),
            Numbers::Double(x) => x.iter().flat_map(|x| x.to_le_bytes()).collect(),
        }
    }

    fn of(view: &TensorView) -> Option<Self> {
        let (fours, eights) = (view.data().as_chunks::<4>().0, view.data().as_chunks::<8>().0);
        match view.dtype() {
            Dtype::F32 => Some(Numbers::Single(fours.iter().map(|b| f32::from_le_bytes(*b)).collect())),
            Dtype::F64 => Some(Numbers::Double(eights.iter().map(|b| f64::from_le_bytes(*b)).collect())),
            _ => None,
        }
    }
}

/// What is wrong with a checkpoint.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum CheckpointError {
    /// The file is not there, or not to be read.
    #[error("{path} cannot be read: {why}")]
    Unreadable {
        /// Of the file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// Cut off, or something else.
    #[error("{path} is not a whole checkpoint: {why}")]
    Broken {
        /// Of the file.
        path: String,
        /// What the format misses.
        why: String,
    },
    /// An array is not there.
    #[error("the checkpoint holds no `{name}`; it holds {holds}")]
    Missing {
        /// What was asked for.
        name: String,
        /// What there is.
        holds: String,
    },
    /// An array of another shape.
    #[error("`{name}` of the checkpoint has the shape {found:?}, but {wanted:?} is needed: another architecture")]
    Shape {
        /// Which array.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// That of the net that is to be filled.
        wanted: Vec<usize>,
    },
    /// More layers than the net has.
    #[error("the checkpoint holds `{name}`, but the net has no such layer: another architecture")]
    Surplus {
        /// Which array.
        name: String,
    },
    /// NaN or infinite.
    #[error("entry {index} of `{name}` is not finite: the run had diverged")]
    NotFinite {
        /// Which array.
        name: String,
        /// Which entry, counted from 0.
        index: usize,
    },
}

/// Named arrays and texts about them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checkpoint {
    /// What the arrays mean: the experiment, the step, ….
    pub texts: BTreeMap<String, String>,
    arrays: BTreeMap<String, (Vec<usize>, Numbers)>,
}

impl Checkpoint {
    /// Puts an array in.
    ///
    /// # Panics
    /// If the shape does not hold as many numbers.
    pub fn put(&mut self, name: &str, shape: &[usize], numbers: impl Into<Numbers>) {
        let numbers = numbers.into();
        assert_eq!(shape.iter().product::<usize>(), numbers.len(), "the shape of {name}");
        self.arrays.insert(name.into(), (shape.to_vec(), numbers));
    }

    /// An array of this shape.
    ///
    /// # Errors
    /// If there is none of that name or of that shape.
    pub fn get(&self, name: &str, shape: &[usize]) -> Result<&Numbers, CheckpointError> {
        let Some((found, numbers)) = self.arrays.get(name) else {
            let names: Vec<&str> = self.names().collect();
            let holds = if names.is_empty() { "nothing".into() } else { names.join(", ") };
            return Err(CheckpointError::Missing { name: name.into(), holds });
        };
        if found != shape {
            let (found, wanted) = (found.clone(), shape.to_vec());
            return Err(CheckpointError::Shape { name: name.into(), found, wanted });
        }
        Ok(numbers)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.arrays.keys().map(String::as_str)
    }

    /// Puts numbers in the layout of a net's parameters in, layer by layer, under `player`.
    pub fn put_net(&mut self, player: &str, net: &Net, p: impl Into<Numbers>) {
        let p = p.into();
        for (k, layer) in net.layers().enumerate() {
            let middle = layer.range.end - layer.outputs;
            let weight = p.part(layer.range.start..middle);
            self.put(&format!("{player}.{k}.weight"), &[layer.outputs, layer.inputs], weight);
            self.put(&format!("{player}.{k}.bias"), &[layer.outputs], p.part(middle..layer.range.end));
        }
    }

    /// The numbers under `player`, in the layout of the parameters of `net`.
    ///
    /// # Errors
    /// If they are those of another architecture, or not finite.
    pub fn net(&self, player: &str, net: &Net) -> Result<Numbers, CheckpointError> {
        let beyond = format!("{player}.{}.weight", net.layers().len());
        if self.arrays.contains_key(&beyond) {
            return Err(CheckpointError::Surplus { name: beyond });
        }
        let mut all = Numbers::Single(Vec::with_capacity(net.parameters()));
        for (k, layer) in net.layers().enumerate() {
            let shapes: [(&str, &[usize]); 2] =
                [("weight", &[layer.outputs, layer.inputs]), ("bias", &[layer.outputs])];
            for (kind, shape) in shapes {
                let name = format!("{player}.{k}.{kind}");
                let numbers = self.get(&name, shape)?;
                if let Some(index) = numbers.to_f64().iter().position(|x| !x.is_finite()) {
                    return Err(CheckpointError::NotFinite { name, index });
                }
                all.append(numbers);
            }
        }
        Ok(all)
    }

    /// The file, to be written whole; the same bytes for the same content.
    pub fn bytes(&self) -> Vec<u8> {
        let kept: Vec<(&String, &Vec<usize>, Dtype, Vec<u8>)> = self
            .arrays
            .iter()
            .map(|(name, (shape, numbers))| {
                let dtype = if matches!(numbers, Numbers::Single(_)) { Dtype::F32 } else { Dtype::F64 };
                (name, shape, dtype, numbers.bytes())
            })
            .collect();
        let view = |(name, shape, dtype, bytes)| {
            let shape: &Vec<usize> = shape;
            TensorView::new(dtype, shape.clone(), bytes).ok().map(|view| (name, view))
        };
        let views = kept.iter().filter_map(|(name, shape, dtype, bytes)| view((*name, *shape, *dtype, bytes)));
        let texts = serde_json::to_string(&self.texts).expect("texts are JSON");
        safetensors::serialize(views, Some(HashMap::from([(KEY.into(), texts)]))).expect("shapes fit their numbers")
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read or is not whole.
    pub fn read(path: &Path) -> Result<Self, CheckpointError> {
        let name = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Self::parse(&name, &bytes),
            Err(e) => Err(CheckpointError::Unreadable { path: name, why: e.to_string() }),
        }
    }

    /// Reads the bytes of a file of that name. Metadata of other programs is passed over.
    ///
    /// # Errors
    /// If they are cut off, are not safetensors, or hold other numbers than f32 and f64.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, CheckpointError> {
        let broken = |why: String| CheckpointError::Broken { path: name.into(), why };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|e| broken(e.to_string()))?;
        let tensors = SafeTensors::deserialize(bytes).map_err(|e| broken(e.to_string()))?;
        let texts = match header.metadata().as_ref().and_then(|texts| texts.get(KEY)) {
            Some(json) => serde_json::from_str(json).map_err(|e| broken(format!("its metadata: {e}")))?,
            None => BTreeMap::new(),
        };
        let mut arrays = BTreeMap::new();
        for (name, view) in tensors.iter() {
            let numbers = Numbers::of(&view)
                .ok_or_else(|| broken(format!("`{name}` holds {:?}, but f32 or f64 is needed", view.dtype())))?;
            arrays.insert(name.to_string(), (view.shape().to_vec(), numbers));
        }
        Ok(Self { texts, arrays })
    }
}
