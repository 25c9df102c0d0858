//! Limit cycles from every start.

use super::experiment;
use saddleflow::analysis::any;

#[test]
fn the_same_cycle_from_near_and_from_far() {
    let e = experiment("rule.simultaneous.lr = 0.1\ngame.dirac.penalty.dragan = { lambda = 0.7, target = 0.01 }");
    // λg₀/a coth(πλ/(4√(a² − λ²/4))) with a = ½, to leading order in g₀.
    let x = std::f64::consts::PI * 0.7 / (4.0 * (0.25_f64 - 0.1225).sqrt());
    let expected = 0.014 / x.tanh();
    // Starts inside the cycle, on it and outside; 0.02 is one whose first crossing was once passed over.
    for start in [0.005, 0.0153, 0.02, 0.05, 0.1, 1.0] {
        let cycle = any::limit_cycle(&e.field, start).unwrap_or_else(|e| panic!("from {start}: {e}"));
        assert!((cycle.crossing - expected).abs() < 1e-5, "from {start}: {}, not {expected}", cycle.crossing);
    }
}
