// Why no phone comes: what the bench has seen of one decides what a person is told to look at.

import { expect, it } from 'vitest';
import type { Refusals } from '../../../../bench/prototype/link/phone-link.ts';
import { whatToCheck } from '../../../../bench/prototype/what-to-check.ts';

const none: Refusals = { wrongToken: 0, otherAddress: [], brokenTls: 0, secondPhone: [], notUnderstood: 0 };

function advice(refusals: Partial<Refusals>, connections = 0): string {
  const seen = {
    link: { port: 4901, refusals: { ...none, ...refusals } },
    enterprise: { ports: { tls: 4902 }, connectionsOf: () => connections },
    ...{ person: { user: 'dana' }, host: '192.0.2.1', cardFile: '/bench/offhook.json' },
  };
  return whatToCheck(seen, undefined).join(' ');
}

it('without any sign of a phone: power, network, card, firewall', () => {
  expect(advice({})).toContain('Does its network lamp blink?');
  expect(advice({})).toContain('Was /bench/offhook.json on its card');
  expect(advice({})).toContain('port 4901');
});

it('with one that registers and does not connect: its policy', () => {
  expect(advice({}, 1)).toContain('does its policy have benchTest from this bench?');
});

it('with one that was turned away: why', () => {
  expect(advice({ wrongToken: 3 })).toContain("another bench's token (3 times)");
  expect(advice({ brokenTls: 2 }, 1)).toContain('its clock is wrong');
  expect(advice({ otherAddress: ['192.0.2.9'] })).toContain('A phone at 192.0.2.9 was turned away');
  expect(advice({ secondPhone: ['P-2'] })).toContain('P-2');
  expect(advice({ notUnderstood: 1 })).toContain('older or newer');
});
