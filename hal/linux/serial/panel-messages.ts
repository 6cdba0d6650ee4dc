// What a key panel and the phone say to each other, version 1; docs/hardware.md has it for whoever builds a panel.

import { type LampName, type LampState, lampNames } from '../../indicators.ts';
import { type KeyName, keyNames } from '../../keypad.ts';
import type { Frame } from './frames.ts';

export const messageTypes = { hello: 0x01, state: 0x02, ask: 0x81, lamps: 0x82 } as const;
export const panelVersion = 1;
/** How many states a state message may hold: so many lost messages in a row lose no key. */
export const mostStates = 4;

export interface PanelState {
  readonly keys: ReadonlySet<KeyName>;
  readonly isOffHook: boolean;
}

export type PanelMessage =
  | { readonly type: 'hello'; readonly version: number; readonly name: string }
  /** Newest first; `sequence` counts the changes, and is that of the newest. */
  | { readonly type: 'state'; readonly sequence: number; readonly states: readonly PanelState[] };

const stateBytes = 5;
/** Order of the lamps' two bits. */
const lampStates: readonly LampState[] = ['off', 'on', 'blink'];

/** Undefined where a frame says nothing that this version knows. */
export function parsePanelMessage({ type, sequence, body }: Frame): PanelMessage | undefined {
  if (type === messageTypes.hello && body.length >= 1 && body.length <= 33) {
    const name = Buffer.from(body.subarray(1)).toString('latin1');
    return { type: 'hello', version: body[0] ?? 0, name: name.replaceAll(/[^ -~]/g, '?') };
  }
  const count = body.length / stateBytes;
  if (type !== messageTypes.state || !Number.isInteger(count) || count < 1 || count > mostStates) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const states = Array.from({ length: count }, (_, at) => {
    const bits = view.getUint32(at * stateBytes, true);
    const keys = keyNames.filter((_, index) => ((bits >>> index) & 1) === 1);
    return { keys: new Set(keys), isOffHook: view.getUint8(at * stateBytes + 4) === 1 };
  });
  return { type: 'state', sequence, states };
}

export function stateBody(states: readonly PanelState[]): Uint8Array {
  const body = new DataView(new ArrayBuffer(states.length * stateBytes));
  for (const [at, { keys, isOffHook }] of states.entries()) {
    const bits = keyNames.reduce((all, key, index) => (keys.has(key) ? all | (1 << index) : all), 0);
    body.setUint32(at * stateBytes, bits >>> 0, true);
    body.setUint8(at * stateBytes + 4, isOffHook ? 1 : 0);
  }
  return new Uint8Array(body.buffer);
}

/** Two bits a lamp, the first lamp lowest. */
export function lampsBody(stateOf: (lamp: LampName) => LampState): Uint8Array {
  const bits = lampNames.reduce((all, lamp, index) => all | (lampStates.indexOf(stateOf(lamp)) << (2 * index)), 0);
  return Uint8Array.of(bits & 0xff, bits >> 8);
}

export function parseLampsBody(body: Uint8Array): ReadonlyMap<LampName, LampState> {
  const bits = (body[0] ?? 0) | ((body[1] ?? 0) << 8);
  return new Map(lampNames.map((lamp, index) => [lamp, lampStates[(bits >> (2 * index)) & 3] ?? 'off']));
}
