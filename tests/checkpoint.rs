//! What is saved is what was there, for Python too; what is not whole or does not fit is refused.

use saddleflow::{
    game::mlp::{
        activation::{AnyActivation, Tanh},
        net::Net,
    },
    train::{Checkpoint, CheckpointError, Numbers},
};
use serde_json::Value;

fn net(widths: &[usize]) -> Net {
    Net::new(widths.to_vec(), AnyActivation::from(Tanh {}))
}

/// A generator in single, a discriminator in double precision, numbers that no text keeps.
fn sample() -> (Checkpoint, Vec<f32>, Vec<f64>) {
    let (g, d) = (net(&[3, 4, 2]), net(&[2, 5, 1]));
    let theta: Vec<f32> = (0..g.parameters()).map(|i| (i as f32).exp().recip() - 0.1).collect();
    let psi: Vec<f64> = (0..d.parameters()).map(|i| (i as f64).sqrt() / 3.0).collect();
    let mut checkpoint = Checkpoint::default();
    checkpoint.put_net("generator", &g, theta.clone());
    checkpoint.put_net("discriminator", &d, psi.clone());
    for (key, text) in [("experiment", "seed = 1\n"), ("step", "20000"), ("θ", "ψ \"quoted\"")] {
        checkpoint.texts.insert(key.into(), text.into());
    }
    (checkpoint, theta, psi)
}

#[test]
fn what_was_saved_is_read_to_the_same_bits() {
    let (checkpoint, theta, psi) = sample();
    let bytes = checkpoint.bytes();
    assert!((0..20).all(|_| checkpoint.clone().bytes() == bytes), "the same bytes each time");
    let again = Checkpoint::parse("x", &bytes).expect("whole");
    assert_eq!(again, checkpoint);
    assert_eq!(again.net("generator", &net(&[3, 4, 2])), Ok(Numbers::Single(theta.clone())));
    assert_eq!(again.net("discriminator", &net(&[2, 5, 1])), Ok(Numbers::Double(psi.clone())));
    let of_generator = again.net("generator", &net(&[3, 4, 2])).expect("there").to_f64();
    assert_eq!(of_generator.iter().map(|x| *x as f32).collect::<Vec<_>>(), theta);
}

/// The format by its definition: a length, a JSON header, the numbers.
#[test]
fn the_file_is_safetensors() {
    let (checkpoint, theta, psi) = sample();
    let bytes = checkpoint.bytes();
    let length = u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    let header: Value = serde_json::from_slice(&bytes[8..8 + length]).expect("JSON");
    let data = &bytes[8 + length..];
    let at = |name: &str| {
        let [from, to] = [0, 1].map(|k| header[name]["data_offsets"][k].as_u64().expect("an offset") as usize);
        (header[name]["dtype"].as_str().expect("a type"), header[name]["shape"].to_string(), &data[from..to])
    };
    let singles = |x: &[f32]| x.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>();
    let doubles = |x: &[f64]| x.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>();
    assert_eq!(at("generator.0.weight"), ("F32", "[4,3]".into(), &*singles(&theta[..12])));
    assert_eq!(at("generator.0.bias"), ("F32", "[4]".into(), &*singles(&theta[12..16])));
    assert_eq!(at("generator.1.weight"), ("F32", "[2,4]".into(), &*singles(&theta[16..24])));
    assert_eq!(at("discriminator.1.weight"), ("F64", "[1,5]".into(), &*doubles(&psi[15..20])));
    assert_eq!(at("discriminator.1.bias"), ("F64", "[1]".into(), &*doubles(&psi[20..])));
    let texts = header["__metadata__"]["saddleflow"].as_str().expect("a text");
    let texts: Value = serde_json::from_str(texts).expect("JSON");
    assert_eq!((texts["experiment"].as_str(), texts["step"].as_str()), (Some("seed = 1\n"), Some("20000")));
}

#[test]
fn a_truncated_file_is_refused_wherever_it_ends() {
    let (checkpoint, ..) = sample();
    let bytes = checkpoint.bytes();
    for end in 0..bytes.len() {
        let error = Checkpoint::parse("run/last.safetensors", &bytes[..end]).expect_err("cut off");
        let text = error.to_string();
        assert!(text.starts_with("run/last.safetensors is not a whole checkpoint: "), "{text}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Checkpoint::parse("x", &longer).is_err());
    assert!(Checkpoint::parse("x", b"step,theta,psi\n0,1,1\n1,0.9,1.1\n").is_err(), "a CSV file");
    let missing = Checkpoint::read(std::path::Path::new("/no/such/checkpoint")).expect_err("not there");
    assert!(matches!(&missing, CheckpointError::Unreadable { path, .. } if path == "/no/such/checkpoint"));
}

#[test]
fn another_architecture_is_refused() {
    let (checkpoint, ..) = sample();
    for (widths, word) in [
        (&[3, 5, 2][..], "`generator.0.weight` of the checkpoint has the shape [4, 3], but [5, 3] is needed"),
        (&[2, 4, 2], "[4, 3], but [4, 2] is needed"),
        (&[3, 4, 1], "`generator.1.weight` of the checkpoint has the shape [2, 4], but [1, 4] is needed"),
        (&[3, 4, 2, 2], "holds no `generator.2.weight`"),
        (&[3, 4], "`generator.1.weight`, but the net has no such layer"),
    ] {
        let error = checkpoint.net("generator", &net(widths)).expect_err("another architecture").to_string();
        assert!(error.contains(word), "{widths:?}: {error}");
    }
    let error = checkpoint.net("average", &net(&[3, 4, 2])).expect_err("not there").to_string();
    assert!(error.contains("holds discriminator.0.bias, "), "{error}");
}

#[test]
fn numbers_that_are_not_finite_do_not_pass() {
    let net = net(&[3, 4, 2]);
    let mut checkpoint = Checkpoint::default();
    let mut theta = vec![0.5; net.parameters()];
    theta[17] = f64::NAN;
    checkpoint.put_net("generator", &net, theta);
    let again = Checkpoint::parse("x", &checkpoint.bytes()).expect("whole");
    let error = again.net("generator", &net).expect_err("NaN");
    assert_eq!(error, CheckpointError::NotFinite { name: "generator.1.weight".into(), index: 1 });
}
