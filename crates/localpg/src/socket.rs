//! The private folder of the Unix socket: short, and closed to everybody but the server's account and root.

use std::fs::{self, DirBuilder};
use std::hash::{BuildHasher, RandomState};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Error;
use crate::home::Home;

/// The port number, which on a Unix socket is only part of the file's name.
pub(crate) const PORT: u16 = 5432;
/// The longest socket path that Linux accepts.
const LONGEST: usize = 107;
/// `SSLRequest` of the PostgreSQL protocol: length 8, code 80877103. The server answers with one byte.
const PROBE: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// The folder for the next start, when no server of this cluster runs: the one of last time while it is still ours alone, else a new one.
///
/// Keeping it lets clients of a server that was killed find its successor at the same address.
pub(crate) fn prepare(home: &Home) -> Result<PathBuf, Error> {
    let record = home.folder.join("socket");
    let last = fs::read_to_string(&record).ok().map(|text| PathBuf::from(text.trim()));
    let reusable = |last: &PathBuf| is_private(last, home.account.uid) || make(last, home).is_ok();
    if let Some(last) = last.filter(reusable) {
        clear(&last)?;
        return Ok(last);
    }
    let folder = make_new(home)?;
    fs::write(&record, folder.as_os_str().as_encoded_bytes()).map_err(|cause| Error::file("write", &record, &cause))?;
    Ok(folder)
}

/// Removes the folder after a stop.
pub(crate) fn discard(home: &Home) {
    if let Ok(text) = fs::read_to_string(home.folder.join("socket")) {
        let folder = Path::new(text.trim());
        if clear(folder).is_ok() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes the socket and the lock of a server that was killed.
fn clear(folder: &Path) -> Result<(), Error> {
    let socket = file_in(folder);
    for path in [socket.with_added_extension("lock"), socket] {
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => {
                return Err(Error::file("delete", &path, &cause));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a server answers in `folder`.
pub(crate) fn answers(folder: &Path) -> bool {
    let ask = || -> std::io::Result<u8> {
        let mut stream = UnixStream::connect(file_in(folder))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(&PROBE)?;
        let mut answer = [0];
        stream.read_exact(&mut answer)?;
        Ok(answer[0])
    };
    matches!(ask(), Ok(b'N' | b'S'))
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join(format!(".s.PGSQL.{PORT}"))
}

fn is_private(folder: &Path, uid: u32) -> bool {
    fs::symlink_metadata(folder)
        .is_ok_and(|found| found.is_dir() && found.uid() == uid && found.mode() & 0o7777 == 0o700)
}

fn make_new(home: &Home) -> Result<PathBuf, Error> {
    let token = format!("tend-{:08x}", RandomState::new().hash_one(std::process::id()) >> 32);
    let places = [PathBuf::from("/tmp"), std::env::temp_dir(), home.folder.clone()];
    let mut folders = places.iter().map(|place| place.join(&token));
    folders.find(|folder| make(folder, home).is_ok()).ok_or_else(|| {
        Error::new("No folder for PostgreSQL's socket could be made: make /tmp writable, or set TMPDIR to a short path that is.")
    })
}

/// Makes `folder` new: an existing one, a path that is too long and one that the account cannot enter are refused.
fn make(folder: &Path, home: &Home) -> Result<(), Error> {
    if file_in(folder).as_os_str().len() > LONGEST {
        return Err(Error::new("The path of the socket is too long."));
    }
    let made = DirBuilder::new().mode(0o700).create(folder);
    made.map_err(|cause| Error::file("make", folder, &cause))?;
    home.account.give(folder)?;
    if home.account.can_enter(folder) {
        return Ok(());
    }
    let _ = fs::remove_dir(folder);
    Err(Error::new("The server's account cannot enter the folder of the socket."))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn scratch(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("tend-socket-{name}-{}", std::process::id()))
    }

    #[test]
    fn the_socket_folder_is_closed_to_others_and_kept_for_the_next_start() {
        let data = scratch("kept");
        let home = Home::of(&data).unwrap();
        let folder = prepare(&home).unwrap();
        assert!(is_private(&folder, home.account.uid));
        assert!(file_in(&folder).as_os_str().len() <= LONGEST);
        assert_eq!(prepare(&home).unwrap(), folder);
        discard(&home);
        assert!(!folder.exists());
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_socket_folder_that_others_may_enter_is_not_used_again() {
        let data = scratch("opened");
        let home = Home::of(&data).unwrap();
        let folder = prepare(&home).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
        let next = prepare(&home).unwrap();
        assert_ne!(next, folder);
        fs::remove_dir(&folder).unwrap();
        discard(&home);
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_path_over_107_bytes_is_refused() {
        let data = scratch("long");
        let home = Home::of(&data).unwrap();
        assert!(make(&data.join("x".repeat(107)), &home).is_err());
        fs::remove_dir_all(&data).unwrap();
    }
}
