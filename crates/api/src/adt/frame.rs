//! MLLP framing: a message stands between VT and FS CR. Source: HL7 v2.5.1 implementation support guide, appendix C.
//!
//! Written here because a frame must have a longest length before it is kept, and because bytes are looked at once, however
//! slowly they drip.

const BEGIN: u8 = 0x0B;
const END: [u8; 2] = [0x1C, 0x0D];

/// What is seen between frames, and is what some senders show with that they are still there. Anything else is another protocol.
const LINE_ENDS: [u8; 2] = [0x0D, 0x0A];

/// Why a stream of bytes is of no more use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoilt {
    /// A frame is longer than it may be.
    TooLong,
    /// What comes is no frame.
    Noise,
}

/// Takes frames out of a stream of bytes.
#[derive(Debug)]
pub struct Frames {
    longest: usize,
    buffer: Vec<u8>,
    /// How far the buffer was searched for an end.
    searched: usize,
    /// True once a byte came that belongs to no frame.
    noise: bool,
}

impl Frames {
    /// For frames of at most `longest` bytes.
    pub fn new(longest: usize) -> Self {
        Self { longest, buffer: Vec::new(), searched: 0, noise: false }
    }

    /// True in the middle of a frame.
    pub fn is_open(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// Adds what was read. Line ends between frames are left out.
    pub fn push(&mut self, bytes: &[u8]) {
        let first = if self.is_open() { Some(0) } else { bytes.iter().position(|byte| !LINE_ENDS.contains(byte)) };
        if let Some(first) = first {
            if self.is_open() || bytes[first] == BEGIN {
                self.buffer.extend_from_slice(&bytes[first..]);
            } else {
                self.noise = true;
            }
        }
    }

    /// The next whole message, without its frame.
    ///
    /// # Errors
    /// [`Spoilt`]: then the connection is of no more use.
    pub fn take(&mut self) -> Result<Option<Vec<u8>>, Spoilt> {
        if self.noise {
            return Err(Spoilt::Noise);
        }
        let from = self.searched.saturating_sub(1);
        let Some(at) = self.buffer[from..].windows(2).position(|pair| pair == END).map(|at| from + at) else {
            self.searched = self.buffer.len();
            return if self.buffer.len() > self.longest + END.len() { Err(Spoilt::TooLong) } else { Ok(None) };
        };
        let message = self.buffer[1..at].to_vec();
        let rest = self.buffer.split_off(at + END.len());
        self.buffer.clear();
        self.searched = 0;
        self.push(&rest);
        if message.len() > self.longest { Err(Spoilt::TooLong) } else { Ok(Some(message)) }
    }
}

/// A message in its frame.
pub fn framed(message: &[u8]) -> Vec<u8> {
    [&[BEGIN], message, &END].concat()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_frame_that_does_not_end_is_refused_before_it_fills_the_memory() {
        let mut frames = Frames::new(10);
        frames.push(&[BEGIN]);
        for _ in 0..11 {
            assert_eq!(frames.take(), Ok(None));
            frames.push(b"x");
        }
        frames.push(b"xx");
        assert_eq!(frames.take(), Err(Spoilt::TooLong));
    }

    #[test]
    fn what_never_becomes_a_frame_ends_the_stream_and_line_ends_between_frames_do_not() {
        let mut frames = Frames::new(10);
        for _ in 0..10_000 {
            frames.push(b"\n");
            assert_eq!(frames.take(), Ok(None));
        }
        frames.push(&framed(b"a").iter().copied().chain(*b"\r\n").collect::<Vec<_>>());
        assert_eq!(frames.take(), Ok(Some(b"a".to_vec())));
        assert_eq!(frames.take(), Ok(None));
        frames.push(&[0x16]);
        assert_eq!(frames.take(), Err(Spoilt::Noise));
    }

    #[test]
    fn line_ends_between_frames_are_left_out_and_a_lone_end_mark_is_part_of_the_message() {
        let mut frames = Frames::new(100);
        frames.push(b"\r\n");
        assert!(!frames.is_open());
        frames.push(b"\x0Ba\x1Cb\x1C\x0D\r\n\x0Bc\x1C");
        assert_eq!(frames.take(), Ok(Some(b"a\x1Cb".to_vec())));
        assert_eq!(frames.take(), Ok(None));
        frames.push(b"\x0D");
        assert_eq!(frames.take(), Ok(Some(b"c".to_vec())));
        assert!(!frames.is_open());
    }

    proptest! {
        #[test]
        fn messages_come_out_as_they_went_in_however_the_bytes_are_cut(
            messages in proptest::collection::vec("[ -~]{0,40}", 0..6),
            cuts in proptest::collection::vec(1usize..20, 1..40),
        ) {
            let bytes: Vec<u8> = messages.iter().flat_map(|text| framed(text.as_bytes())).collect();
            let mut frames = Frames::new(1000);
            let mut found = Vec::new();
            let (mut rest, mut cuts) = (bytes.as_slice(), cuts.into_iter().cycle());
            while !rest.is_empty() {
                let (now, later) = rest.split_at(cuts.next().unwrap().min(rest.len()));
                frames.push(now);
                while let Some(message) = frames.take().unwrap() {
                    found.push(String::from_utf8(message).unwrap());
                }
                rest = later;
            }
            prop_assert_eq!(found, messages);
        }

        #[test]
        fn any_bytes_are_frames_or_noise(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(BEGIN), Just(0x1C), Just(0x0D)], 0..200)) {
            let mut frames = Frames::new(50);
            frames.push(&bytes);
            while let Ok(Some(message)) = frames.take() {
                prop_assert!(message.len() <= 50);
            }
        }
    }
}
