//! The paper of an issued notice: rendered once, by the service that type-sets, and kept with its hash. Until that service
//! answers it is asked again.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use kernel::aggregate::Aggregate as _;
use proto::common::{Answer, Command, answer, reply};
use proto::notices::{self as messages, notice_command};
use proto::paper::{self, Render, Rendered, block, rendered};
use proto::{Message, subject};
use runtime::Inside;
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

use crate::notice::Notice;
use crate::notice::issue::LARGEST;
use crate::{notices, text};
use kernel::actor::Actor;

/// How long to wait before a paper is asked for again.
const REST: Duration = Duration::from_secs(10);
/// How long after it could not be made: another font may be there by then.
const LONG_REST: Duration = Duration::from_mins(10);
/// The namespace of the ids of the commands that keep papers.
const PAPERS: Uuid = Uuid::from_u128(0x9b40_57e2_61d3_5c1f_8a06_2f6d_e37b_1c95);

/// Keeps the papers of issued notices, until the service stops.
pub(crate) async fn keep(inside: Inside) {
    let mut steps = inside.progress.steps();
    let stopping = inside.stopping();
    tokio::pin!(stopping);
    let mut said: Vec<String> = Vec::new();
    let mut refused = HashMap::new();
    loop {
        steps.mark_unchanged();
        let lacking = keep_all(&inside, &mut refused).await.unwrap_or_else(|error| vec![format!("{error:#}")]);
        if let Some(first) = lacking.first().filter(|_| lacking != said) {
            tracing::info!("papers that wait: {}, the first: {first}", lacking.len());
        }
        let waits = !lacking.is_empty();
        said = lacking;
        tokio::select! {
            () = &mut stopping => return,
            _ = steps.changed(), if !waits => {}
            () = tokio::time::sleep(REST), if waits => {}
        }
    }
}

/// What was issued has its paper, whatever has become of it since. One that cannot be kept holds up no other; tells why.
async fn keep_all(inside: &Inside, refused: &mut HashMap<Uuid, Instant>) -> anyhow::Result<Vec<String>> {
    let mut db = inside.pool().acquire().await?;
    let lines = notices::all(&mut db).await?;
    let mut lacking = Vec::new();
    for line in lines.into_iter().filter(|line| !line.number.is_empty() && !line.has_paper) {
        if refused.get(&line.id).is_some_and(|at| at.elapsed() < LONG_REST) {
            lacking.push(format!("{}: 无法排版", line.number));
            continue;
        }
        match keep_one(inside, &mut db, line.id).await {
            Ok(()) => can_be_printed(&mut db, line.id).await?,
            Err(error) => {
                if let Some(Unprintable(problem)) = error.downcast_ref() {
                    cannot_be_printed(&mut db, line.id, problem).await?;
                    refused.insert(line.id, Instant::now());
                }
                lacking.push(format!("{}: {error:#}", line.number));
            }
        }
    }
    Ok(lacking)
}

/// The service that type-sets has said no, and why.
#[derive(Debug, thiserror::Error)]
#[error("无法排版：{0}")]
struct Unprintable(String);

/// Kept for whoever reads the notice, since nobody reads the log of this service.
async fn cannot_be_printed(db: &mut PgConnection, notice: Uuid, problem: &str) -> sqlx::Result<()> {
    let said = "INSERT INTO notices.unprintable (notice, problem) VALUES ($1, $2)
        ON CONFLICT (notice) DO UPDATE SET problem = excluded.problem";
    query(said).bind(notice).bind(problem).execute(db).await?;
    Ok(())
}

async fn can_be_printed(db: &mut PgConnection, notice: Uuid) -> sqlx::Result<()> {
    query("DELETE FROM notices.unprintable WHERE notice = $1").bind(notice).execute(db).await?;
    Ok(())
}

/// Why no paper can be made of a notice, if that was tried.
pub(crate) async fn problem(db: &mut PgConnection, notice: Uuid) -> sqlx::Result<Option<String>> {
    query_scalar("SELECT problem FROM notices.unprintable WHERE notice = $1").bind(notice).fetch_optional(db).await
}

async fn keep_one(inside: &Inside, db: &mut PgConnection, id: Uuid) -> anyhow::Result<()> {
    let (notice, _) = notices::notice(db, id).await?;
    if notice.paper.is_some() {
        return Ok(());
    }
    let document = document(&notice)?;
    let paper = render(inside, document).await?;
    let keep = messages::Paper {
        on: inside.clock.today().to_string(),
        pdf: paper.pdf,
        sha256: paper.sha256,
        pages: paper.pages,
    };
    let Actor { account, name } = Actor::system("paper");
    let payload = messages::NoticeCommand { command: Some(notice_command::Command::KeepPaper(keep)) };
    let command = Command {
        command_id: Uuid::new_v5(&PAPERS, id.as_bytes()).as_bytes().to_vec(),
        stream: id.as_bytes().to_vec(),
        expected_version: None,
        actor: Some(proto::common::Actor { account, name }),
        cause: Vec::new(),
        area: String::new(),
        payload: payload.encode_to_vec(),
    };
    match inside.executor.execute(Notice::KIND, command).await.outcome {
        Some(reply::Outcome::Accepted(_)) => Ok(()),
        Some(reply::Outcome::Refused(refused)) => Err(Unprintable(refused.text).into()),
        other => bail!("the paper of {id} is not kept: {other:?}"),
    }
}

async fn render(inside: &Inside, document: paper::Document) -> anyhow::Result<paper::Paper> {
    let asked = Render { document: Some(document), most: LARGEST as u64 }.encode_to_vec();
    let answered = match inside.bus.request(subject::ask("paper", "Render"), asked).await {
        Ok(answered) => answered,
        Err(unreached) => bail!("排版服务没有回应：{unreached}"),
    };
    let Some(answer::Outcome::Found(found)) = Answer::decode(answered.as_slice())?.outcome else {
        bail!("排版服务暂时不能处理");
    };
    match Rendered::decode(found.as_slice())?.outcome.context("排版服务的回答没有内容")? {
        rendered::Outcome::Paper(paper) => Ok(paper),
        rendered::Outcome::Problems(problems) => {
            let said: Vec<_> = problems.problems.iter().map(|problem| problem.text.as_str()).collect();
            Err(Unprintable(said.join("；")).into())
        }
    }
}

/// The notice as an official document.
fn document(notice: &Notice) -> anyhow::Result<paper::Document> {
    let frozen = notice.frozen.as_ref().context("an issued notice has figures")?;
    let draft = notice.draft.as_ref().context("an issued notice has words")?;
    let issued = notice.issued.as_ref().context("an issued notice has a number")?;
    let text = text::whole(notice, draft, &frozen.manifest.message(), &frozen.figures.message())?;
    let tables = text.attachments.iter().map(|table| attachment(&table.title, unit_table(table)));
    let lists = text.lists.iter().map(|list| paper::Attachment { title: vec![list.title.clone()], body: listed(list) });
    let attachments = tables.chain(lists).chain(remarks(&text.notes)).collect();
    Ok(paper::Document {
        letterhead: format!("{}文件", text.issuer),
        number: text.number,
        title: vec![text.title],
        addressee: text.addressees,
        body: text.parts.iter().map(part).collect(),
        attachments,
        issuers: vec![text.signed_by],
        day: issued.on.to_string(),
        copies: if text.copies.is_empty() { Vec::new() } else { vec![text.copies] },
        printer: text.printed_by,
        printed_on: issued.on.to_string(),
        ..paper::Document::default()
    })
}

fn part(part: &messages::Part) -> paper::Block {
    let words: String = part.runs.iter().map(|run| run.text.as_str()).collect();
    let block = match part.style.as_str() {
        "Heading" => block::Block::Heading(paper::Heading { level: 1, text: words }),
        "Subheading" => block::Block::Heading(paper::Heading { level: 2, text: words }),
        _ => return paragraph(words),
    };
    paper::Block { block: Some(block) }
}

fn paragraph(text: String) -> paper::Block {
    let runs = vec![paper::Run { text, strong: false }];
    paper::Block { block: Some(block::Block::Paragraph(paper::Paragraph { runs })) }
}

fn attachment(title: &str, table: paper::Table) -> paper::Attachment {
    let body = vec![paper::Block { block: Some(block::Block::Table(table)) }];
    paper::Attachment { title: vec![title.to_owned()], body }
}

/// How the figures are computed, and what sets them apart from those of earlier notices: the last attachment.
fn remarks(notes: &[String]) -> Option<paper::Attachment> {
    let numbered = notes.iter().zip(1..).map(|(note, n)| paragraph(format!("{n}.{note}")));
    (!notes.is_empty()).then(|| paper::Attachment { title: vec!["统计说明".to_owned()], body: numbered.collect() })
}

fn unit_table(table: &messages::Table) -> paper::Table {
    let row = |row: &messages::Row| paper::Row {
        cells: row.cells.iter().map(|cell| plain(&cell.text)).collect(),
        strong: row.total,
    };
    let without: Vec<_> = table.without.iter().map(|organ| organ.name.as_str()).collect();
    let mut notes = table.formulas.clone();
    if !without.is_empty() {
        notes.insert(0, format!("无案件的单位：{}。", without.join("、")));
    }
    paper::Table {
        columns: columns(&table.columns),
        head: vec![head(&table.columns)],
        rows: table.rows.iter().map(row).collect(),
        notes,
        ..paper::Table::default()
    }
}

/// The rows, and why there are fewer than were counted; where all are withheld, only that (S34, N-GEN-5).
fn listed(list: &messages::List) -> Vec<paper::Block> {
    if list.rows.is_empty() {
        return vec![paragraph(format!("{}。", how_many(list)))];
    }
    let row = |row: &messages::ListRow| paper::Row {
        cells: row.cells.iter().map(|text| plain(text)).collect(),
        strong: false,
    };
    let is_whole = list.rows.len() as u64 == list.total;
    let table = paper::Table {
        columns: columns(&list.columns),
        head: vec![head(&list.columns)],
        rows: list.rows.iter().map(row).collect(),
        notes: if is_whole { Vec::new() } else { vec![format!("{}。", how_many(list))] },
        ..paper::Table::default()
    };
    vec![paper::Block { block: Some(block::Block::Table(table)) }]
}

/// 共3件，其中不公开的1件不列出
fn how_many(list: &messages::List) -> String {
    let shown = list.rows.len() as u64;
    let withheld = (list.withheld > 0).then(|| format!("其中不公开的{}件不列出", list.withheld));
    let rest = (shown + list.withheld < list.total).then(|| format!("此处列出前{shown}件"));
    let parts = std::iter::once(format!("共{}件", list.total)).chain(withheld).chain(rest);
    parts.collect::<Vec<_>>().join("，")
}

/// Numbers stand to the right.
fn columns(columns: &[messages::Column]) -> Vec<paper::Column> {
    let column = |column: &messages::Column| {
        let alignment = if column.number { paper::Alignment::Right } else { paper::Alignment::Left };
        paper::Column { alignment: alignment.into() }
    };
    columns.iter().map(column).collect()
}

fn head(columns: &[messages::Column]) -> paper::Row {
    paper::Row { cells: columns.iter().map(|column| plain(&column.title)).collect(), strong: true }
}

fn plain(text: &str) -> paper::Cell {
    paper::Cell { text: text.to_owned(), columns: 1, rows: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_how_many_it_does_not_show() {
        // S34, N-GEN-5
        let list = |total, withheld, shown| messages::List {
            total,
            withheld,
            rows: vec![messages::ListRow::default(); shown],
            ..messages::List::default()
        };
        assert_eq!(how_many(&list(1, 1, 0)), "共1件，其中不公开的1件不列出");
        assert_eq!(how_many(&list(400, 1, 300)), "共400件，其中不公开的1件不列出，此处列出前300件");
        assert!(matches!(listed(&list(1, 1, 0))[0].block, Some(block::Block::Paragraph(_))));
        assert!(matches!(listed(&list(2, 1, 1))[0].block, Some(block::Block::Table(_))));
    }
}
