//! The network simplex method for dense transport problems.

use super::tree::Tree;

/// A cheapest way to move whole units, with its dual.
pub(super) struct Optimum {
    /// (from, to, units > 0).
    pub(super) shipments: Vec<(usize, usize, i64)>,
    /// f [n].
    pub(super) f: Vec<f64>,
    /// g [m].
    pub(super) g: Vec<f64>,
}

/// A reduced cost above −this share of the largest cost is rounding.
const ROUNDING: f64 = 3e-14;

/// Prices are counted anew from the tree when nothing improves, until nothing improves on counted prices: twice,
/// unless costs differ by rounding only.
const MOST_RECOUNTS: usize = 20;

/// min Σ c_ij π_ij, Σ_j π_ij = supply_i > 0, Σ_i π_ij = demand_j > 0, cost [n × m] by rows.
///
/// A basis is a spanning tree, prices make the reduced costs c − f − g zero on it, and a pair with a negative one enters
/// (Dantzig 1951; the data structures are surveyed in Ahuja, Magnanti, Orlin 1993, ch. 11). What is particular here:
///
/// - No arc is stored but the tree's: there are no capacities, so all others carry nothing.
/// - Sources without a tree of their own hang on a root that wants nothing. Its arcs can carry nothing either, so their
///   costs do not matter, and no large number gets into the prices.
/// - One row of pairs is priced at a time, as a plain loop over two arrays; the best of it enters.
/// - Of the arcs that bar the cycle the last one leaves, counted from where the ways meet, so that arcs without flow
///   keep pointing to the root (Cunningham 1976): the method ends, however many ties there are.
/// - Units are whole numbers: flows are exact.
pub(super) fn solve(supply: &[i64], demand: &[i64], cost: &[f64]) -> Optimum {
    let (n, m) = (supply.len(), demand.len());
    let mut tree = start(supply, demand, cost);
    let threshold = -ROUNDING * cost.iter().fold(0.0, |most, c| f64::max(most, c.abs()));
    let mut row = 0;
    for _ in 0..MOST_RECOUNTS {
        tree.settle(|i, j| cost[i * m + j]);
        let (mut idle, mut pivots) = (0, 0usize);
        while idle < n {
            let (best, column) = cheapest(&cost[row * m..(row + 1) * m], &tree.price[n..n + m]);
            let reduced = best - tree.price[row];
            idle += 1;
            if reduced < threshold {
                enter(&mut tree, row, n + column, reduced);
                (idle, pivots) = (0, pivots + 1);
            }
            row = (row + 1) % n;
        }
        if pivots == 0 {
            break;
        }
    }
    let arcs = (0..n + m).filter(|v| tree.flow[*v] > 0).filter_map(|v| Some((v, tree.above(v)?)));
    let shipments =
        arcs.map(|(v, above)| if v < n { (v, above - n, tree.flow[v]) } else { (above, v - n, tree.flow[v]) });
    Optimum { shipments: shipments.collect(), f: tree.price[..n].to_vec(), g: tree.price[n..n + m].to_vec() }
}

/// Brings the arc from a source to a target into the tree.
fn enter(tree: &mut Tree, source: usize, target: usize, reduced: f64) {
    // The cycle: from the join down to the source, over the new arc, up from the target. On the way down arcs above
    // sources lose flow, on the way up those above targets.
    let join = tree.join(source, target);
    let n = tree.sources();
    let mut leaving = (i64::MAX, source, true);
    for v in tree.way(source, join).filter(|v| *v < n) {
        if tree.flow[v] < leaving.0 {
            leaving = (tree.flow[v], v, true);
        }
    }
    for v in tree.way(target, join).filter(|v| *v >= n) {
        if tree.flow[v] <= leaving.0 {
            leaving = (tree.flow[v], v, false);
        }
    }
    let (units, top, below_source) = leaving;
    if units > 0 {
        tree.push(source, join, -units);
        tree.push(target, join, units);
    }
    if below_source {
        tree.rehang(source, top, target, units);
        tree.shift(source, reduced);
    } else {
        tree.rehang(target, top, source, units);
        tree.shift(target, -reduced);
    }
}

/// A feasible tree: each source in turn sends what it has to the nearest target with room, nearest by c − min_i c.
fn start(supply: &[i64], demand: &[i64], cost: &[f64]) -> Tree {
    let (n, m) = (supply.len(), demand.len());
    let mut least = vec![f64::INFINITY; m];
    for row in cost.chunks(m) {
        least.iter_mut().zip(row).for_each(|(least, c)| *least = least.min(*c));
    }
    let mut tree = Tree::new(n, m);
    let mut room = demand.to_vec();
    for (i, (units, row)) in supply.iter().zip(cost.chunks(m)).enumerate() {
        let mut left = *units;
        while left > 0 {
            let open = (0..m).filter(|j| room[*j] > 0);
            let nearest = open.min_by(|a, b| (row[*a] - least[*a]).total_cmp(&(row[*b] - least[*b])));
            let j = nearest.expect("supply and demand have equal sums");
            let units = left.min(room[j]);
            (left, room[j]) = (left - units, room[j] - units);
            if tree.above(n + j).is_none() {
                tree.hang(n + j, i);
                tree.flow[n + j] = units;
            } else {
                // Two trees become one. They are two: of each tree one target at most is open.
                let top = tree.top(n + j);
                tree.rehang(n + j, top, i, units);
            }
        }
    }
    tree
}

/// Pairs that are compared before the least so far is looked at.
const BLOCK: usize = 128;
/// Running minima in a block; their number and order do not change the result.
const LANES: usize = 16;

/// (least, first place of it) of row − price.
fn cheapest(row: &[f64], price: &[f64]) -> (f64, usize) {
    let (mut least, mut block) = (f64::INFINITY, 0);
    for (k, (row, price)) in row.chunks(BLOCK).zip(price.chunks(BLOCK)).enumerate() {
        let mut lanes = [f64::INFINITY; LANES];
        for (row, price) in row.chunks(LANES).zip(price.chunks(LANES)) {
            for ((lane, c), g) in lanes.iter_mut().zip(row).zip(price) {
                let reduced = c - g;
                *lane = if reduced < *lane { reduced } else { *lane };
            }
        }
        let here = lanes.into_iter().fold(f64::INFINITY, f64::min);
        if here < least {
            (least, block) = (here, k * BLOCK);
        }
    }
    let place = row[block..].iter().zip(&price[block..]).position(|(c, g)| c - g == least);
    (least, block + place.unwrap_or(0))
}
