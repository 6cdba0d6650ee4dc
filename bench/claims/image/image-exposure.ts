// image.exposure: what the phone's unit may do, as systemd judges it, and every port that listens on a started phone.

import { join } from 'node:path';
import { startLimitMs, withMachine } from '../../image/phone-machine.ts';
import { unexplained } from '../../image/ports.ts';
import type { Claim } from '../claim.ts';

export const imageExposure: Claim = {
  name: 'image.exposure',
  what: 'exposure of the phone by systemd-analyze, and ports that are open without a reason',
  measure: ({ say }) =>
    withMachine({ units: ['offhook-probe.service'] }, async ({ machine, image }) => {
      const tree = { folders: { [join(image.slotFolder, 'tree')]: '/work' } };
      const words = ['security', '--offline=true', '--root=/work', '--no-pager', 'offhook.service'];
      const judged = await image.tools.run('systemd-analyze', words, tree);
      const exposure = Number(/Overall exposure level for offhook\.service: ([\d.]+)/.exec(judged)?.[1]);
      for (const line of judged.split('\n').filter((one) => one.startsWith('✗'))) say(line.replace(/ {2,}/g, '  '));
      await machine.untilConsole(/offhook-probe end/, startLimitMs);
      const ports = unexplained(machine.console);
      for (const { text, reason } of ports.all) say(`${text}: ${reason ?? 'no reason'}`);
      return [
        { name: 'unit', value: exposure, unit: 'of 10', goal: { operator: '<=', value: 2 } },
        { name: 'ports', value: ports.unexplained, unit: 'ports', goal: { operator: '<=', value: 0 } },
      ];
    }),
};
