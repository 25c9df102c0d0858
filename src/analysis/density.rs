//! Two laws with densities, side by side in common coordinates, and integrals over both.

use super::law::{Estimate, Law, LawError};
use crate::num::{Double, Scalar, quadrature};

/// A density by its logarithm, which is a quadratic between its kinks.
#[derive(Clone, Copy, Debug)]
enum Curve {
    Bell,
    Tent,
    Flat,
}

/// One law in the coordinates of the pair.
#[derive(Clone, Copy, Debug)]
pub(super) struct Density {
    curve: Curve,
    /// Place and width: mean and standard deviation, mean and scale, lower end and length.
    mean: Double,
    width: Double,
    /// The logarithm of what divides e^….
    norm: Double,
}

/// ln √(2π)
const LOG_ROOT_TWO_PI: Double = Double { hi: 0.918_938_533_204_672_8, lo: -3.878_294_158_067_242e-17 };
/// Nodes of a panel.
const NODES: usize = 20;
/// Beyond this many widths a bell has less than 1e-22 of its mass, and a tent beyond that many.
const REACH: [f64; 2] = [10.0, 52.0];
/// Widths, and a distance and a width, may differ by this factor: beyond it no place tells a narrow law from a point.
const SCALES: f64 = 1e15;

impl Density {
    /// log p(x) inside the support.
    pub(super) fn log(&self, x: Double) -> Double {
        let z = (x - self.mean) / self.width;
        match self.curve {
            Curve::Bell => z * z * -0.5 - self.norm,
            Curve::Tent => -Scalar::abs(z) - self.norm,
            Curve::Flat => -self.norm,
        }
    }

    /// The coefficients of log p = ax² + bx + c on the side of the kink where x is.
    fn quadratic(&self, x: f64) -> [f64; 3] {
        let (m, w, norm) = (self.mean.hi, self.width.hi, self.norm.hi);
        match self.curve {
            Curve::Bell => [-0.5 / (w * w), m / (w * w), -0.5 * m * m / (w * w) - norm],
            Curve::Tent => {
                let side = if x < m { -1.0 } else { 1.0 };
                [0.0, -side / w, side * m / w - norm]
            }
            Curve::Flat => [0.0, 0.0, -norm],
        }
    }

    /// Where panels end so that the density is smooth and of one scale on each, between two finite ends.
    fn cuts(&self, ends: [f64; 2], cuts: &mut Vec<Double>) {
        let w = self.width.hi;
        let (step, count) = match self.curve {
            Curve::Bell => (0.5 * w, 20),
            Curve::Tent => (2.0 * w, 26),
            Curve::Flat => return,
        };
        cuts.extend((-count..=count).map(|k| self.mean + step * f64::from(k)));
        // Farther out in steps that double.
        for (side, end) in [-1.0, 1.0].into_iter().zip(ends) {
            let mut far = 2.0 * step * f64::from(count);
            while far < side * (end - self.mean.hi) {
                cuts.push(self.mean + side * far);
                far *= 2.0;
            }
        }
    }

    /// The ends of all but a trace of the mass.
    fn reach(&self) -> [f64; 2] {
        let (m, w) = (self.mean.hi, self.width.hi);
        match self.curve {
            Curve::Bell => [m - REACH[0] * w, m + REACH[0] * w],
            Curve::Tent => [m - REACH[1] * w, m + REACH[1] * w],
            Curve::Flat => [m, m + w],
        }
    }
}

/// P and Q in coordinates in which P has the place 0 and the width 1.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) p: Density,
    pub(super) q: Density,
    /// Place and width of P.
    unit: [f64; 2],
    /// The intervals that both charge, between kinks; the outermost ends may be infinite.
    pieces: Vec<[f64; 2]>,
    /// The mass of P where Q has none, and of Q where P has none; `None` where that is no set.
    pub(super) outside: [Option<f64>; 2],
}

impl Pair {
    /// # Errors
    /// If a law is discrete, or their scales differ too much.
    pub(super) fn new(p: &Law, q: &Law) -> Result<Self, LawError> {
        let unit @ [place, width] = p.unit();
        let [own, other] = [p, q].map(|law| density(law, unit));
        let (p_density, q_density) = (own.ok_or(LawError::Kinds)?, other.ok_or(LawError::Kinds)?);
        let sizes = [q_density.width.hi, q_density.mean.hi, q_density.mean.hi / q_density.width.hi];
        if !sizes.iter().all(|x| x.abs() < SCALES) || q_density.width.hi < 1.0 / SCALES {
            return Err(LawError::Scales);
        }
        // Ends are compared as they were given.
        let ([a, b], [c, d]) = (p.support(), q.support());
        let both = [f64::max(a, c), f64::min(b, d)];
        let outside = [(p, [c, d], [a, b]), (q, [a, b], [c, d])].map(|(law, [from, to], [own_from, own_to])| {
            (own_from < from || own_to > to).then(|| (law.tail(from, true) + law.tail(to, false)).min(1.0))
        });
        let mut pieces = vec![];
        if both[0] < both[1] {
            let inner = both.map(|x| if x.is_finite() { (x - place) / width } else { x });
            let mut ends: Vec<f64> = vec![inner[0], inner[1]];
            for density in [&p_density, &q_density] {
                let kink = density.mean.hi;
                if matches!(density.curve, Curve::Tent) && inner[0] < kink && kink < inner[1] {
                    ends.push(kink);
                }
            }
            ends.sort_by(f64::total_cmp);
            ends.dedup();
            pieces = ends.windows(2).map(|w| [w[0], w[1]]).collect();
        }
        Ok(Self { p: p_density, q: q_density, unit, pieces, outside })
    }

    /// A place of the pair's coordinates on the line.
    pub(super) fn place(&self, x: Double) -> f64 {
        self.unit[0] + self.unit[1] * x.hi
    }

    /// log p − log q at a place on the line where both have mass.
    pub(super) fn log_ratio(&self, x: f64) -> f64 {
        let x = Double::sum(x, -self.unit[0]) / Double::of(self.unit[1]);
        (self.p.log(x) - self.q.log(x)).rounded()
    }

    /// The quadratics order·log p + (1 − order)·log q, each with its piece.
    fn mixed(&self, order: f64) -> Vec<([f64; 2], [f64; 3])> {
        let mix = |piece: &[f64; 2]| {
            let x = inside(*piece);
            let (p, q) = (self.p.quadratic(x), self.q.quadratic(x));
            (*piece, [0, 1, 2].map(|k| order * p[k] + (1.0 - order) * q[k]))
        };
        self.pieces.iter().map(mix).collect()
    }

    /// Whether ∫ p^order q^(1−order) has a tail that does not fall.
    pub(super) fn heavy(&self, order: f64) -> bool {
        self.mixed(order).iter().any(|([from, to], [a, b, _])| {
            let falls = |side: f64| *a < 0.0 || (*a == 0.0 && side * b < 0.0);
            (from.is_infinite() && !falls(-1.0)) || (to.is_infinite() && !falls(1.0))
        })
    }

    /// The largest value of order·log p + (1 − order)·log q.
    pub(super) fn peak(&self, order: f64) -> f64 {
        let mut peak = f64::NEG_INFINITY;
        for ([from, to], [a, b, _]) in self.mixed(order) {
            let top = if a < 0.0 { (-0.5 * b / a).clamp(from, to) } else { f64::NAN };
            for x in [from, to, top].into_iter().filter(|x| x.is_finite()).map(Double::of) {
                peak = peak.max((self.p.log(x) * order + self.q.log(x) * (1.0 - order)).hi);
            }
        }
        peak
    }

    /// ∫ h over what both charge, for an h that is made of both densities and has kinks at most where theirs are and where
    /// they cross; `order` is the power of p/q in it that may move its weight away from both.
    ///
    /// Gauss–Legendre on panels of half a standard deviation, two scales, or less, all halved until the sum stands still.
    /// Not the trapezoid rule: |p − q| has kinks, and the poles of log(p + q) come as close to the line as the bells are
    /// apart.
    pub(super) fn integrate(&self, order: Option<f64>, h: impl Fn(Double) -> Double) -> Estimate {
        let mut panels = vec![];
        let mixed = order.map(|order| self.mixed(order));
        for (k, piece) in self.pieces.iter().enumerate() {
            let extra = mixed.as_ref().map_or(vec![], |mixed| shapes(mixed[k].1, *piece));
            let shapes: Vec<&Density> = [&self.p, &self.q].into_iter().chain(&extra).collect();
            let end = |side: usize| {
                if piece[side].is_finite() {
                    return piece[side];
                }
                let reaches = shapes.iter().map(|s| s.reach()[side]);
                if side == 0 {
                    reaches.fold(f64::INFINITY, f64::min)
                } else {
                    reaches.fold(f64::NEG_INFINITY, f64::max)
                }
            };
            let ends @ [from, to] = [end(0), end(1)];
            let mut cuts = vec![];
            shapes.iter().for_each(|s| s.cuts(ends, &mut cuts));
            cuts.retain(|x| from < x.hi && x.hi < to);
            cuts.extend(ends.map(Double::of));
            panels.extend(panels_between(cuts, |x| (self.p.log(x) - self.q.log(x)).hi));
        }
        // The ends are rounded.
        let finite = self.pieces.iter().flatten().filter(|x| x.is_finite());
        let ends: f64 = finite.map(|x| f64::EPSILON * x.abs() * h(Double::of(*x)).hi.abs()).sum();
        let found = refine(panels, h);
        Estimate { error: found.error + ends, ..found }
    }
}

/// A law in coordinates with this place and width.
fn density(law: &Law, [place, width]: [f64; 2]) -> Option<Density> {
    let scaled = |x: f64| Double::sum(x, -place) / Double::of(width);
    let ratio = |w: f64| Double::of(w) / Double::of(width);
    Some(match *law {
        Law::Discrete(_) => return None,
        Law::Normal { mean, sd } => {
            let width = ratio(sd);
            Density { curve: Curve::Bell, mean: scaled(mean), width, norm: width.ln() + LOG_ROOT_TWO_PI }
        }
        Law::Laplace { mean, scale } => {
            let width = ratio(scale);
            Density { curve: Curve::Tent, mean: scaled(mean), width, norm: (width * 2.0).ln() }
        }
        Law::Uniform { from, to } => {
            let width = Double::sum(to, -from) / Double::of(width);
            Density { curve: Curve::Flat, mean: scaled(from), width, norm: width.ln() }
        }
    })
}

/// A point inside an interval.
fn inside([from, to]: [f64; 2]) -> f64 {
    match (from.is_finite(), to.is_finite()) {
        (true, true) => 0.5 * (from + to),
        (true, false) => from + 1.0 + from.abs(),
        (false, true) => to - 1.0 - to.abs(),
        (false, false) => 0.0,
    }
}

/// The bell or tent e^(ax² + bx) on a piece, up to a factor; where it is largest at the ends, its layers there.
fn shapes([a, b, _]: [f64; 3], piece: [f64; 2]) -> Vec<Density> {
    let of = |curve, mean: f64, width: f64| Density {
        curve,
        mean: Double::of(mean),
        width: Double::of(width),
        norm: Double::default(),
    };
    if a < 0.0 {
        return vec![of(Curve::Bell, -0.5 * b / a, (-0.5 / a).sqrt())];
    }
    let slope = |x: f64| (2.0 * a * x + b).abs();
    let ends = piece.into_iter().filter(|x| x.is_finite() && slope(*x) > 0.0);
    ends.map(|x| of(Curve::Tent, x, 1.0 / slope(x))).collect()
}

/// The panels between these cuts, cut too where `gap` changes its sign: |gap| has its kinks there.
pub(super) fn panels_between(mut cuts: Vec<Double>, gap: impl Fn(Double) -> f64) -> Vec<[Double; 2]> {
    let sort = |cuts: &mut Vec<Double>| {
        cuts.sort_by(|x, y| x.hi.total_cmp(&y.hi).then(x.lo.total_cmp(&y.lo)));
        cuts.dedup();
    };
    sort(&mut cuts);
    let middle = |[low, high]: [Double; 2]| (low + high) * 0.5;
    let mut crossings = vec![];
    for panel in cuts.windows(2).map(|w| [w[0], w[1]]) {
        // In halves, since a sign may change at an end itself.
        for [mut low, mut high] in [[panel[0], middle(panel)], [middle(panel), panel[1]]] {
            let below = gap(low);
            if below * gap(high) < 0.0 {
                for _ in 0..60 {
                    let between = middle([low, high]);
                    if gap(between) * below > 0.0 { low = between } else { high = between }
                }
                crossings.push(low);
            }
        }
    }
    cuts.extend(crossings);
    sort(&mut cuts);
    cuts.windows(2).map(|w| [w[0], w[1]]).collect()
}

/// ∫ h over panels, all halved until the sum stands still.
pub(super) fn refine(mut panels: Vec<[Double; 2]>, h: impl Fn(Double) -> Double) -> Estimate {
    let rule = quadrature::gauss_legendre(NODES);
    let sum = |panels: &[[Double; 2]]| {
        let (mut total, mut size) = (Double::default(), 0.0);
        for [from, to] in panels {
            let (middle, half) = ((*from + *to) * 0.5, 0.5 * (*to - *from).hi);
            let mut part = Double::default();
            for (x, w) in rule.points.iter().zip(&rule.weights) {
                part += h(middle + Double::product(half, *x)) * *w;
            }
            total += part * (2.0 * half);
            size += (part.hi * 2.0 * half).abs();
        }
        (total, size)
    };
    let (mut value, mut size) = sum(&panels);
    let mut change = 0.0;
    for _ in 0..6 {
        let halves = |[a, b]: &[Double; 2]| {
            let middle = (*a + *b) * 0.5;
            [[*a, middle], [middle, *b]]
        };
        panels = panels.iter().flat_map(halves).collect();
        let finer = sum(&panels);
        change = (finer.0 - value).hi.abs();
        (value, size) = finer;
        if change <= 1e-15 * size + DIGITS {
            break;
        }
    }
    Estimate { value: value.rounded(), error: change + 2e-15 * size + DIGITS }
}

/// What rounding takes from an integral or a sum of probabilities that is evaluated with twice the digits of a double.
pub(super) const DIGITS: f64 = 5e-32;
