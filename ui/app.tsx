// Starts the user interface: one display, one way through the screens, the keys, and the phone's state behind them.

import { type ReactNode, useCallback, useRef, useSyncExternalStore } from 'react';
import type { Phone } from '../firmware/phone.ts';
import type { Clock } from '../hal/clock.ts';
import type { Keypad } from '../hal/keypad.ts';
import type { Screen } from '../hal/screen.ts';
import {
  FormatsContext,
  LatestStateContext,
  PhoneStateContext,
  type Services,
  ServicesContext,
  TextContext,
  ThemeContext,
  usePhoneState,
} from './app-context.ts';
import { type Display, openDisplay } from './lvgl/index.ts';
import { DeskKeys } from './navigation/desk-keys.ts';
import { KeyRouter } from './navigation/key-router.ts';
import { Navigator } from './navigation/navigator.ts';
import { VolumeNotice, volumeSounding } from './navigation/volume-notice.ts';
import { CurrentScreen } from './screens/current-screen.tsx';
import { volumeOf } from './screens/settings/volume-screen.tsx';
import { type SteadyState, steadyState } from './steady-state.ts';
import { catalogueFor, formatsFor } from './text/index.ts';
import { layoutFor, type ScreenSize, themeFor } from './theme/index.ts';
import { VolumeOverlay } from './widgets/index.ts';

export interface UiParts {
  readonly phone: Phone;
  readonly screen: Screen;
  readonly keypad: Keypad;
  readonly clock: Clock;
}

export interface Ui {
  /** Settles once the first frame has been handed to the screen. */
  readonly firstFrameDrawn: Promise<void>;
  /** For tests and the gallery: what is shown, and where the person is. */
  readonly display: Display;
  readonly navigator: Navigator;
  close(): void;
}

export function startUi({ phone, screen, keypad, clock }: UiParts): Ui {
  const { width, height } = screen;
  const display = openDisplay({ screen, clock, scale: layoutFor(screen).scale });
  const navigator = new Navigator();
  const keys = new KeyRouter((expected) => keypad.expectText?.(expected));
  const volume = new VolumeNotice(clock);
  const deskKeys = new DeskKeys({ phone, navigator, keys, focus: display.focus, volume });
  navigator.follow(phone.state);
  const closing = [
    phone.subscribe(() => navigator.follow(phone.state)),
    // The next key may come in the same turn, and must meet what this one changed.
    keypad.onKey(({ key, down }) => {
      if (!down) return;
      deskKeys.pressed(key);
      display.commit();
    }),
    keypad.onText((character) => {
      deskKeys.typed(character);
      display.commit();
    }),
    screen.onTouch(({ down }) => {
      if (down) phone.commands.touch();
    }),
  ];
  display.render(<App services={{ phone, navigator, keys, clock }} size={{ width, height }} volume={volume} />);
  display.renderNow();
  return {
    display,
    navigator,
    firstFrameDrawn: Promise.resolve(),
    close() {
      for (const close of closing) close();
      volume.close();
      display.close();
    },
  };
}

interface AppProps {
  readonly services: Services;
  readonly size: ScreenSize;
  readonly volume: VolumeNotice;
}

function App({ services, size, volume }: AppProps) {
  return (
    <ServicesContext value={services}>
      <FollowedPhone phone={services.phone} size={size}>
        <CurrentScreen />
        <VolumeShown volume={volume} />
      </FollowedPhone>
    </ServicesContext>
  );
}

/** Hands the phone's state, and what of it is the same for long, to everything inside. */
interface FollowedPhoneProps {
  readonly phone: Phone;
  readonly size: ScreenSize;
  readonly children: ReactNode;
}

function FollowedPhone({ phone, size, children }: FollowedPhoneProps) {
  const subscribe = useCallback((listener: () => void) => phone.subscribe(listener), [phone]);
  const state = useSyncExternalStore(subscribe, () => phone.state);
  const steady = useRef<SteadyState>(state);
  steady.current = steadyState(steady.current, state);
  const { settings } = steady.current;
  return (
    <PhoneStateContext value={steady.current}>
      <ThemeContext value={themeFor(settings, size)}>
        <TextContext value={catalogueFor(settings.language)}>
          <FormatsContext value={formatsFor(settings.language)}>
            <LatestStateContext value={state}>{children}</LatestStateContext>
          </FormatsContext>
        </TextContext>
      </ThemeContext>
    </PhoneStateContext>
  );
}

function VolumeShown({ volume }: { readonly volume: VolumeNotice }) {
  const shown = useSyncExternalStore(volume.subscribe, () => volume.shown);
  const state = usePhoneState();
  if (!shown) return null;
  const kind = volumeSounding(state);
  return <VolumeOverlay kind={kind} volume={volumeOf(state.settings, kind)} />;
}
