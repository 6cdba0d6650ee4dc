// What the phone says of its own devices, before anybody touches one.

import { byFigures, failed, leftOut, type Step } from './step.ts';

export const devicesStep: Step = {
  id: 'devices',
  title: 'Devices of the board',
  group: 'Hands',
  run: async ({ phone }) => {
    const devices = phone.facts?.devices ?? [];
    if (devices.length === 0) return leftOut('no device of this board can tell whether it works');
    const broken = devices.filter(({ isWorking }) => !isWorking);
    const figures = [
      { name: 'Devices that work', value: devices.length - broken.length, unit: '', least: devices.length },
    ];
    if (broken.length === 0) return byFigures(figures);
    const reason = broken.map(({ device, sentence }) => `${device}: ${sentence}`).join('; ');
    return { ...failed('measurement', reason), figures };
  },
};
