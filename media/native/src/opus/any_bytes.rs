//! Any bytes in any order: whatever arrives, every answer stays within its buffer and no arithmetic overflows.

use super::decoder::{Decoder, has_fec};
use super::encoder::Encoder;
use super::fault::Fault;
use std::time::{Duration, Instant};

const LONGEST: usize = 5_760;
/// Rounds of an ordinary test run; the long fuzzing sets seconds instead.
const ROUNDS: u32 = 400;

struct Random(u64);

impl Random {
    /// From 0 up to, not including, `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 32).unwrap_or(0) % end.max(1)
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length)
            .map(|_| u8::try_from(self.below(256)).unwrap_or(0))
            .collect()
    }
}

fn packet(random: &mut Random, encoder: &mut Encoder) -> Result<Vec<u8>, Fault> {
    if random.below(3) == 0 {
        let length = random.below(120);
        return Ok(random.bytes(length));
    }
    let speech: Vec<i16> = (0..960)
        .map(|_| i16::try_from(random.below(20_000)).unwrap_or(0))
        .collect();
    let mut coded = vec![0_u8; 1_275];
    let length = usize::try_from(encoder.encode(&speech, &mut coded)?).unwrap_or(0);
    coded.truncate(length);
    for _ in 0..random.below(4) {
        let at = random.below(coded.len());
        if let Some(byte) = coded.get_mut(at) {
            *byte ^= 1 << random.below(8);
        }
    }
    if random.below(3) == 0 {
        let length = random.below(coded.len() + 1);
        coded.truncate(length);
    }
    Ok(coded)
}

fn round(random: &mut Random, encoder: &mut Encoder, decoder: &mut Decoder) -> Result<(), Fault> {
    let bytes = packet(random, encoder)?;
    let room = if random.below(4) == 0 {
        random.below(LONGEST + 1)
    } else {
        LONGEST
    };
    let mut out = vec![0_i16; room];
    let said = decoder.samples_in(&bytes);
    assert!((0..=LONGEST as i32).contains(&said), "{said}");
    let answer = match random.below(5) {
        0 => decoder.decode_fec(&bytes, &mut out),
        1 => decoder.conceal(&mut out),
        2 => {
            let covered = decoder.parse_redundancy(&bytes).unwrap_or(0);
            assert!((0..=48_000).contains(&covered), "{covered}");
            decoder.decode_redundancy(covered, &mut out)
        }
        _ => decoder.decode(&bytes, &mut out),
    };
    assert!(usize::try_from(answer.unwrap_or(0)).unwrap_or(usize::MAX) <= room);
    if !bytes.is_empty() {
        has_fec(&bytes);
    }
    Ok(())
}

#[test]
fn any_bytes_are_answered_within_bounds() -> Result<(), Fault> {
    let limit = std::env::var("OFFHOOK_FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .map(Duration::from_secs);
    let (mut encoder, mut decoder) = (Encoder::new(48_000)?, Decoder::new(48_000)?);
    encoder.set_expected_loss(20)?;
    encoder.set_in_band_fec(true)?;
    encoder.set_redundancy(500)?;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let started = Instant::now();
    let mut rounds = 0_u32;
    while limit.map_or(rounds < ROUNDS, |limit| started.elapsed() < limit) {
        round(&mut random, &mut encoder, &mut decoder)?;
        rounds = rounds.wrapping_add(1);
    }
    Ok(())
}
