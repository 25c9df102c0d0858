//! A discriminator that generates by climbing itself.

use super::{Baseline, Outcome, Purpose, Task, coder::lift, descend, net, uniforms};
use crate::{
    game::{Game, Player, mlp::net::Net},
    measure::cloud,
    num::{Dual, Scalar},
    registry::settings,
};
use std::{cell::RefCell, ops::Range};

settings! {
    /// No generator: points start anywhere in the box of the data and walk to where D finds them most real; D learns to
    /// tell what they find (negative examples) from the data. The argmax that a generator would learn is searched anew
    /// each time.
    DiscriminatorAlone: "x̃ = argmax −D by ascent, then min E softplus D(x) + E softplus −D(x̃) + γ/2 E‖∇D(x)‖²", "after the lecture on energy-based generation (H.-y. Lee, remembered)" {
        /// Steps of one climb.
        climb: u32 = 60 => ["crate::registry::check::count"],
        /// Length of a climb's first step, as a share of the box; it falls linearly to 0.
        stride: f64 = 0.005 => ["crate::registry::check::positive"],
        /// γ ≥ 0, R1: without it the walk runs over cliffs.
        gamma: f64 = 0.05 => ["crate::registry::check::non_negative"],
        /// Width of the two hidden layers.
        width: usize = 32 => ["crate::registry::check::size"],
        /// Points in a batch.
        batch: usize = 128 => ["crate::registry::check::size"],
        /// Of Adam.
        lr: f64 = 2e-3 => ["crate::registry::check::positive"],
        /// Rounds.
        steps: u32 = 1000 => ["crate::registry::check::count"],
    }
}

/// D between real points and negative ones: one player's loss E softplus D(x) + E softplus −D(x̃) + γ/2 E‖∇D(x)‖², D a
/// fakeness logit. Parameters ψ.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// D.
    pub net: Net,
    /// γ.
    pub gamma: f64,
    batch: RefCell<[Vec<f64>; 2]>,
}

impl Contrast {
    /// Without a batch yet.
    pub fn new(net: Net, gamma: f64) -> Self {
        Self { net, gamma, batch: RefCell::default() }
    }
    /// Takes real points and negative ones [inputs][n].
    pub fn hold(&self, real: Vec<f64>, negative: Vec<f64>) {
        *self.batch.borrow_mut() = [real, negative];
    }
}

impl Game for Contrast {
    fn dims(&self) -> [usize; 2] {
        [0, self.net.parameters()]
    }

    fn loss<S: Scalar>(&self, _who: Player, psi: &[S]) -> S {
        let batch = self.batch.borrow();
        let n = batch[0].len() / self.net.widths()[0];
        let mut total = S::zero();
        for (points, sign) in batch.iter().zip([1.0, -1.0]) {
            let h = self.net.forward(psi, lift(points), n);
            h[h.len() - 1].iter().for_each(|&d| total += (d * sign).softplus());
            if sign > 0.0 {
                let slope = self.net.backward(psi, &h, vec![S::one(); n], None, n);
                slope.iter().for_each(|&s| total += s.square() * (0.5 * self.gamma));
            }
        }
        total * (1.0 / n as f64)
    }

    /// Backpropagation; the penalty by forward over reverse.
    fn grad<S: Scalar>(&self, _who: Player, wrt: Range<usize>, psi: &[S], out: &mut [S]) {
        if wrt.is_empty() {
            return;
        }
        let batch = self.batch.borrow();
        let n = batch[0].len() / self.net.widths()[0];
        let mut gradient = vec![S::zero(); psi.len()];
        add_contrast(&self.net, psi, [lift(&batch[0]), lift(&batch[1])], self.gamma, &mut gradient, n);
        out[wrt.clone()].copy_from_slice(&gradient[wrt]);
    }
}

/// Adds ∇_ψ of E softplus D(x) + E softplus −D(x̃) + γ/2 E‖∇D(x)‖².
pub(super) fn add_contrast<S: Scalar>(
    net: &Net,
    psi: &[S],
    [real, fake]: [Vec<S>; 2],
    gamma: f64,
    out: &mut [S],
    n: usize,
) {
    let weight = 1.0 / n as f64;
    let h = net.forward(psi, real.clone(), n);
    let slope = net.backward(psi, &h, vec![S::one(); n], None, n);
    let seed = h[h.len() - 1].iter().map(|&d| d.sigmoid() * weight).collect();
    net.backward(psi, &h, seed, Some(&mut *out), n);
    let h = net.forward(psi, fake, n);
    let seed = h[h.len() - 1].iter().map(|&d| (-d).sigmoid() * -weight).collect();
    net.backward(psi, &h, seed, Some(&mut *out), n);
    // ∇ ½‖∇D‖² = (∇D · ∇)∇_ψ D: the ε-part of a backward pass at x + ε∇D.
    let moved = real.iter().zip(&slope).map(|(&x, &s)| Dual::new(x, s)).collect();
    let psi: Vec<Dual<S>> = psi.iter().map(|&p| Dual::lift(p)).collect();
    let mut gradient = vec![Dual::zero(); psi.len()];
    let h = net.forward(&psi, moved, n);
    net.backward(&psi, &h, vec![Dual::lift(S::of(gamma * weight)); n], Some(&mut gradient), n);
    out.iter_mut().zip(gradient).for_each(|(out, g)| *out += g.eps);
}

/// A box [low, high] per coordinate.
type Bounds = [[f64; 2]; 2];

impl DiscriminatorAlone {
    /// Points [2][n] that walked uphill in −D, from uniform ones.
    fn generate(&self, net: &Net, psi: &[f64], bounds: &Bounds, uniform: &[f64]) -> Vec<f64> {
        let n = uniform.len() / 2;
        let side = |i: usize| bounds[i / n];
        let mut x: Vec<f64> =
            uniform.iter().enumerate().map(|(i, u)| side(i)[0] + u * (side(i)[1] - side(i)[0])).collect();
        for k in 0..self.climb {
            let h = net.forward(psi, x.clone(), n);
            let slope = net.backward(psi, &h, vec![1.0; n], None, n);
            let left = 1.0 - f64::from(k) / f64::from(self.climb);
            for i in 0..2 * n {
                let length = slope[i % n].hypot(slope[n + i % n]);
                let [low, high] = side(i);
                if length > 0.0 {
                    x[i] = (x[i] - self.stride * left * (high - low) * slope[i] / length).clamp(low, high);
                }
            }
        }
        x
    }
}

impl Baseline for DiscriminatorAlone {
    fn learn(&self, task: &Task) -> Outcome {
        let (d, psi) = net(2, self.width, 2, 1, task.stream(Purpose::Initial));
        let contrast = Contrast::new(d.clone(), self.gamma);
        let bounds = bounds(&task.training());
        let batches = task.stream(Purpose::Batches);
        let psi = descend(&contrast, self.lr, self.steps.into(), psi, |t, psi| {
            let stream = batches.child(t);
            let negative = self.generate(&d, psi, &bounds, &uniforms(stream.child(1), 2 * self.batch));
            contrast.hold(task.shape.batch(stream.child(0), self.batch), negative);
        });
        let sample = self.generate(&d, &psi, &bounds, &uniforms(task.stream(Purpose::Sample), 2 * task.points));
        let mean = |points: Vec<f64>| {
            let n = points.len() / 2;
            d.forward(&psi, points, n).pop().unwrap_or_default().iter().sum::<f64>() / n as f64
        };
        let gap = mean(sample.clone()) - mean(task.shape.batch(task.stream(Purpose::Test), task.points));
        Outcome { sample: cloud(&sample), facts: vec![("logit of the generated less that of the data", gap)] }
    }
}

/// The box of the data, a quarter of its size larger on each side.
fn bounds(data: &[[f64; 2]]) -> Bounds {
    [0, 1].map(|k| {
        let low = data.iter().map(|p| p[k]).fold(f64::INFINITY, f64::min);
        let high = data.iter().map(|p| p[k]).fold(f64::NEG_INFINITY, f64::max);
        let margin = 0.25 * (high - low).max(1e-3);
        [low - margin, high + margin]
    })
}
