//! What there is to see of a field in the plane (θ, ψ): arrows, nullclines, integral curves, points of rest and the
//! feasible set.

use super::canvas::{Grid, Point, contour};
use crate::{
    analysis::any,
    experiment::{Experiment, Fault},
    field::Field,
    game::Game,
    rule::{Alternating, AnyRule},
};

/// A rectangle: θ from and to, ψ from and to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// θ.
    pub theta: [f64; 2],
    /// ψ.
    pub psi: [f64; 2],
}

impl Window {
    /// [−half, half]².
    pub const fn square(half: f64) -> Self {
        Self { theta: [-half, half], psi: [-half, half] }
    }

    /// The middles of n × n equal cells.
    pub(super) fn nodes(&self, n: usize) -> Vec<Point> {
        let at = |[lo, hi]: [f64; 2], k: usize| lo + (hi - lo) * ((k as f64 + 0.5) / n as f64);
        (0..n * n).map(|k| [at(self.theta, k % n), at(self.psi, k / n)]).collect()
    }

    fn holds(&self, [x, y]: Point) -> bool {
        (self.theta[0]..=self.theta[1]).contains(&x) && (self.psi[0]..=self.psi[1]).contains(&y)
    }

    fn size(&self) -> f64 {
        (self.theta[1] - self.theta[0]).max(self.psi[1] - self.psi[0])
    }
}

/// Refuses games that have no plane.
pub(super) fn planar(e: &Experiment) -> Result<(), Fault> {
    match e.field.dims() {
        [1, 1] => Ok(()),
        [a, b] => Err(Fault::new(format!(
            "a phase portrait needs one θ and one ψ, but the game `{}` has {a} and {b}",
            e.game().name()
        ))),
    }
}

/// v at a point.
pub(super) fn velocity(e: &Experiment, p: Point) -> Point {
    let v = any::velocity(&e.field, &p);
    [v[0], v[1]]
}

/// The nearest feasible point.
fn project(e: &Experiment, mut p: Point) -> Point {
    e.game().project(&mut p);
    p
}

/// Whether the point may be reached.
pub(super) fn feasible(e: &Experiment, p: Point) -> bool {
    project(e, p) == p
}

/// The feasible part of a window, where it is a box: what clipping leaves.
pub(super) fn allowed(e: &Experiment, window: Window) -> Window {
    let [low, high] = [0, 1].map(|k| project(e, [window.theta[k], window.psi[k]]));
    Window { theta: [low[0], high[0]], psi: [low[1], high[1]] }
}

/// Where v_θ (0) or v_ψ (1) vanishes; jumps through 0, as at a kink, are not drawn.
pub(super) fn nullcline(e: &Experiment, component: usize, window: Window) -> Vec<Vec<Point>> {
    const NODES: usize = 101;
    let value = |p: Point| velocity(e, p)[component];
    let grid = Grid::sample(window.theta, NODES, window.psi, NODES, |x, y| value([x, y]));
    let scale = grid.range().map_or(1.0, |(lo, hi)| lo.abs().max(hi.abs()));
    let near = 1e-6 * window.size();
    let vanishes = |p: &Point| {
        [[near, near], [-near, -near], [near, -near], [-near, near]]
            .iter()
            .all(|d| value([p[0] + d[0], p[1] + d[1]]).abs() < 0.02 * scale)
    };
    let broken = |line: Vec<Point>| line.into_iter().map(|p| if vanishes(&p) { p } else { [f64::NAN; 2] }).collect();
    contour(&grid, 0.0).into_iter().map(broken).collect()
}

/// The integral curve of v through a point, sampled every `dt` up to time `end`.
///
/// Where the feasible set has an edge, or the integrator gives up at a jump of v, it is followed by alternating
/// projected steps of 10⁻³, which neither grow nor shrink a circle.
pub(super) fn flow(e: &Experiment, start: Point, end: f64, dt: f64) -> Vec<Point> {
    const STEP: f64 = 1e-3;
    let far = [1e6, 1e6];
    if project(e, far) == far
        && let Ok(curve) = any::integral_curve(&e.field, &start, end, dt)
    {
        return curve.into_iter().map(|(_, x)| [x[0], x[1]]).collect();
    }
    let rule: AnyRule = Alternating { lr: STEP.into(), ..Alternating::default() }.into();
    let run = any::simulate(&e.field, &rule, &start, (end / STEP).round() as u64);
    let every = ((dt / STEP).round() as usize).max(1);
    (0..run.len()).step_by(every).map(|k| [run.x(k)[0], run.x(k)[1]]).collect()
}

/// Proved equilibria of the window that are none of those the game lists.
pub(super) fn other_rests(e: &Experiment, window: Window) -> Vec<Point> {
    let found = e.equilibria_between(&[window.theta, window.psi]).found.into_iter().filter(|e| !e.listed);
    found.map(|e| [e.at[0], e.at[1]]).filter(|p| window.holds(*p) && feasible(e, *p)).collect()
}
