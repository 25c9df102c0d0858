//! How sure a statement about a paper is.

/// How sure the statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The statement was read in the source or in a text that quotes it.
    Read,
    /// The statement is remembered; the source itself was not at hand.
    Remembered,
    /// Derived here.
    Derived,
    /// A fit to runs or a leading-order law: not proved.
    Estimated,
}

impl Provenance {
    /// As the tables print it.
    pub fn word(self) -> &'static str {
        match self {
            Provenance::Read => "statement read",
            Provenance::Remembered => "statement remembered",
            Provenance::Derived => "derived here",
            Provenance::Estimated => "estimated, not proved",
        }
    }
}
