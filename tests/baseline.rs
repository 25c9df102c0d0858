//! The baselines: gradients against duals of their losses, and what each is known to do.

use saddleflow::{
    baseline::{
        Autoencoder, Baseline, Blob, Blobs, Coder, Contrast, GaussianMixture, Increasing, Monotone, Pairs, Task,
        VariationalAutoencoder,
    },
    data::{Gaussian, Grid, Plane, Ring},
    game::{
        Game, Player,
        mlp::{activation::Tanh, net::Net},
    },
    measure::{Modes, cloud},
    num::{
        Dual,
        random::{GROUP, Stream},
    },
};

fn net(widths: &[usize]) -> Net {
    Net::new(widths.to_vec(), Tanh {}.into())
}

fn numbers(seed: u64, n: usize) -> Vec<f64> {
    let mut group = [0.0; GROUP];
    (0..n.div_ceil(GROUP))
        .flat_map(|k| {
            Stream::new(seed).normals(k as u64, &mut group);
            group.map(f64::from)
        })
        .take(n)
        .collect()
}

/// ⟨∇L, u⟩ by backpropagation against dL(x + εu)/dε.
fn gradients_agree(what: &str, game: &impl Game) {
    let x: Vec<f64> = numbers(1, game.n()).iter().map(|x| 0.5 * x).collect();
    for who in Player::BOTH {
        let block = game.block(who);
        let mut u = numbers(2, game.n());
        (0..u.len()).filter(|i| !block.contains(i)).for_each(|i| u[i] = 0.0);
        let mut gradient = vec![0.0; game.n()];
        game.grad(who, block.clone(), &x, &mut gradient);
        let dual: Vec<Dual<f64>> = x.iter().zip(&u).map(|(x, u)| Dual::new(*x, *u)).collect();
        let (slope, expected) = (gradient.iter().zip(&u).map(|(g, u)| g * u).sum::<f64>(), game.loss(who, &dual).eps);
        assert!((slope - expected).abs() <= 1e-11 * expected.abs().max(1.0), "{what}: {slope} and {expected}");
        assert!(block.is_empty() || expected.abs() > 1e-3, "{what}: there is something to compare");
    }
}

#[test]
fn gradients() {
    for (noisy, beta) in [(false, 0.0), (true, 0.0), (true, 1.7)] {
        let coder = Coder::new(net(&[2, 5, if noisy { 6 } else { 3 }]), net(&[3, 4, 2]), noisy, 0.3, beta);
        coder.hold(numbers(3, 14), numbers(4, if noisy { 21 } else { 0 }));
        gradients_agree("coder", &coder);
    }
    let contrast = Contrast::new(net(&[2, 5, 4, 1]), 0.7);
    contrast.hold(numbers(5, 18), numbers(6, 18));
    gradients_agree("contrast", &contrast);
    let pairs = Pairs::new(net(&[3, 5, 2]), net(&[2, 4, 3]), net(&[5, 6, 1]), 0.7);
    pairs.hold(numbers(7, 14), numbers(8, 21));
    gradients_agree("pairs", &pairs);
}

fn task(law: &impl Plane) -> Task {
    Task { shape: law.shape(), stream: Stream::new(7), points: 512 }
}

fn fact(facts: &[(&str, f64)], what: &str) -> f64 {
    facts.iter().find(|(name, _)| *name == what).unwrap_or_else(|| panic!("{what} is not in {facts:?}")).1
}

#[test]
fn em_climbs_and_its_density_is_one() {
    let points = cloud(&Grid { side: 2, ..Grid::default() }.shape().batch(Stream::new(1), 400));
    let blob = |x: f64, y: f64| Blob { weight: 1.0 / 3.0, mean: [x, y], covariance: [0.5, 0.1, 0.3] };
    let mut blobs = Blobs(vec![blob(-0.5, 0.1), blob(0.4, 0.6), blob(0.2, -0.7)]);
    let mut before = blobs.likelihood(&points);
    for _ in 0..30 {
        blobs = blobs.em_step(&points);
        let now = blobs.likelihood(&points);
        assert!(now >= before - 1e-6, "{before} then {now}");
        before = now;
    }
    assert!((blobs.0.iter().map(|b| b.weight).sum::<f64>() - 1.0).abs() < 1e-12);
    let wide = Blobs(vec![blob(-0.5, 0.1), blob(0.4, 0.6), blob(0.2, -0.7)]);
    let h = 0.05;
    let mass: f64 = (-120..120)
        .flat_map(|i| (-120..120).map(move |j| [h * f64::from(i), h * f64::from(j)]))
        .map(|x| wide.log_density(x).exp() * h * h)
        .sum();
    assert!((mass - 1.0).abs() < 1e-9, "{mass}");
}

#[test]
fn likelihood_finds_the_ring_and_one_component_blurs_it() {
    let law = Ring { sigma: 0.05, ..Ring::default() };
    let modes = Modes::of(&law.shape()).expect("a mixture");
    let of = |components| GaussianMixture { components, steps: 60 }.learn(&task(&law));
    let (eight, one) = (of(8), of(1));
    assert!(modes.coverage(&eight.sample).good > 0.9, "{:?}", modes.coverage(&eight.sample));
    assert!(modes.coverage(&one.sample).good < 0.2, "{:?}", modes.coverage(&one.sample));
    let [e, o] = [&eight, &one].map(|outcome| fact(&outcome.facts, "log-likelihood of new data"));
    let law = fact(&eight.facts, "log-likelihood of the law itself");
    assert!(e > o + 1.0 && e < law + 0.02, "{o} {e} {law}");
}

#[test]
fn without_its_kl_term_the_noise_of_the_code_dies() {
    let law = Gaussian::default();
    let of = |beta| {
        let small = VariationalAutoencoder { beta, sd: 0.3, width: 8, batch: 64, steps: 1200, ..Default::default() };
        small.learn(&task(&law)).facts
    };
    let (held, free) = (of(1.0), of(0.0));
    let [halfway, end] = ["code noise halfway", "code noise at the end"].map(|what| fact(&free, what));
    assert!(end < 0.7 * halfway, "{free:?}");
    // For N(0, I) in the plane and η = 0.3 the posterior's width is η/√(1 + η²) or so, and stays.
    let [halfway, end] = ["code noise halfway", "code noise at the end"].map(|what| fact(&held, what));
    assert!(end > 0.8 * halfway && end > 0.15 && end < 0.6, "{held:?}");
}

#[test]
fn an_autoencoder_reconstructs_and_knows_nothing_between() {
    let law = Ring { sigma: 0.02, ..Ring::default() };
    let outcome = Autoencoder { steps: 1500, width: 16, batch: 128, ..Default::default() }.learn(&task(&law));
    let (error, halfway) =
        (fact(&outcome.facts, "reconstruction error"), fact(&outcome.facts, "good halfway between two codes"));
    assert!(error < 0.05 && halfway < 0.6, "{:?}", outcome.facts);
}

#[test]
fn a_monotone_generator_has_a_density() {
    let flow = Increasing::new(3);
    let p = [0.3, -1.0, 0.5, -0.3, 1.0, -1.0, 0.2, 1.5, -1.0, -0.5, 0.2];
    let density = |x: f64| {
        let [t, slope] = flow.map(&p, x);
        (-0.5 * t * t).exp() / std::f64::consts::TAU.sqrt() * slope
    };
    let h = 0.01;
    let mass: f64 = (-3000..3000).map(|k| h * density(h * f64::from(k))).sum();
    assert!((mass - 1.0).abs() < 1e-10, "{mass}");
    for z in [-2.0, -0.1, 0.0, 1.3] {
        let x = flow.generate(&p, z);
        let [t, slope] = flow.map(&p, x);
        let by_difference = (flow.map(&p, x + 1e-5)[0] - flow.map(&p, x - 1e-5)[0]) / 2e-5;
        assert!((t - z).abs() < 1e-12 && (slope / by_difference - 1.0).abs() < 1e-8);
    }
    let grid = Grid { sigma: 0.1, ..Grid::default() };
    let learned = Monotone { units: 6, batch: 64, steps: 400, ..Default::default() }.learn(&task(&grid));
    let (likelihood, w1) = (fact(&learned.facts, "log-likelihood of new data"), fact(&learned.facts, "W₁ on the line"));
    // One normal of the same width has −log(√(2πe)·√2.01) = −1.768.
    assert!(likelihood > -1.74 && w1 < 0.3, "{:?}", learned.facts);
}
