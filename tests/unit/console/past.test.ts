// What a page that comes late is told of the phones.
import { describe, expect, it } from 'vitest';
import { Past } from '../../../bench/console/past.ts';
import type { DiagnosticEvent } from '../../../firmware/diagnostics.ts';

const tell = (past: Past, phone: number, event: DiagnosticEvent): void =>
  past.add({ type: 'event', phone, atMs: 0, event });

const account = (status: string): DiagnosticEvent => ({ type: 'account', status, address: undefined, locked: false });
const log = (text: string): DiagnosticEvent => ({ type: 'log', level: 'info', text });

describe('the past of the phones', () => {
  it('still knows the account after hours of other events', () => {
    const past = new Past();
    tell(past, 1, account('signing-in'));
    tell(past, 1, account('signed-in'));
    for (let at = 0; at < 1_000; at++) tell(past, 1, log(`line ${at}`));
    const events = past.messages.map(({ event }) => event);
    expect(events[0]).toEqual(account('signed-in'));
    expect(events.length).toBeLessThan(100);
    expect(events.at(-1)).toEqual(log('line 999'));
  });

  it('keeps each phone apart and everything in order', () => {
    const past = new Past();
    tell(past, 1, account('signed-in'));
    tell(past, 2, account('signed-out'));
    tell(past, 1, log('later'));
    tell(past, 2, account('signing-in'));
    expect(past.messages.map(({ phone, event }) => [phone, event.type])).toEqual([
      [1, 'account'],
      [1, 'log'],
      [2, 'account'],
    ]);
  });
});
