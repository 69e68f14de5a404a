//! Messages that hospitals send, and what may become of them on the way: flipped, cut, spliced, in another order, in other
//! character sets; and messages made of parts that fit together only now and then.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};

/// Stands where only the patient's data stand.
pub const CANARY: &str = "Kanarienvogel";

const SEEDS: [&str; 9] = [
    "MSH|^~\\&|EPIC|HARBOR|TEND||20260102120000-0500||ADT^A01^ADT_A01|C-1|P|2.5.1\rEVN|A01|20260102120000-0500\rPID|1||4711^^^HARBOR^MR~99^^^SSA^SS||Kanarienvogel^Ama^B||19580412|F|||12 Pier Rd^^Albany^NY^12207||518 555 0142\rPV1|1|I|4W^401^2||||||||||||||||V88\r",
    "MSH|^~\\&|EPIC|HARBOR|TEND||20260103120000||ADT^A03|C-2|P|2.3\rEVN||20260103120000\rPID|||4711^^^HARBOR^MR||Kanarienvogel^Ama\rPV1||I|4W^401||||||||||||||||V88|||||||||||||||||03^Home|||||||20260102120000|20260103115900\r",
    "MSH|^~\\&|MEDI|NORTH|||2026010212||ADT^A08|C-3|T|2.4\nEVN|A08|2026010212\nPID|1||1~2~3||Kanarienvogel^\"\"||\"\"|U\nPV1|1|E|ED||||||||||||||||77\nPV2|||^Chest \\T\\ arm pain\n",
    "MSH|^~\\&|EPIC|HARBOR|TEND||20260104120000+0000||ADT^A40|C-4|P|2.5.1\rEVN|A40|20260104120000+0000\rPID|1||4711^^^HARBOR^MR||Kanarienvogel^Ama\rMRG|4712^^^HARBOR^MR\r",
    "MSH|^~\\&|EPIC|HARBOR|TEND||20260104120000||ADT^A28|C-5|P|2.5.1||||||8859/1\rEVN|A28|20260104120000\rPID|1||5||Kanarienvogel^Zo\u{EB}||20200229|X\r",
    "MSH$%*!@$EPIC$HARBOR$TEND$$20260105$$ADT%A04$C-6$P$2.5.1\rEVN$A04$20260105\rPID$1$$6%%%HARBOR%MR$$Kanarienvogel%Ama\rPV1$1$OBS$OBS!F!1$$$$$$$$$$$$$$$$V9\r",
    "MSH|^~\\&|EPIC|HARBOR|TEND||20260106120000||ADT^A13|C-7|P|2.5.1\r\nEVN|A13|20260106120000||||20260105\r\nPID|1||4711^^^HARBOR&1.2.3&ISO^MR||Kanarienvogel^Ama\r\nPV1|1|I|||||||||||||||||V88\r\n",
    "MSH|^~\\&|EPIC|HARBOR|TEND||20260107||ADT^A11|C-8|P|2.5.1||||||UNICODE UTF-8\rEVN|A11|20260107\rPID|1||7||Kanarienvogel^\u{2066}Ama\u{2069}\\X0D\\\rPV1|1|I|||||||||||||||||V1\r",
    "MSH|^~\\&|EPIC|HARBOR|TEND||20260108||ORU^R01|C-9|P|2.5.1\rOBX|1|TX|x||Kanarienvogel\r",
];

/// A message as it may come.
pub struct Piece {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The control id, when its header is whole.
    pub head: Option<String>,
}

/// A message: one of hospitals, mutated, or one of parts.
pub fn piece(rng: &mut StdRng) -> Piece {
    if rng.random_ratio(1, 3) {
        return Piece { bytes: of_parts(rng), head: None };
    }
    let seed = SEEDS.choose(rng).copied().unwrap_or_default();
    let end = seed.find(['\r', '\n']).unwrap_or(seed.len());
    let (head, body) = seed.split_at(end);
    let control_id = head.split(['|', '$']).nth(9).map(str::to_owned);
    let mut body = body.as_bytes().to_vec();
    for _ in 0..rng.random_range(0..5) {
        mutation(rng, &mut body);
    }
    // Whatever follows the first segment must not change what it says.
    if !body.is_empty() && !body.starts_with(b"\r") && !body.starts_with(b"\n") {
        body.insert(0, b'\r');
    }
    let mut bytes = [head.as_bytes(), &body].concat();
    let is_whole = rng.random_ratio(2, 3) && readable(&bytes);
    if !is_whole {
        mutation(rng, &mut bytes);
    }
    bytes.truncate(60_000);
    Piece { bytes, head: control_id.filter(|_| is_whole) }
}

/// What is not readable in the character set that it names is answered without the control id.
fn readable(bytes: &[u8]) -> bool {
    domain::adt::er7::text_of(bytes).is_ok()
}

fn mutation(rng: &mut StdRng, to: &mut Vec<u8>) {
    match rng.random_range(0..4) {
        0 => bytes(rng, to),
        1 => segments(rng, to),
        2 => fields(rng, to),
        _ => encoding(rng, to),
    }
}

/// Flips, cuts, doubles and splices bytes.
pub fn bytes(rng: &mut StdRng, to: &mut Vec<u8>) {
    if to.is_empty() {
        return to.push(rng.random());
    }
    let (one, other) = (rng.random_range(0..to.len()), rng.random_range(0..to.len()));
    let (from, until) = (one.min(other), one.max(other));
    match rng.random_range(0..6) {
        0 => to[one] ^= 1 << rng.random_range(0..8),
        1 => to[one] = *[0x0B, 0x1C, 0x0D, 0x0A, 0x00, b'|', b'^', b'\\', 0xFF].choose(rng).unwrap_or(&0),
        2 => to.truncate(one),
        3 => drop(to.drain(from..until)),
        4 => {
            let doubled = to[from..until].to_vec();
            to.splice(one..one, doubled);
        }
        _ => {
            let other = SEEDS.choose(rng).copied().unwrap_or_default().as_bytes();
            let cut = rng.random_range(0..other.len());
            to.splice(one.., other[cut..].iter().copied());
        }
    }
}

/// Swaps, drops and repeats segments.
fn segments(rng: &mut StdRng, to: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> = to.split(|byte| *byte == b'\r').map(<[u8]>::to_vec).collect();
    match rng.random_range(0..3) {
        0 => lines.shuffle(rng),
        1 => drop(lines.pop()),
        _ => lines.extend_from_within(..),
    }
    *to = lines.join(&b'\r');
}

/// Repeats separators and puts odd values between them.
fn fields(rng: &mut StdRng, to: &mut Vec<u8>) {
    const ODD: [&str; 9] =
        ["\"\"", "\\", "\\X", "\\XZZ\\", "99999999999999", "20260230", "^^^^&&&&", "~~~~", "20260102+99999"];
    let at = rng.random_range(0..=to.len());
    let value = match rng.random_range(0..3) {
        0 => "|".repeat(rng.random_range(1..60)),
        1 => ODD.choose(rng).copied().unwrap_or_default().to_owned(),
        _ => "9".repeat(rng.random_range(1..4_000)),
    };
    to.splice(at..at, value.bytes());
}

/// Writes the text in another encoding, or puts bytes of one into it.
fn encoding(rng: &mut StdRng, to: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(to).into_owned();
    match rng.random_range(0..3) {
        0 => *to = text.chars().map(|mark| u8::try_from(u32::from(mark)).unwrap_or(b'?')).collect(),
        1 => *to = text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => {
            let at = rng.random_range(0..=to.len());
            to.splice(at..at, [0xC3, 0x28, 0xED, 0xA0, 0x80]);
        }
    }
}

/// A message in its frame, now and then with a frame that is not whole.
pub fn in_frame(rng: &mut StdRng, message: &[u8]) -> Vec<u8> {
    let (begin, end): (&[u8], &[u8]) = match rng.random_range(0..8) {
        0 => (b"", b"\x1C\r"),
        1 => (b"\x0B", b"\x1C"),
        2 => (b"\x0B\x0B", b"\x1C\r\r\n"),
        _ => (b"\x0B", b"\x1C\r"),
    };
    [begin, message, end].concat()
}

/// A message of segments, fields and components that exist, put together by chance.
fn of_parts(rng: &mut StdRng) -> Vec<u8> {
    let seed: [u8; 32] = rng.random();
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let tree = parts().new_tree(&mut runner);
    tree.map(|tree| tree.current().into_bytes()).unwrap_or_default()
}

fn parts() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        4 => Just(String::new()),
        2 => "[A-Z]{1,3}[0-9]{0,5}",
        2 => "(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9])([0-2][0-9][0-5][0-9])?([+-][0-9]{4})?",
        1 => "[\\\\FSTRE&^~]{1,6}",
        1 => "\\PC{0,20}",
    ];
    let field = vec(value, 1..5).prop_map(|components| components.join("^"));
    let name = prop::sample::select(vec!["EVN", "PID", "PV1", "PV2", "MRG", "NK1", "ZZZ"]);
    let segment = (name, vec(field, 0..50)).prop_map(|(name, fields)| format!("{name}|{}", fields.join("|")));
    let event = prop::sample::select(vec!["A01", "A02", "A03", "A05", "A08", "A11", "A28", "A31", "A40", "R01", ""]);
    let head = (event, "[ -~]{0,12}", "20260[1-9]0[1-9]([0-9]{4})?");
    (head, vec(segment, 0..7)).prop_map(|((event, id, at), segments)| {
        format!("MSH|^~\\&|A|B|C|D|{at}||ADT^{event}|{id}|P|2.5.1\r{}\r", segments.join("\r"))
    })
}
