// One round of arbitrary and damaged packets to everything that reads them, each bounded in processor time.

import { makeLocalKeys, makeOffer } from '../../../../firmware/sip/index.ts';
import { writeRtpHeader } from '../../../../media/rtp/packet.ts';
import { writeRtcp } from '../../../../media/rtp/rtcp.ts';
import { keyAndSaltBytes, openSrtpSender, suiteNames } from '../../../../media/srtp/index.ts';
import { SeededBytes } from '../seeded-bytes.ts';
import { targets } from './targets.ts';

/** Of the process: other programs on the machine do not count. Collecting garbage may take a part of it. */
const mostCpuMs = 100;

function rtpPacket(): Uint8Array {
  const packet = new Uint8Array(172).fill(0x5a);
  writeRtpHeader(packet, { payloadType: 96, marker: true, sequence: 65_535, timestamp: 2 ** 32 - 1, ssrc: 0xdecafbad });
  return packet;
}

function reports(): Uint8Array {
  const out = new Uint8Array(600);
  const block = {
    ...{ ssrc: 7, lossShare: 0.5, lostTotal: -3, highestSequence: 70_000 },
    ...{ jitterTicks: 12, lastSenderReport: 99, delaySinceLast: 3 },
  };
  const length = writeRtcp(out, [
    {
      ...{ kind: 'sender-report', ssrc: 9, ntpSeconds: 4, ntpFraction: 5, rtpTimestamp: 6 },
      ...{ packetCount: 7, octetCount: 8, blocks: [block] },
    },
    { kind: 'source-description', chunks: [{ ssrc: 9, cname: 'somebody' }] },
    {
      ...{ kind: 'extended-report', ssrc: 9 },
      blocks: [
        { kind: 'reference-time', ntpSeconds: 1, ntpFraction: 2 },
        { kind: 'reference-answer', answers: [{ ssrc: 7, lastReference: 3, delaySinceLast: 4 }] },
        { kind: 'loss', ssrc: 7, beginSequence: 10, received: [true, false, true, true, false] },
      ],
    },
    { kind: 'goodbye', sources: [9] },
  ]);
  return out.slice(0, length);
}

function sealed(): Uint8Array[] {
  return suiteNames.flatMap((suite) => {
    // Not the key that the targets open with.
    const sender = openSrtpSender({ suite, keyAndSalt: new Uint8Array(keyAndSaltBytes(suite)).fill(9) });
    if (!sender.ok) throw new Error(sender.error);
    const packets = [sender.value.protectRtp(rtpPacket()), sender.value.protectRtcp(reports())];
    return packets.flatMap((packet) => (packet.ok ? [packet.value.slice()] : []));
  });
}

function offers(): Uint8Array[] {
  const keys = makeLocalKeys({ bytes: (length) => new Uint8Array(length).fill(11) });
  return (['required', 'preferred', 'off'] as const).map((encryption) => {
    const offer = makeOffer({
      ...{ address: '192.0.2.1', port: 5_000, codecs: ['opus', 'PCMU'], packetTimeMs: 20 },
      ...{ encryption, keys, direction: 'sendrecv', sessionId: 1, sessionVersion: 1 },
    });
    return Uint8Array.from(Buffer.from(offer));
  });
}

const good: readonly Uint8Array[] = [rtpPacket(), reports(), ...sealed(), ...offers()];

/** Repeatable by its number. Throws what was found, with the bytes that found it. */
export function fuzzPackets(round: number): void {
  const random = new SeededBytes(round);
  const kept = good[random.below(good.length + 1)];
  readByAll(kept ? random.damage(kept) : random.bytes(random.below(1_600)));
}

/** All targets read the same bytes. */
export function readByAll(bytes: Uint8Array): void {
  for (const [name, target] of Object.entries(targets)) {
    const begun = process.cpuUsage();
    try {
      target(bytes.slice());
    } catch (error) {
      throw new Error(`${name} of ${Buffer.from(bytes).toString('hex')}: ${error}`, { cause: error });
    }
    const { user, system } = process.cpuUsage(begun);
    if (user + system > mostCpuMs * 1_000)
      throw new Error(`${name} took ${(user + system) / 1_000} ms of ${Buffer.from(bytes).toString('hex')}`);
  }
}
