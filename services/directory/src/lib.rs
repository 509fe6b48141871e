//! 名录: what all others refer to: organs, officials, courts and procuratorates, holiday years, local settings.
//!
//! Everything is entered with the day from which it holds and never overwritten, so any question can be asked as of a
//! day. The directory knows no case: who must appear in court, or what a setting changes, is decided by those who ask.
//!
//! A stream that has a natural key takes its id from it ([`organ::organ_id`] and its like): whoever registers sends the
//! command to that stream, and no key is taken twice. Officials have no such key; their ids are made by whoever
//! registers them.

pub mod amendment;
mod contract;
pub mod credit_code;
mod dates;
pub mod holiday_year;
pub mod judicial_organ;
mod life;
pub mod official;
pub mod organ;
pub mod refusal;
pub mod registers;
pub mod seeds;
pub mod setting;

use holiday_year::HolidayYear;
use judicial_organ::JudicialOrgan;
use official::Official;
use organ::Organ;
use runtime::Service;
use setting::Setting;

/// The name of the service and of its log.
pub const NAME: &str = "directory";

/// The service, with the entries of 陇县.
#[expect(clippy::expect_used, reason = "the seeds are part of the program, and a test reads them all")]
pub fn service() -> Service {
    seeded_with(seeds::LONGXIAN).expect("the shipped seeds")
}

/// The service with the entries of another place, in the form of the shipped file.
pub fn seeded_with(seeds: &str) -> Result<Service, seeds::Wrong> {
    Ok(Service::new(NAME)
        .aggregate::<Organ>()
        .aggregate::<Official>()
        .aggregate::<JudicialOrgan>()
        .aggregate::<HolidayYear>()
        .aggregate::<Setting>()
        .layout(registers::layout())
        .projection(registers::organs::Organs)
        .projection(registers::officials::Officials)
        .projection(registers::judicial_organs::JudicialOrgans)
        .projection(registers::holidays::Holidays)
        .projection(registers::settings::Settings)
        .question(registers::organs::Organs)
        .question(registers::officials::Officials)
        .question(registers::judicial_organs::JudicialOrgans)
        .question(registers::holidays::Holidays)
        .question(registers::settings::SettingsInForce)
        .seeds(seeds::orders(seeds)?))
}

#[cfg(test)]
mod tests {
    use kernel::word::Word;

    use crate::judicial_organ::{JudicialKind, JudicialLevel};
    use crate::official::PostLevel;
    use crate::organ::OrganKind;

    fn each_is_found_by_both_its_names<W: Word>() {
        for (word, english, chinese) in W::ALL {
            assert_eq!((word.english(), word.chinese()), (*english, *chinese));
            assert_eq!((W::from_english(english), W::from_chinese(chinese)), (Ok(*word), Ok(*word)));
            assert_eq!(format!("{word:?}"), *english, "stored values and messages use one name");
        }
    }

    #[test]
    fn every_word_is_found_by_its_names() {
        each_is_found_by_both_its_names::<OrganKind>();
        each_is_found_by_both_its_names::<PostLevel>();
        each_is_found_by_both_its_names::<JudicialKind>();
        each_is_found_by_both_its_names::<JudicialLevel>();
    }
}
