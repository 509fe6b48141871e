//! Who carries out commands: our executor, stock `postgres-es`, and single INSERTs that decide nothing.

pub mod ours;
pub mod raw;
pub mod stock;

use futures::future::BoxFuture;
use songli_tests::jar::PutBeans;
use uuid::Uuid;

pub use ours::Ours;
pub use raw::Raw;
pub use stock::Stock;

/// What is written on the beans: it brings an event to some 300 bytes.
pub const WORDS: &str = "申请人不服被申请人作出的行政处罚决定，于法定期限内向行政复议机关提出行政复议申请，请求撤销该决定。\
                     行政复议机关经审查认为符合受理条件，依法予以受理，并在法定期限内送达。";

/// Someone who carries out commands.
pub trait Contestant: Send + Sync {
    /// Puts beans into a jar, as so many events, and returns when that is stored for good.
    fn put(&self, worker: usize, jar: Uuid, events: u32) -> BoxFuture<'_, anyhow::Result<()>>;
}

/// The same command for all.
fn put(events: u32) -> PutBeans {
    PutBeans { beans: 1, times: events, words: WORDS.to_owned() }
}
