//! Is the Jacobian at hand a derivative at all?

use super::partial::direction;

/// Maps of so many numbers are looked at along each coordinate, larger ones along random directions.
const EACH: usize = 64;
/// How many.
const RANDOM: u64 = 6;
/// Along a random direction the ladder is as much lower: of the many units of a network one bends soon enough, which
/// is no kink here.
const CLOSER: f64 = 0.1;
/// Rounding of a value that is a sum of few terms, and of one that is a sum over a batch.
const ROUNDING: [f64; 2] = [1e-15, 1e-14];

/// Where a map bends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kink {
    /// Along this coordinate.
    Along(usize),
    /// Along some direction, in this entry of the map.
    In(usize),
}

/// Automatic differentiation returns a finite, wrong Jacobian at a kink. This looks along every coordinate, both
/// ways, whether `‖F(x+sδu) − F(x) − sδ F'u‖/δ` shrinks with δ on the ladder 1e-3, 1e-5, 1e-7, times `scale`, the
/// size below which F is meant to be linear, in every entry of F; along random directions u where there are many
/// coordinates. `slope` is u ↦ F'u.
///
/// Returns where it does not, or where F' is not finite. (Derived here.)
pub fn kink(
    map: impl Fn(&[f64]) -> Vec<f64>,
    x: &[f64],
    slope: impl Fn(&[f64]) -> Vec<f64>,
    scale: f64,
) -> Option<Kink> {
    let here = map(x);
    let n = x.len();
    if n > EACH {
        let along =
            |number| bend(&map, &here, x, &direction(n, number), &slope, CLOSER * scale, ROUNDING[1]).map(Kink::In);
        return (0..RANDOM).find_map(along);
    }
    let mut unit = vec![0.0; n];
    let mut along = |j: usize| {
        unit[j] = 1.0;
        let found = bend(&map, &here, x, &unit, &slope, scale, ROUNDING[0]);
        unit[j] = 0.0;
        found.is_some()
    };
    (0..n).find(|&j| along(j)).map(Kink::Along)
}

/// The first entry of the map that is not as straight as its slope along ±u.
fn bend(
    map: &impl Fn(&[f64]) -> Vec<f64>,
    here: &[f64],
    x: &[f64],
    u: &[f64],
    slope: &impl Fn(&[f64]) -> Vec<f64>,
    scale: f64,
    rounding: f64,
) -> Option<usize> {
    let slope = slope(u);
    if let Some(entry) = slope.iter().position(|a| !a.is_finite()) {
        return Some(entry);
    }
    // A smooth map leaves O(δ) plus rounding, times the size of the values, over the smallest δ.
    let rounding = rounding / (1e-7 * scale) * here.iter().fold(1.0, |a: f64, b| a.max(b.abs()));
    [1.0, -1.0].iter().find_map(|sign| {
        let residual = |delta: f64| {
            let delta = delta * scale;
            let there = map(&x.iter().zip(u).map(|(x, u)| x + sign * delta * u).collect::<Vec<_>>());
            let off = |i: usize| (there[i] - here[i] - sign * delta * slope[i]).abs() / delta;
            (0..here.len()).map(|i| if off(i).is_nan() { f64::INFINITY } else { off(i) }).collect::<Vec<_>>()
        };
        let near = residual(1e-7);
        // Most maps are as straight as rounding allows, and the rest of the ladder need not be climbed.
        if near.iter().all(|r| *r <= rounding) {
            return None;
        }
        let [far, middle] = [1e-3, 1e-5].map(residual);
        (0..here.len()).find(|&i| !(near[i] <= rounding || near[i] < 0.2 * far[i].max(middle[i])))
    })
}
