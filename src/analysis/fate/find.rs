//! The tests, one after the other.

use super::{
    ARRIVED, Attraction, Finding, decay, local,
    orbit::{attraction, band, period, periodic},
    set::OnSet,
    trend::{Swings, Trend, quarters, range, trend},
};
use crate::{
    analysis::{Kind, Linearisation, Measured, Trajectory, distance, manifold, newton, power_law, start},
    field::Field,
    rule::Rule,
};
use nalgebra::Complex;

/// F' is the same to this part wherever an affine run was.
const AFFINE: f64 = 1e-9;
/// ... and to this part where a run is near enough for rates to be those of eigenvalues.
const NEARLY: f64 = 1e-2;
/// A mode of this size beside the one that is seen shows in the rate.
const SHOWS: f64 = 0.1;
/// A run is followed further by as many steps as it has, and by so many at least.
pub(super) const ONWARD: usize = 1024;
/// A run that does not move where v is larger than this is held there.
const RESTING: f64 = 1e-6;
/// Zeros of larger fields are not searched for.
const MOST_SEARCHED: usize = 64;

/// A run, its linearisation and what was measured.
pub(super) struct Case<'a, F, R> {
    pub(super) field: &'a F,
    pub(super) rule: &'a R,
    pub(super) lin: &'a Linearisation,
    pub(super) run: &'a Trajectory,
    /// What falls at the rate of the verdict: distances from x*, or steps towards a set of equilibria.
    pub(super) distances: Vec<f64>,
    pub(super) measured: Measured,
    /// Whether the predicted and the measured rate are the same.
    pub(super) agree: bool,
    /// Towards a set of equilibria that attracts: where on it the run ends, and how far from there it was.
    pub(super) set: Option<(OnSet, Vec<f64>)>,
}

impl<F: Field, R: Rule> Case<'_, F, R> {
    pub(super) fn find(&self) -> Finding {
        let (first, end) = (self.distances[0], self.end());
        if let Some(step) = self.run.diverged_at {
            return Finding::Diverged { step, overflow: true, distance: self.far() };
        }
        if first == 0.0 && end == 0.0 {
            return Finding::Converged { step: 0, distance: 0.0, set: None };
        }
        if self.run.len() < 3 {
            return self.undecided(if self.run.len() == 1 { "a run of more than 0 steps" } else { "a longer run" });
        }
        if let Some(found) = periodic(self.run, &self.lin.at) {
            return found;
        }
        let swings = Swings::of(&self.distances, 1e-6 * self.tolerance(&self.lin.at));
        if swings.go_on(self.run.len()) {
            let (count, steps_between) = (swings.count, swings.between());
            return Finding::Bursts { count, steps_between, highest: swings.highest, lowest: swings.lowest };
        }
        if self.lin.verdict.kind == Kind::NotAutonomous {
            self.changing()
        } else if self.lin.at_equilibrium && self.affine(0, AFFINE) {
            self.linear()
        } else if self.agree && self.lin.verdict.kind == Kind::Converges {
            self.converged().unwrap_or_else(|| self.falling())
        } else if self.lin.at_equilibrium {
            self.at_rest().or_else(|| self.orbit()).unwrap_or_else(|| self.moving())
        } else {
            self.at_rest().or_else(|| self.orbit()).unwrap_or_else(|| {
                self.undecided("an equilibrium to measure from: the point of linearisation is none; name one as run.at")
            })
        }
    }

    pub(super) fn steps(&self) -> u64 {
        self.run.len() as u64 - 1
    }
    /// The last of what falls.
    pub(super) fn end(&self) -> f64 {
        self.distances[self.distances.len() - 1]
    }
    /// ‖x − x*‖ at the end.
    pub(super) fn far(&self) -> f64 {
        distance(self.run.last(), &self.lin.at)
    }
    pub(super) fn tolerance(&self, at: &[f64]) -> f64 {
        ARRIVED * (1.0 + at.iter().fold(0.0, |a: f64, b| a.hypot(*b)))
    }
    pub(super) fn undecided(&self, decide: &str) -> Finding {
        Finding::Undecided { distance: self.far(), decide: decide.into() }
    }
    fn affine(&self, first: usize, part: f64) -> bool {
        self.lin.update.is_some()
            && local::affine(self.field, self.rule, &self.lin.at, self.run, first..self.run.len(), part)
    }
    /// Whether to be near is to stay: ε of an adaptive rule may be far below any tolerance.
    pub(super) fn attracts(&self) -> bool {
        self.lin.verdict.kind == Kind::Converges && self.rule.linear_within().is_none()
    }

    /// The run has arrived at x*, or at its set of equilibria.
    fn converged(&self) -> Option<Finding> {
        if self.lin.tangents > 0
            && (self.lin.verdict.kind != Kind::Converges
                || manifold::tangents(self.field, self.run.last()) != self.lin.tangents)
        {
            return None;
        }
        if let Some((set, to_end)) = &self.set {
            let step = arrival(to_end, self.tolerance(&set.end), self.attracts())?;
            return Some(Finding::Converged { step, distance: to_end[to_end.len() - 1], set: Some(set.clone()) });
        }
        if self.lin.tangents > 0 {
            return None;
        }
        let step = arrival(&self.distances, self.tolerance(&self.lin.at), self.attracts())?;
        Some(Finding::Converged { step, distance: self.far(), set: None })
    }

    /// Another mode than the dominant one, where the run falls like it: in the last half of the run F' is that of x*.
    fn other_mode(&self, linear: bool) -> Option<Finding> {
        let spectrum = self.lin.transverse.as_ref()?;
        let (dominant, rate) = (spectrum.dominant()?, self.measured.rate?);
        let same = |l: &&Complex<f64>| super::agree(Some(l.norm()), Some(rate));
        if self.agree || rate >= 1.0 || !(linear || self.affine(self.run.len() / 2, NEARLY)) {
            return None;
        }
        let mode = local::mode(self.field, self.rule, [&self.lin.at, self.run.x(0)], dominant);
        if mode.as_ref().is_some_and(|m| m.in_memory) {
            return Some(self.memory());
        }
        let eigenvalue = spectrum.eigenvalues.iter().filter(same).max_by(|a, b| a.im.total_cmp(&b.im))?;
        if eigenvalue.norm() >= dominant.norm() * (1.0 - 1e-9) {
            return None;
        }
        let part = mode.map(|m| m.part).filter(|_| linear);
        // A part that would show by now is none that is absent.
        let shows =
            |part: f64| part.ln() + self.steps() as f64 * (dominant.norm() / eigenvalue.norm()).ln() > SHOWS.ln();
        if part.is_some_and(shows) {
            return None;
        }
        let pair = |l: &Complex<f64>| [l.re, l.im];
        Some(Finding::SlowModeAbsent { eigenvalue: pair(eigenvalue), dominant: pair(&dominant), part })
    }

    /// Whether a run that arrived had the memory of an adaptive rule against it: F was another map than at the fixed point.
    pub(super) fn arrived_remembering(&self, finding: &Finding) -> bool {
        let Finding::Converged { step, .. } = finding else { return false };
        if self.agree || *step == 0 || self.rule.linear_within().is_none() || self.lin.update.is_none() {
            return false;
        }
        let mut z = start(self.field, self.rule, self.run.x(0));
        (0..*step).for_each(|t| self.rule.step(self.field, t, &mut z));
        local::memory_matters(self.field, self.rule, &self.lin.at, &z, NEARLY)
    }

    fn memory(&self) -> Finding {
        let fixed = start(self.field, self.rule, &self.lin.at);
        let n = self.run.n;
        Finding::Memory { distance: self.far(), memory: distance(&self.run.last_state[n..], &fixed[n..]) }
    }

    /// The update is affine wherever the run was: nothing but the spectrum and the start decide.
    fn linear(&self) -> Finding {
        if let Some(found) = self.other_mode(true) {
            return found;
        }
        match self.lin.verdict.kind {
            Kind::Converges => self.converged().unwrap_or_else(|| {
                if self.lin.tangents > 0 {
                    return self.falling();
                }
                self.still_falling(self.steps_at(self.end(), self.lin.verdict.rate.unwrap_or(1.0)))
            }),
            Kind::Diverges if self.agree || self.grown() > 2.0 => {
                Finding::Diverged { step: self.steps(), overflow: false, distance: self.far() }
            }
            Kind::Diverges => self.takes_over(),
            _ if self.agree || self.grown() < 2.0 => self.turning().unwrap_or_else(|| {
                self.undecided("a run of more turns: the update is affine and has the spectral radius 1")
            }),
            _ => Finding::Diverged { step: self.steps(), overflow: false, distance: self.far() },
        }
    }

    /// The end of the run beside its largest distance in the first half.
    fn grown(&self) -> f64 {
        let d = &self.distances;
        range(&d[d.len() / 2..])[1] / range(&d[..d.len().div_ceil(2)])[1]
    }

    /// When the growing mode of an affine update will be as large as the start.
    fn takes_over(&self) -> Finding {
        let (Some(spectrum), Some(rate)) = (&self.lin.transverse, self.lin.verdict.rate) else {
            return self.undecided("a longer run");
        };
        let mode = spectrum
            .dominant()
            .and_then(|l| local::mode(self.field, self.rule, [&self.lin.at, self.run.x(0)], l))
            .filter(|m| m.part > 0.0);
        match mode {
            Some(mode) => self.undecided(&format!(
                "about {:.0} steps in all: the start's part in the growing mode, {:.1e}, is the size of the start by then",
                (-mode.part.ln() / rate.ln()).max(1.0).ceil(),
                mode.part
            )),
            None => self.undecided("a longer run: the growing mode has not shown yet"),
        }
    }

    /// An orbit of an affine update on the unit circle.
    fn turning(&self) -> Option<Finding> {
        let band = band(self.run, &self.run.distances(&self.lin.at)).filter(|b| self.run.n == 2 || b.curve)?;
        Some(Finding::Cycle {
            radius: band.radius,
            steps_per_turn: band.steps_per_turn,
            attraction: Attraction::Neutral,
        })
    }

    /// At x*, at another zero of v, or held still by a projection.
    fn at_rest(&self) -> Option<Finding> {
        if self.lin.at_equilibrium
            && let Some(found) = self.converged()
        {
            if self.grows_from_within() {
                return Some(self.leaving());
            }
            return Some(match self.lin.verdict.kind {
                Kind::Diverges => self.near_what_repels(),
                _ => self.other_mode(false).unwrap_or(found),
            });
        }
        let (n, last) = (self.run.n, self.run.last());
        if n <= MOST_SEARCHED
            && let Ok(zero) = newton(self.field, last)
        {
            let to = self.run.distances(&zero);
            let apart = distance(&zero, &self.lin.at);
            let near = to[to.len() - 1] <= 0.1 * apart && trend(&to) == Trend::Falls;
            let there = arrival(&to, self.tolerance(&zero), false).is_some();
            if apart > 1e3 * self.tolerance(&zero) && (near || there) && self.lin.tangents == 0 {
                if let Err(found) = self.comes_to(&zero) {
                    return Some(found);
                }
                let speed = speed(self.field, &zero);
                return Some(Finding::OtherEquilibrium { at: zero, speed, distance: to[to.len() - 1] });
            }
        }
        // A step may be small because v is, near a degenerate equilibrium or far out where v dies away: that is no rest.
        let still = period(self.run, distance(self.run.x(0), last)) == Some(1);
        let (still, speed) = (still && self.far() > self.tolerance(&self.lin.at), speed(self.field, last));
        let rounding = 1e-14 * (1.0 + distance(last, &vec![0.0; n]));
        let held = still && (speed <= rounding || speed > RESTING);
        held.then(|| Finding::OtherEquilibrium { at: last.to_vec(), speed, distance: 0.0 })
    }

    /// It has come to an equilibrium that repels: by other modes alone, or as the memory lets it.
    fn near_what_repels(&self) -> Finding {
        if let Some(found) = self.other_mode(false) {
            found
        } else if self.rule.linear_within().is_some() {
            self.memory()
        } else {
            self.undecided(
                "a longer run: it has come near, but the equilibrium repels what is not exactly on its way in",
            )
        }
    }

    /// A closed curve.
    fn orbit(&self) -> Option<Finding> {
        // At the end of its way to a set of equilibria a run keeps its distance from x*, too.
        if self.set.is_some() {
            return None;
        }
        let far = self.run.distances(&self.lin.at);
        if let Some(found) = self.power(&far) {
            return Some(found);
        }
        let band = band(self.run, &far)?;
        if !band.curve {
            return None;
        }
        let attraction = attraction(self.field, self.rule, self.run, &self.lin.at, band.radius);
        // A run that falls or grows slowly keeps to a band, too.
        let drifts = attraction != Attraction::Attracting && trend(&far) != Trend::Neither;
        let neutral = matches!(self.lin.verdict.kind, Kind::Neutral | Kind::NotDifferentiable);
        if !neutral && (drifts || attraction == Attraction::Unknown) {
            return None;
        }
        Some(Finding::Cycle { radius: band.radius, steps_per_turn: band.steps_per_turn, attraction })
    }

    /// A power of the step, where the linear part falls at no rate.
    fn power(&self, far: &[f64]) -> Option<Finding> {
        if !matches!(self.lin.verdict.kind, Kind::Neutral | Kind::NotAutonomous) {
            return None;
        }
        // Towards a set of equilibria it is steps that fall, by one power more than the way that is left.
        let (seen, more) = if self.lin.tangents > 0 { (&self.distances[..], 1.0) } else { (far, 0.0) };
        let law = power_law(seen).filter(|law| law.exponent > more)?;
        // What grows is small at first beside what falls.
        if self.lin.tangents == 0 && (0..self.run.n).any(|i| self.grows_along(i)) {
            return None;
        }
        Some(Finding::Sublinear { exponent: law.exponent - more, uncertainty: law.uncertainty })
    }

    /// Whether one coordinate moves away from x*, quarter after quarter of the run.
    fn grows_along(&self, i: usize) -> bool {
        let off: Vec<f64> = (0..self.run.len()).map(|k| (self.run.x(k)[i] - self.lin.at[i]).abs()).collect();
        let most = quarters(&off).map(|q| q.map(|part| range(part)[1]));
        most.is_some_and(|most| most[0] > 0.0 && most.windows(2).all(|w| w[1] > w[0]))
    }

    /// Nearer, away, or neither.
    fn moving(&self) -> Finding {
        let kind = self.lin.verdict.kind;
        if self.agree && kind == Kind::Diverges {
            return Finding::Diverged { step: self.steps(), overflow: false, distance: self.far() };
        }
        if let Some(found) = self.other_mode(false) {
            return found;
        }
        if kind == Kind::Converges && self.rule.linear_within().is_some() && self.affine_but_for_memory() {
            return self.memory();
        }
        match trend(&self.distances) {
            Trend::Falls if kind != Kind::Diverges => self.falling(),
            Trend::Grows if kind == Kind::Converges => self.leaving(),
            Trend::Falls => {
                self.undecided("a longer run: it still comes nearer, though the equilibrium does not attract")
            }
            Trend::Grows => {
                self.undecided("a longer run: it still moves away, without bound or to a cycle farther out")
            }
            Trend::Neither => self.neither(),
        }
    }

    fn neither(&self) -> Finding {
        let turn = self.lin.transverse.as_ref().and_then(|s| s.period()).filter(|p| *p > self.steps() as f64 / 4.0);
        match turn {
            Some(turn) => self.undecided(&format!(
                "a run of {:.0} steps or more: a turn near the equilibrium takes {turn:.0}",
                (8.0 * turn).ceil()
            )),
            None => self.undecided(&format!("a longer run, of {} steps, say", 10 * self.steps())),
        }
    }

    /// The steps change with time.
    fn changing(&self) -> Finding {
        let beside = decay::beside(self.field, self.rule, &self.lin.at, self.run);
        let not_autonomous = |b: &decay::Beside| Finding::NotAutonomous {
            measured: b.measured,
            product: b.product,
            agree: b.agree,
            law: b.law,
        };
        match &beside {
            Some(b) if b.agree => return not_autonomous(b),
            _ => {}
        }
        let found = self.at_rest().or_else(|| self.orbit());
        found.unwrap_or_else(|| match &beside {
            Some(b) => not_autonomous(b),
            None => self.undecided("a longer run"),
        })
    }
}

/// The step from which on the distances stay within a tolerance till the end: the first one within it, where the point
/// attracts; else the distance has to halve from there on.
pub(super) fn arrival(distances: &[f64], tolerance: f64, attracts: bool) -> Option<u64> {
    let end = *distances.last()?;
    let entered = distances.iter().rposition(|d| *d > tolerance || d.is_nan()).map_or(0, |k| k + 1);
    if entered >= distances.len() {
        return None;
    }
    (attracts || end <= 0.5 * distances[entered]).then_some(entered as u64)
}

fn speed(field: &impl Field, x: &[f64]) -> f64 {
    let mut v = vec![0.0; x.len()];
    field.both(x, &mut v);
    v.iter().fold(0.0, |a: f64, b| a.hypot(*b))
}
