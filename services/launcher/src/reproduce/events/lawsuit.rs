//! What is told of an organ that is sued in one instance.

use kernel::day::Day;
use notices::period::Period;
use proto::Message;
use proto::appearances::lawsuit_event::Event;
use proto::appearances::{
    Defendant, HearingDispensed, HearingNoted, Instance, InstanceResult, Judged, Judgment, LawsuitEvent, Outcome,
    Presence, Registered, Registration, Summary, WithoutHearing,
};

use super::{Stream, later, organ_of};
use crate::reproduce::counts::Seat;

/// The only instance, and the only defendant; the plaintiff is the first person.
const INSTANCE: u32 = 1;
const DEFENDANT: u32 = 2;

impl Stream<'_> {
    /// It is heard with or without its head, or not at all; the case is concluded, or not yet.
    pub(super) fn lawsuit(&mut self, seat: &Seat, on: Day, period: Period) {
        let registration = Registration { defendants: vec![self.defendant()], ..Registration::default() };
        let registered = Registered { registration: Some(registration), registered_on: on.to_string() };
        self.told_of(
            seat,
            "Registered",
            on,
            LawsuitEvent { event: Some(Event::Registered(registered)), ..LawsuitEvent::default() },
        );
        match seat.appeared {
            Some(appeared) => self.is_heard(seat, on, appeared),
            None => self.is_not_heard(seat, on),
        }
        if seat.concluded {
            self.is_judged(seat, later(period, on, 30));
        }
    }

    fn is_heard(&mut self, seat: &Seat, on: Day, appeared: bool) {
        let (status, level) = if appeared { ("Appeared", "Deputy") } else { ("OnlyStaff", "") };
        let Defendant { organ, name, role, kind, .. } = self.defendant();
        let presence = Presence {
            defendant: DEFENDANT,
            organ,
            organ_name: name,
            role,
            kind,
            status: status.to_owned(),
            level: level.to_owned(),
            staff_came: true,
            ..Presence::default()
        };
        let noted = HearingNoted {
            hearing: self.id.as_bytes().to_vec(),
            instance: INSTANCE,
            instance_kind: seat.instance.to_owned(),
            state: "Held".to_owned(),
            on: on.to_string(),
            presences: vec![presence],
            ..HearingNoted::default()
        };
        let event = LawsuitEvent { event: Some(Event::HearingNoted(noted)), ..LawsuitEvent::default() };
        self.told_of(seat, "HearingNoted", on, event);
    }

    fn is_not_heard(&mut self, seat: &Seat, on: Day) {
        let without = WithoutHearing { instance: INSTANCE, on: on.to_string(), ground: "PaperTrial".to_owned() };
        let dispensed = HearingDispensed { without: Some(without) };
        let event = LawsuitEvent { event: Some(Event::HearingDispensed(dispensed)), ..LawsuitEvent::default() };
        self.told_of(seat, "HearingDispensed", on, event);
    }

    fn is_judged(&mut self, seat: &Seat, on: Day) {
        let code = match seat.instance {
            "First" => "J01",
            "Second" => "S01",
            _ => "R03",
        };
        let outcome = Outcome { defendant: DEFENDANT, code: code.to_owned(), ..Outcome::default() };
        let judgment = Judgment {
            instance: INSTANCE,
            form: "Judgment".to_owned(),
            judged_on: on.to_string(),
            outcomes: vec![outcome],
            ..Judgment::default()
        };
        let Defendant { organ, name, role, kind, .. } = self.defendant();
        let result = InstanceResult {
            instance: INSTANCE,
            instance_kind: seat.instance.to_owned(),
            defendant: DEFENDANT,
            organ,
            organ_name: name,
            role,
            kind,
            code: code.to_owned(),
            effective_code: "J01".to_owned(),
            judged_on: on.to_string(),
            form: "Judgment".to_owned(),
            ..InstanceResult::default()
        };
        let judged = Judged { judgment: Some(judgment), ..Judged::default() };
        let event =
            LawsuitEvent { event: Some(Event::Judged(judged)), results: vec![result], ..LawsuitEvent::default() };
        self.told_of(seat, "Judged", on, event);
    }

    fn told_of(&mut self, seat: &Seat, name: &str, on: Day, event: LawsuitEvent) {
        let instance = Instance { number: INSTANCE, kind: seat.instance.to_owned(), ..Instance::default() };
        let lawsuit = Summary {
            instance: INSTANCE,
            instances: vec![instance],
            defendants: vec![self.defendant()],
            ..Summary::default()
        };
        self.tell(name, on, LawsuitEvent { lawsuit: Some(lawsuit), ..event }.encode_to_vec());
    }

    fn defendant(&self) -> Defendant {
        Defendant {
            number: DEFENDANT,
            role: "Defendant".to_owned(),
            kind: "OriginalOrgan".to_owned(),
            organ: organ_of(self.place).as_bytes().to_vec(),
            name: self.place.name.clone(),
            ..Defendant::default()
        }
    }
}
