// What the sound device did in the last second: periods it had to fill itself, xruns, and whether it hears and is heard.

/** Running totals and states as a driver tells them; what a driver cannot tell is absent. */
export interface DeviceTotals {
  readonly starvedPeriods: number;
  readonly playoutDelayMs: number;
  readonly capturing: boolean;
  readonly xruns?: number | undefined;
  /** False while nothing that is played can be heard. */
  readonly playing?: boolean | undefined;
  /** Whether the system granted the device's thread real time. */
  readonly realTime?: boolean | undefined;
  readonly echo?: EchoFigures | undefined;
  /** Of the microphone before it is cleaned. */
  readonly signalToNoiseDb?: number | undefined;
}

export interface EchoFigures {
  /** How much weaker than what was played the echo comes back to the microphone. */
  readonly returnLossDb: number | undefined;
  /** By how much the canceller weakens it further. */
  readonly enhancementDb: number | undefined;
  /** The canceller lets only one side speak at a time. */
  readonly halfDuplex: boolean;
}

/** What of the far end's voice does not come back to it, all in all; undefined where either part was not measured. */
export function echoLossDb(echo: EchoFigures | undefined): number | undefined {
  if (echo?.returnLossDb === undefined || echo.enhancementDb === undefined) return undefined;
  return echo.returnLossDb + echo.enhancementDb;
}

export interface DeviceFigures {
  readonly capturing: boolean;
  readonly playing: boolean | undefined;
  readonly realTime: boolean | undefined;
  readonly echo: EchoFigures | undefined;
  readonly signalToNoiseDb?: number | undefined;
  readonly playoutDelayMs: number;
  /** Share of the last second's periods for which this phone's processor was too late, 0 to 1. */
  readonly starvedShare: number;
  /** In the last second; undefined where the driver cannot tell. */
  readonly xruns: number | undefined;
}

export class DeviceWatch {
  #starvedPeriods: number | undefined;
  #xruns: number | undefined;

  /** `periods` passed since this was last asked. Undefined at the first time: totals from before the call say nothing of it. */
  take(totals: DeviceTotals, periods: number): DeviceFigures | undefined {
    const starved = this.#starvedPeriods === undefined ? undefined : totals.starvedPeriods - this.#starvedPeriods;
    const xruns = totals.xruns === undefined || this.#xruns === undefined ? undefined : totals.xruns - this.#xruns;
    this.#starvedPeriods = totals.starvedPeriods;
    this.#xruns = totals.xruns;
    if (starved === undefined) return undefined;
    const { capturing, playing, realTime, echo, signalToNoiseDb, playoutDelayMs } = totals;
    const due = Math.max(0, starved) + periods;
    return {
      ...{ capturing, playing, realTime, echo, signalToNoiseDb, playoutDelayMs },
      starvedShare: due === 0 ? 0 : Math.max(0, starved) / due,
      xruns: xruns === undefined ? undefined : Math.max(0, xruns),
    };
  }
}
