//! The models of this crate as one type, for which expectations are compiled once.

use crate::{
    game::{
        CovarianceModel, CubedGeneratorModel, DiracModel, FixedCurvatureModel, Law, LocationModel, Model, ProductModel,
        QuadraticCriticModel, SquaredCriticModel, SumModel, TwoAtomsModel, TwoModesModel, UniformModel,
    },
    num::Scalar,
};
use std::ops::{Add, Mul};

/// The enum over the models, the conversions into it, and a macro that matches through it.
macro_rules! models {
    ($($model:ident),+ $(,)?) => {
        /// One of the models of this crate.
        #[derive(Clone, Debug)]
        pub enum AnyModel { $(#[doc = stringify!($model)] $model($model)),+ }
        $(impl From<$model> for AnyModel { fn from(model: $model) -> Self { Self::$model(model) } })+
        macro_rules! each {
            ($value:expr, $one:ident => $body:expr) => { match $value { $(AnyModel::$model($one) => $body),+ } };
        }
    };
}

models! {
    CovarianceModel, CubedGeneratorModel, DiracModel, FixedCurvatureModel, LocationModel, ProductModel,
    QuadraticCriticModel, SquaredCriticModel, SumModel, TwoAtomsModel, TwoModesModel, UniformModel,
}

impl Model for AnyModel {
    type Shared = Self;
    fn weighted(&self) -> bool {
        each!(self, m => m.weighted())
    }
    fn kinked(&self) -> bool {
        each!(self, m => m.kinked())
    }
    fn dims(&self) -> [usize; 2] {
        each!(self, m => m.dims())
    }
    fn space(&self) -> usize {
        each!(self, m => m.space())
    }
    fn data(&self) -> Law {
        each!(self, m => m.data())
    }
    fn latent(&self) -> Law {
        each!(self, m => m.latent())
    }
    fn generate<S, Z>(&self, theta: &[S], z: &[Z], x: &mut [S]) -> S
    where
        S: Scalar + Add<Z, Output = S> + Mul<Z, Output = S>,
        Z: Copy,
    {
        each!(self, m => m.generate(theta, z, x))
    }
    fn shifts(&self) -> bool {
        each!(self, m => m.shifts())
    }
    fn affine(&self) -> bool {
        each!(self, m => m.affine())
    }
    fn critic<S: Scalar>(&self, psi: &[S], x: &[S]) -> S {
        each!(self, m => m.critic(psi, x))
    }
    fn switches<S: Scalar>(&self, psi: &[S], x: &[S], out: &mut Vec<S>) {
        each!(self, m => m.switches(psi, x, out))
    }
    fn critic_slope(&self, psi: &[f64]) -> f64 {
        each!(self, m => m.critic_slope(psi))
    }
    fn spread(&self, theta: &[f64]) -> f64 {
        each!(self, m => m.spread(theta))
    }
    fn straight(&self) -> bool {
        each!(self, m => m.straight())
    }
    fn even(&self) -> bool {
        each!(self, m => m.even())
    }
    fn equilibria(&self, balance: f64) -> Vec<Vec<f64>> {
        each!(self, m => m.equilibria(balance))
    }
    fn complaint(&self) -> Option<String> {
        each!(self, m => m.complaint())
    }
    fn on_a_line(&self) -> bool {
        each!(self, m => m.on_a_line())
    }
}
