//! All that crosses a process boundary, and nothing else: the messages, the subjects they travel under, and their headers.
//!
//! It knows no law and no service; each service's `contract.rs` turns these shapes into its own words.

pub mod subject;

#[expect(
    missing_docs,
    clippy::pedantic,
    clippy::large_enum_variant,
    reason = "generated; the .proto files say what each field means"
)]
mod generated {
    pub mod common {
        pub mod v1 {
            include!(concat!(env!("OUT_DIR"), "/songli.common.v1.rs"));
        }
    }
    pub mod directory {
        pub mod v1 {
            include!(concat!(env!("OUT_DIR"), "/songli.directory.v1.rs"));
        }
    }
    pub mod reconsideration {
        pub mod v1 {
            include!(concat!(env!("OUT_DIR"), "/songli.reconsideration.v1.rs"));
        }
    }
}

pub use generated::common::v1 as common;
pub use generated::directory::v1 as directory;
pub use generated::reconsideration::v1 as reconsideration;
pub use prost::{DecodeError, Message};

/// The descriptors of every message, for the compatibility test and for tools that read the log without this code.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/songli.binpb"));
