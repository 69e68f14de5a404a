//! The feed over MLLP with TLS: real sockets, certificates made here.

use api::adt::mllp::{Feed, listen};
use api::adt::tls::Tls;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use testkit::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::adt::{ago, message, number};

/// By when the server has hung up: less than it waits for a handshake or for the first message.
const CUT_OFF: Duration = Duration::from_secs(8);

/// Certificates in a folder that goes with this value.
struct Papers {
    folder: PathBuf,
}

impl Papers {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("tend-papers-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// An authority, written as `<name>.pem`.
    fn authority(&self, name: &str) -> CertifiedIssuer<'static, KeyPair> {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        std::fs::write(self.path(&format!("{name}.pem")), issuer.pem()).unwrap();
        issuer
    }

    /// A certificate for `localhost` of this authority, written as `<name>.pem` and `<name>.key`.
    fn certificate(&self, name: &str, issuer: &CertifiedIssuer<'static, KeyPair>) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, issuer).unwrap();
        std::fs::write(self.path(&format!("{name}.pem")), certificate.pem()).unwrap();
        std::fs::write(self.path(&format!("{name}.key")), key.serialize_pem()).unwrap();
    }

    fn tls(&self, senders: Option<&str>) -> Tls {
        let senders = senders.map(|name| self.path(&format!("{name}.pem")));
        Tls { certificate: self.path("feed.pem"), key: self.path("feed.key"), senders }
    }
}

impl Drop for Papers {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Listens for the app; the address, and what ends it when it is dropped.
async fn heard(app: &TestApp, tls: Option<&Tls>) -> (std::net::SocketAddr, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let peers = vec!["127.0.0.1".parse().unwrap()];
    let feed = Feed { client_id: app.world.staff["integrator"], peers };
    let (stop, stopped) = watch::channel(false);
    let acceptor = tls.map(|tls| tls.acceptor().unwrap());
    actix_web::rt::spawn(listen(listener, app.state.store.clone(), feed, acceptor, stopped));
    (address, stop)
}

fn pems(path: &Path) -> Vec<CertificateDer<'static>> {
    CertificateDer::pem_file_iter(path).unwrap().map(Result::unwrap).collect()
}

/// What a sender who trusts `root` and shows the certificate `own` is answered; empty when it is not heard.
async fn asked(papers: &Papers, address: std::net::SocketAddr, own: Option<&str>, text: &str) -> String {
    let mut roots = RootCertStore::empty();
    for root in pems(&papers.path("root.pem")) {
        roots.add(root).unwrap();
    }
    let begun = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let begun = begun.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
    let config = match own {
        None => begun.with_no_client_auth(),
        Some(name) => {
            let key = PrivateKeyDer::from_pem_file(papers.path(&format!("{name}.key"))).unwrap();
            begun.with_client_auth_cert(pems(&papers.path(&format!("{name}.pem"))), key).unwrap()
        }
    };
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let Ok(mut line) = TlsConnector::from(Arc::new(config)).connect(name, stream).await else { return String::new() };
    let framed = [b"\x0B", text.as_bytes(), b"\x1C\x0D"].concat();
    if line.write_all(&framed).await.is_err() || line.flush().await.is_err() {
        return String::new();
    }
    let (mut found, mut buffer) = (Vec::new(), [0; 4096]);
    while !found.ends_with(&[0x1C, 0x0D]) {
        match line.read(&mut buffer).await {
            Ok(count @ 1..) => found.extend_from_slice(&buffer[..count]),
            _ => return String::new(),
        }
    }
    String::from_utf8(found).unwrap()
}

fn admission(id: &str) -> String {
    message("A01", id, ago(3, 0), "4711", ("V1", "I"))
}

#[actix_web::test]
async fn a_message_over_tls_is_taken_and_plain_bytes_are_not_heard() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    let papers = Papers::new();
    papers.certificate("feed", &papers.authority("root"));
    let (address, _stop) = heard(&app, Some(&papers.tls(None))).await;
    assert!(asked(&papers, address, None, &admission("m-1")).await.contains("\rMSA|AA|m-1\r"));
    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(&[b"\x0B", admission("m-2").as_bytes(), b"\x1C\x0D"].concat()).await.unwrap();
    let mut rest = Vec::new();
    let _ = plain.read_to_end(&mut rest).await;
    assert!(!String::from_utf8_lossy(&rest).contains("MSA"), "plain bytes are answered");
    let stays = app.get("director", &format!("/api/v1/people/{}/stays", app.world.person_id)).await;
    assert_eq!(stays.json["items"].as_array().unwrap().len(), 1, "{}", stays.text);
}

#[actix_web::test]
async fn a_sender_that_speaks_tls_where_plain_tcp_is_heard_is_cut_off_with_its_first_bytes() {
    let app = TestApp::new().await;
    let papers = Papers::new();
    papers.authority("root");
    let (address, _stop) = heard(&app, None).await;
    // Shorter than any patience of the server: it hangs up, or this fails.
    let asked = tokio::time::timeout(CUT_OFF, asked(&papers, address, None, &admission("m-1"))).await;
    assert_eq!(asked.as_deref(), Ok(""));
}

#[actix_web::test]
async fn a_stop_does_not_wait_for_a_handshake_that_nobody_ends() {
    let app = TestApp::new().await;
    let papers = Papers::new();
    papers.certificate("feed", &papers.authority("root"));
    let (address, stop) = heard(&app, Some(&papers.tls(None))).await;
    let mut silent = TcpStream::connect(address).await.unwrap();
    // Whoever is heard after the silent one was accepted after it.
    assert!(asked(&papers, address, None, &admission("m-1")).await.contains("MSA"));
    stop.send(true).unwrap();
    let ended = tokio::time::timeout(CUT_OFF, silent.read(&mut [0])).await;
    assert!(matches!(ended, Ok(Ok(0) | Err(_))), "the silent one keeps its place");
}

#[actix_web::test]
async fn a_sender_must_show_a_certificate_of_an_authority_that_is_named() {
    let app = TestApp::new().await;
    let papers = Papers::new();
    let (root, hospital, stranger) =
        (papers.authority("root"), papers.authority("hospital"), papers.authority("other"));
    papers.certificate("feed", &root);
    papers.certificate("sender", &hospital);
    papers.certificate("impostor", &stranger);
    let (address, _stop) = heard(&app, Some(&papers.tls(Some("hospital")))).await;
    assert_eq!(asked(&papers, address, None, &admission("m-1")).await, "");
    assert_eq!(asked(&papers, address, Some("impostor"), &admission("m-2")).await, "");
    assert!(asked(&papers, address, Some("sender"), &admission("m-3")).await.contains("\rMSA|AA|m-3\r"));
    let summary = app.get("director", "/api/v1/adt-summary").await;
    assert_eq!(summary.json["waiting"], 1, "{}", summary.text);
}

#[test]
fn files_that_can_not_be_used_are_named_by_their_key() {
    let papers = Papers::new();
    let wrong = |tls: &Tls| tls.acceptor().err().expect("a refusal");
    assert!(wrong(&papers.tls(None)).starts_with("mllp_tls_certificate: can't read "));
    papers.certificate("feed", &papers.authority("root"));
    assert!(papers.tls(None).acceptor().is_ok());
    std::fs::write(papers.path("hospital.pem"), "not a certificate").unwrap();
    assert!(wrong(&papers.tls(Some("hospital"))).starts_with("mllp_tls_senders: there is no certificate in "));
    std::fs::copy(papers.path("root.pem"), papers.path("feed.pem")).unwrap();
    assert!(wrong(&papers.tls(None)).contains("do not belong together"));
    std::fs::write(papers.path("feed.key"), "").unwrap();
    assert!(wrong(&papers.tls(None)).starts_with("mllp_tls_key: "));
}
