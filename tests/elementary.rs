//! The elementary functions against 60-digit references, at the edges, and as vectors.
//!
//! `tests/data/make_elementary.py` made the references. The vector loops are compiled for each
//! target by `multiversion`; only an optimised build (`cargo test --release`) vectorises them, any
//! build compares the bits.

use multiversion::multiversion;
use saddleflow::num::elementary::{exp, ln, ln_1p, sigmoid, softplus, tanh};

type Function = fn(f64) -> f64;

/// Name, function, the bound its documentation states in ulp.
const FUNCTIONS: [(&str, Function, f64); 6] = [
    ("exp", exp, 1.0),
    ("ln", ln, 1.0),
    ("ln_1p", ln_1p, 1.0),
    ("tanh", tanh, 2.5),
    ("sigmoid", sigmoid, 2.5),
    ("softplus", softplus, 2.0),
];

/// The spacing of f64 at `x`.
fn ulp(x: f64) -> f64 {
    f64::from_bits(x.abs().to_bits() + 1) - x.abs()
}

fn bits(text: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(text, 16).unwrap())
}

#[test]
fn errors_stay_within_the_stated_bounds() {
    let data = include_str!("data/elementary.csv");
    for (name, function, bound) in FUNCTIONS {
        let (mut worst, mut place, mut count) = (0.0, 0.0, 0);
        for line in data.lines().skip(1) {
            let field: Vec<&str> = line.split(',').collect();
            if field[0] != name {
                continue;
            }
            let (x, nearest) = (bits(field[1]), bits(field[2]));
            let remainder: f64 = field[3].parse().unwrap();
            let error = ((function(x) - nearest) / ulp(nearest) - remainder).abs();
            assert!(error <= bound, "{name}({x:e}) is off by {error} ulp");
            if error > worst {
                (worst, place) = (error, x);
            }
            count += 1;
        }
        println!("{name:9} {worst:.3} ulp at {place:e} of {count} points (bound {bound})");
        assert!(count > 500);
        // A bound that nothing comes near would not notice a loss of accuracy.
        assert!(worst > bound / 2.0, "{name}: a bound of {bound} is too wide");
    }
}

#[test]
fn edges() {
    const INF: f64 = f64::INFINITY;
    let cases: [(Function, f64, f64); 46] = [
        (exp, 0.0, 1.0),
        (exp, -0.0, 1.0),
        (exp, INF, INF),
        (exp, -INF, 0.0),
        (exp, 709.7827128933841, INF),
        (exp, f64::MAX, INF),
        (exp, f64::MIN, 0.0),
        (exp, -745.1332191019411, 5e-324),
        (exp, -745.1332191019412, 0.0),
        (exp, 5e-324, 1.0),
        (ln, 1.0, 0.0),
        (ln, 0.0, -INF),
        (ln, -0.0, -INF),
        (ln, INF, INF),
        (ln, -1.0, f64::NAN),
        (ln, -5e-324, f64::NAN),
        (ln, -INF, f64::NAN),
        (ln_1p, 0.0, 0.0),
        (ln_1p, -0.0, -0.0),
        (ln_1p, 5e-324, 5e-324),
        (ln_1p, -5e-324, -5e-324),
        (ln_1p, -1.0, -INF),
        (ln_1p, -1.0000000000000002, f64::NAN),
        (ln_1p, INF, INF),
        (ln_1p, -INF, f64::NAN),
        (tanh, 0.0, 0.0),
        (tanh, -0.0, -0.0),
        (tanh, 5e-324, 5e-324),
        (tanh, -5e-324, -5e-324),
        (tanh, 20.0, 1.0),
        (tanh, INF, 1.0),
        (tanh, -INF, -1.0),
        (sigmoid, 0.0, 0.5),
        (sigmoid, -0.0, 0.5),
        (sigmoid, INF, 1.0),
        (sigmoid, -INF, 0.0),
        (sigmoid, 40.0, 1.0),
        (sigmoid, -745.0, 5e-324),
        (sigmoid, f64::MIN, 0.0),
        (softplus, 0.0, std::f64::consts::LN_2),
        (softplus, -0.0, std::f64::consts::LN_2),
        (softplus, INF, INF),
        (softplus, -INF, 0.0),
        (softplus, 1e308, 1e308),
        (softplus, -745.0, 5e-324),
        (softplus, f64::MIN, 0.0),
    ];
    for (i, (function, x, expected)) in cases.into_iter().enumerate() {
        let y = function(x);
        let same = if expected.is_nan() { y.is_nan() } else { y.to_bits() == expected.to_bits() };
        assert!(same, "case {i}: {y:e} at {x:e}, not {expected:e}");
    }
    for (name, function, _) in FUNCTIONS {
        assert!(function(f64::NAN).is_nan(), "{name} loses NaN");
        assert!(function(-f64::NAN).is_nan(), "{name} loses NaN");
    }
}

/// Arguments of every kind: a fine grid, all magnitudes of both signs, the edges.
fn arguments() -> Vec<f64> {
    let grid = (-4000..4000).map(|k| f64::from(k) * 0.01037);
    let magnitudes = (0..2047_u64).flat_map(|e| {
        let x = f64::from_bits((e << 52) | (0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(e + 1) >> 12));
        [x, -x]
    });
    let edges = [0.0, -0.0, f64::INFINITY, -f64::INFINITY, f64::NAN, 1.0, -1.0, 709.7827128933841, -745.13];
    grid.chain(magnitudes).chain(edges).collect()
}

/// One function, one target: a plain loop over slices, as the dense kernels have it.
macro_rules! block_loops {
    ($($function:ident: $wide:ident $middle:ident $narrow:ident;)*) => { $(
        #[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl+avx512bw+fma+avx2+bmi2"))]
        fn $wide(x: &[f64], y: &mut [f64]) {
            for (x, y) in x.iter().zip(y) {
                *y = $function(*x);
            }
        }
        #[multiversion(targets("x86_64+avx2+fma", "aarch64+neon"))]
        fn $middle(x: &[f64], y: &mut [f64]) {
            for (x, y) in x.iter().zip(y) {
                *y = $function(*x);
            }
        }
        fn $narrow(x: &[f64], y: &mut [f64]) {
            for (x, y) in x.iter().zip(y) {
                *y = $function(*x);
            }
        }
    )* };
}
block_loops! {
    exp: exp_wide exp_middle exp_narrow;
    ln: ln_wide ln_middle ln_narrow;
    ln_1p: ln_1p_wide ln_1p_middle ln_1p_narrow;
    tanh: tanh_wide tanh_middle tanh_narrow;
    sigmoid: sigmoid_wide sigmoid_middle sigmoid_narrow;
    softplus: softplus_wide softplus_middle softplus_narrow;
}

/// One point, out of reach of the vectoriser.
#[inline(never)]
fn alone(function: Function, x: f64) -> f64 {
    std::hint::black_box(function)(std::hint::black_box(x))
}

#[test]
fn a_point_alone_and_a_point_in_a_block_give_the_same_bits() {
    type Loop = fn(&[f64], &mut [f64]);
    let loops: [[Loop; 3]; 6] = [
        [exp_wide, exp_middle, exp_narrow],
        [ln_wide, ln_middle, ln_narrow],
        [ln_1p_wide, ln_1p_middle, ln_1p_narrow],
        [tanh_wide, tanh_middle, tanh_narrow],
        [sigmoid_wide, sigmoid_middle, sigmoid_narrow],
        [softplus_wide, softplus_middle, softplus_narrow],
    ];
    let x = arguments();
    for ((name, function, _), loops) in FUNCTIONS.into_iter().zip(loops) {
        for (width, run) in loops.into_iter().enumerate() {
            let mut y = vec![0.0; x.len()];
            run(&x, &mut y);
            for (&x, &y) in x.iter().zip(&y) {
                let expected = alone(function, x);
                let same = y.to_bits() == expected.to_bits() || (y.is_nan() && expected.is_nan());
                assert!(same, "{name}({x:e}), loop {width}: {y:e} in a block, {expected:e} alone");
            }
        }
    }
}

/// The bits of all results, boiled down (FNV-1a). It pins every coefficient to its last bit and must
/// be the same on every machine, in every build: a change here is a change of every number printed.
#[test]
fn the_bits_are_the_known_ones() {
    let digests = FUNCTIONS.map(|(name, function, _)| {
        let mut digest = 0xcbf2_9ce4_8422_2325_u64;
        for x in arguments() {
            let y = function(x);
            // The bits of a NaN are not specified.
            let bits = if y.is_nan() { f64::NAN.to_bits() } else { y.to_bits() };
            for byte in bits.to_le_bytes() {
                digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        (name, digest)
    });
    let known = [
        ("exp", 0xed49_ecdb_1a68_19e0),
        ("ln", 0x9af1_7c0a_ec97_ffc4),
        ("ln_1p", 0x46f9_f07d_35ea_caee),
        ("tanh", 0x5707_5bcd_c451_2c91),
        ("sigmoid", 0xf74f_a12d_4ed6_908c),
        ("softplus", 0x1bfc_1036_8da1_fc12),
    ];
    assert_eq!(digests, known);
}
