//! The built program, as the tests of the command line call it.
#![allow(dead_code, reason = "each test program uses a part")]

use assert_cmd::Command;
use serde_json::Value;

/// `saddleflow` with these words.
pub fn saddleflow(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saddleflow"));
    command.args(arguments.split_whitespace());
    command
}

/// What it prints when all is well.
pub fn stdout(arguments: &str) -> String {
    String::from_utf8(saddleflow(arguments).assert().success().get_output().stdout.clone()).expect("UTF-8")
}

/// The same, read as JSON.
pub fn json(arguments: &str) -> Value {
    serde_json::from_str(&stdout(arguments)).expect("JSON")
}

/// What it says on standard output and standard error when it is given a text, and its exit code.
pub fn said(arguments: &[&str], input: &str) -> (String, String, i32) {
    let output = saddleflow("").args(arguments).write_stdin(input).output().expect("a run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code().expect("a code"))
}
