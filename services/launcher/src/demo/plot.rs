//! Which cases the year has: when each comes in, which way it takes, and how far it has come by today.

use kernel::calendar::Calendar;
use kernel::day::Day;
use kernel::deadline::Deadline;
use kernel::rule::Rule;
use reconsideration::law;

use super::chance::Chance;
use super::words::{
    FORCE_MAJEURE, Halt, LAW_REFERRED, MATTERS, Matter, OTHER_CASE, Outcome, RESOLUTIONS, SELF_CORRECTED, SETTLED,
    TO_MEDIATE, Told, WITHDRAWALS, WITHDRAWN,
};

/// How many quarters that have ended it covers, beside the one that runs.
const QUARTERS: u16 = 4;
/// The ordinary course ends so many days ago; what is younger is told by the last cases of the year.
const RECENT: u32 = 12;
/// Everything follows from it.
const SEED: u64 = 0x6100_3270_2026;
/// By which chance chooses the decisions: one with which a small year shows all kinds of them.
const OUTCOMES: u64 = 128;

/// The year that ends today, and begins with a quarter.
pub(super) struct Year {
    pub calendar: Calendar,
    pub first: Day,
    pub today: Day,
    pub size: u32,
}

/// The way of one case.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a turn that a case may take")]
pub(super) struct Plot {
    pub case: u32,
    pub matter: &'static Matter,
    pub outcome: &'static Outcome,
    pub received_on: Day,
    /// When it was typed in: later than received for one that is told afterwards.
    pub entered_on: Day,
    pub opening: Opening,
    pub simplified: bool,
    /// Whether it goes on by the ordinary procedure.
    pub converted: bool,
    /// Working days from the receipt, or from the supplements, to the acceptance.
    pub accepted_after: u32,
    /// Working days from the acceptance to the sending of the copy.
    pub copied_after: u32,
    /// Working days from there to its service.
    pub served_after: u32,
    pub answer: Answer,
    pub excused: bool,
    pub hearing: bool,
    pub committee: bool,
    /// Why it stands still once the parties are heard; what ends otherwise than by decision then ends so.
    pub halt: Option<&'static Halt>,
    pub extended: bool,
    pub ending: Ending,
    pub decided_late: bool,
    /// How the dispute is resolved after the decision.
    pub resolved: Option<Told>,
    pub amended: Amendment,
    pub stop: Stop,
    /// What else chance decides about it.
    pub seed: u32,
}

/// What becomes of an application.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Accepted,
    Supplemented,
    Abandoned,
    /// Withdrawn before that, and why.
    Withdrawn(Told),
    NotAccepted,
    Deemed,
}

/// What becomes of the respondent's answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// So many working days after the service of the copy.
    After(u32),
    Late,
    Never,
}

/// How a trial ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Decided,
    Mediated,
    /// The application is withdrawn, and why.
    Withdrawn(Told),
    /// The applicant is no more, and whoever might go on with the case gives it up.
    GivenUp,
    /// The same, and nobody says anything for sixty days.
    Silent,
    /// The application is found not to meet the conditions of acceptance.
    Dismissed,
}

/// What is put right later.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Amendment {
    Nothing,
    /// The act's title, after the acceptance.
    Title,
    /// The day of receipt, while the application is reviewed: the review's last day moves.
    Receipt,
    /// The whole case was entered twice.
    Struck,
}

/// The last thing that has been done in a case; the others go on to their end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Stop {
    Received,
    Noticed,
    Supplemented,
    NotAccepted,
    Accepted,
    Assigned,
    Copied,
    Answered,
    Heard,
    Suspended,
    Submitted,
    Decided,
    End,
}

/// The first day of the quarter a day lies in.
fn quarter_of(day: Day) -> Day {
    let first = day.minus_days(u32::from(day.day_of_month().unsigned_abs()) - 1);
    first.minus_months(u16::from((day.month() - 1).unsigned_abs() % 3))
}

/// The last day of a period; there is none while it stands still.
pub(super) fn last_day(period: &Deadline) -> Day {
    period.due().unwrap_or(Day::LAST)
}

impl Year {
    /// The year that ends on a day.
    pub(super) fn until(today: Day, size: u32) -> Self {
        Self { calendar: Calendar::shipped(), first: quarter_of(today).minus_months(3 * QUARTERS), today, size }
    }

    /// The last days of its quarters that have ended, the earliest first.
    pub(super) fn quarter_ends(&self) -> impl Iterator<Item = Day> {
        let next = |quarter: u16| self.first.plus_months(3 * quarter);
        (1..=QUARTERS).map(move |quarter| next(quarter).minus_days(1))
    }

    /// The last day on which the office has worked.
    pub(super) fn last_working_day(&self) -> Day {
        if self.calendar.is_working_day(self.today) { self.today } else { self.back(self.today, 1) }
    }

    /// Today, if it is worked; else the next day that is: no period ends before.
    fn next_working_day(&self) -> Day {
        self.calendar.roll_forward(self.today)
    }

    /// So many working days before a day.
    pub(super) fn back(&self, day: Day, working_days: u32) -> Day {
        self.calendar.working_day_before(day, working_days)
    }

    /// So many working days after a day.
    pub(super) fn on(&self, day: Day, working_days: u32) -> Day {
        self.calendar.working_day_after(day, working_days)
    }

    /// A period that runs from a day.
    pub(super) fn period(&self, rule: &Rule, start: Day) -> Deadline {
        Deadline::run(rule, start, &self.calendar)
    }

    /// The last day of a period.
    pub(super) fn due(&self, rule: &Rule, start: Day) -> Day {
        last_day(&self.period(rule, start))
    }

    /// The working day on which a period must begin to end on a day, or as soon after it as can be.
    fn begun_for(&self, rule: &Rule, due: Day) -> Day {
        let working = due.preceding().filter(|day| self.calendar.is_working_day(*day));
        working.take_while(|day| self.due(rule, *day) >= due).last().unwrap_or(due)
    }

    /// Every case, in the order in which they are entered.
    pub(super) fn plots(&self) -> Vec<(Day, u32)> {
        let mut plots: Vec<(Day, u32)> = (0..self.size).map(|case| (self.plot(case).entered_on, case)).collect();
        plots.sort_unstable();
        plots
    }

    /// The cases that stand, by today, where each page has something to show: at most half of a small year.
    fn recent(&self) -> u32 {
        u32::try_from(RECENT_CASES.len()).unwrap_or(0).min(self.size / 2)
    }

    /// The plot of a case: of the ordinary course, or one of the last.
    pub(super) fn plot(&self, case: u32) -> Plot {
        let ordinary = self.size - self.recent();
        if case < ordinary {
            return self.ordinary(case, ordinary);
        }
        let plot = self.ordinary(case, self.size);
        RECENT_CASES[(case - ordinary) as usize](self, plot.plain())
    }

    /// The ways alternate by numbers that have no divisor in common, so that each meets each.
    fn ordinary(&self, case: u32, of: u32) -> Plot {
        let mut chance = Chance::of(SEED, case);
        let matter = &MATTERS[case as usize % MATTERS.len()];
        let outcome = outcome(case, matter);
        let days = self.today.days_since(self.first);
        let span = u64::from(days - RECENT) * u64::from(case) / u64::from(of.max(1));
        let day = self.first.plus_days(u32::try_from(span).unwrap_or(0) + chance.between(0, 3));
        let received_on = self.calendar.roll_forward(day);
        let told_later = case % 17 == 11;
        let opening = match case % 17 {
            1 | 8 => Opening::Supplemented,
            4 => Opening::Abandoned,
            13 => Opening::Withdrawn(WITHDRAWALS[case as usize / 17 % WITHDRAWALS.len()]),
            2 | 15 => Opening::NotAccepted,
            6 => Opening::Deemed,
            _ => Opening::Accepted,
        };
        let simplified = !matter.simplified.is_empty() && case.is_multiple_of(2);
        let can_be_silent = !told_later && !matches!(matter.act, "Inaction" | "Agreement" | "ComplaintHandling");
        let answer = match case % 19 {
            3 if can_be_silent => Answer::Never,
            11 if can_be_silent => Answer::Late,
            _ => Answer::After(chance.between(3, if simplified { 5 } else { 9 })),
        };
        let ending = ending(case, matter, answer);
        let amended = match (case % 29, case % 31, opening) {
            (8, _, Opening::Accepted | Opening::Supplemented) => Amendment::Title,
            (_, 17, Opening::Accepted) if !told_later => Amendment::Receipt,
            _ => Amendment::Nothing,
        };
        Plot {
            case,
            matter,
            outcome,
            received_on,
            entered_on: if told_later {
                self.on(received_on, chance.between(20, 35)).min(self.last_working_day())
            } else {
                received_on
            },
            opening,
            simplified,
            converted: simplified && case as usize / MATTERS.len() % 7 == 2,
            accepted_after: if amended == Amendment::Receipt { 2 } else { chance.between(1, 4) },
            copied_after: chance.between(0, if simplified { 2 } else { 4 }),
            served_after: chance.between(0, 2),
            answer,
            excused: case % 23 == 9 && ending != Ending::Mediated,
            hearing: !simplified && case % 11 == 5,
            committee: !simplified && case % 13 == 7,
            halt: halt(case, matter, ending),
            extended: !simplified && case % 7 == 3,
            ending,
            decided_late: case % 37 == 20,
            resolved: (case % 5 == 3 && outcome.maintains() && answer != Answer::Never)
                .then(|| RESOLUTIONS[case as usize / 5 % RESOLUTIONS.len()]),
            amended,
            stop: Stop::End,
            seed: chance.between(0, u32::MAX - 1),
        }
    }
}

/// About a fifth of what is concluded is corrected, as in the figures that places publish.
fn outcome(case: u32, matter: &'static Matter) -> &'static Outcome {
    let mut chance = Chance::of(OUTCOMES, case);
    if chance.between(1, 5) <= 2 { chance.pick(matter.outcomes) } else { matter.standing() }
}

/// Of the cases that are tried, a quarter ends in agreement or is withdrawn, as in the figures that places publish. Where the
/// respondent is silent, it is decided for that.
fn ending(case: u32, matter: &Matter, answer: Answer) -> Ending {
    match case % 41 {
        _ if answer == Answer::Never => Ending::Decided,
        2 | 12 | 22 | 32 => Ending::Mediated,
        5 | 16 | 27 => Ending::Withdrawn(SETTLED),
        9 | 30 => Ending::Withdrawn(SELF_CORRECTED),
        7 => Ending::Withdrawn(WITHDRAWN),
        14 | 35 => Ending::Dismissed,
        // One of many who apply is not all of them.
        24 if matter.act != "Expropriation" => Ending::GivenUp,
        25 if matter.act != "Expropriation" => Ending::Silent,
        _ => Ending::Decided,
    }
}

/// Why a case stands still, if it does.
fn halt(case: u32, matter: &Matter, ending: Ending) -> Option<&'static Halt> {
    match (ending, case % 43) {
        (Ending::GivenUp | Ending::Silent, _) | (Ending::Decided, 33) => Some(matter.loss()),
        (Ending::Mediated, _) => (!case.is_multiple_of(2)).then_some(&TO_MEDIATE),
        (Ending::Decided, 3) => Some(&OTHER_CASE),
        (Ending::Decided, 11) => Some(&FORCE_MAJEURE),
        (Ending::Decided, 20) => Some(&LAW_REFERRED),
        (Ending::Decided, 29) => Some(&TO_MEDIATE),
        _ => None,
    }
}

impl Plot {
    /// Whether it is tried by the ordinary procedure in the end.
    pub(super) fn is_ordinary(&self) -> bool {
        !self.simplified || self.converted
    }

    /// Whether the parties wish to agree.
    pub(super) fn is_mediated(&self) -> bool {
        self.ending == Ending::Mediated || self.halt.is_some_and(|halt| halt.ground == TO_MEDIATE.ground)
    }

    /// The same matter on the plainest way.
    fn plain(self) -> Self {
        Self {
            entered_on: self.received_on,
            opening: Opening::Accepted,
            simplified: false,
            converted: false,
            accepted_after: 2,
            copied_after: 3,
            served_after: 0,
            answer: Answer::After(6),
            excused: false,
            hearing: false,
            committee: false,
            halt: None,
            extended: false,
            ending: Ending::Decided,
            decided_late: false,
            resolved: None,
            amended: Amendment::Nothing,
            ..self
        }
    }

    fn supplemented(self) -> Self {
        Self { opening: Opening::Supplemented, ..self }
    }

    fn received(self, on: Day) -> Self {
        Self { received_on: on, entered_on: on, ..self }
    }

    /// Received so that it is accepted, after its two working days, on a day.
    fn accepted(self, on: Day, year: &Year) -> Self {
        let on = year.back(on, self.accepted_after);
        self.received(on)
    }

    fn halted(self, halt: &'static Halt) -> Self {
        Self { halt: Some(halt), ..self }
    }

    fn until(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }
}

/// The last cases of the year: what is due today or next, what is late, and every stage that a case can be in.
const RECENT_CASES: [fn(&Year, Plot) -> Plot; 26] = [
    // Under review: its last day is today, and one that has just come in.
    |year, plot| plot.received(year.begun_for(&law::REVIEW, year.next_working_day())).until(Stop::Received),
    |year, plot| plot.received(year.last_working_day()).until(Stop::Received),
    // To be supplemented: soon due, late, and supplemented.
    |year, plot| {
        let served_on = year.begun_for(&law::SUPPLEMENT, year.on(year.today, 3));
        plot.supplemented().received(year.back(served_on, 2)).until(Stop::Noticed)
    },
    |year, plot| {
        let served_on = year.begun_for(&law::SUPPLEMENT, year.back(year.today, 3));
        plot.supplemented().received(year.back(served_on, 2)).until(Stop::Noticed)
    },
    |year, plot| {
        let supplemented_on = year.begun_for(&law::REVIEW_AFTER_SUPPLEMENT, year.on(year.today, 2));
        let received_on = year.back(supplemented_on, 7);
        plot.supplemented().received(received_on).until(Stop::Supplemented)
    },
    // Accepted: the copy is soon due, late.
    |year, plot| plot.accepted(year.back(year.today, 4), year).until(Stop::Accepted),
    |year, plot| plot.accepted(year.back(year.today, 10), year).until(Stop::Assigned),
    // The answer is due today, has not come.
    |year, plot| {
        let served_on = year.begun_for(&law::ANSWER, year.next_working_day());
        plot.accepted(year.back(served_on, 3), year).until(Stop::Copied)
    },
    |year, plot| {
        let plot = Plot { answer: Answer::Never, ..plot };
        plot.accepted(year.back(year.today, 16), year).until(Stop::Answered)
    },
    // On trial: answered; heard, with a hearing to be held.
    |year, plot| plot.accepted(year.back(year.today, 18), year).until(Stop::Answered),
    |year, plot| Plot { hearing: true, ..plot.accepted(year.back(year.today, 24), year) }.until(Stop::Heard),
    // Suspended: lately, so long that it may be terminated, and since another case is waited for; one that goes on again.
    |year, plot| plot.accepted(year.back(year.today, 26), year).halted(&TO_MEDIATE).until(Stop::Suspended),
    |year, plot| {
        let plot = Plot { matter: &MATTERS[2], ..plot.accepted(year.back(year.today, 64), year) };
        plot.halted(MATTERS[2].loss()).until(Stop::Suspended)
    },
    |year, plot| plot.accepted(year.back(year.today, 45), year).halted(&OTHER_CASE).until(Stop::Suspended),
    |year, plot| plot.accepted(year.back(year.today, 50), year).halted(&FORCE_MAJEURE).until(Stop::Submitted),
    // By the ordinary procedure after all.
    |year, plot| {
        let plot = Plot { matter: &MATTERS[0], simplified: true, converted: true, copied_after: 1, ..plot };
        Plot { answer: Answer::After(4), ..plot.accepted(year.back(year.today, 15), year) }.until(Stop::Heard)
    },
    // Submitted: due today, soon, late, extended.
    |year, plot| {
        let accepted_on = year.begun_for(&law::ORDINARY_DECISION, year.next_working_day());
        plot.accepted(accepted_on, year).until(Stop::Submitted)
    },
    |year, plot| {
        let accepted_on = year.begun_for(&law::ORDINARY_DECISION, year.on(year.today, 4));
        plot.accepted(accepted_on, year).until(Stop::Submitted)
    },
    |year, plot| {
        let accepted_on = year.begun_for(&law::ORDINARY_DECISION, year.back(year.today, 4));
        plot.accepted(accepted_on, year).until(Stop::Submitted)
    },
    |year, plot| Plot { extended: true, ..plot.accepted(year.back(year.today, 50), year) }.until(Stop::Submitted),
    // Decided, and not yet served.
    |year, plot| plot.accepted(year.back(year.today, 40), year).until(Stop::Decided),
    // Deemed accepted a few days ago.
    |year, plot| {
        let received_on = year.begun_for(&law::REVIEW, year.back(year.today, 2));
        Plot { opening: Opening::Deemed, ..plot.received(received_on) }.until(Stop::Accepted)
    },
    // Not accepted, and not yet served.
    |year, plot| {
        let plot = plot.received(year.back(year.today, 5));
        Plot { opening: Opening::NotAccepted, ..plot }.until(Stop::NotAccepted)
    },
    // Came in months ago, and is typed in today.
    |year, plot| {
        let plot = plot.received(year.back(year.today, 30));
        Plot { entered_on: year.last_working_day(), ..plot }.until(Stop::Heard)
    },
    // Entered twice by mistake.
    |year, plot| {
        let plot = plot.received(year.back(year.today, 6));
        Plot { amended: Amendment::Struck, ..plot }.until(Stop::Received)
    },
    // By the simplified procedure, soon due.
    |year, plot| {
        let matter = &MATTERS[4];
        let plot = Plot { matter, outcome: &matter.outcomes[0], simplified: true, copied_after: 1, ..plot };
        let accepted_on = year.begun_for(&law::SIMPLIFIED_DECISION, year.on(year.today, 3));
        Plot { answer: Answer::After(4), ..plot.accepted(accepted_on, year) }.until(Stop::Answered)
    },
];
