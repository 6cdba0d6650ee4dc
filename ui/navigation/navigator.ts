// The stack of places the person went through, and how the phone's state moves them.

import type { PhoneState } from '../../firmware/phone.ts';
import { isCallRoute, type Route } from './routes.ts';

const home: Route = { screen: 'home' };
/** Deeper than any way through the screens; a stack that deep is a circle. */
const deepestStack = 16;

export class Navigator {
  #stack: readonly Route[] = [home];
  readonly #listeners = new Set<() => void>();
  #followedCallIds: ReadonlySet<string> = new Set();
  #wasLocked = false;
  #offHook = false;
  #wasSetUp = true;

  get route(): Route {
    return this.#stack.at(-1) ?? home;
  }

  get depth(): number {
    return this.#stack.length;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  push(route: Route): void {
    const kept = this.#stack.filter((earlier) => earlier.screen !== route.screen || earlier.screen === 'contact');
    this.#change([...kept, route].slice(-deepestStack));
  }

  /** Instead of the place now shown, so that going back does not meet it again. */
  replace(route: Route): void {
    this.#change([...this.#stack.slice(0, -1), route]);
  }

  back(): void {
    if (this.#stack.length > 1) this.#change(this.#stack.slice(0, -1));
  }

  /** To the latest of these places that the person came through; home where there is none. */
  backTo(...screens: readonly Route['screen'][]): void {
    const at = this.#stack.findLastIndex(({ screen }) => screens.includes(screen));
    this.#change(at < 0 ? [home] : this.#stack.slice(0, at + 1));
  }

  home(): void {
    this.#change([home]);
  }

  /** A new call brings its screen; the last call's end takes it away; lifting the handset opens the dial pad. */
  follow(state: PhoneState): void {
    const callIds = new Set(state.calls.map((call) => call.id));
    // Also one that is over already: it may have failed within the turn in which it was dialled.
    const appeared = state.calls.some((call) => !this.#followedCallIds.has(call.id));
    const allGone = callIds.size === 0 && this.#followedCallIds.size > 0;
    this.#followedCallIds = callIds;
    if (appeared) {
      const kept = this.#stack.filter((route) => !isCallRoute(route) && route.screen !== 'dial');
      this.#change([...(kept.length > 0 ? kept : [home]), { screen: 'call' }]);
    }
    if (allGone) this.#change(this.#stack.filter((route) => !isCallRoute(route)));
    this.#followLock(state.lock.locked);
    // The way through the first start is not one to go back.
    if (!this.#wasSetUp && !state.setUp.needed) this.#change([home]);
    this.#wasSetUp = !state.setUp.needed;
    this.#followHook(state);
  }

  #followLock(locked: boolean): void {
    if (locked && !this.#wasLocked) this.#change(this.#stack.filter((route) => route === home || isCallRoute(route)));
    this.#wasLocked = locked;
  }

  #followHook(state: PhoneState): void {
    const offHook = state.hook === 'off-hook';
    if (offHook === this.#offHook) return;
    this.#offHook = offHook;
    const idle = state.calls.every((call) => call.phase === 'ended') && state.testCall.step === 'idle';
    const usable = state.account.status === 'signed-in' || state.account.status === 'reconnecting';
    if (offHook && idle && usable && this.route.screen !== 'dial') this.push({ screen: 'dial', typed: '' });
    if (!offHook && this.route.screen === 'dial') this.back();
  }

  #change(stack: readonly Route[]): void {
    const next = stack.length > 0 ? stack : [home];
    if (next.length === this.#stack.length && next.every((route, at) => route === this.#stack[at])) return;
    this.#stack = next;
    for (const listener of this.#listeners) listener();
  }
}
