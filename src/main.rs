//! The command line; all of it lives in [`lettermark::cli`].

fn main() -> std::process::ExitCode {
    lettermark::cli::main()
}
