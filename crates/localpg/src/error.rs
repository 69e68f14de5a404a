use std::path::Path;

/// One plain sentence: what is wrong with the private cluster and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// A file operation that failed: `cannot <verb> <path> (<cause>): <advice>`.
    pub(crate) fn file(verb: &str, path: &Path, cause: &std::io::Error) -> Self {
        Self(format!(
            "Cannot {verb} {} ({cause}): make it accessible to the user that runs this, or choose another data folder.",
            path.display()
        ))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
