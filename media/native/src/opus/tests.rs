//! The codec in Rust alone: what it carries, restores and refuses.

use super::decoder::{Decoder, has_fec};
use super::encoder::Encoder;
use super::fault::{Fault, version};

const FRAME: usize = 960;

fn tone(phase: usize) -> Vec<i16> {
    (0..FRAME)
        .map(|n| (((phase * FRAME + n) as f64 * 0.0576).sin() * 12_000.0) as i16)
        .collect()
}

#[test]
fn names_the_library() {
    assert!(version().contains("1.6"), "{}", version());
}

#[test]
fn carries_a_tone() -> Result<(), Fault> {
    let (mut encoder, mut decoder) = (Encoder::new(48_000)?, Decoder::new(48_000)?);
    encoder.set_bitrate(24_000)?;
    let (mut packet, mut heard) = ([0_u8; 1_275], [0_i16; FRAME]);
    for phase in 0..10 {
        let length = encoder.encode(&tone(phase), &mut packet)?;
        let bytes = &packet[..usize::try_from(length).unwrap_or(0)];
        assert_eq!(decoder.samples_in(bytes), FRAME as i32);
        assert_eq!(decoder.decode(bytes, &mut heard)?, FRAME as i32);
    }
    let peak = heard.iter().map(|s| s.unsigned_abs()).max();
    assert!(peak > Some(6_000), "{peak:?}");
    Ok(())
}

#[test]
fn conceals_and_resets() -> Result<(), Fault> {
    let mut decoder = Decoder::new(48_000)?;
    let mut heard = [1_i16; FRAME];
    assert_eq!(decoder.conceal(&mut heard)?, FRAME as i32);
    decoder.reset()
}

#[test]
fn refuses_what_it_does_not_know() {
    assert!(Encoder::new(44_100).is_err());
    assert!(Decoder::new(1).is_err());
    let Ok(mut decoder) = Decoder::new(48_000) else {
        panic!("no decoder")
    };
    let mut heard = [0_i16; FRAME];
    assert!(decoder.decode(&[], &mut heard).is_err());
    assert!(decoder.decode(&[0xff; 3], &mut heard).is_err());
    assert!(decoder.decode(&[0x78, 1, 2], &mut []).is_err());
    assert_eq!(decoder.samples_in(&[]), 0);
    assert!(!has_fec(&[]));
}

#[test]
fn restores_a_burst_from_redundancy() -> Result<(), Fault> {
    let (mut encoder, mut decoder) = (Encoder::new(48_000)?, Decoder::new(48_000)?);
    encoder.set_bitrate(36_000)?;
    encoder.set_expected_loss(20)?;
    encoder.set_redundancy(500)?;
    decoder.set_complexity(5)?;
    let (mut packet, mut heard) = ([0_u8; 1_275], [0_i16; FRAME]);
    let mut length = 0;
    for phase in 0..60 {
        length = encoder.encode(&tone(phase), &mut packet)?;
        if phase < 50 {
            decoder.decode(&packet[..usize::try_from(length).unwrap_or(0)], &mut heard)?;
        }
    }
    let bytes = &packet[..usize::try_from(length).unwrap_or(0)];
    let covered = decoder.parse_redundancy(bytes)?;
    assert!(covered >= 9 * FRAME as i32, "{covered}");
    for lost in (1..10).rev() {
        assert_eq!(
            decoder.decode_redundancy(lost * FRAME as i32, &mut heard)?,
            FRAME as i32
        );
    }
    Ok(())
}

#[test]
fn refuses_redundancy_that_is_none() -> Result<(), Fault> {
    let mut decoder = Decoder::new(48_000)?;
    let mut heard = [0_i16; FRAME];
    assert!(decoder.decode_redundancy(960, &mut heard).is_err());
    assert!(decoder.parse_redundancy(&[]).is_err());
    assert_eq!(decoder.parse_redundancy(&[0x78, 1, 2]), Ok(0));
    assert!(decoder.decode_redundancy(0, &mut heard).is_err());
    assert!(decoder.decode_redundancy(i32::MAX, &mut heard).is_err());
    assert!(decoder.decode_redundancy(960, &mut heard[..7]).is_err());
    Ok(())
}
