//! Random numbers as a pure function of their address: a counter instead of a state.
//!
//! [`philox`] turns a 128-bit counter and a 64-bit key into 128 random bits (Philox4x32-10, Salmon, Moraes, Dror
//! & Shaw 2011, *Parallel random numbers: as easy as 1, 2, 3*). A [`Stream`] is a key; [`Stream::child`] derives the
//! stream of a run, of a step of it, of a purpose in that step. Who asks, in which order and on how many threads
//! cannot matter.
//!
//! Numbers come in groups of [`GROUP`], laid out so that plain loops become vector code: block `j` of a group gives
//! its four words to the places `j`, `64 + j`, `128 + j`, `192 + j`. Normal numbers are made in single precision by
//! Box and Muller's formula from two words each pair, with polynomials for the logarithm, sine and cosine and no
//! fused multiply-add: the same bits on every machine, and the same minibatch for training in `f32` and for the
//! analysis in `f64`. The largest |x| is 6.77, which a fair normal number exceeds once in 8·10¹⁰.

use multiversion::multiversion;

/// Numbers in a group.
pub const GROUP: usize = 256;
/// Counters in a group: each gives four words.
const BLOCKS: usize = GROUP / 4;

const MULTIPLIER: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
/// What the key gains each round: the golden ratio and √3 − 1.
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: u32 = 10;

/// Philox4x32-10: a keyed bijection of 128 bits that passes for random.
#[inline(always)]
pub fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut a, mut b, mut c, mut d] = counter;
    for round in 0..ROUNDS {
        let key = [key[0].wrapping_add(WEYL[0].wrapping_mul(round)), key[1].wrapping_add(WEYL[1].wrapping_mul(round))];
        let high = |x: u32, m: u32| ((u64::from(x) * u64::from(m)) >> 32) as u32;
        let [m, n] = MULTIPLIER;
        (a, b, c, d) = (high(c, n) ^ b ^ key[0], c.wrapping_mul(n), high(a, m) ^ d ^ key[1], a.wrapping_mul(m));
    }
    [a, b, c, d]
}

/// A sequence of random numbers, known by its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: [u32; 2],
    tail: [u32; 2],
}

impl Stream {
    /// The root of everything random under a seed.
    pub fn new(seed: u64) -> Self {
        Self { key: words(seed), tail: [0, 0] }
    }

    /// The stream number `index` below this one: a run of a seed, a step of a run, a purpose in a step.
    pub fn child(self, index: u64) -> Self {
        let [low, high] = words(index);
        let [a, b, c, d] = philox([low, high, self.tail[0], self.tail[1]], self.key);
        Self { key: [a, b], tail: [c, d] }
    }

    /// The random words number `GROUP·group` and on.
    pub fn words(self, group: u64, out: &mut [u32; GROUP]) {
        word_group(self.key, self.corner(group), out);
    }

    /// The uniform numbers in (0, 1) number `GROUP·group` and on.
    pub fn uniforms(self, group: u64, out: &mut [f64; GROUP]) {
        let mut words = [0; GROUP];
        self.words(group, &mut words);
        for (u, w) in out.iter_mut().zip(words) {
            *u = unit(w);
        }
    }

    /// The standard normal numbers number `GROUP·group` and on.
    pub fn normals(self, group: u64, out: &mut [f32; GROUP]) {
        normal_group(self.key, self.corner(group), out);
    }

    /// The counter of a group's first block. The complement keeps numbers apart from children.
    fn corner(self, group: u64) -> [u32; 4] {
        let [low, high] = words(group.wrapping_mul(BLOCKS as u64));
        [low, high, !self.tail[0], self.tail[1]]
    }
}

/// A word as a number in (0, 1): the midpoint of its cell.
#[inline(always)]
pub fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4294967296.0)
}

fn words(x: u64) -> [u32; 2] {
    [x as u32, (x >> 32) as u32]
}

/// The low word of a group's first counter is a multiple of 64, so adding the block cannot carry.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw+fma+avx2+bmi2", "x86_64+avx2+fma", "aarch64+neon"))]
fn word_group(key: [u32; 2], corner: [u32; 4], out: &mut [u32; GROUP]) {
    group_of_words(key, corner, out);
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw+fma+avx2+bmi2", "x86_64+avx2+fma", "aarch64+neon"))]
fn normal_group(key: [u32; 2], corner: [u32; 4], out: &mut [f32; GROUP]) {
    let mut words = [0; GROUP];
    group_of_words(key, corner, &mut words);
    let (first, second) = out.split_at_mut(2 * BLOCKS);
    for (half, words) in [(first, &words[..2 * BLOCKS]), (second, &words[2 * BLOCKS..])] {
        let (cosines, sines) = half.split_at_mut(BLOCKS);
        let (radii, angles) = words.split_at(BLOCKS);
        for j in 0..BLOCKS {
            let (x, y) = box_muller(radii[j], angles[j]);
            cosines[j] = x;
            sines[j] = y;
        }
    }
}

#[inline(always)]
fn group_of_words(key: [u32; 2], corner: [u32; 4], out: &mut [u32; GROUP]) {
    let (first, second) = out.split_at_mut(2 * BLOCKS);
    let ((a, b), (c, d)) = (first.split_at_mut(BLOCKS), second.split_at_mut(BLOCKS));
    for (j, (((a, b), c), d)) in a.iter_mut().zip(b).zip(c).zip(d).enumerate() {
        let counter = [corner[0].wrapping_add(j as u32), corner[1], corner[2], corner[3]];
        [*a, *b, *c, *d] = philox(counter, key);
    }
}

/// Two independent standard normal numbers from two words.
#[inline(always)]
fn box_muller(radius: u32, angle: u32) -> (f32, f32) {
    let u = (radius as f32 + 0.5) * (1.0 / 4294967296.0);
    let r = (-2.0 * ln_unit(u)).sqrt();
    let (c, s) = cos_sin(angle);
    (r * c, r * s)
}

/// ln u for 2⁻³³ ≤ u ≤ 1, to 3e-7 of max(|ln u|, 1): u = 2ᵉ(1 + f), s = f/(2 + f), ln(1 + f) = 2 artanh s.
#[inline(always)]
fn ln_unit(u: f32) -> f32 {
    const SQRT_HALF: u32 = 0x3f35_04f3;
    const ONE: u32 = 0x3f80_0000;
    let offset = u.to_bits().wrapping_add(ONE - SQRT_HALF);
    let e = (offset >> 23) as i32 - 127;
    let f = f32::from_bits((offset & 0x007f_ffff).wrapping_add(SQRT_HALF)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let series = 1.0 + z * (1.0 / 3.0 + z * (0.2 + z * (1.0 / 7.0 + z * (1.0 / 9.0))));
    e as f32 * std::f32::consts::LN_2 + 2.0 * s * series
}

/// (cos, sin) of 2π·angle/2³², to 2e-7: the two top bits choose the quarter, Taylor's series does |x| ≤ π/4.
#[inline(always)]
fn cos_sin(angle: u32) -> (f32, f32) {
    let quarter = angle.wrapping_add(1 << 29) >> 30;
    let rest = angle.wrapping_sub(quarter << 30) as i32;
    let x = rest as f32 * (std::f32::consts::TAU / 4294967296.0);
    let z = x * x;
    let s = x * (1.0 + z * (-1.0 / 6.0 + z * (1.0 / 120.0 + z * (-1.0 / 5040.0 + z * (1.0 / 362880.0)))));
    let c = 1.0 + z * (-0.5 + z * (1.0 / 24.0 + z * (-1.0 / 720.0 + z * (1.0 / 40320.0))));
    let odd = quarter & 1 == 1;
    let (c, s) = (if odd { s } else { c }, if odd { c } else { s });
    // Quarter by quarter: (c, s), (−s, c), (−c, −s), (s, −c).
    let c_sign = (quarter.wrapping_add(1) & 2) << 30;
    let s_sign = (quarter & 2) << 30;
    (f32::from_bits(c.to_bits() ^ c_sign), f32::from_bits(s.to_bits() ^ s_sign))
}
