use super::{Evidence, Provenance, lab};
use crate::experiment::{LocalCell, LocalRow, local_convergence};

pub(super) const TITLE: &str = "Which methods converge locally, measured on three games, beside the published table";
pub(super) const SOURCE: &str =
    "measured here; published: the table of Mescheder et al. 2018, remembered, unverified";
pub(super) const PROVENANCE: Provenance = Provenance::Remembered;

/// Strengths in the experiment file: of the zero-centred penalties, of consensus, of the instance noise.
const G: f64 = 0.5;
const CONSENSUS: f64 = 1.0;
const NOISE: f64 = 0.49;

/// Two eigenvalues −s ± √(s² − p) of v'.
#[derive(Clone, Copy)]
struct Pair {
    s: f64,
    p: f64,
}

impl Pair {
    fn abscissa(self) -> f64 {
        lab::roots(-self.s, self.s * self.s - self.p)[1].re
    }
}

/// By formula; `None` at a kink. E‖∇ₓD‖² = mψ², E D² = qψ², and the noise adds to q.
fn pair(method: &str, game: &str) -> Option<Pair> {
    let wasserstein = method.starts_with("WGAN");
    let (a, bend) = if wasserstein { (1.0, 0.0) } else { (0.5, 0.25) };
    let (turn, m, q, noise) = match game {
        "location" => (1.0, 1.0, 1.0, NOISE),
        // E(x + e)⁴ − E x⁴ = 6E x²σ² + 3σ⁴.
        "uniform" => (2.0 / 3.0, 4.0 / 3.0, 0.2, 2.0 * NOISE + 3.0 * NOISE * NOISE),
        _ => (1.0, 1.0, 0.0, NOISE),
    };
    let (c, s) = (a * turn, bend * q);
    let damped = |more: f64| Some(Pair { s: s + more, p: c * c });
    match method {
        "unregularised GAN" | "WGAN, clipped" => damped(0.0),
        "instance noise" => damped(bend * noise),
        // J − γJᵀJ for J = [[0, −c], [c, −2s]].
        "consensus optimisation" => Some(Pair {
            s: s + CONSENSUS * (c * c + 2.0 * s * s),
            p: c * c * (1.0 + 2.0 * CONSENSUS * s + (CONSENSUS * c).powi(2)),
        }),
        // σ(D)² and σ(−D)² are ¼ each at D = 0.
        "penalty of Roth et al." => damped(G * m / 4.0),
        "R₁" | "R₂" => damped(G * m / 2.0),
        _ => None,
    }
}

/// Whether training converges: with a damping that is not 0, and where v' exists.
fn claimed(method: &str, game: &str) -> bool {
    pair(method, game).is_some_and(|pair| pair.s > 0.0)
}

pub(super) fn check(evidence: &mut Evidence) {
    let rows = local_convergence().unwrap_or_else(|fault| panic!("{fault}"));
    let number = |yes: bool| f64::from(u8::from(yes));
    for (LocalRow { method, .. }, cell) in rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell))) {
        let LocalCell { game, abscissa, .. } = cell;
        if let Some(pair) = pair(method, game) {
            // The other part of a penalty counted too; and where there is none, the curvature of the logistic f.
            let misprint = if pair.s == 0.0 { -0.25 } else { Pair { s: 2.0 * pair.s, ..pair }.abscissa() };
            let exact = Some((abscissa.unwrap_or(f64::NAN).into(), 1e-12));
            evidence.check(format!("max Re λ(v'), {method}, {game}"), pair.abscissa(), misprint, exact, None);
        }
        let yes = claimed(method, game);
        let exact = cell.predicted().map(|yes| (number(yes).into(), 0.0));
        let run = Some((number(cell.converges()).into(), 0.0));
        let title = format!("1 if training converges, {method}, {game}");
        evidence.check(title, number(yes), number(!yes), exact, run);
    }
    published(evidence, &rows);
}

/// One entry of the published table does not come out: DRAGAN under a density.
fn published(evidence: &mut Evidence, rows: &[LocalRow]) {
    let differs = |row: &LocalRow, column: usize| row.published.is_none_or(|p| p[column] != row.measured()[column]);
    let count = |column: usize, skip: &str| {
        rows.iter().filter(|row| row.method != skip && differs(row, column)).count() as f64
    };
    let title = "methods whose measured entry differs from the published one";
    let run = Some(([count(0, "DRAGAN"), count(1, "")].into(), 0.0));
    let misprint = [0.0, rows.len() as f64];
    evidence.check(format!("{title}, DRAGAN under a density left out: density, general"), [0.0, 0.0], misprint, None, run);
    let run = Some((count(0, "").into(), 0.0));
    evidence.check(format!("{title}: density, with DRAGAN"), 1.0, 0.0, None, run);
}
