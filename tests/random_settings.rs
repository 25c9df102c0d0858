//! A thousand settings nobody chose: where the spectrum decides, the run must do what it says.

use saddleflow::experiment::random;

const SEED: u64 = 20180714;

#[test]
fn the_radius_is_the_measured_rate() {
    let (mut decided, mut measured, mut worst) = (0, 0, 0.0f64);
    let mut wrong = vec![];
    for k in 0..1000 {
        let s = random::setting(SEED, k);
        if !s.decided() {
            continue;
        }
        decided += 1;
        if !s.measurable() {
            continue;
        }
        measured += 1;
        worst = worst.max(s.error());
        if s.error() > 0.01 {
            wrong.push(format!(
                "{k}: {} predicted {:?} measured {:?} error {:.2e}",
                s.description,
                s.linearisation.verdict.rate,
                s.measured.rate,
                s.error()
            ));
        }
    }
    println!(
        "seed {SEED}: {decided} of 1000 settings converge or diverge, a run from 1e-6 can show the rate of {measured}; worst error {worst:.2e}"
    );
    assert!(measured > 300, "only {measured} settings can be measured");
    assert!(wrong.is_empty(), "{} of {measured} differ by more than 1 %:\n{}", wrong.len(), wrong.join("\n"));
}
