// The word of a switch on the voice network (ANSI/TIA-1057): read as it is meant, and never believed by half.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askSwitch, type Cable } from '../../../../../hal/linux/network/lldp/ask-switch.ts';
import { buildFrame, parseFrame } from '../../../../../hal/linux/network/lldp/frames.ts';
import { VirtualClock } from '../../../../../hal/sim/virtual-clock.ts';

const own = Uint8Array.from([0x02, 0, 0, 0, 0, 1]);
const head = '0180c200000e' + '020000000099' + '88cc';
const chassis = '0207' + '04' + '020000000099';
const port = '0404' + '05' + '676931';
const timeToLive = (seconds: number): string => `0602${seconds.toString(16).padStart(4, '0')}`;
const policy = (application: number, bits: number): string =>
  `fe08${'0012bb02'}${application.toString(16).padStart(2, '0')}${bits.toString(16).padStart(6, '0')}`;
/** Tagged, VLAN 120, priority 5, DSCP 46. */
const voice120 = 0x400000 | (120 << 9) | (5 << 6) | 46;

const frame = (...parts: string[]): Uint8Array => Buffer.from([head, chassis, port, ...parts, '0000'].join(''), 'hex');

describe('a frame of a switch', () => {
  test('tells the voice network with its priorities', () => {
    expect(parseFrame(frame(timeToLive(120), policy(1, voice120)))).toEqual({
      ok: true,
      value: { timeToLiveS: 120, voice: { vlan: 120, priority: 5, dscp: 46 } },
    });
  });

  test('says that voice goes untagged', () => {
    const read = parseFrame(frame(timeToLive(120), policy(1, 46)));
    expect(read).toMatchObject({ value: { voice: { vlan: undefined, dscp: 46 } } });
  });

  test.each([
    ['of another application', policy(2, voice120)],
    ['that the switch does not know yet', policy(1, voice120 | 0x800000)],
    ['with a number that no network has', policy(1, 0x400000 | (4095 << 9))],
    ['of another organisation', policy(1, voice120).replace('0012bb', '0080c2')],
    ['of another length', `fe07${policy(1, voice120).slice(4, -2)}`],
  ])('has nothing to say by a policy %s', (_what, part) => {
    expect(parseFrame(frame(timeToLive(120), part))).toMatchObject({ ok: true, value: { voice: undefined } });
  });

  test.each([
    ['is cut', frame(timeToLive(120), policy(1, voice120)).subarray(0, 40)],
    ['is out of order', Buffer.from(`${head}${port}${chassis}${timeToLive(120)}0000`, 'hex')],
    [
      'is of another kind',
      Buffer.from(`${head.replace('88cc', '0800')}${chassis}${port}${timeToLive(120)}0000`, 'hex'),
    ],
    ['is empty', new Uint8Array()],
  ])('is refused where it %s', (_what, bytes) => {
    expect(parseFrame(bytes).ok).toBe(false);
  });

  test('is never more than a number of a network, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, framed) => {
        const read = parseFrame(
          framed ? Buffer.concat([Buffer.from(`${head}${chassis}${port}${timeToLive(9)}`, 'hex'), bytes]) : bytes,
        );
        const vlan = read.ok ? read.value.voice?.vlan : undefined;
        if (vlan !== undefined) expect(vlan >= 1 && vlan <= 4094).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the phone', () => {
  test('says what it is, in a frame that it could read itself', () => {
    const built = buildFrame(own, 3_600);
    expect(built.length).toBeGreaterThanOrEqual(60);
    expect(Buffer.from(built).toString('hex')).toContain('0012bb01000303');
    expect(parseFrame(built)).toEqual({ ok: true, value: { timeToLiveS: 3_600, voice: undefined } });
  });

  test('asks four times, a second apart, and takes the first word on voice', async () => {
    const clock = new VirtualClock();
    const said: number[] = [];
    const waiting: Uint8Array[] = [frame(timeToLive(120)), Uint8Array.from([1, 2, 3])];
    const cable: Cable = { receive: () => waiting.shift(), send: () => void said.push(clock.nowMs()) };
    const answer = askSwitch(cable, own, clock);
    await clock.advance(10_000);
    expect(said.map((atMs) => Math.round((atMs - (said[0] ?? 0)) / 1_000))).toEqual([0, 1, 2, 3]);
    waiting.push(frame(timeToLive(0), policy(1, voice120)), frame(timeToLive(120), policy(1, voice120)));
    await clock.advance(500);
    expect(await answer).toEqual({ vlan: 120, priority: 5, dscp: 46 });
  });

  test('gives up on a switch that says nothing of voice', async () => {
    const clock = new VirtualClock();
    const answer = askSwitch({ receive: () => undefined, send: () => undefined }, own, clock);
    await clock.advance(36_000);
    expect(await answer).toBeUndefined();
  });
});
