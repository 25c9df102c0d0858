//! Where a formula is not smooth.

use super::{Formula, Function, Node, Operator};
use crate::num::Scalar;

impl Formula {
    /// Appends the arguments of every `abs`, `relu`, `sign`, `step`, `sqrt` and `log` at `x`: the formula is smooth where
    /// none of them changes sign. Of a square its root is taken: √(a²) = |a| bends where a is 0.
    pub fn switches<S: Scalar>(&self, x: &[S], out: &mut Vec<S>) {
        self.root.switches(x, out);
    }

    /// Whether it is a polynomial.
    pub fn polynomial(&self) -> bool {
        self.root.built_of(&|_, _| false)
    }

    /// Whether it is a polynomial in its symbols and in `softplus` and `sigmoid` of one of them, up to sign and a
    /// constant, or of the difference of two: analytic for |Im| < π, and no faster than a polynomial.
    pub fn tame(&self) -> bool {
        self.root.built_of(&|f, a| matches!(f, Function::Softplus | Function::Sigmoid) && a.of_slope_one())
    }
}

impl Node {
    fn switches<S: Scalar>(&self, x: &[S], out: &mut Vec<S>) {
        use Function::{Abs, Log, Relu, Sign, Sqrt, Step};
        match self {
            Node::Constant(_) | Node::Symbol(_) => {}
            Node::Negate(a) | Node::Power(a, _) => a.switches(x, out),
            Node::Binary(_, a, b) => {
                a.switches(x, out);
                b.switches(x, out);
            }
            Node::Call(f, a) => {
                if matches!(f, Abs | Log | Relu | Sign | Sqrt | Step) {
                    out.push(a.root_of_square().eval(x));
                }
                a.switches(x, out);
            }
        }
    }

    /// b where this is b² or another even power, else itself.
    fn root_of_square(&self) -> &Node {
        match self {
            Node::Power(a, k) if k % 2 == 0 => a.root_of_square(),
            Node::Binary(Operator::Multiply, a, b) if a == b => a.root_of_square(),
            Node::Negate(a) => a.root_of_square(),
            other => other,
        }
    }

    /// Whether sums, products and whole powers lead from symbols, constants and the calls that `may` be to this.
    fn built_of(&self, may: &dyn Fn(Function, &Node) -> bool) -> bool {
        match self {
            Node::Constant(_) | Node::Symbol(_) => true,
            Node::Negate(a) => a.built_of(may),
            Node::Power(a, k) => *k >= 0 && a.built_of(may),
            Node::Binary(Operator::Divide, a, b) => a.built_of(may) && matches!(**b, Node::Constant(_)),
            Node::Binary(_, a, b) => a.built_of(may) && b.built_of(may),
            Node::Call(f, a) => may(*f, a),
        }
    }

    fn of_slope_one(&self) -> bool {
        match self {
            Node::Symbol(_) => true,
            Node::Negate(a) => a.of_slope_one(),
            Node::Binary(Operator::Add | Operator::Subtract, a, b) => match (&**a, &**b) {
                (Node::Constant(_), rest) | (rest, Node::Constant(_)) => rest.of_slope_one(),
                (Node::Symbol(i), Node::Symbol(j)) => i != j,
                _ => false,
            },
            _ => false,
        }
    }
}
