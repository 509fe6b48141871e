//! Stories that go through the whole system, one file each. They prove that the parts are joined; rules are tested where
//! they live.
#![expect(clippy::expect_used, reason = "helpers of tests may panic too")]

#[path = "journeys/browser.rs"]
mod browser_of_the_clerk;
#[path = "journeys/directory.rs"]
mod directory_of_the_county;
#[path = "journeys/portal.rs"]
mod portal_of_the_county;
