// How the phone's process is to be started so that it stays small; for whoever starts it: the image, the bench, a test.

export const launch = {
  nodeFlags: [
    // The heap grows in small steps and is tidied early: 10 MB less after a hundred calls.
    '--optimize-for-size',
    // Each of the two heaps keeps three spaces of this many MB for what lives briefly; the usual 16 are never needed.
    '--max-semi-space-size=1',
    // Helpers of the collector have no real-time priority. On a busy machine the media thread, which has it, waited for
    // them, asking again and again, and so kept the core that they needed: a second of silence (ADR 11).
    '--single-threaded-gc',
    // By itself and a little at a time, marking falls behind on a busy machine while the phone starts: the heap stood
    // at three times its size before the first collection was through, and the phone 15 MB higher for good.
    '--no-incremental-marking',
    // Between calls the phone collects by itself, so that what one call left behind never lies there until a later one.
    '--expose-gc',
    // Only what runs in every frame of sound is worth a compiler's work. With V8's own compilers and counts (400 and
    // 3,000 calls of a function) signalling and screens were still being compiled after hundreds of phone calls, a
    // little at a time: that was all that grew. The frames' code passes these counts.
    '--no-sparkplug',
    '--invocation-count-for-maglev=4000',
    '--invocation-count-for-turbofan=30000',
  ],
  environment: {
    // Threads share two pools of native memory; with one pool a core each, freed memory lies idle in all of them.
    MALLOC_ARENA_MAX: '2',
  },
} as const;
