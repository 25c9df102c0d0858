//! Measures of samples and discriminators, against cases whose answer is known.

use saddleflow::{
    analysis::{discriminator, law::Law},
    data::{Circle, Grid, Plane, Ring, TwoPoints},
    game::mlp::{activation::Relu, net::Net},
    measure::{Calibration, Diagnosis, Modes, Solution, cloud, distance},
    num::random::Stream,
};

fn sample(law: &impl Plane, seed: u64, n: usize) -> Vec<[f64; 2]> {
    cloud(&law.shape().batch(Stream::new(seed), n))
}

#[test]
fn coverage_of_what_is_known() {
    for (law, k) in [(Ring::default().shape(), 8), (Grid::default().shape(), 25)] {
        let modes = Modes::of(&law).expect("a mixture");
        let whole = modes.coverage(&cloud(&law.batch(Stream::new(3), 8192)));
        assert_eq!((whole.shares.len(), whole.covered), (k, k));
        // 1 − e^(−9/2) of 8192 points, four standard deviations.
        assert!((whole.good - (1.0 - (-4.5f64).exp())).abs() < 4.0 * (0.0110_f64 * 0.989 / 8192.0).sqrt());
        // One mode and nothing else; then half of it out of reach.
        let mut one = vec![modes.centres[1]; 100];
        let collapsed = modes.coverage(&one);
        assert!(
            collapsed.covered == 1 && collapsed.good == 1.0 && collapsed.least() == 0.0 && collapsed.shares[1] == 1.0
        );
        one[..50].fill([modes.centres[1][0] + 1.001 * modes.reach, modes.centres[1][1]]);
        one[0] = [f64::NAN, 0.0];
        assert_eq!(modes.coverage(&one).good, 0.5);
    }
    assert_eq!(Modes::of(&Circle::default().shape()), None);
    assert_eq!(Modes::of(&TwoPoints::default().shape()), None);
}

#[test]
fn distances() {
    let (a, b) = (sample(&Ring::default(), 1, 512), sample(&Ring::default(), 2, 300));
    let moved: Vec<[f64; 2]> = a.iter().map(|[x, y]| [x + 3.0, y - 4.0]).collect();
    let d = distance(&a, &moved).expect("finite");
    assert!((d.w1 - 5.0).abs() < 1e-13 && (d.dual - 5.0).abs() < 1e-12, "{d:?}");
    let d = distance(&a, &b).expect("finite");
    assert!(d.w1 > 0.0 && (d.w1 - d.dual).abs() < 1e-12, "{d:?}");
    assert_eq!(distance(&a, &[[f64::NAN, 0.0]]), None);
    assert_eq!(distance(&a, &[]), None);
}

/// w·relu(y − a) + w·relu(−y − a): a well along the x-axis, flat to a distance a.
fn well(w: f64, a: f64) -> (Net, Vec<f64>) {
    let net = Net::new(vec![2, 2, 1], Relu {}.into());
    (net, vec![0.0, 1.0, 0.0, -1.0, -a, -a, w, w, 0.0])
}

#[test]
fn an_energy_a_flat_and_an_unsettled_discriminator() {
    let data: Vec<[f64; 2]> = (0..50).map(|k| [f64::from(k) / 25.0 - 1.0, 0.0]).collect();
    let of = |(net, psi): (Net, Vec<f64>), reach| Diagnosis::of(&net, &psi, &data, reach);
    let deep = of(well(4.0, 0.1), 0.5);
    assert_eq!((deep.value, deep.slope, deep.solution()), (0.0, 0.0, Solution::Energy));
    // The mean of 4·max(0, ½|sin| − 0.1) over 16 directions.
    let rise: f64 =
        (0..16).map(|k| 4.0 * (0.5 * (std::f64::consts::TAU * f64::from(k) / 16.0).sin().abs() - 0.1).max(0.0)).sum();
    assert!((deep.rise - rise / 16.0).abs() < 1e-14, "{deep:?}");
    // The same well seen from too near, or hardly a well.
    assert_eq!(of(well(4.0, 0.1), 0.05).solution(), Solution::Flat);
    assert_eq!(of(well(0.01, 0.1), 0.5).solution(), Solution::Flat);
    // A slope without a well, and a hill.
    let tilted = of((Net::new(vec![2, 1], Relu {}.into()), vec![3.0, 4.0, 0.0]), 0.5);
    assert!((tilted.slope - 5.0).abs() < 1e-14 && tilted.rise.abs() < 1e-13);
    assert_eq!(tilted.solution(), Solution::Unsettled);
    assert_eq!(of(well(-4.0, 0.1), 0.5).solution(), Solution::Unsettled);
}

#[test]
fn calibration_of_the_optimal_discriminator_and_of_others() {
    // Two laws on three cells; the logit of the optimal discriminator is log(q/p).
    let (p, q) = ([6usize, 3, 1], [2usize, 3, 5]);
    let at = |counts: [usize; 3]| -> Vec<[f64; 2]> {
        counts.iter().enumerate().flat_map(|(k, c)| vec![[k as f64 + 0.5, 0.5]; *c]).collect()
    };
    let logits = |points: &[[f64; 2]], scale: f64| -> Vec<f64> {
        points.iter().map(|x| scale * (q[x[0] as usize] as f64 / p[x[0] as usize] as f64).ln()).collect()
    };
    let (real, fake) = (at(p), at(q));
    let of = |scale: f64| Calibration::of((&real, &logits(&real, scale)), (&fake, &logits(&fake, scale)), 1.0);
    let law = |c: [usize; 3]| Law::discrete(c.map(|c| c as f64 / 10.0).to_vec()).expect("weights");
    let jsd = discriminator::jensen_shannon(&law(p), &law(q)).expect("a divergence").value;
    let best = of(1.0);
    assert!((best.cells - jsd).abs() < 1e-14 && (best.found - jsd).abs() < 1e-14, "{best:?} {jsd}");
    assert!((best.loss - (4f64.ln() - 2.0 * jsd)).abs() < 1e-14 && best.reliability < 1e-14);
    assert!((best.chance - 2.0 * 0.2 / 8.0).abs() < 1e-15);
    // Any other one finds less, and states what is not so.
    for scale in [0.0, 0.5, 2.0] {
        let other = of(scale);
        assert!(other.found < best.found - 0.01 && other.cells == best.cells, "{other:?}");
        assert_eq!(other.reliability > 0.05, scale != 0.0, "{scale} {other:?}");
    }
    // Two samples of one law: what chance adds.
    let [a, b] = [5, 6].map(|seed| sample(&Grid { spacing: 1.0, sigma: 0.3, ..Grid::default() }, seed, 4096));
    let zero = vec![0.0; 4096];
    let same = Calibration::of((&a, &zero), (&b, &zero), 0.5);
    assert!(same.found.abs() < 1e-12 && (same.cells / same.chance - 1.0).abs() < 0.3, "{same:?}");
}
