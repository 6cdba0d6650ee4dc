//! What no suite of the RFCs' vectors asks: lengths that do not fit, and packets that are not genuine.

use super::transform::Transform;

fn transforms() -> Vec<Transform> {
    [
        Transform::new(&[1; 16], &[2; 12], &[], 16),
        Transform::new(&[1; 32], &[2; 12], &[], 16),
        Transform::new(&[1; 16], &[2; 14], &[3; 20], 10),
        Transform::new(&[1; 16], &[2; 14], &[3; 20], 4),
        Transform::new(&[1; 32], &[2; 14], &[3; 20], 10),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn knows_five_shapes_of_keys_and_no_others() {
    assert_eq!(transforms().len(), 5);
    assert!(Transform::new(&[1; 24], &[2; 12], &[], 16).is_none());
    assert!(Transform::new(&[1; 16], &[2; 14], &[], 16).is_none());
    assert!(Transform::new(&[1; 16], &[2; 12], &[3; 20], 10).is_none());
    assert!(Transform::new(&[1; 16], &[2; 12], &[], 4).is_none());
    assert!(Transform::new(&[1; 16], &[2; 14], &[3; 20], 0).is_none());
    assert!(Transform::new(&[1; 16], &[2; 14], &[3; 20], 21).is_none());
}

#[test]
fn carries_packets_of_every_length() {
    for transform in transforms() {
        for length in 12..80 {
            let mut buffer = [0x5a; 128];
            let sealed = transform
                .seal_rtp(&mut buffer, length, 12, 9, 0x1_2345)
                .unwrap_or(0);
            assert!(sealed > length);
            assert!(length == 12 || buffer[12..length].iter().any(|&octet| octet != 0x5a));
            assert_eq!(
                transform.open_rtp(&mut buffer, sealed, 12, 9, 0x1_2345),
                Some(length)
            );
            assert_eq!(buffer[..length], [0x5a; 128][..length]);
            let sealed = transform.seal_rtcp(&mut buffer, length, 9, 77).unwrap_or(0);
            assert_eq!(
                transform.open_rtcp(&mut buffer, sealed, 9, 77),
                Some(length)
            );
            assert_eq!(buffer[..length], [0x5a; 128][..length]);
        }
    }
}

#[test]
fn leaves_a_packet_that_is_not_genuine_as_it_was() {
    for transform in transforms() {
        let mut buffer = [0x5a; 128];
        let sealed = transform.seal_rtp(&mut buffer, 60, 12, 9, 5).unwrap_or(0);
        let before = buffer;
        assert_eq!(transform.open_rtp(&mut buffer, sealed - 1, 12, 9, 5), None);
        assert_eq!(
            transform.open_rtp(&mut buffer, sealed, 12, 9, 5 + (1 << 16)),
            None
        );
        assert_eq!(transform.open_rtcp(&mut buffer, sealed, 9, 5), None);
        assert_eq!(buffer, before);
    }
}

#[test]
fn refuses_lengths_that_do_not_fit() {
    for transform in transforms() {
        let mut buffer = [0; 40];
        for (length, header) in [
            (40, 12),
            (41, 12),
            (20, 21),
            (usize::MAX, 12),
            (usize::MAX, usize::MAX),
        ] {
            assert_eq!(transform.seal_rtp(&mut buffer, length, header, 1, 1), None);
            assert_eq!(transform.open_rtp(&mut buffer, length, header, 1, 1), None);
        }
        for length in [0, 7, 40, usize::MAX] {
            assert_eq!(transform.seal_rtcp(&mut buffer, length, 1, 1), None);
            assert_eq!(transform.open_rtcp(&mut buffer, length, 1, 1), None);
        }
        assert_eq!(buffer, [0; 40]);
    }
}
