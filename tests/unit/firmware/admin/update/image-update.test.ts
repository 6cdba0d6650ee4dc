// Automatic Image Update on a simulated board: when it asks, what it takes, when it restarts, what it keeps.

import { describe, expect, it } from 'vitest';
import { SimulatedBoard } from '../../../../../bench/enterprise/update/simulated-board.ts';
import type { CallState } from '../../../../../firmware/phone.ts';
import { MemoryStore } from '../../../../../firmware/store/index.ts';
import { err } from '../../../../../hal/result.ts';
import { jun, partyOf } from '../../../../../ui/gallery/fixtures/people.ts';
import { atRest } from '../../../../../ui/gallery/fixtures/state.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const image = Uint8Array.from({ length: 20_000 }, (_, at) => at * 7);

function started(policy: Readonly<Record<string, unknown>> = {}): SimulatedBoard {
  const board = new SimulatedBoard(policy);
  board.release('0.3.0', image);
  board.start();
  return board;
}

const isRunning = (board: SimulatedBoard, version: string) => () =>
  board.running === version && board.slots.list().every(({ state }) => state !== 'trial');

function call(change: Partial<CallState> = {}): CallState {
  return {
    id: 'one',
    direction: 'outgoing',
    party: partyOf(jun),
    phase: 'connected',
    startedAtMs: 0,
    connectedAtMs: 0,
    endedAtMs: undefined,
    endReason: undefined,
    held: false,
    heldByRemote: false,
    warning: undefined,
    quality: undefined,
    sentDigits: '',
    ...change,
  };
}

describe('an update', () => {
  it('is fetched, tried, kept, and told', async () => {
    const board = started();
    expect(await board.run(hourMs, isRunning(board, '0.3.0'))).toBe(true);
    await board.run(minuteMs);
    expect(board.starts).toEqual(['0.2.0', '0.3.0']);
    expect(board.server.outcomes).toEqual([{ version: '0.3.0', result: 'kept', reason: '', ticket: undefined }]);
    expect(board.slots.list()).toContainEqual({ name: 'A', state: 'good', version: '0.2.0' });
    expect(board.state.update).toMatchObject({ step: 'resting', problem: undefined });
  });

  it('shows the download, waits for the phone to be idle, and counts down', async () => {
    const board = started();
    board.touchedAtMs = 0;
    await board.run(hourMs, isRunning(board, '0.3.0'));
    const steps = board.shown.map(({ step }) => step).filter((step, at, all) => step !== all[at - 1]);
    expect(steps.slice(0, 6)).toEqual(['resting', 'checking', 'downloading', 'waiting', 'restarting', 'on-trial']);
    const shares = board.shown.filter(({ step }) => step === 'downloading').map(({ share }) => share);
    expect(shares.at(-1)).toBe(1);
    expect(new Set(board.shown.filter(({ step }) => step === 'restarting').map(({ share }) => share)).size).toBe(21);
  });

  it('sends what the feature table says, and nothing else', async () => {
    const board = started();
    await board.run(10 * minuteMs, () => board.server.reports.length > 0);
    expect(board.server.reports[0]).toEqual({
      user: 'dana@fernleigh.test',
      version: '0.2.0',
      vendor: 'Offhook',
      model: 'Desk',
      revision: '1',
      serialNumber: 'T-1',
      macAddress: '02:00:00:00:00:01',
    });
  });

  it('asks nobody while the policy does not switch it on', async () => {
    const board = started({ enabled: false });
    await board.run(30 * hourMs);
    expect(board.server.reports).toEqual([]);
    expect(board.state.update.step).toBe('off');
  });

  it('writes a line for the administrator at each step', async () => {
    const board = started();
    await board.run(hourMs, isRunning(board, '0.3.0'));
    expect(board.log).toEqual([
      'Image update: fetching version 0.3.0, 20000 bytes.',
      'Image update: version 0.3.0 is written and read back; the phone restarts when it is idle.',
      'Image update: restarting into version 0.3.0 for its trial.',
      'Image update: version 0.3.0 is on trial in slot B.',
      'Image update: version 0.3.0 has proved itself and is kept.',
    ]);
  });
});

describe('asking', () => {
  it('comes within five minutes of the start, and once a day, give or take a tenth', async () => {
    const board = new SimulatedBoard();
    board.signedIn = false;
    board.start();
    const askedAtMs: number[] = [];
    for (let minute = 0; minute < 60 * 24 * 4; minute++) {
      const before = board.server.reports.length;
      await board.clock.advance(minuteMs);
      if (board.server.reports.length > before) askedAtMs.push(board.clock.nowMs());
    }
    expect(askedAtMs[0]).toBeLessThanOrEqual(5 * minuteMs);
    const pauses = askedAtMs.slice(1).map((atMs, at) => atMs - (askedAtMs[at] ?? 0));
    expect(pauses.length).toBeGreaterThanOrEqual(3);
    for (const pause of pauses) {
      expect(pause).toBeGreaterThanOrEqual(21 * hourMs);
      expect(pause).toBeLessThanOrEqual(27 * hourMs);
    }
  });

  it('comes within a minute of a sign-in', async () => {
    const board = new SimulatedBoard();
    board.signedIn = false;
    board.start();
    await board.run(hourMs);
    expect(board.server.reports.length).toBe(1);
    board.change({ account: { status: 'signed-in' } });
    await board.run(minuteMs);
    expect(board.server.reports.length).toBe(2);
    // A connection that was lost and came back is no sign-in.
    board.change({ account: { status: 'reconnecting', failure: 'server-unreachable', nextAttemptAtMs: undefined } });
    board.change({ account: { status: 'signed-in' } });
    await board.run(10 * minuteMs);
    expect(board.server.reports.length).toBe(2);
  });

  it('is tried again sooner where the server did not answer', async () => {
    const board = new SimulatedBoard();
    board.server.reachable = false;
    board.start();
    await board.run(2 * hourMs);
    expect(board.server.reports.length).toBeGreaterThanOrEqual(4);
    expect(board.state.update.problem).toBe('no-server');
    expect(board.log).toEqual(['Image update: unreachable: The update server is away.']);
  });
});

describe('restarting', () => {
  const waiting = (board: SimulatedBoard) => () => board.state.update.step === 'waiting';

  async function staged(policy = {}): Promise<SimulatedBoard> {
    const board = new SimulatedBoard();
    Object.assign(board.policy, policy);
    board.release('0.3.0', image);
    board.start();
    board.change({ calls: [call()] });
    expect(await board.run(hourMs, waiting(board))).toBe(true);
    return board;
  }

  it('never happens in a call, however long', async () => {
    const board = await staged();
    await board.run(24 * hourMs);
    expect(board.starts).toEqual(['0.2.0']);
    board.change({ calls: [] });
    await board.run(2 * minuteMs);
    expect(board.starts).toEqual(['0.2.0', '0.3.0']);
  });

  it.each([
    ['while the handset is lifted', { hook: 'off-hook' as const }],
    ['in a test call', { testCall: { step: 'prompt' as const } }],
  ])('never happens %s', async (_what, change) => {
    const board = await staged();
    board.change({ calls: [], ...change });
    await board.run(5 * hourMs);
    expect(board.starts).toEqual(['0.2.0']);
  });

  it('waits for a minute without a key', async () => {
    const board = await staged();
    board.touchedAtMs = board.clock.nowMs();
    board.change({ calls: [] });
    await board.run(55_000);
    expect(board.state.update.step).toBe('waiting');
    await board.run(30_000);
    expect(board.starts.length).toBe(2);
  });

  it('waits for half an hour after an emergency call, for those who help may call back', async () => {
    const board = await staged({ emergencyDialString: '911', emergencyDialMask: ['112'] });
    board.change({ calls: [call({ party: { ...partyOf(jun), number: '112' } })] });
    board.change({ calls: [] });
    await board.run(29 * minuteMs);
    expect(board.starts.length).toBe(1);
    await board.run(3 * minuteMs);
    expect(board.starts.length).toBe(2);
  });

  it('is put off when somebody calls or presses a key in the count-down', async () => {
    const board = await staged();
    board.change({ calls: [] });
    await board.run(5_000, () => board.state.update.step === 'restarting');
    board.change({ calls: [call({ phase: 'ringing-in', direction: 'incoming' })] });
    expect(board.state.update.step).toBe('waiting');
    await board.run(hourMs);
    expect(board.starts.length).toBe(1);
    board.change({ calls: [] });
    board.touchedAtMs = board.clock.nowMs();
    board.change({});
    await board.run(50_000);
    expect(board.starts.length).toBe(1);
    await board.run(minuteMs);
    expect(board.starts.length).toBe(2);
  });

  it('asks for nothing else meanwhile', async () => {
    const board = await staged();
    const { length } = board.server.reports;
    await board.run(72 * hourMs);
    expect(board.server.reports.length).toBe(length);
  });
});

describe('a trial', () => {
  it.each(['no-screen', 'no-audio', 'no-registration'] as const)(
    'of an image that %s ends on the old one, once',
    async (ailment) => {
      const board = started();
      board.ailments.set('0.3.0', ailment);
      await board.run(6 * hourMs, () => board.server.outcomes.length > 0);
      const reason = ailment === 'no-registration' ? 'not-registered' : ailment;
      expect(board.server.outcomes).toEqual([{ version: '0.3.0', result: 'fell-back', reason, ticket: undefined }]);
      expect(board.starts).toEqual(['0.2.0', '0.3.0', '0.2.0']);
      expect(board.state.update.problem).toBe('fell-back');
      // The same image is not fetched again, day after day.
      await board.run(60 * hourMs);
      expect(board.starts.length).toBe(3);
      expect(board.server.fetchedFrom).toEqual([0]);
      // A newer one is.
      board.release('0.3.1', image.toReversed(), { sequence: 8 });
      expect(await board.run(48 * hourMs, isRunning(board, '0.3.1'))).toBe(true);
    },
  );

  it('that ends without a word may have been a power cut: it is tried three times, hours apart', async () => {
    const board = started();
    board.ailments.set('0.3.0', 'hangs');
    const startedAtMs: number[] = [];
    await board.run(48 * hourMs, () => {
      if (board.starts.length > startedAtMs.length) startedAtMs.push(board.clock.nowMs());
      return board.server.outcomes.length > 0;
    });
    expect(board.starts).toEqual(['0.2.0', '0.3.0', '0.2.0', '0.3.0', '0.2.0', '0.3.0', '0.2.0']);
    expect((startedAtMs[3] ?? 0) - (startedAtMs[2] ?? 0)).toBeGreaterThanOrEqual(6 * hourMs);
    expect(board.server.outcomes).toMatchObject([{ result: 'fell-back', reason: 'did-not-start' }]);
  });

  it('without any answer from the server is tried three times and no more', async () => {
    const board = started();
    board.ailments.set('0.3.0', 'no-answer');
    await board.run(24 * hourMs, () => board.server.outcomes.length > 0);
    expect(board.starts).toEqual(['0.2.0', '0.3.0', '0.2.0', '0.3.0', '0.2.0', '0.3.0', '0.2.0']);
    expect(board.server.outcomes).toMatchObject([{ version: '0.3.0', result: 'fell-back', reason: 'no-answer' }]);
    expect(board.server.fetchedFrom).toEqual([0]);
  });

  it('is not held against an image when the server was away once', async () => {
    const board = started();
    await board.run(hourMs, () => board.state.update.step === 'restarting');
    board.sipServerAnswers = false;
    await board.run(hourMs, () => board.running === '0.2.0' && board.starts.length === 3);
    expect(board.starts).toEqual(['0.2.0', '0.3.0', '0.2.0']);
    // Nothing is tried while there is no answer.
    await board.run(5 * hourMs);
    expect(board.starts.length).toBe(3);
    board.sipServerAnswers = true;
    board.change({ account: { status: 'signed-in' } });
    expect(await board.run(hourMs, isRunning(board, '0.3.0'))).toBe(true);
    expect(board.server.fetchedFrom).toEqual([0]);
  });

  it('needs no server where nobody was signed in', async () => {
    const board = new SimulatedBoard();
    board.signedIn = false;
    board.release('0.3.0', image);
    board.start();
    expect(await board.run(hourMs, isRunning(board, '0.3.0'))).toBe(true);
  });

  it('is not disturbed by another update: none is asked for before it has ended', async () => {
    const board = started();
    board.ailments.set('0.3.0', 'no-audio');
    await board.run(hourMs, () => board.running === '0.3.0');
    const asked = board.server.reports.length;
    board.release('0.4.0', image.toReversed(), { sequence: 9 });
    await board.run(4 * minuteMs);
    expect(board.server.reports.length).toBe(asked);
  });
});

describe('what goes wrong', () => {
  it('goes on where the download broke off', async () => {
    const board = started();
    board.server.breaksAfterBytes = 10_240;
    expect(await board.run(3 * hourMs, isRunning(board, '0.3.0'))).toBe(true);
    expect(board.server.fetchedFrom).toEqual([0, 10_240]);
  });

  it('refuses an image that is not the one that was signed, and says so', async () => {
    const board = started();
    board.server.image = image.toReversed();
    await board.run(hourMs, () => board.state.update.problem !== undefined);
    expect(board.state.update).toMatchObject({ step: 'resting', problem: 'refused' });
    expect(board.log.at(-1)).toMatch(/^Image update: bundle-differs: /);
    expect(board.starts).toEqual(['0.2.0']);
  });

  it('says the same refusal once, not every day', async () => {
    const board = started({ rootKeys: [] });
    await board.run(100 * hourMs);
    expect(board.log.filter((line) => line.includes('no-root-key')).length).toBe(1);
  });

  it('tells a server that ordered it why an image was refused', async () => {
    const board = started();
    board.server.ticket = '17';
    board.release('0.1.0', image);
    await board.run(hourMs, () => board.server.outcomes.length > 0);
    expect(board.server.outcomes).toEqual([{ version: '', result: 'refused', reason: 'older', ticket: '17' }]);
  });

  it('installs nothing that it could not remember', async () => {
    const board = new SimulatedBoard();
    board.replaceStore({ read: () => undefined, write: () => err('The disk is full.'), remove: () => err('') });
    board.release('0.3.0', image);
    board.start();
    await board.run(hourMs, () => board.state.update.problem !== undefined);
    expect(board.log.at(-1)).toContain('store-unwritable');
    expect(board.server.fetchedFrom).toEqual([]);
  });

  it('keeps a new image though the record of it is lost', async () => {
    const board = started();
    await board.run(hourMs, () => board.state.update.step === 'restarting');
    board.replaceStore(new MemoryStore());
    expect(await board.run(hourMs, isRunning(board, '0.3.0'))).toBe(true);
  });

  it('goes on when the slots fail', async () => {
    const board = started();
    board.slots.write = () => Promise.reject(new Error('the card is gone'));
    await board.run(hourMs, () => board.state.update.problem !== undefined);
    expect(board.state.update).toMatchObject({ step: 'resting', problem: 'failed' });
    expect(board.log.at(-1)).toBe('Image update: stopped: the card is gone.');
  });
});

it('shows nothing of an update on a phone at rest', () => {
  expect(atRest.update.step).toBe('off');
});
