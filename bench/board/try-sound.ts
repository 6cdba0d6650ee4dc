// Opens the sound of a board for a moment, in a process of its own, and says which of its cards work.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AudioSource, OpenAudio } from '../../hal/audio.ts';
import type { DeviceState } from '../../hal/device-state.ts';

const periodSamples = 480;
/** Opening a card takes some hundred milliseconds; a missing one is known at once. */
const listenMs = 1_500;
const limitMs = 15_000;

/** ALSA's library writes lines of its own to stderr for each card that is not there; here they are let go. */
export async function trySound(source: AudioSource): Promise<readonly DeviceState[]> {
  try {
    const args = [import.meta.filename, JSON.stringify(source)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: limitMs });
    return JSON.parse(stdout) as readonly DeviceState[];
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return [{ device: 'sound', isWorking: false, sentence: `it could not be tried: ${reason}` }];
  }
}

async function listen({ moduleUrl, options }: AudioSource): Promise<readonly DeviceState[]> {
  const faults: string[] = [];
  const { openAudio } = (await import(moduleUrl)) as { readonly openAudio: OpenAudio };
  const device = await openAudio(options, periodSamples, (sentence) => faults.push(sentence));
  device.start(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, listenMs));
  const { capturing, playing } = device.statistics();
  await device.close();
  return [
    state('microphone', capturing, faults),
    state('speaker', playing, faults),
    ...faults.map((sentence) => ({ device: 'sound', isWorking: false, sentence })),
  ];
}

function state(device: string, isWorking: boolean, faults: readonly string[]): DeviceState {
  const why = faults.length > 0 ? 'see below' : 'nothing comes from it';
  return { device, isWorking, sentence: isWorking ? 'runs' : why };
}

if (process.argv[1] === import.meta.filename) {
  const states = await listen(JSON.parse(process.argv[2] ?? '{}') as AudioSource);
  process.stdout.write(JSON.stringify(states), () => process.exit(0));
}
