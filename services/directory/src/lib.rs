//! 名录: what all others refer to: organs, officials, courts and procuratorates, holiday years, local settings.
//!
//! Everything is entered with the day from which it holds and never overwritten, so any question can be asked as of a
//! day. The directory knows no case: who must appear in court, or what a setting changes, is decided by those who ask.
//!
//! A stream that has a natural key takes its id from it ([`organ::organ_id`] and its like): whoever registers sends the
//! command to that stream, and no key is taken twice. Officials have no such key; their ids are made by whoever
//! registers them.

pub mod amendment;
pub mod area;
mod contract;
pub mod credit_code;
mod dates;
pub mod holiday_year;
pub mod judicial_organ;
mod life;
pub mod line;
pub mod official;
pub mod organ;
pub mod refusal;
pub mod registers;
pub mod seeds;
pub mod setting;
pub mod word;

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
