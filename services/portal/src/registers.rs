//! The read models, each with its projection and its queries.

pub(crate) mod cases;
pub(crate) mod deadlines;
pub(crate) mod entries;
pub(crate) mod filter;
pub(crate) mod judicial;
pub(crate) mod lawsuits;
pub(crate) mod ledger;
pub(crate) mod numbers;
pub(crate) mod officials;
pub(crate) mod organs;
pub(crate) mod provisional;
pub(crate) mod search;
pub(crate) mod suggestions;
pub(crate) mod telling;
pub(crate) mod terms;
pub(crate) mod twins;
pub(crate) mod work;
