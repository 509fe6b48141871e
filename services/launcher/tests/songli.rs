//! The binary as a person uses it, on real servers.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

#[path = "songli/demo.rs"]
mod demo;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A data folder that every user can reach, with the binary beside it: the one in the checkout may be out of reach.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn songli(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_songli"));
        // Every test has a port of its own, and none has anything built.
        command.args(arguments).arg("--data").arg(self.data()).env("SONGLI_LISTEN", "127.0.0.1:0");
        command.env_remove("CARGO_MANIFEST_DIR");
        command
    }

    fn says(&self, arguments: &[&str]) -> (bool, String) {
        let Output { status, stdout, stderr } = self.songli(arguments).output().unwrap();
        (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
    }

    fn up(&self) -> Up {
        self.up_with(&[])
    }

    fn up_with(&self, options: &[&str]) -> Up {
        let mut child = self.songli(&[&["up"], options].concat()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        while !said.contains("按 Ctrl-C 停止") && lines.read_line(&mut said).unwrap() > 0 {}
        assert!(said.starts_with("讼理已就绪"), "{said}");
        Up { child, data: self.data(), said }
    }
}

/// A running `songli up`, killed with what belongs to it when the test ends.
struct Up {
    child: Child,
    data: PathBuf,
    /// What it has told the person.
    said: String,
}

impl Up {
    fn stop(mut self, signal: Signal) {
        kill(pid(self.child.id()), signal).unwrap();
        assert!(self.child.wait().unwrap().success());
    }

    /// Where the page is: host and port.
    fn address(&self) -> &str {
        let (_, rest) = self.said.split_once("http://").unwrap();
        rest.split_once('/').unwrap().0
    }

    /// What a browser gets that asks for a page.
    fn page(&self, path: &str) -> String {
        let mut door = TcpStream::connect(self.address()).unwrap();
        write!(door, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address()).unwrap();
        let mut page = String::new();
        door.read_to_string(&mut page).unwrap();
        page
    }

    fn postgres(&self) -> u32 {
        let note = fs::read_to_string(self.data.join("postgres/postmaster.pid")).unwrap_or_default();
        note.lines().next().and_then(|line| line.parse().ok()).unwrap_or(0)
    }

    fn nats(&self) -> u32 {
        living_in(&self.data.join("nats"), "nats-server").unwrap_or(0)
    }

    fn directory(&self) -> u32 {
        living_in(&self.data.join("services/directory"), "songli").unwrap_or(0)
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        until("所有进程结束", || [self.postgres(), self.nats(), self.directory()].iter().all(|pid| !alive(*pid)));
    }
}

fn pid(id: u32) -> Pid {
    Pid::from_raw(i32::try_from(id).unwrap())
}

fn alive(pid: u32) -> bool {
    pid != 0 && fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

fn living_in(folder: &Path, program: &str) -> Option<u32> {
    let folder = fs::canonicalize(folder).ok()?;
    let processes = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let mut pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.find(|pid| {
        let link = |name: &str| fs::read_link(format!("/proc/{pid}/{name}")).ok();
        link("cwd").is_some_and(|cwd| cwd == folder)
            && link("exe").is_some_and(|exe| exe.file_name().unwrap().to_string_lossy().starts_with(program))
    })
}

/// Polls a condition with a bound.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_mins(1), "{what} 没有发生");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn it_starts_stops_and_starts_again_on_the_same_data() {
    let place = Place::new();
    let up = place.up();
    let (postgres, nats, directory) = (up.postgres(), up.nats(), up.directory());
    assert!([postgres, nats, directory].iter().all(|pid| alive(*pid)));
    up.stop(Signal::SIGTERM);
    assert!([postgres, nats, directory].iter().all(|pid| !alive(*pid)));
    place.up().stop(Signal::SIGINT);
}

#[test]
fn a_second_one_is_told_who_holds_the_data() {
    let place = Place::new();
    let up = place.up();
    let (done, said) = place.says(&["up"]);
    assert!(!done && said.contains("正被占用") && said.contains(&up.child.id().to_string()), "{said}");
    let (done, said) = place.says(&["status"]);
    assert!(done && said.contains(&up.child.id().to_string()), "{said}");
}

#[test]
fn whatever_is_killed_comes_back() {
    let place = Place::new();
    let up = place.up();
    let running: [(&str, &dyn Fn() -> u32); 3] =
        [("PostgreSQL", &|| up.postgres()), ("nats-server", &|| up.nats()), ("directory", &|| up.directory())];
    for (name, now) in running {
        let before = now();
        kill(pid(before), Signal::SIGKILL).unwrap();
        until(name, || now() != before && alive(now()));
    }
    until("数据库恢复应答", || place.says(&["verify"]).0);
}

#[test]
fn after_it_was_killed_nothing_is_left_and_the_next_start_goes_on() {
    let place = Place::new();
    let mut up = place.up();
    let left = [up.postgres(), up.nats(), up.directory()];
    up.child.kill().unwrap();
    up.child.wait().unwrap();
    place.up().stop(Signal::SIGTERM);
    assert!(left.iter().all(|pid| !alive(*pid)), "{left:?}");
}

#[test]
fn a_backup_made_while_it_runs_is_restored_elsewhere_and_runs() {
    let place = Place::new();
    let up = place.up();
    let file = place.file("all.tar.gz");
    let (done, said) = place.says(&["backup", file.to_str().unwrap()]);
    assert!(done && said.contains("directory="), "{said}");
    let (done, said) = place.says(&["backup", file.to_str().unwrap()]);
    assert!(!done && said.contains("不会覆盖"), "{said}");
    let sealed = place.says(&["seal"]).1;
    drop(up);

    let elsewhere = Place::new();
    let (done, said) = elsewhere.says(&["restore", file.to_str().unwrap()]);
    assert!(done, "{said}");
    let (done, said) = elsewhere.says(&[&["verify"], &sealed.split_whitespace().collect::<Vec<_>>()[..]].concat());
    assert!(done && said.contains("完好"), "{said}");
    let (done, said) = elsewhere.says(&["restore", file.to_str().unwrap()]);
    assert!(!done && said.contains("已有数据"), "{said}");
    elsewhere.up().stop(Signal::SIGTERM);
}

#[test]
fn what_is_not_a_whole_backup_leaves_nothing_behind() {
    let place = Place::new();
    place.up().stop(Signal::SIGTERM);
    let whole = place.file("whole.tar.gz");
    assert!(place.says(&["backup", whole.to_str().unwrap()]).0);
    let bytes = fs::read(&whole).unwrap();

    let elsewhere = Place::new();
    let wrong: [(&str, &[u8]); 3] =
        [("half", &bytes[..bytes.len() / 2]), ("almost", &bytes[..bytes.len() - 4]), ("letter", b"Dear all")];
    for (name, bytes) in wrong {
        let file = elsewhere.file(name);
        fs::write(&file, bytes).unwrap();
        let (done, said) = elsewhere.says(&["restore", file.to_str().unwrap()]);
        assert!(!done && said.contains("不是完整的讼理备份"), "{said}");
        assert!(!elsewhere.data().exists());
    }
}

#[test]
fn a_restoration_that_was_cut_off_is_not_worked_with_and_can_be_repeated() {
    let place = Place::new();
    place.up().stop(Signal::SIGTERM);
    let file = place.file("all.tar.gz");
    assert!(place.says(&["backup", file.to_str().unwrap()]).0);

    let elsewhere = Place::new();
    assert!(elsewhere.says(&["restore", file.to_str().unwrap()]).0);
    fs::write(elsewhere.data().join("restoring"), "").unwrap(); // as it lies there until all was checked
    let (done, said) = elsewhere.says(&["up"]);
    assert!(!done && said.contains("恢复没有完成"), "{said}");
    assert!(elsewhere.says(&["restore", file.to_str().unwrap()]).0);
    elsewhere.up().stop(Signal::SIGTERM);
}

#[test]
fn wrong_settings_are_named_before_anything_starts() {
    let place = Place::new();
    let Output { status, stderr, .. } =
        place.songli(&["up"]).env("SONGLI_AREA", "宝鸡").env("SONGLI_NATS_PORT", "-1").output().unwrap();
    let said = String::from_utf8_lossy(&stderr);
    assert!(!status.success() && said.contains("SONGLI_AREA=宝鸡") && said.contains("SONGLI_NATS_PORT=-1"), "{said}");
    assert!(!place.data().exists());
}

#[test]
fn an_unknown_service_is_answered_with_those_there_are() {
    let (done, said) = Place::new().says(&["serve", "archive"]);
    assert!(!done && said.contains("directory"), "{said}");
}

#[test]
fn it_says_where_to_sign_in_and_as_whom_and_keeps_the_password_out_of_every_file() {
    let place = Place::new();
    let up = place.up();
    let page = up.page("/sign-in");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("<form"), "{page}");
    let (_, rest) = up.said.split_once("管理员账号 admin，一次性口令 ").unwrap();
    let password = rest.split_once('（').unwrap().0.to_owned();
    assert!(password.len() > 10, "{password}");
    up.stop(Signal::SIGTERM);

    let logs: Vec<_> = fs::read_dir(place.data().join("logs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(logs.iter().any(|log| log.ends_with("portal.log")), "{logs:?}");
    for log in logs.iter().filter(|log| log.is_file()) {
        assert!(!String::from_utf8_lossy(&fs::read(log).unwrap()).contains(&password), "{}", log.display());
    }
    let again = place.up();
    assert!(again.said.contains("http://") && !again.said.contains("口令"), "{}", again.said);
}

#[test]
fn a_taken_port_ends_the_start_with_the_setting_that_helps() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let Output { status, stderr, .. } = place.songli(&["up"]).env("SONGLI_LISTEN", &address).output().unwrap();
    let said = String::from_utf8_lossy(&stderr);
    assert!(!status.success() && said.contains("已被别的程序占用") && said.contains("SONGLI_LISTEN="), "{said}");
}

#[test]
fn practice_has_a_folder_and_a_clock_of_its_own() {
    let place = Place::new();
    let up = place.up_with(&["--practice", "--day", "2026-03-02"]);
    assert!(up.said.contains("今天是 2026-03-02") && up.said.contains("li.ming"), "{}", up.said);
    assert!(up.page("/sign-in").starts_with("HTTP/1.1 200"));
    let (done, said) = place.says(&["up", "--practice"]);
    assert!(!done && said.contains("正被占用"), "{said}");
    up.stop(Signal::SIGINT);

    let (done, said) = place.says(&["up"]);
    assert!(!done && said.contains("用于练习") && said.contains("--data"), "{said}");
    let again = place.up_with(&["--practice"]);
    assert!(again.said.contains("今天是 2026-03-02"), "{}", again.said);
    again.stop(Signal::SIGTERM);
}

#[test]
fn real_data_is_not_practised_on() {
    let place = Place::new();
    place.up().stop(Signal::SIGTERM);
    for option in ["--practice", "--demo"] {
        let (done, said) = place.says(&["up", option]);
        assert!(!done && said.contains("用于正式使用"), "{said}");
    }
}
