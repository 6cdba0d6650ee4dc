// What every screen reaches through React's context: the phone, the way, the keys, the theme and the words.

import { createContext, useContext, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Phone, PhoneState } from '../firmware/phone.ts';
import type { Clock } from '../hal/clock.ts';
import type { KeyHandlers, KeyRouter } from './navigation/key-router.ts';
import type { Navigator } from './navigation/navigator.ts';
import { type Catalogue, catalogueFor, type Formats, formatsFor } from './text/index.ts';
import { type Theme, themeFor } from './theme/index.ts';

export interface Services {
  readonly phone: Phone;
  readonly navigator: Navigator;
  readonly keys: KeyRouter;
  readonly clock: Clock;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('A screen was rendered outside of the app.');
  return services;
}

export function usePhoneState(): PhoneState {
  const { phone } = useServices();
  return useSyncExternalStore(
    (listener) => phone.subscribe(listener),
    () => phone.state,
  );
}

export function useTheme(): Theme {
  return themeFor(usePhoneState().settings);
}

export function useText(): Catalogue {
  return catalogueFor(usePhoneState().settings.language);
}

export function useFormats(): Formats {
  const { settings, timeZone } = usePhoneState();
  return formatsFor(settings.language, timeZone);
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
