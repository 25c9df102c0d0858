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
/// law has points where all points of a law weigh the same, by their common divisor.
///
/// # Panics
/// If the weights do not have equal sums (to 1e-9), one is negative, or a cost is not finite.
pub fn plan(p: &[f64], q: &[f64], cost: impl Fn(usize, usize) -> f64) -> Transport {
    let total: f64 = p.iter().sum();
    assert!(total > 0.0 && (total - q.iter().sum::<f64>()).abs() <= 1e-9 * total, "both laws must weigh the same");
    assert!(p.iter().chain(q).all(|w| *w >= 0.0), "weights must not be negative");
    // Points without mass take no part; their potentials follow.
    let masses = Masses::of(p, q);
    let heavy = |units: &[i64]| -> Vec<usize> { (0..units.len()).filter(|i| units[*i] > 0).collect() };
    let (rows, columns) = (heavy(&masses.supply), heavy(&masses.demand));
    let common = masses.supply.iter().chain(&masses.demand).fold(0, |common, units| gcd(common, *units));
    let supply: Vec<i64> = rows.iter().map(|i| masses.supply[*i] / common).collect();
    let demand: Vec<i64> = columns.iter().map(|j| masses.demand[*j] / common).collect();
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
pub(super) struct Masses {
    /// [n]; what is less than half a unit is none.
    pub(super) supply: Vec<i64>,
    /// [m]
    pub(super) demand: Vec<i64>,
    /// What a unit is of all mass.
    pub(super) unit: f64,
}

impl Masses {
    pub(super) fn of(p: &[f64], q: &[f64]) -> Self {
        let (supply, mut demand) = match (equal(p), equal(q)) {
            (Some(n), Some(m)) => {
                let whole = |w: &[f64], units: i64| w.iter().map(|w| if *w > 0.0 { units } else { 0 }).collect();
                (whole(p, m), whole(q, n))
            }
            _ => (rounded(p), rounded(q)),
        };
        let all = supply.iter().sum::<i64>();
        // What rounding left over goes where it matters least.
        let left = all - demand.iter().sum::<i64>();
        if let Some(largest) = demand.iter_mut().max() {
            *largest += left;
        }
        Self { supply, demand, unit: 1.0 / all as f64 }
    }

    /// The most that rounding to units takes from or gives to a point of two laws of sum 1.
    pub(super) fn lost(&self, p: &[f64], q: &[f64]) -> f64 {
        let off = |w: &[f64], units: &[i64]| {
            w.iter().zip(units).map(|(w, u)| (w - *u as f64 * self.unit).abs()).fold(0.0, f64::max)
        };
        off(p, &self.supply).max(off(q, &self.demand))
    }
}

/// How many points have mass, if they all have the same.
fn equal(w: &[f64]) -> Option<i64> {
    let mut heavy = w.iter().filter(|w| **w > 0.0);
    let first = heavy.next()?;
    heavy.clone().all(|w| w == first).then(|| 1 + heavy.count() as i64)
}

fn rounded(w: &[f64]) -> Vec<i64> {
    let scale = UNITS / w.iter().sum::<f64>();
    w.iter().map(|w| (w * scale).round() as i64).collect()
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
