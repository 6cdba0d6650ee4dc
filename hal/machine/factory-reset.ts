// Making a phone forget everything, as it came from the factory.

/**
 * Contract: after `reset` the board restarts by itself, and before the phone starts again everything that it kept is
 * gone: configuration, settings, account, calls, keys. The image stays. Never throws; where the board cannot do it,
 * `isPossible` is false and `reset` does nothing.
 */
export interface FactoryReset {
  readonly isPossible: boolean;
  reset(): void;
}
