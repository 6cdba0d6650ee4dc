// The simulated clock, watchdog, image slots and sound device keep the contracts of their ports.

import { SimBootSlots } from '../../../hal/sim/boot-slots.ts';
import { PowerCutDisk } from '../../../hal/sim/power-cut-disk.ts';
import { SimAudioDevice } from '../../../hal/sim/sound/device.ts';
import type { FarSide } from '../../../hal/sim/sound/far-side.ts';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { SimWatchdog } from '../../../hal/sim/watchdog.ts';
import { audioContract } from '../ports/audio-contract.ts';
import { bootSlotsContract } from '../ports/boot-slots-contract.ts';
import { clockContract } from '../ports/clock-contract.ts';
import { watchdogContract } from '../ports/watchdog-contract.ts';

clockContract('VirtualClock', () => {
  const clock = new VirtualClock();
  return { clock, pass: (byMs) => clock.advance(byMs), setWallMs: (wallMs) => clock.setWallMs(wallMs) };
});

watchdogContract('SimWatchdog', () => {
  const clock = new VirtualClock();
  let restarts = 0;
  const watchdog = new SimWatchdog(clock, () => restarts++);
  return { watchdog, restarts: () => restarts, pass: (byMs) => clock.advance(byMs) };
});

bootSlotsContract('SimBootSlots', () => {
  const disk = new PowerCutDisk();
  return {
    boot: () => SimBootSlots.boot(disk),
    cutPowerAfter: (writes) => disk.cutAfter(writes),
    restorePower: () => disk.restorePower(),
    writes: () => disk.writes,
  };
});

audioContract('SimAudioDevice', () => {
  const clock = new VirtualClock();
  let microphone = true;
  const farSide: FarSide = {
    capture: (samples) => {
      samples.fill(microphone ? 500 : 0);
      return microphone;
    },
    play: () => undefined,
    playoutDelayMs: 0,
    trimmedSamples: 0,
    port: undefined,
    close: async () => undefined,
  };
  return {
    device: new SimAudioDevice(farSide, clock, 480),
    pass: (byMs) => clock.advance(byMs),
    loseMicrophone: () => {
      microphone = false;
    },
  };
});
