//! Keys of this installation, generated once and kept in the data folder, readable by its owner only.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::signature::Ed25519KeyPair;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Their folder inside the data folder.
pub const FOLDER: &str = "secrets";

/// The keys. Never printed.
pub struct Secrets {
    /// Ed25519 key in PKCS#8: signs access tokens and audit seals.
    pub signing_key: Vec<u8>,
    /// Pepper of the password hashes.
    pub pepper: Vec<u8>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// Reads the keys, or generates them on the first start.
    ///
    /// # Errors
    /// A sentence that says which file can't be read or written.
    pub fn load(data: &Path) -> Result<Self, String> {
        let folder = data.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| format!("can't create {}: {error}", folder.display()))?;
        let random = SystemRandom::new();
        let signing_key = read_or_make(&folder.join("signing.pk8"), || {
            Ed25519KeyPair::generate_pkcs8(&random)
                .map(|document| document.as_ref().to_vec())
                .map_err(|_| "no randomness".to_owned())
        })?;
        let pepper = read_or_make(&folder.join("pepper"), || {
            let mut bytes = vec![0; 32];
            random.fill(&mut bytes).map_err(|_| "no randomness".to_owned())?;
            Ok(bytes)
        })?;
        Ok(Self { signing_key, pepper })
    }
}

fn read_or_make(path: &Path, make: impl FnOnce() -> Result<Vec<u8>, String>) -> Result<Vec<u8>, String> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let bytes = make()?;
            let mut file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .map_err(|error| format!("can't write {}: {error}", path.display()))?;
            file.write_all(&bytes).map_err(|error| format!("can't write {}: {error}", path.display()))?;
            Ok(bytes)
        }
        Err(error) => Err(format!("can't read {}: {error}", path.display())),
    }
}

/// Random bytes for tokens and client secrets, in base64url.
///
/// # Errors
/// When the system has no randomness.
pub fn random_token() -> Result<String, String> {
    use base64::Engine;
    let mut bytes = [0_u8; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| "no randomness".to_owned())?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}
