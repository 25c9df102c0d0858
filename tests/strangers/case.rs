//! A stranger: a game, an adjusted field and a rule, as an experiment text, and smaller ones to try where it fails.

use crate::{
    draw::Draw,
    field::{Adjust, Field},
    grammar::{Game, Put, Term},
    rule::{Kind, Rate, Rule},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub game: Game,
    pub adjust: Adjust,
    pub rule: Rule,
    /// Where a short run begins, x₀.
    pub start: Vec<f64>,
    /// Whether the file names its equilibrium.
    pub listed: bool,
}

impl Case {
    pub fn draw(seed: u64, number: u64) -> Case {
        let d = &mut Draw::new(seed, number);
        let game = Game::draw(d);
        let size = |adjust: &Adjust| {
            let off: Vec<f64> = (0..game.n()).map(|k| 1e-100 * (1.0 + 0.1 * k as f64)).collect();
            Field::new(&game, adjust).derivative(&off).norm().max(1e-3)
        };
        let adjust = Adjust::draw(d, size(&Adjust::Plain));
        let rule = Rule::draw(d, size(&adjust));
        let reach = d.of(&[1e-3, 0.05]);
        let off = d.direction(game.n());
        let start = game.centre.iter().zip(off).map(|(c, u)| ((c + reach * u) * 1e6).round() / 1e6).collect();
        let listed = game.put() > Put::Beside || d.chance(0.85);
        Case { game, adjust, rule, start, listed }
    }

    pub fn text(&self) -> String {
        let names = self.game.names();
        let (theta, psi) = names.split_at(self.game.dims[0]);
        let [generator, discriminator] = self.game.texts();
        let named = match self.listed {
            true => format!("equilibrium = {:?}\n", self.game.centre),
            false => String::new(),
        };
        format!(
            "[game.expression]\ntheta = {theta:?}\npsi = {psi:?}\ngenerator = \"{generator}\"\ndiscriminator = \"{discriminator}\"\n{named}{}{}[run]\nstart = {:?}\nsteps = 10\n",
            self.adjust.toml(),
            self.rule.toml(),
            self.start
        )
    }

    /// The smallest stranger that `fails` as this one does, found by leaving out one thing after another.
    pub fn shrink(mut self, fails: impl Fn(&Case) -> bool) -> Case {
        while let Some(smaller) = self.smaller().into_iter().find(|c| *c != self && fails(c)) {
            self = smaller;
        }
        self
    }

    fn smaller(&self) -> Vec<Case> {
        let mut out = Vec::new();
        let mut with = |change: &dyn Fn(&mut Case)| {
            let mut case = self.clone();
            change(&mut case);
            out.push(case);
        };
        for i in 0..self.game.n() {
            if self.game.dims[usize::from(i >= self.game.dims[0])] > 1 {
                with(&|c| c.without_parameter(i));
            }
        }
        for who in 0..2 {
            for k in 0..self.game.losses[who].len() {
                with(&|c| drop(c.game.losses[who].remove(k)));
                with(&|c| c.game.losses[who][k].0 = c.game.losses[who][k].0.signum());
                with(&|c| simpler_term(&mut c.game.losses[who][k].1));
            }
        }
        with(&|c| c.adjust = Adjust::Plain);
        with(&|c| c.game.expanded = false);
        for i in 0..self.game.n() {
            with(&|c| {
                c.start[i] = ((c.start[i] - c.game.centre[i]) * 1e6).round() / 1e6;
                c.game.centre[i] = 0.0;
            });
        }
        match &self.rule.kind {
            Kind::Lookahead { inner, .. } | Kind::Average { inner, .. } => with(&|c| c.rule = (**inner).clone()),
            _ => {}
        }
        with(&|c| c.rule.kind = Kind::Simultaneous);
        with(&|c| c.rule.lr.power = 0.0);
        with(&|c| c.rule.lr = Rate { start: [c.rule.lr.start[0]; 2], ..c.rule.lr });
        with(&|c| c.rule.lr.start = [0.1; 2]);
        with(&|c| match &mut c.rule.kind {
            Kind::Alternating { steps, .. }
            | Kind::Momentum { steps, .. }
            | Kind::Rmsprop { steps, .. }
            | Kind::Adam { steps, .. } => *steps = [1, 1],
            Kind::Lookahead { k, .. } => *k = 1,
            _ => {}
        });
        out
    }

    fn without_parameter(&mut self, i: usize) {
        let stays = |t: &Term| !t.mentions(i);
        for loss in &mut self.game.losses {
            loss.retain(|(_, t)| stays(t));
            loss.iter_mut().for_each(|(_, t)| t.renumber(i));
        }
        self.game.dims[usize::from(i >= self.game.dims[0])] -= 1;
        self.game.centre.remove(i);
        self.start.remove(i);
    }
}

fn simpler_term(term: &mut Term) {
    match term {
        Term::Beyond(_, u, b) => {
            u.truncate(1);
            *b = 0.0;
        }
        Term::OfProduct(_, u, w, _) | Term::Bent(u, w) | Term::Here(_, u, w) | Term::Beside(_, u, w, _) => {
            u.truncate(1);
            w.truncate(1);
            u[0].1 = 1.0;
            w[0].1 = 1.0;
        }
        Term::Weighted(u, ..) => u.truncate(1),
        Term::Monomial(_) => {}
    }
}
