//! What comes in: the persons, the act, the claims.

use proto::reconsideration::{Act, Agent, Claim, Party, Reception, Respondent};

use super::{Teller, organ};
use crate::demo::plot::{Amendment, Opening};
use crate::demo::words::{ENTERPRISES, GIVEN, LAW_FIRM, ORGAN, SURNAMES};

impl Teller<'_> {
    pub(super) fn reception(&mut self) -> Reception {
        let (plot, matter, received_on) = (self.plot, self.plot.matter, self.plot.received_on);
        let is_too_late = plot.opening == Opening::NotAccepted && self.non_acceptance().0 == "OutOfTime";
        // Two weeks at least: a receipt amended by one working day across the longest holiday still lies after it.
        let known_on = received_on.minus_days(if is_too_late { 85 } else { self.chance.between(14, 45) });
        let made_on = known_on.minus_days(self.chance.between(0, 5));
        let is_posted = plot.amended != Amendment::Receipt && self.chance.one_in(4);
        let is_omission = matter.document.is_empty();
        let number = self.chance.between(11, 499);
        let title = matter.title.to_owned();
        let act = Act {
            kind: matter.act.to_owned(),
            document_number: if is_omission {
                String::new()
            } else {
                format!("{}〔{}〕{number}号", matter.document, made_on.year())
            },
            title: if plot.amended == Amendment::Title { format!("{title}（复印件）") } else { title },
            made_on: if is_omission { String::new() } else { made_on.to_string() },
            known_on: known_on.to_string(),
            known_by: if is_omission { "DutyExpired" } else { "DirectService" }.to_owned(),
            amount: matter.amount.to_owned(),
            served: if is_omission { "No" } else { "Yes" }.to_owned(),
            remedies_told: !is_omission,
            remedies_unclear: false,
        };
        let claims = (1..).zip(matter.claims).map(|(number, (kind, text))| Claim {
            number,
            kind: (*kind).to_owned(),
            text: (*text).to_owned(),
        });
        let respondents = self.respondents.iter();
        Reception {
            received_on: received_on.to_string(),
            posted_on: if is_posted { received_on.minus_days(2).to_string() } else { String::new() },
            channel: if is_posted { "Post" } else { *self.chance.pick(&["InPerson", "InPerson", "Internet", "Oral"]) }
                .to_owned(),
            number: Some(self.number()),
            respondents: respondents
                .map(|(number, organ, name)| Respondent {
                    number: *number,
                    organ: organ.clone(),
                    name: (*name).to_owned(),
                })
                .collect(),
            parties: self.parties(),
            representatives: if self.applicants > 1 { vec![1, 2] } else { Vec::new() },
            act: Some(act),
            claims: claims.collect(),
            facts_and_reasons: matter.reasons.to_owned(),
            compensation_asked: matter.claims.len() > 1,
            organ_name: ORGAN.1.to_owned(),
            organ: organ(ORGAN.0).unwrap_or_default(),
            field: matter.field.to_owned(),
            matter: matter.subject.to_owned(),
            enterprise_related: matter.by_enterprise,
            non_public: false,
            ..Reception::default()
        }
    }

    fn parties(&mut self) -> Vec<Party> {
        let mut parties: Vec<Party> = (1..=self.applicants).map(|number| self.party(number, "Applicant")).collect();
        if let Some(number) = self.third_party {
            let party = Party { remark: self.plot.matter.third_party.to_owned(), ..self.party(number, "ThirdParty") };
            parties.push(party);
        }
        parties
    }

    fn party(&mut self, number: u32, role: &str) -> Party {
        let is_enterprise =
            self.plot.matter.by_enterprise || (role == "ThirdParty" && self.plot.matter.third_party == "用人单位");
        let person = self.person();
        let agents =
            if role == "Applicant" && number == 1 && self.chance.one_in(4) { vec![self.lawyer()] } else { Vec::new() };
        Party {
            number,
            role: role.to_owned(),
            kind: if is_enterprise { "LegalPerson" } else { "Citizen" }.to_owned(),
            name: if is_enterprise { (*self.chance.pick(&ENTERPRISES)).to_owned() } else { person.clone() },
            address: format!("陇县示例路{}号", self.chance.between(1, 199)),
            phone: "0917-0000000".to_owned(),
            service_method: (*self.chance.pick(&["Direct", "Post", "Electronic"])).to_owned(),
            agents,
            legal_representative: if is_enterprise { person } else { String::new() },
            ..Party::default()
        }
    }

    fn person(&mut self) -> String {
        format!("{}{}", self.chance.pick(&SURNAMES), self.chance.pick(&GIVEN))
    }

    fn lawyer(&mut self) -> Agent {
        Agent {
            name: self.person(),
            kind: "Lawyer".to_owned(),
            organisation: LAW_FIRM.to_owned(),
            authority: "代为申请、变更、放弃行政复议请求，代收文书".to_owned(),
            has_power_of_attorney: true,
            has_identity_papers: true,
            ..Agent::default()
        }
    }
}
