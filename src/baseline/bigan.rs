//! A GAN on pairs of point and code.

use super::{Baseline, Outcome, Purpose, Task, coder::lift, descend, discriminator_alone::add_contrast, net, normals};
use crate::{
    game::{Game, Player, mlp::net::Net},
    measure::cloud,
    num::Scalar,
    registry::settings,
};
use std::{cell::RefCell, ops::Range};

settings! {
    /// D sees pairs: (x, E(x)) of data and encoder, (G(z), z) of generator and prior. At an equilibrium the two laws of
    /// pairs agree, and then E and G invert each other. Non-saturating, R1 on the pairs of the data.
    Bigan: "min_D E softplus D(x, E(x)) + E softplus −D(G(z), z) + γ/2 E‖∇D‖², min_{G,E} E softplus D(G(z), z) + E softplus −D(x, E(x))", "Donahue, Krähenbühl, Darrell 2017; Dumoulin et al. 2017" {
        /// k ≥ 1, entries of a code.
        code: usize = 2 => ["crate::registry::check::size"],
        /// γ ≥ 0.
        gamma: f64 = 1.0 => ["crate::registry::check::non_negative"],
        /// Width of the two hidden layers.
        width: usize = 32 => ["crate::registry::check::size"],
        /// Points in a batch.
        batch: usize = 128 => ["crate::registry::check::size"],
        /// Of Adam, both players.
        lr: f64 = 1e-3 => ["crate::registry::check::positive"],
        /// Rounds.
        steps: u32 = 6000 => ["crate::registry::check::count"],
    }
}

/// The game on one batch: θ = G | E, ψ of D.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// Codes to points.
    pub generator: Net,
    /// Points to codes.
    pub encoder: Net,
    /// Pairs [2 + k] to a fakeness logit.
    pub discriminator: Net,
    /// γ.
    pub gamma: f64,
    batch: RefCell<[Vec<f64>; 2]>,
}

/// Layers of both nets, and the pairs they make [2 + k][n].
struct Made<S> {
    generated: Vec<Vec<S>>,
    encoded: Vec<Vec<S>>,
    of_data: Vec<S>,
    of_prior: Vec<S>,
}

impl Pairs {
    /// Without a batch yet.
    pub fn new(generator: Net, encoder: Net, discriminator: Net, gamma: f64) -> Self {
        Self { generator, encoder, discriminator, gamma, batch: RefCell::default() }
    }
    /// Takes points [2][n] and codes [k][n].
    pub fn hold(&self, points: Vec<f64>, codes: Vec<f64>) {
        *self.batch.borrow_mut() = [points, codes];
    }

    fn make<S: Scalar>(&self, theta: &[S], n: usize) -> Made<S> {
        let batch = self.batch.borrow();
        let (of_generator, of_encoder) = theta.split_at(self.generator.parameters());
        let generated = self.generator.forward(of_generator, lift(&batch[1]), n);
        let encoded = self.encoder.forward(of_encoder, lift(&batch[0]), n);
        let of_data = [lift(&batch[0]), encoded[encoded.len() - 1].clone()].concat();
        let of_prior = [generated[generated.len() - 1].clone(), lift(&batch[1])].concat();
        Made { generated, encoded, of_data, of_prior }
    }

    fn n(&self) -> usize {
        self.batch.borrow()[0].len() / 2
    }
}

impl Game for Pairs {
    fn dims(&self) -> [usize; 2] {
        [self.generator.parameters() + self.encoder.parameters(), self.discriminator.parameters()]
    }

    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        let n = Pairs::n(self);
        let (theta, psi) = x.split_at(self.dims()[0]);
        let made = self.make(theta, n);
        let sign = if who == Player::Discriminator { 1.0 } else { -1.0 };
        let mut total = S::zero();
        let h = self.discriminator.forward(psi, made.of_data, n);
        h[h.len() - 1].iter().for_each(|&d| total += (d * sign).softplus());
        if who == Player::Discriminator {
            let slope = self.discriminator.backward(psi, &h, vec![S::one(); n], None, n);
            slope.iter().for_each(|&s| total += s.square() * (0.5 * self.gamma));
        }
        let h = self.discriminator.forward(psi, made.of_prior, n);
        h[h.len() - 1].iter().for_each(|&d| total += (d * -sign).softplus());
        total * (1.0 / n as f64)
    }

    /// Backpropagation of a player's own parameters.
    ///
    /// # Panics
    /// If another part of the gradient is wanted.
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        assert_eq!(wrt, self.block(who), "only a player's own part is known");
        let n = Pairs::n(self);
        let weight = 1.0 / n as f64;
        let (theta, psi) = x.split_at(self.dims()[0]);
        let made = self.make(theta, n);
        let mut gradient = vec![S::zero(); wrt.len()];
        if who == Player::Discriminator {
            add_contrast(&self.discriminator, psi, [made.of_data, made.of_prior], self.gamma, &mut gradient, n);
        } else {
            let (to_generator, to_encoder) = gradient.split_at_mut(self.generator.parameters());
            let (of_generator, of_encoder) = theta.split_at(self.generator.parameters());
            let pull = |pairs: Vec<S>, sign: f64| {
                let h = self.discriminator.forward(psi, pairs, n);
                let seed = h[h.len() - 1].iter().map(|&d| (d * sign).sigmoid() * (sign * weight)).collect();
                self.discriminator.backward(psi, &h, seed, None, n)
            };
            let on_point = pull(made.of_prior, 1.0)[..2 * n].to_vec();
            self.generator.backward(of_generator, &made.generated, on_point, Some(to_generator), n);
            let on_code = pull(made.of_data, -1.0)[2 * n..].to_vec();
            self.encoder.backward(of_encoder, &made.encoded, on_code, Some(to_encoder), n);
        }
        out[wrt].copy_from_slice(&gradient);
    }
}

impl Baseline for Bigan {
    fn learn(&self, task: &Task) -> Outcome {
        let (start, k) = (task.stream(Purpose::Initial), self.code);
        let (generator, mut x) = net(k, self.width, 2, 2, start.child(0));
        let (encoder, e) = net(2, self.width, 2, k, start.child(1));
        let (discriminator, d) = net(2 + k, self.width, 2, 1, start.child(2));
        x.extend(e);
        x.extend(d);
        let (a, b) = (generator.parameters(), encoder.parameters());
        let game = Pairs::new(generator.clone(), encoder.clone(), discriminator, self.gamma);
        let batches = task.stream(Purpose::Batches);
        let x = descend(&game, self.lr, self.steps.into(), x, |t, _| {
            let stream = batches.child(t);
            game.hold(task.shape.batch(stream.child(0), self.batch), normals(stream.child(1), k * self.batch));
        });
        let n = task.points;
        let value = |net: &Net, p: &[f64], x: Vec<f64>| net.forward(p, x, n).pop().unwrap_or_default();
        let (g, e) = (|z| value(&generator, &x[..a], z), |y| value(&encoder, &x[a..a + b], y));
        let z = normals(task.stream(Purpose::Sample), k * n);
        let points = task.shape.batch(task.stream(Purpose::Test), n);
        let miss = |a: &[f64], b: &[f64]| {
            let square = |i: usize| (i..a.len()).step_by(n).map(|j| (a[j] - b[j]) * (a[j] - b[j])).sum::<f64>();
            (0..n).map(|i| square(i).sqrt()).sum::<f64>() / n as f64
        };
        let sample = g(z.clone());
        let facts = vec![
            ("E‖x − G(E(x))‖", miss(&points, &g(e(points.clone())))),
            ("E‖z − E(G(z))‖", miss(&z, &e(sample.clone()))),
        ];
        Outcome { sample: cloud(&sample), facts }
    }
}
