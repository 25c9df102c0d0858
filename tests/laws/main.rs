//! Laws over the registries: what is registered is tested.
//!
//! Every loss, penalty, game, field and rule is run through the same identities, so a new one is covered by its line in
//! the `registry!` of its room.

mod fields;
mod games;
mod losses;
mod peer;
mod rules;
mod support;
