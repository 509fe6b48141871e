//! Which lawsuits the year has: some go on from a decision that maintained the act, the others are brought directly.

use kernel::day::Day;
use proto::reconsideration::case_command::Command;

use super::chance::Chance;
use super::plot::Year;
use super::story::{self, Entered, Step};
use super::words::{MATTERS, Matter};

/// One lawsuit to so many cases.
const CASES_TO_A_SUIT: u32 = 2;
/// Everything follows from it.
const SEED: u64 = 0x6100_3270_5017;

/// A lawsuit.
pub(super) struct Suit {
    pub number: u32,
    pub matter: &'static Matter,
    pub docketed_on: Day,
    pub before: Option<Before>,
    /// The first day on which anything of it is typed in, where that is later than it happened.
    pub told_on: Option<Day>,
    /// What else chance decides about it.
    pub seed: u64,
}

/// The reconsideration before it.
pub(super) struct Before {
    pub case: u32,
    pub decided_on: Day,
    pub plaintiff: String,
}

impl Suit {
    /// By which its stream is known.
    pub(super) fn name(&self) -> String {
        format!("诉{}", self.number)
    }
}

/// How many there are.
pub(super) fn count(year: &Year) -> u32 {
    year.size / CASES_TO_A_SUIT
}

/// One of them; none if it lies after today.
pub(super) fn suit(year: &Year, number: u32, area: &str) -> anyhow::Result<Option<Suit>> {
    let mut chance = Chance::of(SEED, number);
    let seed = SEED ^ u64::from(chance.between(0, u32::MAX));
    if number.is_multiple_of(3)
        && let Some((before, served_on)) = decided(year, number * CASES_TO_A_SUIT, area)?
    {
        let docketed_on = year.on(served_on, chance.between(5, 9));
        let matter = year.plot(before.case).matter;
        let suit = Suit { number, matter, docketed_on, before: Some(before), told_on: None, seed };
        return Ok(Some(suit).filter(|suit| suit.docketed_on < year.today));
    }
    let span = u64::from(year.today.days_since(year.first)) * u64::from(number) / u64::from(count(year).max(1));
    let day = year.first.plus_days(u32::try_from(span).unwrap_or(0));
    let docketed_on = year.calendar.roll_forward(day);
    let matter = &MATTERS[number as usize * 5 % MATTERS.len()];
    let suit = Suit { number, matter, docketed_on, before: None, told_on: None, seed };
    Ok(Some(suit).filter(|suit| suit.docketed_on < year.today))
}

/// The lawsuit whose hearing in a quarter is typed in only on a day after its notice was issued.
pub(super) fn late(year: &Year, quarter_ends: Day, told_on: Day) -> Suit {
    let (matter, docketed_on) = (&MATTERS[0], year.back(quarter_ends, 45));
    Suit { number: count(year), matter, docketed_on, before: None, told_on: Some(told_on), seed: SEED }
}

/// A case in which the act was maintained, whose decision was served and whose dispute went on; and when it was served.
fn decided(year: &Year, case: u32, area: &str) -> anyhow::Result<Option<(Before, Day)>> {
    let plot = year.plot(case);
    let (mut plaintiff, mut decided_on, mut served_on) = (None, None, None);
    for Step { on, entry, .. } in story::tell(year, &plot, area)? {
        match entry {
            Entered::Case(Command::Receive(reception)) => {
                plaintiff = reception.parties.into_iter().next().map(|party| party.name);
            }
            Entered::Case(Command::Decide(decision)) => {
                let is_maintained =
                    decision.items.iter().any(|item| matches!(&*item.kind, "Maintain" | "DismissClaim"));
                decided_on = Some(on).filter(|_| is_maintained);
            }
            Entered::Case(Command::ServeDecision(_)) => served_on = Some(on),
            Entered::Case(Command::ResolveDispute(_)) => return Ok(None),
            _ => {}
        }
    }
    let (Some(plaintiff), Some(decided_on), Some(served_on)) = (plaintiff, decided_on, served_on) else {
        return Ok(None);
    };
    Ok(Some((Before { case, decided_on, plaintiff }, served_on)))
}
