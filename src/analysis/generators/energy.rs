//! A discriminator alone as a generator: what it finds most real is generated, and then taught to be fake.

use crate::num::elementary;

/// A discriminator D on a grid, high on what it takes for real.
#[derive(Clone, Debug)]
pub struct Energy {
    /// The grid.
    pub grid: Vec<f64>,
    /// D on the grid.
    pub values: Vec<f64>,
    /// Width of the bump that one example raises or lowers.
    pub width: f64,
}

impl Energy {
    /// `count` points from `from` to `to`, D given there.
    pub fn new(from: f64, to: f64, count: usize, width: f64, initial: impl Fn(f64) -> f64) -> Self {
        let grid: Vec<f64> = (0..count).map(|k| from + (to - from) * k as f64 / (count.max(2) - 1) as f64).collect();
        let values = grid.iter().map(|x| initial(*x)).collect();
        Self { grid, values, width }
    }

    /// What is generated: argmax D.
    pub fn generate(&self) -> f64 {
        let best = (0..self.grid.len()).fold(0, |best, k| if self.values[k] > self.values[best] { k } else { best });
        self.grid[best]
    }

    /// One round: D rises at the data, by `lr` in all, and falls by as much at what it generates. Returns the generated
    /// point. It stands still where both coincide, which is when there is one data point and D peaks on it.
    pub fn step(&mut self, data: &[f64], lr: f64) -> f64 {
        let generated = self.generate();
        let bump = |x: f64, at: f64| {
            let z = (x - at) / self.width;
            elementary::exp(-0.5 * z * z)
        };
        for (x, value) in self.grid.iter().zip(&mut self.values) {
            let positive: f64 = data.iter().map(|at| bump(*x, *at)).sum::<f64>() / data.len() as f64;
            *value += lr * (positive - bump(*x, generated));
        }
        generated
    }
}
