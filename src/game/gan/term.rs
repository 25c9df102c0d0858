//! One expectation of a [`Gan`] as an integral over a few variables, to be split where its integrand is not smooth.

use super::{Expectation, Law, Loss, Model, Noise, Penalty, Player, nodes, segment::Sum};
use crate::{
    num::{
        Buffer, Dual, Scalar,
        piecewise::{self, Axis, Integrand, turn},
        quadrature::Nodes,
    },
    penalty::{Site, WIDTH},
};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// What the expectation is of.
#[derive(Debug)]
pub enum What<'a, P> {
    /// A loss at the logits of independent real and generated points.
    Pair(Player),
    /// What a loss has of the real logit alone, the other being 0.
    Real(Player),
    /// What a loss has of the generated logit, over what it is at 0.
    Fake(Player),
    /// The density of a penalty at one kind of points.
    Penalty(&'a P, Site),
}

impl<P> Copy for What<'_, P> {}
impl<P> Clone for What<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P> What<'_, P> {
    /// Which player's loss, by number; a penalty is the discriminator's.
    fn player(&self) -> i16 {
        match self {
            What::Pair(who) | What::Real(who) | What::Fake(who) => *who as i16,
            What::Penalty(..) => Player::Discriminator as i16,
        }
    }
}

/// Random vectors in a row: independent laws, each with its continuous variables.
#[derive(Clone, Debug)]
struct Source {
    laws: Vec<Law>,
    axes: Vec<Axis>,
}

impl Source {
    /// A law and the noise on it. None in more dimensions than can be split.
    fn new((law, sigma): (Law, f64), space: usize) -> Option<Self> {
        let mut laws = vec![law];
        if sigma > 0.0 {
            laws.push(Law::Normal(vec![sigma; space]));
        }
        let axes = laws.iter().map(axes).collect::<Option<Vec<_>>>()?.concat();
        Some(Self { laws, axes })
    }

    /// The atoms of the discrete law, or the one of none.
    fn atoms(&self) -> Nodes {
        match &self.laws[0] {
            Law::Points(nodes) => nodes.clone(),
            _ => Nodes::point_mass(&[]),
        }
    }

    /// The coordinates of all laws, one after the other.
    fn place<S: Scalar>(&self, atom: &[f64], u: &[S]) -> Buffer<S> {
        let mut out = Buffer::zeros(self.laws.iter().map(|law| dim(law, atom)).sum());
        let (mut at, mut to) = (0, 0);
        for law in &self.laws {
            let part = &mut out[to..to + dim(law, atom)];
            to += part.len();
            match law {
                Law::Points(_) => part.iter_mut().zip(atom).for_each(|(x, a)| *x = S::of(*a)),
                Law::Uniform(d) => {
                    part.copy_from_slice(&u[at..at + d]);
                    at += d;
                }
                Law::Normal(s) if s.len() == 1 => {
                    part[0] = u[at] * s[0];
                    at += 1;
                }
                Law::Normal(s) => {
                    let direction = turn(u[at].value());
                    part.iter_mut().zip(s.iter().zip(direction)).for_each(|(x, (s, c))| *x = u[at + 1] * (s * c));
                    at += 2;
                }
            }
        }
        out
    }
}

/// The dimension of a law, that of its atoms if it is discrete.
fn dim(law: &Law, atom: &[f64]) -> usize {
    match law {
        Law::Points(_) => atom.len(),
        Law::Uniform(d) => *d,
        Law::Normal(s) => s.len(),
    }
}

/// The variables of a law. A normal law of the plane takes polar coordinates: functions of the size of x are smooth in
/// the angle.
fn axes(law: &Law) -> Option<Vec<Axis>> {
    match law {
        Law::Points(_) => Some(vec![]),
        Law::Uniform(d) => Some(vec![Axis::Uniform; *d]),
        Law::Normal(s) => match s.len() {
            1 => Some(vec![Axis::Normal]),
            2 => Some(vec![Axis::Turn, Axis::Radius]),
            _ => None,
        },
    }
}

/// More variables than this are not integrated.
const MOST_AXES: usize = 3;

/// The order in which variables are integrated, the outermost first. A kink leaves a uniform law through an end, and there
/// the integral around it is cut: with such laws innermost nothing but smooth pieces is left to the outer variables. On a
/// segment between two of them its place comes first, since kinks of both, at one point x, would meet in a corner of the
/// two laws. Between normal laws, which have no ends, the graded pieces are left to deal with that corner.
fn order(axes: &[Axis]) -> Vec<usize> {
    let bounded = axes.iter().all(|axis| matches!(axis, Axis::Uniform | Axis::Unit));
    let mut order: Vec<usize> = (0..axes.len()).collect();
    order.sort_by_key(|k| match axes[*k] {
        Axis::Unit if bounded => 0,
        Axis::Normal | Axis::Turn | Axis::Radius => 1,
        Axis::Uniform => 2,
        Axis::Unit => 3,
    });
    order
}

/// An expectation laid out as an integral.
#[derive(Clone, Debug)]
pub struct Plan {
    real: Option<Source>,
    fake: Option<Source>,
    axes: Vec<Axis>,
    /// Which variable of the laws each axis is, in the order real, fake, place on the segment.
    order: Vec<usize>,
    /// The law of a point on a segment at its place, where the axes are that place and this law's variable.
    sum: Option<Sum>,
    /// The same with all variables apart, for where the law of the sum degenerates.
    apart: Option<Box<Plan>>,
    resolved: Resolved,
}

/// Numbers of nodes by what they were found for: a player, the atoms and [`coarse`] parameters; none where the expectation is
/// not finite there. What is kept is a function of the key alone, so that it does not matter who asked first.
type Resolved = Arc<RwLock<HashMap<Vec<i16>, Option<Vec<usize>>>>>;

/// Steps of [`coarse`] to an octave.
const PER_OCTAVE: f64 = 4.0;
/// Octaves below 1 at which a parameter counts as small: an integrand does not get harder there.
const SMALL: f64 = 10.0;

/// A parameter to a quarter of an octave, with its sign: how many nodes resolve an integrand changes little over that, and
/// half as many again are taken.
fn coarse(x: f64) -> i16 {
    let octaves = f64::max(libm::log2(x.abs()), -SMALL) + SMALL + 1.0;
    let steps = (PER_OCTAVE * octaves.min(1000.0)).round() as i16;
    if x < 0.0 { -steps } else { steps }
}

/// A parameter of that class.
fn typical(class: i16) -> f64 {
    let size = libm::exp2(f64::from(class.abs()) / PER_OCTAVE - SMALL - 1.0);
    if class < 0 { -size } else { size }
}

impl Plan {
    /// The numbers of nodes of a key, from what was found before or by `find`.
    fn nodes(&self, key: Vec<i16>, find: impl FnOnce() -> Option<Vec<usize>>) -> Option<Vec<usize>> {
        // A thread that panicked left whole entries only.
        if let Some(nodes) = self.resolved.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return nodes.clone();
        }
        let nodes = find();
        self.resolved.write().unwrap_or_else(PoisonError::into_inner).insert(key, nodes.clone());
        nodes
    }

    /// None where there are too many variables.
    pub fn new<M: Model, P: Penalty>(model: &M, noise: &Noise, what: &What<P>) -> Option<Self> {
        let space = model.space();
        let real = |around: f64| {
            let (law, rest) = nodes::real(model, noise);
            Source::new(nodes::widened(law, (rest * rest + around * around).sqrt(), true), space)
        };
        let fake = || Source::new(nodes::fake(model, noise), space);
        let (real, fake) = match what {
            What::Pair(_) | What::Penalty(_, Site::Between) => (Some(real(0.0)?), Some(fake()?)),
            What::Real(_) | What::Penalty(_, Site::Real) => (Some(real(0.0)?), None),
            What::Fake(_) | What::Penalty(_, Site::Fake) => (None, Some(fake()?)),
            What::Penalty(penalty, Site::Around) => (Some(real(penalty.width().unwrap_or(WIDTH))?), None),
        };
        let mut axes: Vec<Axis> = [&real, &fake].into_iter().flatten().flat_map(|s| s.axes.clone()).collect();
        let mut sum = None;
        if matches!(what, What::Penalty(_, Site::Between)) {
            let affine = space == 1 && (model.affine() || matches!(model.latent(), Law::Points(_)));
            sum = Sum::of(&axes).filter(|_| affine);
            axes.push(Axis::Unit);
        }
        let apart = Self::apart(real, fake, axes);
        let Some(sum) = sum else { return (apart.axes.len() <= MOST_AXES).then_some(apart) };
        let (real, fake) = (apart.real.clone(), apart.fake.clone());
        let apart = (sum == Sum::Trapezoid).then(|| Box::new(apart));
        Some(Self { axes: sum.axes(), order: vec![0, 1], sum: Some(sum), apart, ..Self::apart(real, fake, vec![]) })
    }

    /// Every variable by itself.
    fn apart(real: Option<Source>, fake: Option<Source>, axes: Vec<Axis>) -> Self {
        let order = order(&axes);
        let axes = order.iter().map(|k| axes[*k]).collect();
        Self { real, fake, axes, order, sum: None, apart: None, resolved: Resolved::default() }
    }

    /// What one value takes where it is split along several variables, in evaluations of the discriminator, about.
    pub fn work(&self) -> usize {
        let points = |source: &Option<Source>| source.as_ref().map_or(1, |s| s.atoms().len());
        let one = match self.axes.len() {
            0 | 1 => 0,
            2 => 60_000,
            _ => 400_000,
        };
        one * points(&self.real) * points(&self.fake)
    }

    /// The variables of the laws, from those of the axes.
    fn variables<S: Scalar>(&self, u: &[S]) -> Buffer<S> {
        let mut out = Buffer::zeros(u.len());
        self.order.iter().zip(u).for_each(|(k, u)| out[*k] = *u);
        out
    }

    /// Whether anything is to be integrated.
    pub fn continuous(&self) -> bool {
        !self.axes.is_empty()
    }
}

/// The integrand of a plan at one atom of each discrete law.
struct Term<'a, M, L, P, S> {
    of: &'a Expectation<'a, M, L, P>,
    what: What<'a, P>,
    plan: &'a Plan,
    atoms: [&'a [f64]; 2],
    theta: &'a [S],
    psi: &'a [S],
}

/// E of `what`, summed over the atoms. Never inlined: what calls it is, many times over.
#[inline(never)]
pub fn mean<M: Model, L: Loss, P: Penalty, S: Scalar>(
    of: &Expectation<M, L, P>,
    plan: &Plan,
    what: What<P>,
    theta: &[S],
    psi: &[S],
) -> S {
    let values = |x: &[S]| -> Buffer<f64> { Buffer::from_fn(x.len(), |i| x[i].value()) };
    let (theta_at, psi_at) = (values(theta), values(psi));
    let atoms = |source: &Option<Source>| source.as_ref().map_or(Nodes::point_mass(&[]), Source::atoms);
    let (real, fake) = (atoms(&plan.real), atoms(&plan.fake));
    let mut total = S::zero();
    for i in 0..real.len() {
        for j in 0..fake.len() {
            let atoms = [real.point(i), fake.point(j)];
            let at = Term { of, what, plan, atoms, theta: &theta_at, psi: &psi_at };
            let plan = plan.apart.as_deref().filter(|_| at.lopsided()).unwrap_or(plan);
            let at = Term { plan, ..at };
            let with = Term { of, what, plan, atoms, theta, psi };
            let classes: Vec<i16> = theta_at.iter().chain(&psi_at[..]).map(|x| coarse(*x)).collect();
            let key = [what.player(), i as i16, j as i16].into_iter().chain(classes.iter().copied()).collect();
            let nodes = plan.nodes(key, || {
                let typical: Vec<f64> = classes.iter().map(|class| typical(*class)).collect();
                let (theta, psi) = typical.split_at(theta_at.len());
                let there = Term { of, what, plan, atoms, theta, psi };
                let nodes = piecewise::resolve(&plan.axes, &there).0;
                piecewise::over(&plan.axes, &nodes, &there, &there, 1).is_finite().then_some(nodes)
            });
            let nodes = nodes.unwrap_or_else(|| piecewise::resolve(&plan.axes, &at).0);
            let one = piecewise::over(&plan.axes, &nodes, &at, &with, of.fineness);
            total += one * (real.weights[i] * fake.weights[j]);
        }
    }
    total
}

impl<M: Model, L: Loss, P: Penalty, S: Scalar> Term<'_, M, L, P, S> {
    /// The real point and its variables, where there is one.
    fn real(&self, u: &[S]) -> Option<(Buffer<S>, usize)> {
        let source = self.plan.real.as_ref()?;
        let coordinates = source.place(self.atoms[0], u);
        // Data and their noise are added.
        let space = self.of.model.space();
        let mut x = Buffer::copy(&coordinates[..space]);
        x.iter_mut().zip(&coordinates[space..]).for_each(|(x, s)| *x += *s);
        Some((x, source.axes.len()))
    }

    /// The generated point and its weight, where there is one; `u` are its variables.
    fn fake(&self, u: &[S]) -> Option<(Buffer<S>, S)> {
        let source = self.plan.fake.as_ref()?;
        let coordinates = source.place(self.atoms[1], u);
        let space = self.of.model.space();
        let noise = if source.laws.len() > 1 { space } else { 0 };
        let (z, shift) = coordinates.split_at(coordinates.len() - noise);
        let mut x = Buffer::zeros(space);
        let weight = self.of.model.generate(self.theta, z, &mut x);
        x.iter_mut().zip(shift).for_each(|(x, s)| *x += *s);
        Some((x, weight))
    }

    /// At a place of the segment the middle of the law of its point, what each variable adds to it, and the weight.
    fn on_segment(&self, t: S) -> (S, Buffer<S>, S) {
        let count = |source: &Option<Source>| source.as_ref().map_or(0, |s| s.axes.len());
        let (reals, fakes) = (count(&self.plan.real), count(&self.plan.fake));
        let mut u: Buffer<S> = Buffer::zeros(reals + fakes);
        let real = |u: &[S]| self.real(&u[..reals]).map_or(S::zero(), |(x, _)| x[0]);
        let fake = |u: &[S]| self.fake(&u[reals..]).map_or((S::zero(), S::one()), |(x, w)| (x[0], w));
        let (x, (y, weight)) = (real(&u), fake(&u));
        let mut spread: Buffer<S> = Buffer::zeros(u.len());
        for k in 0..u.len() {
            u[k] = S::one();
            spread[k] = if k < reals { (real(&u) - x) * t } else { (fake(&u).0 - y) * (-t + 1.0) };
            u[k] = S::zero();
        }
        (y + (x - y) * t, spread, weight)
    }

    /// Where the penalty looks, and with what weight.
    fn looked_at(&self, u: &[S]) -> (Buffer<S>, S) {
        if let Some(sum) = self.plan.sum {
            let (middle, spread, weight) = self.on_segment(u[0]);
            let (x, density) = sum.at(&spread, u[1]);
            return (Buffer::from_fn(1, |_| middle + x), weight * density);
        }
        match self.real(u) {
            None => self.fake(u).unwrap_or_else(|| (Buffer::zeros(self.of.model.space()), S::zero())),
            Some((real, taken)) => match self.fake(&u[taken..]) {
                None => (real, S::one()),
                Some((fake, weight)) => {
                    let t = u[u.len() - 1];
                    (Buffer::from_fn(real.len(), |i| fake[i] + (real[i] - fake[i]) * t), weight)
                }
            },
        }
    }

    /// The two logits, 0 for the one that is not asked for, and the weight.
    fn logits(&self, u: &[S]) -> ([S; 2], S) {
        let (mut logits, mut weight, mut at) = ([S::zero(); 2], S::one(), 0);
        if let Some((x, taken)) = self.real(u) {
            (logits[0], at) = (self.of.model.critic(self.psi, &x), taken);
        }
        if let Some((x, w)) = self.fake(&u[at..]) {
            (logits[1], weight) = (self.of.model.critic(self.psi, &x), w);
        }
        (logits, weight)
    }

    /// Appends the functions of x across whose zeros a penalty is not smooth.
    fn bends(&self, penalty: &P, x: &[S], out: &mut Vec<S>) {
        let (d, gradient) = self.slope(x);
        kinks::<L, P, S>(Err(penalty), [d, square_sum(&gradient)], out);
        // ‖∇ₓD‖ bends where D'(x) changes sign, and in more dimensions only at points.
        out.extend(gradient.first().filter(|_| gradient.len() == 1));
        self.of.model.switches(self.psi, x, out);
    }

    /// D and ∇ₓD at x.
    fn slope(&self, x: &[S]) -> (S, Buffer<S>) {
        let lifted: Buffer<Dual<S>> = Buffer::from_fn(self.psi.len(), |i| Dual::lift(self.psi[i]));
        let mut y: Buffer<Dual<S>> = Buffer::from_fn(x.len(), |i| Dual::lift(x[i]));
        let mut gradient: Buffer<S> = Buffer::zeros(x.len());
        let mut d = S::zero();
        for i in 0..x.len() {
            y[i].eps = S::one();
            let out = self.of.model.critic(&lifted, &y);
            y[i].eps = S::zero();
            (d, gradient[i]) = (out.re, out.eps);
        }
        (d, gradient)
    }
}

impl<M: Model, L: Loss, P: Penalty> Term<'_, M, L, P, f64> {
    /// Whether the law of a point of the segment is close to that of one of its ends.
    fn lopsided(&self) -> bool {
        self.plan.sum.is_some_and(|sum| sum.lopsided(&self.on_segment(0.5).1))
    }
}

fn square_sum<S: Scalar>(x: &[S]) -> S {
    let mut sum = S::zero();
    for x in x {
        sum += x.square();
    }
    sum
}

/// A loss at a pair of logits, less what it is at 0 if asked for. Compiled once for all models.
#[inline(never)]
fn at_logits<L: Loss, S: Scalar>(loss: &L, who: Player, [real, fake]: [S; 2], over_origin: bool) -> S {
    let pair = |[real, fake]: [S; 2]| match who {
        Player::Generator => loss.generator(real, fake),
        Player::Discriminator => loss.discriminator(real, fake),
    };
    let mut value = S::zero();
    for (logits, sign) in [([real, fake], 1.0), ([S::zero(); 2], -1.0)].into_iter().take(1 + usize::from(over_origin)) {
        value += pair(logits) * sign;
    }
    value
}

/// The density of a penalty, compiled once for all models.
#[inline(never)]
fn density<P: Penalty, S: Scalar>(penalty: &P, site: Site, d: S, g2: S) -> S {
    penalty.density(site, d, g2)
}

/// The kinks of a loss and of a penalty, compiled once for all models.
#[inline(never)]
fn kinks<L: Loss, P: Penalty, S: Scalar>(of: Result<&L, &P>, [a, b]: [S; 2], out: &mut Vec<S>) {
    match of {
        Ok(loss) => loss.switches(a, b, out),
        Err(penalty) => penalty.switches(a, b, out),
    }
}

impl<M: Model, L: Loss, P: Penalty, S: Scalar> Integrand<S> for Term<'_, M, L, P, S> {
    fn value(&self, u: &[S]) -> S {
        let u = &self.plan.variables(u)[..];
        match self.what {
            What::Penalty(penalty, site) => {
                let (x, weight) = self.looked_at(u);
                let (d, gradient) = self.slope(&x);
                density(penalty, site, d, square_sum(&gradient)) * weight
            }
            What::Real(who) | What::Fake(who) | What::Pair(who) => {
                let (logits, weight) = self.logits(u);
                at_logits(self.of.loss, who, logits, matches!(self.what, What::Fake(_))) * weight
            }
        }
    }

    fn switches(&self, u: &[S], out: &mut Vec<S>) {
        let u = &self.plan.variables(u)[..];
        let model = self.of.model;
        if let What::Penalty(penalty, _) = self.what {
            if let Some(sum) = self.plan.sum {
                let (middle, spread, _) = self.on_segment(u[0]);
                sum.switches(&spread, u[1], out);
                let corners = sum.corners(&spread).into_iter().flatten();
                for x in corners.chain([sum.at(&spread, u[1]).0]) {
                    self.bends(penalty, &[middle + x], out);
                }
                return;
            }
            return self.bends(penalty, &self.looked_at(u).0, out);
        }
        kinks::<L, P, S>(Ok(self.of.loss), self.logits(u).0, out);
        if model.kinked() {
            let real = self.real(u);
            let fake = self.fake(&u[real.as_ref().map_or(0, |(_, taken)| *taken)..]);
            for x in real.map(|(x, _)| x).into_iter().chain(fake.map(|(x, _)| x)) {
                model.switches(self.psi, &x, out);
            }
        }
    }
}
