// Entry of the media thread: wires the MediaThread to its parent.

import { parentPort, workerData } from 'node:worker_threads';
import { halAddon } from '../hal/native/addon.ts';
import { SystemClock } from '../hal/system/clock.ts';
import { SystemRandom } from '../hal/system/random.ts';
import type { ThreadCommand, ThreadStart } from './messages.ts';
import { MediaThread } from './thread/media-thread.ts';

if (!parentPort) throw new Error('The media worker is started by the media engine, as a thread.');
const parent = parentPort;
const { audio, levels } = workerData as ThreadStart;

/** Below the sound card's own thread, above everything ordinary: a busy main thread must not be heard. */
const realTimePriority = 40;
// Where the system does not grant it, sound is as punctual as the machine is idle; the device's figures say which.
halAddon().runInRealTime(realTimePriority);

const thread = new MediaThread({
  clock: new SystemClock(),
  random: new SystemRandom(),
  levels: new Float32Array(levels),
  post: (event) => parent.postMessage(event),
});

parent.on('message', async (command: ThreadCommand) => {
  await thread.handle(command);
  // Nothing else keeps the thread alive, so it ends by itself once its last message is out.
  if (command.kind === 'close') parent.close();
});

await thread.open(audio);
