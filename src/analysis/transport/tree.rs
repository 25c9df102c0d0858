//! The spanning tree of the network simplex method.

/// No node.
const NONE: u32 = u32::MAX;

/// A rooted spanning tree of sources 0..n, targets n..n + m and a root n + m that wants nothing. Every tree arc is
/// kept at its lower end: its flow, and the price of its node.
pub(super) struct Tree {
    sources: u32,
    parent: Vec<u32>,
    child: Vec<u32>,
    next: Vec<u32>,
    previous: Vec<u32>,
    depth: Vec<u32>,
    /// From source to target, on the arc between a node and its parent. Arcs to the root carry nothing.
    pub(super) flow: Vec<i64>,
    /// f, g and 0.
    pub(super) price: Vec<f64>,
    /// Scratch of `settle`.
    waiting: Vec<u32>,
}

impl Tree {
    /// Every source hangs on the root; targets hang nowhere yet.
    pub(super) fn new(sources: usize, targets: usize) -> Self {
        let nodes = sources + targets + 1;
        let mut tree = Self {
            sources: sources as u32,
            parent: vec![NONE; nodes],
            child: vec![NONE; nodes],
            next: vec![NONE; nodes],
            previous: vec![NONE; nodes],
            depth: vec![0; nodes],
            flow: vec![0; nodes],
            price: vec![0.0; nodes],
            waiting: Vec::new(),
        };
        (0..sources).for_each(|i| tree.hang(i, tree.root()));
        tree
    }

    /// n.
    pub(super) fn sources(&self) -> usize {
        self.sources as usize
    }

    pub(super) fn root(&self) -> usize {
        self.parent.len() - 1
    }

    /// The node above, if there is one.
    pub(super) fn above(&self, node: usize) -> Option<usize> {
        (self.parent[node] != NONE).then(|| self.parent[node] as usize)
    }

    fn is_source(&self, node: usize) -> bool {
        node < self.sources()
    }

    /// Makes a loose node a child.
    pub(super) fn hang(&mut self, node: usize, parent: usize) {
        let sibling = std::mem::replace(&mut self.child[parent], node as u32);
        self.parent[node] = parent as u32;
        self.next[node] = sibling;
        self.previous[node] = NONE;
        if sibling != NONE {
            self.previous[sibling as usize] = node as u32;
        }
    }

    fn cut(&mut self, node: usize) {
        let (previous, next) = (self.previous[node], self.next[node]);
        match previous {
            NONE => self.child[self.parent[node] as usize] = next,
            _ => self.next[previous as usize] = next,
        }
        if next != NONE {
            self.previous[next as usize] = previous;
        }
    }

    /// Cuts the tree above `top`, turns what hangs there round so that `node` is its top, and hangs it below `parent`
    /// with that flow on the new arc.
    pub(super) fn rehang(&mut self, node: usize, top: usize, parent: usize, flow: i64) {
        let (mut node, mut parent, mut flow) = (node, parent, flow);
        loop {
            let (above, carried) = (self.parent[node] as usize, self.flow[node]);
            self.cut(node);
            self.hang(node, parent);
            self.flow[node] = flow;
            if node == top {
                return;
            }
            (parent, node, flow) = (node, above, carried);
        }
    }

    /// The node just below the root, above `node`.
    pub(super) fn top(&self, mut node: usize) -> usize {
        while self.parent[node] as usize != self.root() {
            node = self.parent[node] as usize;
        }
        node
    }

    /// Where the ways up from two nodes meet.
    pub(super) fn join(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            if self.depth[a] >= self.depth[b] {
                a = self.parent[a] as usize;
            } else {
                b = self.parent[b] as usize;
            }
        }
        a
    }

    /// From a node up to, and without, another.
    pub(super) fn way(&self, from: usize, to: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(from), |v| Some(self.parent[*v] as usize)).take_while(move |v| *v != to)
    }

    /// Adds flow to the arcs above sources on the way from a node up to another, and takes it from those above targets.
    pub(super) fn push(&mut self, from: usize, to: usize, by: i64) {
        let mut node = from;
        while node != to {
            self.flow[node] += if self.is_source(node) { by } else { -by };
            node = self.parent[node] as usize;
        }
    }

    /// Adds `shift` to the prices of sources from `node` down, takes it from those of targets, and counts depths anew.
    pub(super) fn shift(&mut self, node: usize, shift: f64) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.push(node as u32);
        while let Some(v) = waiting.pop() {
            let v = v as usize;
            self.depth[v] = self.depth[self.parent[v] as usize] + 1;
            self.price[v] += if self.is_source(v) { shift } else { -shift };
            let mut below = self.child[v];
            while below != NONE {
                waiting.push(below);
                below = self.next[below as usize];
            }
        }
        self.waiting = waiting;
    }

    /// Prices and depths from the root down: f + g = c(i, j) on every arc; a source below the root keeps its price.
    pub(super) fn settle(&mut self, cost: impl Fn(usize, usize) -> f64) {
        let (sources, root) = (self.sources(), self.root());
        let mut waiting = vec![root];
        while let Some(v) = waiting.pop() {
            if let Some(above) = self.above(v) {
                self.depth[v] = self.depth[above] + 1;
                if above != root {
                    let (i, j) = if v < sources { (v, above - sources) } else { (above, v - sources) };
                    self.price[v] = cost(i, j) - self.price[above];
                }
            }
            let mut below = self.child[v];
            while below != NONE {
                waiting.push(below as usize);
                below = self.next[below as usize];
            }
        }
    }
}
