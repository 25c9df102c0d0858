//! On the line: transport is sorting.

/// (W₁, dual value) of two samples of any sizes on the line, each point with equal weight.
///
/// W₁ = ∫ |F − G|. The dual comes from its own potential: φ with slope sign(G − F) is 1-Lipschitz, and
/// Σ φ(aᵢ)/n − Σ φ(bⱼ)/m is the dual value.
///
/// # Panics
/// If a sample is empty.
pub fn line(a: &[f64], b: &[f64]) -> (f64, f64) {
    assert!(!a.is_empty() && !b.is_empty(), "an empty sample has no distribution");
    let (n, m) = (a.len() as i128, b.len() as i128);
    // Every point jumps F − G by m or −n, in units of 1/(nm): exact, so that ties and ends cannot leak mass.
    let mut jumps: Vec<(f64, i128)> = a.iter().map(|x| (*x, m)).chain(b.iter().map(|x| (*x, -n))).collect();
    jumps.sort_by(|x, y| x.0.total_cmp(&y.0));
    let unit = 1.0 / (n as f64 * m as f64);
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
    (primal * unit, dual * unit)
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
