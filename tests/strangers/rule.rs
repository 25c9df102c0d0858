//! Rules and their numbers, drawn and written as experiment files read them.

use crate::{draw::Draw, grammar::short};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    Together,
    GeneratorFirst,
    DiscriminatorFirst,
}

impl Order {
    fn word(self) -> &'static str {
        match self {
            Order::Together => "simultaneous",
            Order::GeneratorFirst => "generator_first",
            Order::DiscriminatorFirst => "discriminator_first",
        }
    }
    /// Which players move in each sub-step of a round, and the how-manieth step it is of theirs.
    pub fn round(self, steps: [u32; 2]) -> Vec<(&'static [usize], u32)> {
        let turn = |who: usize| (0..steps[who]).map(move |i| (if who == 0 { &[0][..] } else { &[1][..] }, i));
        match self {
            Order::Together => vec![(&[0, 1], 0)],
            Order::GeneratorFirst => turn(0).chain(turn(1)).collect(),
            Order::DiscriminatorFirst => turn(1).chain(turn(0)).collect(),
        }
    }
}

/// A learning rate per player, h₀/kᵖ with k = 1, 2, ….
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    pub start: [f64; 2],
    pub power: f64,
}

impl Rate {
    pub fn at(&self, who: usize, t: Option<u64>) -> f64 {
        t.map_or(self.start[who], |t| self.start[who] / ((t + 1) as f64).powf(self.power))
    }
    fn toml(&self) -> String {
        let [g, d] = self.start;
        match (self.power, g == d) {
            (0.0, true) => format!("{g}"),
            (0.0, false) => format!("{{ generator = {g}, discriminator = {d} }}"),
            (p, true) => format!("{{ start = {g}, power = {p} }}"),
            (p, false) => format!("{{ start = {{ generator = {g}, discriminator = {d} }}, power = {p} }}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Simultaneous,
    Alternating { steps: [u32; 2], order: Order },
    Momentum { beta: [f64; 2], steps: [u32; 2], order: Order },
    Extragradient { ahead: Option<[f64; 2]> },
    Optimistic,
    PastExtragradient,
    ImplicitEuler,
    ImplicitMidpoint,
    Competitive,
    Lookahead { k: u32, alpha: f64, inner: Box<Rule> },
    Average { beta: f64, uniform: bool, inner: Box<Rule> },
    Rmsprop { beta: f64, epsilon: f64, steps: [u32; 2], order: Order },
    Adam { beta: [f64; 2], epsilon: f64, steps: [u32; 2], order: Order },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub kind: Kind,
    pub lr: Rate,
}

impl Rule {
    /// Learning rates in units of the field's own size.
    pub fn draw(d: &mut Draw, size: f64) -> Rule {
        let kind = match d.below(15) {
            13 => Kind::Lookahead {
                k: 1 + d.below(6) as u32,
                alpha: d.of(&[0.2, 0.5, 0.8, 1.0]),
                inner: Box::new(Self::plain(d, size)),
            },
            14 => Kind::Average {
                beta: d.of(&[0.0, 0.5, 0.9]),
                uniform: d.chance(0.2),
                inner: Box::new(Self::plain(d, size)),
            },
            _ => return Self::plain(d, size),
        };
        Rule { kind, lr: Rate { start: [0.0; 2], power: 0.0 } }
    }

    fn plain(d: &mut Draw, size: f64) -> Rule {
        let order = |d: &mut Draw| d.of(&[Order::Together, Order::GeneratorFirst, Order::DiscriminatorFirst]);
        let several = |d: &mut Draw, order: Order| match order {
            Order::Together => [1, 1],
            _ => [1 + d.below(3) as u32, 1 + d.below(3) as u32],
        };
        let mut unit = 1.0 / size;
        let epsilon = |d: &mut Draw| d.of(&[0.0, 1e-8, 1e-8, 1e-4, 0.1, 0.1, 1.0, 1.0, 1.0]);
        let kind = match d.below(13) {
            0 | 1 => Kind::Simultaneous,
            2 | 3 => {
                let order = if d.chance(0.5) { Order::GeneratorFirst } else { Order::DiscriminatorFirst };
                Kind::Alternating { steps: several(d, order), order }
            }
            4 | 5 => {
                let order = order(d);
                let beta = d.of(&[-0.3, 0.5, 0.9, -0.8]);
                let beta = [beta, if d.chance(0.3) { d.between(-0.9, 0.9) } else { beta }];
                Kind::Momentum { beta, steps: several(d, order), order }
            }
            6 => {
                Kind::Extragradient { ahead: d.chance(0.4).then(|| [0, 1].map(|_| short(d.between(0.05, 1.2) * unit))) }
            }
            7 => Kind::Optimistic,
            8 => Kind::PastExtragradient,
            9 => {
                if d.chance(0.5) {
                    Kind::ImplicitEuler
                } else {
                    Kind::ImplicitMidpoint
                }
            }
            10 => Kind::Competitive,
            11 => {
                let (order, epsilon) = (order(d), epsilon(d));
                unit *= if epsilon > 0.0 { epsilon } else { 0.01 };
                Kind::Rmsprop { beta: d.of(&[0.0, 0.9, 0.99]), epsilon, steps: several(d, order), order }
            }
            _ => {
                let (order, epsilon) = (order(d), epsilon(d));
                unit *= if epsilon > 0.0 { epsilon } else { 0.01 };
                Kind::Adam {
                    beta: [d.of(&[0.0, 0.5, 0.9]), d.of(&[0.9, 0.999])],
                    epsilon,
                    steps: several(d, order),
                    order,
                }
            }
        };
        let h = d.between(0.03, 1.3);
        let other = if d.chance(0.35) { d.between(0.03, 1.3) } else { h };
        let power = if d.chance(0.08) { d.of(&[0.5, 1.0]) } else { 0.0 };
        let start = if matches!(kind, Kind::Rmsprop { .. } | Kind::Adam { .. }) && d.chance(0.15) {
            [0.01; 2]
        } else {
            [short(h * unit), short(other * unit)]
        };
        Rule { kind, lr: Rate { start, power } }
    }

    pub fn toml(&self) -> String {
        self.table("rule")
    }

    fn table(&self, path: &str) -> String {
        let lr = self.lr.toml();
        let pair = |[g, d]: [f64; 2]| format!("{{ generator = {g}, discriminator = {d} }}");
        let turns = |[g, d]: [u32; 2], order: Order| {
            format!("generator_steps = {g}\ndiscriminator_steps = {d}\norder = \"{}\"\n", order.word())
        };
        let (name, keys) = match &self.kind {
            Kind::Simultaneous => ("simultaneous", String::new()),
            Kind::Alternating { steps, order } => ("alternating", turns(*steps, *order)),
            Kind::Momentum { beta, steps, order } => {
                ("momentum", format!("beta = {}\n{}", pair(*beta), turns(*steps, *order)))
            }
            Kind::Extragradient { ahead } => {
                ("extragradient", ahead.map_or(String::new(), |h| format!("lookahead = {}\n", pair(h))))
            }
            Kind::Optimistic => ("optimistic", String::new()),
            Kind::PastExtragradient => ("past_extragradient", String::new()),
            Kind::ImplicitEuler => ("implicit_euler", String::new()),
            Kind::ImplicitMidpoint => ("implicit_midpoint", String::new()),
            Kind::Competitive => ("competitive", String::new()),
            Kind::Rmsprop { beta, epsilon, steps, order } => {
                ("rmsprop", format!("beta = {beta}\nepsilon = {epsilon}\n{}", turns(*steps, *order)))
            }
            Kind::Adam { beta, epsilon, steps, order } => {
                let [beta1, beta2] = beta;
                let turns = turns(*steps, *order);
                ("adam", format!("beta1 = {beta1}\nbeta2 = {beta2}\nepsilon = {epsilon}\n{turns}"))
            }
            Kind::Lookahead { k, alpha, inner } => {
                let inner = inner.table(&format!("{path}.lookahead.inner"));
                return format!("[{path}.lookahead]\nk = {k}\nalpha = {alpha}\n{inner}");
            }
            Kind::Average { beta, uniform, inner } => {
                let inner = inner.table(&format!("{path}.average.inner"));
                return format!("[{path}.average]\nbeta = {beta}\nuniform = {uniform}\n{inner}");
            }
        };
        format!("[{path}.{name}]\nlr = {lr}\n{keys}")
    }

    /// Whether the map is the same at every step once bias corrections have died out.
    pub fn autonomous(&self) -> bool {
        match &self.kind {
            Kind::Lookahead { inner, .. } => inner.autonomous(),
            Kind::Average { uniform, inner, .. } => !uniform && inner.autonomous(),
            _ => self.lr.power == 0.0,
        }
    }

    /// Whether a step solves an equation.
    pub fn implicit(&self) -> bool {
        match &self.kind {
            Kind::Lookahead { inner, .. } | Kind::Average { inner, .. } => inner.implicit(),
            kind => matches!(kind, Kind::ImplicitEuler | Kind::ImplicitMidpoint),
        }
    }

    /// Numbers remembered between steps.
    pub fn memory(&self, n: usize) -> usize {
        match &self.kind {
            Kind::Momentum { .. } | Kind::Optimistic | Kind::PastExtragradient | Kind::Rmsprop { .. } => n,
            Kind::Adam { .. } => 2 * n,
            Kind::Lookahead { inner, .. } => inner.memory(n),
            Kind::Average { inner, .. } => inner.memory(n) + n,
            _ => 0,
        }
    }
}
