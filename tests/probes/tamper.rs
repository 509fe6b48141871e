//! Somebody who may do anything to the tables changes a record. `verify` names the event; what it cannot know by itself,
//! a seal that was printed before shows.

use proto::Message;
use proto::common::Envelope;
use runtime::event_log::{self, Damage, EventLog, Recorded, Seal, Verified, sha256, verify};
use songli_tests::chance::{Chance, rounds};
use songli_tests::database;
use songli_tests::writing::{Ends, Way, commit, deed};
use sqlx::{AssertSqlSafe, PgPool};
use uuid::Uuid;

/// Makes every root anew, as one would who knows how the log is made.
const ROOTS_MADE_ANEW: &str = "
    DO $$
    DECLARE link bytea := sha256('songli'); e record;
    BEGIN
        FOR e IN SELECT position, envelope FROM log.event ORDER BY position LOOP
            link := sha256(link || sha256(e.envelope));
            UPDATE log.event SET root = link WHERE position = e.position;
        END LOOP;
        UPDATE log.head SET root = link, position = (SELECT max(position) FROM log.event);
    END $$;";

/// A log that is tampered with and put right again.
struct Victim {
    pool: PgPool,
    events: Vec<Recorded>,
    seal: Seal,
}

impl Victim {
    /// A few hundred events on a dozen streams, by whoever could switch the triggers off.
    async fn new() -> Self {
        let pool = PgPool::connect(&database().await).await.unwrap();
        let log = EventLog::open(pool.clone(), "jars").await.unwrap();
        let mut ends = Ends::new();
        let deeds = (0..40).flat_map(|number| (0..4).map(move |writer| deed(Way::Append, 1, writer, number)));
        let commits: Vec<_> = deeds.map(|deed| commit(&deed, &mut ends)).collect();
        for batch in commits.chunks(16) {
            log.append(batch).await.unwrap();
        }
        let events = log.read(0, i64::MAX).await.unwrap();
        assert!(events.len() > 300 && ends.len() > 10, "{} events on {} streams", events.len(), ends.len());
        let victim = Self { seal: event_log::head(&pool).await.unwrap(), pool, events };
        victim.run("ALTER TABLE log.event DISABLE TRIGGER USER").await;
        victim.run("ALTER TABLE log.command DISABLE TRIGGER USER").await;
        victim.run("CREATE TABLE event AS TABLE log.event; CREATE TABLE head AS TABLE log.head").await;
        victim.run("CREATE TABLE command AS TABLE log.command").await;
        assert!(victim.check(None).await.is_ok());
        victim
    }

    fn last(&self) -> i64 {
        self.seal.position
    }

    /// The next event of the same stream.
    fn successor(&self, position: i64) -> Option<i64> {
        let stream = |position: &i64| &self.at(*position).envelope.stream;
        (position + 1..=self.last()).find(|later| stream(later) == stream(&position))
    }

    fn at(&self, position: i64) -> &Recorded {
        &self.events[usize::try_from(position - 1).unwrap()]
    }

    async fn run(&self, statements: &str) {
        sqlx::raw_sql(AssertSqlSafe(statements)).execute(&self.pool).await.unwrap();
    }

    async fn check(&self, seal: Option<&Seal>) -> Result<Verified, Damage> {
        verify(&self.pool, seal).await.unwrap()
    }

    /// Does something to the log, and undoes it after looking at what is found without and with the seal.
    async fn after(&self, statements: &str) -> [Option<Damage>; 2] {
        self.run(statements).await;
        let found = [self.check(None).await.err(), self.check(Some(&self.seal)).await.err()];
        self.run(
            "TRUNCATE log.event, log.head, log.command; INSERT INTO log.event TABLE event;
             INSERT INTO log.head TABLE head; INSERT INTO log.command TABLE command;",
        )
        .await;
        found
    }

    /// What is done to the log is found without the seal, and at this place.
    async fn finds(&self, statements: &str, at: Named) {
        let found = self.after(statements).await;
        assert_eq!(found.map(|damage| damage.as_ref().map(Named::of)), [Some(at), Some(at)], "{statements}");
    }

    /// What is done to the log leaves it whole in itself, and is found by the seal.
    async fn finds_by_the_seal_alone(&self, statements: &str) {
        let found = self.after(statements).await;
        let by_the_seal = Damage::SealDisagrees { position: self.last() };
        assert_eq!(found, [None, Some(by_the_seal)], "{statements}");
    }
}

/// Damage without its words.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Named {
    Altered(i64),
    Missing(i64),
    Command(i64),
    Head(i64),
    Seal(i64),
}

impl Named {
    fn of(damage: &Damage) -> Self {
        match *damage {
            Damage::Altered { position, .. } => Self::Altered(position),
            Damage::Missing { position } => Self::Missing(position),
            Damage::CommandLost { position } => Self::Command(position),
            Damage::HeadDisagrees { position } => Self::Head(position),
            Damage::SealDisagrees { position } => Self::Seal(position),
        }
    }
}

fn set(column: &str, value: &str, position: i64) -> String {
    format!("UPDATE log.event SET {column} = {value} WHERE position = {position};")
}

fn one_bit_changed(column: &str, byte: usize, position: i64) -> String {
    set(column, &format!("set_byte({column}, {byte}, get_byte({column}, {byte}) # 1)"), position)
}

/// Two rows change places.
fn positions_swapped(one: i64, other: i64) -> String {
    [set("position", "-1", one), set("position", &one.to_string(), other), set("position", &other.to_string(), -1)]
        .concat()
}

/// Two rows keep their places and change what is in them.
fn contents_swapped(columns: &[&str], one: i64, other: i64) -> String {
    let assigned: Vec<_> = columns.iter().map(|column| format!("{column} = b.{column}")).collect();
    format!(
        "UPDATE log.event a SET {} FROM event b
         WHERE (a.position, b.position) IN (({one}, {other}), ({other}, {one}));",
        assigned.join(", ")
    )
}

#[tokio::test] // S58
async fn a_changed_byte_is_named() {
    let victim = Victim::new().await;
    for position in [1, victim.last() / 2, victim.last()] {
        let end = victim.at(position).bytes.len() - 1;
        for byte in [0, end / 2, end] {
            victim.finds(&one_bit_changed("envelope", byte, position), Named::Altered(position)).await;
        }
        victim.finds(&one_bit_changed("root", 31, position), Named::Altered(position)).await;
        victim.finds(&set("envelope", "'\\x'", position), Named::Altered(position)).await;
        victim.finds(&set("envelope", "envelope || '\\x00'::bytea", position), Named::Altered(position)).await;
        victim.finds(&set("stream", "gen_random_uuid()", position), Named::Altered(position)).await;
        victim.finds(&set("version", "version + 1000", position), Named::Altered(position)).await;
    }
}

#[tokio::test]
async fn a_changed_byte_is_named_wherever_it_is() {
    let victim = Victim::new().await;
    let mut chance = Chance::of(Chance::seed());
    for _ in 0..40 * rounds() {
        let position = 1 + i64::from(chance.below(u32::try_from(victim.last()).unwrap()));
        let length = victim.at(position).bytes.len();
        let byte = usize::try_from(chance.below(u32::try_from(length).unwrap())).unwrap();
        let flip = one_bit_changed("envelope", byte, position);
        victim.run(&flip).await;
        let found = victim.check(None).await.err().as_ref().map(Named::of);
        assert_eq!(found, Some(Named::Altered(position)), "byte {byte} of position {position}");
        victim.run(&flip).await;
        assert!(victim.check(None).await.is_ok());
    }
}

#[tokio::test]
async fn a_missing_row_is_named() {
    let victim = Victim::new().await;
    for position in [1, victim.last() / 2, victim.last()] {
        let removed = format!("DELETE FROM log.event WHERE position = {position};");
        victim.finds(&removed, Named::Missing(position)).await;
    }
    victim.finds("TRUNCATE log.event", Named::Missing(1)).await;
}

/// Without its entry a command could be carried out a second time.
#[tokio::test]
async fn a_missing_or_changed_entry_of_a_command_is_named() {
    let victim = Victim::new().await;
    for position in [1, victim.last() / 2, victim.last()] {
        let id = &victim.at(position).envelope.command_id;
        let last = (1..=victim.last()).rfind(|other| victim.at(*other).envelope.command_id == *id).unwrap();
        let id = Uuid::from_slice(id).unwrap();
        victim.finds(&format!("DELETE FROM log.command WHERE id = '{id}'"), Named::Command(last)).await;
        let earlier = format!("UPDATE log.command SET position = position - 1 WHERE id = '{id}'");
        victim.finds(&earlier, Named::Command(last)).await;
        let other = format!("UPDATE log.command SET id = gen_random_uuid() WHERE id = '{id}'");
        victim.finds(&other, Named::Command(last)).await;
    }
}

#[tokio::test]
async fn swapped_rows_are_named() {
    let victim = Victim::new().await;
    let middle = victim.last() / 2;
    let same_stream = (middle..victim.last()).find_map(|one| Some((one, victim.successor(one)?))).unwrap();
    let adjacent_in_other_streams = (middle..victim.last())
        .map(|one| (one, one + 1))
        .find(|(one, other)| victim.at(*one).envelope.stream != victim.at(*other).envelope.stream)
        .unwrap();
    for (one, other) in
        [(1, 2), adjacent_in_other_streams, same_stream, (3, victim.last()), (victim.last() - 1, victim.last())]
    {
        victim.finds(&positions_swapped(one, other), Named::Altered(one)).await;
        victim.finds(&contents_swapped(&["envelope"], one, other), Named::Altered(one)).await;
        victim.finds(&contents_swapped(&["envelope", "root"], one, other), Named::Altered(one)).await;
    }
}

#[tokio::test]
async fn a_changed_head_and_rows_beyond_it_are_named() {
    let victim = Victim::new().await;
    let last = victim.last();
    victim.finds("UPDATE log.head SET root = set_byte(root, 0, get_byte(root, 0) # 1)", Named::Head(last)).await;
    victim.finds("UPDATE log.head SET position = position - 1", Named::Head(last - 1)).await;
    let back = "UPDATE log.head SET position = position - 1, root = (SELECT root FROM log.event WHERE position = log.head.position - 1)";
    victim.finds(back, Named::Head(last - 1)).await;
    victim.finds("UPDATE log.head SET position = position + 1", Named::Missing(last + 1)).await;
    victim.finds("DELETE FROM log.head", Named::Head(0)).await;
    victim.finds("INSERT INTO log.head TABLE head", Named::Head(0)).await;
    let copied_to = |position: i64| {
        format!(
            "INSERT INTO log.event SELECT {position}, stream, 1000, root, envelope FROM log.event
             WHERE position = {last};"
        )
    };
    victim.finds(&copied_to(last + 1), Named::Head(last)).await;
    victim.finds(&copied_to(last + 7), Named::Head(last)).await;
    // No reader by position ever sees it, but who loads its stream does.
    victim.finds(&copied_to(0), Named::Altered(0)).await;
    victim.finds(&copied_to(-5), Named::Altered(-5)).await;
}

/// What `verify` would miss if it looked at less than it does: whoever makes the roots anew is betrayed by the chain of
/// the stream, whoever makes both anew by the seal alone.
#[tokio::test]
async fn a_record_rewritten_throughout_is_betrayed_by_the_chain_or_by_the_seal() {
    let victim = Victim::new().await;
    let changed = (victim.last() / 2..victim.last()).find(|position| victim.successor(*position).is_some()).unwrap();
    let mut falsified = victim.at(changed).envelope.clone();
    falsified.actor.as_mut().unwrap().account = "another".to_owned();

    let alone = rewritten(changed, &falsified);
    victim.finds(&alone, Named::Altered(changed)).await;
    // The event after it in its stream bears the hash of what stood there before.
    let with_roots = format!("{alone}{ROOTS_MADE_ANEW}");
    victim.finds(&with_roots, Named::Altered(victim.successor(changed).unwrap())).await;

    let throughout = rewritten_throughout(&victim, changed, &falsified) + ROOTS_MADE_ANEW;
    victim.finds_by_the_seal_alone(&throughout).await;
}

#[tokio::test]
async fn a_shortened_or_reordered_record_is_betrayed_by_the_seal() {
    let victim = Victim::new().await;
    let last = victim.last();
    let shortened = format!("DELETE FROM log.event WHERE position > {};{ROOTS_MADE_ANEW}", last - 10);
    victim.finds_by_the_seal_alone(&shortened).await;
    // Events of different streams in another order: nothing but the roots says which came first.
    let one =
        (last / 2..last).find(|one| victim.at(*one).envelope.stream != victim.at(one + 1).envelope.stream).unwrap();
    let commands_follow = format!("UPDATE log.command SET position = {last};");
    let reordered = format!("{}{commands_follow}{ROOTS_MADE_ANEW}", positions_swapped(one, one + 1));
    victim.finds_by_the_seal_alone(&reordered).await;
    // A seal says nothing against what was appended later.
    let log = EventLog::open(victim.pool.clone(), "jars").await.unwrap();
    log.append(&[commit(&deed(Way::Append, 2, 0, 0), &mut Ends::new())]).await.unwrap();
    assert!(victim.check(Some(&victim.seal)).await.is_ok());
}

fn rewritten(position: i64, envelope: &Envelope) -> String {
    let hex = envelope.encode_to_vec().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    set("envelope", &format!("'\\x{hex}'"), position)
}

/// The statements that put an event in place of another and chain all later ones of its stream to it.
fn rewritten_throughout(victim: &Victim, position: i64, falsified: &Envelope) -> String {
    let mut statements = rewritten(position, falsified);
    let mut previous = sha256(&falsified.encode_to_vec()).to_vec();
    let mut place = position;
    while let Some(next) = victim.successor(place) {
        let chained = Envelope { previous, ..victim.at(next).envelope.clone() };
        statements += &rewritten(next, &chained);
        previous = sha256(&chained.encode_to_vec()).to_vec();
        place = next;
    }
    statements
}
