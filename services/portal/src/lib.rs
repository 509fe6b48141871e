//! The only HTTP door: web pages in Chinese, and a small JSON API with the same commands and the same access.
//!
//! It knows no service and no rule of law. What it shows it was told by events, kept in registers of its own; what may be
//! done with a case it asks the service each time; what a person does it sends as a command. Accounts, sessions and drafts
//! are its own and are no events.

mod access;
mod accounts;
mod api;
mod asking;
mod assets;
mod dates;
mod drafts;
mod failure;
mod form;
mod frame;
mod freshness;
mod kinds;
mod normal;
mod pages;
mod passwords;
mod practice;
mod registers;
mod remaining;
mod sending;
mod session;
mod sweeping;
#[expect(missing_docs, reason = "each list bears the name of the field it belongs to")]
pub mod words;

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use runtime::clock::Clock;
use runtime::{Inside, Service};
use tokio::net::TcpListener;
use tokio::sync::watch;

use freshness::Freshness;
use passwords::Passwords;

pub use practice::{PRACTICE_PASSWORD, PRACTICE_PEOPLE, PracticePerson};

/// The name of the service, of its database schema and of its part of the bus.
pub const NAME: &str = "portal";

/// What the portal is told at its start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Whether this is a practice system, whose clock may be moved over the API.
    pub practice: bool,
    /// Whether the people of [`PRACTICE_PEOPLE`] may sign in: in practice and demonstration systems only.
    pub people: bool,
    /// The jurisdiction, whose number registers new cases take their numbers from: GB/T 2260, six digits.
    pub area: String,
    /// Where it tells that its door is open. Keep a clone.
    pub opened: Opened,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            practice: false,
            people: false,
            area: "610327".to_owned(),
            opened: Opened::default(),
        }
    }
}

/// Tells where the portal can be reached, once it can.
#[derive(Debug, Clone, Default)]
pub struct Opened(watch::Sender<Option<Door>>);

/// The open door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The address it listens at.
    pub address: SocketAddr,
    /// The password of the administrator `admin`, at the very first start only: it is stored nowhere in clear.
    pub first_password: Option<String>,
}

impl Opened {
    /// Waits until the door is open.
    ///
    /// # Panics
    /// Never: the sender lives as long as this does.
    pub async fn door(&self) -> Option<Door> {
        let mut opened = self.0.subscribe();
        opened.wait_for(Option::is_some).await.ok().and_then(|door| door.clone())
    }
}

/// What every page and every call of the API works with. Clones share it.
#[derive(Clone)]
pub(crate) struct Portal(Arc<Parts>);

pub(crate) struct Parts {
    pub(crate) inside: Inside,
    pub(crate) settings: Settings,
    /// Sessions and lockouts go by the machine's own time, whatever the legal day is in a practice system.
    pub(crate) wall: Clock,
    pub(crate) passwords: Passwords,
    pub(crate) freshness: Freshness,
}

impl std::ops::Deref for Portal {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Parts {
    /// The machine's time in microseconds.
    pub(crate) fn instant(&self) -> i64 {
        self.wall.now().as_microsecond()
    }
}

/// The service.
pub fn service(settings: Settings) -> Service {
    Service::new(NAME)
        .layout(sqlx::migrate!("./migrations"))
        .projection(registers::cases::Cases)
        .projection(registers::deadlines::Deadlines)
        .projection(registers::organs::Organs)
        .projection(registers::judicial::JudicialOrgans)
        .projection(registers::officials::Officials)
        .projection(registers::lawsuits::Lawsuits)
        .projection(registers::suggestions::Suggestions)
        .door(|inside| open(inside, settings))
}

/// Every address with the name of its door, for those who check who may open which.
#[must_use]
pub fn doors() -> Vec<(&'static str, String)> {
    let listed = pages::doors(access::Doors::new(None), true).listed();
    listed.into_iter().map(|(path, door)| (path, format!("{door:?}"))).collect()
}

async fn open(inside: Inside, settings: Settings) -> anyhow::Result<impl Future<Output = ()> + Send> {
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("无法在 {} 监听：端口可能已被占用，请换一个端口", settings.listen))?;
    let portal = Portal(Arc::new(Parts {
        inside,
        settings,
        wall: Clock::machine(),
        passwords: Passwords::new(),
        freshness: Freshness::new(),
    }));
    if portal.settings.people {
        accounts::practice_people(&portal).await?;
    }
    let first_password = accounts::first_administrator(&portal).await?;
    let door = Door { address: listener.local_addr()?, first_password };
    let routes = pages::routes(&portal).into_make_service_with_connect_info::<SocketAddr>();
    let opened = portal.settings.opened.clone();
    Ok(async move {
        opened.0.send_replace(Some(door));
        let inside = portal.inside.clone();
        let serving = axum::serve(listener, routes).with_graceful_shutdown(async move { inside.stopping().await });
        tokio::select! {
            served = serving.into_future() => {
                if let Err(error) = served {
                    tracing::error!("the door has closed: {error}");
                }
            }
            () = drafts::send_waiting(portal.clone()) => {}
            () = freshness::watch(portal.clone()) => {}
            () = sweeping::every_day(portal.clone()) => {}
        }
    })
}
