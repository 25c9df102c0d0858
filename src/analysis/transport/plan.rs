//! Optimal transport between two small discrete laws of any weights.

use super::Transport;

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

/// Less than this share of all mass is rounding.
const CRUMB: f64 = 1e-15;

/// A cheapest plan from p [n] to q [m] at cost c(i, j), with its dual. For n and m up to a few hundred.
///
/// Successive shortest paths: while some i has mass left, Dijkstra's search over the reduced costs c − f − g finds the
/// cheapest way to a j with room left, forward along any pair and backward along shipments; the most that the way can
/// carry is sent, and f, g rise and fall so that reduced costs stay ≥ 0, and 0 on shipments.
///
/// # Panics
/// If the weights do not have equal sums (to 1e-9), or one is negative.
pub fn plan(p: &[f64], q: &[f64], cost: impl Fn(usize, usize) -> f64) -> Transport {
    let (n, m) = (p.len(), q.len());
    let total: f64 = p.iter().sum();
    assert!((total - q.iter().sum::<f64>()).abs() <= 1e-9 * total, "both laws must weigh the same");
    assert!(p.iter().chain(q).all(|w| *w >= 0.0), "weights must not be negative");
    let cost: Vec<f64> = (0..n * m).map(|k| cost(k / m, k % m)).collect();
    let (mut supply, mut room) = (p.to_vec(), q.to_vec());
    let mut sent = vec![0.0; n * m];
    let mut f = vec![0.0; n];
    let mut g: Vec<f64> = (0..m).map(|j| (0..n).map(|i| cost[i * m + j]).fold(f64::INFINITY, f64::min)).collect();
    // Nodes 0..n are sources, n..n+m targets.
    let (mut distance, mut before, mut done) = (vec![0.0; n + m], vec![0; n + m], vec![false; n + m]);
    loop {
        for node in 0..n + m {
            let starts = node < n && supply[node] > CRUMB * total;
            distance[node] = if starts { 0.0 } else { f64::INFINITY };
            before[node] = node;
            done[node] = false;
        }
        let end = loop {
            let nearest = (0..n + m).filter(|v| !done[*v]).min_by(|a, b| distance[*a].total_cmp(&distance[*b]));
            let Some(v) = nearest.filter(|v| distance[*v] < f64::INFINITY) else {
                break None;
            };
            if v >= n && room[v - n] > CRUMB * total {
                break Some(v);
            }
            done[v] = true;
            let mut relax = |to: usize, reduced: f64| {
                // Rounding may leave a reduced cost of −1e-17.
                let d = distance[v] + reduced.max(0.0);
                if !done[to] && d < distance[to] {
                    distance[to] = d;
                    before[to] = v;
                }
            };
            if v < n {
                (0..m).for_each(|j| relax(n + j, cost[v * m + j] - f[v] - g[j]));
            } else {
                let j = v - n;
                (0..n).filter(|i| sent[i * m + j] > 0.0).for_each(|i| relax(i, f[i] + g[j] - cost[i * m + j]));
            }
        };
        // No source with mass, or no target with room.
        let Some(end) = end else { break };
        let reached = distance[end];
        for v in 0..n + m {
            let left = (reached - distance[v]).max(0.0);
            if v < n {
                f[v] += left;
            } else {
                g[v - n] -= left;
            }
        }
        let mut way = vec![end];
        while before[way[way.len() - 1]] != way[way.len() - 1] {
            way.push(before[way[way.len() - 1]]);
        }
        let start = way[way.len() - 1];
        let mut mass = supply[start].min(room[end - n]);
        for step in way.windows(2).filter(|step| step[0] < n) {
            mass = mass.min(sent[step[0] * m + step[1] - n]);
        }
        for step in way.windows(2) {
            if step[0] >= n {
                sent[step[1] * m + step[0] - n] += mass;
            } else {
                sent[step[0] * m + step[1] - n] -= mass;
            }
        }
        supply[start] -= mass;
        room[end - n] -= mass;
    }
    let plan =
        (0..n * m).filter(|k| sent[*k] > 0.0).map(|k| Shipment { from: k / m, to: k % m, mass: sent[k] }).collect();
    Transport { plan, f, g }
}
