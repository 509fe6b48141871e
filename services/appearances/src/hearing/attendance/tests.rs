use super::{AbsenceGround, Attendance, Finding, HeadOf, Notice, PostLevel, PostThatDay, Presence, Status};
use crate::refusal::Refusal;
use crate::samples::{
    BUREAU, GOVERNMENT, absence, bureau, companion, d, government, head, head_of, led_by, line, nobody, organ, staff_of,
};

const DAY: &str = "2024-09-03";

fn settled(attendance: Attendance) -> (Attendance, Presence) {
    let attendance = attendance.on(d(DAY), &bureau()).unwrap();
    let presence = attendance.presence(&bureau(), Notice::None, false, false);
    (attendance, presence)
}

fn status(attendance: Attendance) -> Status {
    settled(attendance).1.status
}

#[test]
fn a_per_1_every_rank_of_responsible_person_of_the_organ_counts() {
    for level in [PostLevel::Principal, PostLevel::Deputy, PostLevel::DeputyRank, PostLevel::OtherInCharge] {
        let (attendance, presence) = settled(led_by(BUREAU, head(level)));
        assert!(attendance.heads[0].counts);
        assert_eq!((presence.status, presence.who.map(|who| who.level)), (Status::Appeared, Some(level)));
    }
}

#[test]
fn s20_the_post_is_the_one_the_directory_tells_of_that_day_whatever_was_sent() {
    let mut sent = head(PostLevel::Deputy);
    (sent.post, sent.level) = (Some(line("局长")), Some(PostLevel::Principal));
    let (attendance, _) = settled(led_by(BUREAU, sent));
    assert_eq!(attendance.heads[0].post, Some(line("副局长")));
    assert_eq!(attendance.heads[0].level, Some(PostLevel::Deputy));
}

#[test]
fn who_held_no_post_in_the_organ_that_day_is_refused_with_the_remedy() {
    let stranger = head_of(GOVERNMENT, PostLevel::Deputy);
    let refusal = led_by(BUREAU, stranger).on(d(DAY), &bureau()).unwrap_err();
    assert!(matches!(refusal, Refusal::NoPostThatDay { .. }), "{refusal}");
    assert!(refusal.to_string().contains("补录任职") && refusal.to_string().contains(DAY), "{refusal}");
}

#[test]
fn a_per_2_and_a_per_3_the_head_of_a_lower_organ_comes_as_staff_of_the_government() {
    let lower = super::Head { of: HeadOf::LowerOrgan, ..head_of(BUREAU, PostLevel::Principal) };
    let attendance = led_by(GOVERNMENT, lower).on(d(DAY), &government()).unwrap();
    let presence = attendance.presence(&government(), Notice::None, false, false);
    assert!(!attendance.heads[0].counts);
    assert_eq!((presence.status, presence.who.clone(), presence.staff_came), (Status::OnlyStaff, None, true));
    assert!(
        attendance.notes(&presence)[0].contains("不计为“陇县人民政府”的负责人"),
        "{:?}",
        attendance.notes(&presence)
    );
}

#[test]
fn of_several_posts_in_the_organ_the_highest_counts() {
    let mut both = head(PostLevel::OtherInCharge);
    let deputy =
        PostThatDay {
            organ: organ(BUREAU), organ_name: line("局"), post: line("副局长"), level: PostLevel::Deputy
        };
    both.posts.push(deputy);
    assert_eq!(settled(led_by(BUREAU, both)).0.heads[0].level, Some(PostLevel::Deputy));
}

#[test]
fn who_is_not_in_the_directory_is_entered_by_name_post_rank_and_a_statement() {
    let mut outside = head(PostLevel::Principal);
    (outside.official, outside.posts) = (None, Vec::new());
    let refusal = led_by(BUREAU, outside.clone()).on(d(DAY), &bureau()).unwrap_err();
    assert_eq!(refusal, Refusal::HeadNotDescribed { name: line("钱示例") });
    outside.post = Some(line("镇长"));
    outside.level = Some(PostLevel::Principal);
    outside.statement = Some(line("出庭应诉负责人身份证明"));
    assert_eq!(status(led_by(BUREAU, outside)), Status::Appeared);
}

#[test]
fn a_hea_3_t11_who_is_rejected_for_his_identity_has_not_appeared() {
    let mut rejected = head(PostLevel::Principal);
    rejected.identity_rejected = Some(line("身份证明未盖章，庭前未补正"));
    assert_eq!(status(led_by(BUREAU, rejected)), Status::IdentityRejected);
}

#[test]
fn who_leaves_without_permission_has_left_early_unless_another_stayed() {
    let left = super::Head { left_early: true, ..head(PostLevel::Principal) };
    let (_, alone) = settled(led_by(BUREAU, left.clone()));
    assert_eq!((alone.status, alone.who.map(|who| who.level)), (Status::LeftEarly, Some(PostLevel::Principal)));
    let both = Attendance { heads: vec![left, head(PostLevel::Deputy)], ..nobody(BUREAU) };
    let (_, presence) = settled(both);
    assert_eq!((presence.status, presence.who.map(|who| who.level)), (Status::Appeared, Some(PostLevel::Deputy)));
}

#[test]
fn a_abs_1_and_a_abs_2_the_court_examines_the_reason_and_its_paper() {
    for ground in [
        AbsenceGround::ForceMajeure,
        AbsenceGround::Accident,
        AbsenceGround::IndispensableDuty,
        AbsenceGround::OtherReason,
    ] {
        let with = |finding| Attendance { absence: Some(absence(ground, true, finding)), ..staff_of(BUREAU) };
        assert_eq!(status(with(Finding::Accepted)), Status::AbsentAccepted);
        assert_eq!(status(with(Finding::NotStated)), Status::AbsentNotFound);
        assert_eq!(status(with(Finding::Rejected)), Status::AbsentWithoutReason);
    }
    let unfounded = absence(AbsenceGround::Unfounded, true, Finding::Accepted);
    assert_eq!(status(Attendance { absence: Some(unfounded), ..staff_of(BUREAU) }), Status::AbsentWithoutReason);
}

#[test]
fn s21_an_absence_without_a_paper_counts_as_unexcused_and_says_so() {
    let unproved =
        super::Absence { stamped: false, ..absence(AbsenceGround::IndispensableDuty, false, Finding::Accepted) };
    let (attendance, presence) = settled(Attendance { absence: Some(unproved), ..staff_of(BUREAU) });
    assert_eq!(presence.status, Status::AbsentWithoutReason);
    let notes = attendance.notes(&presence);
    assert!(notes[0].contains("按无正当理由未出庭计"), "{notes:?}");
    let (attendance, presence) = settled(staff_of(BUREAU));
    assert!(attendance.notes(&presence)[0].contains("请填写理由和情况说明"));
}

#[test]
fn a_abs_2_a_stamped_explanation_is_a_paper_though_it_bears_no_number() {
    let stamped = absence(AbsenceGround::IndispensableDuty, false, Finding::Accepted);
    assert!(stamped.stamped && stamped.paper.is_none());
    let (attendance, presence) = settled(Attendance { absence: Some(stamped), ..staff_of(BUREAU) });
    assert_eq!(presence.status, Status::AbsentAccepted);
    assert!(attendance.notes(&presence).is_empty(), "{:?}", attendance.notes(&presence));
}

#[test]
fn a_abs_2_an_explanation_without_seal_or_signature_is_pointed_out() {
    let mut bare = absence(AbsenceGround::Accident, true, Finding::NotStated);
    bare.stamped = false;
    let (attendance, presence) = settled(Attendance { absence: Some(bare), ..staff_of(BUREAU) });
    assert!(attendance.notes(&presence)[0].contains("加盖机关印章"));
}

#[test]
fn a_per_4_and_a_per_5_staff_alone_lawyers_alone_and_nobody_are_told_apart() {
    assert_eq!(status(staff_of(BUREAU)), Status::OnlyStaff);
    let lawyers = Attendance { lawyers: vec![companion("律师甲")], ..nobody(BUREAU) };
    let (attendance, presence) = settled(lawyers);
    assert_eq!(presence.status, Status::OnlyLawyers);
    assert!(attendance.notes(&presence).iter().any(|note| note.contains("仅委托律师")));
    assert_eq!(status(nobody(BUREAU)), Status::Nobody);
    let three = Attendance {
        lawyers: vec![companion("律师甲"), companion("律师乙")],
        ..led_by(BUREAU, head(PostLevel::Principal))
    };
    let (attendance, presence) = settled(Attendance { staff: vec![companion("科员甲")], ..three });
    assert!(attendance.notes(&presence)[0].contains("超过二名"));
}

#[test]
fn a_per_5_lawyers_alone_are_pointed_out_though_the_court_accepted_the_absence() {
    let accepted = absence(AbsenceGround::Accident, true, Finding::Accepted);
    let attendance =
        Attendance { lawyers: vec![companion("律师甲")], absence: Some(accepted.clone()), ..nobody(BUREAU) };
    let (attendance, presence) = settled(attendance);
    assert_eq!(presence.status, Status::AbsentAccepted);
    assert!(
        attendance.notes(&presence).iter().any(|note| note.contains("仅委托律师")),
        "{:?}",
        attendance.notes(&presence)
    );
    let (with_staff, presence) = settled(Attendance { absence: Some(accepted), ..staff_of(BUREAU) });
    assert!(with_staff.notes(&presence).is_empty());
}

#[test]
fn a_per_3_and_a_per_5_a_head_who_does_not_count_is_one_of_the_agents_and_excuses_nothing() {
    let lower = super::Head { of: HeadOf::LowerOrgan, ..head_of(BUREAU, PostLevel::Principal) };
    let alone = led_by(GOVERNMENT, lower).on(d(DAY), &government()).unwrap();
    let notes =
        |attendance: &Attendance| attendance.notes(&attendance.presence(&government(), Notice::None, false, false));
    assert!(notes(&alone).iter().any(|note| note.contains("请填写理由")), "{:?}", notes(&alone));
    let two = Attendance { lawyers: vec![companion("律师甲")], ..alone };
    assert!(!notes(&two).iter().any(|note| note.contains("超过二名")));
    let three = Attendance { staff: vec![companion("科员甲")], ..two };
    assert!(notes(&three).iter().any(|note| note.contains("超过二名")), "{:?}", notes(&three));
}

#[test]
fn a_hea_5_the_most_that_any_of_those_who_count_spoke_is_told() {
    let silent = super::Head { spoke: super::Spoke::No, ..head(PostLevel::Principal) };
    let partly = super::Head { spoke: super::Spoke::Partly, ..head(PostLevel::Deputy) };
    let (_, presence) = settled(Attendance { heads: vec![silent, partly], ..nobody(BUREAU) });
    let who = presence.who.unwrap();
    assert_eq!((who.level, who.spoke), (PostLevel::Principal, super::Spoke::Partly));
}

#[test]
fn a_hea_1c_s22_only_a_deputy_in_a_listed_case_is_a_warning() {
    let attendance = led_by(BUREAU, head(PostLevel::Deputy)).on(d(DAY), &bureau()).unwrap();
    let presence = attendance.presence(&bureau(), Notice::ShallNotify, true, true);
    assert!(presence.principal_missing() && presence.principal_required);
    assert!(attendance.notes(&presence)[0].contains("本地规定应由主要负责人出庭"));
    let principal = led_by(BUREAU, head(PostLevel::Principal)).on(d(DAY), &bureau()).unwrap();
    assert!(!principal.presence(&bureau(), Notice::ShallNotify, true, true).principal_missing());
    let left = super::Head { left_early: true, ..head(PostLevel::Deputy) };
    let left = led_by(BUREAU, left).on(d(DAY), &bureau()).unwrap();
    assert!(!left.presence(&bureau(), Notice::ShallNotify, true, true).principal_missing(), "nobody appeared");
    let ordinary = attendance.presence(&bureau(), Notice::None, false, true);
    assert!(!ordinary.principal_missing() && !ordinary.principal_required, "the case is of no listed class");
}
