//! Who takes part in an instance (LAW.md A-DEF-5, A-DEF-6): the plaintiffs, and the organs from the one in which they were joined.

use super::chain::{Chain, Instance};
use crate::parties::{Defendant, InstanceNumber, PartyNumber};
use crate::refusal::Refusal;
use kernel::writing::Line;

impl Chain {
    /// The organs that are sued, and those joined as third party (A-PER-6).
    #[must_use]
    pub fn defendants(&self) -> &[Defendant] {
        self.registration.as_ref().map_or(&[], |registration| &registration.defendants)
    }

    /// Those of them that take part in an instance: whoever was joined later, from then on.
    pub(super) fn taking_part(&self, instance: InstanceNumber) -> impl Iterator<Item = &Defendant> {
        self.defendants().iter().filter(move |defendant| defendant.takes_part_in(instance))
    }

    /// The organs that are sued themselves, each of which gets a result in an instance.
    pub(super) fn sued(&self, instance: InstanceNumber) -> impl Iterator<Item = &Defendant> {
        self.taking_part(instance).filter(|defendant| defendant.is_sued())
    }

    /// An organ that takes part.
    pub(crate) fn defendant(&self, number: PartyNumber) -> Result<&Defendant, Refusal> {
        let found = self.defendants().iter().find(|defendant| defendant.number == number);
        found.ok_or(Refusal::NoSuchDefendant { number: number.0 })
    }

    /// An organ that takes part in an instance.
    pub(super) fn defendant_in(&self, instance: &Instance, number: PartyNumber) -> Result<&Defendant, Refusal> {
        let defendant = self.defendant(number)?;
        if defendant.takes_part_in(instance.number) {
            Ok(defendant)
        } else {
            Err(Refusal::JoinedLater { name: defendant.name.clone(), kind: instance.kind })
        }
    }

    /// The numbers of all who take part in an instance.
    pub fn parties(&self, instance: InstanceNumber) -> impl Iterator<Item = PartyNumber> {
        let plaintiffs = self.registration.iter().flat_map(|registration| &registration.plaintiffs);
        let plaintiffs = plaintiffs.map(|plaintiff| plaintiff.number);
        plaintiffs.chain(self.taking_part(instance).map(|defendant| defendant.number))
    }

    /// What one who takes part in an instance is called.
    pub(super) fn party_name_in(&self, instance: &Instance, number: PartyNumber) -> Result<&Line, Refusal> {
        match self.defendant(number) {
            Ok(_) => self.defendant_in(instance, number).map(|defendant| &defendant.name),
            Err(_) => self.party_name(number),
        }
    }

    /// What one who takes part is called.
    pub(crate) fn party_name(&self, number: PartyNumber) -> Result<&Line, Refusal> {
        let plaintiffs = self.registration.iter().flat_map(|registration| &registration.plaintiffs);
        let mut names = plaintiffs.map(|plaintiff| (plaintiff.number, &plaintiff.name));
        let plaintiff = names.find(|(one, _)| *one == number).map(|(_, name)| name);
        plaintiff.map_or_else(
            || match self.defendant(number) {
                Ok(defendant) => Ok(&defendant.name),
                Err(_) => Err(Refusal::NoSuchParty { number: number.0 }),
            },
            Ok,
        )
    }
}
