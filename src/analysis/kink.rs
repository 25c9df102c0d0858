//! Is the Jacobian at hand a derivative at all?

use nalgebra::DMatrix;

/// Automatic differentiation returns a finite, wrong Jacobian at a kink. This looks along every coordinate, both
/// ways, whether `‖F(x+sδe) − F(x) − sδ J e‖/δ` shrinks with δ on the ladder 1e-3, 1e-5, 1e-7, times `scale`, the
/// size below which F is meant to be linear.
///
/// Returns the coordinate along which it does not, or the one whose Jacobian is not finite. (Derived here.)
pub fn kink(map: impl Fn(&[f64]) -> Vec<f64>, x: &[f64], jacobian: &DMatrix<f64>, scale: f64) -> Option<usize> {
    let here = map(x);
    let mut y = x.to_vec();
    (0..x.len()).find(|&j| {
        if jacobian.column(j).iter().any(|a| !a.is_finite()) {
            return true;
        }
        [1.0, -1.0].iter().any(|sign| {
            let residual = [1e-3, 1e-5, 1e-7].map(|delta| {
                let delta = delta * scale;
                y[j] = x[j] + sign * delta;
                let there = map(&y);
                y[j] = x[j];
                (0..here.len())
                    .map(|i| (there[i] - here[i] - sign * delta * jacobian[(i, j)]).abs() / delta)
                    .fold(0.0, |a: f64, b| if b.is_nan() { f64::INFINITY } else { a.max(b) })
            });
            // A smooth map leaves O(δ) plus rounding (1e-16/1e-7, times the size of the values).
            let rounding = 1e-8 / scale * here.iter().fold(1.0, |a: f64, b| a.max(b.abs()));
            !(residual[2] <= rounding || residual[2] < 0.2 * residual[0])
        })
    })
}
