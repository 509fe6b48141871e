//! 负责人出庭应诉: who appeared in court for the organs that were sued. The unit is the organ in an instance (A-CNT-1).

use super::{Counting, Figure, Place, Placing, Scope};
use crate::facts::lawsuits::{Attendance, Hearing, Party};
use crate::policies::Policies;
use crate::rates::Measure;
use crate::words;

const SETTINGS: &[&str] =
    &["who_counts", "co_defendant_policy", "instances_included", "include_reconsideration_co_defendant", "left_early"];
/// Of figures about an organ's own heads, by their rank.
const SETTINGS_OF_RANKS: &[&str] =
    &["co_defendant_policy", "instances_included", "include_reconsideration_co_defendant", "left_early"];

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
            let seat = Seat::of(f, scope);
            seat.left_out().unwrap_or_else(|| Place::among(seat.has_appeared()))
        },
        tell,
    }),
};

/// The same without those whose reasons for absence the court accepted (A-ABS-2).
pub const DUE: Figure = Figure {
    code: "app.due",
    title: "行政机关负责人出庭应诉率（剔除正当理由）",
    formula: "负责人至少出庭一次的件次÷开庭审理的件次（剔除历次开庭均经法院认可有正当理由未出庭的）；一案一审级一被告为一件次",
    counting: Counting::Parties(Placing {
        period_by: heard_on,
        place: |f, scope| {
            let seat = Seat::of(f, scope);
            match seat.left_out() {
                Some(excluded) => excluded,
                None if seat.has_appeared() => Place::Numerator,
                None if seat.is_excused() => Place::Excluded("有正当理由未出庭（法院认可）"),
                None => Place::DenominatorOnly,
            }
        },
        tell,
    }),
    ..HEARD
};

/// Share of those heard at which the principal appeared (正职出庭率).
pub const PRINCIPAL: Figure = Figure {
    code: "app.principal",
    title: "主要负责人出庭应诉率",
    formula: "本机关主要负责人至少出庭一次的件次÷开庭审理的件次；一案一审级一被告为一件次，由共同被告的负责人代为出庭的不计出庭",
    settings: SETTINGS_OF_RANKS,
    counting: Counting::Parties(Placing {
        period_by: heard_on,
        place: |f, scope| {
            let seat = Seat::of(f, scope);
            seat.left_out().unwrap_or_else(|| Place::among(seat.principal_came()))
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
    formula: "涉及食品药品安全、生态环境和资源保护、公共卫生安全、重大生产安全事故等社会公共利益或者社会高度关注、可能引发群体性事件的案件中，有本机关其他负责人出庭而主要负责人历次均未出庭的件次",
    settings: SETTINGS_OF_RANKS,
    counting: Counting::Parties(Placing {
        period_by: |f, _| f.first_heard_on.as_deref().filter(|_| f.principal_expected),
        place: |f, scope| {
            let seat = Seat::of(f, scope);
            seat.left_out().unwrap_or_else(|| Place::among(seat.any_head_came() && !seat.principal_came()))
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
        period_by: |f, _| f.attendance.held_on.as_deref(),
        place: |f, scope| {
            let seat = Seat::at(f, scope);
            seat.left_out().unwrap_or_else(|| Place::among(seat.has_appeared()))
        },
        tell: |f| told(&f.attendance),
    }),
    ..HEARD
};

/// 2026-03-20仅工作人员出庭；2026-05-12负责人出庭：副局长钱示例
fn tell(f: &Party) -> String {
    match f.attendances.0.as_slice() {
        [once] => told(once),
        several => {
            let each = several.iter().map(|a| a.held_on.clone().unwrap_or_default() + &told(a));
            each.collect::<Vec<_>>().join("；")
        }
    }
}

/// S23: whoever opens the set sees that another organ's head came for this one too.
fn told(attendance: &Attendance) -> String {
    let Attendance { status, official, represented_level, .. } = attendance;
    let came = words::attendance(status);
    let who = if official.is_empty() { String::new() } else { format!("：{official}") };
    let for_it = if represented_level.is_empty() { "" } else { "，商定由共同被告的负责人代为出庭" };
    format!("{came}{who}{for_it}")
}

fn heard_on<'f>(f: &'f Party, _: &Policies) -> Option<&'f str> {
    f.first_heard_on.as_deref()
}

/// An organ's seat in court, in an instance or at one hearing, as it was seen by then.
struct Seat<'f> {
    instance_kind: &'f str,
    organ_kind: &'f str,
    defendants: i32,
    attendances: Vec<&'f Attendance>,
    policies: &'f Policies,
}

impl<'f> Seat<'f> {
    fn of(f: &'f Party, scope: &'f Scope) -> Self {
        let by_then = f.attendances.0.iter().filter(|attendance| scope.has_seen(attendance.held_on.as_ref()));
        Self {
            instance_kind: &f.instance_kind,
            organ_kind: &f.outcome.organ_kind,
            defendants: f.outcome.defendants,
            attendances: by_then.collect(),
            policies: &scope.policies,
        }
    }

    fn at(f: &'f Hearing, scope: &'f Scope) -> Self {
        Self {
            instance_kind: &f.instance_kind,
            organ_kind: &f.organ_kind,
            defendants: f.defendants,
            attendances: vec![&f.attendance],
            policies: &scope.policies,
        }
    }

    /// Why it is not counted at all, if it is not.
    fn left_out(&self) -> Option<Place> {
        let included = match self.policies.get("instances_included") {
            "first" => matches!(self.instance_kind, "First" | "Remand"),
            "second" => self.instance_kind == "Second",
            "first_and_second" => matches!(self.instance_kind, "First" | "Remand" | "Second"),
            _ => true,
        };
        let is_co_defendant = self.defendants > 1;
        if !included {
            return Some(Place::Excluded("该审级不计入"));
        }
        if is_co_defendant
            && self.organ_kind == "ReconsiderationOrgan"
            && self.policies.says("include_reconsideration_co_defendant", "no")
        {
            return Some(Place::Excluded("复议机关作共同被告不计入"));
        }
        let was_notified = || self.attendances.iter().any(|attendance| attendance.notice != "None");
        if is_co_defendant && self.policies.says("co_defendant_policy", "court_notified_only") && !was_notified() {
            return Some(Place::Excluded("共同被告未经法院通知出庭不计入"));
        }
        None
    }

    /// Whether a responsible person who counts appeared at one of its hearings, its own or by agreement a co-defendant's
    /// (A-PER-1, A-CNT-1, A-CNT-3; JI-2020 art. 6: an identity rejected is no appearance).
    fn has_appeared(&self) -> bool {
        let by_agreement = self.policies.says("co_defendant_policy", "designated_satisfies_all");
        let counts = |status: &str, level: &str| {
            let level_counts = match self.policies.get("who_counts") {
                "principal_only" => level == "Principal",
                _ => !level.is_empty(),
            };
            level_counts && self.came(status)
        };
        self.attendances.iter().any(|attendance| {
            let Attendance { status, level, represented_status, represented_level, .. } = attendance;
            counts(status, level) || by_agreement && counts(represented_status, represented_level)
        })
    }

    fn came(&self, status: &str) -> bool {
        status == "Appeared" || status == "LeftEarly" && self.policies.says("left_early", "appeared")
    }

    /// Whether a head of its own came, of whichever rank.
    fn any_head_came(&self) -> bool {
        self.attendances.iter().any(|attendance| !attendance.level.is_empty() && self.came(&attendance.status))
    }

    /// Whether its own principal came.
    fn principal_came(&self) -> bool {
        self.attendances.iter().any(|attendance| attendance.level == "Principal" && self.came(&attendance.status))
    }

    /// Whether the court accepted its reason each time.
    fn is_excused(&self) -> bool {
        self.attendances.iter().all(|attendance| attendance.status == "AbsentAccepted")
    }
}
