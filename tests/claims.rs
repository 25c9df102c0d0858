//! Every claim holds, and rejects its misprint.

use saddleflow::claims::CLAIMS;

#[test]
fn every_claim_holds() {
    for claim in CLAIMS {
        let records = claim.verify();
        assert!(!records.is_empty(), "{} checks nothing", claim.stem);
        for r in records {
            assert!(
                r.passed,
                "{}: {}: predicted {:?}, measured {:?}, error {:e} > {:e}",
                r.stem, r.title, r.predicted, r.measured, r.error, r.tolerance
            );
        }
    }
}

#[test]
fn every_claim_rejects_its_misprint() {
    for claim in CLAIMS {
        for r in claim.verify_misprint() {
            assert!(!r.passed, "{}: {}: the wrong formula {:?} passes", r.stem, r.title, r.predicted);
        }
    }
}

/// `paper-notes/README.md` lists every claim. With `BLESS=1` the test rewrites the table and passes.
#[test]
fn the_index_lists_every_claim() {
    const HEAD: &str = "| claim | what | source | how sure |\n|---|---|---|---|\n";
    let rows: String = CLAIMS
        .iter()
        .map(|c| format!("| [`{0}`]({0}.md) | {1} | {2} | {3} |\n", c.stem, c.title, c.source, c.provenance.word()))
        .collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/paper-notes/README.md");
    let text = std::fs::read_to_string(path).expect("paper-notes/README.md");
    let start = text.find(HEAD).expect("the head of the table") + HEAD.len();
    let end = text[start..].find("\n\n").map_or(text.len(), |i| start + i + 1);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, format!("{}{rows}{}", &text[..start], &text[end..])).expect("writable");
    } else {
        assert_eq!(text[start..end], rows, "the index is out of date: run `BLESS=1 cargo test --test claims`");
    }
}
