//! A place in memory for what tests need not keep.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::account::current_uid;
use crate::home::hash;

/// Where Linux keeps files in memory.
const MEMORY: &str = "/dev/shm";
/// What the databases and the log of a whole run may take, in KiB, with room to spare. Containers often have 64 MiB.
const ROOM_KIB: u64 = 3 << 20;

/// The folder in memory that belongs to `checkout`, where there is room for one.
///
/// A database for each test is thousands of files made and deleted; on a disk, ext4 looks a long while for the number of a
/// file that was not deleted just now.
pub(crate) fn folder(checkout: &Path) -> Option<PathBuf> {
    let checkout = checkout.canonicalize().ok()?;
    let folder = Path::new(MEMORY).join(format!("tend-test-{}-{}", current_uid().ok()?, hash(&checkout)));
    (folder.is_dir() || free_kib(Path::new(MEMORY))? >= ROOM_KIB).then_some(folder)
}

fn free_kib(place: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(place).output().ok()?;
    parse_free_kib(&String::from_utf8_lossy(&output.stdout))
}

/// What `df -Pk` says is free: the fourth word of its second line.
fn parse_free_kib(text: &str) -> Option<u64> {
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_read_as_posix_prints_it() {
        let text = "Filesystem     1024-blocks  Used Available Capacity Mounted on\ntmpfs                65536     0     64512       0% /dev/shm\n";
        assert_eq!(parse_free_kib(text), Some(64_512));
        assert_eq!(parse_free_kib("df: /dev/shm: No such file or directory\n"), None);
    }

    #[test]
    fn a_checkout_that_is_not_there_has_no_folder() {
        assert_eq!(folder(Path::new("/nowhere/tend")), None);
    }
}
