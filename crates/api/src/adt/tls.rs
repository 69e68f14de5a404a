//! TLS for the feed: the server's certificate, and whose certificate a sender must show. TLS 1.2 and 1.3, nothing older.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// Where the certificates of the feed lie, each a PEM file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The server's certificate, then those between it and its root.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// The authorities whose certificate a sender must show; none asks senders for no certificate.
    pub senders: Option<PathBuf>,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// A sentence that names the key of the configuration and says what is wrong with its file.
    pub fn acceptor(&self) -> Result<TlsAcceptor, String> {
        let chain = certificates("mllp_tls_certificate", &self.certificate)?;
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|cause| unread("mllp_tls_key", &self.key, &cause))?;
        let provider = Arc::new(aws_lc_rs::default_provider());
        let begun = ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
        let begun = begun.map_err(|error| error.to_string())?;
        let asked = match &self.senders {
            None => begun.with_no_client_auth(),
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for root in certificates("mllp_tls_senders", path)? {
                    roots.add(root).map_err(|error| format!("mllp_tls_senders: {}: {error}", path.display()))?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider).build();
                begun.with_client_cert_verifier(verifier.map_err(|error| format!("mllp_tls_senders: {error}"))?)
            }
        };
        let config = asked.with_single_cert(chain, key).map_err(|error| {
            format!("mllp_tls_certificate and mllp_tls_key do not belong together or can't be used: {error}")
        })?;
        Ok(Arc::new(config).into())
    }
}

fn certificates(name: &str, path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    let found: Vec<_> = read.map_err(|cause| unread(name, path, &cause))?;
    if found.is_empty() { Err(format!("{name}: there is no certificate in {}", path.display())) } else { Ok(found) }
}

fn unread(name: &str, path: &Path, cause: &pem::Error) -> String {
    match cause {
        pem::Error::Io(cause) => format!("{name}: can't read {}: {cause}", path.display()),
        _ => format!("{name}: {} is not the PEM file that is needed", path.display()),
    }
}
