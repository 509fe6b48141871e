//! Who did it.

use serde::{Deserialize, Serialize};

/// The person, or the part of the system, on whose behalf a command is given. It is kept with every event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account, which never changes: `zhao.min`, or `songli:` and a part of the system.
    pub account: String,
    /// The name as it stood that day, for the history page.
    pub name: String,
}

impl Actor {
    /// A person with an account.
    pub fn person(account: impl Into<String>, name: impl Into<String>) -> Self {
        Self { account: account.into(), name: name.into() }
    }

    /// A part of the system acting by itself: a timer, a reaction, the loading of shipped seeds.
    #[must_use]
    pub fn system(part: &str) -> Self {
        Self { account: format!("songli:{part}"), name: "系统".to_owned() }
    }
}
