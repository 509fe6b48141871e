//! The events that would have told the services the counts, and the facts that the notices service makes of them.

mod lawsuit;

use kernel::day::Day;
use notices::facts::told::Told;
use notices::facts::{Facts, cases, lawsuits};
use notices::period::Period;
use proto::Message;
use proto::reconsideration::case_event::Event as CaseFact;
use proto::reconsideration::{
    Acceptance, CaseEvent, Decided, Decision, DecisionItem, Dismissal, Dismissed, DisputeResolution, Mediated,
    Mediation, Received, Reception, Respondent, Terminated, Termination, Withdrawal,
};
use uuid::Uuid;

use super::counts::{End, Place, Plan};

/// The facts of all places.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) facts: Facts,
    /// How many applications for reconsideration there are.
    pub(super) cases: usize,
    /// How many instances of lawsuits.
    pub(super) instances: usize,
    streams: u128,
}

/// A case or lawsuit of a place, and what was told of it.
struct Stream<'p> {
    id: Uuid,
    place: &'p Place,
    told: Vec<Told>,
}

/// What is made happens in the place as its plan says, spread over the period.
pub(super) fn made_of(places: &[Place], plans: &[Plan], period: Period) -> anyhow::Result<Made> {
    let mut made = Made::default();
    for (place, plan) in places.iter().zip(plans) {
        made.cases(place, plan, period)?;
        made.lawsuits(place, plan, period)?;
    }
    Ok(made)
}

/// The organ that a place is where it is sued.
pub(super) fn organ_of(place: &Place) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, place.code.as_bytes())
}

/// The n-th of many facts happens on one of the days of the period.
fn spread(period: Period, nth: u64) -> Day {
    let days = u64::from(period.last().days_since(period.first())) + 1;
    period.first().plus_days(u32::try_from(nth % days).unwrap_or_default())
}

/// Some days later, though not after the period.
fn later(period: Period, day: Day, days: u32) -> Day {
    day.plus_days(days).min(period.last())
}

impl Made {
    fn cases(&mut self, place: &Place, plan: &Plan, period: Period) -> anyhow::Result<()> {
        let before = period.a_year_before();
        let accepted_at_once = plan.accepted.min(plan.received);
        let mut ends = plan.ends.iter().copied();
        for nth in 0..plan.received {
            let received_on = spread(period, nth);
            let mut case = self.received(place, received_on);
            if nth < accepted_at_once {
                case.is_accepted(later(period, received_on, 5));
                case.ends(later(period, received_on, 45), ends.next());
            }
            self.facts.cases.extend(cases::made_of(&case.told)?);
        }
        for nth in 0..plan.received_before {
            let received_on = spread(before, nth);
            let mut case = self.received(place, received_on);
            let accepted_now = nth < plan.accepted - accepted_at_once;
            let end = ends.next();
            if accepted_now || end.is_some() {
                case.is_accepted(if accepted_now { period.first() } else { later(before, received_on, 5) });
                case.ends(spread(period, nth), end);
            }
            self.facts.cases.extend(cases::made_of(&case.told)?);
        }
        Ok(())
    }

    fn received<'p>(&mut self, place: &'p Place, on: Day) -> Stream<'p> {
        self.cases += 1;
        let mut case = self.stream(place);
        let respondent = Respondent { number: 2, name: "未公布".to_owned(), ..Respondent::default() };
        let reception = Reception {
            received_on: on.to_string(),
            respondents: vec![respondent],
            organ: organ_of(place).as_bytes().to_vec(),
            organ_name: place.name.clone(),
            ..Reception::default()
        };
        let received = Received { reception: Some(reception), registered_on: on.to_string(), ..Received::default() };
        case.case("Received", on, CaseFact::Received(received));
        case
    }

    fn lawsuits(&mut self, place: &Place, plan: &Plan, period: Period) -> anyhow::Result<()> {
        for (nth, seat) in (0..).zip(&plan.seats) {
            self.instances += 1;
            let mut suit = self.stream(place);
            suit.lawsuit(seat, spread(period, nth), period);
            let made = lawsuits::made_of(&suit.told)?;
            self.facts.suits.extend(made.suits);
            self.facts.parties.extend(made.parties);
            self.facts.hearings.extend(made.hearings);
            self.facts.chains.extend(made.chains);
        }
        Ok(())
    }

    fn stream<'p>(&mut self, place: &'p Place) -> Stream<'p> {
        self.streams += 1;
        Stream { id: Uuid::from_u128(self.streams), place, told: Vec::new() }
    }
}

impl Stream<'_> {
    fn tell(&mut self, event: &str, on: Day, payload: Vec<u8>) {
        let version = self.told.last().map_or(1, |told| told.version + 1);
        self.told.push(Told {
            stream: self.id,
            version,
            position: version,
            event: event.to_owned(),
            on: on.to_string(),
            area: self.place.area(),
            payload,
        });
    }

    fn case(&mut self, name: &str, on: Day, event: CaseFact) {
        self.tell(name, on, CaseEvent { event: Some(event), ..CaseEvent::default() }.encode_to_vec());
    }

    fn is_accepted(&mut self, on: Day) {
        let acceptance = Acceptance { on: on.to_string(), procedure: "Ordinary".to_owned(), ..Acceptance::default() };
        self.case("Accepted", on, CaseFact::Accepted(acceptance));
    }

    fn ends(&mut self, day: Day, end: Option<End>) {
        let on = day.to_string();
        match end {
            None => {}
            Some(End::Decided(kind)) => self.is_decided(day, kind),
            Some(End::Resolved) => {
                self.is_decided(day, "Maintain");
                let resolution =
                    DisputeResolution { on, by: "OpinionLetter".to_owned(), ..DisputeResolution::default() };
                self.case("DisputeResolved", day, CaseFact::DisputeResolved(resolution));
            }
            Some(End::Mediated) => {
                let mediation = Mediation { sealed_on: on.clone(), ..Mediation::default() };
                let mediated = Mediated { mediation: Some(mediation), effective_on: on, ..Mediated::default() };
                self.case("Mediated", day, CaseFact::Mediated(mediated));
            }
            Some(End::Withdrawn(reason)) => {
                let withdrawal = Withdrawal { on, reason: reason.to_owned(), ..Withdrawal::default() };
                self.is_terminated(day, "Withdrawn", Some(withdrawal));
            }
            Some(End::Terminated) => self.is_terminated(day, "SuspendedSixtyDays", None),
            Some(End::Dismissed) => {
                let dismissal = Dismissal { on, ..Dismissal::default() };
                let dismissed = Dismissed { dismissal: Some(dismissal), ..Dismissed::default() };
                self.case("ApplicationDismissed", day, CaseFact::ApplicationDismissed(dismissed));
            }
        }
    }

    fn is_decided(&mut self, on: Day, kind: &str) {
        let items = vec![DecisionItem { kind: kind.to_owned(), claims: vec![1], ..DecisionItem::default() }];
        let decision = Decision { on: on.to_string(), items, ..Decision::default() };
        self.case("Decided", on, CaseFact::Decided(Decided { decision: Some(decision), ..Decided::default() }));
    }

    fn is_terminated(&mut self, on: Day, ground: &str, withdrawal: Option<Withdrawal>) {
        let ground = ground.to_owned();
        let termination = Termination { on: on.to_string(), ground, withdrawal, ..Termination::default() };
        let terminated = Terminated { termination: Some(termination), ..Terminated::default() };
        self.case("Terminated", on, CaseFact::Terminated(terminated));
    }
}
