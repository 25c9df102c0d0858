//! Optimal transport between two discrete laws of any weights.

use super::{Transport, simplex};

/// Mass that a plan moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shipment {
    /// i
    pub from: usize,
    /// j
    pub to: usize,
    /// π_ij > 0
    pub mass: f64,
}

/// Units of which all mass has that many, where weights are not equal.
const UNITS: f64 = (1u64 << 52) as f64;

/// Less than this share of all mass is rounding of the units.
const CRUMB: f64 = 1e-15;

/// A cheapest plan from p [n] to q [m] at cost c(i, j), with its dual, by the network simplex method. n·m numbers of
/// memory.
///
/// Weights become whole units, so that no rounding gets into the flows: 2⁻⁵² of all mass each, or as many as the other
/// law has points (by their common divisor) where all points of a law weigh the same.
///
/// # Panics
/// If the weights do not have equal sums (to 1e-9), one is negative, or a cost is not finite.
pub fn plan(p: &[f64], q: &[f64], cost: impl Fn(usize, usize) -> f64) -> Transport {
    let total: f64 = p.iter().sum();
    assert!(total > 0.0 && (total - q.iter().sum::<f64>()).abs() <= 1e-9 * total, "both laws must weigh the same");
    assert!(p.iter().chain(q).all(|w| *w >= 0.0), "weights must not be negative");
    // Points without mass take no part; their potentials follow.
    let heavy = |w: &[f64]| -> Vec<usize> { (0..w.len()).filter(|i| w[*i] > 0.0).collect() };
    let (mut rows, mut columns) = (heavy(p), heavy(q));
    let (mut supply, mut demand) = units(p, q, &rows, &columns);
    drop_empty(&mut rows, &mut supply);
    drop_empty(&mut columns, &mut demand);
    let square: Vec<f64> = rows.iter().flat_map(|i| columns.iter().map(|j| cost(*i, *j))).collect();
    assert!(square.iter().all(|c| c.is_finite()), "a cost is not finite");
    let unit = total / supply.iter().sum::<i64>() as f64;
    let optimum = simplex::solve(&supply, &demand, &square);
    let shipments = optimum.shipments.iter().map(|(i, j, units)| Shipment {
        from: rows[*i],
        to: columns[*j],
        mass: *units as f64 * unit,
    });
    let mut plan: Vec<Shipment> = shipments.filter(|s| s.mass > CRUMB * total).collect();
    plan.sort_by_key(|s| (s.from, s.to));
    let (mut f, mut g) = (vec![f64::NAN; p.len()], vec![f64::NAN; q.len()]);
    rows.iter().zip(optimum.f).for_each(|(i, price)| f[*i] = price);
    columns.iter().zip(optimum.g).for_each(|(j, price)| g[*j] = price);
    let least = |known: &[usize], of: &dyn Fn(usize) -> f64| known.iter().map(|k| of(*k)).fold(f64::INFINITY, f64::min);
    for j in (0..q.len()).filter(|j| columns.binary_search(j).is_err()) {
        g[j] = least(&rows, &|i| cost(i, j) - f[i]);
    }
    let all: Vec<usize> = (0..q.len()).collect();
    for i in (0..p.len()).filter(|i| rows.binary_search(i).is_err()) {
        f[i] = least(&all, &|j| cost(i, j) - g[j]);
    }
    Transport { plan, f, g }
}

/// Both laws in whole units, with equal sums.
fn units(p: &[f64], q: &[f64], rows: &[usize], columns: &[usize]) -> (Vec<i64>, Vec<i64>) {
    let equal = |w: &[f64], of: &[usize]| of.iter().all(|i| w[*i] == w[of[0]]);
    if equal(p, rows) && equal(q, columns) {
        let (n, m) = (rows.len(), columns.len());
        let common = gcd(n, m);
        return (vec![(m / common) as i64; n], vec![(n / common) as i64; m]);
    }
    let rounded = |w: &[f64], of: &[usize]| -> Vec<i64> {
        let scale = UNITS / w.iter().sum::<f64>();
        of.iter().map(|i| (w[*i] * scale).round() as i64).collect()
    };
    let (supply, mut demand) = (rounded(p, rows), rounded(q, columns));
    // What rounding left over goes where it matters least.
    let left = supply.iter().sum::<i64>() - demand.iter().sum::<i64>();
    if let Some(largest) = demand.iter_mut().max() {
        *largest += left;
    }
    (supply, demand)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn drop_empty(points: &mut Vec<usize>, units: &mut Vec<i64>) {
    let keep: Vec<bool> = units.iter().map(|u| *u > 0).collect();
    let (mut point, mut unit) = (keep.iter(), keep.iter());
    points.retain(|_| point.next() == Some(&true));
    units.retain(|_| unit.next() == Some(&true));
}
