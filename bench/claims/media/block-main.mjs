// Loaded into a phone before it starts (`node --import`), on the bench alone: SIGUSR2 begins and ends blocking its main thread.

import { isMainThread } from 'node:worker_threads';

const everyMs = 2_000;
const blockedMs = 500;

/** Busy, not asleep: a thread that computes also takes the processor that the sound needs. */
function block() {
  const until = performance.now() + blockedMs;
  while (performance.now() < until);
}

// Worker threads load what their parent was told to load.
if (isMainThread) {
  let timer;
  process.on('SIGUSR2', () => {
    if (timer) clearInterval(timer);
    timer = timer ? undefined : setInterval(block, everyMs);
  });
}
