//! What practice needs and an ordinary system has not: people whom everybody knows, and rest after the clock was moved.

use std::time::Duration;

use proto::common::{Answer, answer};
use proto::{Message, subject};

use crate::access::Role;
use crate::failure::Failure;
use crate::kinds::{APPEARANCES, DIRECTORY, NOTICES, RECONSIDERATION, SUGGESTIONS};
use crate::{NAME, Portal};

/// The password of everyone in [`PRACTICE_PEOPLE`].
pub const PRACTICE_PASSWORD: &str = "lianxi-2026";

/// Somebody to practise as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PracticePerson {
    /// The account to sign in with.
    pub account: &'static str,
    /// The name.
    pub name: &'static str,
    pub(crate) role: Role,
    /// The code of the organ, court or procuratorate he belongs to, where his post has one.
    pub(crate) of: &'static str,
}

impl PracticePerson {
    /// The post in words: 收案人员.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.role.title()
    }
}

const fn person(account: &'static str, name: &'static str, role: Role) -> PracticePerson {
    of(account, name, role, "")
}

const fn of(account: &'static str, name: &'static str, role: Role, of: &'static str) -> PracticePerson {
    PracticePerson { account, name, role, of }
}

/// The people of a practice or demonstration system. Their password is no secret, so no other system has them.
pub const PRACTICE_PEOPLE: [PracticePerson; 13] = [
    person("qian.fang", "钱芳", Role::Clerk),
    person("zhou.kai", "周凯", Role::Clerk),
    person("li.ming", "李明", Role::Handler),
    person("sun.li", "孙丽", Role::Handler),
    person("wu.gang", "吴刚", Role::Handler),
    person("wang.jun", "王军", Role::HeadOfBody),
    person("zhao.lin", "赵琳", Role::Liaison),
    of("feng.tao", "冯涛", Role::OrganOfficer, "610327-scjgj"),
    person("he.jing", "何静", Role::NoticeEditor),
    person("ma.guodong", "马国栋", Role::Leader),
    of("han.mei", "韩梅", Role::Court, "陕0327"),
    of("tang.ning", "唐宁", Role::Procuratorate, "610327-jc"),
    person("admin", "系统管理员", Role::Administrator),
];

/// How long moving the clock may take: timers deal with every day that passed.
const PATIENCE: Duration = Duration::from_mins(2);
/// How often the services are asked.
const AGAIN: Duration = Duration::from_millis(10);

/// Waits until everything that follows from what was said and from the day that has come is done and shown.
pub(crate) async fn settled(portal: &Portal) -> Result<(), Failure> {
    let rest = async {
        while lacks(portal).await?.is_some() {
            tokio::time::sleep(AGAIN).await;
        }
        Ok(())
    };
    match tokio::time::timeout(PATIENCE, rest).await {
        Ok(rested) => rested,
        Err(_) => Err(Failure::Away("各服务没有在两分钟内处理完毕，请查看运行日志".to_owned())),
    }
}

/// What is still to be done somewhere. All are asked twice, since one service's rest may be another's work.
async fn lacks(portal: &Portal) -> Result<Option<String>, Failure> {
    const SERVICES: [&str; 6] = [DIRECTORY, RECONSIDERATION, APPEARANCES, SUGGESTIONS, NOTICES, NAME];
    for service in SERVICES.into_iter().chain(SERVICES) {
        let asked = portal.inside.bus.request(subject::ask(service, subject::REST), Vec::new()).await;
        let away = |_| Failure::Away(format!("{service}没有应答：练习系统的各服务须在一个进程内启动"));
        let answer = Answer::decode(asked.map_err(away)?.as_slice()).map_err(anyhow::Error::from)?;
        if let Some(answer::Outcome::Found(lack)) = answer.outcome
            && !lack.is_empty()
        {
            return Ok(Some(String::from_utf8_lossy(&lack).into_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passwords::complaint;

    #[test]
    fn every_post_can_be_practised_with_a_password_that_is_good_enough() {
        for role in Role::ALL {
            assert!(PRACTICE_PEOPLE.iter().any(|person| person.role == role), "{role:?}");
        }
        for person in PRACTICE_PEOPLE {
            assert_eq!(complaint(PRACTICE_PASSWORD, person.account), None);
        }
    }
}
