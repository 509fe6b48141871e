//! Service of documents (送达), borrowed from civil procedure by art. 88(1): one row for each recipient.

use kernel::calendar::Calendar;
use kernel::day::Day;
use kernel::deadline::Deadline;
use serde::{Deserialize, Serialize};

use crate::clocks::PersonNumber;
use crate::law;
use kernel::word::words;
use kernel::writing::Line;

words! {
    /// How a document reaches a person.
    ServiceMethod {
        Direct "直接送达",
        Leaving "留置送达",
        Electronic "电子送达",
        Post "邮寄送达",
        PublicNotice "公告送达",
    }
}

/// A document reaches a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Whom.
    pub recipient: PersonNumber,
    /// How.
    pub method: ServiceMethod,
    /// The day of service; of a public notice, the day of its publication.
    pub on: Day,
    /// What proves it.
    pub proof: Option<Line>,
}

/// A document has reached a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Served {
    /// How.
    pub service: Service,
    /// The day it counts.
    pub served_on: Day,
}

impl Service {
    /// The day it counts: the day on the receipt, of leaving, of arrival; a public notice counts thirty days later.
    #[must_use]
    pub fn counts_on(&self, calendar: &Calendar) -> Day {
        match self.method {
            ServiceMethod::Direct | ServiceMethod::Leaving | ServiceMethod::Electronic | ServiceMethod::Post => self.on,
            ServiceMethod::PublicNotice => {
                Deadline::run(&law::PUBLIC_NOTICE, self.on, calendar).due().unwrap_or(self.on)
            }
        }
    }

    /// Recorded with the day it counts.
    #[must_use]
    pub fn served(self, calendar: &Calendar) -> Served {
        Served { served_on: self.counts_on(calendar), service: self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::day::day;

    fn service(method: ServiceMethod, on: Day) -> Day {
        let service = Service { recipient: PersonNumber(1), method, on, proof: None };
        service.served(&Calendar::shipped()).served_on
    }

    #[test]
    fn r_srv_1_to_r_srv_4_the_day_signed_left_arrived_or_on_the_return_receipt_counts() {
        let on = day(2025, 9, 20);
        for method in [ServiceMethod::Direct, ServiceMethod::Leaving, ServiceMethod::Electronic, ServiceMethod::Post] {
            assert_eq!(service(method, on), on, "{method}");
        }
    }

    #[test]
    fn r_srv_5_a_public_notice_counts_thirty_days_later_even_on_a_holiday() {
        assert_eq!(service(ServiceMethod::PublicNotice, day(2025, 9, 2)), day(2025, 10, 2)); // C30
    }
}
