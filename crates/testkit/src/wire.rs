//! A small HTTP/1.1 client over one kept connection: what drills and benchmarks need and no more.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// The longest head of an answer, in bytes.
const LONGEST_HEAD: u64 = 64 << 10;

/// An answer as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Status.
    pub status: u16,
    head: String,
    /// Body.
    pub body: Vec<u8>,
}

impl Received {
    /// A header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        fields.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is not.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or(serde_json::Value::Null)
    }

    /// True for 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A connection to a server on this machine.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects to a port of this machine; each read or write may take `patience`.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn open(port: u16, patience: Duration) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), patience)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends one request and reads its answer. After an error the connection is of no more use.
    ///
    /// # Errors
    /// When the connection breaks, is too slow, or the answer is not HTTP/1.1 with a known length.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> io::Result<Received> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = body {
            request
                .push_str(&format!("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
        } else {
            request.push_str("Content-Length: 0\r\n\r\n");
        }
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.receive()
    }

    fn receive(&mut self) -> io::Result<Received> {
        let mut head = String::new();
        let mut limited = (&mut self.stream).take(LONGEST_HEAD);
        loop {
            let before = head.len();
            limited.read_line(&mut head)?;
            match &head[before..] {
                "\r\n" => break,
                line if line.ends_with('\n') => {}
                _ => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let status = head.get(9..12).and_then(|code| code.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
        let mut received = Received { status, head, body: Vec::new() };
        if status != 204 {
            let length = received.header("content-length").and_then(|length| length.parse().ok());
            received.body.resize(length.ok_or(io::ErrorKind::InvalidData)?, 0);
            self.stream.read_exact(&mut received.body)?;
        }
        Ok(received)
    }
}

/// A port of this machine that nobody listens on now.
///
/// # Errors
/// When the system has none to give.
pub fn free_port() -> io::Result<u16> {
    Ok(std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers one request with these bytes.
    fn answered(bytes: &'static [u8]) -> io::Result<Received> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a client");
            let _ = stream.read(&mut [0; 1024]).expect("a request");
            stream.write_all(bytes).expect("an answer");
        });
        let received = Connection::open(port, Duration::from_secs(5))?.send("GET", "/", &[], None);
        server.join().expect("the server");
        received
    }

    #[test]
    fn an_answer_has_a_status_headers_and_a_body() {
        let received =
            answered(b"HTTP/1.1 201 Created\r\nETag: \"1\"\r\ncontent-length: 9\r\n\r\n{\"id\":42}").unwrap();
        assert_eq!((received.status, received.header("etag")), (201, Some("\"1\"")));
        assert_eq!(received.json()["id"], 42);
    }

    #[test]
    fn an_answer_that_was_cut_off_is_an_error() {
        assert!(answered(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\"").is_err());
        assert!(answered(b"HTTP/1.1 200 OK\r\ncontent-le").is_err());
        assert!(answered(b"").is_err());
    }
}
