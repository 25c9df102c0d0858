//! Expressions with derivatives by symbol, written apart from the formulas and the dual numbers of the product.
//!
//! They are functions of y = x − c, c the equilibrium, and their gradients keep full relative precision however small
//! y is: f(u + b) − f(b) − f'(b) u has the gradient f'(u + b) − f'(b), which is written without a cancellation. A run
//! may so begin at a distance of 1e-100.

use num_dual::DualNum;

/// What an expression is evaluated over: `f64`, and dual numbers of the crate `num-dual` nested as need be.
pub trait Number: DualNum<Primitive = f64> + Copy {}
impl<T: DualNum<Primitive = f64> + Copy> Number for T {}

/// The smooth functions of the grammar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Smooth {
    Exp,
    Softplus,
    Tanh,
}

impl Smooth {
    pub fn word(self) -> &'static str {
        match self {
            Smooth::Exp => "exp",
            Smooth::Softplus => "softplus",
            Smooth::Tanh => "tanh",
        }
    }
    /// f'(b).
    pub fn slope(self, b: f64) -> f64 {
        match self {
            Smooth::Exp => b.exp(),
            Smooth::Softplus => 1.0 / (1.0 + (-b).exp()),
            Smooth::Tanh => 1.0 - b.tanh() * b.tanh(),
        }
    }
    /// f⁽ᵏ⁾(u + b).
    fn derivative<T: Number>(self, k: u8, u: T, b: f64) -> T {
        let t = u + b;
        let sigmoid = |t: T| (-t).exp().add_one().recip();
        match (self, k) {
            (Smooth::Exp, _) => t.exp(),
            (Smooth::Softplus, 0) => t.exp().add_one().ln(),
            (Smooth::Softplus, 1) => sigmoid(t),
            (Smooth::Softplus, 2) => sigmoid(t) * sigmoid(-t),
            (Smooth::Tanh, 0) => t.tanh(),
            (Smooth::Tanh, 1) => t.cosh().powi(-2),
            (Smooth::Tanh, 2) => t.tanh() * t.cosh().powi(-2) * -2.0,
            _ => unreachable!("no derivative of order {k} is asked for"),
        }
    }
    /// f'(u + b) − f'(b), to full relative precision for small u.
    fn slope_beyond<T: Number>(self, u: T, b: f64) -> T {
        let t = u + b;
        match self {
            Smooth::Exp => u.exp_m1() * b.exp(),
            Smooth::Softplus => u.exp_m1() * (b.exp() / (1.0 + b.exp())) / t.exp().add_one(),
            Smooth::Tanh => -(u.sinh() / (t.cosh() * b.cosh())) * (t.tanh() + b.tanh()),
        }
    }
}

trait AddOne {
    fn add_one(self) -> Self;
}
impl<T: Number> AddOne for T {
    fn add_one(self) -> Self {
        self + 1.0
    }
}

#[derive(Clone, Debug)]
pub enum Tree {
    Constant(f64),
    Variable(usize),
    Sum(Vec<Tree>),
    Product(Vec<Tree>),
    /// f⁽ᵏ⁾(u + b).
    Call(Smooth, u8, Box<Tree>, f64),
    /// f(u + b) − f(b) − f'(b) u: its derivatives only are ever evaluated.
    Beyond(Smooth, Box<Tree>, f64),
    /// f'(u + b) − f'(b).
    SlopeBeyond(Smooth, Box<Tree>, f64),
    /// The second where the first is positive, else the third.
    If(Box<[Tree; 3]>),
}

use Tree::{Beyond, Call, Constant, If, Product, SlopeBeyond, Sum, Variable};

impl Tree {
    pub fn is_zero(&self) -> bool {
        matches!(self, Constant(0.0))
    }
    pub fn sum(terms: Vec<Tree>) -> Tree {
        let mut terms: Vec<Tree> = terms.into_iter().filter(|t| !t.is_zero()).collect();
        match terms.len() {
            0 => Constant(0.0),
            1 => terms.remove(0),
            _ => Sum(terms),
        }
    }
    pub fn product(factors: Vec<Tree>) -> Tree {
        if factors.iter().any(Tree::is_zero) {
            return Constant(0.0);
        }
        let mut factors: Vec<Tree> = factors.into_iter().filter(|f| !matches!(f, Constant(1.0))).collect();
        match factors.len() {
            0 => Constant(1.0),
            1 => factors.remove(0),
            _ => Product(factors),
        }
    }
    pub fn choice(condition: Tree, positive: Tree, otherwise: Tree) -> Tree {
        if positive.is_zero() && otherwise.is_zero() {
            return Constant(0.0);
        }
        If(Box::new([condition, positive, otherwise]))
    }

    pub fn eval<T: Number>(&self, y: &[T]) -> T {
        match self {
            Constant(c) => T::from(*c),
            Variable(i) => y[*i],
            Sum(terms) => terms.iter().skip(1).fold(terms[0].eval(y), |sum, t| sum + t.eval(y)),
            Product(factors) => factors.iter().skip(1).fold(factors[0].eval(y), |p, f| p * f.eval(y)),
            Call(f, k, u, b) => f.derivative(*k, u.eval(y), *b),
            SlopeBeyond(f, u, b) => f.slope_beyond(u.eval(y), *b),
            Beyond(..) => unreachable!("losses are differentiated before they are evaluated"),
            If(parts) => parts[if parts[0].eval(y).re() > 0.0 { 1 } else { 2 }].eval(y),
        }
    }

    /// ∂/∂yᵢ.
    pub fn derivative(&self, i: usize) -> Tree {
        match self {
            Constant(_) => Constant(0.0),
            Variable(k) => Constant(if *k == i { 1.0 } else { 0.0 }),
            Sum(terms) => Tree::sum(terms.iter().map(|t| t.derivative(i)).collect()),
            Product(factors) => Tree::sum(
                (0..factors.len())
                    .map(|k| {
                        let slope = factors[k].derivative(i);
                        let others = factors.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, f)| f.clone());
                        Tree::product(std::iter::once(slope).chain(others).collect())
                    })
                    .collect(),
            ),
            Call(f, k, u, b) => Tree::product(vec![Call(*f, k + 1, u.clone(), *b), u.derivative(i)]),
            Beyond(f, u, b) => Tree::product(vec![SlopeBeyond(*f, u.clone(), *b), u.derivative(i)]),
            SlopeBeyond(f, u, b) => Tree::product(vec![Call(*f, 2, u.clone(), *b), u.derivative(i)]),
            If(parts) => Tree::choice(parts[0].clone(), parts[1].derivative(i), parts[2].derivative(i)),
        }
    }
}
