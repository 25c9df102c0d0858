//! `saddleflow`: thin; everything is in the library.

fn main() -> std::process::ExitCode {
    saddleflow::cli::main()
}
