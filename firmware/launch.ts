// How the phone's process is to be started so that it stays small; for whoever starts it: the image, the bench, a test.

export const launch = {
  nodeFlags: [
    // The heap grows in small steps and is tidied early: 10 MB less after a hundred calls.
    '--optimize-for-size',
    // Each of the two heaps keeps three spaces of this many MB for what lives briefly; the usual 16 are never needed.
    '--max-semi-space-size=1',
  ],
  environment: {
    // Threads share two pools of native memory; with one pool a core each, freed memory lies idle in all of them.
    MALLOC_ARENA_MAX: '2',
  },
} as const;
