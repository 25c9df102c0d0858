//! Python peers, each with its packages in a virtual environment of its own under target/.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The interpreter of an environment that holds these packages, made at the first call; none without python3 or a
/// package index.
pub fn interpreter(packages: &[&str]) -> Option<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers").join(packages.join("+"));
    let python = home.join("bin/python");
    let ready = home.join("ready");
    if !ready.exists() {
        eprintln!("installing {} in {}", packages.join(", "), home.display());
        let done = |command: &mut Command| command.stdout(Stdio::null()).status().is_ok_and(|s| s.success());
        if !done(Command::new("python3").args(["-m", "venv"]).arg(&home))
            || !done(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(packages))
        {
            return None;
        }
        std::fs::write(ready, "").ok()?;
    }
    Some(python)
}

/// `benches/peers/<script>` on one thread, to be started.
pub fn command(script: &str, packages: &[&str]) -> Option<Command> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers").join(script);
    let mut command = Command::new(interpreter(packages)?);
    for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
        command.env(threads, "1");
    }
    command.env("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1").arg(path);
    Some(command)
}

/// What `benches/peers/<script>` prints on one thread.
pub fn run(script: &str, packages: &[&str], arguments: &[&Path]) -> Option<Vec<u8>> {
    let output = command(script, packages)?.args(arguments).output().ok()?;
    output.status.success().then_some(output.stdout)
}
