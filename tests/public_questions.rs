//! Questions that people ask in public about training GANs, each as the smallest experiment and the value it has.

use saddleflow::experiment::{Experiment, SpectrumReport, gradients, simulate, spectrum};

fn experiment(text: &str) -> Experiment {
    Experiment::parse("question", text, &[]).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

fn linearise(text: &str) -> SpectrumReport {
    spectrum(&experiment(text))
}

/// The eigenvalues of v', in order.
fn of_field(text: &str) -> Vec<[f64; 2]> {
    let report = linearise(text);
    report.field.unwrap_or_else(|| panic!("{}", report.verdict.sentence)).eigenvalues
}

fn close(found: &[[f64; 2]], expected: &[[f64; 2]], within: f64) {
    let same = found.len() == expected.len()
        && found.iter().zip(expected).all(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]) <= within);
    assert!(same, "found {found:?}, expected {expected:?}");
}

/// Which optimiser for R₁, RMSProp or Adam? With a step of fixed length the run does not settle: where it jumps from
/// −h/2 to h/2 and back along both coordinates, |v| is the same at both ends, so √s = |v| and each step is h long, but
/// for the factor 1/(1 + ε/|v|) with |v_θ| = h/4 and |v_ψ| = γh/2.
#[test]
fn rmsprop_on_r1_ends_on_a_cycle_of_two_points_half_a_step_away() {
    let (run, _) = simulate(&experiment(
        "[game.dirac]\nloss = \"non_saturating\"\npenalty.r1.gamma = 10\n\
         [rule.rmsprop]\nlr = 1e-4\nbeta = 0.99\norder = \"discriminator_first\"\n\
         [run]\nstart = [1, 1]\nsteps = 50000\n",
    ));
    let k = run.len() - 1;
    let (h, epsilon, gamma): (f64, f64, f64) = (1e-4, 1e-8, 10.0);
    let along = |v: f64| 0.5 * h / (1.0 + epsilon / v);
    let expected = along(h / 4.0).hypot(along(gamma * h / 2.0));
    assert!((expected - h / 2f64.sqrt()).abs() < 3e-4 * h);
    for k in [k, k - 1] {
        let radius = run.x(k).iter().fold(0.0, |a: f64, b| a.hypot(*b));
        assert!((radius - expected).abs() < 1e-5 * h, "{radius}, expected {expected}");
    }
    for (now, (before, two_before)) in run.x(k).iter().zip(run.x(k - 1).iter().zip(run.x(k - 2))) {
        assert!((now + before).abs() < 1e-8 && (now - two_before).abs() < 1e-10);
    }
}

/// Is the R₁ penalty on softplus(D) the one on D? Its density is ½γσ(D)²‖∇D‖², and σ(0)² = ¼: v' is that of R₁ with a
/// quarter of γ, with the eigenvalues −γ/8 ± √(γ²/64 − ¼).
#[test]
fn r1_on_the_softplus_of_the_critic_is_a_quarter_as_strong() {
    let penalised = |penalty: &str| of_field(&format!("game.dirac.penalty.{penalty}"));
    let on_softplus = penalised("expression = { density = \"0.15*sigmoid(d)^2*g2\", at = \"real\" }");
    let gamma: f64 = 0.3;
    let turn = (0.25 - gamma * gamma / 64.0).sqrt();
    close(&on_softplus, &[[-gamma / 8.0, -turn], [-gamma / 8.0, turn]], 1e-15);
    close(&on_softplus, &penalised("r1.gamma = 0.075"), 1e-15);
}

/// WGAN-GP gives NaN where the slope is 0; what does an ε under the root change? (√(ψ² + ε) − 1)² is smooth, with the
/// curvature 2(1 − 1/√ε) at ψ = 0: for ε = 0.01 that is −18, a push away from 0, and v' = [[0, ∓1], [±1, 18]].
#[test]
fn a_gradient_penalty_with_an_epsilon_under_the_root_is_smooth_and_repels() {
    let report = linearise(
        "[game.dirac]\nloss = \"wasserstein\"\n\
         penalty.expression = { density = \"(sqrt(g2 + 0.01) - 1)^2\", at = \"between\" }\n[rule.simultaneous]\nlr = 0.01\n",
    );
    let (field, update) = (report.field.expect("v'"), report.update.expect("F'"));
    let root = 80f64.sqrt();
    close(&field.eigenvalues, &[[9.0 - root, 0.0], [9.0 + root, 0.0]], 1e-12);
    close(&update.eigenvalues, &[[1.09 - 0.01 * root, 0.0], [1.09 + 0.01 * root, 0.0]], 1e-12);
}

/// Are interpolates drawn per sample or per batch? Over the segment from 0 to θ = 1 with ψ = 1, E D² = ∫₀¹ t² dt = ⅓,
/// and the Wasserstein loss of the discriminator is −1 beside it.
#[test]
fn interpolates_fill_the_segment() {
    let found = gradients(&experiment(
        "[game.dirac]\nloss = \"wasserstein\"\npenalty.expression = { density = \"d^2\", at = \"between\" }\n[run]\nat = [1, 1]\n",
    ))
    .unwrap_or_else(|fault| panic!("{fault}"));
    assert!((found.loss.discriminator + 2.0 / 3.0).abs() < 1e-14, "{}", found.loss.discriminator);
}

/// Adam on a clipped critic, five critic steps: has it a Jacobian? For ε > 0 it is the linear map of five heavy-ball
/// steps of ψ and one of θ, m' = β₁m + (1 − β₁)v and x' = x + (h/ε)m', around v = (±ψ, ∓θ).
#[test]
fn adam_on_a_clipped_critic_is_linear_near_the_equilibrium() {
    use nalgebra::{Complex, DMatrix};
    let report = linearise(
        "[game.dirac]\nloss = \"wasserstein\"\nclip = 0.01\n\
         [rule.adam]\nlr = 5e-5\nbeta1 = 0.5\nbeta2 = 0.9\nepsilon = 1e-3\ndiscriminator_steps = 5\n\
         order = \"discriminator_first\"\n",
    );
    // z = (θ, ψ, m_θ, m_ψ); the moments s fall by 0.9 a step of the player.
    let (step, beta) = (0.05, 0.5);
    let critic = DMatrix::from_row_slice(
        4,
        4,
        &[
            1.0,
            0.0,
            0.0,
            0.0, //
            -step * (1.0 - beta),
            1.0,
            0.0,
            step * beta, //
            0.0,
            0.0,
            1.0,
            0.0, //
            beta - 1.0,
            0.0,
            0.0,
            beta,
        ],
    );
    let generator = DMatrix::from_row_slice(
        4,
        4,
        &[
            1.0,
            step * (1.0 - beta),
            step * beta,
            0.0, //
            0.0,
            1.0,
            0.0,
            0.0, //
            0.0,
            1.0 - beta,
            beta,
            0.0, //
            0.0,
            0.0,
            0.0,
            1.0,
        ],
    );
    let round = generator * critic.pow(5);
    let mut expected: Vec<Complex<f64>> = round.complex_eigenvalues().iter().copied().collect();
    expected.extend([Complex::from(0.9), Complex::from(0.9f64.powi(5))]);
    let mut found = report.update.unwrap_or_else(|| panic!("{}", report.verdict.sentence)).eigenvalues;
    for e in expected {
        let off = |l: &[f64; 2]| (l[0] - e.re).hypot(l[1] - e.im);
        let nearest = (0..found.len()).min_by(|a, b| off(&found[*a]).total_cmp(&off(&found[*b]))).expect("one is left");
        assert!(off(&found[nearest]) < 1e-10, "{e} is not among {found:?}");
        found.swap_remove(nearest);
    }
    assert!(found.is_empty());
}
