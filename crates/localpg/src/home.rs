//! Where a cluster lives, and the two locks that guard it.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::Error;
use crate::account::{Account, current_uid, owner_of};

/// Used when the server's account cannot enter the data folder.
const SYSTEM_STATE: &str = "/var/lib/tend";

/// The folder of one cluster: `cluster` (PostgreSQL's own), `server.log`, `lock`, `users`, `socket`.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub(crate) folder: PathBuf,
    pub(crate) account: Account,
}

impl Home {
    /// The home of the cluster that belongs to `data`; makes the folder when it is missing.
    pub(crate) fn of(data: &Path) -> Result<Self, Error> {
        Self::within(data, Path::new(SYSTEM_STATE))
    }

    fn within(data: &Path, state: &Path) -> Result<Self, Error> {
        fs::create_dir_all(data).map_err(|cause| Error::file("make", data, &cause))?;
        let data = data.canonicalize().map_err(|cause| Error::file("find", data, &cause))?;
        let near = data.join("postgres");
        let far = state.join(hash(&data));
        let exists = |home: &Path| home.join("cluster/PG_VERSION").exists();
        let account = Account::choose(owner_of(&near.join("cluster")))?;
        if !account.lowered || account.can_enter(&data) && (exists(&near) || !exists(&far)) {
            return Self::make(near, account);
        }
        if exists(&near) {
            return Err(Error::new(format!(
                "The account `{}` runs the cluster in {} but can no longer enter that folder: let it in with `chmod o+x` on the folder and those above it.",
                account.name,
                near.display()
            )));
        }
        let account = Account::choose(owner_of(&far.join("cluster")))?;
        fs::create_dir_all(state).map_err(|cause| Error::file("make", state, &cause))?;
        Self::make(far, account)
    }

    fn make(folder: PathBuf, account: Account) -> Result<Self, Error> {
        if !folder.exists() {
            let made = DirBuilder::new().recursive(true).mode(0o711).create(&folder);
            made.map_err(|cause| Error::file("make", &folder, &cause))?;
            let opened = fs::set_permissions(&folder, Permissions::from_mode(0o711));
            opened.map_err(|cause| Error::file("open", &folder, &cause))?;
        }
        Ok(Self { folder, account })
    }

    /// PostgreSQL's own folder.
    pub(crate) fn pgdata(&self) -> PathBuf {
        self.folder.join("cluster")
    }

    /// The server's log.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// Where the embedded binaries of this data folder are, if they were fetched.
    pub(crate) fn binaries(&self) -> PathBuf {
        self.folder.join("binaries")
    }

    /// The name in the titles of all server processes, by which survivors of a crash are known.
    pub(crate) fn cluster_name(&self) -> String {
        format!("tend-{}", hash(&self.folder))
    }

    /// Waits until no other process starts, stops or removes this cluster.
    pub(crate) fn lock(&self) -> Result<File, Error> {
        let path = self.folder.join("lock");
        let file = open(&path)?;
        file.lock().map_err(|cause| Error::file("lock", &path, &cause))?;
        Ok(file)
    }

    /// Registers a user of the cluster until the file is dropped or the process dies. Call it under [`Home::lock`].
    pub(crate) fn enter(&self) -> Result<File, Error> {
        let path = self.folder.join("users");
        let file = open(&path)?;
        file.lock_shared().map_err(|cause| Error::file("lock", &path, &cause))?;
        Ok(file)
    }

    /// Whether a process uses the cluster. Call it under [`Home::lock`].
    pub(crate) fn in_use(&self) -> Result<bool, Error> {
        let file = open(&self.folder.join("users"))?;
        let used = file.try_lock().is_err();
        release(&file);
        Ok(used)
    }
}

/// Where the embedded PostgreSQL package for this data folder belongs: a place that the server's account can reach.
///
/// # Errors
/// When the folder cannot be made.
pub fn binaries_folder(data: &Path) -> Result<PathBuf, Error> {
    Home::of(data).map(|home| home.binaries())
}

/// Gives up a lock at once. Closing the file alone would leave it to a child process that another thread is about to
/// start, until that one runs its own program.
pub(crate) fn release(file: &File) {
    let _ = file.unlock();
}

fn open(path: &Path) -> Result<File, Error> {
    let opened = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path);
    opened.map_err(|cause| match current_uid() {
        Ok(uid) if uid != 0 && owner_of(path) == Some(0) => Error::new(format!(
            "The cluster in {} was started by root: run this as root, or choose another data folder.",
            path.parent().unwrap_or(path).display()
        )),
        _ => Error::file("open", path, &cause),
    })
}

/// A short name for a path (64-bit FNV-1a): the same on every run and with every build, since data is found by it.
pub(crate) fn hash(path: &Path) -> String {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = path.as_os_str().as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, step);
    format!("{hash:016x}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("tend-home-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_name_of_a_path_never_changes() {
        assert_eq!(hash(Path::new("/srv/tend/data")), "a0915b92d8533e86");
    }

    #[test]
    fn a_cluster_lives_in_its_data_folder() {
        let data = scratch("near");
        let home = Home::within(&data, &data.join("state")).unwrap();
        assert_eq!(home.folder, data.canonicalize().unwrap().join("postgres"));
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn root_moves_the_cluster_out_of_a_checkout_that_the_server_cannot_enter() {
        let root = scratch("far");
        let data = root.join("checkout/data");
        fs::create_dir_all(&data).unwrap();
        fs::set_permissions(root.join("checkout"), Permissions::from_mode(0o700)).unwrap();
        let home = Home::within(&data, &root.join("state")).unwrap();
        if home.account.lowered {
            assert_eq!(home.folder.parent().unwrap(), root.join("state"));
        } else {
            assert_eq!(home.folder, data.canonicalize().unwrap().join("postgres"));
        }
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_cluster_that_exists_is_never_left_behind_for_a_new_one() {
        let root = scratch("locked-out");
        let data = root.join("checkout/data");
        let cluster = data.join("postgres/cluster");
        fs::create_dir_all(&cluster).unwrap();
        fs::write(cluster.join("PG_VERSION"), "15\n").unwrap();
        fs::set_permissions(root.join("checkout"), Permissions::from_mode(0o700)).unwrap();
        let home = Home::within(&data, &root.join("state"));
        match home {
            Ok(home) => assert!(!home.account.lowered),
            Err(error) => assert!(error.to_string().contains("chmod o+x"), "{error}"),
        }
        fs::remove_dir_all(&root).unwrap();
    }
}
