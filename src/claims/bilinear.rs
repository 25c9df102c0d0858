use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "A bilinear game is one rotation for each singular value, and n_θ + n_ψ − 2r directions in which nothing moves";
pub(super) const SOURCE: &str = "derived here; the game is that of Gidel et al. 2019";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// AᵀA = [[1.13, 0.28], [0.28, 0.9]]: rank 2, and one direction of ψ in which nothing moves.
const TALL: &str = "[[1.0, 0.5], [-0.3, 0.8], [0.2, 0.1]]";
const TRACE: f64 = 2.03;
const DET: f64 = 0.9386;
/// AᵀA = [[1, 0.5], [0.5, 4.25]] with A = [[1, 0.5], [0, 2]].
const SQUARE: &str = "[[1.0, 0.5], [0.0, 2.0]]";
const H: f64 = 0.3;

fn experiment(matrix: &str, more: &str) -> Experiment {
    lab::experiment(&format!("game.bilinear.matrix = {matrix}\n{more}"))
}

/// The two singular values, the smaller first.
fn singular(trace: f64, det: f64) -> [f64; 2] {
    lab::roots_of(trace, det).map(|s| s.re.sqrt())
}

/// A rule, the eigenvalues of F' it has on a rotation of η, and those where nothing moves.
type Row = (&'static str, fn(f64) -> Vec<Complex<f64>>, &'static [f64]);

const BETA: f64 = -0.3;
const GAMMA: f64 = 0.8;

const ROWS: [Row; 9] = [
    ("rule.simultaneous.lr = 0.3", |eta| lab::roots(1.0, -eta * eta).to_vec(), &[1.0]),
    ("rule.alternating.lr = 0.3", |eta| alternating(eta).to_vec(), &[1.0]),
    ("rule.extragradient.lr = 0.3", |eta| lab::roots(1.0 - eta * eta, -eta * eta).to_vec(), &[1.0]),
    ("rule.optimistic.lr = 0.3", optimistic, &[1.0, 0.0]),
    (
        "rule.momentum = { lr = 0.3, beta = -0.3, order = \"generator_first\" }",
        |eta| {
            let mut p = lab::product(&[&[1.0, -1.0], &[1.0, -1.0], &[1.0, -BETA], &[1.0, -BETA]]);
            p[1] += eta * eta;
            lab::zeros(&p[1..])
        },
        &[1.0, BETA],
    ),
    ("rule.implicit_euler.lr = 0.3", implicit, &[1.0]),
    ("rule.competitive.lr = 0.3", implicit, &[1.0]),
    (
        "rule.lookahead = { k = 4, alpha = 0.4, inner.alternating.lr = 0.3 }",
        |eta| alternating(eta).map(|x| 0.6 + x.powi(4) * 0.4).to_vec(),
        &[1.0],
    ),
    (
        "field.consensus.gamma = 0.8\nrule.simultaneous.lr = 0.3",
        |eta| lab::roots(1.0 - GAMMA * eta * eta / H, -eta * eta).to_vec(),
        &[1.0],
    ),
];

fn alternating(eta: f64) -> [Complex<f64>; 2] {
    lab::roots_of(2.0 - eta * eta, 1.0)
}

fn implicit(eta: f64) -> Vec<Complex<f64>> {
    lab::roots(1.0, -eta * eta).iter().map(|l| 1.0 / l).collect()
}

fn optimistic(eta: f64) -> Vec<Complex<f64>> {
    // x² − (1 + 2λh)x + λh for λh = ±iη.
    [eta, -eta]
        .iter()
        .flat_map(|im| {
            let b = Complex::new(1.0, 2.0 * im);
            let root = (b * b - Complex::new(0.0, 4.0 * im)).sqrt();
            [(b - root) / 2.0, (b + root) / 2.0]
        })
        .collect()
}

pub(super) fn check(evidence: &mut Evidence) {
    let e = experiment(TALL, "");
    let [s, t] = singular(TRACE, DET);
    let field = |s: f64, t: f64| [-s, s, -t, t, 0.0].map(|im| Complex::new(0.0, im));
    let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
    // The eigenvalues of AᵀA, unrooted.
    evidence.check("eigenvalues of v', A [3 × 2]", field(s, t), field(s * s, t * t), exact, None);
    for (more, of, still) in ROWS {
        let all = |s: f64, t: f64| -> Vec<Complex<f64>> {
            of(H * s).into_iter().chain(of(H * t)).chain(still.iter().map(|l| Complex::from(*l))).collect()
        };
        let title = more.replace('\n', ", ");
        let exact = Some((lab::update_eigenvalues(&experiment(TALL, more)).into(), 1e-12));
        // The largest singular value twice.
        evidence.check(format!("eigenvalues of F', A [3 × 2], {title}"), all(s, t), all(t, t), exact, None);
    }
    runs(evidence);
    still(evidence);
}

/// A run on a square A of full rank is ruled by the slowest of the rotations.
fn runs(evidence: &mut Evidence) {
    let pair = singular(5.25, 4.0);
    for (more, of, _) in ROWS {
        let turn = |s: f64| lab::turn_of(&of(H * s));
        // The other singular value is the slower one for some rules.
        let slow = if turn(pair[0])[0] > turn(pair[1])[0] { 0 } else { 1 };
        let (claimed, misprint) = (turn(pair[slow]), turn(pair[1 - slow]));
        // In turns both stay on the circle, and a run shows no one angle.
        if (claimed[0] - misprint[0]).abs() < 1e-6 {
            continue;
        }
        let run = Some((lab::measured_turn(&experiment(SQUARE, more), 600), 1e-5));
        let title = format!("factor and angle per step, A [2 × 2], {}", more.replace('\n', ", "));
        evidence.check(title, claimed, misprint, None, run);
    }
}

/// The part of ψ that Aᵀ sends to 0 keeps its value: (−0.19, 0, 0.94)-like, found as a cross product of the columns.
fn still(evidence: &mut Evidence) {
    let (a, b) = ([1.0, -0.3, 0.2], [0.5, 0.8, 0.1]);
    let null = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    let start = [0.5, -0.2, 0.3, 0.7, 1.0];
    let along = |x: &[f64]| (0..3).map(|i| null[i] * x[2 + i]).sum::<f64>();
    for more in ["rule.extragradient.lr = 0.3", "rule.implicit_euler.lr = 0.3"] {
        let end = lab::end(&experiment(TALL, more), &start, 2000);
        let scale = along(&start) / lab::square(&null);
        let claimed: Vec<f64> = [0.0, 0.0].into_iter().chain(null.map(|n| n * scale)).collect();
        let title = format!("where 2000 steps from {start:?} end, A [3 × 2], {more}");
        evidence.check(title, claimed, [0.0; 5], None, Some((end.into(), 1e-10)));
    }
}
