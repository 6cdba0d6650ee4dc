// The judge of open ports: what listens is found in the kernel's tables, what talks to a peer is not, reasons are few.

import { expect, it } from 'vitest';
import { tables, unexplained } from '../../../../bench/image/ports.ts';

const row = (at: number, local: string, peer: string, state: string) =>
  `   ${at}: ${local} ${peer} ${state} 00000000:00000000 00:00000000 00000000   700        0 1 2 0`;

const console = (tcp: readonly string[], udp: readonly string[]) =>
  [
    'noise',
    ...tables.flatMap((name) => [
      `offhook-probe ${name}`,
      '  sl  local_address rem_address   st tx_queue',
      ...(name === 'tcp' ? tcp : name === 'udp' ? udp : []),
    ]),
    'offhook-probe end',
    row(0, '00000000:0016', '00000000:0000', '0A'),
  ].join('\r\n');

it('finds a listener and says nothing for it', () => {
  const found = unexplained(console([row(0, '00000000:0016', '00000000:0000', '0A')], []));
  expect(found).toEqual({ all: [{ text: 'tcp 22 (network)', reason: undefined }], unexplained: 1 });
});

it('tells the loopback from the network, and finds it open all the same', () => {
  const found = unexplained(console([row(0, '0100007F:1F90', '00000000:0000', '0A')], []));
  expect(found).toEqual({ all: [{ text: 'tcp 8080 (loopback)', reason: undefined }], unexplained: 1 });
});

it('passes over connections to a peer', () => {
  const found = unexplained(
    console([row(0, '0F02000A:8000', '0202000A:13C5', '01')], [row(0, '0F02000A:8000', '0202000A:0035', '01')]),
  );
  expect(found.all).toEqual([]);
});

it('knows why the port of DHCP is open', () => {
  const found = unexplained(console([], [row(0, '0F02000A:0044', '00000000:0000', '07')]));
  expect(found.unexplained).toBe(0);
  expect(found.all[0]?.reason).toMatch(/DHCP/);
});

it('takes no silence for an answer', () => {
  expect(() => unexplained('offhook-probe tcp\noffhook-probe end')).toThrow('did not show');
});
