//! Sealing and opening one packet with known session keys and index (RFC 3711, RFC 7714).

use aes::{Aes128, Aes256};
use aes_gcm::aead::{Nonce, Tag};
use aes_gcm::{AeadInOut, Aes128Gcm, Aes256Gcm, KeyInit};
use ctr::cipher::{BlockCipherEncrypt, BlockSizeUser, InnerIvInit, StreamCipher, consts::U16};
use ctr::{Ctr128BE, CtrCore};
use hmac::{Hmac, Mac};
use sha1::Sha1;

const RTCP_CLEAR: usize = 8;
const RTCP_WORD: usize = 4;
const ENCRYPTED: u32 = 0x8000_0000;
const GCM_TAG: usize = 16;
const GCM_SALT: usize = 12;
const COUNTER_SALT: usize = 14;
/// HMAC-SHA1 gives no more than this.
const LONGEST_COUNTER_TAG: usize = 20;

enum Cipher {
    Gcm128(Box<Aes128Gcm>),
    Gcm256(Box<Aes256Gcm>),
    Counter128(Box<Aes128>, Box<Hmac<Sha1>>),
    Counter256(Box<Aes256>, Box<Hmac<Sha1>>),
}

pub struct Transform {
    cipher: Cipher,
    /// Filled up with zeros.
    salt: [u8; COUNTER_SALT],
    tag: usize,
}

impl Transform {
    /// None for keys, salts or tags of a length that no suite has.
    pub fn new(cipher_key: &[u8], salt: &[u8], auth_key: &[u8], tag: usize) -> Option<Self> {
        let gcm = auth_key.is_empty();
        let (salt_length, tag_fits) = if gcm {
            (GCM_SALT, tag == GCM_TAG)
        } else {
            (COUNTER_SALT, (1..=LONGEST_COUNTER_TAG).contains(&tag))
        };
        if salt.len() != salt_length || !tag_fits {
            return None;
        }
        let mac = Hmac::<Sha1>::new_from_slice(auth_key).ok().map(Box::new)?;
        let cipher = match (gcm, cipher_key.len()) {
            (true, 16) => Cipher::Gcm128(Box::new(Aes128Gcm::new_from_slice(cipher_key).ok()?)),
            (true, 32) => Cipher::Gcm256(Box::new(Aes256Gcm::new_from_slice(cipher_key).ok()?)),
            (false, 16) => {
                Cipher::Counter128(Box::new(Aes128::new_from_slice(cipher_key).ok()?), mac)
            }
            (false, 32) => {
                Cipher::Counter256(Box::new(Aes256::new_from_slice(cipher_key).ok()?), mac)
            }
            _ => return None,
        };
        let mut filled = [0; COUNTER_SALT];
        filled[..salt.len()].copy_from_slice(salt);
        Some(Self {
            cipher,
            salt: filled,
            tag,
        })
    }

    pub fn seal_rtp(
        &self,
        buffer: &mut [u8],
        length: usize,
        header: usize,
        ssrc: u32,
        index: u64,
    ) -> Option<usize> {
        if header > length || length.checked_add(self.tag)? > buffer.len() {
            return None;
        }
        let (packet, rest) = buffer.split_at_mut(length);
        let (clear, body) = packet.split_at_mut(header);
        if self.is_gcm() {
            let tag = self.gcm_seal(ssrc, index, clear, body)?;
            rest[..GCM_TAG].copy_from_slice(&tag);
        } else {
            self.crypt(body, ssrc, index);
            let tag = self
                .mac()?
                .chain_update(&*packet)
                .chain_update(rollover(index))
                .finalize()
                .into_bytes();
            rest[..self.tag].copy_from_slice(&tag[..self.tag]);
        }
        Some(length + self.tag)
    }

    pub fn open_rtp(
        &self,
        buffer: &mut [u8],
        length: usize,
        header: usize,
        ssrc: u32,
        index: u64,
    ) -> Option<usize> {
        let end = length.checked_sub(self.tag)?;
        if header > end || length > buffer.len() {
            return None;
        }
        let (packet, rest) = buffer.split_at_mut(end);
        let tag = &rest[..self.tag];
        if self.is_gcm() {
            let (clear, body) = packet.split_at_mut(header);
            self.gcm_open(ssrc, index, clear, body, tag)?;
        } else {
            let mac = self
                .mac()?
                .chain_update(&*packet)
                .chain_update(rollover(index));
            mac.verify_truncated_left(tag).ok()?;
            self.crypt(&mut packet[header..], ssrc, index);
        }
        Some(end)
    }

    pub fn seal_rtcp(
        &self,
        buffer: &mut [u8],
        length: usize,
        ssrc: u32,
        index: u32,
    ) -> Option<usize> {
        let end = length.checked_add(self.tag + RTCP_WORD)?;
        if length < RTCP_CLEAR || end > buffer.len() {
            return None;
        }
        let word = (ENCRYPTED | index).to_be_bytes();
        let (packet, rest) = buffer.split_at_mut(length);
        let (clear, body) = packet.split_at_mut(RTCP_CLEAR);
        if self.is_gcm() {
            let tag = self.gcm_seal(ssrc, u64::from(index), &associated(clear, word), body)?;
            rest[..GCM_TAG].copy_from_slice(&tag);
            rest[GCM_TAG..GCM_TAG + RTCP_WORD].copy_from_slice(&word);
        } else {
            self.crypt(body, ssrc, u64::from(index));
            rest[..RTCP_WORD].copy_from_slice(&word);
            let tag = self
                .mac()?
                .chain_update(&*packet)
                .chain_update(word)
                .finalize()
                .into_bytes();
            rest[RTCP_WORD..RTCP_WORD + self.tag].copy_from_slice(&tag[..self.tag]);
        }
        Some(end)
    }

    pub fn open_rtcp(
        &self,
        buffer: &mut [u8],
        length: usize,
        ssrc: u32,
        index: u32,
    ) -> Option<usize> {
        let end = length.checked_sub(self.tag + RTCP_WORD)?;
        if end < RTCP_CLEAR || length > buffer.len() {
            return None;
        }
        let word = (ENCRYPTED | index).to_be_bytes();
        let (packet, rest) = buffer.split_at_mut(end);
        if self.is_gcm() {
            let (clear, body) = packet.split_at_mut(RTCP_CLEAR);
            let tag = &rest[..GCM_TAG];
            self.gcm_open(ssrc, u64::from(index), &associated(clear, word), body, tag)?;
        } else {
            let mac = self.mac()?.chain_update(&*packet).chain_update(word);
            mac.verify_truncated_left(&rest[RTCP_WORD..RTCP_WORD + self.tag])
                .ok()?;
            self.crypt(&mut packet[RTCP_CLEAR..], ssrc, u64::from(index));
        }
        Some(end)
    }

    /// What follows the index word of a sealed RTCP packet: the tag, but for GCM, whose tag is before it.
    pub fn octets_behind_word(&self) -> usize {
        if self.is_gcm() { 0 } else { self.tag }
    }

    fn is_gcm(&self) -> bool {
        matches!(self.cipher, Cipher::Gcm128(_) | Cipher::Gcm256(_))
    }

    fn mac(&self) -> Option<Hmac<Sha1>> {
        match &self.cipher {
            Cipher::Counter128(_, mac) | Cipher::Counter256(_, mac) => Some(Hmac::clone(mac)),
            Cipher::Gcm128(_) | Cipher::Gcm256(_) => None,
        }
    }

    /// RFC 7714, 8.1 and 9.1: two zero octets, SSRC, then 48 bits of index, all XOR salt.
    fn gcm_nonce(&self, ssrc: u32, index: u64) -> [u8; GCM_SALT] {
        let mut nonce = [0; GCM_SALT];
        nonce[2..6].copy_from_slice(&ssrc.to_be_bytes());
        nonce[6..].copy_from_slice(&index.to_be_bytes()[2..]);
        for (octet, salt) in nonce.iter_mut().zip(self.salt) {
            *octet ^= salt;
        }
        nonce
    }

    fn gcm_seal(
        &self,
        ssrc: u32,
        index: u64,
        associated: &[u8],
        body: &mut [u8],
    ) -> Option<[u8; GCM_TAG]> {
        let nonce = self.gcm_nonce(ssrc, index);
        match &self.cipher {
            Cipher::Gcm128(cipher) => seal(&**cipher, &nonce.into(), associated, body),
            Cipher::Gcm256(cipher) => seal(&**cipher, &nonce.into(), associated, body),
            Cipher::Counter128(..) | Cipher::Counter256(..) => None,
        }
    }

    /// The tag is verified before anything is deciphered, so that a stranger's packet stays as it was.
    fn gcm_open(
        &self,
        ssrc: u32,
        index: u64,
        associated: &[u8],
        body: &mut [u8],
        tag: &[u8],
    ) -> Option<()> {
        let nonce = self.gcm_nonce(ssrc, index);
        let tag = <[u8; GCM_TAG]>::try_from(tag).ok()?;
        match &self.cipher {
            Cipher::Gcm128(cipher) => open(&**cipher, &nonce.into(), associated, body, &tag.into()),
            Cipher::Gcm256(cipher) => open(&**cipher, &nonce.into(), associated, body, &tag.into()),
            Cipher::Counter128(..) | Cipher::Counter256(..) => None,
        }
    }

    /// RFC 3711, 4.1.1: IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16. Sealing and opening are the same.
    fn crypt(&self, body: &mut [u8], ssrc: u32, index: u64) {
        let mut iv = [0; 16];
        iv[4..8].copy_from_slice(&ssrc.to_be_bytes());
        iv[8..14].copy_from_slice(&index.to_be_bytes()[2..]);
        for (octet, salt) in iv.iter_mut().zip(self.salt) {
            *octet ^= salt;
        }
        match &self.cipher {
            Cipher::Counter128(cipher, _) => keystream(&**cipher, iv, body),
            Cipher::Counter256(cipher, _) => keystream(&**cipher, iv, body),
            Cipher::Gcm128(_) | Cipher::Gcm256(_) => {}
        }
    }
}

fn keystream<C>(cipher: &C, iv: [u8; 16], body: &mut [u8])
where
    C: BlockCipherEncrypt + BlockSizeUser<BlockSize = U16>,
{
    Ctr128BE::from_core(CtrCore::inner_iv_init(cipher, &iv.into())).apply_keystream(body);
}

fn seal<C: AeadInOut>(
    cipher: &C,
    nonce: &Nonce<C>,
    associated: &[u8],
    body: &mut [u8],
) -> Option<[u8; GCM_TAG]> {
    let tag = cipher
        .encrypt_inout_detached(nonce, associated, body.into())
        .ok()?;
    tag.as_slice().try_into().ok()
}

fn open<C: AeadInOut>(
    cipher: &C,
    nonce: &Nonce<C>,
    associated: &[u8],
    body: &mut [u8],
    tag: &Tag<C>,
) -> Option<()> {
    cipher
        .decrypt_inout_detached(nonce, associated, body.into(), tag)
        .ok()
}

/// The clear header and the index word are authenticated together (RFC 7714, 9.2).
fn associated(clear: &[u8], word: [u8; RTCP_WORD]) -> [u8; RTCP_CLEAR + RTCP_WORD] {
    let mut both = [0; RTCP_CLEAR + RTCP_WORD];
    both[..RTCP_CLEAR].copy_from_slice(clear);
    both[RTCP_CLEAR..].copy_from_slice(&word);
    both
}

/// The rollover counter is authenticated though it never travels (RFC 3711, 4.2).
fn rollover(index: u64) -> [u8; 4] {
    let octets = index.to_be_bytes();
    [octets[2], octets[3], octets[4], octets[5]]
}
