//! The decoder of an autoencoder as a generator.

use super::{Baseline, Coder, Outcome, Purpose, Task, descend, net, normals, uniforms};
use crate::{
    measure::{Modes, cloud},
    registry::settings,
};

settings! {
    /// Encoder and decoder by reconstruction alone. Codes are then drawn from the normal law that has the mean and the
    /// covariance of the codes of the data: between the codes the decoder was taught nothing.
    Autoencoder: "min E‖x − d(e(x))‖², then d(z), z ~ N(mean e(x), cov e(x))", "Hinton, Salakhutdinov 2006 (remembered)" {
        /// k ≥ 1, entries of a code.
        code: usize = 2 => ["crate::registry::check::size"],
        /// Width of the two hidden layers.
        width: usize = 32 => ["crate::registry::check::size"],
        /// Points in a batch.
        batch: usize = 256 => ["crate::registry::check::size"],
        /// Of Adam.
        lr: f64 = 2e-3 => ["crate::registry::check::positive"],
        /// Steps of Adam.
        steps: u32 = 4000 => ["crate::registry::check::count"],
    }
}

impl Baseline for Autoencoder {
    fn learn(&self, task: &Task) -> Outcome {
        let start = task.stream(Purpose::Initial);
        let (encoder, mut x) = net(2, self.width, 2, self.code, start.child(0));
        let (decoder, d) = net(self.code, self.width, 2, 2, start.child(1));
        x.extend(d);
        let a = encoder.parameters();
        let coder = Coder::new(encoder.clone(), decoder.clone(), false, 1.0, 0.0);
        let batches = task.stream(Purpose::Batches);
        let x = descend(&coder, self.lr, self.steps.into(), x, |t, _| {
            coder.hold(task.shape.batch(batches.child(t), self.batch), vec![]);
        });
        let value = |net: &crate::game::mlp::net::Net, p: &[f64], x: Vec<f64>, n| {
            net.forward(p, x, n).pop().unwrap_or_default()
        };
        let n = task.points;
        let points = task.shape.batch(task.stream(Purpose::Test), n);
        let codes = value(&encoder, &x[..a], points.clone(), n);
        let decode = |codes: Vec<f64>| cloud(&value(&decoder, &x[a..], codes, n));
        let error = decode(codes.clone())
            .iter()
            .zip(cloud(&points))
            .map(|(y, x)| (y[0] - x[0]).hypot(y[1] - x[1]))
            .sum::<f64>();
        // Halfway between the codes of two data points.
        let partner = uniforms(task.stream(Purpose::Sample).child(1), n);
        let halfway = (0..self.code * n).map(|i| {
            let j = i / n * n + (partner[i % n] * n as f64) as usize;
            0.5 * (codes[i] + codes[j])
        });
        let between = decode(halfway.collect());
        let mut facts = vec![("reconstruction error", error / n as f64)];
        if let Some(modes) = Modes::of(&task.shape) {
            facts.push(("good halfway between two codes", modes.coverage(&between).good));
        }
        let drawn = like(&codes, n, &normals(task.stream(Purpose::Sample), self.code * n));
        Outcome { sample: decode(drawn), facts }
    }
}

/// Codes [k][n] made of normals [k][n], with the mean and the covariance of the given ones: LLᵀ = cov.
fn like(codes: &[f64], n: usize, normals: &[f64]) -> Vec<f64> {
    let k = codes.len() / n;
    let mean: Vec<f64> = codes.chunks(n).map(|row| row.iter().sum::<f64>() / n as f64).collect();
    let covariance = nalgebra::DMatrix::from_fn(k, k, |i, j| {
        let (a, b) = (&codes[i * n..(i + 1) * n], &codes[j * n..(j + 1) * n]);
        let tiny = if i == j { 1e-12 } else { 0.0 };
        a.iter().zip(b).map(|(a, b)| (a - mean[i]) * (b - mean[j])).sum::<f64>() / n as f64 + tiny
    });
    let root = covariance.cholesky().map(|c| c.l()).unwrap_or_else(|| nalgebra::DMatrix::zeros(k, k));
    (0..k * n)
        .map(|i| mean[i / n] + (0..=i / n).map(|j| root[(i / n, j)] * normals[j * n + i % n]).sum::<f64>())
        .collect()
}
