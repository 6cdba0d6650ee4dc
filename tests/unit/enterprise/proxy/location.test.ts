// Bindings over time, on a virtual clock: expiry, refresh, reconnects of one phone, limits.

import { expect, test } from 'vitest';
import {
  type Binding,
  currentFlow,
  Location,
  MAX_BINDINGS_PER_ACCOUNT,
  referTo,
} from '../../../../bench/enterprise/proxy/location.ts';
import type { Flow, FlowTransport } from '../../../../bench/enterprise/sip/flow.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';

function makeFlow(id: string, transport: FlowTransport = 'TLS') {
  return {
    id,
    transport,
    remote: id,
    open: true,
    send: () => undefined,
    sendBytes: () => undefined,
    close: () => undefined,
  };
}

function makeBinding(flow: Flow, key: string, expiresAtMs: number, instance?: string): Binding {
  return { uri: `sip:${key}`, key, flow, callId: 'c', cseq: 1, instance, expiresAtMs };
}

test('a contact is gone when its time is over', async () => {
  const clock = new VirtualClock();
  const location = new Location(clock);
  location.bind('dana', makeBinding(makeFlow('f'), 'k', 60_000));
  await clock.advance(59_999);
  expect(location.bindings('dana')).toHaveLength(1);
  await clock.advance(1);
  expect(location.bindings('dana')).toHaveLength(0);
  expect(location.find('k')).toBeUndefined();
});

test('the same phone over a new connection takes the place of its old self', () => {
  const location = new Location(new VirtualClock());
  const [before, after] = [makeFlow('before'), makeFlow('after')];
  location.bind('dana', makeBinding(before, 'k1', 1e6, 'phone-1'));
  const end = referTo(location, before, 'dana');
  before.open = false;
  expect(currentFlow(location, end)).toBeUndefined();
  location.bind('dana', makeBinding(makeFlow('other'), 'k9', 1e6, 'phone-2'));
  location.bind('dana', makeBinding(after, 'k2', 1e6, 'phone-1'));
  expect(location.bindings('dana')).toHaveLength(2);
  expect(currentFlow(location, end)?.id).toBe('after');
});

test('holds ten contacts and refuses the eleventh', () => {
  const location = new Location(new VirtualClock());
  for (let index = 0; index < MAX_BINDINGS_PER_ACCOUNT; index++) {
    expect(location.bind('dana', makeBinding(makeFlow('f'), `k${index}`, 1e6))).toBe(true);
  }
  expect(location.bind('dana', makeBinding(makeFlow('f'), 'one more', 1e6))).toBe(false);
  expect(location.bind('dana', makeBinding(makeFlow('f'), 'k3', 2e6))).toBe(true);
});

test('dead contacts make room for new ones', () => {
  const location = new Location(new VirtualClock());
  for (let index = 0; index < 3 * MAX_BINDINGS_PER_ACCOUNT; index++) {
    const flow = makeFlow(`f${index}`);
    expect(location.bind('dana', makeBinding(flow, `k${index}`, 1e6))).toBe(true);
    flow.open = false;
  }
});

test('removing all contacts leaves people whom the bench plays reachable', () => {
  const location = new Location(new VirtualClock());
  location.bind('mara', makeBinding(makeFlow('local', 'LOCAL'), 'k1', 1e9));
  location.bind('mara', makeBinding(makeFlow('f'), 'k2', 1e6));
  location.unbindAll('mara');
  expect(location.bindings('mara').map((binding) => binding.key)).toEqual(['k1']);
});
