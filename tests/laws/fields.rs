//! Laws of adjusted fields.

use crate::support::{Difference, Draw, adjusted, against_differences, games};
use saddleflow::{
    analysis::any,
    field::{AnyAdjust, Field},
    game::Game,
};

/// v̂' by dual numbers against differences of v̂, for every game under every adjustment that fits.
#[test]
fn the_jacobian_of_a_field_is_its_derivative() {
    let mut draw = Draw::new(20);
    let (mut compared, mut kinks) = (0, 0);
    for (name, game) in games() {
        for adjust in AnyAdjust::all() {
            let Some(field) = adjusted(&game, &adjust) else { continue };
            let x = draw.point(game.n(), 1.2);
            let u = draw.point(game.n(), 1.0);
            let jacobian = any::field_jacobian(&field, &x);
            let slope: Vec<f64> = (0..x.len()).map(|i| (0..x.len()).map(|j| jacobian[(i, j)] * u[j]).sum()).collect();
            let along = |h: f64| any::velocity(&field, &x.iter().zip(&u).map(|(x, u)| x + h * u).collect::<Vec<_>>());
            compared += 1;
            match against_differences(along, &slope, 1e-7) {
                Difference::None => {}
                Difference::Kink => kinks += 1,
                Difference::Of(error) => panic!("{name}, field {}: off by {error:e} at {x:?}", adjust.name()),
            }
        }
    }
    assert!(20 * kinks <= compared, "{kinks} kinks in {compared} fields: the points are badly chosen");
}

/// A player's block of v̂ does not depend on which blocks are asked for.
#[test]
fn the_blocks_of_a_field_are_independent() {
    let mut draw = Draw::new(21);
    for (name, game) in games() {
        for adjust in AnyAdjust::all() {
            let Some(field) = adjusted(&game, &adjust) else { continue };
            let x = draw.point(game.n(), 1.2);
            let both = any::velocity(&field, &x);
            for who in saddleflow::game::Player::BOTH {
                let mut alone = vec![f64::NAN; x.len()];
                field.eval(who, &x, &mut alone);
                let (own, other) = (Field::block(&field, who), Field::block(&field, who.other()));
                assert_eq!(alone[own.clone()], both[own], "{name}, field {}", adjust.name());
                assert!(alone[other].iter().all(|a| a.is_nan()), "{name}, field {}", adjust.name());
            }
        }
    }
}
