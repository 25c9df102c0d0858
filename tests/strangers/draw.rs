//! Numbers at random that depend on a seed, a game and a count only: game 1234 is the same game in a run of 200 or 2000.

/// A counter-based generator: the k-th number is a hash of (seed, game, k).
pub struct Draw {
    key: u64,
    count: u64,
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Draw {
    pub fn new(seed: u64, game: u64) -> Self {
        Self { key: mix(mix(seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_add(game)), count: 0 }
    }
    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        self.count += 1;
        let bits = mix(self.key.wrapping_add(self.count.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        (bits >> 11) as f64 / (1u64 << 53) as f64
    }
    /// True with probability p.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }
    /// 0, …, n − 1.
    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
    /// Uniform in [a, b), rounded to two decimals: inputs stay short.
    pub fn between(&mut self, a: f64, b: f64) -> f64 {
        ((a + (b - a) * self.unit()) * 100.0).round() / 100.0
    }
    /// A coefficient: not too near to 0, of either sign.
    pub fn coefficient(&mut self) -> f64 {
        let size = self.of(&[0.3, 0.5, 0.7, 1.0, 1.0, 1.5, 2.0]);
        if self.chance(0.5) { size } else { -size }
    }
    /// A direction of ℝⁿ without a preferred one, of length 1.
    pub fn direction(&mut self, n: usize) -> Vec<f64> {
        let mut u: Vec<f64> = (0..n)
            .map(|_| {
                let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
                radius * (std::f64::consts::TAU * self.unit()).cos()
            })
            .collect();
        let length = u.iter().fold(0.0, |a: f64, b| a.hypot(*b));
        u.iter_mut().for_each(|a| *a /= length);
        u
    }
}
