//! A monotone generator on the line, learned by its exact density.

use super::{Baseline, Outcome, Purpose, Task, coder::lift, descend, normals};
use crate::{
    game::{Game, Player},
    num::Scalar,
    registry::settings,
};
use std::cell::RefCell;

settings! {
    /// The first coordinate of the data only. T increases, so G = T⁻¹ has the density φ(T(x)) T'(x) by change of
    /// variables, and likelihood can be followed uphill: in one dimension a generator can have what networks have not.
    Monotone: "max E log φ(T(x)) + log T'(x), T(x) = a + Σ wᵢ σ((x − cᵢ)/sᵢ) + bx, wᵢ, b > 0; G = T⁻¹", "change of variables; derived here" {
        /// Steps in T.
        units: usize = 12 => ["crate::registry::check::size"],
        /// Points in a batch.
        batch: usize = 128 => ["crate::registry::check::size"],
        /// Of Adam.
        lr: f64 = 1e-2 => ["crate::registry::check::positive"],
        /// Steps of Adam.
        steps: u32 = 2000 => ["crate::registry::check::count"],
    }
}

/// Minus the mean log-likelihood of a batch, as a loss of one player. Parameters a, log b, then log w, c, log s [units].
#[derive(Clone, Debug)]
pub struct Increasing {
    units: usize,
    batch: RefCell<Vec<f64>>,
}

impl Increasing {
    /// With so many units and no batch yet.
    pub fn new(units: usize) -> Self {
        Self { units, batch: RefCell::default() }
    }
    /// Takes points [n].
    pub fn hold(&self, points: Vec<f64>) {
        *self.batch.borrow_mut() = points;
    }

    /// T(x) and T'(x).
    pub fn map<S: Scalar>(&self, p: &[S], x: S) -> [S; 2] {
        let slope = p[1].exp();
        let (mut t, mut derivative) = (p[0] + slope * x, slope);
        for i in 0..self.units {
            let (weight, narrow) = (p[2 + i].exp(), (-p[2 + 2 * self.units + i]).exp());
            let step = ((x - p[2 + self.units + i]) * narrow).sigmoid();
            t += weight * step;
            derivative += weight * narrow * step * (-step + 1.0);
        }
        [t, derivative]
    }

    /// G(z) = T⁻¹(z), by bisection.
    pub fn generate(&self, p: &[f64], z: f64) -> f64 {
        let (mut low, mut high) = (-1.0, 1.0);
        while self.map(p, low)[0] > z && low > -1e12 {
            low *= 2.0;
        }
        while self.map(p, high)[0] < z && high < 1e12 {
            high *= 2.0;
        }
        loop {
            let x = 0.5 * (low + high);
            if x <= low || x >= high {
                return x;
            }
            if self.map(p, x)[0] < z { low = x } else { high = x }
        }
    }
}

impl Game for Increasing {
    fn dims(&self) -> [usize; 2] {
        [2 + 3 * self.units, 0]
    }
    fn loss<S: Scalar>(&self, _who: Player, p: &[S]) -> S {
        let batch = self.batch.borrow();
        let mut total = S::zero();
        for x in lift::<S>(&batch) {
            let [t, slope] = self.map(p, x);
            total += t.square() * 0.5 - slope.ln();
        }
        total * (1.0 / batch.len() as f64) + 0.5 * std::f64::consts::TAU.ln()
    }
}

impl Baseline for Monotone {
    fn learn(&self, task: &Task) -> Outcome {
        let flow = Increasing::new(self.units);
        let first = |points: Vec<f64>, n: usize| points[..n].to_vec();
        // Centres among the data, so that every step has something to do.
        let mut centres = first(task.shape.batch(task.stream(Purpose::Initial), self.units), self.units);
        centres.sort_by(f64::total_cmp);
        let mut p = vec![0.0, -1.0];
        p.extend(vec![-2.0; self.units]);
        p.extend(centres);
        p.extend(vec![-2.0; self.units]);
        let batches = task.stream(Purpose::Batches);
        let p = descend(&flow, self.lr, self.steps.into(), p, |t, _| {
            flow.hold(first(task.shape.batch(batches.child(t), self.batch), self.batch));
        });
        let z = normals(task.stream(Purpose::Sample), task.points);
        let sample: Vec<[f64; 2]> = z.iter().map(|z| [flow.generate(&p, *z), 0.0]).collect();
        let test: Vec<f64> = task.test().iter().map(|x| x[0]).collect();
        let on_line: Vec<f64> = sample.iter().map(|x| x[0]).collect();
        let (w1, _) = crate::analysis::transport::line(&on_line, &test);
        flow.hold(test);
        let likelihood = -flow.loss(Player::Generator, &p);
        Outcome { sample, facts: vec![("log-likelihood of new data", likelihood), ("W₁ on the line", w1)] }
    }
}
