// Everything of a call that reads bytes from the network, each with what must hold for any bytes at all.

import { deepStrictEqual } from 'node:assert/strict';
import {
  answerOffer,
  type LocalMedia,
  makeLocalKeys,
  parseSessionDescription,
} from '../../../../firmware/sip/index.ts';
import { PacketGate } from '../../../../media/endpoint/port/packet-gate.ts';
import { largestPacketBytes, parseRtp, rtpHeaderBytes, writeRtpHeader } from '../../../../media/rtp/packet.ts';
import { parseRtcp, type RtcpPacket, writeRtcp } from '../../../../media/rtp/rtcp.ts';
import { keyAndSaltBytes, openSrtpReceiver, type SrtpReceiver, suiteNames } from '../../../../media/srtp/index.ts';

/** Throws where the contract is broken. The bytes are the target's own: it may change them. */
export type Target = (bytes: Uint8Array) => void;

const written = new Uint8Array(16 * 65_536);

function rtp(bytes: Uint8Array): void {
  const parsed = parseRtp(bytes);
  if (!parsed.ok) return;
  const { contributors, extension, payload } = parsed.value;
  const end = payload.byteOffset - bytes.byteOffset + payload.length;
  if (end > bytes.length || bytes.length > largestPacketBytes) throw new Error('a payload beyond its packet');
  // What has neither contributors nor extension nor padding is all that is ever written here.
  if (contributors.length > 0 || extension || bytes[0] !== 0x80) return;
  writeRtpHeader(written, parsed.value);
  written.set(payload, rtpHeaderBytes);
  deepStrictEqual(Buffer.compare(written.subarray(0, bytes.length), bytes), 0, 'RTP does not come back as it was');
}

/** Texts may hold octets that are no UTF-8, and then are not written as they came. */
function isExact(packet: RtcpPacket): boolean {
  return packet.kind !== 'source-description';
}

function rtcp(bytes: Uint8Array): void {
  const parsed = parseRtcp(bytes);
  if (!parsed.ok || parsed.value.length === 0) return;
  const exact = parsed.value.filter(isExact);
  const again = parseRtcp(written.slice(0, writeRtcp(written, exact)));
  if (!again.ok && again.error === 'longer than any Ethernet frame') return;
  if (!again.ok) throw new Error(`written RTCP is refused: ${again.error}`);
  deepStrictEqual(again.value, exact, 'RTCP does not come back as it was');
}

const receivers: readonly SrtpReceiver[] = suiteNames.map((suite) => {
  const opened = openSrtpReceiver({ suite, keyAndSalt: new Uint8Array(keyAndSaltBytes(suite)).fill(3) });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
});

function srtp(bytes: Uint8Array): void {
  const before = bytes.slice();
  for (const receiver of receivers) {
    if (receiver.unprotectRtp(bytes).ok || receiver.unprotectRtcp(bytes).ok) throw new Error('a forgery was opened');
  }
  deepStrictEqual(Buffer.compare(before, bytes), 0, 'a packet that is not genuine was changed');
}

function gate(bytes: Uint8Array): void {
  for (const protection of [undefined, receivers[0]]) {
    let taken = 0;
    const take = (): undefined => {
      taken++;
    };
    const door = new PacketGate({ onRtp: take, onRtcp: take });
    door.configure({ address: '192.0.2.1', port: 4_000 }, 4_001, protection);
    door.receive(bytes.slice(), { address: '192.0.2.1', port: 4_000 }, 0);
    if (taken + door.refused !== 1) throw new Error('a packet neither taken nor refused');
  }
}

const local = (encryption: LocalMedia['encryption']): LocalMedia => ({
  address: '127.0.0.1',
  port: 40_000,
  codecs: ['opus', 'G722', 'PCMU', 'PCMA'],
  packetTimeMs: 20,
  encryption,
  keys: encryption === 'off' ? [] : makeLocalKeys({ bytes: (length) => new Uint8Array(length).fill(5) }),
  direction: 'sendrecv',
  sessionId: 1,
  sessionVersion: 1,
});
const locals = (['required', 'preferred', 'off'] as const).map(local);

function description(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8');
  parseSessionDescription(text);
  for (const ours of locals) {
    const answered = answerOffer(text, ours);
    if (!answered.ok) continue;
    const { sendKey, receiveKey } = answered.value.parameters;
    if (ours.encryption === 'required' && !(sendKey && receiveKey)) throw new Error('a plain call where none may be');
    if (ours.encryption === 'off' && (sendKey || receiveKey)) throw new Error('keys where none may be');
    if ((sendKey === undefined) !== (receiveKey === undefined)) throw new Error('a key for one direction only');
    if (!parseSessionDescription(answered.value.answer).ok) throw new Error('an answer of ours cannot be read');
  }
}

export const targets: Readonly<Record<string, Target>> = { rtp, rtcp, srtp, gate, description };
