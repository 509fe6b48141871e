//! What a person may set: read once, at start, from a file and the environment, into typed values.
//!
//! The environment wins over the file. Whatever is wrong is named, all of it at once, and the start stops there.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tracing_subscriber::EnvFilter;

/// One thing that can be set.
#[derive(Debug)]
pub struct Key {
    /// Its name in the file and the environment.
    pub name: &'static str,
    /// What holds when it is not set; empty when nothing does.
    pub default: &'static str,
    /// Whether its value stays out of messages.
    secret: bool,
}

const fn key(name: &'static str, default: &'static str) -> Key {
    Key { name, default, secret: false }
}

const fn secret(name: &'static str) -> Key {
    Key { name, default: "", secret: true }
}

const DATA: &str = "SONGLI_DATA";
const POSTGRES_BIN: &str = "SONGLI_POSTGRES_BIN";
const NATS_SERVER: &str = "SONGLI_NATS_SERVER";
const PACKAGES: &str = "SONGLI_PACKAGES";
const NATS_PORT: &str = "SONGLI_NATS_PORT";
const FONTS: &str = "SONGLI_FONTS";
const DATABASE_URL: &str = "SONGLI_DATABASE_URL";
const NATS_URL: &str = "SONGLI_NATS_URL";
const NATS_USER: &str = "SONGLI_NATS_USER";
const NATS_PASSWORD: &str = "SONGLI_NATS_PASSWORD";
const LISTEN: &str = "SONGLI_LISTEN";
const AREA: &str = "SONGLI_AREA";
const LOG: &str = "SONGLI_LOG";

/// Everything that can be set. `deploy/settings.example.env` explains each.
pub const KEYS: [Key; 13] = [
    key(DATA, ""),
    key(POSTGRES_BIN, ""),
    key(NATS_SERVER, ""),
    key(PACKAGES, ""),
    key(NATS_PORT, "0"),
    key(FONTS, ""),
    secret(DATABASE_URL),
    key(NATS_URL, ""),
    key(NATS_USER, ""),
    secret(NATS_PASSWORD),
    key(LISTEN, "127.0.0.1:8080"),
    key(AREA, "610327"),
    key(LOG, "info"),
];

/// What one service needs to run against given servers.
#[derive(Clone)]
pub struct Settings {
    /// The service's own database.
    pub database_url: String,
    /// The broker's address.
    pub nats_url: String,
    /// The user to sign in to the broker as; empty when it asks for none.
    pub nats_user: String,
    /// The password that goes with it.
    pub nats_password: String,
    /// The jurisdiction whose events the service publishes: its code in GB/T 2260, six digits.
    pub area: String,
    /// What is logged, as a `tracing` filter.
    pub log: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Settings");
        shown.field("nats_url", &self.nats_url).field("area", &self.area).finish_non_exhaustive()
    }
}

/// Where the broker is, for a process that needs no other server.
#[derive(Clone)]
pub struct Broker {
    /// Its address.
    pub url: String,
    /// The user to sign in as; empty when it asks for none.
    pub user: String,
    /// The password that goes with it.
    pub password: String,
}

/// What `songli up` and the tools around it need: where things lie on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// The data folder, unless it is in its usual place.
    pub data: Option<PathBuf>,
    /// The folder with PostgreSQL's programs, unless they are to be looked for.
    pub postgres_bin: Option<PathBuf>,
    /// The nats-server program, unless it is to be looked for.
    pub nats_server: Option<PathBuf>,
    /// The folder with packages, unless it is the user's cache.
    pub packages: Option<PathBuf>,
    /// The broker's port; 0 chooses one.
    pub nats_port: u16,
    /// The folder with the office's own fonts, unless it is `fonts` in the data folder.
    pub fonts: Option<PathBuf>,
    /// Where the portal listens for browsers; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The jurisdiction's code in GB/T 2260, six digits.
    pub area: String,
    /// What is logged, as a `tracing` filter.
    pub log: String,
}

/// Everything found wrong, in words for the person who set it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wrong(Vec<String>);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("设置有误，请改正后再启动：")?;
        self.0.iter().try_for_each(|complaint| write!(f, "\n  {complaint}"))
    }
}

impl std::error::Error for Wrong {}

/// What was set, as text, with where it was set.
#[derive(Debug, Clone, Default)]
pub struct Given {
    values: BTreeMap<&'static str, (String, String)>,
}

impl Given {
    /// Reads the file, if one is named, and then the environment over it. Values are checked here, whoever needs them.
    pub fn read(file: Option<&Path>, environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, Wrong> {
        let text = file.map(|file| match std::fs::read_to_string(file) {
            Ok(text) => Ok((file, text)),
            Err(e) => Err(Wrong(vec![format!("读不了设置文件 {}：{e}", file.display())])),
        });
        let text = text.transpose()?;
        Self::of(text.as_ref().map(|(file, text)| (*file, text.as_str())), environment)
    }

    fn of(file: Option<(&Path, &str)>, environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, Wrong> {
        let mut given = Self::default();
        let mut wrong = Wrong::default();
        if let Some((file, text)) = file {
            given.add_file(text, file, &mut wrong);
        }
        for (name, value) in environment {
            if let Some(key) = KEYS.iter().find(|key| key.name == name) {
                given.add(key, value.trim(), "环境变量".to_owned());
            }
        }
        given.machine_or(&mut wrong);
        given.check_servers(&mut wrong);
        if wrong.0.is_empty() { Ok(given) } else { Err(wrong) }
    }

    /// The settings of one service. The addresses of its servers must be set.
    pub fn service(&self) -> Result<Settings, Wrong> {
        let mut wrong = Wrong::default();
        for needed in [DATABASE_URL, NATS_URL] {
            if self.text(needed).is_empty() {
                wrong.0.push(format!("{needed} 没有设置：单独运行一个服务时必须指明"));
            }
        }
        let machine = self.machine_or(&mut wrong);
        let (Some(machine), true) = (machine, wrong.0.is_empty()) else { return Err(wrong) };
        Ok(Settings {
            database_url: self.text(DATABASE_URL),
            nats_url: self.text(NATS_URL),
            nats_user: self.text(NATS_USER),
            nats_password: self.text(NATS_PASSWORD),
            area: machine.area,
            log: machine.log,
        })
    }

    /// The broker, whose address must be set.
    pub fn broker(&self) -> Result<Broker, Wrong> {
        let url = self.text(NATS_URL);
        if url.is_empty() {
            return Err(Wrong(vec![format!("{NATS_URL} 没有设置：单独运行一个服务时必须指明")]));
        }
        Ok(Broker { url, user: self.text(NATS_USER), password: self.text(NATS_PASSWORD) })
    }

    /// Where things lie on this machine.
    pub fn machine(&self) -> Result<Machine, Wrong> {
        let mut wrong = Wrong::default();
        let machine = self.machine_or(&mut wrong);
        machine.ok_or(wrong)
    }

    fn machine_or(&self, wrong: &mut Wrong) -> Option<Machine> {
        let port =
            self.typed(NATS_PORT, wrong, |text| text.parse().map_err(|_| "应为 0 到 65535 的整数（0 表示自动选择）"));
        let listen = self.typed(LISTEN, wrong, |text| {
            text.parse().map_err(|_| "应为 IP 地址和端口，如 127.0.0.1:8080（只供本机）或 0.0.0.0:8080（供其他机器）")
        });
        let area = self.typed(AREA, wrong, area);
        let log = self.typed(LOG, wrong, |text| match EnvFilter::try_new(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(_) => Err("应为日志级别（error、warn、info、debug、trace），或如 info,runtime=debug 的组合"),
        });
        let path = |name| Some(self.text(name)).filter(|text| !text.is_empty()).map(PathBuf::from);
        Some(Machine {
            data: path(DATA),
            postgres_bin: path(POSTGRES_BIN),
            nats_server: path(NATS_SERVER),
            packages: path(PACKAGES),
            nats_port: port?,
            fonts: path(FONTS),
            listen: listen?,
            area: area?,
            log: log?,
        })
    }

    fn check_servers(&self, wrong: &mut Wrong) {
        let begins = |name, beginnings: &[&str], allowed| {
            let text = self.text(name);
            let good = text.is_empty() || beginnings.iter().any(|beginning| text.starts_with(beginning));
            if good { None } else { Some(self.complaint(name, allowed)) }
        };
        wrong.0.extend(begins(
            DATABASE_URL,
            &["postgres://", "postgresql://"],
            "应形如 postgres://用户:口令@主机/库名",
        ));
        wrong.0.extend(begins(NATS_URL, &["nats://", "tls://"], "应形如 nats://主机:4222"));
    }

    fn add_file(&mut self, text: &str, file: &Path, wrong: &mut Wrong) {
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let place = format!("{} 第 {number} 行", file.display());
            let Some((name, value)) = line.split_once('=') else {
                wrong.0.push(format!("{place} 不是“名称=值”"));
                continue;
            };
            let (name, value) = (name.trim(), unquoted(value.trim()));
            match KEYS.iter().find(|key| key.name == name) {
                Some(key) => self.add(key, value, place),
                None if name.starts_with("SONGLI_") => wrong.0.push(format!("{place}：没有 {name} 这一项")),
                None => {}
            }
        }
    }

    /// An empty value is none.
    fn add(&mut self, key: &Key, value: &str, place: String) {
        if !value.is_empty() {
            self.values.insert(key.name, (value.to_owned(), place));
        }
    }

    /// What is set, or the default.
    fn text(&self, name: &str) -> String {
        let default = || KEYS.iter().find(|key| key.name == name).map(|key| key.default.to_owned());
        self.values.get(name).map(|(value, _)| value.clone()).or_else(default).unwrap_or_default()
    }

    fn typed<T>(
        &self,
        name: &'static str,
        wrong: &mut Wrong,
        read: impl Fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let read = read(&self.text(name));
        read.map_err(|allowed| wrong.0.push(self.complaint(name, allowed))).ok()
    }

    fn complaint(&self, name: &str, allowed: &str) -> String {
        let secret = KEYS.iter().any(|key| key.name == name && key.secret);
        let (value, place) = self.values.get(name).cloned().unwrap_or_default();
        let value = if secret { "（不显示）".to_owned() } else { value };
        format!("{name}={value}（{place}）：{allowed}")
    }
}

fn area(code: &str) -> Result<String, &'static str> {
    let good = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) && !code.starts_with('0');
    if good { Ok(code.to_owned()) } else { Err("应为六位数字的行政区划代码（GB/T 2260），如 610327") }
}

fn unquoted(text: &str) -> &str {
    let stripped = |quote| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    stripped('"').or_else(|| stripped('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn file(text: &str) -> (&Path, &str) {
        (Path::new("settings.env"), text)
    }

    #[test]
    fn nothing_set_means_the_defaults() {
        let machine = Given::read(None, []).unwrap().machine().unwrap();
        assert_eq!((machine.nats_port, machine.area.as_str(), machine.data), (0, "610327", None));
        assert_eq!(machine.listen, SocketAddr::from(([127, 0, 0, 1], 8080)));
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = file("# 注释\nSONGLI_AREA=610300\nSONGLI_NATS_PORT='4222'\n");
        let given = Given::of(Some(file), environment(&[(AREA, "110105")])).unwrap();
        let machine = given.machine().unwrap();
        assert_eq!((machine.area.as_str(), machine.nats_port), ("110105", 4222));
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let file = file("SONGLI_AREA=12\nSONGLI_PROT=1\njunk\nSONGLI_LISTEN=8080\n");
        let said = Given::of(Some(file), environment(&[(NATS_PORT, "70000")])).unwrap_err().to_string();
        for part in
            ["SONGLI_AREA=12", "第 1 行", "SONGLI_PROT", "第 3 行", "SONGLI_NATS_PORT=70000", "SONGLI_LISTEN=8080"]
        {
            assert!(said.contains(part), "{part} 不在：{said}");
        }
    }

    #[test]
    fn a_wrong_address_with_a_password_in_it_is_not_repeated() {
        let said = Given::read(None, environment(&[(DATABASE_URL, "mysql://u:geheim@h/d")])).unwrap_err().to_string();
        assert!(said.contains(DATABASE_URL) && !said.contains("geheim"), "{said}");
    }

    #[test]
    fn a_service_on_its_own_must_be_told_its_servers() {
        let said = Given::read(None, []).unwrap().service().unwrap_err().to_string();
        assert!(said.contains(DATABASE_URL) && said.contains(NATS_URL), "{said}");
    }

    #[test]
    fn the_example_lists_every_key_with_its_default_and_no_other() {
        let example = include_str!("../../../deploy/settings.example.env");
        let lines = example.lines().filter_map(|line| line.strip_prefix('#').unwrap_or(line).split_once('='));
        let listed: Vec<_> = lines.filter(|(name, _)| name.starts_with("SONGLI_")).collect();
        let known: Vec<_> = KEYS.iter().map(|key| (key.name, key.default)).collect();
        assert_eq!(listed, known);
    }
}
