//! A thousand settings nobody chose: where the spectrum decides, the run must do what it says.

use saddleflow::experiment::random;

const SEED: u64 = 20180714;

#[test]
fn the_radius_is_the_measured_rate() {
    let (mut decided, mut measured, mut worst) = (0, 0, 0.0f64);
    let (mut wrong, mut excluded) = (vec![], vec![]);
    for k in 0..1000 {
        let s = random::setting(SEED, k);
        if !s.decided() {
            continue;
        }
        decided += 1;
        if let Some(why) = s.excluded() {
            excluded.push(format!("{k}: {} {why}", s.description));
            continue;
        }
        measured += 1;
        worst = worst.max(s.error());
        if s.error() > 0.01 {
            wrong.push(format!(
                "{k}: {} predicted {:?} measured {:?} error {:.2e} spectrum {:?}",
                s.description,
                s.linearisation.verdict.rate,
                s.measured.rate,
                s.error(),
                s.linearisation.transverse.map(|t| t.eigenvalues),
            ));
        }
    }
    println!(
        "seed {SEED}: {decided} of 1000 settings converge or diverge, the rate of {measured} is measured, worst error {worst:.2e}; {} cannot be:\n{}",
        excluded.len(),
        excluded.join("\n")
    );
    assert!(wrong.is_empty(), "{} of {measured} differ by more than 1 %:\n{}", wrong.len(), wrong.join("\n"));
    assert!(measured > 550 && excluded.len() < 20, "{measured} of {decided} settings are measured");
}
