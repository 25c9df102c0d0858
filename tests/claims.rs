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
