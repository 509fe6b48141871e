//! 负责人出庭应诉: who appeared in court for the organs that were sued. The unit is the organ in an instance (A-CNT-1).

use super::{Counting, Figure, Place, Placing, Scope};
use crate::facts::lawsuits::{Hearing, Party};
use crate::policies::Policies;
use crate::rates::Measure;
use crate::words;

const SETTINGS: &[&str] =
    &["who_counts", "co_defendant_policy", "instances_included", "include_reconsideration_co_defendant", "left_early"];

/// Share of (case, instance, defendant) heard in open court at which a responsible person appeared (负责人出庭应诉率).
pub const HEARD: Figure = Figure {
    code: "app.heard",
    title: "行政机关负责人出庭应诉率",
    version: 1,
    measure: Measure::Rate,
    unit: "件次",
    formula: "负责人至少出庭一次的件次÷开庭审理的件次；一案一审级一被告为一件次",
    settings: SETTINGS,
    attribution: "首次开庭日",
    counting: Counting::Parties(Placing {
        period_by: heard_on,
        place: |f, scope| {
            let seat = Seat::of(f);
            left_out(&seat, scope).unwrap_or_else(|| Place::among(appeared(&seat, scope)))
        },
        tell,
    }),
};

/// The same without those whose reason for absence the court accepted (A-ABS-2).
pub const DUE: Figure = Figure {
    code: "app.due",
    title: "行政机关负责人出庭应诉率（剔除正当理由）",
    formula: "负责人至少出庭一次的件次÷开庭审理的件次（剔除法院认可正当理由未出庭的）；一案一审级一被告为一件次",
    counting: Counting::Parties(Placing {
        period_by: heard_on,
        place: |f, scope| match left_out(&Seat::of(f), scope) {
            Some(excluded) => excluded,
            None if appeared(&Seat::of(f), scope) => Place::Numerator,
            None if f.duty == "LawfullyAbsent" => Place::Excluded("有正当理由未出庭（法院认可）"),
            None => Place::DenominatorOnly,
        },
        tell,
    }),
    ..HEARD
};

/// Share of those heard at which the principal appeared (正职出庭率).
pub const PRINCIPAL: Figure = Figure {
    code: "app.principal",
    title: "主要负责人出庭应诉率",
    formula: "主要负责人出庭的件次÷开庭审理的件次；一案一审级一被告为一件次",
    counting: Counting::Parties(Placing {
        period_by: heard_on,
        place: |f, scope| {
            let seat = Seat::of(f);
            left_out(&seat, scope).unwrap_or_else(|| Place::among(appeared(&seat, scope) && seat.level == "Principal"))
        },
        tell,
    }),
    ..HEARD
};

/// How often only others than the principal appeared where the principal was expected (A-HEA-1, A-HEA-1c; S22).
pub const DEPUTY_IN_LISTED_CASE: Figure = Figure {
    code: "app.deputy_in_listed",
    title: "涉重大公共利益等案件仅由副职负责人出庭件次",
    measure: Measure::Count,
    formula: "涉及食品药品安全、生态环境和资源保护、公共卫生安全、重大生产安全事故等社会公共利益或者社会高度关注、可能引发群体性事件的案件中，有负责人出庭而主要负责人未出庭的件次",
    counting: Counting::Parties(Placing {
        period_by: |f, _| f.first_heard_on.as_deref().filter(|_| f.principal_expected),
        place: |f, scope| {
            let seat = Seat::of(f);
            left_out(&seat, scope).unwrap_or_else(|| Place::among(appeared(&seat, scope) && seat.level != "Principal"))
        },
        tell,
    }),
    ..HEARD
};

/// Share of hearings at which a responsible person appeared (按庭次出庭率).
pub const HEARINGS: Figure = Figure {
    code: "app.hearings",
    title: "行政机关负责人出庭应诉率（按庭次）",
    unit: "庭次",
    formula: "负责人出庭的庭次÷开庭的庭次；一次庭审一被告为一庭次",
    attribution: "开庭日",
    counting: Counting::Hearings(Placing {
        period_by: |f, _| f.held_on.as_deref(),
        place: |f, scope| {
            let seat = Seat::at(f);
            left_out(&seat, scope).unwrap_or_else(|| Place::among(appeared(&seat, scope)))
        },
        tell: |f| told(&f.status, &f.official),
    }),
    ..HEARD
};

fn tell(f: &Party) -> String {
    told(&f.status, &f.official)
}

fn told(status: &str, official: &str) -> String {
    let came = words::attendance(status);
    if official.is_empty() { came.to_owned() } else { format!("{came}：{official}") }
}

fn heard_on<'f>(f: &'f Party, _: &Policies) -> Option<&'f str> {
    f.first_heard_on.as_deref()
}

/// An organ's seat in court, in an instance or at one hearing.
struct Seat<'f> {
    instance_kind: &'f str,
    organ_kind: &'f str,
    defendants: i32,
    notice: &'f str,
    is_fulfilled: bool,
    has_left_early: bool,
    level: &'f str,
    represented: bool,
}

impl<'f> Seat<'f> {
    fn of(f: &'f Party) -> Self {
        Self {
            instance_kind: &f.instance_kind,
            organ_kind: &f.organ_kind,
            defendants: f.defendants,
            notice: &f.notice,
            is_fulfilled: f.duty == "Fulfilled",
            has_left_early: f.duty == "LeftEarly",
            level: &f.level,
            represented: f.represented,
        }
    }

    fn at(f: &'f Hearing) -> Self {
        Self {
            instance_kind: &f.instance_kind,
            organ_kind: &f.organ_kind,
            defendants: f.defendants,
            notice: &f.notice,
            is_fulfilled: f.status == "Appeared",
            has_left_early: f.status == "LeftEarly",
            level: &f.level,
            represented: f.represented,
        }
    }
}

/// Why it is not counted at all, if it is not.
fn left_out(seat: &Seat, scope: &Scope) -> Option<Place> {
    let policies = &scope.policies;
    let included = match policies.get("instances_included") {
        "first" => matches!(seat.instance_kind, "First" | "Remand"),
        "second" => seat.instance_kind == "Second",
        "first_and_second" => matches!(seat.instance_kind, "First" | "Remand" | "Second"),
        _ => true,
    };
    let is_co_defendant = seat.defendants > 1;
    if !included {
        return Some(Place::Excluded("该审级不计入"));
    }
    if is_co_defendant
        && seat.organ_kind == "ReconsiderationOrgan"
        && policies.says("include_reconsideration_co_defendant", "no")
    {
        return Some(Place::Excluded("复议机关作共同被告不计入"));
    }
    if is_co_defendant && seat.notice == "None" && policies.says("co_defendant_policy", "court_notified_only") {
        return Some(Place::Excluded("共同被告未经法院通知出庭不计入"));
    }
    None
}

/// Whether a responsible person appeared (A-PER-1; A-CNT-3; JI-2020 art. 6: an identity rejected is no appearance).
fn appeared(seat: &Seat, scope: &Scope) -> bool {
    let policies = &scope.policies;
    let came = seat.is_fulfilled || seat.has_left_early && policies.says("left_early", "appeared");
    let counts = match policies.get("who_counts") {
        "principal_only" => seat.level == "Principal",
        _ => !seat.level.is_empty(),
    };
    came && counts || seat.represented && policies.says("co_defendant_policy", "designated_satisfies_all")
}
