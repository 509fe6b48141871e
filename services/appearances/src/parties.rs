//! Who stands on which side of a lawsuit, before which court (LAW.md A-DEF-6).

use kernel::day::Day;
use kernel::word::words;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The number of a plaintiff or defendant within a lawsuit, as the registration gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartyNumber(pub u32);

/// The number of an instance within a lawsuit, in the order in which they were entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InstanceNumber(pub u32);

impl InstanceNumber {
    /// The one a lawsuit begins with.
    pub const FIRST: Self = Self(1);
}

words! {
    /// What sort of plaintiff.
    PlaintiffKind {
        Citizen "公民",
        LegalPerson "法人",
        OtherOrganisation "其他组织",
        IndividualBusiness "个体工商户",
        Procuratorate "公益诉讼起诉人",
    }

    /// As what an organ takes part.
    Role {
        Defendant "被告",
        CoDefendant "共同被告",
        ThirdPartyOrgan "第三人",
    }

    /// Why it takes part.
    OrganKind {
        OriginalOrgan "原行政机关",
        ReconsiderationOrgan "复议机关",
    }

    /// The classes of cases in which the court shall notify and the principal in principle appears (A-HEA-1, A-HEA-1c).
    CaseClass {
        FoodDrugSafety "食品药品安全",
        EcologyResources "生态环境和资源保护",
        PublicHealth "公共卫生安全",
        WorkSafety "重大安全生产事故",
        MajorPublicInterest "其他重大公共利益",
        HighAttention "社会高度关注",
        MassIncident "可能引发群体性事件",
    }
}

/// Somebody who sues.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plaintiff {
    /// The number within the lawsuit.
    pub number: PartyNumber,
    /// What sort.
    pub kind: PlaintiffKind,
    /// The name.
    pub name: Line,
}

/// An organ that is sued, or joined as third party because the plaintiff would not add it (A-PER-6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Defendant {
    /// The number within the lawsuit.
    pub number: PartyNumber,
    /// As what it takes part.
    pub role: Role,
    /// Why.
    pub kind: OrganKind,
    /// The organ; none if it is not in the directory.
    pub organ: Option<Uuid>,
    /// Its name of that day.
    pub name: Line,
    /// When it received the complaint.
    pub copy_received_on: Option<Day>,
    /// That it was joined later; none: sued from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
}

/// That an organ was joined later, and has no part in what came before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// In which instance.
    pub instance: InstanceNumber,
    /// When.
    pub on: Day,
}

/// An organ as an event names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganNamed {
    /// Its id; none if it is not in the directory.
    pub organ: Option<Uuid>,
    /// Its name.
    pub name: Line,
}

impl Defendant {
    /// Whether it is sued itself, and so gets a result of its own.
    #[must_use]
    pub fn is_sued(&self) -> bool {
        self.role != Role::ThirdPartyOrgan
    }

    /// Whether it was sued, or joined, by an instance.
    #[must_use]
    pub fn is_joined_by(&self, instance: InstanceNumber) -> bool {
        self.joined.is_none_or(|joined| joined.instance <= instance)
    }

    /// Whether both are the same organ: by the directory, or by name where it is not in it.
    #[must_use]
    pub fn is_same_organ(&self, other: &Self) -> bool {
        match (self.organ, other.organ) {
            (Some(one), Some(other)) => one == other,
            _ => self.name == other.name,
        }
    }
}

impl From<&Defendant> for OrganNamed {
    fn from(defendant: &Defendant) -> Self {
        Self { organ: defendant.organ, name: defendant.name.clone() }
    }
}

/// A court.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Court {
    /// Its id; none if it is not in the directory.
    pub id: Option<Uuid>,
    /// Its code in case numbers.
    pub code: Option<Line>,
    /// Its name of that day.
    pub name: Line,
}
