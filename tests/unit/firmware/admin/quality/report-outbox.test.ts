// Reports waiting for their collector: in order, bounded, tried again, and never lost without a word.

import { describe, expect, it } from 'vitest';
import { mostWaiting, ReportOutbox, retryDelaysMs } from '../../../../../firmware/admin/quality/report-outbox.ts';
import type { PublishRefusal } from '../../../../../firmware/sip/index.ts';
import { err, ok, type Result } from '../../../../../hal/result.ts';
import { VirtualClock } from '../../../../../hal/sim/virtual-clock.ts';

const away: PublishRefusal = { detail: '503 Away', final: false, retryAfterMs: undefined };

class Collector {
  readonly clock = new VirtualClock();
  readonly sent: string[] = [];
  readonly log: string[] = [];
  answer: () => Result<{ readonly noTag: boolean }, PublishRefusal> = () => ok({ noTag: false });
  readonly outbox = new ReportOutbox({
    clock: this.clock,
    log: (level, text) => this.log.push(`${level} ${text}`),
    publish: (body) => {
      this.sent.push(body);
      return Promise.resolve(this.answer());
    },
  });

  async add(...names: readonly string[]): Promise<void> {
    for (const name of names) this.outbox.add({ name, body: name });
    await this.clock.advance(0);
  }
}

describe('the outbox', () => {
  it('sends in order, one after the other', async () => {
    const collector = new Collector();
    await collector.add('a', 'b', 'c');
    expect(collector.sent).toEqual(['a', 'b', 'c']);
    expect(collector.outbox.waiting).toBe(0);
    expect(collector.log).toEqual([]);
  });

  it('tries again ever later, delivers what it can, and says what it could not', async () => {
    const collector = new Collector();
    collector.answer = () => err(away);
    await collector.add('a', 'b');
    for (const delayMs of retryDelaysMs) await collector.clock.advance(delayMs);
    expect(collector.sent.filter((name) => name === 'a')).toHaveLength(1 + retryDelaysMs.length);
    expect(collector.log).toContain('warning The quality report of a was not delivered: 503 Away.');
    collector.answer = () => ok({ noTag: false });
    await collector.clock.advance(retryDelaysMs[0]);
    expect(collector.sent.at(-1)).toBe('b');
    expect(collector.outbox.waiting).toBe(0);
  });

  it('waits as long as the collector asks', async () => {
    const collector = new Collector();
    collector.answer = () => err({ ...away, retryAfterMs: 90_000 });
    await collector.add('a');
    await collector.clock.advance(89_000);
    expect(collector.sent).toEqual(['a']);
    await collector.clock.advance(1_000);
    expect(collector.sent).toEqual(['a', 'a']);
  });

  it('gives up at once what will be refused for ever, and goes on', async () => {
    const collector = new Collector();
    collector.answer = () =>
      collector.sent.length === 1 ? err({ ...away, detail: '403 No', final: true }) : ok({ noTag: true });
    await collector.add('a', 'b');
    expect(collector.sent).toEqual(['a', 'b']);
    expect(collector.log).toEqual([
      'warning The quality report of a was not delivered: 403 No.',
      'warning The quality collector took the report of b without a SIP-ETag.',
    ]);
  });

  it('holds a bounded number, and names each that falls out, is forgotten or is left at the end', async () => {
    const collector = new Collector();
    collector.answer = () => err(away);
    await collector.add(...Array.from({ length: mostWaiting + 3 }, (_, n) => `r${n}`));
    expect(collector.outbox.waiting).toBe(mostWaiting);
    expect(collector.log.filter((line) => line.includes('was not delivered'))).toHaveLength(3);
    collector.outbox.close();
    expect(collector.log.filter((line) => line.includes('was not delivered'))).toHaveLength(mostWaiting + 3);
    await collector.add('late');
    await collector.clock.advance(10_000_000);
    expect(collector.sent).not.toContain('late');
  });
});
