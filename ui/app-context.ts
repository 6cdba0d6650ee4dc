// What every screen reaches through React's context: the phone, the way, the keys, the theme and the words.

import { type Context, createContext, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Phone, PhoneState } from '../firmware/phone.ts';
import type { Clock } from '../hal/clock.ts';
import type { KeyHandlers, KeyRouter } from './navigation/key-router.ts';
import type { Navigator } from './navigation/navigator.ts';
import type { SteadyState } from './steady-state.ts';
import type { Catalogue, Formats } from './text/index.ts';
import type { Theme } from './theme/index.ts';

export interface Services {
  readonly phone: Phone;
  readonly navigator: Navigator;
  readonly keys: KeyRouter;
  readonly clock: Clock;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

/**
 * What the app keeps up to date for all screens, so that each change of the phone is noticed once; apart, so that a
 * widget is drawn anew only for what it asks for.
 */
export const PhoneStateContext = createContext<SteadyState | undefined>(undefined);
export const LatestStateContext = createContext<PhoneState | undefined>(undefined);
export const ThemeContext = createContext<Theme | undefined>(undefined);
export const TextContext = createContext<Catalogue | undefined>(undefined);
export const FormatsContext = createContext<Formats | undefined>(undefined);

function useInApp<T>(context: Context<T | undefined>): T {
  const value = useContext(context);
  if (value === undefined) throw new Error('A screen was rendered outside of the app.');
  return value;
}

export function useServices(): Services {
  return useInApp(ServicesContext);
}

/** Changes with everything that happens, but not with time alone: rows of a list ask for less. */
export function usePhoneState(): SteadyState {
  return useInApp(PhoneStateContext);
}

/** Changes each second in a call: for the few lines that show time or figures. */
export function useLatestState(): PhoneState {
  return useInApp(LatestStateContext);
}

export function useTheme(): Theme {
  return useInApp(ThemeContext);
}

export function useText(): Catalogue {
  return useInApp(TextContext);
}

export function useFormats(): Formats {
  return useInApp(FormatsContext);
}

/** Keys reach this component while it is mounted, before those mounted earlier. */
export function useKeys(handlers: KeyHandlers): void {
  const { keys } = useServices();
  const latest = useRef(handlers);
  latest.current = handlers;
  useLayoutEffect(() => keys.bind(() => latest.current), [keys]);
}

/** Calls `tick` every `periodMs` on the phone's own clock while the component is mounted. */
export function useTicks(periodMs: number, tick: () => void): void {
  const { clock } = useServices();
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    let timer = clock.after(periodMs, fire);
    function fire(): void {
      timer = clock.after(periodMs, fire);
      latest.current();
    }
    return () => timer.cancel();
  }, [clock, periodMs]);
}

/** False at first, true once the component has been mounted for `delayMs`. */
export function useElapsed(delayMs: number): boolean {
  const { clock } = useServices();
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    const timer = clock.after(delayMs, () => setElapsed(true));
    return () => timer.cancel();
  }, [clock, delayMs]);
  return elapsed;
}
