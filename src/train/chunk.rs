//! A chunk of a minibatch with all the room its gradients need: nothing is allocated after this is made.

use super::{
    CHUNK,
    activate::Activation,
    kernel::{Bias, add_outer},
    net::{Shape, split},
    plane::{GRAIN, Plane},
    pointwise::{add_penalty_seeds, loss_seeds},
};
use crate::{
    game::{
        Player,
        mlp::{Batch, Draw},
    },
    loss::{AnyLoss, Loss},
    num::random::GROUP,
    penalty::{AnyPenalty, Penalty, Site},
};

/// What all chunks share.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub generator: Shape,
    pub discriminator: Shape,
    pub loss: AnyLoss,
    pub penalty: Vec<AnyPenalty>,
    /// One over the size of the batch.
    pub weight: f64,
}

impl Plan {
    fn penalises(&self, site: Site) -> bool {
        self.penalty.iter().any(|p| p.sites().contains(&site))
    }
}

/// Samples `first..first + samples` of a batch, padded with zeros that weigh nothing.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    first: usize,
    samples: usize,
    real: Plane,
    shift: Plane,
    mix: Vec<f32>,
    around: Plane,
    /// G's values, the latent points first.
    generated: Vec<Plane>,
    /// D's values at real, generated, and other points.
    visits: [Vec<Plane>; 3],
    to_generator: Vec<Plane>,
    to_discriminator: Vec<Plane>,
    /// Cotangents of D's values, and how D's sums and values move along ∇ₓD.
    kept: Vec<Plane>,
    moved: Vec<Plane>,
    tangent: Vec<Plane>,
    /// A layer's plane.
    scratch: [Plane; 2],
    seeds: [Vec<f32>; 4],
    ones: Vec<f32>,
    zeros: Vec<f32>,
    pull: Plane,
    /// The gradient by D's last bias: the sum of all cotangents of D's value, which may all but cancel.
    last_bias: f64,
    /// This chunk's part of the gradient, θ or ψ.
    pub gradient: Vec<f32>,
}

const REAL: usize = 0;
const FAKE: usize = 1;
const OTHER: usize = 2;

impl Chunk {
    pub fn new(plan: &Plan, first: usize, samples: usize) -> Self {
        let n = samples.next_multiple_of(GRAIN);
        let (g, d) = (&plan.generator, &plan.discriminator);
        let widest = d.layers.iter().map(|l| l.inputs.max(l.outputs)).max().unwrap_or(1);
        let parameters = |s: &Shape| s.layers.last().map_or(0, |l| l.range.end);
        Self {
            first,
            samples,
            real: Plane::new(2, n),
            shift: Plane::new(2, n),
            mix: vec![0.0; n],
            around: Plane::new(2, n),
            generated: g.values(n),
            visits: [d.values(n), d.values(n), d.values(n)],
            to_generator: g.sums(n),
            to_discriminator: d.sums(n),
            kept: d.sums(n),
            moved: d.sums(n),
            tangent: d.values(n),
            scratch: [Plane::new(widest, n), Plane::new(widest, n)],
            seeds: std::array::from_fn(|_| vec![0.0; n]),
            ones: vec![1.0; n],
            zeros: vec![0.0; n],
            pull: Plane::new(2, n),
            last_bias: 0.0,
            gradient: vec![0.0; parameters(g).max(parameters(d))],
        }
    }

    /// Takes this chunk's samples of a batch.
    pub fn load(&mut self, batch: &Batch) {
        let (first, samples) = (self.first, self.samples);
        let row = |to: &mut [f32], from: &[f64]| {
            to.iter_mut().zip(&from[first..first + samples]).for_each(|(t, f)| *t = *f as f32);
        };
        let copy = |to: &mut Plane, from: &[f64]| {
            from.chunks(batch.n).enumerate().for_each(|(r, from)| row(to.row_mut(r), from));
        };
        copy(&mut self.real, &batch.real);
        copy(&mut self.generated[0], &batch.latent);
        copy(&mut self.shift, &batch.shift);
        copy(&mut self.around, &batch.around);
        row(&mut self.mix, &batch.mix);
    }

    /// Draws what `who`'s gradient needs.
    pub fn draw(&mut self, plan: &Plan, who: Player, draw: Draw) {
        const { assert!(CHUNK == GROUP, "a chunk is a group of random numbers") };
        let group = (self.first / GROUP) as u64;
        let m = self.samples;
        let mut numbers = [0.0f32; GROUP];
        for f in 0..plan.generator.layers[0].inputs {
            draw.latent(group, f, &mut numbers);
            self.generated[0].row_mut(f)[..m].copy_from_slice(&numbers[..m]);
        }
        let (mut x, mut y) = ([0.0; GROUP], [0.0; GROUP]);
        let store = |to: &mut Plane, x: &[f64], y: &[f64]| {
            for (to, from) in to.pair_mut(0).into_iter().zip([x, y]) {
                to.iter_mut().zip(&from[..m]).for_each(|(t, f)| *t = *f as f32);
            }
        };
        draw.add_shift(group, &mut x, &mut y);
        store(&mut self.shift, &x, &y);
        if who == Player::Discriminator || plan.loss.paired() {
            draw.real(group, &mut x, &mut y);
            store(&mut self.real, &x, &y);
            if plan.penalises(Site::Around) {
                draw.add_around(group, &mut x, &mut y);
                store(&mut self.around, &x, &y);
            }
            if plan.penalises(Site::Between) {
                draw.mix(group, &mut x);
                self.mix.iter_mut().zip(&x[..m]).for_each(|(t, f)| *t = *f as f32);
            }
        }
    }

    /// `who`'s gradient by its own parameters, summed over this chunk.
    pub fn run(&mut self, plan: &Plan, who: Player, theta: &[f32], psi: &[f32]) {
        let (g, d) = (&plan.generator, &plan.discriminator);
        self.gradient.fill(0.0);
        g.forward(theta, &mut self.generated);
        let points = &self.generated[g.layers.len()];
        let moved = self.visits[FAKE][0].all_mut().iter_mut().zip(points.all()).zip(self.shift.all());
        moved.for_each(|((y, &x), &s)| *y = x + s);
        d.forward(psi, &mut self.visits[FAKE]);
        if who == Player::Discriminator || plan.loss.paired() {
            self.visits[REAL][0].all_mut().copy_from_slice(self.real.all());
            d.forward(psi, &mut self.visits[REAL]);
        }
        let [to_real, to_fake, ..] = &mut self.seeds;
        let logits = [REAL, FAKE].map(|v| self.visits[v][d.layers.len()].row(0));
        loss_seeds(d.arch, &plan.loss, who, logits, plan.weight, [to_real, to_fake]);
        to_real[self.samples..].fill(0.0);
        to_fake[self.samples..].fill(0.0);
        match who {
            Player::Generator => {
                self.to_discriminator[d.layers.len() - 1].row_mut(0).copy_from_slice(&self.seeds[FAKE]);
                d.backward(psi, &self.visits[FAKE], &mut self.to_discriminator, None, Some(&mut self.pull));
                self.to_generator[g.layers.len() - 1].all_mut().copy_from_slice(self.pull.all());
                g.backward(theta, &self.generated, &mut self.to_generator, None, None);
                g.add_gradient(&self.generated, &self.to_generator, &self.ones, &mut self.gradient);
            }
            Player::Discriminator => {
                self.last_bias = 0.0;
                for (site, visit) in
                    [(Site::Real, REAL), (Site::Fake, FAKE), (Site::Between, OTHER), (Site::Around, OTHER)]
                {
                    if plan.penalises(site) {
                        self.penalised_visit(plan, psi, site, visit);
                    } else if visit != OTHER {
                        self.visit(plan, psi, visit);
                    }
                }
                self.gradient[d.layers[d.layers.len() - 1].range.end - 1] = self.last_bias as f32;
            }
        }
    }

    /// The loss's gradient from one kind of points.
    fn visit(&mut self, plan: &Plan, psi: &[f32], visit: usize) {
        let d = &plan.discriminator;
        self.last_bias += sum(&self.seeds[visit]);
        self.to_discriminator[d.layers.len() - 1].row_mut(0).copy_from_slice(&self.seeds[visit]);
        d.backward(psi, &self.visits[visit], &mut self.to_discriminator, None, None);
        d.add_gradient(&self.visits[visit], &self.to_discriminator, &self.ones, &mut self.gradient);
    }

    /// The gradient of loss and penalties from one kind of points: the ε-part of one backward pass at y + ε∇ₓD(y) with
    /// cotangent c₂ + ε(c_D + that of the loss).
    fn penalised_visit(&mut self, plan: &Plan, psi: &[f32], site: Site, visit: usize) {
        let d = &plan.discriminator;
        let layers = d.layers.len();
        if visit == OTHER {
            self.other_points(site);
            d.forward(psi, &mut self.visits[OTHER]);
        }
        let h = &self.visits[visit];
        let smooth = d.activation == Activation::Tanh;
        self.to_discriminator[layers - 1].row_mut(0).fill(1.0);
        let kept = smooth.then_some(self.kept.as_mut_slice());
        d.backward(psi, h, &mut self.to_discriminator, kept, Some(&mut self.tangent[0]));
        let (of_loss, [by_square, by_value]) = self.seeds.split_at_mut(2) else { unreachable!("four seeds") };
        by_square.fill(0.0);
        match visit {
            OTHER => by_value.fill(0.0),
            _ => by_value.copy_from_slice(&of_loss[visit]),
        }
        let at = [h[layers].row(0), self.tangent[0].row(0), self.tangent[0].row(1)];
        add_penalty_seeds(d.arch, &plan.penalty, site, at, plan.weight, [by_square, by_value]);
        by_square[self.samples..].fill(0.0);
        by_value[self.samples..].fill(0.0);
        self.last_bias += sum(by_value);
        if smooth {
            d.along(psi, h, &mut self.tangent, &mut self.moved);
            self.add_smooth(plan, psi, visit);
        } else {
            self.add_piecewise(plan, psi, visit);
        }
    }

    /// The points that only penalties see.
    fn other_points(&mut self, site: Site) {
        let points = &mut self.visits[OTHER];
        if site == Site::Around {
            points[0].all_mut().copy_from_slice(self.around.all());
            return;
        }
        let (x, [_, fake, other]) = (&self.real, &mut self.visits);
        for r in 0..2 {
            let row = other[0].row_mut(r).iter_mut().zip(x.row(r)).zip(fake[0].row(r)).zip(&self.mix);
            row.for_each(|(((y, &x), &z), &e)| *y = e * x + (1.0 - e) * z);
        }
    }

    /// Where φ'' = 0 both parts of the cotangent are multiples of δ, sample by sample, so each layer's gradient is one
    /// product, δ ⊗ m with m = c_D h + c₂ t; and since h and t pass a layer by the same slopes s, so does m:
    /// m_{k+1} = s (W m_k + c_D b). (Derived here.)
    fn add_piecewise(&mut self, plan: &Plan, psi: &[f32], visit: usize) {
        let d = &plan.discriminator;
        let [.., by_square, by_value] = &self.seeds;
        let (h, m) = (&self.visits[visit], &mut self.tangent);
        for r in 0..2 {
            let row = m[0].row_mut(r).iter_mut().zip(h[0].row(r)).zip(by_value.iter().zip(by_square));
            row.for_each(|((m, h), (cd, c2))| *m = cd * h + c2 * *m);
        }
        for (k, layer) in d.layers.iter().enumerate() {
            add_outer(d.arch, &self.to_discriminator[k], &m[k], by_value, split(layer, &mut self.gradient));
            if k + 1 < d.layers.len() {
                let (below, above) = m.split_at_mut(k + 1);
                let bias = Bias::Scaled(layer.biases(psi), by_value);
                d.times_linear(k, psi, &below[k], bias, &h[k + 1], &mut above[0]);
            }
        }
    }

    /// The general case: the ε-part of the cotangent goes back on its own, with φ'' where the sums move.
    fn add_smooth(&mut self, plan: &Plan, psi: &[f32], visit: usize) {
        let d = &plan.discriminator;
        let [.., by_square, by_value] = &self.seeds;
        let h = &self.visits[visit];
        let [epsilon, next] = &mut self.scratch;
        epsilon.row_mut(0).copy_from_slice(by_value);
        for (k, layer) in d.layers.iter().enumerate().rev() {
            add_outer(d.arch, epsilon, &h[k], &self.ones, split(layer, &mut self.gradient));
            if k > 0 {
                d.back(k, psi, epsilon, d.fused(&h[k]), next);
            }
            let delta = &mut self.to_discriminator[k];
            for r in 0..layer.outputs {
                delta.row_mut(r).iter_mut().zip(by_square).for_each(|(d, c)| *d *= c);
            }
            let [w, b] = split(layer, &mut self.gradient);
            add_outer(d.arch, delta, &self.tangent[k], &self.zeros, [w, b]);
            if k > 0 {
                for r in 0..layer.inputs {
                    let (moved, kept) = (self.moved[k - 1].row(r), self.kept[k - 1].row(r));
                    bend(d.arch, next.row_mut(r), h[k].row(r), [moved, kept, by_square]);
                }
                std::mem::swap(epsilon, next);
            }
        }
    }
}

/// ε ← φ'ε + φ'' a' e c₂ for tanh, given h = tanh a: how the sums a move, their values' cotangents e.
fn bend(arch: pulp::Arch, epsilon: &mut [f32], h: &[f32], [moved, kept, by_square]: [&[f32]; 3]) {
    arch.dispatch(|| {
        let rows = epsilon.iter_mut().zip(h).zip(moved.iter().zip(kept).zip(by_square));
        for ((e, h), ((moved, kept), c2)) in rows {
            let slope = 1.0 - h * h;
            *e = slope * *e - 2.0 * h * slope * moved * kept * c2;
        }
    });
}

/// Σ x in double precision, in lanes of a vector unit.
fn sum(x: &[f32]) -> f64 {
    let mut lanes = [0.0; 8];
    for part in x.as_chunks::<8>().0 {
        lanes.iter_mut().zip(part).for_each(|(sum, x)| *sum += f64::from(*x));
    }
    lanes.iter().sum()
}
