//! What an entry about a suggestion says, in words for the timeline. A new event leads here: the match has no arm for the
//! rest.

use std::collections::BTreeMap;

use proto::Message;
use proto::common::Amendment;
use proto::suggestions::{Clock, Limit, SuggestionEvent, suggestion_event};

use super::Suggestion;
use crate::registers::entries::Entry;
use crate::registers::lawsuits::telling::{Told, amended, struck};
use crate::registers::telling::{RECOUNTED, arranged, cited, was};
use crate::words::{self, title};

/// Says what was entered about the paper, and about the addressees of whom a person is told.
pub(crate) fn told(entries: Vec<Entry>, suggestion: &Suggestion) -> Vec<(Entry, Told)> {
    let own = suggestion.ever_addressed();
    let mut concerned = BTreeMap::new();
    let told = entries.into_iter().filter_map(|entry| {
        let (told, whom) = said(&entry, suggestion, &concerned);
        concerned.insert(entry.entry, whom);
        (whom == 0 || own.iter().any(|(number, _)| *number == whom)).then_some((entry, told))
    });
    told.collect()
}

/// Says what an entry says, and whom it concerns; 0: the paper.
fn said(entry: &Entry, suggestion: &Suggestion, concerned: &BTreeMap<i64, u32>) -> (Told, u32) {
    let Ok(SuggestionEvent { event: Some(event), clocks, .. }) = SuggestionEvent::decode(entry.payload.as_slice())
    else {
        return (Told::unknown(entry), 0);
    };
    let (told, whom) = in_words(event, suggestion, concerned);
    let own = suggestion.addressees();
    let clocks = clocks.iter().filter(|clock| own.iter().any(|(number, _)| *number == clock.addressee));
    (told.with_periods(clocks.filter_map(|clock| runs(clock, suggestion)).collect()), whom)
}

fn in_words(event: suggestion_event::Event, suggestion: &Suggestion, concerned: &BTreeMap<i64, u32>) -> (Told, u32) {
    use suggestion_event::Event;
    let name = |number: u32| suggestion.name_of(number);
    // What puts an entry right concerns whom the entry concerns.
    let concerns =
        |amendment: Option<&Amendment>| amendment.and_then(|of| concerned.get(&of.entry)).copied().unwrap_or(0);
    match event {
        Event::Registered(e) => {
            let letter = e.registration.unwrap_or_default().letter.unwrap_or_default();
            (Told::new("登记建议", vec![letter.issuer_name, letter.number, letter.title, letter.remark]), 0)
        }
        Event::AddresseeAdded(e) => {
            let addressee = e.addressee.unwrap_or_default();
            (Told::new("增加被建议单位", vec![addressee.name]), addressee.number)
        }
        Event::Received(e) => (Told::new("签收", vec![name(e.addressee), e.proof]), e.addressee),
        Event::Extended(e) => {
            let by = e.by.as_ref().map(limit).unwrap_or_default();
            (Told::new("延长回复期限", vec![name(e.addressee), by, e.reason, cited(e.paper.as_ref())]), e.addressee)
        }
        Event::Replied(e) => {
            let adoption = title(words::ADOPTIONS, &e.adoption);
            (Told::new("回复", vec![name(e.addressee), adoption, e.number, e.title, e.summary, e.proof]), e.addressee)
        }
        Event::Objected(e) => {
            (Told::new("提出异议", vec![name(e.addressee), e.reasons, cited(e.paper.as_ref())]), e.addressee)
        }
        Event::ObjectionSettled(e) => {
            let result = title(words::OBJECTION_RESULTS, &e.result);
            (Told::new("异议处理结果", vec![name(e.addressee), result, cited(e.paper.as_ref())]), e.addressee)
        }
        Event::Withdrawn(e) => {
            let whom = if e.addressee == 0 { "全部单位".to_owned() } else { name(e.addressee) };
            (Told::new("撤回建议", vec![whom, e.reason, cited(e.paper.as_ref())]), e.addressee)
        }
        Event::RectificationRecorded(e) => {
            let until = if e.planned_until.is_empty() {
                String::new()
            } else {
                format!("计划 {} 前完成", e.planned_until)
            };
            let verified = if e.verified_by_issuer_on.is_empty() {
                String::new()
            } else {
                format!("{} 经制发机关核实", e.verified_by_issuer_on)
            };
            let status = title(words::RECTIFIED, &e.status);
            (Told::new("整改情况", vec![name(e.addressee), status, until, verified, e.summary]), e.addressee)
        }
        Event::Reminded(e) => {
            let when = match e.days_before {
                before if before > 0 => format!("届满前 {before} 日"),
                0 => "届满当日".to_owned(),
                -1 => "届满次日".to_owned(),
                after => format!("届满后 {} 日", after.unsigned_abs()),
            };
            let which = format!("第 {} 次提醒，{when}，期限 {}", e.number, e.due);
            (Told::new("提醒", vec![name(e.addressee), which]).follows(), e.addressee)
        }
        Event::Closed(e) => {
            let ground = title(words::CLOSED_BY, &e.ground);
            (Told::new("办结", vec![name(e.addressee), ground, e.explanation]), e.addressee)
        }
        Event::Amended(e) => {
            // Of the paper's own entry the fields of an addressee bear its number: received_on/2.
            let of_one = e.field.rsplit_once('/').and_then(|(_, number)| number.parse().ok());
            let whom = of_one.unwrap_or_else(|| concerns(e.amendment.as_ref()));
            (amended(e.amendment.as_ref(), &e.before, &e.after), whom)
        }
        Event::Struck(e) => (struck(e.amendment.as_ref()), concerns(e.amendment.as_ref())),
        Event::DeadlinesRecounted(e) => {
            let own = |clock: &&Clock| suggestion.addressees().iter().any(|(number, _)| *number == clock.addressee);
            let before = e.before.iter().filter(own).map(|clock| {
                let title = format!("回复期限（{}）", name(clock.addressee));
                was(&title, &clock.deadline.clone().unwrap_or_default())
            });
            (Told::new(RECOUNTED, arranged(&e.because).chain(before).collect()).follows(), 0)
        }
    }
}

/// Until when a reply is due as of an entry; nothing for one that is no longer owed.
fn runs(clock: &Clock, suggestion: &Suggestion) -> Option<String> {
    let deadline = clock.deadline.as_ref().filter(|_| clock.ended_on.is_empty())?;
    Some(format!("回复期限（{}）：至 {}", suggestion.name_of(clock.addressee), deadline.due))
}

/// How much time a letter gives.
pub(crate) fn limit(limit: &Limit) -> String {
    match limit {
        Limit { until, .. } if !until.is_empty() => format!("至 {until}"),
        Limit { months, .. } if *months > 0 => format!("{months} 个月"),
        Limit { days, .. } if *days > 0 => format!("{days} 日"),
        Limit { working_days, .. } if *working_days > 0 => format!("{working_days} 个工作日"),
        _ => String::new(),
    }
}

/// A limit as the service writes it in an amendment: 2026-02-28, 2个月, 15日, 10个工作日.
pub(super) fn limit_of(text: &str) -> Option<Limit> {
    let count = |unit: &str| text.strip_suffix(unit).and_then(|count| count.parse().ok());
    Some(match (count("个月"), count("个工作日"), count("日")) {
        (Some(months), ..) => Limit { months, ..Limit::default() },
        (_, Some(working_days), _) => Limit { working_days, ..Limit::default() },
        (.., Some(days)) => Limit { days, ..Limit::default() },
        _ if text.is_empty() => return None,
        _ => Limit { until: text.to_owned(), ..Limit::default() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_put_right_is_read_as_it_is_written() {
        let said = |text: &str| limit_of(text).as_ref().map(limit);
        for (written, shown) in
            [("2026-02-28", "至 2026-02-28"), ("2个月", "2 个月"), ("15日", "15 日"), ("10个工作日", "10 个工作日")]
        {
            assert_eq!(said(written).as_deref(), Some(shown));
        }
        assert_eq!(said(""), None);
    }
}
