//! `cargo xtask test`: the stages, in order, until one is red.

use crate::context::Context;
use crate::progress::Progress;
use crate::stages::{STAGES, Stage};
use crate::{Outcome, unknown};

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Choice {
    stage: Option<String>,
    long: bool,
}

impl Choice {
    /// Reads the arguments of the command.
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut choice = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--long" => choice.long = true,
                flag if flag.starts_with('-') || choice.stage.is_some() => {
                    return Err(unknown(flag));
                }
                stage => choice.stage = Some(stage.to_owned()),
            }
        }
        Ok(choice)
    }
}

/// Runs the chosen stages and prints, as the last line, how many passed and failed.
pub fn run(context: &Context, choice: &Choice) -> Outcome {
    let stages = chosen(context, choice.stage.as_deref())?;
    let mut progress = Progress::new(stages.len());
    let mut passed = 0;
    let mut outcome = Ok(());
    for stage in &stages {
        outcome = progress.stage(&format!("{}: {}", stage.name, stage.title), || {
            stage.steps.iter().try_for_each(|step| step.run(context, choice.long))
        });
        if let Err(sentence) = &outcome {
            println!("\n{} is red: {sentence}", stage.name);
            break;
        }
        passed += 1;
    }
    if let Err(error) = localpg::end_tests() {
        println!("{error}");
    }
    println!("\nStages, in {}:\n{passed} passed, {} failed", progress.elapsed(), usize::from(outcome.is_err()));
    outcome.map_err(|_| "Correct that stage, run it alone with `cargo xtask test STAGE`, then all again.".into())
}

fn chosen(context: &Context, name: Option<&str>) -> Outcome<Vec<&'static Stage>> {
    let exists = |stage: &&Stage| stage.needs.iter().all(|need| context.path(need).exists());
    let all: Vec<&Stage> = STAGES.iter().filter(exists).collect();
    let Some(name) = name else { return Ok(all) };
    match all.iter().find(|stage| stage.name == name) {
        Some(stage) => Ok(vec![stage]),
        None => {
            let names: Vec<_> = all.iter().map(|stage| stage.name).collect();
            Err(format!("There is no stage `{name}` in this checkout: choose one of {}.", names.join(", ")))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Outcome<Choice> {
        Choice::parse(&arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn one_stage_and_long_are_understood_and_the_rest_is_refused() {
        assert_eq!(parse(&["rules", "--long"]).unwrap(), Choice { stage: Some("rules".into()), long: true });
        assert!(parse(&["rules", "http"]).is_err());
        assert!(parse(&["--lnog"]).is_err());
    }

    #[test]
    fn a_stage_that_does_not_exist_yet_is_not_listed() {
        let nowhere = Context { root: "/nowhere".into(), target: "/nowhere/target".into() };
        assert!(chosen(&nowhere, None).unwrap().is_empty());
        assert!(chosen(&nowhere, Some("rules")).is_err());
    }

    #[test]
    fn a_stage_is_found_by_its_name() {
        let stages = chosen(&Context::new(), Some("tidy")).unwrap();
        assert_eq!(stages.iter().map(|stage| stage.name).collect::<Vec<_>>(), ["tidy"]);
    }

    #[test]
    fn stages_have_names_of_their_own_and_something_to_do() {
        for (index, stage) in STAGES.iter().enumerate() {
            assert!(!stage.steps.is_empty(), "{}", stage.name);
            assert!(STAGES[..index].iter().all(|other| other.name != stage.name), "{}", stage.name);
        }
    }
}
