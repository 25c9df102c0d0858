//! The flows that a run follows.

use super::{Experiment, Fault};
use crate::{
    analysis::{Expansion, Trajectory, any, distance},
    field::Field,
};
use serde::Serialize;

/// The flows beside a run, one step being the unit of time.
#[derive(Clone, Debug, Serialize)]
pub struct Shadow {
    /// The numbers of the rule that make ṽ from v.
    pub expansion: Expansion,
    /// The largest distance of the run from the flow of v, in its steps ẋ = αv.
    pub flow_distance: f64,
    /// ... and from the modified flow, of second order.
    pub modified_distance: f64,
    /// x of the flow after every step.
    #[serde(skip)]
    pub flow: Vec<Vec<f64>>,
    /// x of the modified flow after every step.
    #[serde(skip)]
    pub modified: Vec<Vec<f64>>,
}

/// Follows both flows beside a run, from its start.
///
/// # Errors
/// If the rule has no modified field, or a flow cannot be followed as far as the run goes.
pub fn shadow(experiment: &Experiment, run: &Trajectory) -> Result<Shadow, Fault> {
    let expansion = any::expansion(&experiment.rule).map_err(|e| {
        Fault::new(format!("`{}` has no modified flow: {e}", experiment.rule.name())).help("leave --modified out")
    })?;
    let steps = run.len() - 1;
    let follow = |expansion: Expansion| -> Result<Vec<Vec<f64>>, Fault> {
        if steps == 0 {
            return Ok(vec![run.x(0).to_vec()]);
        }
        let curve = any::modified_curve(&experiment.field, expansion, run.x(0), steps as f64, 1.0)
            .map_err(|e| Fault::new(e.to_string()).help("run fewer steps, --set run.steps=…"))?;
        let curve: Vec<Vec<f64>> = curve.into_iter().take(run.len()).map(|(_, x)| x).collect();
        let stays = |x: &Vec<f64>| {
            let mut y = x.clone();
            experiment.field.project(&mut y);
            y == *x
        };
        if curve.len() < run.len() || !curve.iter().all(stays) {
            return Err(Fault::new("the flow leaves what clipping allows, and a flow knows no walls")
                .help("leave --modified out, or the game's `clip`"));
        }
        Ok(curve)
    };
    let (flow, modified) = (follow(expansion.first_order())?, follow(expansion)?);
    let farthest =
        |curve: &[Vec<f64>]| curve.iter().enumerate().map(|(k, x)| distance(x, run.x(k))).fold(0.0, f64::max);
    let (flow_distance, modified_distance) = (farthest(&flow), farthest(&modified));
    Ok(Shadow { expansion, flow_distance, modified_distance, flow, modified })
}
