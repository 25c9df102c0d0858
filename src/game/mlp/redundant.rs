//! Different parameters, the same nets.

use super::{Batch, Mlp, activation::Activation, lift, net::Net};
use crate::{game::Redundancy, loss::Loss, penalty::Penalty};
use std::collections::BTreeSet;

impl<L: Loss, P: Penalty> Mlp<L, P> {
    /// What the parameters say twice at x, on the batch at hand.
    pub(super) fn redundant(&self, x: &[f64]) -> Vec<Redundancy> {
        let (theta, psi) = x.split_at(self.generator.parameters());
        let mut shift = vec![0.0; x.len()];
        shift[x.len() - 1] = 1.0;
        // A loss may see no more of D than differences; whether it does, the Jacobian tells.
        let mut all = vec![Redundancy { what: "shift of all logits", count: 1, directions: vec![shift] }];
        let nets = [(&self.generator, theta, 0), (&self.discriminator, psi, theta.len())];
        let rescalings: Vec<Vec<f64>> = nets
            .iter()
            .filter(|(net, ..)| !net.activation().bends())
            .flat_map(|(net, p, start)| rescalings(net, p, *start, x.len()))
            .collect();
        if !rescalings.is_empty() {
            all.push(Redundancy {
                what: "rescaling of a hidden unit",
                count: rescalings.len(),
                directions: rescalings,
            });
            let names = ["unit of G that bends with another one on the batch", "unit of D that does"];
            let counted = names.into_iter().zip(self.twins(theta, psi, &self.batch()));
            all.extend(counted.map(|(what, count)| Redundancy { what, count, directions: vec![] }));
        }
        all
    }

    /// Hidden units of piecewise linear G and D that are on the same side of their bend as another one of their layer for
    /// every point of the batch.
    fn twins(&self, theta: &[f64], psi: &[f64], batch: &Batch) -> [usize; 2] {
        let n = batch.n;
        let (of_latent, fake) = self.generate(theta, batch);
        let [of_real, of_fake] = [lift(&batch.real), fake].map(|points| self.discriminator.forward(psi, points, n));
        [twins(&self.generator, &[of_latent], n), twins(&self.discriminator, &[of_real, of_fake], n)]
    }
}

/// c·(W, b) into a unit and (1/c)·W out of it: with φ(ca) = cφ(a) for c > 0 the net stays as it is.
fn rescalings(net: &Net, p: &[f64], start: usize, total: usize) -> Vec<Vec<f64>> {
    let layers: Vec<_> = net.layers().collect();
    let mut all = Vec::new();
    for pair in layers.windows(2) {
        let (low, high) = (&pair[0], &pair[1]);
        for unit in 0..low.outputs {
            let mut direction = vec![0.0; total];
            let first = low.range.start + unit * low.inputs;
            let into = (first..first + low.inputs).chain([low.range.end - low.outputs + unit]);
            into.for_each(|i| direction[start + i] = p[i]);
            let out_of = (0..high.outputs).map(|r| high.range.start + r * high.inputs + unit);
            out_of.for_each(|i| direction[start + i] = -p[i]);
            all.push(direction);
        }
    }
    all
}

/// Units of h₁, h₂, … that have the signs of an earlier one of their layer at every point. With φ piecewise linear two
/// such units say together what one could.
fn twins(net: &Net, evaluations: &[Vec<Vec<f64>>], n: usize) -> usize {
    if net.activation().bends() {
        return 0;
    }
    let signs = |layer: usize, unit: usize| -> Vec<bool> {
        evaluations.iter().flat_map(|h| &h[layer][unit * n..(unit + 1) * n]).map(|v| *v > 0.0).collect()
    };
    let hidden = 1..net.widths().len() - 1;
    let different = |l: usize| (0..net.widths()[l]).map(|u| signs(l, u)).collect::<BTreeSet<_>>().len();
    hidden.map(|l| net.widths()[l] - different(l)).sum()
}
