//! Probes: programs that try to make the system lose, double or reorder something, or pass off a changed record as
//! whole. Each is short here and long on request, and each shows, against a variant broken on purpose, that it would
//! notice:
//!
//! ```sh
//! cargo test -p songli-tests --test probes                                  # as in the check
//! SONGLI_PROBE_ROUNDS=50 cargo test -p songli-tests --test probes writers   # one of them, fifty times as long
//! SONGLI_PROBE_SEED=7 cargo test -p songli-tests --test probes writers      # a run that printed this seed, again
//! ```
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

#[path = "probes/orders.rs"]
mod orders;
#[path = "probes/read_model.rs"]
mod read_model;
#[path = "probes/relay.rs"]
mod relay;
#[path = "probes/tamper.rs"]
mod tamper;
#[path = "probes/writers.rs"]
mod writers;
