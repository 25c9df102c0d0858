use super::{Evidence, Provenance};
use crate::loss::divergence::{Divergence, Family};
use std::f64::consts::LN_2;

pub(super) const TITLE: &str = "Output activations of f-GANs increase, into the domain of f*";
pub(super) const SOURCE: &str = "Nowozin, Cseke, Tomioka 2016, table of output activations, restated for increasing maps";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// What is claimed of a family, and a wrong version of each.
struct Row {
    d: Divergence,
    activation: [fn(f64) -> f64; 2],
    /// Where the domain of f* ends.
    end: [f64; 2],
    /// f'(1).
    balance: [f64; 2],
}

const WIDE: [f64; 2] = [f64::INFINITY, 1.0];
const ZERO: [f64; 2] = [0.0, 1.0];

fn log_sigmoid(v: f64) -> f64 {
    -(1.0 + (-v).exp()).ln()
}

fn rows() -> Vec<Row> {
    let row = |d: Divergence, activation: [fn(f64) -> f64; 2], end, balance| Row { d, activation, end, balance };
    let identity: [fn(f64) -> f64; 2] = [|v| v, |v| -v];
    // 1 − eᵛ of some copies decreases.
    let falling: [fn(f64) -> f64; 2] = [|v| 1.0 - (-v).exp(), |v| 1.0 - v.exp()];
    vec![
        row(Family::TotalVariation.into(), [|v| 0.5 * v.tanh(), f64::tanh], [0.5, 1.0], ZERO),
        row(Family::Kl.into(), identity, WIDE, [1.0, 0.0]),
        row(Family::ReverseKl.into(), [|v| -(-v).exp(), |v| -v.exp()], ZERO, [-1.0, 0.0]),
        row(Family::Pearson.into(), identity, WIDE, ZERO),
        row(Family::Neyman.into(), falling, [1.0, 0.0], ZERO),
        row(Family::SquaredHellinger.into(), falling, [1.0, 0.0], ZERO),
        row(Family::Jeffrey.into(), identity, WIDE, ZERO),
        row(Family::JensenShannon.into(), [|v| LN_2 + log_sigmoid(v), log_sigmoid], [LN_2, 0.0], ZERO),
        row(
            Divergence::weighted_jensen_shannon(0.25),
            [|v| 0.5 * LN_2 + log_sigmoid(v), |v| LN_2 + log_sigmoid(v)],
            [0.5 * LN_2, LN_2],
            ZERO,
        ),
        row(Family::Gan.into(), [log_sigmoid, |v| LN_2 + log_sigmoid(v)], [0.0, LN_2], [-LN_2, 0.0]),
        row(Divergence::alpha(0.5), [|v| 2.0 + log_sigmoid(v), log_sigmoid], [2.0, 0.0], ZERO),
        row(Divergence::alpha(-1.0), [|v| 0.5 + log_sigmoid(v), |v| 2.0 + log_sigmoid(v)], [0.5, 2.0], ZERO),
        row(Divergence::alpha(3.0), identity, WIDE, ZERO),
    ]
}

pub(super) fn check(evidence: &mut Evidence) {
    for Row { d, activation, end, balance } in rows() {
        let name = match d.family {
            Family::Alpha => format!("alpha = {}", d.alpha),
            Family::WeightedJensenShannon => format!("weighted_jensen_shannon, π = {}", d.pi),
            family => family.name().into(),
        };
        let at = [-1.5, 0.0, 2.0];
        let [claimed, misprint] = activation.map(|g| at.map(g));
        let found = Some((at.map(|v| d.activation(v)).into(), 1e-14));
        evidence.check(format!("g_f(v) at v = −1.5, 0, 2, {name}"), claimed, misprint, None, found);
        // 1/end, so that a domain without an end is a number too.
        let of = |end: f64| if end == 0.0 { [1.0, 0.0] } else { [0.0, 1.0 / end] };
        let found = Some((of(d.domain().end).into(), 1e-14));
        let title = format!("end of the domain of f*: 1 if it is 0, and its inverse, {name}");
        evidence.check(title, of(end[0]), of(end[1]), None, found);
        let exact = Some((d.optimal(1.0).into(), 1e-14));
        let title = format!("f'(1), {name}");
        // Total variation has a kink at 1, and 0 there by convention.
        evidence.check(title, balance[0], balance[1], exact, None);
    }
}
