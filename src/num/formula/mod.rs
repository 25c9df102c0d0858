//! Formulas in named symbols, read from a text and evaluated over any scalar.
//!
//! `+ − * / ^`, parentheses, numbers, `pi`, the functions of [`FUNCTIONS`] and the symbols given. A formula is read
//! once and evaluated at `f64` and at every nesting of duals; the expression crates at hand evaluate at one number type,
//! fixed when the text is read (exmex is generic in it, the others are `f64` only).

mod parser;
mod smooth;

use super::Scalar;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The functions a formula may call; `log` is the natural one, `relu(x)` = max(x, 0), `step` and `sign` have slope 0.
pub const FUNCTIONS: &[&str] = &["abs", "exp", "log", "relu", "sigmoid", "sign", "softplus", "sqrt", "step", "tanh"];

/// What is wrong with a formula, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct FormulaError {
    what: String,
    text: String,
    /// In characters.
    start: usize,
    width: usize,
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (gap, caret) = (" ".repeat(self.start), "^".repeat(self.width.max(1)));
        write!(f, "{}\n    {}\n    {gap}{caret}", self.what, self.text)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Function {
    Abs,
    Exp,
    Log,
    Relu,
    Sigmoid,
    Sign,
    Softplus,
    Sqrt,
    Step,
    Tanh,
}

impl Function {
    fn named(name: &str) -> Option<Self> {
        use Function::*;
        let all = [Abs, Exp, Log, Relu, Sigmoid, Sign, Softplus, Sqrt, Step, Tanh];
        FUNCTIONS.iter().position(|f| *f == name).map(|k| all[k])
    }
    #[inline]
    fn of<S: Scalar>(self, x: S) -> S {
        match self {
            Function::Abs => x.abs(),
            Function::Exp => x.exp(),
            Function::Log => x.ln(),
            Function::Relu => x.relu(),
            Function::Sigmoid => x.sigmoid(),
            Function::Sign => x.sign(),
            Function::Softplus => x.softplus(),
            Function::Sqrt => x.sqrt(),
            Function::Step => x.step(),
            Function::Tanh => x.tanh(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Constant(f64),
    Symbol(usize),
    Negate(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Power(Box<Node>, i32),
    Call(Function, Box<Node>),
}

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    text: String,
    root: Node,
    names: BTreeSet<String>,
}

impl Formula {
    /// Reads a formula. The k-th of `symbols` is the k-th entry of what [`eval`](Formula::eval) is given; `constants`
    /// are numbers by name.
    ///
    /// # Errors
    /// What is wrong, with the formula and a caret; the nearest names for an unknown one.
    pub fn parse(text: &str, symbols: &[String], constants: &BTreeMap<String, f64>) -> Result<Self, FormulaError> {
        parser::parse(text, symbols, constants)
    }

    /// The formula of one number.
    pub fn constant(value: f64) -> Self {
        Self { text: value.to_string(), root: Node::Constant(value), names: BTreeSet::new() }
    }

    /// Its value at `x`, one number per symbol.
    pub fn eval<S: Scalar>(&self, x: &[S]) -> S {
        self.root.eval(x)
    }

    /// Whether it mentions a symbol or a constant of that name.
    pub fn mentions(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether it is, term by term, a sum of functions of everything but symbol `i` and of everything but symbol `j`.
    pub fn splits(&self, i: usize, j: usize) -> bool {
        self.root.splits(i, j)
    }

    /// The terms of the sum that mention none of the symbols `absent`, those that mention no symbol at all apart.
    pub fn terms_without(&self, absent: std::ops::Range<usize>) -> Vec<Formula> {
        let mut terms = Vec::new();
        self.root.terms(1.0, &mut terms);
        terms
            .into_iter()
            .filter(|t| t.any_symbol(&|_| true) && !t.any_symbol(&|k| absent.contains(&k)))
            .map(|root| Formula { root, ..self.clone() })
            .collect()
    }
}

/// As its text.
impl serde::Serialize for Formula {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

impl Node {
    fn eval<S: Scalar>(&self, x: &[S]) -> S {
        match self {
            Node::Constant(c) => S::of(*c),
            Node::Symbol(k) => x[*k],
            Node::Negate(a) => -a.eval(x),
            Node::Binary(operator, a, b) => {
                let (a, b) = (a.eval(x), b.eval(x));
                match operator {
                    Operator::Add => a + b,
                    Operator::Subtract => a - b,
                    Operator::Multiply => a * b,
                    Operator::Divide => a / b,
                }
            }
            Node::Power(a, k) => power(a.eval(x), *k),
            Node::Call(function, a) => function.of(a.eval(x)),
        }
    }

    fn any_symbol(&self, test: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Node::Constant(_) => false,
            Node::Symbol(i) => test(*i),
            Node::Negate(a) | Node::Power(a, _) | Node::Call(_, a) => a.any_symbol(test),
            Node::Binary(_, a, b) => a.any_symbol(test) || b.any_symbol(test),
        }
    }

    fn has(&self, k: usize) -> bool {
        self.any_symbol(&|i| i == k)
    }

    /// The terms of the sum, each times `factor`: signs and constant factors are multiplied out.
    fn terms(&self, factor: f64, out: &mut Vec<Node>) {
        match self {
            Node::Negate(a) => a.terms(-factor, out),
            Node::Binary(Operator::Add, a, b) => {
                a.terms(factor, out);
                b.terms(factor, out);
            }
            Node::Binary(Operator::Subtract, a, b) => {
                a.terms(factor, out);
                b.terms(-factor, out);
            }
            Node::Binary(Operator::Multiply, a, b) => match (&**a, &**b) {
                (Node::Constant(c), rest) | (rest, Node::Constant(c)) => rest.terms(factor * c, out),
                _ => {
                    out.push(Node::Binary(Operator::Multiply, Box::new(Node::Constant(factor)), Box::new(self.clone())))
                }
            },
            Node::Binary(Operator::Divide, a, b) if matches!(**b, Node::Constant(_)) => {
                let Node::Constant(c) = **b else { return };
                a.terms(factor / c, out);
            }
            other => {
                out.push(Node::Binary(Operator::Multiply, Box::new(Node::Constant(factor)), Box::new(other.clone())));
            }
        }
    }

    fn splits(&self, i: usize, j: usize) -> bool {
        match self {
            Node::Negate(a) => a.splits(i, j),
            Node::Binary(Operator::Add | Operator::Subtract, a, b) => a.splits(i, j) && b.splits(i, j),
            Node::Binary(Operator::Multiply | Operator::Divide, a, b) if matches!(**b, Node::Constant(_)) => {
                a.splits(i, j)
            }
            Node::Binary(Operator::Multiply, a, b) if matches!(**a, Node::Constant(_)) => b.splits(i, j),
            other => !(other.has(i) && other.has(j)),
        }
    }
}

/// aᵏ by repeated squaring.
fn power<S: Scalar>(a: S, k: i32) -> S {
    let (mut square, mut rest, mut result) = (a, k.unsigned_abs(), S::one());
    while rest > 0 {
        if rest % 2 == 1 {
            result = result * square;
        }
        rest /= 2;
        if rest > 0 {
            square = square.square();
        }
    }
    if k < 0 { S::one() / result } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Dual;

    fn read(text: &str) -> Result<Formula, FormulaError> {
        let symbols = ["x".to_string(), "ψ".to_string()];
        Formula::parse(text, &symbols, &BTreeMap::from([("gamma".to_string(), 0.5)]))
    }
    fn at(text: &str, x: f64, psi: f64) -> f64 {
        read(text).unwrap_or_else(|e| panic!("{e}")).eval(&[x, psi])
    }

    #[test]
    fn precedence_is_that_of_mathematics() {
        assert_eq!(at("1 + 2*x^2/4 - -ψ", 2.0, 5.0), 8.0);
        assert_eq!(at("-x^2", 3.0, 0.0), -9.0);
        assert_eq!(at("2^3^2", 0.0, 0.0), 512.0);
        assert_eq!(at("x^-2", 2.0, 0.0), 0.25);
        assert_eq!(at("8/2/2", 0.0, 0.0), 2.0);
        assert_eq!(at("gamma*x^(2*gamma+1)", 3.0, 0.0), 4.5);
        assert_eq!(at("1e-3*x + .5", 1000.0, 0.0), 1.5);
        assert!((at("x^gamma", 4.0, 0.0) - 2.0).abs() < 1e-15);
    }

    #[test]
    fn derivatives_come_along() {
        let f = read("softplus(x)*ψ + x^3").unwrap_or_else(|e| panic!("{e}"));
        let d = f.eval(&[Dual::seed(0.0), Dual::lift(4.0)]);
        assert_eq!(d.eps, 2.0);
    }

    #[test]
    fn a_mistake_is_shown_where_it_is() {
        let message = |text: &str| read(text).expect_err(text).to_string();
        assert_eq!(
            message("x + gama*ψ"),
            "no symbol is called `gama`; did you mean `gamma`? (symbols: x, ψ, gamma, pi; functions: abs, exp, log, relu, sigmoid, sign, softplus, sqrt, step, tanh)\n    x + gama*ψ\n        ^^^^"
        );
        assert!(message("2x").starts_with("an operator is missing before `x`"));
        assert!(message("(x").starts_with("`)` is missing"));
        assert!(message("x +").starts_with("the formula ends where a number, a name or `(` is expected"));
        assert!(message("exp x").starts_with("`exp` is a function"));
        assert!(message("x % 2").starts_with("`%` means nothing here"));
        assert!(message("").starts_with("the formula ends"));
        assert!(message("1.2.3").starts_with("`1.2.3` is not a number"));
        assert!(message(&"(".repeat(5000)).starts_with("the formula is nested too deeply"));
    }

    #[test]
    fn a_sum_of_one_sided_terms_splits() {
        let splits = |text: &str| read(text).unwrap_or_else(|e| panic!("{e}")).splits(0, 1);
        assert!(splits("2*(softplus(x) - ψ^2)/3 + 1"));
        assert!(!splits("softplus(x - ψ)"));
        assert!(!splits("x*ψ"));
    }

    #[test]
    fn terms_without_a_symbol_keep_sign_and_factor() {
        let f = read("x*ψ - 2*(softplus(x) - ψ^2)/4 + 1").unwrap_or_else(|e| panic!("{e}"));
        let terms = f.terms_without(0..1);
        assert_eq!(terms.len(), 1);
        assert_eq!(terms[0].eval(&[7.0, 3.0]), 4.5);
        assert_eq!(f.terms_without(0..2).len(), 0);
    }
}
