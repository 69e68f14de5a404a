//! From where a request comes: proxies that are trusted say whom they speak for.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;
use sha2::{Digest, Sha256};

/// A network: the addresses that begin with these bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    fn contains(self, ip: IpAddr) -> bool {
        match (self.address, ip) {
            (IpAddr::V4(own), IpAddr::V4(ip)) => (u32::from(own) ^ u32::from(ip)).leading_zeros() >= self.bits,
            (IpAddr::V6(own), IpAddr::V6(ip)) => (u128::from(own) ^ u128::from(ip)).leading_zeros() >= self.bits,
            _ => false,
        }
    }
}

/// The proxies that are believed when they say from where a request came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

impl Proxies {
    /// From addresses and networks with commas between them.
    ///
    /// # Errors
    /// A sentence that says what each should look like.
    pub fn parse(text: &str) -> Result<Self, String> {
        let named = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let networks: Option<Vec<Network>> = named.map(Network::parse).collect();
        networks.map(Self).ok_or_else(|| {
            "trusted_proxies must be IP addresses or networks with commas between them, like 10.0.0.2 or 172.18.0.0/16"
                .into()
        })
    }

    fn trusts(&self, ip: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(ip))
    }

    /// The address from which a request came. Each proxy adds to `X-Forwarded-For` whom it heard, so what stands last is said by the
    /// nearest; it is followed as long as proxies that are trusted say it. Whatever stands before may be made up.
    fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        let mut client = request.peer_addr()?.ip().to_canonical();
        let said = request.headers().get_all("X-Forwarded-For").filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = said.flat_map(|line| line.split(',')).map(str::trim).collect();
        for hop in hops.into_iter().rev() {
            if !self.trusts(client) {
                break;
            }
            let Some(heard) = address_of(hop) else { break };
            client = heard;
        }
        Some(client)
    }

    /// The network a request comes from, hashed: /24 for IPv4, /48 for IPv6.
    pub fn lane(&self, request: &HttpRequest) -> String {
        let prefix = match self.client(request) {
            Some(IpAddr::V4(ip)) => ip.octets()[..3].to_vec(),
            Some(IpAddr::V6(ip)) => ip.octets()[..6].to_vec(),
            None => Vec::new(),
        };
        let hash = Sha256::digest(format!("{prefix:?}").as_bytes());
        hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// An address as proxies write it: alone, or with the port.
fn address_of(hop: &str) -> Option<IpAddr> {
    let alone = hop.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    alone.or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip())).map(|ip| ip.to_canonical())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> String {
        let mut request = TestRequest::default().peer_addr(SocketAddr::new(peer.parse().unwrap(), 4711));
        for line in forwarded {
            request = request.append_header(("X-Forwarded-For", *line));
        }
        Proxies::parse(trusted).unwrap().client(&request.to_http_request()).unwrap().to_string()
    }

    #[test]
    fn who_is_not_trusted_speaks_for_themselves() {
        assert_eq!(client("", "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.2", "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_says_whom_it_heard_and_what_was_made_up_before_it_counts_for_nothing() {
        assert_eq!(client("10.0.0.2", "10.0.0.2", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.2", "10.0.0.2", &["192.0.2.7, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.0/24", "10.0.0.2", &["192.0.2.7", "198.51.100.1, 10.0.0.9"]), "198.51.100.1");
        assert_eq!(client("::1, fd00::/8", "fd00::5", &["[2001:db8::7]:443"]), "2001:db8::7");
        assert_eq!(client("10.0.0.2", "::ffff:10.0.0.2", &["198.51.100.1:9000"]), "198.51.100.1");
        assert_eq!(client("10.0.0.2", "10.0.0.2", &["unknown"]), "10.0.0.2");
        assert_eq!(client("10.0.0.2", "10.0.0.2", &[]), "10.0.0.2");
    }

    #[test]
    fn a_network_is_as_long_as_it_says() {
        let holds = |network: &str, ip: &str| Network::parse(network).unwrap().contains(ip.parse().unwrap());
        assert!(holds("172.18.0.0/16", "172.18.255.1") && !holds("172.18.0.0/16", "172.19.0.1"));
        assert!(holds("0.0.0.0/0", "9.9.9.9") && !holds("0.0.0.0/0", "::1"));
        for wrong in ["proxy", "10.0.0.2/33", "::1/129", "10.0.0.2/"] {
            assert!(Proxies::parse(wrong).unwrap_err().contains("trusted_proxies"), "{wrong}");
        }
    }
}
