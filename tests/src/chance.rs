//! Chance that can be had again: the same seed gives the same numbers.

use std::hash::{BuildHasher, RandomState};

/// A source of numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The numbers of this seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// The seed of a probe's run: `SONGLI_PROBE_SEED`, else a new one. It is printed, so that the run can be had again.
    ///
    /// # Panics
    /// If the setting is no number.
    #[must_use]
    pub fn seed() -> u64 {
        let seed = setting("SONGLI_PROBE_SEED").unwrap_or_else(|| RandomState::new().hash_one(()));
        println!("SONGLI_PROBE_SEED={seed}");
        seed
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.draw() % u64::from(bound.max(1))).unwrap_or(0)
    }

    /// Whether what happens once in so many times happens now.
    pub fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }
}

/// How many times as long as in the check a probe shall run: `SONGLI_PROBE_ROUNDS`, else once.
///
/// # Panics
/// If the setting is no number.
#[must_use]
pub fn rounds() -> u32 {
    setting("SONGLI_PROBE_ROUNDS").and_then(|rounds| u32::try_from(rounds).ok()).unwrap_or(1)
}

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a whole number, not {text}")))
}
