//! All that crosses a process boundary, and nothing else: the messages, the subjects they travel under, and their headers.
//!
//! It knows no law and no service; each service's `contract.rs` turns these shapes into its own words.

pub mod amended;
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
    pub mod appearances {
        pub mod v1 {
            include!(concat!(env!("OUT_DIR"), "/songli.appearances.v1.rs"));
        }
    }
    pub mod suggestions {
        pub mod v1 {
            include!(concat!(env!("OUT_DIR"), "/songli.suggestions.v1.rs"));
        }
    }
    pub mod notices {
        pub mod v1 {
            include!(concat!(env!("OUT_DIR"), "/songli.notices.v1.rs"));
        }
    }
    pub mod paper {
        pub mod v1 {
            include!(concat!(env!("OUT_DIR"), "/songli.paper.v1.rs"));
        }
    }
}

pub use generated::appearances::v1 as appearances;
pub use generated::common::v1 as common;
pub use generated::directory::v1 as directory;
pub use generated::notices::v1 as notices;
pub use generated::paper::v1 as paper;
pub use generated::reconsideration::v1 as reconsideration;
pub use generated::suggestions::v1 as suggestions;
pub use prost::{DecodeError, Message};

/// The descriptors of every message, for the compatibility test and for tools that read the log without this code.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/songli.binpb"));
