//! Stories that go through the whole system, one file each. They prove that the parts are joined; rules are tested where
//! they live.
#![expect(clippy::expect_used, reason = "helpers of tests may panic too")]

#[path = "journeys/access.rs"]
mod access_to_everything;
#[path = "journeys/appearances.rs"]
mod appearances_in_court;
#[path = "journeys/browser.rs"]
mod browser_of_the_clerk;
#[path = "journeys/story.rs"]
mod browser_of_the_whole_story;
#[path = "journeys/directory.rs"]
mod directory_of_the_county;
#[path = "journeys/holidays.rs"]
mod holidays_of_a_year;
#[path = "journeys/lawsuits.rs"]
mod lawsuits_on_their_pages;
#[path = "journeys/notice_pages.rs"]
mod notice_on_its_pages;
#[path = "journeys/notices.rs"]
mod notices_of_the_county;
#[path = "journeys/papers.rs"]
mod papers_of_notices;
#[path = "journeys/portal.rs"]
mod portal_of_the_county;
#[path = "journeys/sessions.rs"]
mod sessions_of_the_people;
#[path = "journeys/suggestions.rs"]
mod suggestions_of_the_court;
