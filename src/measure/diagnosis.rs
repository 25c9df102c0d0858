//! What kind of solution a discriminator stands at.

use crate::game::mlp::net::Net;

/// What a discriminator looks like on the data; of a solution that training has come to one speaks only once the
/// generator has arrived there, since an untrained discriminator is flat as well (the two kinds after the appendix on stable equilibria of Mescheder
/// et al. 2018, as remembered; what decides here is stated at [`Diagnosis::solution`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solution {
    /// D is flat on the data and rises away from them: a potential well that would call a generator back.
    Energy,
    /// D is flat on the data and around them: it says nothing.
    Flat,
    /// D still slopes on the data.
    Unsettled,
}

/// A discriminator on the data manifold and around it. D is a fakeness logit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diagnosis {
    /// √E D(x)² on the data.
    pub value: f64,
    /// √E‖∇D(x)‖² on the data.
    pub slope: f64,
    /// E[D(x + δu) − D(x)], u uniform on the circle: how much faker a step of length δ looks.
    pub rise: f64,
    /// √E[D(x + δu) − D(x)]².
    pub change: f64,
    /// δ.
    pub reach: f64,
}

/// Directions per point; a whole number of antipodal pairs, so that a linear D has no rise.
const DIRECTIONS: usize = 16;

impl Solution {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Energy => "energy",
            Self::Flat => "flat",
            Self::Unsettled => "unsettled",
        }
    }
}

impl Diagnosis {
    /// A change of the logit by a tenth is nothing: D = 0.1 is 52.5 % against 50.
    pub const NOTHING: f64 = 0.1;

    /// How far from the data one looks unless there is a reason to do otherwise: several times the width of the laws that
    /// come with saddleflow, and less than the way between their modes.
    pub const REACH: f64 = 0.25;

    /// Of D = `net` at ψ on data [n][2], and `reach` = δ > 0 away from them.
    pub fn of(net: &Net, psi: &[f64], data: &[[f64; 2]], reach: f64) -> Self {
        let n = data.len();
        let shifted =
            |u: [f64; 2]| -> Vec<f64> { (0..2).flat_map(|k| data.iter().map(move |x| x[k] + u[k])).collect() };
        let mut h = net.forward(psi, shifted([0.0; 2]), n);
        let slopes = net.backward(psi, &h, vec![1.0; n], None, n);
        let here = h.pop().unwrap_or_default();
        let (mut rise, mut change) = (0.0, 0.0);
        for k in 0..DIRECTIONS {
            let (sin, cos) = libm::sincos(std::f64::consts::TAU * k as f64 / DIRECTIONS as f64);
            let there = net.forward(psi, shifted([reach * cos, reach * sin]), n).pop().unwrap_or_default();
            for (there, here) in there.iter().zip(&here) {
                rise += there - here;
                change += (there - here) * (there - here);
            }
        }
        let all = (n * DIRECTIONS) as f64;
        let mean_square = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>() / n as f64;
        Self {
            value: mean_square(&here).sqrt(),
            slope: mean_square(&slopes).sqrt(),
            rise: rise / all,
            change: (change / all).sqrt(),
            reach,
        }
    }

    /// Energy if the rise is something (more than [`Diagnosis::NOTHING`]) and the slope on the data times δ at most a
    /// quarter of it; flat if neither the slope times δ nor the change is anything; else unsettled. Derived here: in a
    /// well ½kr², seen from r = σ, slope times δ is 2σ/δ of the rise, so δ should be several times the width of the data.
    pub fn solution(&self) -> Solution {
        let along = self.slope * self.reach;
        if self.rise > Self::NOTHING && 4.0 * along <= self.rise {
            Solution::Energy
        } else if along <= Self::NOTHING && self.change <= Self::NOTHING {
            Solution::Flat
        } else {
            Solution::Unsettled
        }
    }
}
