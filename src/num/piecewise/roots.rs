//! Where switch functions change sign along one variable.

use crate::num::Scalar;

/// A root of one switch function.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// Where.
    pub at: f64,
    /// Of which function.
    which: usize,
    /// The slope there.
    slope: f64,
}

/// Appends the switch functions at a point.
type Switches<'a, S> = &'a mut dyn FnMut(S, &mut Vec<S>);

/// A function that is this small at an end, beside what it is elsewhere, is 0 there.
const NOTHING: f64 = 1e-14;

/// The roots from the first to the last of `ends`, which may be roots themselves. Two that lie close together are found
/// by the dip between them.
pub fn between(ends: &[f64], looks: usize, switches: Switches<f64>) -> Vec<Root> {
    let grid: Vec<f64> = ends
        .windows(2)
        .flat_map(|piece| (0..looks).map(|k| piece[0] + (piece[1] - piece[0]) * k as f64 / looks as f64))
        .chain(ends.last().copied())
        .collect();
    let mut table = Vec::new();
    grid.iter().for_each(|u| switches(*u, &mut table));
    let count = table.len() / grid.len();
    let (mut roots, mut row) = (Vec::new(), Vec::new());
    for which in 0..count {
        let mut k = |u: f64| {
            row.clear();
            switches(u, &mut row);
            row[which]
        };
        let seen: Vec<f64> = table.iter().skip(which).step_by(count).copied().collect();
        let last = grid.len() - 1;
        let most = seen.iter().fold(0.0_f64, |m, k| m.max(k.abs()));
        let at_end = |i: usize| most > 0.0 && seen[i].abs() <= NOTHING * most;
        let mut found: Vec<f64> = [0, last].into_iter().filter(|i| at_end(*i)).map(|i| grid[i]).collect();
        for i in 0..last {
            if seen[i] == 0.0 && i > 0 && seen[i - 1] != 0.0 {
                found.push(grid[i]);
            }
            if seen[i] * seen[i + 1] < 0.0 {
                found.push(crossing(&mut k, [grid[i], grid[i + 1]], [seen[i], seen[i + 1]]));
            }
            if i > 0 && dips([seen[i - 1], seen[i], seen[i + 1]]) {
                let outer = [grid[i - 1], grid[i + 1]];
                if let Some(u) = dip(&mut k, outer, seen[i]) {
                    let value = k(u);
                    found.push(crossing(&mut k, [outer[0], u], [seen[i - 1], value]));
                    found.push(crossing(&mut k, [u, outer[1]], [value, seen[i + 1]]));
                }
            }
        }
        for at in found {
            let h = 1e-6 * (1.0 + at.abs());
            let slope = (k(at + h) - k(at - h)) / (2.0 * h);
            roots.push(Root { at, which, slope });
        }
    }
    roots
}

/// The root with its derivatives, by Newton's method with a fixed slope: each step makes one more order of derivatives
/// right, of as many as the scalar carries.
pub fn refine<S: Scalar>(root: &Root, switches: Switches<S>) -> S {
    let mut u = S::of(root.at);
    if root.slope == 0.0 || !root.slope.is_finite() {
        return u;
    }
    let mut values = Vec::new();
    // A dual number is twice the size of what it is over.
    let orders = (size_of::<S>() / size_of::<f64>()).next_power_of_two().ilog2();
    for _ in 0..orders + 2 {
        values.clear();
        switches(u, &mut values);
        u -= values[root.which] * (1.0 / root.slope);
    }
    u
}

/// Three values of one sign, the middle one nearest to 0.
fn dips([a, b, c]: [f64; 3]) -> bool {
    a * b > 0.0 && b * c > 0.0 && b.abs() < a.abs() && b.abs() < c.abs()
}

/// A point beyond 0 in a dip, if the dip goes so far: golden section on |k|.
fn dip(k: &mut dyn FnMut(f64) -> f64, [mut a, mut b]: [f64; 2], sign: f64) -> Option<f64> {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    for _ in 0..60 {
        let (left, right) = (b - GOLDEN * (b - a), a + GOLDEN * (b - a));
        let (low, high) = (k(left), k(right));
        if low * sign < 0.0 {
            return Some(left);
        }
        if high * sign < 0.0 {
            return Some(right);
        }
        if low.abs() < high.abs() { b = right } else { a = left }
    }
    None
}

/// The root in an interval at whose ends the signs differ: regula falsi that halves the value of an end that stays
/// (Illinois), at most 100 steps.
fn crossing(k: &mut dyn FnMut(f64) -> f64, [mut a, mut b]: [f64; 2], [mut low, mut high]: [f64; 2]) -> f64 {
    let (mut stayed, narrow) = (0, 4.0 * f64::EPSILON * (1.0 + a.abs().max(b.abs())));
    for step in 0..100 {
        if (b - a).abs() <= narrow {
            break;
        }
        // Every fourth step halves: a switch that jumps has no secant.
        let u = if step % 4 == 3 { 0.5 * (a + b) } else { b - high * (b - a) / (high - low) };
        let value = k(u);
        if value == 0.0 {
            return u;
        }
        if value * high < 0.0 {
            (a, low) = (b, high);
            stayed = 0;
        } else {
            stayed += 1;
            if stayed > 1 {
                low *= 0.5;
            }
        }
        (b, high) = (u, value);
    }
    b
}
