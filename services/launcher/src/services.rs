//! The services there are.

use anyhow::Context as _;
use runtime::Service;

/// One service.
#[derive(Debug)]
pub struct Entry {
    /// Its name, as in `songli serve NAME`.
    pub name: &'static str,
    /// What it is made of. The portal alone has something to be told.
    pub make: fn(&portal::Settings) -> Service,
}

/// All of them, in the order in which they are started.
pub const ALL: [Entry; 6] = [
    Entry { name: directory::NAME, make: |_| directory::service() },
    Entry { name: reconsideration::NAME, make: |_| reconsideration::service() },
    Entry { name: appearances::NAME, make: |_| appearances::service() },
    Entry { name: suggestions::NAME, make: |_| suggestions::service() },
    Entry { name: notices::NAME, make: |_| notices::service() },
    Entry { name: portal::NAME, make: |told| portal::service(told.clone()) },
];

/// What every service's database name begins with.
pub(crate) const DATABASES: &str = "songli_";

/// A service's own database.
pub(crate) fn database(service: &str) -> String {
    format!("{DATABASES}{service}")
}

impl Entry {
    /// The service of this name.
    pub fn named(name: &str) -> anyhow::Result<&'static Self> {
        let names = || ALL.iter().map(|entry| entry.name).collect::<Vec<_>>().join("、");
        ALL.iter()
            .find(|entry| entry.name == name)
            .with_context(|| format!("没有名为 {name} 的服务，现有：{}", names()))
    }
}
