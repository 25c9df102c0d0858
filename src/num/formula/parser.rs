//! From text to tree, by recursive descent.

use super::{FUNCTIONS, Formula, FormulaError, Function, Node, Operator};
use std::collections::{BTreeMap, BTreeSet};

/// Deeper nesting is refused: it would exhaust the stack.
const DEEPEST: usize = 200;
/// Integer exponents up to this are multiplied out.
const LARGEST_POWER: f64 = 64.0;

pub(super) fn parse(
    text: &str,
    symbols: &[String],
    constants: &BTreeMap<String, f64>,
) -> Result<Formula, FormulaError> {
    let characters: Vec<char> = text.chars().collect();
    let mut parser = Parser { text, characters, at: 0, depth: 0, symbols, constants, names: BTreeSet::new() };
    let root = parser.sum()?;
    match parser.peek() {
        None => Ok(Formula { text: text.into(), root, names: parser.names }),
        Some(')') => Err(parser.error("`)` has no `(`", parser.at, 1)),
        Some(c) if c.is_alphanumeric() || c == '(' || c == '.' => {
            Err(parser.error(&format!("an operator is missing before `{c}`, such as `*`"), parser.at, 1))
        }
        Some(c) => Err(parser.error(&format!("`{c}` means nothing here"), parser.at, 1)),
    }
}

struct Parser<'a> {
    text: &'a str,
    characters: Vec<char>,
    at: usize,
    depth: usize,
    symbols: &'a [String],
    constants: &'a BTreeMap<String, f64>,
    names: BTreeSet<String>,
}

impl Parser<'_> {
    fn error(&self, what: &str, start: usize, width: usize) -> FormulaError {
        // A line break would break the picture.
        let text = self.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        FormulaError { what: what.into(), text, start, width }
    }

    /// The next character that is not blank.
    fn peek(&mut self) -> Option<char> {
        while self.characters.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.characters.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> Result<Node, FormulaError> {
        let mut a = self.product()?;
        while let Some(c @ ('+' | '-')) = self.peek() {
            self.at += 1;
            let b = self.product()?;
            a = binary(if c == '+' { Operator::Add } else { Operator::Subtract }, a, b);
        }
        Ok(a)
    }

    fn product(&mut self) -> Result<Node, FormulaError> {
        let mut a = self.signed()?;
        while let Some(c @ ('*' | '/')) = self.peek() {
            self.at += 1;
            let b = self.signed()?;
            a = binary(if c == '*' { Operator::Multiply } else { Operator::Divide }, a, b);
        }
        Ok(a)
    }

    /// Everything nested comes through here.
    fn signed(&mut self) -> Result<Node, FormulaError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("the formula is nested too deeply", self.at, 1));
        }
        let node = if self.take('-') {
            match self.signed()? {
                Node::Constant(c) => Node::Constant(-c),
                a => Node::Negate(Box::new(a)),
            }
        } else if self.take('+') {
            self.signed()?
        } else {
            self.power()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn power(&mut self) -> Result<Node, FormulaError> {
        let base = self.atom()?;
        if !self.take('^') {
            return Ok(base);
        }
        Ok(match (base, self.signed()?) {
            (Node::Constant(a), Node::Constant(k)) => Node::Constant(libm::pow(a, k)),
            (a, Node::Constant(k)) if k.fract() == 0.0 && k.abs() <= LARGEST_POWER => {
                Node::Power(Box::new(a), k as i32)
            }
            (a, k) => call(Function::Exp, binary(Operator::Multiply, k, call(Function::Log, a))),
        })
    }

    fn atom(&mut self) -> Result<Node, FormulaError> {
        match self.peek() {
            Some('(') => {
                let open = self.at;
                self.at += 1;
                self.closed(open)
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' => self.name(),
            Some(c) => Err(self.error(&format!("`{c}` stands where a number, a name or `(` is expected"), self.at, 1)),
            None => Err(self.error("the formula ends where a number, a name or `(` is expected", self.at, 1)),
        }
    }

    /// What stands between the `(` at `open` and its `)`.
    fn closed(&mut self, open: usize) -> Result<Node, FormulaError> {
        let inner = self.sum()?;
        if self.take(')') { Ok(inner) } else { Err(self.error("`)` is missing for this `(`", open, 1)) }
    }

    fn number(&mut self) -> Result<Node, FormulaError> {
        let start = self.at;
        while let Some(&c) = self.characters.get(self.at) {
            let sign_of_exponent =
                matches!(c, '+' | '-') && matches!(self.characters[self.at - 1], 'e' | 'E') && self.at > start;
            let exponent = matches!(c, 'e' | 'E')
                && self.characters.get(self.at + 1).is_some_and(|d| d.is_ascii_digit() || matches!(d, '+' | '-'));
            if !(c.is_ascii_digit() || c == '.' || exponent || sign_of_exponent) {
                break;
            }
            self.at += 1;
        }
        let word: String = self.characters[start..self.at].iter().collect();
        match word.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Node::Constant(value)),
            _ => Err(self.error(&format!("`{word}` is not a number"), start, self.at - start)),
        }
    }

    fn name(&mut self) -> Result<Node, FormulaError> {
        let start = self.at;
        while self.characters.get(self.at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
            self.at += 1;
        }
        let width = self.at - start;
        let word: String = self.characters[start..self.at].iter().collect();
        if let Some(k) = self.symbols.iter().position(|s| *s == word) {
            self.names.insert(word);
            return Ok(Node::Symbol(k));
        }
        if let Some(&value) = self.constants.get(&word) {
            self.names.insert(word);
            return Ok(Node::Constant(value));
        }
        if let Some(function) = Function::named(&word) {
            self.peek();
            let open = self.at;
            if !self.take('(') {
                return Err(self.error(&format!("`{word}` is a function: write {word}(…)"), start, width));
            }
            return Ok(call(function, self.closed(open)?));
        }
        if word == "pi" {
            return Ok(Node::Constant(std::f64::consts::PI));
        }
        Err(self.error(&self.unknown(&word), start, width))
    }

    fn unknown(&self, word: &str) -> String {
        let own = self.symbols.iter().map(String::as_str).chain(self.constants.keys().map(String::as_str));
        let symbols: Vec<&str> = own.chain(["pi"]).collect();
        let nearest = symbols
            .iter()
            .chain(FUNCTIONS)
            .map(|name| (strsim::jaro_winkler(word, name), strsim::damerau_levenshtein(word, name), *name))
            .filter(|(similar, edits, _)| *similar > 0.8 || (*edits == 1 && word.chars().count() > 2))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let hint = nearest.map_or(String::new(), |(_, _, name)| format!("; did you mean `{name}`?"));
        format!(
            "no symbol is called `{word}`{hint} (symbols: {}; functions: {})",
            symbols.join(", "),
            FUNCTIONS.join(", ")
        )
    }
}

fn binary(operator: Operator, a: Node, b: Node) -> Node {
    let node = Node::Binary(operator, Box::new(a), Box::new(b));
    match &node {
        Node::Binary(_, a, b) if matches!((&**a, &**b), (Node::Constant(_), Node::Constant(_))) => {
            Node::Constant(node.eval(&[]))
        }
        _ => node,
    }
}

fn call(function: Function, a: Node) -> Node {
    match a {
        Node::Constant(c) => Node::Constant(function.of(c)),
        a => Node::Call(function, Box::new(a)),
    }
}
