//! Training: the networks of `game/mlp`, batch after batch.

mod checkpoint;

pub use checkpoint::{Checkpoint, CheckpointError, Numbers};
