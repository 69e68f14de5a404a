//! What is generated and committed: the API document from the code, the TypeScript client from the document.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::context::Context;
use crate::stamp::{collect, unreadable, unwritable};
use crate::{Outcome, node, program};

const DOCUMENT: &str = "openapi/tend.json";
const CLIENT: &str = "frontend/src/api";

/// `cargo xtask openapi`: writes the document that the code describes.
pub fn write_openapi(context: &Context) -> Outcome {
    let path = context.path(DOCUMENT);
    let text = described(context)?;
    let folder = path.parent().unwrap_or(&context.root);
    fs::create_dir_all(folder).map_err(|cause| unwritable(folder, &cause))?;
    fs::write(&path, text).map_err(|cause| unwritable(&path, &cause))?;
    println!("    wrote {DOCUMENT}");
    Ok(())
}

/// Fails when the committed document is not, byte by byte, what the code describes.
pub fn check_openapi(context: &Context) -> Outcome {
    let path = context.path(DOCUMENT);
    let committed = fs::read(&path).map_err(|cause| unreadable(&path, &cause))?;
    if committed == described(context)? {
        return Ok(());
    }
    Err(format!(
        "{DOCUMENT} is not what the code describes: run `cargo xtask openapi` and `cargo xtask client`, and commit both."
    ))
}

fn described(context: &Context) -> Outcome<Vec<u8>> {
    let mut tend = Command::new(context.build_tend("dev")?);
    tend.arg("openapi").current_dir(&context.root);
    program::read(tend)
}

/// `cargo xtask client`: writes the TypeScript client of the committed document.
pub fn write_client(context: &Context) -> Outcome {
    node::check()?;
    let folder = context.path("frontend");
    node::install(&folder)?;
    node::npm(&folder, &["run", "client"])
}

/// Fails when the committed client is not that of the committed document (and leaves the right one in place).
pub fn check_client(context: &Context) -> Outcome {
    let folder = context.path(CLIENT);
    let before = contents(&folder)?;
    write_client(context)?;
    let after = contents(&folder)?;
    if before == after {
        return Ok(());
    }
    Err(format!("{CLIENT} was not generated from {DOCUMENT}: it is now, so commit it."))
}

fn contents(folder: &Path) -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = Vec::new();
    collect(folder, &[], &mut files)?;
    let read = |file: PathBuf| match fs::read(&file) {
        Ok(text) => Ok((file, text)),
        Err(cause) => Err(unreadable(&file, &cause)),
    };
    files.into_iter().map(read).collect()
}
