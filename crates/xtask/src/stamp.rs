//! Stamps that say which sources a product was made from, so that it is made again only when they change.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::Outcome;

/// Runs `make` unless the file `stamp` says that it succeeded for the same sources. True when it ran.
pub fn unless_fresh(stamp: &Path, sources: &[PathBuf], skip: &[&str], make: impl FnOnce() -> Outcome) -> Outcome<bool> {
    let mark = fingerprint(sources, skip)?;
    if fs::read_to_string(stamp).is_ok_and(|last| last == mark) {
        return Ok(false);
    }
    let _ = fs::remove_file(stamp);
    make()?;
    fs::write(stamp, mark).map_err(|cause| unwritable(stamp, &cause))?;
    Ok(true)
}

/// A mark of the names and contents of files and of all files in folders, without entries named in `skip`.
pub fn fingerprint(sources: &[PathBuf], skip: &[&str]) -> Outcome<String> {
    let mut files = Vec::new();
    for source in sources {
        collect(source, skip, &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).map_err(|cause| unreadable(&file, &cause))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files in a folder and below, in order of name; a file stands for itself, what does not exist for nothing.
pub fn collect(path: &Path, skip: &[&str], files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    if !path.exists() {
        return Ok(());
    }
    let entries = fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = entries.map_err(|cause| unreadable(path, &cause))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let skipped = entry.file_name().to_str().is_some_and(|name| skip.contains(&name));
        if !skipped {
            collect(&entry.path(), skip, files)?;
        }
    }
    Ok(())
}

/// The sentence for a path that cannot be read.
pub fn unreadable(path: &Path, cause: &std::io::Error) -> String {
    format!("Cannot read {} ({cause}): make it readable for the user that runs this.", path.display())
}

/// The sentence for a path that cannot be written.
pub fn unwritable(path: &Path, cause: &std::io::Error) -> String {
    format!("Cannot write {} ({cause}): make it writable for the user that runs this.", path.display())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("tend-stamp-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("src/skipped")).unwrap();
        fs::write(folder.join("src/a.ts"), "1").unwrap();
        folder
    }

    #[test]
    fn a_product_is_made_again_only_when_a_source_changes() {
        let folder = scratch("again");
        let stamp = folder.join("stamp");
        let sources = [folder.join("src")];
        let made = || unless_fresh(&stamp, &sources, &["skipped"], || Ok(())).unwrap();
        assert!(made());
        assert!(!made());
        fs::write(folder.join("src/skipped/b.ts"), "1").unwrap();
        assert!(!made());
        fs::write(folder.join("src/a.ts"), "2").unwrap();
        assert!(made());
        fs::write(folder.join("src/c.ts"), "").unwrap();
        assert!(made());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_product_that_failed_is_made_again() {
        let folder = scratch("failed");
        let stamp = folder.join("stamp");
        let sources = [folder.join("src")];
        assert!(unless_fresh(&stamp, &sources, &[], || Err("no".into())).is_err());
        assert!(unless_fresh(&stamp, &sources, &[], || Ok(())).unwrap());
        fs::remove_dir_all(folder).unwrap();
    }
}
