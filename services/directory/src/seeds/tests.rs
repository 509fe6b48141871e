use kernel::aggregate::{Aggregate, Occasion};
use kernel::day::day;

use super::*;

fn wrong(text: &str) -> (usize, String) {
    let Wrong { line, wrong } = orders(text).unwrap_err();
    (line, wrong)
}

const PEOPLE: &str = "[人员]\n编号,姓名,登记日\n";

/// Carries out the orders given to one kind of aggregate, each on its own stream, in their order.
fn carried_out<A: Contract>(orders: &[Order]) -> usize {
    let occasion = Occasion {
        today: day(2026, 3, 2),
        actor: kernel::actor::Actor::system("seed"),
        calendar: std::sync::Arc::new(Calendar::shipped()),
    };
    let mut streams: std::collections::HashMap<Uuid, A> = std::collections::HashMap::new();
    let orders = orders.iter().filter(|order| order.kind == A::KIND);
    for order in orders {
        let state = streams.remove(&order.stream).unwrap_or_default();
        let command = A::command(&order.payload).unwrap();
        let events = state.decide(command, &occasion).unwrap_or_else(|refusal| panic!("{}: {refusal}", order.key));
        streams.insert(order.stream, events.iter().fold(state, A::evolve));
    }
    streams.len()
}

#[test]
fn every_line_of_the_shipped_file_is_accepted() {
    let orders = orders(LONGXIAN).unwrap();
    assert_eq!(carried_out::<Organ>(&orders), 7);
    assert_eq!(carried_out::<JudicialOrgan>(&orders), 2);
    assert_eq!(carried_out::<Official>(&orders), 9);
    assert_eq!(carried_out::<HolidayYear>(&orders), 4);
    assert_eq!(carried_out::<Setting>(&orders), 4);
}

#[test]
fn no_two_orders_to_a_stream_share_a_key() {
    let orders = orders(LONGXIAN).unwrap();
    let keys: std::collections::HashSet<_> = orders.iter().map(|order| (order.stream, &order.key)).collect();
    assert_eq!(keys.len(), orders.len());
}

#[test]
fn the_posts_and_settings_of_the_shipped_file_refer_to_organs_in_it() {
    let orders = orders(LONGXIAN).unwrap();
    let organs: Vec<Uuid> = orders.iter().filter(|order| order.kind == Organ::KIND).map(|order| order.stream).collect();
    for order in orders.iter().filter(|order| order.kind == Official::KIND) {
        let command = Official::command(&order.payload).unwrap();
        if let crate::official::OfficialCommand::Appoint(appointment) = command {
            assert!(organs.contains(&appointment.organ.uuid()), "{}", order.key);
        }
    }
    for order in orders.iter().filter(|order| order.kind == Setting::KIND) {
        let crate::setting::SettingCommand::Adopt(adoption) = Setting::command(&order.payload).unwrap() else {
            continue;
        };
        if known::named(adoption.name.as_str()).unwrap().allowed == known::Allowed::Organ {
            let organ = organ_of("值", adoption.value.as_str()).unwrap().uuid();
            assert!(organs.contains(&organ), "{}", order.key);
        }
    }
}

#[test]
fn a_changed_line_is_another_order_and_an_added_remark_is_none() {
    let order = |text: &str| orders(&format!("{PEOPLE}{text}")).unwrap();
    assert_ne!(order("a,张示例,2024-01-01")[0].key, order("a,张示例,2024-01-02")[0].key);
    assert_eq!(order("a,张示例,2024-01-01"), order("# 说明\n\n  a,张示例,2024-01-01  "));
}

#[test]
fn a_wrong_cell_is_named_by_line_and_remedy() {
    let (line, said) = wrong(&format!("{PEOPLE}a,张示例,2024-02-30"));
    assert_eq!((line, said.as_str()), (3, "on：2024-02-30这一天不存在：2024年2月只有29天，请核对日期"));
    let organs = "[机关]\n代码,名称,简称,类别,区划,统一社会信用代码,自,前身\n";
    let (line, said) = wrong(&format!("{organs}\nx,某局,,部门,610327,,2024-01-01,"));
    assert!(line == 4 && said.contains("“部门”") && said.contains("政府工作部门"), "{said}");
    let (line, said) = wrong("[设置]\n区划,名称,值,自,依据\n610327,default_reply_months,99,2024-01-01,某文件");
    assert!(line == 3 && said.contains("1至12"), "{said}");
    let (line, said) = wrong("[放假]\n年份,发布日,文件\n2031,2030-11-01,通知");
    assert!(line == 3 && said.contains("2031"), "{said}");
}

#[test]
fn a_wrong_form_is_named_by_line_and_remedy() {
    assert_eq!(wrong("a,张示例,2024-01-01").0, 1);
    assert_eq!(wrong("[人员]\na,张示例,2024-01-01"), (2, "“人员”段的列名应为：编号,姓名,登记日".to_owned()));
    assert_eq!(wrong(&format!("{PEOPLE}a,张示例")).1, "应为3列，实为2列：列间用半角逗号，空列的逗号不能省");
    let (line, said) = wrong("# 名录\n[人事]");
    assert!(line == 2 && said.contains("法院检察院"), "{said}");
}

#[test]
fn a_file_saved_by_a_spreadsheet_is_read_too() {
    let windows = format!("\u{feff}{}", LONGXIAN.replace('\n', "\r\n"));
    assert_eq!(orders(&windows), orders(LONGXIAN));
}
