//! Art. 5 and 73: the parties agree before the organ, and a paper says so.

use std::collections::BTreeSet;

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::number::{Number, NumberRequest};
use serde::{Deserialize, Serialize};

use super::application::Role;
use super::file::{File, Person};
use super::trial::Trial;
use super::{CaseEvent, Fact};
use crate::clocks::PersonNumber;
use crate::law;
use crate::refusal::Refusal;
use kernel::writing::Text;

/// Concludes the case by a mediation paper. The number is taken from its register in the same commit.
#[derive(Debug, Clone, PartialEq)]
pub struct Mediate {
    /// What was agreed.
    pub paper: MediationDocument,
    /// Its number, once it is taken.
    pub number: Option<Number>,
}

/// The mediation paper (调解书).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MediationDocument {
    /// From which register it takes its number.
    pub number: NumberRequest,
    /// Who has signed.
    pub signatures: Vec<Signature>,
    /// When the organ sealed it.
    pub sealed_on: Day,
    /// Whether it changes the act.
    pub changes_act: bool,
    /// What was agreed.
    pub terms: Text,
    /// By when it is to be performed.
    pub perform_by: Option<Day>,
}

/// Somebody has signed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// Who.
    pub party: PersonNumber,
    /// When.
    pub on: Day,
}

/// The mediation paper is effective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mediated {
    /// What was agreed.
    pub paper: MediationDocument,
    /// Its number.
    pub number: Number,
    /// Since when: all have signed, and it is sealed.
    pub effective_on: Day,
}

/// Row 18, R-MED-2: effective once all have signed and the organ has sealed it. As long as nothing is decided, there is no
/// stage at which it would be too late.
pub fn mediate(file: &File, trial: &Trial, c: Mediate, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let Mediate { paper, number } = c;
    law::has_come("sealed_on", paper.sealed_on, on.today)?;
    law::not_before("sealed_on", paper.sealed_on, "受理", trial.accepted_on)?;
    let mut signed = BTreeSet::new();
    for signature in &paper.signatures {
        file.person(signature.party)?;
        law::has_come("signatures", signature.on, on.today)?;
        law::not_before("signatures", signature.on, "受理", trial.accepted_on)?;
        if !signed.insert(signature.party) {
            return Err(Refusal::NumberGivenTwice { number: signature.party.0 });
        }
    }
    if let Some(missing) = signers(file).find(|person| !signed.contains(&person.number)) {
        return Err(Refusal::NotSigned { name: missing.name.clone() });
    }
    let effective_on = paper.effective_on();
    trial.has_handlers_on(effective_on)?;
    trial.not_before_the_last_pause(effective_on)?;
    if let Some(perform_by) = paper.perform_by {
        law::not_before("perform_by", perform_by, "调解书生效", effective_on)?;
    }
    let number = number.ok_or(Refusal::NumberNotTaken)?;
    let mediated = Mediated { paper, number, effective_on };
    Ok(vec![Fact::Mediated(Box::new(mediated)).with(file.ended(effective_on))])
}

/// Who must sign: the applicants, or who speaks for all, the third parties and the respondents.
pub fn signers(file: &File) -> impl Iterator<Item = &Person> {
    file.to_be_heard().chain(file.those(Role::Respondent))
}

impl MediationDocument {
    /// The latest of the days of signature and seal.
    #[must_use]
    pub fn effective_on(&self) -> Day {
        self.signatures.iter().map(|signature| signature.on).fold(self.sealed_on, Day::max)
    }
}

impl Mediated {
    /// The command that would enter it again.
    pub(super) fn again(self) -> Mediate {
        Mediate { paper: self.paper, number: Some(self.number) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Command;
    use crate::clocks::{ClockName, End};
    use crate::samples::{
        APPLICANT, RESPONDENT, THIRD, accepted, amend, answered, assign, d, mediate, mediating, party, resume, suspend,
    };

    fn signature(party: PersonNumber, on: &str) -> Signature {
        Signature { party, on: d(on) }
    }

    #[test]
    fn r_med_2_r_dec_t14_effective_when_the_last_has_signed_and_the_organ_has_sealed() {
        let play = answered().today("2025-01-10");
        let signed = |applicant: &str, respondent: &str| {
            vec![signature(APPLICANT, applicant), signature(RESPONDENT, respondent)]
        };
        for (applicant, respondent, sealed) in [
            ("2025-01-08", "2025-01-06", "2025-01-07"),
            ("2025-01-06", "2025-01-08", "2025-01-07"),
            ("2025-01-06", "2025-01-07", "2025-01-08"),
        ] {
            let play = play.clone().does(mediating(signed(applicant, respondent), sealed, true));
            assert_eq!(play.stage(), "Mediated");
            let ended = play.clock(ClockName::Decision).ended.unwrap();
            assert_eq!((ended.on, ended.how), (d("2025-01-08"), End::Done));
        }
    }

    #[test]
    fn r_med_2_without_every_signature_it_is_not_effective() {
        let third = crate::case::application::ThirdPartyJoining {
            on: d("2024-12-10"),
            party: party(3, Role::ThirdParty, "李四"),
            by: crate::case::application::JoinedBy::Notice,
        };
        let play = answered().does(Command::JoinThirdParty(third));
        let missing = |signatures| match play.refuses(mediating(signatures, "2024-12-20", true)) {
            Refusal::NotSigned { name } => name.to_string(),
            other => panic!("{other}"),
        };
        let [applicant, respondent, third] = [APPLICANT, RESPONDENT, THIRD].map(|who| signature(who, "2024-12-20"));
        assert_eq!(missing(vec![respondent, third]), "张三");
        assert_eq!(missing(vec![applicant, respondent]), "李四");
        assert_eq!(missing(vec![applicant, third]), "陇县公安局");
        let twice = vec![applicant, applicant, respondent, third];
        assert_eq!(play.refuses(mediating(twice, "2024-12-20", true)), Refusal::NumberGivenTwice { number: 1 });
        assert_eq!(play.does(mediating(vec![applicant, respondent, third], "2024-12-20", true)).stage(), "Mediated");
    }

    #[test]
    fn r_med_1_at_any_time_after_acceptance_and_while_suspended() {
        let early = accepted().does(assign("2024-12-02")).does(mediate("2024-12-02"));
        assert_eq!(early.clock(ClockName::Copy).ended.unwrap().how, End::Superseded);
        let suspended = answered().today("2025-01-20").does(suspend("2024-12-20"));
        assert_eq!(suspended.clone().does(mediate("2025-01-10")).stage(), "Mediated");
        let (fact, since) = ("中止审理", d("2024-12-20"));
        let too_early = Refusal::TooEarly { field: "on", on: d("2024-12-19"), fact, since };
        assert_eq!(suspended.refuses(mediate("2024-12-19")), too_early);
        let resumed = suspended.does(resume("2025-01-08"));
        assert!(matches!(resumed.refuses(mediate("2025-01-07")), Refusal::TooEarly { fact: "恢复审理", .. }));
    }

    #[test]
    fn an_amended_signature_moves_the_day_it_became_effective() {
        let play = answered().today("2025-01-10").does(mediate("2025-01-06"));
        let entry = play.case.file.history.last_number();
        let play = play.does(amend(entry, "signed_on/2", "2025-01-09"));
        let concluded = play.case.file.history.get(entry).unwrap().fact.described().2;
        assert_eq!((concluded, play.clock(ClockName::Decision).ended.unwrap().on), (d("2025-01-09"), d("2025-01-09")));
    }
}
