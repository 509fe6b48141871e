//! How long a person waits for the portal: its pages, and a registered case until the ledger shows it; of a demonstration
//! that runs already, what a quarter's figures and the set behind one of them take, and the memory of the whole system.
//!
//! Measured from outside, at a steady rate whether or not earlier requests are
//! answered, so that a slow answer cannot hide behind fewer questions.

use std::fs;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use futures::future::try_join_all;
use portal::{PRACTICE_PASSWORD, PRACTICE_PEOPLE};
use songli_tests::browser::{Browser, Page, escaped};
use tokio::time::{MissedTickBehavior, interval};

use crate::drive::Sample;
use crate::memory;

/// Requests a second.
const RATE: u32 = 20;
/// How many requests each kind of page gets.
const REQUESTS: usize = 400;
/// How often each page of figures is opened, one after another: few people read them, seldom at once.
const READINGS: usize = 20;
/// How many cases are registered.
const CASES: usize = 100;
/// How often it is looked whether the ledger shows a case, at the most.
const LOOKS: usize = 1_000;

/// Measures a demonstration.
pub async fn of_demonstration(address: SocketAddr) -> anyhow::Result<()> {
    measure(address).await?;
    figures(address).await?;
    let portal = holder(address.port())?;
    let ours = std::process::id();
    let root = if portal == ours { ours } else { memory::processes()?[&portal] };
    println!("memory of all processes: {} MB", memory::of_all(root)? >> 20);
    Ok(())
}

/// The browser of somebody in a post.
async fn signed_in(address: SocketAddr, post: &str) -> anyhow::Result<Browser> {
    let person = PRACTICE_PEOPLE.iter().find(|person| person.title() == post);
    let account = person.with_context(|| format!("nobody is {post}"))?.account;
    let mut browser = Browser::at(address);
    let answer = browser.sign_in(account, PRACTICE_PASSWORD).await;
    ensure!(answer.status == 200, "{account} cannot sign in: {}", answer.status);
    Ok(browser)
}

/// Measures the pages of the portal at an address and prints a table.
pub async fn measure(address: SocketAddr) -> anyhow::Result<()> {
    let mut browser = signed_in(address, "收案人员").await?;
    let liaison = signed_in(address, "应诉联络员").await?;
    let ledger = browser.open("/cases").await;
    let cases: Vec<String> = links(&ledger);
    ensure!(!cases.is_empty(), "the ledger is empty");
    println!("| {RATE} a second | p50 ms | p99 ms |\n|---|---|---|");
    for (what, pages) in [
        ("work list", vec!["/".to_owned()]),
        ("work list, what is overdue", vec!["/?bucket=overdue".to_owned()]),
        ("ledger", vec!["/cases".to_owned()]),
        ("ledger, far behind", vec!["/cases?page=100".to_owned()]),
        ("ledger, open ones by due day", vec!["/cases?state=open&sort=due".to_owned()]),
        ("ledger, searched", ["张", "罚款", "陇政复"].map(|word| format!("/cases?q={}", escaped(word))).to_vec()),
        ("case", cases),
    ] {
        tell(what, &steadily(REQUESTS, |nth| asked(browser.clone(), pages[nth % pages.len()].clone())).await?);
    }
    for (what, page) in [("lawsuits", "/lawsuits"), ("suggestions", "/suggestions")] {
        tell(what, &steadily(REQUESTS, |_| asked(liaison.clone(), page.to_owned())).await?);
    }
    let mut forms = Vec::new();
    for _ in 0..CASES {
        forms.push(browser.open("/cases/new").await);
    }
    let run = escaped(&forms[0].path) + &format!("{:?}", Instant::now());
    let run: String = run.chars().filter(char::is_ascii_digit).collect();
    let registered = steadily(CASES, |nth| register(browser.clone(), forms[nth].clone(), format!("测试{run}号{nth}")));
    tell("a case registered until the ledger shows it", &registered.await?);
    Ok(())
}

/// What an editor of notices reads.
async fn figures(address: SocketAddr) -> anyhow::Result<()> {
    let mut browser = signed_in(address, "通报编写人员").await?;
    let issued = browser.open("/notices").await;
    let is_notice = |link: &&str| link.strip_prefix("/notices/").is_some_and(|id| id.parse::<uuid::Uuid>().is_ok());
    let notice = issued.attributes("href").into_iter().find(is_notice);
    let notice = notice.context("no notice was issued")?.to_owned();
    let numbers = browser.open(&notice).await;
    let set = numbers.attributes("href").into_iter().find(|link| link.contains("/members"));
    let set = set.context("no number opens")?.to_owned();
    for (what, page) in
        [("figures of a quarter", "/figures".to_owned()), ("a notice", notice), ("a set behind a number", set)]
    {
        let mut times = Vec::new();
        for _ in 0..READINGS {
            times.push(asked(browser.clone(), page.clone()).await?);
        }
        tell(what, &Sample::of(times, Duration::from_secs(1)));
    }
    Ok(())
}

fn tell(what: &str, sample: &Sample) {
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    println!("| {what} | {:.1} | {:.1} |", ms(sample.p50), ms(sample.p99));
}

/// Does something so many times at the rate.
async fn steadily<F>(times: usize, once: impl Fn(usize) -> F) -> anyhow::Result<Sample>
where
    F: Future<Output = anyhow::Result<Duration>> + Send + 'static,
{
    let mut ticks = interval(Duration::from_secs(1) / RATE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut begun = Vec::new();
    for nth in 0..times {
        ticks.tick().await;
        let task = tokio::spawn(once(nth));
        begun.push(async move { task.await? });
    }
    Ok(Sample::of(try_join_all(begun).await?, Duration::from_secs(1)))
}

async fn asked(mut browser: Browser, path: String) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let page = browser.open(&path).await;
    ensure!(page.status == 200, "{path}: {}", page.status);
    Ok(begun.elapsed())
}

async fn register(mut browser: Browser, form: Page, applicant: String) -> anyhow::Result<Duration> {
    let respondent = form.body.split("<option value=\"").find(|option| option.contains("陇县市场监督管理局"));
    let respondent = respondent.and_then(|option| option.split('"').next()).context("no respondent to choose")?;
    let entered = [
        ("applicant.1.name", applicant.as_str()),
        ("respondent.1.organ", respondent),
        ("act.title", "罚款500元的行政处罚决定"),
        ("act.kind", "Penalty"),
        ("act.document_number", &format!("陇市监罚〔2026〕{}号", applicant.len())),
        ("claim.1.text", "撤销该处罚决定"),
        ("twin.reason", "测量"),
    ];
    let begun = Instant::now();
    let saved = browser.submit(&form, &entered, "save").await;
    ensure!(saved.status == 200, "not registered: {} {}", saved.status, saved.body);
    for _ in 0..LOOKS {
        let found = browser.open(&format!("/cases?q={}", escaped(&applicant))).await;
        if !links(&found).is_empty() {
            return Ok(begun.elapsed());
        }
    }
    anyhow::bail!("{applicant} is not in the ledger")
}

/// The cases a ledger links to.
fn links(ledger: &Page) -> Vec<String> {
    let links = ledger
        .attributes("href")
        .into_iter()
        .filter(|link| link.strip_prefix("/cases/").is_some_and(|name| name.parse::<uuid::Uuid>().is_ok()));
    links.map(str::to_owned).collect()
}

/// The process that listens at a port of this machine.
fn holder(port: u16) -> anyhow::Result<u32> {
    let table = fs::read_to_string("/proc/net/tcp")?;
    let listens = format!(":{port:04X} 00000000:0000 0A");
    let line = table.lines().find(|line| line.contains(&listens)).context("nobody listens there on this machine")?;
    let socket = format!("socket:[{}]", line.split_whitespace().nth(9).context("no inode")?);
    let holds = |pid: &u32| {
        let files = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
        files.filter_map(|file| fs::read_link(file.path()).ok()).any(|file| file.as_os_str() == socket.as_str())
    };
    memory::processes()?.into_keys().find(holds).context("whose process that is cannot be seen: ask as its user")
}
