//! Laws of losses, penalties and the scalars they are written in.

use crate::peer::Peer;
use crate::support::{Difference, Draw, against_differences, experiment};
use num_dual::HyperDual64;
use saddleflow::{
    analysis::any,
    field::AnyAdjust,
    loss::{AnyLoss, Loss},
    num::{Dual, Scalar},
    penalty::{AnyPenalty, Penalty},
    registry::About,
    rule::AnyRule,
};

#[test]
fn softplus_has_slope_one_half_at_zero() {
    let t = Dual::seed(0.0);
    assert_eq!(t.softplus().eps, 0.5);
    assert_eq!((-t).softplus().eps, -0.5);
    assert_eq!(Dual::seed(Dual::seed(0.0)).softplus().eps.eps, 0.25);
}

#[test]
fn kinks_have_their_stated_slopes() {
    assert_eq!(0.0.sign(), 0.0);
    assert_eq!(Dual::seed(0.0).relu().eps, 0.0);
    assert_eq!(Dual::seed(0.0).sqrt().eps, 0.0);
    assert_eq!(Scalar::clamp(Dual::seed(1.0), -1.0, 1.0).eps, 0.0);
    assert_eq!(Scalar::clamp(Dual::seed(0.9), -1.0, 1.0).eps, 1.0);
    assert!(Scalar::clamp(f64::NAN, -1.0, 1.0).is_nan());
}

#[test]
fn losses_and_penalties_differentiate_as_num_dual_and_as_differences() {
    type Map<'a, S> = &'a dyn Fn(S, S) -> S;
    let check = |what: &str, plain: Map<f64>, own: Map<Dual<f64>>, peer: Map<Peer>, [p, q]: [f64; 2]| {
        let exact = own(Dual::new(p, 1.0), Dual::new(q, -0.7)).eps;
        let other = peer(Peer(HyperDual64::new(p, 1.0, 0.0, 0.0)), Peer(HyperDual64::new(q, -0.7, 0.0, 0.0))).0.eps1;
        assert!((exact - other).abs() <= 1e-12 * (1.0 + exact.abs()), "{what} at ({p}, {q}): {exact}, peer {other}");
        let along = against_differences(|h| vec![plain(p + h, q - 0.7 * h)], &[exact], 1e-8);
        assert!(!matches!(along, Difference::Of(_)), "{what} at ({p}, {q}): {exact} is not what differences give");
    };
    let mut draw = Draw::new(1);
    for _ in 0..40 {
        let at = [3.0 * draw.number(), 3.0 * draw.number()];
        for loss in AnyLoss::all() {
            let name = loss.name();
            let d = (loss.clone(), loss.clone(), loss.clone());
            check(
                name,
                &|r, f| d.0.discriminator(r, f),
                &|r, f| d.1.discriminator(r, f),
                &|r, f| d.2.discriminator(r, f),
                at,
            );
            check(name, &|r, f| d.0.generator(r, f), &|r, f| d.1.generator(r, f), &|r, f| d.2.generator(r, f), at);
        }
        let at = [at[0], at[1].abs() + 0.1];
        for penalty in AnyPenalty::all() {
            for &site in penalty.sites() {
                let p = &penalty;
                check(
                    penalty.name(),
                    &|d, g2| p.density(site, d, g2),
                    &|d, g2| p.density(site, d, g2),
                    &|d, g2| p.density(site, d, g2),
                    at,
                );
            }
        }
    }
}

#[test]
fn a_loss_is_paired_exactly_if_it_does_not_split() {
    let mut draw = Draw::new(2);
    for loss in AnyLoss::all() {
        let mut defect: f64 = 0.0;
        for _ in 0..20 {
            let (r, f) = (2.0 * draw.number(), 2.0 * draw.number());
            for l in [|l: &AnyLoss, r, f| l.discriminator(r, f), |l: &AnyLoss, r: f64, f: f64| l.generator(r, f)] {
                defect = defect.max((l(&loss, r, f) - l(&loss, r, 0.0) - l(&loss, 0.0, f) + l(&loss, 0.0, 0.0)).abs());
            }
        }
        assert_eq!(loss.paired(), defect > 1e-9, "{} fails to split by {defect:e}", loss.name());
    }
}

/// Where both densities agree, the discriminator's loss is stationary in a common logit.
#[test]
fn the_balance_of_a_loss_is_where_it_says() {
    for loss in AnyLoss::all() {
        let d = Dual::seed(loss.balance());
        let slope = loss.discriminator(d, d).eps;
        assert!(slope.abs() < 1e-12, "{} has slope {slope} at its balance", loss.name());
    }
}

/// The key that scales an entry away, if it has one.
fn strength(about: &About) -> Option<&'static str> {
    about.keys.iter().find(|k| matches!(**k, "gamma" | "lambda" | "eta")).copied()
}

#[test]
fn a_penalty_of_strength_zero_is_none() {
    let mut draw = Draw::new(3);
    let plain = experiment("");
    for about in AnyPenalty::ABOUT {
        let Some(key) = strength(about) else { continue };
        let zero = experiment(&format!("game.dirac.penalty.{}.{key} = 0", about.name));
        for _ in 0..10 {
            let x = draw.point(2, 2.0);
            assert_eq!(any::velocity(&zero.field, &x), any::velocity(&plain.field, &x), "{}", about.name);
        }
    }
    assert!(AnyPenalty::ABOUT.iter().filter(|a| strength(a).is_some()).count() >= 5);
}

#[test]
fn an_adjustment_of_strength_zero_is_none() {
    let mut draw = Draw::new(4);
    let plain = experiment("");
    for about in AnyAdjust::ABOUT {
        let Some(key) = strength(about) else { continue };
        let zero = experiment(&format!("field.{}.{key} = 0", about.name));
        for _ in 0..10 {
            let x = draw.point(2, 2.0);
            assert_eq!(any::velocity(&zero.field, &x), any::velocity(&plain.field, &x), "{}", about.name);
        }
    }
}

/// Every entry names itself in one word, with a formula and a source; names do not repeat within a room.
#[test]
fn every_entry_says_what_it_is() {
    use saddleflow::game::AnyGame;
    for room in [AnyLoss::ABOUT, AnyPenalty::ABOUT, AnyGame::ABOUT, AnyAdjust::ABOUT, AnyRule::ABOUT] {
        for about in room {
            assert!(!about.formula.is_empty() && !about.source.is_empty(), "{} lacks formula or source", about.name);
            assert!(about.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert_eq!(room.iter().filter(|a| a.name == about.name).count(), 1, "{} stands twice", about.name);
        }
    }
}
