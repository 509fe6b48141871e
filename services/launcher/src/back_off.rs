use std::time::Duration;

const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(30);

/// Who ran this long before it ended is taken to have been well.
const WELL: Duration = Duration::from_mins(1);

/// How long to wait before something that keeps ending is started again.
#[derive(Debug)]
pub(crate) struct BackOff {
    next: Duration,
}

impl BackOff {
    pub(crate) fn new() -> Self {
        Self { next: SHORTEST }
    }

    /// The wait after a run that lasted this long.
    pub(crate) fn after(&mut self, lasted: Duration) -> Duration {
        if lasted >= WELL {
            self.next = SHORTEST;
        }
        let wait = self.next;
        self.next = (wait * 2).min(LONGEST);
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_half_a_minute_and_starts_anew_after_a_healthy_minute() {
        let mut back_off = BackOff::new();
        let waits: Vec<u128> = (0..9).map(|_| back_off.after(Duration::ZERO).as_millis()).collect();
        assert_eq!(waits, [200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000]);
        assert_eq!(back_off.after(WELL), SHORTEST);
    }
}
