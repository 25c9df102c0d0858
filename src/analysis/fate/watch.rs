//! What can be told of a run while it passes by, without keeping it: for maps of many starts.

use super::{ARRIVED, GONE};
use crate::analysis::Kind;

/// A change of the largest squared distance from one quarter of a run to the next that sampling a turn explains.
const SAMPLED: [f64; 2] = [0.999, 1.02];
/// ... and that is small beside what the linear part does in as many steps.
const BESIDE: f64 = 0.1;

/// What becomes of a run in the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives at the equilibrium of this index: one that attracts by its linearisation, or near which it stays and
    /// comes nearer till its end.
    Equilibrium(usize),
    /// It is beyond [`GONE`], or no number at all.
    Diverges,
    /// It goes to and fro about the first equilibrium and keeps its distance: the largest of the last quarter of the run
    /// is that of the quarter before, to 1 %, and to a tenth of what the linear part would change.
    Cycle,
    /// It is still coming nearer, or still going away, or rests elsewhere.
    Undecided,
}

impl std::fmt::Display for Fate {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Fate::Equilibrium(k) => write!(f, "equilibrium_{k}"),
            Fate::Diverges => f.write_str("diverges"),
            Fate::Cycle => f.write_str("cycle"),
            Fate::Undecided => f.write_str("undecided"),
        }
    }
}

/// An equilibrium that runs may arrive at.
#[derive(Clone, Debug)]
pub struct Target {
    at: [f64; 2],
    /// Square of how near is near enough.
    near: f64,
    /// Whether what is near stays.
    attracts: bool,
    /// |ln ρ|.
    pace: Option<f64>,
}

impl Target {
    /// An equilibrium with kind and rate of its verdict; `adaptive` tells that the linearised update holds at much
    /// smaller distances only, so that to be near is not to stay.
    pub fn new(at: [f64; 2], (kind, rate): (Kind, Option<f64>), adaptive: bool) -> Self {
        let near = ARRIVED * (1.0 + at[0].hypot(at[1]));
        let pace = rate.filter(|_| matches!(kind, Kind::Converges | Kind::Diverges)).map(|r| r.ln().abs());
        Self { at, near: near * near, attracts: kind == Kind::Converges && !adaptive, pace }
    }
}

/// What has been seen of one run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watch {
    /// What is sealed, and at which step.
    sealed: Option<(Fate, u64)>,
    /// The equilibrium that does not attract by its linearisation and that the run is near to, since when, and the
    /// squares of how near it was then and is now.
    visit: Option<(usize, u64, [f64; 2])>,
    /// Largest squared distance from the first target over the third and the last quarter.
    reach: [f64; 2],
    /// The quadrants about the first target that were seen in the last quarter, a bit each.
    quadrants: u8,
}

impl Watch {
    /// Whether the rest of the run cannot change what is found.
    #[inline(always)]
    pub fn sealed(&self) -> bool {
        self.sealed.is_some()
    }

    /// Looks at the point that the run has reached at a step of so many.
    #[inline(always)]
    pub fn see(&mut self, x: [f64; 2], step: u64, steps: u64, targets: &[Target]) {
        let size = x[0] * x[0] + x[1] * x[1];
        if size.is_nan() || size >= GONE * GONE {
            self.sealed = Some((Fate::Diverges, step));
            return;
        }
        let mut near = false;
        for (k, target) in targets.iter().enumerate() {
            let (d, e) = (x[0] - target.at[0], x[1] - target.at[1]);
            let distance = d * d + e * e;
            if distance <= target.near {
                if target.attracts {
                    self.sealed = Some((Fate::Equilibrium(k), step));
                    return;
                }
                near = true;
                self.visit = match self.visit {
                    Some((at, since, [first, _])) if at == k => Some((k, since, [first, distance])),
                    _ => Some((k, step, [distance; 2])),
                };
            }
            if k == 0 && 2 * step >= steps {
                let quarter = usize::from(4 * step >= 3 * steps);
                self.reach[quarter] = self.reach[quarter].max(distance);
                self.quadrants |= u8::from(quarter == 1) << (2 * u8::from(d > 0.0) + u8::from(e > 0.0));
            }
        }
        if !near {
            self.visit = None;
        }
    }

    /// What was found by the end, and at which step it was sealed (the last one, where it was not).
    pub fn verdict(&self, steps: u64, targets: &[Target]) -> (Fate, u64) {
        self.sealed.unwrap_or_else(|| match self.visit {
            // It halves its distance, or more, while it stays.
            Some((k, since, [first, last])) if last <= 0.25 * first => (Fate::Equilibrium(k), since),
            _ => (if self.keeps(steps, targets) { Fate::Cycle } else { Fate::Undecided }, steps),
        })
    }

    fn keeps(&self, steps: u64, targets: &[Target]) -> bool {
        let opposite = self.quadrants & 0b1001 == 0b1001 || self.quadrants & 0b0110 == 0b0110;
        let change = self.reach[1] / self.reach[0];
        let [lo, hi] = SAMPLED;
        let linear = targets.first().and_then(|t| t.pace).map(|pace| 2.0 * pace * (steps / 4) as f64);
        opposite && (lo..=hi).contains(&change) && linear.is_none_or(|linear| change.ln().abs() <= BESIDE * linear)
    }
}
