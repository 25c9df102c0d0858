//! The update rules, written from their formulas: a map of z = (y, memory) over any number.

use crate::{
    field::Field,
    rule::{Kind, Rule},
    tree::Number,
};
use nalgebra::{DMatrix, DVector};
use num_dual::Dual;

impl Rule {
    /// z = (y, memory) at the start of a run from y.
    pub fn start(&self, field: &Field, y: &[f64]) -> Vec<f64> {
        let (n, mut z) = (y.len(), y.to_vec());
        match &self.kind {
            Kind::Optimistic => z.extend(field.eval(y)),
            Kind::PastExtragradient => z.extend_from_slice(y),
            Kind::Lookahead { inner, .. } => z = inner.start(field, y),
            Kind::Average { inner, .. } => {
                z = inner.start(field, y);
                z.extend_from_slice(y);
            }
            _ => z.resize(n + self.memory(n), 0.0),
        }
        z
    }

    /// One round; at t = `None` with bias corrections 1 and learning rates at their start.
    pub fn step<T: Number>(&self, field: &Field, t: Option<u64>, z: &mut [T]) {
        let n = field.n();
        let lr = |i: usize| self.lr.at(field.owner(i), t);
        let (x, memory) = z.split_at_mut(n);
        match &self.kind {
            Kind::Lookahead { .. } | Kind::Average { .. } => self.step_around(field, t, z),
            Kind::Alternating { steps, order }
            | Kind::Momentum { steps, order, .. }
            | Kind::Rmsprop { steps, order, .. }
            | Kind::Adam { steps, order, .. } => {
                for (group, own) in order.round(*steps) {
                    let v = field.eval(x);
                    for i in group.iter().flat_map(|who| field.block(*who)) {
                        let count = t.map(|t| t * u64::from(steps[field.owner(i)]) + u64::from(own) + 1);
                        x[i] += self.move_of(field.owner(i), i, v[i], count, memory) * lr(i);
                    }
                }
            }
            Kind::Simultaneous => {
                let v = field.eval(x);
                (0..n).for_each(|i| x[i] += v[i] * lr(i));
            }
            Kind::Extragradient { ahead } => {
                let v = field.eval(x);
                let first = |i: usize| ahead.map_or(lr(i), |h| h[field.owner(i)]);
                let y: Vec<T> = (0..n).map(|i| x[i] + v[i] * first(i)).collect();
                let v = field.eval(&y);
                (0..n).for_each(|i| x[i] += v[i] * lr(i));
            }
            Kind::Optimistic => {
                let v = field.eval(x);
                (0..n).for_each(|i| x[i] += (v[i] * 2.0 - memory[i]) * lr(i));
                memory.copy_from_slice(&v);
            }
            Kind::PastExtragradient => {
                let v = field.eval(memory);
                (0..n).for_each(|i| memory[i] = x[i] + v[i] * lr(i));
                let v = field.eval(memory);
                (0..n).for_each(|i| x[i] += v[i] * lr(i));
            }
            Kind::ImplicitEuler => self.solve(field, 1.0, t, x),
            Kind::ImplicitMidpoint => self.solve(field, 0.5, t, x),
            Kind::Competitive => self.compete(field, t, x),
        }
    }

    /// What a step of a player is per learning rate in entry i, in its `count`-th step; the memory of the entry goes on.
    fn move_of<T: Number>(&self, who: usize, i: usize, v: T, count: Option<u64>, memory: &mut [T]) -> T {
        match &self.kind {
            Kind::Momentum { beta, .. } => {
                memory[i] = memory[i] * beta[who] + v;
                memory[i]
            }
            Kind::Rmsprop { beta, epsilon, .. } => {
                memory[i] = memory[i] * *beta + v * v * (1.0 - beta);
                v / (root(memory[i]) + *epsilon)
            }
            Kind::Adam { beta: [beta1, beta2], epsilon, .. } => {
                let (m, s) = memory.split_at_mut(memory.len() / 2);
                m[i] = m[i] * *beta1 + v * (1.0 - beta1);
                s[i] = s[i] * *beta2 + v * v * (1.0 - beta2);
                let corrected = |beta: f64| count.map_or(1.0, |k| 1.0 - beta.powf(k as f64));
                m[i] / corrected(*beta1) / (root(s[i] / corrected(*beta2)) + *epsilon)
            }
            _ => v,
        }
    }

    /// A rule around another one.
    fn step_around<T: Number>(&self, field: &Field, t: Option<u64>, z: &mut [T]) {
        let n = field.n();
        match &self.kind {
            Kind::Lookahead { k, alpha, inner } => {
                let slow = z[..n].to_vec();
                for j in 0..u64::from(*k) {
                    inner.step(field, t.map(|t| t * u64::from(*k) + j), z);
                }
                (0..n).for_each(|i| z[i] = slow[i] * (1.0 - alpha) + z[i] * *alpha);
            }
            Kind::Average { beta, uniform, inner } => {
                let (run, mean) = z.split_at_mut(n + inner.memory(n));
                inner.step(field, t, run);
                // The mean of x₀, …, x_{t+1} has t + 2 terms.
                let weight = match (uniform, t) {
                    (false, _) => 1.0 - beta,
                    (true, None) => 0.0,
                    (true, Some(t)) => 1.0 / (t as f64 + 2.0),
                };
                (0..n).for_each(|i| mean[i] = mean[i] + (run[i] - mean[i]) * weight);
            }
            _ => unreachable!("no other rule holds a rule"),
        }
    }

    /// y' = y + H v(y + part·(y' − y)): Newton's method on real parts, then twice more with the derivatives.
    fn solve<T: Number>(&self, field: &Field, part: f64, t: Option<u64>, x: &mut [T]) {
        let n = x.len();
        let real: Vec<f64> = x.iter().map(|a| a.re()).collect();
        let h: Vec<f64> = (0..n).map(|i| self.lr.at(field.owner(i), t)).collect();
        let mut y = real.clone();
        let slope_at = |y: &[f64]| {
            let mid: Vec<f64> = (0..n).map(|i| real[i] + (y[i] - real[i]) * part).collect();
            let mut a = field.derivative(&mid);
            (0..n).for_each(|i| (0..n).for_each(|j| a[(i, j)] *= -part * h[i]));
            (0..n).for_each(|i| a[(i, i)] += 1.0);
            a.try_inverse()
        };
        fn residual<T: Number>(field: &Field, h: &[f64], part: f64, x: &[T], y: &[T]) -> Vec<T> {
            let mid: Vec<T> = x.iter().zip(y).map(|(x, y)| *x + (*y - *x) * part).collect();
            field.eval(&mid).iter().enumerate().map(|(i, v)| y[i] - x[i] - *v * h[i]).collect()
        }
        let mut inverse = None;
        let mut arrived = false;
        for _ in 0..60 {
            inverse = slope_at(&y);
            let Some(inverse) = &inverse else { break };
            let step = inverse * DVector::from_vec(residual(field, &h, part, &real, &y));
            (0..n).for_each(|i| y[i] -= step[i]);
            let size = y.iter().chain(&real).fold(0.0, |a: f64, b| a.max(b.abs()));
            if step.amax() <= 1e-14 * size {
                arrived = true;
                break;
            }
        }
        let Some(inverse) = inverse.filter(|_| arrived) else {
            x.iter_mut().for_each(|a| *a = T::from(f64::NAN));
            return;
        };
        let mut end: Vec<T> = y.iter().map(|a| T::from(*a)).collect();
        for _ in 0..2 {
            let off = residual(field, &h, part, x, &end);
            for i in 0..n {
                end[i] -= (0..n).fold(T::from(0.0), |sum, j| sum + off[j] * inverse[(i, j)]);
            }
        }
        x.copy_from_slice(&end);
    }

    /// (I − H J_off) Δ = H v.
    fn compete<T: Number>(&self, field: &Field, t: Option<u64>, x: &mut [T]) {
        let n = x.len();
        let h = |i: usize| self.lr.at(field.owner(i), t);
        let mut right: Vec<T> = field.eval(x).iter().enumerate().map(|(i, v)| *v * h(i)).collect();
        let mut a: Vec<Vec<T>> = vec![vec![T::from(0.0); n]; n];
        for j in 0..n {
            let mut seeded: Vec<Dual<T>> = x.iter().map(|a| Dual::from_re(*a)).collect();
            seeded[j].eps = T::from(1.0);
            let column = field.eval(&seeded);
            for i in (0..n).filter(|i| field.owner(*i) != field.owner(j)) {
                a[i][j] = column[i].eps * -h(i);
            }
            a[j][j] = T::from(1.0);
        }
        eliminate(&mut a, &mut right);
        (0..n).for_each(|i| x[i] += right[i]);
    }
}

/// √s, with slope 0 at s = 0: at an equilibrium it stands beside a factor that is 0 there.
fn root<T: Number>(s: T) -> T {
    if s.re() > 0.0 { s.sqrt() } else { T::from(0.0) }
}

/// Gauss–Jordan elimination with pivots: b becomes the solution.
fn eliminate<T: Number>(a: &mut [Vec<T>], b: &mut [T]) {
    let n = b.len();
    for k in 0..n {
        let pivot = (k..n).max_by(|i, j| a[*i][k].re().abs().total_cmp(&a[*j][k].re().abs())).unwrap_or(k);
        a.swap(k, pivot);
        b.swap(k, pivot);
        let inverse = a[k][k].recip();
        let row: Vec<T> = a[k].iter().map(|x| *x * inverse).collect();
        let value = b[k] * inverse;
        for i in (0..n).filter(|i| *i != k) {
            let factor = a[i][k];
            (0..n).for_each(|j| a[i][j] -= row[j] * factor);
            b[i] -= value * factor;
        }
        a[k] = row;
        b[k] = value;
    }
}

/// F'(z) of the autonomous map.
pub fn update_jacobian(field: &Field, rule: &Rule, z: &[f64]) -> DMatrix<f64> {
    crate::field::jacobian(z, |z| {
        let mut z = z.to_vec();
        rule.step(field, None, &mut z);
        z
    })
}
