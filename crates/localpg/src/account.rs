//! The account that the server runs as: PostgreSQL refuses to run as root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Error;

/// The accounts tried, in this order, when we are root.
const SERVER_ACCOUNTS: [&str; 2] = ["postgres", "nobody"];

/// Who runs the server, and whether we have to become that account first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    gid: u32,
    /// True when we are root and change to this account for every PostgreSQL program.
    pub(crate) lowered: bool,
}

impl Account {
    /// The account for a cluster whose files, when it exists already, belong to `owner`.
    pub(crate) fn choose(owner: Option<u32>) -> Result<Self, Error> {
        let uid = current_uid()?;
        if uid != 0 {
            return match owner {
                Some(other) if other != uid => Err(Error::new(
                    "The cluster in this data folder belongs to another user: run this as that user (or root), or choose another data folder.",
                )),
                _ => Ok(Self { name: "the current user".into(), uid, gid: 0, lowered: false }),
            };
        }
        let passwd =
            fs::read_to_string("/etc/passwd").map_err(|cause| Error::file("read", Path::new("/etc/passwd"), &cause))?;
        from_passwd(&passwd, owner.filter(|uid| *uid != 0)).ok_or_else(|| {
            Error::new(
                "PostgreSQL refuses to run as root and neither of the accounts `postgres` and `nobody` exists: create the account `postgres`, or run this as an ordinary user.",
            )
        })
    }

    /// A command that runs as this account, away from the caller's folder, locale and `PG*` variables.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").stdin(Stdio::null()).env("LC_ALL", "C");
        for (key, _) in std::env::vars_os() {
            if key.to_string_lossy().starts_with("PG") {
                command.env_remove(key);
            }
        }
        if self.lowered {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Hands a file or folder to this account.
    pub(crate) fn give(&self, path: &Path) -> Result<(), Error> {
        if !self.lowered {
            return Ok(());
        }
        std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid))
            .map_err(|cause| Error::file("change the owner of", path, &cause))
    }

    /// Whether this account can enter `folder`, all folders above it included.
    pub(crate) fn can_enter(&self, folder: &Path) -> bool {
        let mut test = self.command(Path::new("test"));
        test.arg("-x").arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
        test.status().is_ok_and(|status| status.success())
    }
}

/// The owner of a file or folder, if it exists.
pub(crate) fn owner_of(path: &Path) -> Option<u32> {
    fs::metadata(path).ok().map(|metadata| metadata.uid())
}

/// The effective user id of this process.
pub(crate) fn current_uid() -> Result<u32, Error> {
    if let Some(uid) = owner_of(Path::new("/proc/self")) {
        return Ok(uid);
    }
    let output = Command::new("id").arg("-u").output();
    output
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse().ok())
        .ok_or_else(|| Error::new("Cannot tell which user this is: put the command `id` on the PATH."))
}

/// The account of a user id, or the first of [`SERVER_ACCOUNTS`], from the text of `/etc/passwd`.
fn from_passwd(passwd: &str, uid: Option<u32>) -> Option<Account> {
    let accounts = || passwd.lines().filter_map(parse_line);
    match uid {
        Some(uid) => accounts().find(|account| account.uid == uid),
        None => {
            SERVER_ACCOUNTS.iter().find_map(|name| accounts().find(|account| account.name == *name && account.uid != 0))
        }
    }
}

fn parse_line(line: &str) -> Option<Account> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Account { name, uid, gid, lowered: true })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65533::/:/bin/false\nalice:x:1000:1001::/home/alice:/bin/sh\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn root_runs_the_server_as_postgres() {
        let account = from_passwd(PASSWD, None).unwrap();
        assert_eq!((account.name.as_str(), account.uid, account.gid), ("postgres", 101, 104));
    }

    #[test]
    fn without_postgres_root_runs_the_server_as_nobody() {
        let passwd = PASSWD.lines().take(3).collect::<Vec<_>>().join("\n");
        assert_eq!(from_passwd(&passwd, None).unwrap().name, "nobody");
    }

    #[test]
    fn a_cluster_that_exists_keeps_its_account() {
        assert_eq!(from_passwd(PASSWD, Some(1000)).unwrap().name, "alice");
    }

    #[test]
    fn a_machine_without_either_account_has_none() {
        assert_eq!(from_passwd("root:x:0:0::/root:/bin/sh", None), None);
    }
}
