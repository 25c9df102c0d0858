//! The irreducible diagonal blocks of a matrix: the strongly connected components of its graph.

use nalgebra::DMatrix;

/// The index sets of the irreducible diagonal blocks of `a`, each sorted. In a suitable order `a` is
/// block triangular with these blocks on its diagonal, so its spectrum is the union of theirs.
///
/// Tarjan's algorithm (*SIAM J. Comput.* 1, 1972) on the graph with an edge i → j where a_ij ≠ 0,
/// without recursion; n² looks in all.
pub fn irreducible(a: &DMatrix<f64>) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let n = a.nrows();
    let mut order = vec![UNSEEN; n]; // when a vertex was first seen
    let mut lowest = vec![UNSEEN; n]; // the earliest open vertex it reaches
    let mut open = vec![false; n]; // seen, its component not yet known
    let mut waiting = Vec::new(); // the open vertices as they were seen
    let mut found = Vec::new();
    let mut clock = 0;
    for root in 0..n {
        if order[root] != UNSEEN {
            continue;
        }
        // The path from the root, each vertex with the next neighbour to look at.
        let mut path = vec![(root, 0)];
        while let Some(&mut (i, ref mut next)) = path.last_mut() {
            if order[i] == UNSEEN {
                (order[i], lowest[i], open[i]) = (clock, clock, true);
                clock += 1;
                waiting.push(i);
            }
            let j = *next;
            *next += 1;
            if j < n {
                if a[(i, j)] != 0.0 {
                    if order[j] == UNSEEN {
                        path.push((j, 0));
                    } else if open[j] {
                        lowest[i] = lowest[i].min(order[j]);
                    }
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                lowest[parent] = lowest[parent].min(lowest[i]);
            }
            if lowest[i] == order[i] {
                let from = waiting.iter().rposition(|&v| v == i).unwrap_or(0);
                let mut block = waiting.split_off(from);
                block.iter().for_each(|&v| open[v] = false);
                block.sort_unstable();
                found.push(block);
            }
        }
    }
    found
}
