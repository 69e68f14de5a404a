//! `cargo xtask tidy`: the rules of the architecture that a compiler does not hold.

mod edges;
mod migrations;
mod papers;
mod sizes;
mod slices;
mod vectors;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::context::Context;
use crate::stamp::{collect, unreadable};

/// One text file of the checkout.
struct Source {
    /// Its path from the root of the checkout, with `/`.
    path: String,
    text: String,
}

/// Prints every broken rule and fails when there is one.
pub fn run(context: &Context) -> Outcome {
    let sources = sources_in(&context.root, &["crates", "frontend/src", "tests"], &["rs", "ts", "tsx"])?;
    let manifests = sources_named(&context.root, "Cargo.toml")?;
    let migrations = sources_in(&context.root, &["crates/persistence/migrations"], &["sql"])?;
    let papers = sources_in(&context.root, &["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "docs"], &["md"])?;
    let findings: Vec<String> = [
        edges::check(&manifests),
        sizes::check(&sources),
        words::check(&sources),
        migrations::check(&migrations),
        slices::check(&sources, slices::EXEMPT),
        vectors::check(&sources),
        papers::check(&papers, &sources, |place| context.path(place).exists()),
    ]
    .concat();
    for finding in &findings {
        println!("    {finding}");
    }
    if findings.is_empty() {
        println!("    {} files are tidy", sources.len() + manifests.len() + migrations.len() + papers.len());
        return Ok(());
    }
    Err(format!("{} places break a rule of the architecture: correct those listed above.", findings.len()))
}

fn sources_in(root: &Path, folders: &[&str], extensions: &[&str]) -> Outcome<Vec<Source>> {
    let wanted = |path: &Path| path.extension().is_some_and(|found| extensions.iter().any(|wanted| found == *wanted));
    read(root, folders, wanted)
}

fn sources_named(root: &Path, name: &str) -> Outcome<Vec<Source>> {
    read(root, &["crates", "tests"], |path| path.file_name().is_some_and(|found| found == name))
}

fn read(root: &Path, folders: &[&str], wanted: impl Fn(&Path) -> bool) -> Outcome<Vec<Source>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders {
        collect(&root.join(folder), &["node_modules", "target", ".venv"], &mut files)?;
    }
    files.retain(|file| wanted(file));
    let source = |file: PathBuf| {
        let text = fs::read_to_string(&file).map_err(|cause| unreadable(&file, &cause))?;
        let path = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
        Ok(Source { path, text })
    };
    files.into_iter().map(source).collect()
}
