//! Games from a grammar: sums of terms whose gradients vanish at a point c known by construction.
//!
//! A term is two things, written apart: a text in x for the product, and a tree in y = x − c for the judge.

use crate::{
    draw::Draw,
    tree::{Smooth, Tree},
};

/// Σ aᵢyᵢ.
pub type Linear = Vec<(usize, f64)>;

/// A term of a loss, its coefficient apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// yᵢyⱼ…, two to four factors.
    Monomial(Vec<usize>),
    /// f(u + b) − f'(b) u.
    Beyond(Smooth, Linear, f64),
    /// f(u·w + b).
    OfProduct(Smooth, Linear, Linear, f64),
    /// e^u yᵢyⱼ.
    Weighted(Linear, usize, usize),
    /// tanh(u) tanh(w).
    Bent(Linear, Linear),
    /// A switch at c.
    Here(Here, Linear, Linear),
    /// A switch at the distance |d| from c.
    Beside(Beside, Linear, Linear, f64),
}

/// Non-smooth functions that switch at y = 0. Where there are two factors, the switch multiplies something that is 0
/// at c too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Here {
    // The field bends.
    ReluSquared,
    ReluTimes,
    AbsTimes,
    ReluOfProduct,
    AbsOfProduct,
    MaxOfProducts,
    // The field jumps.
    Relu,
    Abs,
    // The field has a derivative all the same: a switch in the third derivative, and switches that cancel.
    ReluCubed,
    AbsCubed,
    AbsSquared,
    OddParts,
    Disjoint,
}

impl Here {
    const BENDS: [Here; 6] = [
        Here::ReluSquared,
        Here::ReluTimes,
        Here::AbsTimes,
        Here::ReluOfProduct,
        Here::AbsOfProduct,
        Here::MaxOfProducts,
    ];
    const JUMPS: [Here; 2] = [Here::Relu, Here::Abs];
    const SMOOTH: [Here; 5] = [Here::ReluCubed, Here::AbsCubed, Here::AbsSquared, Here::OddParts, Here::Disjoint];
}

/// Non-smooth functions that switch off c.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Beside {
    Relu,
    Abs,
    Max,
    ReluTimes,
    AbsTimes,
}

/// A game, its equilibrium at c.
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    pub dims: [usize; 2],
    pub centre: Vec<f64>,
    /// L_G and L_D; of a zero-sum game L_D = −L_G and the second list is empty.
    pub losses: [Vec<(f64, Term)>; 2],
    pub zero_sum: bool,
    /// Whether linear forms and pairs are written multiplied out, so that v(c) = 0 to rounding only.
    pub expanded: bool,
}

/// What kind of switch the grammar put at c.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Put {
    Nothing,
    Beside,
    /// A switch at c that leaves the field differentiable.
    Removable,
    Bend,
    Jump,
}

impl Game {
    pub fn n(&self) -> usize {
        self.dims[0] + self.dims[1]
    }

    pub fn draw(d: &mut Draw) -> Game {
        let n = d.of(&[2, 2, 2, 3, 3, 4, 5, 6]);
        let a = 1 + d.below(n - 1);
        let centre = (0..n)
            .map(|_| match d.below(5) {
                0 => 0.0,
                1 => 0.37,
                2 => -1.9,
                3 => 5.0,
                _ => d.between(-3.0, 3.0),
            })
            .collect();
        let put = d.of(&[
            Put::Nothing,
            Put::Nothing,
            Put::Nothing,
            Put::Beside,
            Put::Beside,
            Put::Removable,
            Put::Bend,
            Put::Bend,
            Put::Bend,
            Put::Jump,
        ]);
        let zero_sum = d.chance(0.4);
        let scale = d.of(&[0.01, 1.0, 1.0, 1.0, 1.0, 100.0]);
        let mut losses = [Self::smooth_part(d, n, 0..a), vec![]];
        if zero_sum {
            // What is good for one is bad for the other: curvatures of ψ with the other sign.
            let own = Self::curvatures(d, a..n).into_iter().map(|(k, t)| (-k, t));
            losses[0].extend(own);
        } else {
            losses[1] = Self::smooth_part(d, n, a..n);
        }
        let place = if zero_sum { 0 } else { d.below(2) };
        for _ in 0..if put == Put::Nothing { 0 } else { 1 + d.below(2) } {
            let term = Self::switch(d, n, put);
            losses[place].push((d.coefficient(), term));
        }
        for (coefficient, _) in losses.iter_mut().flatten() {
            *coefficient = short(*coefficient * scale);
        }
        // A jump has to be met exactly.
        let expanded = put != Put::Jump && d.chance(0.25);
        Game { dims: [a, n - a], centre, losses, zero_sum, expanded }
    }

    /// Curvature for most of a player's own parameters, mostly of the sign that attracts.
    fn curvatures(d: &mut Draw, own: std::ops::Range<usize>) -> Vec<(f64, Term)> {
        own.filter_map(|i| {
            let k = d.of(&[0.2, 0.5, 0.5, 1.0, 1.0, -0.3]);
            d.chance(0.75).then(|| (k, Term::Monomial(vec![i, i])))
        })
        .collect()
    }

    fn smooth_part(d: &mut Draw, n: usize, own: std::ops::Range<usize>) -> Vec<(f64, Term)> {
        let mut terms = Self::curvatures(d, own.clone());
        for i in own {
            let j = (i + 1 + d.below(n - 1)) % n;
            terms.push((d.coefficient(), Term::Monomial(vec![i, j])));
        }
        for _ in 0..d.below(4) {
            let u = linear(d, n);
            let f = d.of(&[Smooth::Exp, Smooth::Softplus, Smooth::Tanh]);
            let b = if d.chance(0.5) { 0.0 } else { d.between(-1.5, 1.5) };
            let term = match d.below(6) {
                0 | 1 => Term::Beyond(f, u, b),
                2 => Term::OfProduct(f, u, linear(d, n), b),
                3 => Term::Weighted(u, d.below(n), d.below(n)),
                4 => Term::Bent(u, linear(d, n)),
                _ => Term::Monomial((0..3 + d.below(2)).map(|_| d.below(n)).collect()),
            };
            terms.push((d.coefficient(), term));
        }
        terms
    }

    fn switch(d: &mut Draw, n: usize, put: Put) -> Term {
        let (u, w) = (linear(d, n), linear(d, n));
        match put {
            Put::Bend => Term::Here(d.of(&Here::BENDS), u, w),
            Put::Jump => Term::Here(d.of(&Here::JUMPS), u, w),
            Put::Removable => Term::Here(d.of(&Here::SMOOTH), u, w),
            Put::Beside | Put::Nothing => {
                let away = d.of(&[1e-6, 1e-3, 0.05, 0.4, 2.0]) * d.of(&[1.0, -1.0]);
                let kind = d.of(&[Beside::Relu, Beside::Abs, Beside::Max, Beside::ReluTimes, Beside::AbsTimes]);
                Term::Beside(kind, u, w, away)
            }
        }
    }

    /// The worst switch of all terms.
    pub fn put(&self) -> Put {
        self.losses.iter().flatten().map(|(_, t)| t.put()).max().unwrap_or(Put::Nothing)
    }

    /// The names of the parameters, θ then ψ.
    pub fn names(&self) -> Vec<String> {
        let name = |stem: &str, k: usize| format!("{stem}{}", k + 1);
        (0..self.dims[0]).map(|k| name("t", k)).chain((0..self.dims[1]).map(|k| name("p", k))).collect()
    }

    /// L_G and L_D in y.
    pub fn trees(&self) -> [Tree; 2] {
        let tree = |terms: &[(f64, Term)], sign: f64| {
            Tree::sum(terms.iter().map(|(a, t)| Tree::product(vec![Tree::Constant(sign * a), t.tree()])).collect())
        };
        match self.zero_sum {
            true => [tree(&self.losses[0], 1.0), tree(&self.losses[0], -1.0)],
            false => [tree(&self.losses[0], 1.0), tree(&self.losses[1], 1.0)],
        }
    }

    /// L_G and L_D in x.
    pub fn texts(&self) -> [String; 2] {
        let write = Writer { names: self.names(), centre: &self.centre, expanded: self.expanded };
        let text = |terms: &[(f64, Term)]| match terms {
            [] => "0".to_string(),
            _ => terms.iter().map(|(a, t)| format!("{a}*({})", write.term(t))).collect::<Vec<_>>().join(" + "),
        };
        let first = text(&self.losses[0]);
        let second = if self.zero_sum { format!("-({first})") } else { text(&self.losses[1]) };
        [first, second]
    }
}

/// Without the tail that a product of two short decimals leaves.
pub fn short(x: f64) -> f64 {
    format!("{x:.3e}").parse().expect("a number")
}

/// One to three of the parameters.
fn linear(d: &mut Draw, n: usize) -> Linear {
    let mut left: Vec<usize> = (0..n).collect();
    let count = d.of(&[1, 1, 2, 2, 3]).min(n);
    (0..count).map(|_| (left.swap_remove(d.below(left.len())), d.of(&[1.0, 1.0, -1.0, 0.5, -0.7, 2.0]))).collect()
}

fn form(u: &Linear) -> Tree {
    Tree::sum(u.iter().map(|(i, a)| Tree::product(vec![Tree::Constant(*a), Tree::Variable(*i)])).collect())
}

fn times(k: f64, u: Tree) -> Tree {
    Tree::product(vec![Tree::Constant(k), u])
}

fn relu(u: Tree) -> Tree {
    Tree::choice(u.clone(), u, Tree::Constant(0.0))
}

fn abs(u: Tree) -> Tree {
    Tree::choice(u.clone(), u.clone(), times(-1.0, u))
}

fn max(u: Tree, w: Tree) -> Tree {
    Tree::choice(Tree::sum(vec![u.clone(), times(-1.0, w.clone())]), u, w)
}

impl Term {
    pub fn put(&self) -> Put {
        match self {
            Term::Here(here, ..) if Here::BENDS.contains(here) => Put::Bend,
            Term::Here(here, ..) if Here::JUMPS.contains(here) => Put::Jump,
            Term::Here(..) => Put::Removable,
            Term::Beside(..) => Put::Beside,
            _ => Put::Nothing,
        }
    }

    fn indices(&mut self) -> Vec<&mut usize> {
        fn of(u: &mut Linear) -> Vec<&mut usize> {
            u.iter_mut().map(|(i, _)| i).collect()
        }
        match self {
            Term::Monomial(factors) => factors.iter_mut().collect(),
            Term::Beyond(_, u, _) => of(u),
            Term::Weighted(u, i, j) => of(u).into_iter().chain([i, j]).collect(),
            Term::OfProduct(_, u, w, _) | Term::Bent(u, w) | Term::Here(_, u, w) | Term::Beside(_, u, w, _) => {
                of(u).into_iter().chain(of(w)).collect()
            }
        }
    }

    pub fn mentions(&self, i: usize) -> bool {
        self.clone().indices().iter().any(|k| **k == i)
    }

    /// As it reads without parameter i.
    pub fn renumber(&mut self, i: usize) {
        self.indices().into_iter().filter(|k| **k > i).for_each(|k| *k -= 1);
    }

    fn tree(&self) -> Tree {
        let square = |u: Tree| Tree::product(vec![u.clone(), u]);
        match self {
            Term::Monomial(factors) => Tree::product(factors.iter().map(|i| Tree::Variable(*i)).collect()),
            Term::Beyond(f, u, b) => Tree::Beyond(*f, Box::new(form(u)), *b),
            Term::OfProduct(f, u, w, b) => Tree::Call(*f, 0, Box::new(Tree::product(vec![form(u), form(w)])), *b),
            Term::Weighted(u, i, j) => Tree::product(vec![
                Tree::Call(Smooth::Exp, 0, Box::new(form(u)), 0.0),
                Tree::Variable(*i),
                Tree::Variable(*j),
            ]),
            Term::Bent(u, w) => {
                let tanh = |u: &Linear| Tree::Call(Smooth::Tanh, 0, Box::new(form(u)), 0.0);
                Tree::product(vec![tanh(u), tanh(w)])
            }
            Term::Here(here, u, w) => {
                let (u, w) = (form(u), form(w));
                let both = || Tree::product(vec![u.clone(), w.clone()]);
                match here {
                    Here::ReluSquared => square(relu(u)),
                    Here::ReluTimes => Tree::product(vec![relu(u), w]),
                    Here::AbsTimes => Tree::product(vec![abs(u), w]),
                    Here::ReluOfProduct => relu(both()),
                    Here::AbsOfProduct => abs(both()),
                    Here::MaxOfProducts => max(both(), times(0.5, square(w))),
                    Here::Relu => relu(u),
                    Here::Abs => abs(u),
                    Here::ReluCubed => Tree::product(vec![relu(u.clone()), relu(u.clone()), relu(u)]),
                    Here::AbsCubed => Tree::product(vec![abs(u.clone()), abs(u.clone()), abs(u)]),
                    Here::AbsSquared => square(u),
                    Here::OddParts => both(),
                    Here::Disjoint => Tree::Constant(0.0),
                }
            }
            Term::Beside(beside, u, w, d) => {
                let (u, w) = (form(u), form(w));
                let off = Tree::sum(vec![u.clone(), Tree::Constant(*d)]);
                match beside {
                    Beside::Relu if *d > 0.0 => Tree::sum(vec![relu(off), times(-1.0, u)]),
                    Beside::Relu => relu(off),
                    Beside::Abs => Tree::sum(vec![abs(off), times(-d.signum(), u)]),
                    // max(u + d, w) less the one that is larger at c.
                    Beside::Max => {
                        let larger = if *d > 0.0 { u } else { w.clone() };
                        Tree::sum(vec![max(off, w), times(-1.0, larger)])
                    }
                    Beside::ReluTimes => Tree::product(vec![relu(off), square(w)]),
                    Beside::AbsTimes => Tree::product(vec![abs(off), square(w)]),
                }
            }
        }
    }
}

/// Writes terms in x.
struct Writer<'a> {
    names: Vec<String>,
    centre: &'a [f64],
    expanded: bool,
}

/// "+ a" or "- |a|", nothing for 0.
fn signed(a: f64) -> String {
    match a {
        0.0 => String::new(),
        a if a < 0.0 => format!(" - {}", -a),
        a => format!(" + {a}"),
    }
}

impl Writer<'_> {
    /// xᵢ − cᵢ.
    fn y(&self, i: usize) -> String {
        match self.centre[i] {
            0.0 => self.names[i].clone(),
            c => format!("({}{})", self.names[i], signed(-c)),
        }
    }

    fn linear(&self, u: &Linear) -> String {
        let scaled = |a: f64, what: String| if a == 1.0 { what } else { format!("{a}*{what}") };
        if self.expanded {
            let terms: Vec<String> = u.iter().map(|(i, a)| scaled(*a, self.names[*i].clone())).collect();
            let constant: f64 = u.iter().map(|(i, a)| -a * self.centre[*i]).sum();
            format!("({}{})", terms.join(" + "), signed(constant))
        } else {
            let terms: Vec<String> = u.iter().map(|(i, a)| scaled(*a, self.y(*i))).collect();
            format!("({})", terms.join(" + "))
        }
    }

    fn monomial(&self, factors: &[usize]) -> String {
        match factors {
            // (x − c)(z − e) = xz − ex − cz + const.
            [i, j] if self.expanded => {
                let (x, z, c, e) = (&self.names[*i], &self.names[*j], self.centre[*i], self.centre[*j]);
                format!("{x}*{z} - {e}*{x} - {c}*{z}").replace("- -", "+ ")
            }
            _ => factors.iter().map(|i| self.y(*i)).collect::<Vec<_>>().join("*"),
        }
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::Monomial(factors) => self.monomial(factors),
            Term::Beyond(f, u, b) => {
                let u = self.linear(u);
                format!("{}({u}{}) - {}*{u}", f.word(), signed(*b), f.slope(*b))
            }
            Term::OfProduct(f, u, w, b) => {
                format!("{}({}*{}{})", f.word(), self.linear(u), self.linear(w), signed(*b))
            }
            Term::Weighted(u, i, j) => format!("exp({})*{}*{}", self.linear(u), self.y(*i), self.y(*j)),
            Term::Bent(u, w) => format!("tanh({})*tanh({})", self.linear(u), self.linear(w)),
            Term::Here(here, u, w) => self.here(*here, &self.linear(u), &self.linear(w)),
            Term::Beside(beside, u, w, d) => self.beside(*beside, &self.linear(u), &self.linear(w), *d),
        }
    }

    fn here(&self, here: Here, u: &str, w: &str) -> String {
        match here {
            Here::ReluSquared => format!("relu({u})^2"),
            Here::ReluTimes => format!("relu({u})*{w}"),
            Here::AbsTimes => format!("abs({u})*{w}"),
            Here::ReluOfProduct => format!("relu({u}*{w})"),
            Here::AbsOfProduct => format!("abs({u}*{w})"),
            // The formulas have no max: max(a, b) = b + relu(a − b).
            Here::MaxOfProducts => format!("(0.5*{w}^2 + relu({u}*{w} - 0.5*{w}^2))"),
            Here::Relu => format!("relu({u})"),
            Here::Abs => format!("abs({u})"),
            Here::ReluCubed => format!("relu({u})^3"),
            Here::AbsCubed => format!("abs({u})^3"),
            Here::AbsSquared => format!("abs({u})^2"),
            Here::OddParts => format!("(relu({u}) - relu(-{u}))*{w}"),
            Here::Disjoint => format!("relu({u})*relu(-{u})"),
        }
    }

    fn beside(&self, beside: Beside, u: &str, w: &str, d: f64) -> String {
        let off = format!("{u}{}", signed(d));
        match beside {
            Beside::Relu if d > 0.0 => format!("relu({off}) - {u}"),
            Beside::Relu => format!("relu({off})"),
            Beside::Abs => format!("abs({off}) - {}*{u}", d.signum()),
            Beside::Max => format!("{w} + relu({off} - {w}) - {}", if d > 0.0 { u } else { w }),
            Beside::ReluTimes => format!("relu({off})*{w}^2"),
            Beside::AbsTimes => format!("abs({off})*{w}^2"),
        }
    }
}
