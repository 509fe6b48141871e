//! The services there are.

use anyhow::Context as _;
use runtime::Service;

/// One service.
#[derive(Debug)]
pub struct Entry {
    /// Its name, as in `songli serve NAME`.
    pub name: &'static str,
    /// What it is made of.
    pub make: fn() -> Service,
}

/// All of them, in the order in which they are started.
pub const ALL: [Entry; 2] = [
    Entry { name: "directory", make: directory::service },
    Entry { name: "reconsideration", make: reconsideration::service },
];

/// What every service's database name begins with.
pub(crate) const DATABASES: &str = "songli_";

impl Entry {
    /// The service of this name.
    pub fn named(name: &str) -> anyhow::Result<&'static Self> {
        let names = || ALL.iter().map(|entry| entry.name).collect::<Vec<_>>().join("、");
        ALL.iter()
            .find(|entry| entry.name == name)
            .with_context(|| format!("没有名为 {name} 的服务，现有：{}", names()))
    }

    /// Its own database.
    #[must_use]
    pub fn database(&self) -> String {
        format!("{DATABASES}{}", self.name)
    }
}
