//! Points and manifolds of zeros.

use nalgebra::{DMatrix, DVector};
use saddleflow::analysis;
use saddleflow::analysis::zero_set;

fn set(at: &[f64], map: fn(&[f64]) -> Vec<f64>, jacobian: fn(&[f64]) -> Vec<Vec<f64>>) -> analysis::ZeroSet {
    zero_set(
        |x| DVector::from_vec(map(x)),
        |x| {
            let rows = jacobian(x);
            DMatrix::from_fn(rows.len(), x.len(), |i, j| rows[i][j])
        },
        at,
    )
}

#[test]
fn a_curve_a_degenerate_point_and_both_at_once() {
    // The circle: one tangent, across the radius.
    let s = set(&[0.6, 0.8], |x| vec![x[0] * x[0] + x[1] * x[1] - 1.0], |x| vec![vec![2.0 * x[0], 2.0 * x[1]]]);
    assert_eq!((s.nullity, s.dimension(), s.manifold), (1, 1, true));
    assert!((s.tangent[(0, 0)] * 0.6 + s.tangent[(1, 0)] * 0.8).abs() < 1e-12);
    // θ³ = 0, ψ = 0: a null direction and no curve.
    let s = set(&[0.0, 0.0], |x| vec![x[0].powi(3), x[1]], |x| vec![vec![3.0 * x[0] * x[0], 0.0], vec![0.0, 1.0]]);
    assert_eq!((s.nullity, s.dimension()), (1, 0));
    // (x + y)³ = 0: two null directions, the tangent is oblique to the axes.
    let s = set(&[0.0, 0.0], |x| vec![(x[0] + x[1]).powi(3)], |x| vec![vec![3.0 * (x[0] + x[1]).powi(2); 2]]);
    assert_eq!((s.nullity, s.dimension(), s.manifold), (2, 1, true));
    assert!((s.tangent[(0, 0)] + s.tangent[(1, 0)]).abs() < 1e-4, "{}", s.tangent);
    // xy = 0: two lines that cross are no manifold.
    let s = set(&[0.0, 0.0], |x| vec![x[0] * x[1]], |x| vec![vec![x[1], x[0]]]);
    assert_eq!((s.nullity, s.dimension(), s.manifold), (2, 2, false));
}
