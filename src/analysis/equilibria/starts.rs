//! Where searches begin.

/// Starts in a box of half-width `reach` about a centre.
pub fn starts(centre: &[f64], reach: f64) -> Vec<Vec<f64>> {
    starts_between(&centre.iter().map(|c| [c - reach, c + reach]).collect::<Vec<_>>())
}

/// Starts in a box, an interval for each coordinate: a grid in the plane, a low-discrepancy sequence otherwise.
pub fn starts_between(sides: &[[f64; 2]]) -> Vec<Vec<f64>> {
    const SIDE: usize = 9;
    let n = sides.len();
    let place =
        |unit: &dyn Fn(usize) -> f64| (0..n).map(|i| sides[i][0] + (sides[i][1] - sides[i][0]) * unit(i)).collect();
    if n == 2 {
        // Off the axes of symmetry, which a search may be unable to leave.
        let along = |k: usize| (k as f64 + 0.43) / SIDE as f64;
        (0..SIDE * SIDE).map(|k| place(&|i| along(if i == 0 { k % SIDE } else { k / SIDE }))).collect()
    } else {
        // The additive recurrence of the generalised golden ratio: g^(n+1) = g + 1.
        let mut g = 1.5f64;
        for _ in 0..60 {
            g = (1.0 + g).powf(1.0 / (n as f64 + 1.0));
        }
        let count = if n <= 8 { 128 } else { 32 };
        (1..=count).map(|k| place(&|i| (0.5 + k as f64 / g.powi(i as i32 + 1)).fract())).collect()
    }
}
