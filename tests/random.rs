//! Random numbers: known answers, laws, and independence of who asks.

use saddleflow::num::random::{GROUP, Stream, philox, unit};

/// The known-answer tests published with the Random123 library for philox4x32-10.
#[test]
fn philox_gives_the_published_answers() {
    let ones = u32::MAX;
    let cases = [
        ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        ([ones; 4], [ones; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
        (
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];
    for (counter, key, answer) in cases {
        assert_eq!(philox(counter, key), answer, "{counter:x?} under {key:x?}");
    }
}

fn normals(stream: Stream, groups: u64) -> Vec<f64> {
    let mut all = Vec::new();
    for group in 0..groups {
        let mut out = [0.0; GROUP];
        stream.normals(group, &mut out);
        all.extend(out.map(f64::from));
    }
    all
}

fn uniforms(stream: Stream, groups: u64) -> Vec<f64> {
    let mut all = Vec::new();
    for group in 0..groups {
        let mut out = [0.0; GROUP];
        stream.uniforms(group, &mut out);
        all.extend(out);
    }
    all
}

/// Kolmogorov's statistic √n·sup|Fₙ − F|; above 1.95 once in a thousand.
fn kolmogorov(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let gap = sample.iter().enumerate().map(|(i, &x)| {
        let f = cdf(x);
        (f - i as f64 / n).abs().max((f - (i + 1) as f64 / n).abs())
    });
    gap.fold(0.0, f64::max) * n.sqrt()
}

/// Mean of f over the sample, in standard errors from what it should be.
fn deviation(sample: &[f64], f: impl Fn(f64) -> f64, mean: f64, variance: f64) -> f64 {
    let n = sample.len() as f64;
    (sample.iter().map(|&x| f(x)).sum::<f64>() / n - mean) / (variance / n).sqrt()
}

#[test]
fn normal_numbers_are_normal() {
    for seed in 0..3 {
        let x = normals(Stream::new(seed).child(7), 4096);
        // E xᵏ and Var xᵏ of N(0, 1).
        for (k, mean, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)] {
            let z = deviation(&x, |x| x.powi(k), mean, variance);
            assert!(z.abs() < 4.0, "seed {seed}: moment {k} is {z} standard errors off");
        }
        // P(|x| > 3) and P(|x| > 4).
        for (bound, p) in [(3.0, 2.699_796_063e-3), (4.0, 6.334_248_367e-5)] {
            let z = deviation(&x, |x| if x.abs() > bound { 1.0 } else { 0.0 }, p, p * (1.0 - p));
            assert!(z.abs() < 4.0, "seed {seed}: the tail beyond {bound} is {z} standard errors off");
        }
        let k = kolmogorov(x, |x| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2));
        assert!(k < 1.95, "seed {seed}: Kolmogorov's statistic {k}");
    }
}

#[test]
fn uniform_numbers_are_uniform() {
    let u = uniforms(Stream::new(1), 4096);
    assert!(u.iter().all(|u| *u > 0.0 && *u < 1.0));
    assert!(unit(0) > 0.0 && unit(u32::MAX) < 1.0);
    let k = kolmogorov(u, |u| u);
    assert!(k < 1.95, "Kolmogorov's statistic {k}");
}

#[test]
fn neighbours_do_not_know_each_other() {
    let root = Stream::new(5);
    let pairs = [
        (root.child(0), root.child(1)),
        (root.child(0), Stream::new(6).child(0)),
        (root.child(0).child(1), root.child(1).child(0)),
        (root, root.child(0)),
    ];
    for (a, b) in pairs {
        let products: Vec<f64> = normals(a, 512).into_iter().zip(normals(b, 512)).map(|(x, y)| x * y).collect();
        let z = deviation(&products, |p| p, 0.0, 1.0);
        assert!(z.abs() < 4.0, "{a:?} and {b:?} correlate: {z}");
    }
    // Nor do the two numbers of a Box–Muller pair, nor their squares.
    let x = normals(root, 2048);
    let (mut products, mut squares) = (Vec::new(), Vec::new());
    for group in x.chunks(GROUP) {
        for j in 0..GROUP / 4 {
            products.push(group[j] * group[GROUP / 4 + j]);
            squares.push((group[j].powi(2) - 1.0) * (group[GROUP / 4 + j].powi(2) - 1.0));
        }
    }
    assert!(deviation(&products, |p| p, 0.0, 1.0).abs() < 4.0);
    assert!(deviation(&squares, |p| p, 0.0, 4.0).abs() < 4.0);
}

/// The vectorised group is the blocks one by one: the instruction set cannot show.
#[test]
fn a_group_is_its_blocks() {
    let stream = Stream::new(3).child(9);
    let mut words = [0; GROUP];
    stream.words(2, &mut words);
    let mut numbers = [0.0; GROUP];
    stream.normals(2, &mut numbers);
    for j in 0..GROUP / 4 {
        for half in 0..2 {
            let (r, a) = (words[2 * half * 64 + j], words[(2 * half + 1) * 64 + j]);
            let radius = (-2.0 * libm::log(unit(r))).sqrt();
            let (s, c) = libm::sincos(std::f64::consts::TAU * f64::from(a) / 4294967296.0);
            for (place, expected) in [(2 * half * 64 + j, radius * c), ((2 * half + 1) * 64 + j, radius * s)] {
                let found = f64::from(numbers[place]);
                assert!((found - expected).abs() < 2e-6, "number {place}: {found}, expected {expected}");
            }
        }
    }
}

/// Pinned, so that a change of the generator is a decision.
#[test]
fn bits_are_pinned() {
    let stream = Stream::new(1).child(2).child(3);
    let (mut words, mut numbers) = ([0; GROUP], [0.0; GROUP]);
    stream.words(0, &mut words);
    stream.normals(1 << 40, &mut numbers);
    let fold = |bits: &mut dyn Iterator<Item = u32>| bits.fold(0u32, |h, b| h.rotate_left(5) ^ b);
    assert_eq!(fold(&mut words.into_iter()), 1698736631);
    assert_eq!(fold(&mut numbers.into_iter().map(f32::to_bits)), 467156776);
}
