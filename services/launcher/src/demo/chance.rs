//! Chance that can be had again: the same seed gives the same numbers.

/// A source of numbers (SplitMix64).
pub(super) struct Chance(u64);

impl Chance {
    /// The numbers of one case of a seed's year.
    pub(super) fn of(seed: u64, case: u32) -> Self {
        Self(seed ^ (u64::from(case) << 32))
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from one to another, both included.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        let width = u64::from(most.saturating_sub(least)) + 1;
        least + u32::try_from(self.draw() % width).unwrap_or(0)
    }

    /// Whether what happens once in so many times happens now.
    pub(super) fn one_in(&mut self, times: u32) -> bool {
        self.between(1, times) == 1
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let last = u32::try_from(of.len().saturating_sub(1)).unwrap_or(u32::MAX);
        &of[self.between(0, last) as usize]
    }
}
