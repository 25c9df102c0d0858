//! Runs that still move: followed further, as far as that may cost, and told no farther than that.

use super::{
    Finding, GONE,
    find::{Case, ONWARD, arrival},
    local::homogeneous,
    orbit::onward,
    trend::{Trend, pace, quarters, range, settled, trend},
};
use crate::{
    analysis::{Kind, distance, jacobian::field_product, newton},
    field::Field,
    num::show::{count, rough, together},
    rule::Rule,
};

/// A forecast may be this many times as long as what was followed.
const BEYOND: f64 = 8.0;
/// A run is followed by so many numbers at most: steps times parameters.
const DEAREST: usize = 1 << 18;
/// ln of a pace that is the predicted one to this part follows the linearisation.
const ALIKE: f64 = 0.5;

impl<F: Field, R: Rule> Case<'_, F, R> {
    fn ahead(&self, steps: usize) -> Vec<f64> {
        self.towards(&self.lin.at, steps)
    }

    /// The distances from a point over as many steps more.
    pub(super) fn towards(&self, to: &[f64], steps: usize) -> Vec<f64> {
        onward(self.field, self.rule, self.run.last_state.clone(), to, self.steps(), steps as u64)
    }

    /// It comes nearer; followed further, it arrives or is still on its way.
    pub(super) fn falling(&self) -> Finding {
        if self.lin.tangents > 0 {
            return self.falling_to_set();
        }
        let rate = self.lin.verdict.rate.filter(|r| *r < 1.0 && self.lin.verdict.kind == Kind::Converges);
        match rate {
            Some(rate) if self.agree => self.still_falling(self.steps_at(self.end(), rate)),
            _ => self.followed(rate),
        }
    }

    /// Towards a set of equilibria: at the rate across it where the run ends.
    fn falling_to_set(&self) -> Finding {
        let Some((set, to_end)) = &self.set else {
            return self.undecided("a longer run: its steps towards the set of equilibria still fall");
        };
        let (rate, distance) = (set.rate.or(self.lin.verdict.rate), to_end[to_end.len() - 1]);
        let tolerance = self.tolerance(&set.end);
        let ahead = self.towards(&set.end, self.run.len().max(ONWARD));
        let steps_left = match (arrival(&ahead, tolerance, true), rate.filter(|r| *r < 1.0)) {
            (Some(step), _) => step as f64,
            (None, Some(rate)) => {
                let last = ahead[ahead.len() - 1];
                (ahead.len() - 1) as f64 + ((last / tolerance).ln() / -rate.ln()).max(1.0).ceil()
            }
            (None, None) => return self.undecided("a longer run: its steps towards the set of equilibria still fall"),
        };
        Finding::StillFalling { distance, steps_left, set: Some(set.clone()) }
    }

    pub(super) fn still_falling(&self, steps_left: f64) -> Finding {
        Finding::StillFalling { distance: self.end(), steps_left, set: None }
    }

    /// Steps from a distance to the tolerance, at a rate below 1.
    pub(super) fn steps_at(&self, distance: f64, rate: f64) -> f64 {
        ((distance / self.tolerance(&self.lin.at)).ln() / -rate.ln()).max(1.0).ceil()
    }

    /// Followed until it arrives, no longer falls, or its own pace leaves at most [`BEYOND`] times as many steps as were
    /// followed; a pace like the predicted one carries farther.
    fn followed(&self, rate: Option<f64>) -> Finding {
        let most = (DEAREST / self.run.n.max(1)).max(ONWARD).max(self.run.len());
        let mut steps = self.run.len().max(ONWARD);
        loop {
            let ahead = self.ahead(steps);
            if let Some(step) = arrival(&ahead, self.tolerance(&self.lin.at), self.attracts()) {
                return self.still_falling(step as f64);
            }
            let (done, last) = (ahead.len() - 1, ahead[ahead.len() - 1]);
            let pace = pace(&ahead).filter(|p| *p < 1.0 && trend(&ahead) == Trend::Falls);
            let Some(pace) = pace else { return self.falls_no_more(&ahead) };
            let left = self.steps_at(last, pace);
            let predicted = rate.filter(|r| (pace.ln() / r.ln() - 1.0).abs() <= ALIKE);
            if let Some(rate) = predicted {
                return self.still_falling(done as f64 + self.steps_at(last, rate));
            }
            if left <= BEYOND * done as f64 {
                return self.still_falling(done as f64 + left);
            }
            if settled(&ahead, 1e-6).is_some() {
                return self.falls_no_more(&ahead);
            }
            if steps >= most || done < steps {
                return self.undecided(&format!(
                    "a run of many more steps: it comes nearer by the factor {pace:.9} a step, which is not the predicted rate, and would need {} steps at that pace; {} were followed",
                    count(left),
                    count(done as f64)
                ));
            }
            steps = (4 * steps).min(most);
        }
    }

    /// It came nearer, and ends up at a distance that it keeps, or moves on otherwise.
    fn falls_no_more(&self, ahead: &[f64]) -> Finding {
        let steps = ahead.len() - 1;
        match settled(ahead, 1e-3) {
            Some([lo, hi]) => self.undecided(&format!(
                "a run of {} steps: it comes nearer now, but {steps} steps later it keeps between {} and {} away",
                count((self.steps() as usize + 2 * steps) as f64),
                rough(lo, 4),
                rough(hi, 4)
            )),
            None => self.undecided(&format!(
                "a longer run: it comes nearer, but {steps} steps later it is {} away and no longer falls steadily",
                rough(ahead[steps], 4)
            )),
        }
    }

    /// v' is that of x* where the run ends, and F' is not: what differs is the memory.
    pub(super) fn affine_but_for_memory(&self) -> bool {
        const NEARLY: f64 = 1e-2;
        let (n, at) = (self.run.n, &self.lin.at);
        let u: Vec<f64> = (0..n).map(|i| 1.0 + 0.1 * i as f64).collect();
        let product = |x: &[f64]| field_product(self.field, x, &u);
        let here = product(at);
        distance(&product(self.run.last()), &here) <= NEARLY * distance(&here, &vec![0.0; n])
    }

    /// It moves away from an equilibrium that attracts; followed further, it still does. Where F is positively
    /// homogeneous about the equilibrium, no start is nearer than another, and there is no basin to leave.
    pub(super) fn leaving(&self) -> Finding {
        let linear_field = self.rule.linear_within().is_some() && self.affine_but_for_memory();
        let rate = pace(&self.distances).unwrap_or(f64::NAN);
        let ahead = self.ahead(self.run.len().max(ONWARD));
        let steps = ahead.len() - 1;
        let left = ahead.len() <= self.run.len().max(ONWARD) || ahead[steps] >= GONE;
        let turn = self.lin.transverse.as_ref().and_then(|s| s.period()).unwrap_or(0.0);
        let whole = quarters(&ahead).is_some_and(|q| q[0].len() as f64 >= turn);
        if !linear_field && (left || whole && trend(&ahead) == Trend::Grows) {
            if self.homogeneous() {
                let from = distance(self.run.x(0), &self.lin.at);
                return Finding::AgainstLinearisation { from, distance: self.far(), rate };
            }
            let reached = range(&ahead[3 * ahead.len() / 4..])[1];
            return Finding::LeftBasin { distance: self.far(), rate, continued: steps as u64, reached };
        }
        self.undecided(&format!(
            "a longer run: it moves away so far, but {steps} steps later it is {} away and does not grow steadily",
            rough(ahead[steps], 4)
        ))
    }

    fn homogeneous(&self) -> bool {
        homogeneous(self.field, self.rule, &self.lin.at, self.run)
    }

    /// Whether a run that started within the tolerance only grows, as it would from farther out: then to be near is not to
    /// have arrived.
    pub(super) fn grows_from_within(&self) -> bool {
        let d = &self.distances;
        self.lin.tangents == 0
            && self.lin.verdict.kind == Kind::Converges
            && self.end() > 2.0 * d[0]
            && trend(d) == Trend::Grows
            && self.homogeneous()
    }

    /// Whether the run, followed further, comes nearer to this zero of v, or stays at it: a zero that moves along with
    /// the run is one of a set of equilibria that it passes by.
    pub(super) fn comes_to(&self, zero: &[f64]) -> Result<(), Finding> {
        let tolerance = self.tolerance(zero);
        let steps = self.run.len().max(ONWARD);
        let ahead = self.towards(zero, steps);
        if ahead.len() <= steps {
            return Err(self.undecided("a longer run: it is near another equilibrium and does not stay"));
        }
        let (first, last) = (ahead[0], ahead[steps]);
        let end = self.state_after(steps);
        let apart = |other: &Vec<f64>| distance(other, zero) > (1e3 * tolerance).max(0.5 * first);
        if let Some(other) = newton(self.field, &end).ok().filter(apart) {
            return Err(self.undecided(&format!(
                "a longer run: the nearest equilibrium is ({}), {} away, and {steps} steps later ({}), {} away: it moves along a set of equilibria and has come to none of them",
                together(zero, 1.0).join(", "),
                rough(first, 4),
                together(&other, 1.0).join(", "),
                rough(distance(&end, &other), 4)
            )));
        }
        let [earlier, late] = [range(&ahead[..steps / 2])[1], range(&ahead[steps / 2..])[1]];
        if late <= tolerance || last < first && late < earlier {
            return Ok(());
        }
        Err(self.undecided(&format!(
            "a longer run: it is {} from another equilibrium, and {steps} steps later {}",
            rough(first, 4),
            rough(last, 4)
        )))
    }

    /// x so many steps later.
    fn state_after(&self, steps: usize) -> Vec<f64> {
        let mut z = self.run.last_state.clone();
        (self.steps()..self.steps() + steps as u64).for_each(|t| self.rule.step(self.field, t, &mut z));
        z.truncate(self.run.n);
        z
    }
}
