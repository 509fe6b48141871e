use super::*;
use crate::calendar::{AnnouncedYear, CalendarVersion};
use crate::deadline::Lengthening;

fn on(text: &str) -> Day {
    text.parse().unwrap()
}

fn run(rule: &str, start: &str) -> Deadline {
    Deadline::run(crate::rules::find(rule).unwrap(), on(start), &Calendar::shipped())
}

fn explained(deadline: &Deadline) -> Explanation {
    Explanation::of(deadline, &Calendar::shipped())
}

fn strip(deadline: &Deadline) -> Vec<String> {
    explained(deadline).lines.iter().map(Line::to_string).collect()
}

#[test]
fn w02_each_day_of_a_count_in_working_days_is_shown() {
    let strip = strip(&run("R-ACC-1", "2024-09-25"));
    assert_eq!(
        strip,
        [
            "2024-09-25 星期三 起算日，不计入",
            "2024-09-26 星期四 第1日",
            "2024-09-27 星期五 第2日",
            "2024-09-28 星期六 不计入（周末）",
            "2024-09-29 星期日 第3日（国庆节调休上班）",
            "2024-09-30 星期一 第4日",
            "2024-10-01 星期二 不计入（国庆节休假）",
            "2024-10-02 星期三 不计入（国庆节休假）",
            "2024-10-03 星期四 不计入（国庆节休假）",
            "2024-10-04 星期五 不计入（国庆节休假）",
            "2024-10-05 星期六 不计入（国庆节休假）",
            "2024-10-06 星期日 不计入（国庆节休假）",
            "2024-10-07 星期一 不计入（国庆节休假）",
            "2024-10-08 星期二 第5日 ← 届满日",
        ]
    );
}

#[test]
fn w02_the_words_say_what_was_left_out_and_what_was_counted() {
    assert_eq!(
        explained(&run("R-ACC-1", "2024-09-25")).words,
        "依据《行政复议法》第三十条第一款，行政复议申请审查期限为5个工作日（R-ACC-1）。\
         自2024年9月25日（星期三）收到行政复议申请起算，当日不计入。\
         其间2024年9月28日周末、2024年10月1日至2024年10月7日国庆节休假，不计入；2024年9月29日国庆节调休上班，计入。\
         第5个工作日为2024年10月8日（星期二），期限于当日届满。"
    );
}

#[test]
fn c01_a_last_day_in_a_holiday_is_shown_to_roll() {
    let deadline = run("R-APP-1", "2024-08-02");
    let strip = strip(&deadline);
    assert_eq!(strip.len(), 1 + 60 + 7);
    assert_eq!(strip[60], "2024-10-01 星期二 第60日（国庆节休假） ← 名义届满日");
    assert_eq!(strip[61], "2024-10-02 星期三 顺延（国庆节休假）");
    assert_eq!(strip[67], "2024-10-08 星期二 顺延至本日 ← 届满日");
    let end = "第60日为2024年10月1日（星期二），该日为国庆节休假，顺延至其后第一个工作日2024年10月8日（星期二）。";
    assert!(explained(&deadline).words.ends_with(end));
}

#[test]
fn c06_a_make_up_day_is_said_to_stay() {
    let words = explained(&run("R-DEC-1", "2025-08-12")).words;
    assert!(
        words.ends_with("第60日为2025年10月11日（星期六），该日为国庆节/中秋节调休上班，是工作日，不顺延。"),
        "{words}"
    );
}

#[test]
fn w12_days_counted_back_are_shown_in_order_of_date() {
    // R-HEA-3
    let deadline = run("R-HEA-3", "2025-10-13");
    let strip = strip(&deadline);
    assert_eq!(strip[0], "2025-09-29 星期一 第5日 ← 最迟日");
    assert_eq!(strip[1], "2025-09-30 星期二 第4日");
    assert_eq!(strip[2], "2025-10-01 星期三 不计入（国庆节/中秋节休假）");
    assert_eq!(strip[14], "2025-10-13 星期一 倒数起点，不计入");
    let words = explained(&deadline).words;
    assert!(words.contains("行政复议听证通知应在听证5个工作日前（R-HEA-3）。"), "{words}");
    assert!(words.ends_with("最迟日为2025年9月29日（星期一），遇休息日不顺延。"), "{words}");
}

#[test]
fn c25_paused_days_are_shown_and_told() {
    let calendar = Calendar::shipped();
    let paused = run("R-DEC-1", "2024-03-01").paused(on("2024-03-20"), &calendar).unwrap();
    assert_eq!(strip(&paused).last().unwrap(), "2024-03-20 星期三 第19日");
    assert!(explained(&paused).words.ends_with("自2024年3月20日中止，尚未恢复，届满日待恢复后计算。"));

    let resumed = paused.resumed(on("2024-04-10"), &calendar).unwrap();
    let strip = strip(&resumed);
    assert_eq!(strip[20], "2024-03-21 星期四 中止，不计入");
    assert_eq!(strip[40], "2024-04-10 星期三 中止，不计入");
    assert_eq!(strip[41], "2024-04-11 星期四 第20日");
    assert_eq!(strip.last().unwrap(), "2024-05-21 星期二 第60日 ← 届满日");
    let words = explained(&resumed).words;
    assert!(words.contains("2024年3月20日中止，2024年4月10日恢复，其间21日不计入。"), "{words}");
    assert!(words.ends_with("届满日（顺延之前）为2024年5月21日（星期二），期限于当日届满。"), "{words}");
}

#[test]
fn c03_an_extension_is_told() {
    let calendar = Calendar::shipped();
    let extended = run("R-DEC-1", "2024-12-02").extended(Lengthening::By(30), on("2025-01-20"), &calendar).unwrap();
    let words = explained(&extended).words;
    assert!(words.contains("2025年1月20日批准延长30日，自顺延之前的届满日接续计算。"), "{words}");
    assert!(words.ends_with("顺延至其后第一个工作日2025年3月3日（星期一）。"), "{words}");
}

#[test]
fn p01_a_provisional_date_names_the_year_not_announced() {
    let words = explained(&run("R-DEC-1", "2026-12-01")).words;
    assert!(words.ends_with("暂定：2027年放假安排尚未载入，按周末和法定节日推算，载入后重新计算。"), "{words}");
    assert!(!explained(&run("R-DEC-1", "2026-09-01")).words.contains("暂定"));
}

#[test]
fn what_is_not_certain_says_that_its_basis_is_to_be_checked() {
    let doubted = ["R-ACC-4", "R-SIM-6", "S-JUD-4", "R-APP-6"].map(|rule| explained(&run(rule, "2025-03-31")).words);
    assert!(doubted.iter().all(|words| words.contains("依据待核实")), "{doubted:?}");
    assert!(!explained(&run("R-ACC-1", "2025-03-31")).words.contains("依据待核实"));
    assert!(explained(&run("R-DEC-1", "2023-12-29")).words.contains("依据待核实：起算日不在本规则施行期间"));
}

#[test]
fn c14_a_month_without_the_corresponding_day_is_told() {
    // A-CAL-3
    let words = explained(&run("A-CAL-3", "2025-08-31")).words;
    assert!(words.contains("届满月没有对应日，末日为2026年2月28日（星期六），该日为春节调休上班"), "{words}");
}

#[test]
fn a_long_run_of_counted_days_is_left_out_of_the_strip() {
    let strip = strip(&run("R-APP-4-REAL-ESTATE", "2006-10-02"));
    assert!(strip.len() < 20, "{strip:?}");
    assert_eq!(strip[4], "……（2006-10-06至2026-09-28逐日计入，略）");
}

#[test]
fn another_calendar_says_what_it_would_make_of_the_date() {
    let rows = "2027-01-01,holiday,元旦\n2027-01-30,makeup_workday,春节\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n";
    let year = AnnouncedYear::parse(2027, 1, rows).unwrap();
    let calendar = Calendar::shipped().announcing(year, CalendarVersion(2));
    let words = Explanation::of(&run("R-DEC-1", "2026-12-01"), &calendar).words;
    let told = "以上为第1版日历的结果；按第2版日历重新计算为2027年1月30日（星期六）。";
    assert!(words.ends_with(told), "{words}");
}
