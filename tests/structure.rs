//! Who may know whom, and other rules of the layout, checked on the files themselves.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What each crate may use of ours; in tests any may use `backing` too.
const MAY_USE: &[(&str, &[&str])] = &[
    ("proto", &[]),
    ("kernel", &[]),
    ("backing", &[]),
    ("runtime", &["kernel", "proto"]),
    ("directory", &["kernel", "proto", "runtime"]),
    ("reconsideration", &["kernel", "proto", "runtime"]),
    ("appearances", &["kernel", "proto", "runtime"]),
    ("suggestions", &["kernel", "proto", "runtime"]),
    ("notices", &["kernel", "proto", "runtime"]),
    ("paper", &["kernel", "proto", "runtime"]),
    ("portal", &["kernel", "proto", "runtime"]),
    (
        "launcher",
        &[
            "appearances",
            "backing",
            "directory",
            "kernel",
            "notices",
            "portal",
            "proto",
            "reconsideration",
            "runtime",
            "suggestions",
        ],
    ),
];

/// The crates whose build must stay free of servers, networks and clocks.
const PURE: &[(&str, &[&str])] = &[("kernel", &["tokio", "sqlx", "async-nats", "prost"])];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

struct Package {
    name: String,
    folder: PathBuf,
    uses: BTreeSet<String>,
    tests_use: BTreeSet<String>,
}

fn packages() -> Vec<Package> {
    let workspace: toml::Table = toml::from_str(&std::fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    members.iter().map(|member| package(&root().join(member.as_str().unwrap()))).collect()
}

fn package(folder: &Path) -> Package {
    let manifest: toml::Table = toml::from_str(&std::fs::read_to_string(folder.join("Cargo.toml")).unwrap()).unwrap();
    let names = |table: &str| {
        manifest.get(table).and_then(|t| t.as_table()).map(|t| t.keys().cloned().collect()).unwrap_or_default()
    };
    Package {
        name: manifest["package"]["name"].as_str().unwrap().to_owned(),
        folder: folder.to_owned(),
        uses: names("dependencies"),
        tests_use: names("dev-dependencies"),
    }
}

/// Our crates that a crate uses without being allowed to.
fn forbidden(package: &Package, ours: &BTreeSet<String>) -> BTreeSet<String> {
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == package.name) else { return BTreeSet::new() };
    let allowed = |name: &str| allowed.contains(&name);
    let plain = package.uses.intersection(ours).filter(|name| !allowed(name));
    let in_tests = package.tests_use.intersection(ours).filter(|name| !allowed(name) && *name != "backing");
    plain.chain(in_tests).cloned().collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && entry.file_name().is_some_and(|name| name != "target") {
            found.extend(sources(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
    found
}

#[test]
fn no_crate_knows_another_that_it_must_not_know() {
    let packages = packages();
    let ours: BTreeSet<String> = packages.iter().map(|package| package.name.clone()).collect();
    let wrong: BTreeMap<_, _> = packages
        .iter()
        .map(|package| (package.name.as_str(), forbidden(package, &ours)))
        .filter(|(_, forbidden)| !forbidden.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    for (name, _) in MAY_USE {
        assert!(ours.contains(*name), "{name} is no longer a crate: strike it from MAY_USE");
    }
}

#[test]
fn the_rule_notices_a_kernel_that_learns_of_the_runtime() {
    let ours = BTreeSet::from(["kernel".to_owned(), "runtime".to_owned()]);
    let kernel = Package {
        name: "kernel".to_owned(),
        folder: PathBuf::new(),
        uses: BTreeSet::from(["runtime".to_owned(), "serde".to_owned()]),
        tests_use: BTreeSet::new(),
    };
    assert_eq!(forbidden(&kernel, &ours), BTreeSet::from(["runtime".to_owned()]));
}

#[test]
fn every_service_is_subject_to_the_rules() {
    for package in packages().iter().filter(|package| package.folder.starts_with(root().join("services"))) {
        assert!(MAY_USE.iter().any(|(name, _)| *name == package.name), "{} has no line in MAY_USE", package.name);
    }
}

#[test]
fn the_kernel_stays_pure() {
    let packages = packages();
    for (name, forbidden) in PURE {
        let package = packages.iter().find(|package| package.name == *name).unwrap();
        for library in *forbidden {
            assert!(!package.uses.contains(*library), "{name} uses {library}");
        }
    }
}

#[test]
fn time_is_read_and_ids_are_made_in_one_place() {
    let one_place = root().join("services/runtime/src/clock.rs");
    let readings =
        ["SystemTime::now(", "Timestamp::now(", "Zoned::now(", "Uuid::new_v4(", "Uuid::now_v7(", "Uuid::new_v7("];
    for part in ["services", "proto"] {
        for file in sources(&root().join(part)).into_iter().filter(|file| *file != one_place) {
            let text = std::fs::read_to_string(&file).unwrap();
            for reading in readings {
                assert!(!text.contains(reading), "{} reads {reading}…)", file.display());
            }
        }
    }
}

/// A connection on which a beginning was given up must not be used again: `transaction.rs` says why.
#[test]
fn transactions_begin_in_one_place() {
    let one_place = root().join("services/runtime/src/transaction.rs");
    for file in sources(&root().join("services")).into_iter().filter(|file| *file != one_place) {
        let text = std::fs::read_to_string(&file).unwrap();
        for beginning in ["begin().await", "begin_with(", "try_begin("] {
            assert!(!text.contains(beginning), "{}: {beginning}…", file.display());
        }
    }
}

/// What is known of settings without being asked for: the directory's list, and the words of it for notices and pages.
const LISTS_OF_SETTINGS: [&str; 3] =
    ["services/directory", "services/notices/src/policies.rs", "services/portal/src/pages/figures/settings.rs"];

/// They say who does what here, and the page of settings alone tells it.
const ONLY_TOLD: [&str; 2] = ["reconsideration_organ", "reconsideration_body"];

#[test]
fn every_setting_that_can_be_adopted_is_asked_for_by_some_code() {
    let lists = LISTS_OF_SETTINGS.map(|list| root().join(list));
    let is_test =
        |file: &Path| file.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")));
    let asking = |file: &PathBuf| !lists.iter().any(|list| file.starts_with(list)) && !is_test(file);
    let files = sources(&root().join("services")).into_iter().filter(asking);
    let texts: Vec<String> = files.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let asks = |text: &String, name: &str| {
        text.split("#[cfg(test)]").next().is_some_and(|code| code.contains(&format!("\"{name}\"")))
    };
    let names = directory::setting::known::ALL.iter().map(|known| known.name);
    let idle: Vec<&str> = names.filter(|name| !texts.iter().any(|text| asks(text, name))).collect();
    assert_eq!(idle, ONLY_TOLD);
}

#[test]
fn a_module_is_named_by_its_file() {
    let unnamed: Vec<_> =
        sources(&root()).into_iter().filter(|file| file.file_name().is_some_and(|name| name == "mod.rs")).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
}

#[test]
fn the_top_level_is_as_the_owner_fixed_it() {
    let fixed = ["Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "services", "proto", "deploy", "tests"];
    // What git ignores, such as the build's output, is nobody's business here.
    let ignored = std::fs::read_to_string(root().join(".gitignore")).unwrap();
    for entry in std::fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = name.starts_with('.') || fixed.contains(&name.as_str()) || ignored.contains(&format!("/{name}"));
        assert!(known, "{name} does not belong at the top level");
    }
}
