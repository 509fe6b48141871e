//! A quarter from the events of four services to its frozen document: every number is the size of its set, and the same
//! document comes out again from its manifest, whatever was recorded since and however the facts were filled.

use kernel::id::Id;
use proto::Message;
use proto::appearances::{
    Attendance, CaseNumber, Court, Defendant, Head, HearingCommand, Holding, Judgment, LawsuitCommand, NoticeTo,
    Outcome, Plaintiff, Plan, Recording, Registration, hearing_command, lawsuit_command,
};
use proto::directory::{Adoption, SettingCommand, setting_command};
use proto::notices::{
    self as messages, Collection, Drafting, FiguresAnswer, FiguresQuestion, Freezing, Issue, MembersAnswer,
    MembersQuestion, NoticeAnswer, NoticeCommand, NoticeQuestion, NoticeStepsAnswer, NoticeStepsQuestion,
    RecomputeAnswer, RecomputeQuestion, TrendsAnswer, TrendsQuestion, Unfreezing, notice_command,
};
use proto::reconsideration::{Act, CaseCommand, Claim, NumberRequest, Reception, Respondent, case_command};
use proto::suggestions::{Addressee, Letter, Reply, SuggestionCommand, suggestion_command};
use songli_tests::{System, accepted, command, refused, until};
use uuid::Uuid;

const AREA: &str = "610327";
const COURT: &str = "陕0327";
const GOVERNMENT: &str = "610327-xzf";
const MARKET: &str = "610327-scjgj";
const PERIOD: &str = "2026Q1";
const NEXT: &str = "2026Q2";

fn organ(code: &str) -> Vec<u8> {
    Id::<()>::named("Organ", code).uuid().as_bytes().to_vec()
}

struct Office {
    system: System,
}

impl Office {
    /// The county, on the morning of 11 April 2026.
    async fn open() -> Self {
        Self::open_after(40).await
    }

    /// The county, so many days after 2 March 2026.
    async fn open_after(days: i64) -> Self {
        let services = [
            directory::service(),
            reconsideration::service(),
            appearances::service(),
            suggestions::service(),
            notices::service(),
        ];
        let system = System::of(services).await;
        system.settled().await;
        system.pass(days).await;
        Self { system }
    }

    async fn tells(&self, service: &str, kind: &str, stream: Uuid, payload: Vec<u8>) {
        let command = command(self.system.clock.new_id(), stream, payload);
        accepted(self.system.send(service, kind, &command).await);
    }

    /// A lawsuit against the market bureau and the government that upheld its act. The bureau's head comes, and for the
    /// government nobody does. The bureau loses.
    async fn sued(&self, serial: u32, heard_on: &str) -> Uuid {
        let lawsuit = self.system.clock.new_id();
        let defendant = |number, kind: &str, code: &str| Defendant {
            number,
            role: if number == 2 { "Defendant" } else { "CoDefendant" }.to_owned(),
            kind: kind.to_owned(),
            organ: organ(code),
            ..Defendant::default()
        };
        let registration = Registration {
            case_number: Some(CaseNumber {
                text: format!("（2026）{COURT}行初{serial}号"), ..CaseNumber::default()
            }),
            court: Some(Court { code: COURT.to_owned(), ..Court::default() }),
            docketed_on: "2026-01-05".to_owned(),
            plaintiffs: vec![Plaintiff { number: 1, kind: "Citizen".to_owned(), name: "周八".to_owned() }],
            defendants: vec![defendant(2, "OriginalOrgan", MARKET), defendant(3, "ReconsiderationOrgan", GOVERNMENT)],
            cause: "行政处罚".to_owned(),
            act_title: "行政处罚决定".to_owned(),
            claims: "撤销该处罚决定".to_owned(),
            ..Registration::default()
        };
        self.lawsuit(lawsuit, lawsuit_command::Command::Register(registration)).await;
        self.heard(lawsuit, heard_on).await;
        let outcome = |defendant, code: &str, causes: &[&str]| Outcome {
            defendant,
            code: code.to_owned(),
            causes: causes.iter().map(|cause| (*cause).to_owned()).collect(),
            ..Outcome::default()
        };
        let judgment = Judgment {
            instance: 1,
            form: "Judgment".to_owned(),
            judged_on: "2026-03-10".to_owned(),
            outcomes: vec![outcome(2, "J02", &["Procedure"]), outcome(3, "J01", &[])],
            ..Judgment::default()
        };
        self.lawsuit(lawsuit, lawsuit_command::Command::Judge(judgment)).await;
        lawsuit
    }

    async fn lawsuit(&self, lawsuit: Uuid, told: lawsuit_command::Command) {
        let payload = LawsuitCommand { command: Some(told) }.encode_to_vec();
        self.tells("appearances", "Lawsuit", lawsuit, payload).await;
    }

    async fn heard(&self, lawsuit: Uuid, on: &str) {
        self.heard_so(lawsuit, on, false).await;
    }

    async fn heard_so(&self, lawsuit: Uuid, on: &str, closed: bool) {
        let hearing = self.system.clock.new_id();
        let head = Head {
            name: "钱示例".to_owned(),
            post: "副局长".to_owned(),
            level: "Deputy".to_owned(),
            statement: "负责人身份证明".to_owned(),
            spoke: "Yes".to_owned(),
            ..Head::default()
        };
        let attendances = vec![
            Attendance { defendant: 2, heads: vec![head], ..Attendance::default() },
            Attendance { defendant: 3, ..Attendance::default() },
        ];
        let notice = |defendant| NoticeTo { defendant, notice: "None".to_owned(), ..NoticeTo::default() };
        let plan = Plan { day: on.to_owned(), closed, notices: vec![notice(2), notice(3)], ..Plan::default() };
        let holding = Holding { on: on.to_owned(), attendances, ..Holding::default() };
        let told = HearingCommand {
            command: Some(hearing_command::Command::Record(Recording { plan: Some(plan), holding: Some(holding) })),
            lawsuit: lawsuit.as_bytes().to_vec(),
            instance: 1,
            hearing: hearing.as_bytes().to_vec(),
            ..HearingCommand::default()
        };
        self.tells("appearances", "Hearing", hearing, told.encode_to_vec()).await;
    }

    /// A judicial suggestion that is answered on the working Saturday on which its reply is due.
    async fn suggested(&self) {
        let suggestion = self.system.clock.new_id();
        let letter = Letter {
            kind: "Governance".to_owned(),
            issuer: Id::<()>::named("JudicialOrgan", COURT).uuid().as_bytes().to_vec(),
            issuer_name: "陇县人民法院".to_owned(),
            number: "陇法建〔2025〕9号".to_owned(),
            issued_on: "2025-12-26".to_owned(),
            title: "关于规范行政处罚程序的司法建议书".to_owned(),
            ..Letter::default()
        };
        let addressee = Addressee {
            number: 1,
            organ: organ(MARKET),
            name: "陇县市场监督管理局".to_owned(),
            received_on: "2025-12-28".to_owned(),
        };
        let registration = proto::suggestions::Registration {
            letter: Some(letter),
            addressees: vec![addressee],
            area: AREA.to_owned(),
            ..proto::suggestions::Registration::default()
        };
        let reply = Reply {
            addressee: 1,
            on: "2026-02-28".to_owned(),
            posted_on: "2026-02-28".to_owned(),
            delivered_on: "2026-03-03".to_owned(),
            adoption: "Adopted".to_owned(),
            ..Reply::default()
        };
        for step in
            [suggestion_command::Command::Register(registration), suggestion_command::Command::RecordReply(reply)]
        {
            let payload = SuggestionCommand { command: Some(step) }.encode_to_vec();
            self.tells("suggestions", "Suggestion", suggestion, payload).await;
        }
    }

    async fn notice_does(&self, notice: Uuid, step: notice_command::Command) {
        let payload = NoticeCommand { command: Some(step) }.encode_to_vec();
        self.tells("notices", "Notice", notice, payload).await;
        self.system.settled().await;
    }

    /// An application for reconsideration, which is taken for accepted once the days of its review have ended.
    async fn applied(&self, received_on: &str) {
        let party = proto::reconsideration::Party {
            number: 1,
            role: "Applicant".to_owned(),
            kind: "Citizen".to_owned(),
            name: "张三".to_owned(),
            ..proto::reconsideration::Party::default()
        };
        let respondent = Respondent { number: 2, organ: organ(MARKET), name: "陇县市场监督管理局".to_owned() };
        let act = Act {
            kind: "Penalty".to_owned(),
            title: "行政处罚决定书".to_owned(),
            served: "Yes".to_owned(),
            ..Act::default()
        };
        let claim = Claim { number: 1, kind: "Revoke".to_owned(), text: "撤销该处罚决定".to_owned() };
        let reception = Reception {
            received_on: received_on.to_owned(),
            channel: "InPerson".to_owned(),
            number: Some(NumberRequest { area: AREA.to_owned(), ..NumberRequest::default() }),
            parties: vec![party],
            respondents: vec![respondent],
            act: Some(act),
            claims: vec![claim],
            ..Reception::default()
        };
        let payload = CaseCommand { command: Some(case_command::Command::Receive(reception)) }.encode_to_vec();
        self.tells("reconsideration", "ReconsiderationCase", self.system.clock.new_id(), payload).await;
    }

    async fn adopts(&self, name: &str, value: &str, from: &str) {
        let adoption = Adoption {
            name: name.to_owned(),
            value: value.to_owned(),
            from: from.to_owned(),
            basis: "陇政办发〔2026〕1号".to_owned(),
            area: AREA.to_owned(),
        };
        let setting = directory::setting::setting_id(&AREA.to_owned().try_into().expect("an area"), name).uuid();
        let payload = SettingCommand { command: Some(setting_command::Command::Adopt(adoption)) }.encode_to_vec();
        self.tells("directory", "Setting", setting, payload).await;
    }

    async fn steps(&self, period: &str) -> NoticeStepsAnswer {
        let asked = NoticeStepsQuestion { period: period.to_owned(), ..NoticeStepsQuestion::default() };
        self.system.ask("notices", "NoticeSteps", &asked).await
    }

    async fn notice(&self, id: Uuid) -> NoticeAnswer {
        self.system.ask("notices", "Notice", &NoticeQuestion { id: id.as_bytes().to_vec() }).await
    }

    /// Begins a quarter's notice.
    async fn begun(&self, period: &str) -> Uuid {
        let on = self.system.today().to_string();
        let NoticeStepsAnswer { id, ordinal, .. } = self.steps(period).await;
        let notice = Uuid::from_slice(&id).expect("an id");
        let (kind, period, area) = ("Quarterly".to_owned(), period.to_owned(), AREA.to_owned());
        let collect = Collection { on, kind, period, area, ordinal, ..Collection::default() };
        self.notice_does(notice, notice_command::Command::Collect(collect)).await;
        notice
    }

    fn freeze(&self, notice: Uuid) -> notice_command::Command {
        let (on, notice) = (self.system.today().to_string(), notice.as_bytes().to_vec());
        notice_command::Command::Freeze(Freezing { on, notice, ..Freezing::default() })
    }

    /// Begins a quarter's notice and freezes its figures.
    async fn frozen(&self, period: &str) -> Uuid {
        let notice = self.begun(period).await;
        self.notice_does(notice, self.freeze(notice)).await;
        notice
    }

    /// Drafts, approves and issues a frozen notice in the words it begins with.
    async fn issued(&self, notice: Uuid) -> NoticeAnswer {
        let draft = self.notice(notice).await.draft.expect("words to begin with");
        self.issued_with(notice, draft).await
    }

    async fn issued_with(&self, notice: Uuid, draft: Drafting) -> NoticeAnswer {
        let (on, name) = (self.system.today().to_string(), "王示例".to_owned());
        let approval = messages::Approval { on: on.clone(), name: name.clone(), ..messages::Approval::default() };
        let issue = Issue { on, signer: name, area: AREA.to_owned(), ..Issue::default() };
        for step in [
            notice_command::Command::Draft(draft),
            notice_command::Command::Approve(approval),
            notice_command::Command::Issue(issue),
        ] {
            self.notice_does(notice, step).await;
        }
        self.notice(notice).await
    }

    /// The set behind a number of a notice, through all its pages.
    async fn set(&self, notice: Uuid, reference: &messages::Reference, which: &str) -> MembersAnswer {
        let asked = MembersQuestion {
            figure: reference.figure.clone(),
            notice: notice.as_bytes().to_vec(),
            organ: reference.organ.clone(),
            which: which.to_owned(),
            period: reference.period.clone(),
            ..MembersQuestion::default()
        };
        self.members(asked).await
    }

    /// A set through all its pages.
    async fn members(&self, mut asked: MembersQuestion) -> MembersAnswer {
        let mut all: MembersAnswer = self.system.ask("notices", "Members", &asked).await;
        while !all.next.is_empty() {
            asked.after.clone_from(&all.next);
            let more: MembersAnswer = self.system.ask("notices", "Members", &asked).await;
            all.members.extend(more.members);
            all.next = more.next;
        }
        assert_eq!(all.members.len() as u64, all.size, "{asked:?}");
        all
    }

    /// S32: a printed number is the size of its set, a printed rate the ratio of two.
    async fn is_its_set(&self, notice: Uuid, text: &str, reference: &messages::Reference) {
        let set = self.set(notice, reference, &reference.which).await;
        if text.ends_with('%') || text == "无案件" {
            let counted = self.set(notice, reference, "Numerator").await.size;
            assert_eq!(text, notices::rates::rate(counted, set.size, 2), "{reference:?}");
        } else {
            assert_eq!(text.parse::<u64>().ok(), Some(set.size), "{reference:?}");
        }
    }

    /// S32: so are the sizes of a tally.
    async fn are_its_sets(&self, figure: &messages::Figure, tally: &messages::Tally, asked: MembersQuestion) {
        let sizes = [("Numerator", tally.numerator), ("Denominator", tally.denominator), ("Excluded", tally.excluded)];
        for (which, size) in sizes {
            if which == "Denominator" && figure.measure == "Count" {
                continue;
            }
            let asked = MembersQuestion { figure: figure.code.clone(), which: which.to_owned(), ..asked.clone() };
            assert_eq!(self.members(asked.clone()).await.size, size, "{asked:?}");
        }
    }

    /// S32: so is what the figures of a notice, or of a period, are compared with.
    async fn are_what_they_are_compared_with(&self, figures: &[messages::Figure], asked: &MembersQuestion) {
        for figure in figures {
            for comparison in &figure.comparisons {
                let of = comparison.period.clone();
                let asked = if asked.notice.is_empty() {
                    MembersQuestion { compared: of, ..asked.clone() }
                } else {
                    MembersQuestion { period: of, ..asked.clone() }
                };
                self.are_its_sets(figure, comparison.then.as_ref().expect("a tally"), asked).await;
            }
        }
    }

    /// A quarter shows the same in a trend as on its own page, and opens the same sets.
    async fn trends_are_the_figures_of_their_quarters(&self, codes: &[&str]) -> Vec<messages::Trend> {
        let figures: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        let asked = TrendsQuestion { figures: figures.clone(), ..TrendsQuestion::default() };
        let TrendsAnswer { trends } = self.system.ask("notices", "Trends", &asked).await;
        for n in 0..8 {
            let period = trends[0].points[n].period.clone();
            let asked = FiguresQuestion { period, figures: figures.clone(), ..FiguresQuestion::default() };
            let own: FiguresAnswer = self.system.ask("notices", "Figures", &asked).await;
            for (trend, figure) in trends.iter().zip(&own.figures) {
                let (point, tally) = (&trend.points[n], figure.total.as_ref().expect("a total"));
                assert_eq!(point.tally.as_ref(), Some(tally), "{} {}", trend.figure, point.period);
                let asked = MembersQuestion { period: asked.period.clone(), ..MembersQuestion::default() };
                self.are_its_sets(figure, tally, asked).await;
            }
        }
        trends
    }

    async fn recomputed(&self, notice: Uuid) -> RecomputeAnswer {
        self.system.ask("notices", "Recompute", &RecomputeQuestion { id: notice.as_bytes().to_vec() }).await
    }

    async fn figure(&self, asked: FiguresQuestion) -> messages::Tally {
        let answer: FiguresAnswer = self.system.ask("notices", "Figures", &asked).await;
        answer.figures[0].total.clone().expect("a total")
    }
}

fn asked(code: &str) -> FiguresQuestion {
    FiguresQuestion { period: PERIOD.to_owned(), figures: vec![code.to_owned()], ..FiguresQuestion::default() }
}

#[tokio::test] // S32 S35 S59
async fn every_number_of_a_notice_is_its_set_and_the_document_comes_out_again_to_the_byte() {
    let office = Office::open().await;
    office.sued(1, "2026-01-20").await;
    office.suggested().await;
    office.system.settled().await;
    let notice = office.frozen(PERIOD).await;

    let answer = office.notice(notice).await;
    let (figures, text) = (answer.figures.expect("figures"), answer.text.expect("a text"));
    let total = |code: &str| {
        let figure = figures.figures.iter().find(|figure| figure.code == code).expect("a figure");
        figure.total.as_ref().expect("a total").printed.clone()
    };
    assert_eq!((total("app.heard"), total("loss.first.all")), ("50.00%".to_owned(), "50.00%".to_owned()));
    assert_eq!((total("sug.ontime"), total("inc.new_first")), ("100.00%".to_owned(), "1".to_owned()));
    assert_eq!(total("corr.direct.concluded"), "无案件");

    let cells = text.attachments.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let cells = cells.filter_map(|cell| Some((cell.text.as_str(), cell.reference.as_ref()?)));
    let runs = text.parts.iter().flat_map(|part| &part.runs);
    let runs = runs.filter_map(|run| Some((run.text.as_str(), run.reference.as_ref()?)));
    let numbers: Vec<_> = cells.chain(runs.filter(|(_, reference)| reference.period.is_empty())).collect();
    assert!(numbers.len() > 40, "{}", numbers.len());
    for (text, reference) in numbers {
        office.is_its_set(notice, text, reference).await;
    }
    let lost = text.lists.iter().find(|list| list.code == "Losses").expect("a list");
    assert_eq!((lost.total, lost.rows.len()), (1, 1));
    let behind = office.set(notice, lost.reference.as_ref().expect("a set"), "Numerator").await;
    let member = &behind.members[0];
    assert_eq!((member.organ_names[0].as_str(), member.reason.as_str()), ("陇县市场监督管理局", "撤销"));
    assert!(member.events.iter().any(|event| event.event == "Judged"), "{:?}", member.events);

    // What is recorded now changes the running figures, not the frozen ones.
    office.sued(2, "2026-02-20").await;
    office.system.settled().await;
    assert_eq!(office.figure(asked("inc.new_first")).await.printed, "2");
    let positions = answer.manifest.expect("a manifest").positions;
    let then = FiguresQuestion { positions, ..asked("inc.new_first") };
    assert_eq!(office.figure(then).await.printed, "1");
    assert!(office.recomputed(notice).await.identical);

    let around = office.system.surroundings(&office.system.service("notices").database).await;
    let applied = runtime::rebuild(&notices::service(), "facts", &around).await.expect("it is filled again");
    assert!(applied.is_some_and(|applied| applied > 0));
    let again = office.recomputed(notice).await;
    assert!(again.identical);
    assert_eq!(again.figures, figures.encode_to_vec());
}

#[tokio::test] // A-CNT-3, S23, S40
async fn another_way_of_counting_is_looked_at_without_being_adopted() {
    let office = Office::open().await;
    office.sued(1, "2026-01-20").await;
    office.system.settled().await;
    let policy = |value: &str| messages::Policy {
        name: "co_defendant_policy".to_owned(),
        value: value.to_owned(),
        ..messages::Policy::default()
    };
    let what_if = FiguresQuestion { policies: vec![policy("court_notified_only")], ..asked("app.heard") };
    let other = office.figure(what_if).await;
    assert_eq!((other.printed.as_str(), other.excluded), ("无案件", 2));
    assert_eq!(office.figure(asked("app.heard")).await.printed, "50.00%");
    let of_market = FiguresQuestion { organ: organ(MARKET), ..asked("app.heard") };
    assert_eq!(office.figure(of_market).await.printed, "100.00%");

    // Among all, though nothing else is shown of the others.
    let of_government = FiguresQuestion { organ: organ(GOVERNMENT), figures: Vec::new(), ..asked("") };
    let answer: FiguresAnswer = office.system.ask("notices", "Figures", &of_government).await;
    let ranks: Vec<_> =
        answer.tables[0].rows.iter().map(|row| row.cells.last().expect("a rank").text.as_str()).collect();
    assert_eq!(ranks, ["2", "—"]);

    let figures = ["loss.first.all", "app.heard"].map(str::to_owned).to_vec();
    let asked = TrendsQuestion { figures, until: PERIOD.to_owned(), ..TrendsQuestion::default() };
    let TrendsAnswer { trends } = office.system.ask("notices", "Trends", &asked).await;
    let [lost, trend] = trends.as_slice() else { panic!("two were asked for: {trends:?}") };
    assert_eq!((lost.figure.as_str(), trend.figure.as_str()), ("loss.first.all", "app.heard"));
    let printed: Vec<_> =
        trend.points.iter().map(|point| point.tally.as_ref().expect("a tally").printed.as_str()).collect();
    assert_eq!((printed.len(), printed[7], printed[6]), (8, "50.00%", "无案件"));
    assert_eq!(trend.points[0].period, "2024Q2");
}

#[tokio::test] // N-GEN-3
async fn figures_are_frozen_with_all_that_was_told_before_or_not_at_all() {
    let office = Office::open().await;
    let notice = office.begun(PERIOD).await;
    let facts = office.system.database("notices").await;
    let mut held = facts.begin().await.expect("a transaction");
    sqlx::query("LOCK TABLE notices.told IN EXCLUSIVE MODE").execute(&mut *held).await.expect("nobody adds a fact");
    office.suggested().await;
    let bus = office.system.bus().await;
    until("the letter and its reply are published", async || {
        (bus.published("suggestions").await.expect("a stream") == 2).then_some(())
    })
    .await;
    let payload = NoticeCommand { command: Some(office.freeze(notice)) }.encode_to_vec();
    let freeze = command(office.system.clock.new_id(), notice, payload);
    let early = refused(office.system.send("notices", "Notice", &freeze).await);
    assert_eq!(
        (early.code.as_str(), early.text.contains("suggestions 共 2 条，已读 0 条")),
        ("ReadersBehind", true),
        "{early:?}"
    );

    held.rollback().await.expect("facts are added again");
    accepted(office.system.send("notices", "Notice", &freeze).await);
    let figures = office.notice(notice).await.figures.expect("figures");
    let answered = figures.figures.iter().find(|figure| figure.code == "sug.ontime").expect("a figure");
    assert_eq!(answered.total.as_ref().expect("a tally").printed, "100.00%");
}

#[tokio::test] // N-GEN-5, S34
async fn whoever_sued_behind_closed_doors_is_named_nowhere_and_his_case_is_counted() {
    let office = Office::open().await;
    let lawsuit = office.sued(1, "2026-01-20").await;
    office.heard_so(lawsuit, "2026-02-24", true).await;
    office.system.settled().await;
    let notice = office.frozen(PERIOD).await;
    let answer = office.notice(notice).await;
    let lists = &answer.text.as_ref().expect("a text").lists;
    let told: Vec<_> = lists.iter().map(|list| (list.code.as_str(), list.total, list.withheld)).collect();
    assert_eq!((told, answer.candidates.len()), (vec![("Losses", 1, 1)], 0));

    let mut draft = answer.draft.expect("words to begin with");
    draft.copies = "周八".to_owned();
    let written = NoticeCommand { command: Some(notice_command::Command::Draft(draft)) }.encode_to_vec();
    let naming = command(office.system.clock.new_id(), notice, written);
    let refused = refused(office.system.send("notices", "Notice", &naming).await);
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("NameShown", "copies"));
}

#[tokio::test] // N-GEN-3, S36, S39
async fn a_late_hearing_offers_a_restatement_which_takes_the_next_number_and_the_notices_place() {
    let office = Office::open().await;
    let lawsuit = office.sued(1, "2026-01-20").await;
    office.system.settled().await;
    let notice = office.frozen(PERIOD).await;
    let on = office.system.today().to_string();
    let written = |step| NoticeCommand { command: Some(step) }.encode_to_vec();

    let mut draft = office.notice(notice).await.draft.expect("words to begin with");
    let candidate = office.notice(notice).await.candidates[0].clone();
    let shown = messages::TypicalCase {
        item: candidate.item,
        text: "周八不服处罚。".to_owned(),
        title: candidate.title,
        ..messages::TypicalCase::default()
    };
    draft.typical = vec![shown.clone()];
    let naming = command(office.system.clock.new_id(), notice, written(notice_command::Command::Draft(draft.clone())));
    assert_eq!(refused(office.system.send("notices", "Notice", &naming).await).code, "NameShown");
    draft.typical = vec![messages::TypicalCase { text: "周某不服处罚。".to_owned(), ..shown }];
    let issued = office.issued_with(notice, draft).await;
    assert_eq!(issued.notice.as_ref().expect("a line").number, "通报〔2026〕1号");
    assert_eq!(issued.offer, None);

    // A second hearing of the quarter is entered late: the instance counts once, the hearings are two.
    office.heard(lawsuit, "2026-02-24").await;
    office.system.settled().await;
    let offered = office.notice(notice).await;
    assert_eq!(offered.figures, issued.figures);
    let changes = offered.offer.expect("an offer").changes;
    assert_eq!(
        changes.iter().map(|change| change.figure.as_str()).collect::<std::collections::BTreeSet<_>>(),
        ["app.hearings"].into()
    );

    let steps = office.steps(PERIOD).await;
    let second = Uuid::from_slice(&steps.restatement).expect("an id");
    let restates = Some(messages::Restated { notice: notice.as_bytes().to_vec(), ..messages::Restated::default() });
    let (kind, period, area) = ("Quarterly".to_owned(), PERIOD.to_owned(), AREA.to_owned());
    let ordinal = steps.ordinal + 1;
    let collect = Collection { on, kind, period, area, ordinal, restates, ..Collection::default() };
    office.notice_does(second, notice_command::Command::Collect(collect)).await;
    office.notice_does(second, office.freeze(second)).await;
    let second = office.issued(second).await.notice.expect("a line");
    let first = office.notice(notice).await;
    assert_eq!(second.number, "通报〔2026〕2号");
    let line = first.notice.expect("a line");
    assert_eq!((line.stage.as_str(), &line.restated_by), ("Restated", &second.id));
    assert_eq!(first.figures, issued.figures);

    // Withdrawn too, the quarter begins anew.
    let second = Uuid::from_slice(&second.id).expect("an id");
    let (on, reason) = (office.system.today().to_string(), "数据有误".to_owned());
    office.notice_does(second, notice_command::Command::Withdraw(messages::Withdrawal { on, reason })).await;
    let third = office.frozen(PERIOD).await;
    assert_eq!(office.issued(third).await.notice.expect("a line").ordinal, 3);
}

#[tokio::test] // S32, S36, S37
async fn what_ripens_and_what_is_counted_otherwise_since_is_no_correction_of_the_quarter_before() {
    let office = Office::open_after(30).await;
    // Its review ends on 8 April, after the first quarter was frozen.
    office.applied("2026-03-31").await;
    let lawsuit = office.sued(1, "2026-01-20").await;
    office.system.settled().await;
    let first = office.frozen(PERIOD).await;
    let first = office.issued(first).await;
    let of = |answer: &NoticeAnswer, code: &str| {
        let figures = answer.figures.as_ref().expect("figures");
        figures.figures.iter().find(|figure| figure.code == code).expect("a figure").clone()
    };
    assert_eq!(of(&first, "accept.rate").total.expect("a total").printed, "0.00%");

    // The second quarter is frozen five days after its end.
    office.system.pass(95).await;
    office.adopts("left_early", "appeared", "2026-06-01").await;
    office.system.settled().await;
    let id = office.frozen(NEXT).await;
    let second = office.notice(id).await;
    let notes = &second.figures.as_ref().expect("figures").notes;
    assert!(!notes.iter().any(|note| note.contains("补录、更正")), "{notes:?}");
    let ripening = of(&second, "accept.rate").comparisons[1].clone();
    assert_eq!((ripening.then.expect("a tally").printed.as_str(), ripening.warning.as_str()), ("0.00%", ""));
    let otherwise = "2026年第一季度通报所用的统计口径与本期不同，比较时已按本期的重新计算";
    assert_eq!(of(&second, "app.heard").comparisons[1].warning, otherwise);
    assert!(notes.iter().any(|note| note.contains(otherwise)), "{notes:?}");
    let behind = MembersQuestion { notice: id.as_bytes().to_vec(), ..MembersQuestion::default() };
    office.are_what_they_are_compared_with(&second.figures.as_ref().expect("figures").figures, &behind).await;
    for period in [NEXT, "2026Q3"] {
        let asked = FiguresQuestion { period: period.to_owned(), ..FiguresQuestion::default() };
        let running: FiguresAnswer = office.system.ask("notices", "Figures", &asked).await;
        let behind = MembersQuestion { period: period.to_owned(), ..MembersQuestion::default() };
        office.are_what_they_are_compared_with(&running.figures, &behind).await;
    }

    // In a trend a quarter is what it has become since.
    let trends = office.trends_are_the_figures_of_their_quarters(&["accept.rate", "app.heard"]).await;
    let ripe = &trends[0].points[5];
    assert_eq!((ripe.period.as_str(), ripe.tally.as_ref().expect("a tally").printed.as_str()), (PERIOD, "100.00%"));
    assert_eq!([5, 6, 7].map(|n: usize| trends[0].points[n].runs), [false, false, true]);
    assert_eq!([0, 1].map(|n: usize| trends[n].points[5].warning.is_empty()), [true, false], "{trends:?}");

    // A hearing of the first quarter is entered late.
    office.heard(lawsuit, "2026-02-24").await;
    office.system.settled().await;
    let on = office.system.today().to_string();
    let unfreeze = Unfreezing { on, reason: "补录庭审".to_owned() };
    office.notice_does(id, notice_command::Command::Unfreeze(unfreeze)).await;
    office.notice_does(id, office.freeze(id)).await;
    let notes = office.notice(id).await.figures.expect("figures").notes;
    let told = "2026年第一季度通报（通报〔2026〕1号）印发后有补录、更正，本通报按更正后的数据比较：\
                行政机关负责人出庭应诉率（按庭次）由50.00%（1/2）变为50.00%（2/4）。";
    assert!(notes.iter().any(|note| note == told), "{notes:?}");
}

#[test]
fn what_a_place_can_adopt_is_what_the_figures_ask_for() {
    use directory::setting::known::{ALL, Allowed};
    for policy in notices::policies::Policies::default().list() {
        let known = ALL.iter().find(|known| known.name == policy.name).expect("a setting of the directory");
        assert_eq!(policy.value, known.default, "{}", policy.name);
        let values: Vec<&str> = match known.allowed {
            Allowed::OneOf(values) => values.iter().map(|(value, _)| *value).collect(),
            Allowed::YesNo => vec!["yes", "no"],
            _ => Vec::new(),
        };
        for value in values {
            assert!(notices::policies::Policies::allow(known.name, value), "{}={value}", known.name);
        }
    }
}
