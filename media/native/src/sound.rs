//! What meters need to know of a frame of sound, in one pass: JavaScript would take several, sample by sample.

use napi::bindgen_prelude::Float64ArraySlice;
use napi_derive::napi;

/// A sample here or beyond has most likely been cut off by the converter.
const CLIPPED_FROM: u16 = 32_760;

#[derive(Debug, PartialEq)]
struct Measure {
    sum: i64,
    energy: i64,
    peak: u16,
    clipped: usize,
}

fn measure(frame: &[i16]) -> Measure {
    let mut all = Measure {
        sum: 0,
        energy: 0,
        peak: 0,
        clipped: 0,
    };
    // Short enough for 32-bit sums of samples; energies of more than two full-scale samples need 64.
    for part in frame.chunks(1 << 12) {
        let sum: i32 = part.iter().map(|sample| i32::from(*sample)).sum();
        let energy: i64 = part
            .iter()
            .map(|sample| i64::from(i32::from(*sample) * i32::from(*sample)))
            .sum();
        let peak = part.iter().map(|sample| sample.unsigned_abs()).max();
        all.sum += i64::from(sum);
        all.energy += energy;
        all.peak = all.peak.max(peak.unwrap_or(0));
    }
    if all.peak >= CLIPPED_FROM {
        let is_clipped = |sample: &&i16| sample.unsigned_abs() >= CLIPPED_FROM;
        all.clipped = frame.iter().filter(is_clipped).count();
    }
    all
}

/// Into `figures`: the samples' sum, the sum of their squares, the highest magnitude, and how many are at full scale.
#[napi]
pub fn measure_sound(frame: &[i16], mut figures: Float64ArraySlice) {
    // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
    let figures = unsafe { figures.as_mut() };
    let found = measure(frame);
    let values = [
        found.sum as f64,
        found.energy as f64,
        f64::from(found.peak),
        found.clipped as f64,
    ];
    for (figure, value) in figures.iter_mut().zip(values) {
        *figure = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_a_loop_would_count() {
        let frame: Vec<i16> = (0..9_999)
            .map(|n| (n * 7_919 % 65_536 - 32_768) as i16)
            .collect();
        let expected = Measure {
            sum: frame.iter().map(|s| i64::from(*s)).sum(),
            energy: frame.iter().map(|s| i64::from(*s).pow(2)).sum(),
            peak: 32_768,
            clipped: frame.iter().filter(|s| s.unsigned_abs() >= 32_760).count(),
        };
        assert_eq!(measure(&frame), expected);
    }

    #[test]
    fn survives_full_scale_and_nothing() {
        let loud = measure(&[i16::MIN; 48_000]);
        assert_eq!((loud.peak, loud.clipped), (32_768, 48_000));
        assert_eq!(loud.energy, 48_000 * 32_768 * 32_768);
        assert_eq!(measure(&[]).peak, 0);
    }
}
