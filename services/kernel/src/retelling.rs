//! What was entered is put right, or entered late: the thing is then told again from its beginning under the law's own
//! conditions. What no longer fits together is refused, and every period that comes out otherwise is in the event.

use crate::aggregate::{Aggregate, Occasion};
use crate::amendment::{Amend, Amended, Amendment, Late, MovedEntry, Reason, Retraction, Struck, Unfit};
use crate::day::Day;
use crate::field::Fields as _;
use crate::history::{Entered, Entry, History};
use crate::writing::Line;

/// Something that can be told again from what was entered about it.
pub trait Retold: Aggregate<Command: Clone> {
    /// What is entered about it.
    type Fact: Entered<Command = Self::Command>;

    /// What was entered.
    fn history(&self) -> &History<Self::Fact>;

    /// The same, to be told on.
    fn history_mut(&mut self) -> &mut History<Self::Fact>;

    /// One step of the procedure, where it stands now.
    fn step(&self, command: Self::Command, on: &Occasion) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// Periods that come out as they were recorded stay as they were recorded.
    fn keep_recorded(&mut self, recorded: &Self);

    /// What an event says happened.
    fn fact_of(event: &mut Self::Event) -> &mut Self::Fact;

    /// The event of a fact, with every period that is another afterwards than before.
    fn happened(fact: Self::Fact, late: Option<Late>, before: &Self, after: &Self) -> Self::Event;

    /// The lapse that has not happened, if that is why a step was refused.
    fn lapse_denied_by(refusal: &Self::Refusal) -> Option<u64>;

    /// What followed by law, before a step, from the end of a period: told again, it stands although nobody recorded it.
    fn lapse_before(&self, _command: &Self::Command, _on: &Occasion) -> Result<Option<Self::Event>, Self::Refusal> {
        Ok(None)
    }

    /// Whether a step was refused because what it does had followed by law before it. It binds nothing then.
    fn is_done_by_law(_refusal: &Self::Refusal) -> bool {
        false
    }

    /// Whether a step was refused because the procedure has gone on since. Never, where every step is told at the end.
    fn has_gone_on(_refusal: &Self::Refusal) -> bool {
        false
    }

    /// The entries before which a step may belong by its legal day, the latest first.
    fn places(&self, _command: &Self::Command) -> Vec<u64> {
        Vec::new()
    }

    /// Why something cannot be put right, in the procedure's own words.
    fn unfit(why: Unfit<Self::Refusal>) -> Self::Refusal;
}

/// Something told again.
struct Telling<T: Retold> {
    told: T,
    /// Lapses that have not happened, told so.
    dropped: Vec<u64>,
    /// Lapses that nobody recorded, each before the entry that it precedes.
    lapsed: Vec<(u64, T::Fact)>,
    /// Entries that only did what had followed from such a lapse.
    overtaken: Vec<u64>,
}

/// A step, told at its place among what was entered.
struct Placed<T: Retold> {
    facts: Vec<T::Fact>,
    telling: Telling<T>,
    moved: Vec<MovedEntry>,
}

/// A step of the procedure. One that was taken before a period ended that was recorded as lapsed takes back the lapse; one
/// that is entered when the procedure has gone on is told where it belongs.
pub fn enter<T: Retold>(thing: &T, command: T::Command, on: &Occasion) -> Result<Vec<T::Event>, T::Refusal> {
    let refusal = match thing.step(command.clone(), on) {
        Ok(events) => return Ok(events),
        Err(refusal) => refusal,
    };
    match T::lapse_denied_by(&refusal) {
        Some(lapse) => retract(thing, lapse, command.clone(), on).or_else(|why| late(thing, &command, why, on)),
        None if T::has_gone_on(&refusal) => late(thing, &command, refusal, on),
        None => Err(refusal),
    }
}

/// Puts fields of an entry right. Each is an event of its own; together they must be lawful, and the first says what moves.
pub fn amend<T: Retold>(thing: &T, c: Amend, on: &Occasion) -> Result<Vec<T::Event>, T::Refusal> {
    let Entry { number, mut fact } = entry_of(thing, &c.amendment)?.clone();
    let Amend { amendment, field, value, also } = c;
    let mut amended = Vec::new();
    for (field, value) in std::iter::once((field, value)).chain(also) {
        let (before, after) = put::<T>(&mut fact, &field, &value)?;
        amended.push(Amended { amendment: amendment.clone(), on: on.today, field, before, after, moved: Vec::new() });
    }
    let mut entries = thing.history().entries().to_vec();
    for entry in entries.iter_mut().filter(|entry| entry.number == number) {
        entry.fact = fact.clone();
    }
    let new = thing.history().last_number() + 1 + u64::try_from(amended.len()).unwrap_or(u64::MAX);
    let telling = tell(thing, &entries, Some(number), Some(new), on)?;
    amended[0].moved = telling.moved_since(&entries);
    let mut events: Vec<T::Event> = Vec::new();
    for amended in amended {
        let after = if events.is_empty() { &telling.told } else { thing };
        events.push(T::happened(T::Fact::amended(amended), None, thing, after));
    }
    events.extend(telling.put_in(thing, amendment.reason, on.today));
    events.extend(telling.taken_back(thing, on.today));
    Ok(events)
}

/// Puts a value into a field; what it contained, and contains now.
fn put<T: Retold>(fact: &mut T::Fact, field: &str, value: &str) -> Result<(String, String), T::Refusal> {
    let before = fact.value(field).ok_or_else(|| T::unfit(Unfit::NoSuchField { field: field.to_owned() }))?;
    fact.set(field, value).map_err(|why| T::unfit(Unfit::WrongValue { value: value.to_owned(), why }))?;
    match fact.value(field).unwrap_or_default() {
        after if after == before => Err(T::unfit(Unfit::NothingChanges)),
        after => Ok((before, after)),
    }
}

/// Takes out what was entered by mistake; with the first entry, the whole.
pub fn strike<T: Retold>(thing: &T, amendment: Amendment, on: &Occasion) -> Result<Vec<T::Event>, T::Refusal> {
    let entry = entry_of(thing, &amendment)?;
    if amendment.reason == Reason::NewFact {
        return Err(T::unfit(Unfit::NewFactStrikesNothing));
    }
    let (number, event, reason) = (entry.number, Line::known(entry.fact.described().0), amendment.reason);
    let struck = |moved| T::Fact::struck(Struck { amendment, on: on.today, event, moved });
    if number == 1 {
        return Ok(vec![T::happened(struck(Vec::new()), None, thing, &T::default())]);
    }
    let entries: Vec<_> = thing.history().entries().iter().filter(|entry| entry.number != number).cloned().collect();
    let telling = tell(thing, &entries, None, Some(thing.history().last_number() + 2), on)?;
    let moved = telling.moved_since(&entries);
    let mut events = vec![T::happened(struck(moved), None, thing, &telling.told)];
    events.extend(telling.put_in(thing, reason, on.today));
    events.extend(telling.taken_back(thing, on.today));
    Ok(events)
}

/// The thing told from its beginning, for whoever checks that it comes out the same.
pub fn from_scratch<T: Retold>(thing: &T, on: &Occasion) -> Result<T, T::Refusal> {
    tell(&T::default(), thing.history().entries(), None, None, on).map(|telling| telling.told)
}

/// The lapse is taken back, and the step stands in its place. What was entered since must still be possible.
fn retract<T: Retold>(thing: &T, lapse: u64, command: T::Command, on: &Occasion) -> Result<Vec<T::Event>, T::Refusal> {
    let history = thing.history();
    let place = history.place_of(lapse).ok_or_else(|| T::unfit(Unfit::NoSuchEntry { entry: lapse }))?;
    let (lapsed, since) = (&history.entries()[place], &history.entries()[place + 1..]);
    let placed = told_at(thing, place, since, history.last_number() + 2, command, on)?;

    let taken_back = retraction(lapsed, on.today, Some(placed.moved));
    let next = since.first().map(|next| Late { before: next.number, moved: Vec::new() });
    let mut events = vec![T::happened(taken_back, None, thing, thing)];
    let mut facts = placed.facts.into_iter();
    events.extend(facts.next().map(|fact| T::happened(fact, None, thing, &placed.telling.told)));
    events.extend(facts.map(|fact| T::happened(fact, next.clone(), thing, thing)));
    events.extend(placed.telling.taken_back(thing, on.today));
    Ok(events)
}

/// The step stands before the latest entry before which it is possible, and all that was entered after it still is.
fn late<T: Retold>(
    thing: &T,
    command: &T::Command,
    refusal: T::Refusal,
    on: &Occasion,
) -> Result<Vec<T::Event>, T::Refusal> {
    let mut why = refusal;
    for before in thing.places(command) {
        match told_before(thing, before, command.clone(), on) {
            Ok(events) => return Ok(events),
            Err(refusal) if T::has_gone_on(&why) => why = refusal,
            Err(_) => {}
        }
    }
    Err(why)
}

fn told_before<T: Retold>(
    thing: &T,
    before: u64,
    command: T::Command,
    on: &Occasion,
) -> Result<Vec<T::Event>, T::Refusal> {
    let history = thing.history();
    let place = history.place_of(before).ok_or_else(|| T::unfit(Unfit::NoSuchEntry { entry: before }))?;
    let since = &history.entries()[place..];
    let placed = told_at(thing, place, since, history.last_number() + 1, command, on)?;

    let mut facts = placed.facts.into_iter();
    let first = facts.next().map(|fact| {
        let late = Late { before, moved: placed.moved };
        T::happened(fact, Some(late), thing, &placed.telling.told)
    });
    let mut events: Vec<_> = first.into_iter().collect();
    events.extend(facts.map(|fact| T::happened(fact, Some(Late { before, moved: Vec::new() }), thing, thing)));
    events.extend(placed.telling.taken_back(thing, on.today));
    Ok(events)
}

/// Tells what was entered before a place, the step, and then what was entered since. The step's first fact gets a number.
fn told_at<T: Retold>(
    thing: &T,
    place: usize,
    since: &[Entry<T::Fact>],
    first: u64,
    command: T::Command,
    on: &Occasion,
) -> Result<Placed<T>, T::Refusal> {
    let before = &thing.history().entries()[..place];
    let mut steps = tell(thing, before, None, None, on)?.told.step(command, on)?;
    let facts: Vec<T::Fact> = steps.iter_mut().map(|step| T::fact_of(step).clone()).collect();
    let new = (first..).zip(&facts).map(|(number, fact)| Entry { number, fact: fact.clone() });
    let entries: Vec<_> = before.iter().cloned().chain(new).chain(since.iter().cloned()).collect();
    let telling = tell(thing, &entries, Some(first), None, on)?;
    let moved = telling.moved_since(&entries);
    Ok(Placed { facts, telling, moved })
}

/// That a lapse did not happen; with what moves, where a step takes its place.
fn retraction<F: Entered>(lapse: &Entry<F>, on: Day, moved: Option<Vec<MovedEntry>>) -> F {
    let replaced = moved.is_some();
    let reason =
        Line::known(if replaced { "期限届满前已经办理，现补录" } else { "更正后期限尚未届满" });
    lapse.fact.withdrawn(Retraction { entry: lapse.number, on, reason, replaced, moved: moved.unwrap_or_default() })
}

/// The entry that an amendment means, if it can be put right.
fn entry_of<'a, T: Retold>(thing: &'a T, amendment: &Amendment) -> Result<&'a Entry<T::Fact>, T::Refusal> {
    let number = amendment.entry;
    match thing.history().get(number) {
        None => Err(T::unfit(Unfit::NoSuchEntry { entry: number })),
        Some(entry) if entry.fact.is_lapse() => Err(T::unfit(Unfit::FollowsByLaw { title: entry.fact.described().1 })),
        Some(entry) => Ok(entry),
    }
}

/// Tells the thing again from these entries, each under the conditions under which it was entered. A lapse that nobody
/// recorded gets a number from `new` on; without one there is none.
fn tell<T: Retold>(
    thing: &T,
    entries: &[Entry<T::Fact>],
    own: Option<u64>,
    new: Option<u64>,
    on: &Occasion,
) -> Result<Telling<T>, T::Refusal> {
    let mut telling = Telling { told: T::default(), dropped: Vec::new(), lapsed: Vec::new(), overtaken: Vec::new() };
    for (place, entry) in entries.iter().enumerate() {
        let Some(command) = entry.fact.again() else { continue };
        if entries[place + 1..].iter().any(|later| later.fact.overtakes(&entry.fact)) {
            telling.note(entry);
            continue;
        }
        if let Some(new) = new.filter(|_| own != Some(entry.number)) {
            telling.lapse(entry, &command, new, on)?;
        }
        match telling.told.step(command, on) {
            Ok(events) => telling.take_up(entry, events),
            // It follows from the end of a period that has not ended, or does not run.
            Err(_) if entry.fact.is_lapse() => telling.dropped.push(entry.number),
            Err(refusal) if !telling.lapsed.is_empty() && T::is_done_by_law(&refusal) => {
                telling.overtaken.push(entry.number);
            }
            Err(refusal) => {
                if let Some(lapse) = T::lapse_denied_by(&refusal) {
                    let rest: Vec<_> = entries.iter().filter(|entry| entry.number != lapse).cloned().collect();
                    let mut again = tell(thing, &rest, own, new, on)?;
                    again.dropped.push(lapse);
                    return Ok(again);
                }
                if own == Some(entry.number) {
                    return Err(refusal);
                }
                let (_, title, day) = entry.fact.described();
                return Err(T::unfit(Unfit::Clash { entry: entry.number, title, on: day, why: refusal }));
            }
        }
        telling.told.keep_recorded(thing);
    }
    Ok(telling)
}

impl<T: Retold> Telling<T> {
    fn note(&mut self, entry: &Entry<T::Fact>) {
        self.told.history_mut().continue_at(entry.number);
        self.told.history_mut().take_up(&entry.fact, None);
    }

    fn take_up(&mut self, entry: &Entry<T::Fact>, events: Vec<T::Event>) {
        self.told.history_mut().continue_at(entry.number);
        for mut event in events {
            T::fact_of(&mut event).keep_what_was_seen(&entry.fact);
            self.told = std::mem::take(&mut self.told).evolve(&event);
        }
    }

    /// What had followed by law before an entry stands before it.
    fn lapse(
        &mut self,
        before: &Entry<T::Fact>,
        command: &T::Command,
        new: u64,
        on: &Occasion,
    ) -> Result<(), T::Refusal> {
        if let Some(mut lapse) = self.told.lapse_before(command, on)? {
            let fact = T::fact_of(&mut lapse).clone();
            let number = (new..).nth(self.lapsed.len()).unwrap_or(new);
            self.take_up(&Entry { number, fact: fact.clone() }, vec![lapse]);
            self.lapsed.push((before.number, fact));
        }
        Ok(())
    }

    /// The lapses that nobody recorded, and the end of what only did what had followed from them.
    fn put_in(&self, thing: &T, reason: Reason, today: Day) -> Vec<T::Event> {
        let late = |before: u64| Some(Late { before, moved: Vec::new() });
        let lapsed = self.lapsed.iter().map(|(before, fact)| T::happened(fact.clone(), late(*before), thing, thing));
        let overtaken = self.overtaken.iter().filter_map(|entry| thing.history().get(*entry));
        let struck = overtaken.map(|entry| {
            let explanation = Line::known("期限届满在先，其后果已经依法发生");
            let amendment = Amendment { entry: entry.number, reason, explanation };
            let event = Line::known(entry.fact.described().0);
            let struck = Struck { amendment, on: today, event, moved: Vec::new() };
            T::happened(T::Fact::struck(struck), None, thing, thing)
        });
        lapsed.chain(struck).collect()
    }

    /// The entries whose legal day comes out otherwise than it was entered.
    fn moved_since(&self, entries: &[Entry<T::Fact>]) -> Vec<MovedEntry> {
        let moved = self.told.history().entries().iter().filter_map(|now| {
            let before = entries.iter().find(|entry| entry.number == now.number)?;
            let on = now.fact.derived_day().filter(|on| before.fact.derived_day() != Some(*on))?;
            Some(MovedEntry { entry: now.number, on })
        });
        moved.collect()
    }

    /// The lapses that have not happened.
    fn taken_back<'a>(self, thing: &'a T, today: Day) -> impl Iterator<Item = T::Event> + 'a
    where
        T: 'a,
    {
        let lapses = self.dropped.into_iter().filter_map(|lapse| thing.history().get(lapse));
        lapses.map(move |lapse| T::happened(retraction(lapse, today, None), None, thing, thing))
    }
}
