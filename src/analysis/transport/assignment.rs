//! Optimal transport between equally many equally heavy points: a permutation.

/// No row or column.
const NONE: usize = usize::MAX;

/// A cheapest permutation with its dual.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// σ [n]: row i goes to column σ(i).
    pub column_of: Vec<usize>,
    /// f [n].
    pub f: Vec<f64>,
    /// g [n]: f_i + g_j ≤ c(i, j), with equality on the permutation.
    pub g: Vec<f64>,
}

/// The permutation σ that minimises Σ c(i, σ(i)); `cost` [n × n] by rows.
///
/// Shortest augmenting paths (Jonker & Volgenant 1987): each row left over finds, by Dijkstra's search over the reduced
/// costs c − f − g, the cheapest way to rearrange the rows before it. O(n³) at worst, n² memory.
///
/// # Panics
/// If `cost` is not square.
pub fn assign(n: usize, cost: &[f64]) -> Assignment {
    assert_eq!(cost.len(), n * n, "an assignment needs a square of costs");
    // Column reduction: f = 0 and g_j = min_i c_ij are feasible, and a row that is some column's cheapest may have it.
    let (mut f, mut g) = (vec![0.0; n], vec![f64::INFINITY; n]);
    let (mut column_of, mut row_of) = (vec![NONE; n], vec![NONE; n]);
    for j in 0..n {
        let mut cheapest = NONE;
        for i in 0..n {
            if cost[i * n + j] < g[j] {
                (g[j], cheapest) = (cost[i * n + j], i);
            }
        }
        if cheapest != NONE && column_of[cheapest] == NONE {
            (column_of[cheapest], row_of[j]) = (j, cheapest);
        }
    }
    let (mut before, mut distance) = (vec![NONE; n], vec![0.0; n]);
    let (mut open, mut closed) = (Vec::with_capacity(n), Vec::with_capacity(n));
    for start in 0..n {
        if column_of[start] != NONE {
            continue;
        }
        distance.fill(f64::INFINITY);
        closed.clear();
        open.clear();
        open.extend(0..n);
        let (mut row, mut reached) = (start, 0.0);
        let end = loop {
            let (mut best, mut at) = (f64::INFINITY, 0);
            for (k, &j) in open.iter().enumerate() {
                let d = reached + (cost[row * n + j] - f[row] - g[j]);
                if d < distance[j] {
                    distance[j] = d;
                    before[j] = row;
                }
                if distance[j] < best {
                    (best, at) = (distance[j], k);
                }
            }
            let j: usize = open.swap_remove(at);
            reached = distance[j];
            if row_of[j] == NONE {
                break j;
            }
            closed.push(j);
            row = row_of[j];
        };
        // Rows on the search tree rise by what was left of the path, their columns fall by it.
        f[start] += reached;
        for &j in &closed {
            let left = reached - distance[j];
            f[row_of[j]] += left;
            g[j] -= left;
        }
        let mut j = end;
        while j != NONE {
            let i = before[j];
            row_of[j] = i;
            j = std::mem::replace(&mut column_of[i], j);
        }
    }
    Assignment { column_of, f, g }
}
