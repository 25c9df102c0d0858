//! Where the distances of a run go: peaks quarter by quarter, the band they keep to, bursts.

/// The least and the largest number.
pub(super) fn range(numbers: &[f64]) -> [f64; 2] {
    numbers.iter().fold([f64::INFINITY, 0.0], |[lo, hi], d| [lo.min(*d), hi.max(*d)])
}

/// The four quarters of a run, the earliest first; `None` where they are no stretches.
pub(super) fn quarters(distances: &[f64]) -> Option<[&[f64]; 4]> {
    let quarter = distances.len() / 4;
    let late = distances.len() - 4 * quarter;
    (quarter >= 4).then(|| std::array::from_fn(|k| &distances[late + k * quarter..late + (k + 1) * quarter]))
}

/// The range of the last quarter, if that of the one before is the same to `part` of its upper end.
pub(super) fn settled(distances: &[f64], part: f64) -> Option<[f64; 2]> {
    let [.., before, last] = quarters(distances)?;
    let ([a, b], [c, d]) = (range(before), range(last));
    ((a - c).abs() <= part * d && (b - d).abs() <= part * d).then_some([c, d])
}

/// Which way the peaks of the quarters go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trend {
    Falls,
    Grows,
    Neither,
}

/// The trend of the last three quarters, each beyond the one before by more than rounding.
pub(super) fn trend(distances: &[f64]) -> Trend {
    const MORE: f64 = 1e-9;
    let Some(quarters) = quarters(distances) else {
        return match (distances.first(), distances.last()) {
            (Some(a), Some(b)) if distances.len() > 2 && distances.windows(2).all(|w| w[1] < w[0]) && b < a => {
                Trend::Falls
            }
            (Some(a), Some(b)) if distances.len() > 2 && distances.windows(2).all(|w| w[1] > w[0]) && b > a => {
                Trend::Grows
            }
            _ => Trend::Neither,
        };
    };
    let [_, a, b, c] = quarters.map(|q| range(q)[1]);
    if c < b * (1.0 - MORE) && b < a * (1.0 - MORE) {
        Trend::Falls
    } else if c > b * (1.0 + MORE) && b > a * (1.0 + MORE) {
        Trend::Grows
    } else {
        Trend::Neither
    }
}

/// The mean factor per step over the last quarter, by its peak and that of the quarter before.
pub(super) fn pace(distances: &[f64]) -> Option<f64> {
    match quarters(distances) {
        Some([.., before, last]) => Some(((range(last)[1].ln() - range(before)[1].ln()) / last.len() as f64).exp()),
        None => {
            let (first, last) = (distances.first()?, distances.last()?);
            (distances.len() > 1).then(|| ((last.ln() - first.ln()) / (distances.len() - 1) as f64).exp())
        }
    }
}

/// A rise by this factor from the lowest point so far is a burst.
pub(super) const SWING: f64 = 1e3;

/// Rises and falls by [`SWING`] that follow each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Swings {
    /// The steps of the peaks that were left again, the start aside.
    peaks: Vec<usize>,
    /// The step of the last rise by the factor.
    last: usize,
    /// How often the run rose by the factor.
    pub(super) count: usize,
    pub(super) highest: f64,
    pub(super) lowest: f64,
}

impl Swings {
    /// Of distances; what is below `floor` is rounding, and no rise from it is told.
    pub(super) fn of(distances: &[f64], floor: f64) -> Self {
        let mut found = Self { lowest: f64::INFINITY, ..Self::default() };
        let (mut rising, mut extreme, mut at) = (false, f64::INFINITY, 0);
        for (k, &d) in distances.iter().enumerate() {
            if rising {
                if d > extreme {
                    (extreme, at) = (d, k);
                } else if d * SWING < extreme {
                    found.peaks.push(at);
                    (rising, extreme) = (false, d);
                }
                found.highest = found.highest.max(extreme);
            } else {
                if d > extreme.max(floor) * SWING {
                    found.count += 1;
                    found.last = k;
                    (rising, extreme, at) = (true, d, k);
                } else {
                    extreme = extreme.min(d);
                }
                found.lowest = found.lowest.min(extreme);
            }
        }
        found
    }

    /// Whether it rose more than once, and still does so in the second half of so many rows.
    pub(super) fn go_on(&self, rows: usize) -> bool {
        self.count > 1 && 2 * self.last >= rows
    }

    /// Mean steps from peak to peak, where two were left.
    pub(super) fn between(&self) -> Option<f64> {
        let (first, last) = (self.peaks.first()?, self.peaks.last()?);
        (self.peaks.len() > 1).then(|| (last - first) as f64 / (self.peaks.len() - 1) as f64)
    }
}
