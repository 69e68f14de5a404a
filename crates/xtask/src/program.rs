//! Running other programs.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Outcome;

/// Runs a command to its end, its output to the terminal.
pub fn run(mut command: Command) -> Outcome {
    let status = command.status().map_err(|cause| cannot_start(&command, &cause))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status}): its last lines above say why.", line(&command)))
    }
}

/// Runs a command to its end and returns what it wrote to standard output.
pub fn read(mut command: Command) -> Outcome<Vec<u8>> {
    command.stderr(Stdio::inherit());
    let output = command.output().map_err(|cause| cannot_start(&command, &cause))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("`{}` failed ({}): its last lines above say why.", line(&command), output.status))
}

/// Whether a program can be started and succeeds, in silence.
pub fn works(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The command as a person would type it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(name).chain(arguments).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, cause: &std::io::Error) -> String {
    format!("`{}` could not be started ({cause}): install it or put it on the PATH.", line(command))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failed_program_is_named_as_it_would_be_typed() {
        assert!(run(shell("exit 3")).unwrap_err().starts_with("`sh -c exit 3` failed"));
    }

    #[test]
    fn a_missing_program_is_no_panic() {
        assert!(run(Command::new("no-such-program")).unwrap_err().contains("could not be started"));
        assert!(!works("no-such-program", &[]));
    }

    #[test]
    fn the_output_of_a_program_is_read() {
        assert_eq!(read(shell("echo yes")).unwrap(), b"yes\n");
    }
}
