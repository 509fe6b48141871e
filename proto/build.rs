//! Compiles the `.proto` files with a compiler written in Rust, so that cargo alone builds the project.

use std::{env, error::Error, fs, path::PathBuf};

const FILES: [&str; 7] = [
    "common.proto",
    "directory.proto",
    "reconsideration.proto",
    "appearances.proto",
    "suggestions.proto",
    "notices.proto",
    "paper.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    for file in FILES {
        println!("cargo::rerun-if-changed={file}");
    }
    let descriptors = protox::compile(FILES, ["."])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("songli.binpb"), protox::prost::Message::encode_to_vec(&descriptors))?;
    prost_build::Config::new().compile_fds(descriptors)?;
    Ok(())
}
