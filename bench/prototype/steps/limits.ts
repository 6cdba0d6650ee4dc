// What a good prototype keeps to; each limit with the reason for its number.

/** Band by band around the mean, in dB: what an earpiece and a microphone of a desk phone may add to each other. */
export const responseMask = {
  upperDb: [
    [125, 12],
    [200, 8],
    [3150, 8],
    [6300, 12],
  ],
  lowerDb: [
    [250, -12],
    [3150, -12],
    [5000, -18],
  ],
} as const satisfies Record<string, readonly (readonly [number, number])[]>;

export const limits = {
  /** Two ways through a network of nothing: packet, jitter buffer and sound card, each twice (ITU-T G.114 leaves 150 ms one way). */
  loopDelayMs: 250,
  /** Less is noise, or a loop that was not plugged in. */
  loopLikeness: 0.5,
  loopGainDb: { least: -40, most: 6 },
  /** Terminal echo as the far end hears it (ITU-T G.131 asks 46 dB weighted; this one is not weighted). */
  echoReturnLossDb: 40,
  /** From the order to dial, or from the ring, to sound both ways; the enterprise answers at once. */
  callSetUpMs: 1_500,
  mos: 4,
  lossPercent: 0.5,
  jitterMs: 15,
  roundTripMs: 60,
  concealedPercent: 1,
  /** Registered again after the network is back; the phone itself asks at least every 30 s. */
  networkBackMs: 35_000,
  /** From the plug to a phone that can be called. */
  powerBackMs: 120_000,
} as const;
