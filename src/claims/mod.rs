//! Claims: lemmas, theorems, derived facts and errata, each checked against numbers that come another way.
//!
//! A claim states its formula and, beside it, a wrong one (a misprint that was published, or one that is easily made).
//! Every check compares the formula with the exact Jacobian and with a run; with the wrong formula put in its place the
//! same check must fail, and `tests/claims.rs` makes sure that it does. To add one: `src/claims/<stem>.rs`,
//! `paper-notes/<stem>.md` and a word in the `claims!` line below.

mod evidence;
mod lab;

pub use crate::registry::Provenance;
pub use evidence::{Evidence, Record, Value};
pub(crate) use f_gan_rotation::SPEEDS as F_GAN_SPEEDS;

/// One claim.
pub struct Claim {
    /// Name in every room: `src/claims/<stem>.rs`, `paper-notes/<stem>.md`.
    pub stem: &'static str,
    /// One line.
    pub title: &'static str,
    /// Paper and number.
    pub source: &'static str,
    /// How sure the statement is.
    pub provenance: Provenance,
    /// Fills in the evidence.
    pub check: fn(&mut Evidence),
    /// The note, Markdown.
    pub note: &'static str,
}

impl Claim {
    /// Runs the checks, with the formulas as claimed.
    pub fn verify(&self) -> Vec<Record> {
        self.run(false)
    }
    /// Runs the checks with every formula replaced by its misprint: each must fail.
    pub fn verify_misprint(&self) -> Vec<Record> {
        self.run(true)
    }
    fn run(&self, misprint: bool) -> Vec<Record> {
        let mut evidence = Evidence::new(self, misprint);
        (self.check)(&mut evidence);
        evidence.records
    }
}

/// Declares the modules and the list: `stem` is the file, the note and the entry.
macro_rules! claims {
    ($($stem:ident),+ $(,)?) => {
        $(#[doc = include_str!(concat!("../../paper-notes/", stringify!($stem), ".md"))] mod $stem;)+
        /// Every claim, in the order of the paper.
        pub const CLAIMS: &[Claim] = &[$(Claim {
            stem: stringify!($stem),
            title: $stem::TITLE,
            source: $stem::SOURCE,
            provenance: $stem::PROVENANCE,
            check: $stem::check,
            note: include_str!(concat!("../../paper-notes/", stringify!($stem), ".md")),
        }),+];
    };
}

claims! {
    lemma_2_2, lemma_2_3, lemma_2_4, lemma_2_5, lemma_3_1, lemma_3_1_gradient_penalty, lemma_3_2, lemma_3_3,
    lemma_3_3_steps, lemma_3_3_best, alternating_drift, non_saturating, non_saturating_decay, consensus,
    consensus_runs_away, dragan, dragan_cycle, learning_rate_decay,
    r1_overflows, relativistic, least_squares, le_cam, hinge,
    two_time_scales, heavy_ball, extragradient, optimistic, proximal, competitive, adjusted_fields, nagarajan_kolter,
    unrolled, lookahead, averaging, adam, adam_cycle, sign_descent, modified_flow,
    location, uniform, dimensions, sets_of_equilibria, counterexamples, covariance, block_lemma, bilinear,
    erratum_r3gan_square, erratum_lecture_square, erratum_consensus, erratum_critical_label,
    erratum_sigmoid, erratum_generator_square, erratum_generator_sign,
    f_divergence_table, f_gan_activations, gaussian_divergences, erratum_f_divergence_table, optimal_discriminator, jensen_shannon_wasserstein,
    f_gan_rotation, transport_duality, frozen_discriminator, lipschitz, without_a_game, modes_and_encoders,
    local_convergence,
}
