//! What the laws run over, and how a derivative is compared with differences.

use saddleflow::{
    experiment::Experiment,
    field::{AnyAdjust, AnyField},
    game::{AnyGame, Game},
    loss::AnyLoss,
    penalty::AnyPenalty,
};

/// Games with more parameters than this have tests of their own.
const SMALL: usize = 48;

/// Numbers in (−1, 1) from a seed: the same on every machine.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }
    pub fn number(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
    pub fn point(&mut self, n: usize, radius: f64) -> Vec<f64> {
        (0..n).map(|_| radius * self.number()).collect()
    }
}

/// An experiment that must be valid.
pub fn experiment(text: &str) -> Experiment {
    Experiment::parse("law", text, &[]).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// Every registered game at its defaults, and the Dirac-GAN under every registered loss and penalty.
pub fn games() -> Vec<(String, AnyGame)> {
    let mut games: Vec<(String, AnyGame)> =
        AnyGame::all().into_iter().filter(|g| g.n() <= SMALL).map(|g| (g.name().to_string(), g)).collect();
    let mut dirac = |text: String| {
        let game = experiment(&format!("[game.dirac]\n{text}")).game().clone();
        games.push((text.replace('\n', ", "), game));
    };
    for loss in AnyLoss::NAMES {
        dirac(format!("loss = \"{loss}\""));
        dirac(format!("loss = \"{loss}\"\ndim = 2\nbias = true"));
    }
    for penalty in AnyPenalty::NAMES {
        dirac(format!("penalty = \"{penalty}\""));
        dirac(format!("loss = \"non_saturating\"\npenalty = \"{penalty}\"\nbias = true"));
    }
    dirac("loss = \"wasserstein\"\nclip = 0.8".into());
    dirac("noise.sigma = 0.7".into());
    dirac("loss = \"non_saturating\"\nnoise = { sigma = 0.7, on = \"real\" }\npenalty.roth.gamma = 0.5".into());
    games
}

/// A game under an adjustment, unless they do not go together.
pub fn adjusted(game: &AnyGame, adjust: &AnyAdjust) -> Option<AnyField> {
    use saddleflow::field::Adjust;
    (adjust.complaint(game).is_none()).then(|| AnyField { game: game.clone(), adjust: adjust.clone() })
}

/// How a stated derivative compares with differences.
#[derive(PartialEq)]
pub enum Difference {
    /// It agrees with central differences at some step of the ladder.
    None,
    /// There is a kink: one-sided differences stay apart however small the step.
    Kink,
    /// The best agreement of the ladder.
    Of(f64),
}

/// Compares `slope`, the derivative of f along a line at 0, with differences of f at a ladder of steps.
pub fn against_differences(f: impl Fn(f64) -> Vec<f64>, slope: &[f64], within: f64) -> Difference {
    let here = f(0.0);
    let largest = |a: &[f64]| a.iter().fold(0.0, |m: f64, x| if x.is_nan() { f64::INFINITY } else { m.max(x.abs()) });
    let scale = 1.0 + largest(slope) + largest(&here);
    let mut best = f64::INFINITY;
    let mut gaps = Vec::new();
    for step in [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8] {
        let (up, down) = (f(step), f(-step));
        let at = |k: usize| ((up[k] - here[k]) / step, (here[k] - down[k]) / step);
        let central: Vec<f64> = (0..here.len()).map(|k| 0.5 * (at(k).0 + at(k).1) - slope[k]).collect();
        let gap: Vec<f64> = (0..here.len()).map(|k| at(k).0 - at(k).1).collect();
        best = best.min(largest(&central) / scale);
        gaps.push(largest(&gap));
    }
    if best <= within {
        Difference::None
    } else if gaps[4] > 0.3 * gaps[1] && gaps[4] > 1e-3 {
        Difference::Kink
    } else {
        Difference::Of(best)
    }
}
