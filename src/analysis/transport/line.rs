//! On the line: transport is sorting.

use super::plan::Masses;

/// (W₁, dual value) of two samples of any sizes on the line, each point with equal weight.
///
/// # Panics
/// As [`between`](super::between), which this is in one dimension.
pub fn line(a: &[f64], b: &[f64]) -> (f64, f64) {
    let found = super::between(a, b, 1);
    (found.w1, found.dual)
}

/// (W₁, dual value) of points with masses.
///
/// W₁ = ∫ |F − G|. The dual comes from its own potential: φ with slope sign(G − F) is 1-Lipschitz, and
/// Σ pᵢ φ(aᵢ) − Σ qⱼ φ(bⱼ) is the dual value.
pub(super) fn sweep(a: &[f64], b: &[f64], masses: Masses) -> (f64, f64) {
    // Every point jumps F − G by its units: exact, so that ties and ends cannot leak mass.
    let up = a.iter().zip(&masses.supply).map(|(x, units)| (*x, i128::from(*units)));
    let down = b.iter().zip(&masses.demand).map(|(x, units)| (*x, -i128::from(*units)));
    let mut jumps: Vec<(f64, i128)> = up.chain(down).collect();
    jumps.sort_by(|x, y| x.0.total_cmp(&y.0));
    let (mut ahead, mut primal, mut phi, mut dual) = (0i128, 0.0, 0.0, 0.0);
    for (k, (x, jump)) in jumps.iter().enumerate() {
        if k > 0 {
            let gap = x - jumps[k - 1].0;
            primal += gap * ahead.unsigned_abs() as f64;
            phi -= gap * ahead.signum() as f64;
        }
        dual += phi * *jump as f64;
        ahead += jump;
    }
    (primal * masses.unit, dual * masses.unit)
}

/// Σ π_ij c(i, j) of the plan that keeps the order of the line: the cheapest for every convex cost of the difference.
pub(super) fn in_order(a: &[f64], b: &[f64], masses: Masses, cost: impl Fn(usize, usize) -> f64) -> f64 {
    let sorted = |x: &[f64]| {
        let mut order: Vec<usize> = (0..x.len()).collect();
        order.sort_by(|i, j| x[*i].total_cmp(&x[*j]));
        order
    };
    let (rows, columns) = (sorted(a), sorted(b));
    let (mut supply, mut demand) = (masses.supply, masses.demand);
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(row), Some(column)) = (rows.get(i), columns.get(j)) {
        let units = supply[*row].min(demand[*column]);
        sum += cost(*row, *column) * units as f64;
        (supply[*row], demand[*column]) = (supply[*row] - units, demand[*column] - units);
        i += usize::from(supply[*row] == 0);
        j += usize::from(demand[*column] == 0);
    }
    sum * masses.unit
}

/// W₁ between N(m, s²) and N(n, t²): E|m − n + (s − t) Z|, because both quantile functions are affine in the same Z.
pub fn normal([m, s]: [f64; 2], [n, t]: [f64; 2]) -> f64 {
    let (shift, scale) = ((m - n).abs(), (s - t).abs());
    if scale == 0.0 {
        return shift;
    }
    let z = shift / scale;
    let density = crate::num::elementary::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
    2.0 * scale * density + shift * libm::erf(z * std::f64::consts::FRAC_1_SQRT_2)
}
