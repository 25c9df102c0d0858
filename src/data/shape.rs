//! The three kinds of laws in the plane, and how points are drawn from them.

use crate::num::random::{GROUP, Stream, unit};

/// What a law of the plane comes down to. Each is blurred by Gaussian noise of standard deviation `sigma` in both
/// directions.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Where the points would be without the noise.
    pub points: Points,
    /// Width of the noise, ≥ 0.
    pub sigma: f64,
}

/// Where points are without noise, uniformly.
#[derive(Clone, Debug, PartialEq)]
pub enum Points {
    /// One of so many, each as likely.
    Atoms(Vec<[f64; 2]>),
    /// On one of these segments `[from, to]`, each as likely.
    Segments(Vec<[[f64; 2]; 2]>),
    /// On the circle of this radius about the origin.
    Circle(f64),
}

impl Shape {
    /// The samples `256·group`, … of a stream, as many as fit into `x` and `y`.
    pub fn draw(&self, stream: Stream, group: u64, x: &mut [f64], y: &mut [f64]) {
        let (mut place, mut along) = ([0; GROUP], [0; GROUP]);
        let mut noise = [[0.0; GROUP]; 2];
        let [places, noises] = [stream.child(0), stream.child(1)];
        places.words(2 * group, &mut place);
        places.words(2 * group + 1, &mut along);
        if self.sigma > 0.0 {
            noises.normals(2 * group, &mut noise[0]);
            noises.normals(2 * group + 1, &mut noise[1]);
        }
        for (i, (x, y)) in x.iter_mut().zip(y).enumerate().take(GROUP) {
            let [u, v] = self.points.place(place[i], along[i]);
            *x = u + self.sigma * f64::from(noise[0][i]);
            *y = v + self.sigma * f64::from(noise[1][i]);
        }
    }

    /// A batch of `n` samples `[2][n]`, those numbered 0, 1, … of the stream.
    pub fn batch(&self, stream: Stream, n: usize) -> Vec<f64> {
        let mut out = vec![0.0; 2 * n];
        let (x, y) = out.split_at_mut(n);
        for (group, (x, y)) in x.chunks_mut(GROUP).zip(y.chunks_mut(GROUP)).enumerate() {
            self.draw(stream, group as u64, x, y);
        }
        out
    }
}

impl Points {
    /// The point that two random words choose.
    fn place(&self, choice: u32, along: u32) -> [f64; 2] {
        match self {
            Points::Atoms(atoms) => atoms[pick(choice, atoms.len())],
            Points::Segments(segments) => {
                let [a, b] = segments[pick(choice, segments.len())];
                let t = unit(along);
                [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
            }
            Points::Circle(radius) => on_circle(*radius, unit(along)),
        }
    }
}

/// One of 0, …, n − 1, each as likely (to n/2³²).
fn pick(word: u32, n: usize) -> usize {
    ((u64::from(word) * n as u64) >> 32) as usize
}

/// The point at `turn` ∈ [0, 1) of a circle about the origin.
pub(super) fn on_circle(radius: f64, turn: f64) -> [f64; 2] {
    let (sin, cos) = libm::sincos(std::f64::consts::TAU * turn);
    [radius * cos, radius * sin]
}
