//! The decoder of a variational autoencoder as a generator.

use super::{Baseline, Coder, Outcome, Purpose, Task, descend, net, normals};
use crate::{measure::cloud, registry::settings};

settings! {
    /// The evidence bound with weight β on its KL term; d(z) with z ~ N(0, I) is generated. With β = 0 nothing holds the
    /// noise of the code, and it shrinks: noise that cannot be told from the data's only costs reconstruction.
    VariationalAutoencoder: "min E‖x − d(z)‖²/(2η²) + β KL(N(μ(x), τ(x)²) ‖ N(0, I)), then d(z), z ~ N(0, I)", "Kingma, Welling 2014" {
        /// k ≥ 1, entries of a code.
        code: usize = 2 => ["crate::registry::check::size"],
        /// β ≥ 0.
        beta: f64 = 1.0 => ["crate::registry::check::non_negative"],
        /// η > 0, what the decoder may miss by.
        sd: f64 = 0.05 => ["crate::registry::check::positive"],
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

impl Baseline for VariationalAutoencoder {
    fn learn(&self, task: &Task) -> Outcome {
        let (start, k) = (task.stream(Purpose::Initial), self.code);
        let (encoder, mut x) = net(2, self.width, 2, 2 * k, start.child(0));
        let (decoder, d) = net(k, self.width, 2, 2, start.child(1));
        x.extend(d);
        let a = encoder.parameters();
        let coder = Coder::new(encoder.clone(), decoder.clone(), true, self.sd, self.beta);
        let batches = task.stream(Purpose::Batches);
        let test = task.shape.batch(task.stream(Purpose::Test), task.points);
        let noise = |x: &[f64]| {
            let out = encoder.forward(&x[..a], test.clone(), task.points).pop().unwrap_or_default();
            let tau = &out[k * task.points..];
            tau.iter().map(|s| libm::exp(*s)).sum::<f64>() / tau.len() as f64
        };
        let half = u64::from(self.steps / 2);
        let mut halfway = f64::NAN;
        let x = descend(&coder, self.lr, self.steps.into(), x, |t, x| {
            if t == half {
                halfway = noise(x);
            }
            let stream = batches.child(t);
            coder.hold(task.shape.batch(stream.child(0), self.batch), normals(stream.child(1), k * self.batch));
        });
        let z = normals(task.stream(Purpose::Sample), k * task.points);
        let sample = cloud(&decoder.forward(&x[a..], z, task.points).pop().unwrap_or_default());
        Outcome { sample, facts: vec![("code noise halfway", halfway), ("code noise at the end", noise(&x))] }
    }
}
