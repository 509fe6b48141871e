use tracing_subscriber::EnvFilter;

/// Logs to the standard error. For a person at a terminal lines are short; services say when and where.
pub(crate) fn begin(filter: &str, for_a_person: bool) {
    // What the drivers tell about their connections is for who asks for it by name.
    let filter =
        EnvFilter::try_new(format!("async_nats=warn,sqlx=warn,{filter}")).unwrap_or_else(|_| EnvFilter::new("info"));
    let logging = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    // A second call, as in a test, leaves the first in place.
    let _ = if for_a_person {
        logging.without_time().with_target(false).with_level(false).try_init()
    } else {
        logging.try_init()
    };
}
