// One screen: React's tree drawn by LVGL into the frame buffer that the Screen port shows.
import type { ReactNode } from 'react';
import type { Clock, Timer } from '../../hal/clock.ts';
import type { Rectangle, Screen, TouchEvent } from '../../hal/screen.ts';
import { addon } from './addon.ts';
import { type Focus, SpatialFocus } from './focus.ts';
import { encodePng } from './png.ts';
import { openFonts } from './style/fonts.ts';
import { createRoot, type ReactRoot } from './tree/reconciler.ts';
import { Tree } from './tree/tree.ts';
import type { Widget } from './tree/widget.ts';

export interface DisplayOptions {
  readonly screen: Screen;
  readonly clock: Clock;
  /** Pixels of the panel for one of a style's; default 1. */
  readonly scale?: number;
  /** Folder of the built fonts; by default `dist/assets/fonts`, looked for upward from here. */
  readonly fontFolder?: string;
}

export interface Display {
  readonly width: number;
  readonly height: number;
  /** XRGB8888, drawn into by LVGL. */
  readonly frameBuffer: Uint8Array;
  /** The screen itself: queries start here. */
  readonly root: Widget;
  readonly focus: Focus;
  /** Show this element instead of the one before; React keeps what is the same. */
  render(element: ReactNode): void;
  /** Bring the tree up to date with what React has pending, without drawing. */
  commit(): void;
  /** Commit what React has pending, lay out, draw, present: at once. */
  renderNow(): void;
  /** The whole frame as a PNG file; draws first. */
  snapshotPng(): Buffer;
  /** Unmounts, frees LVGL; another display can then be opened. */
  close(): void;
}

/** Changes that nobody touched or pressed a key for are gathered for this long: 60 frames a second are plenty. */
const frameMs = 16;
/** How often LVGL looks at a finger that is down, or at a list that still rolls. */
const pointerMs = 16;

class LvglDisplay implements Display {
  readonly width: number;
  readonly height: number;
  readonly frameBuffer: Uint8Array;
  readonly focus: SpatialFocus;
  readonly #tree: Tree;
  readonly #react: ReactRoot;
  readonly #screen: Screen;
  readonly #clock: Clock;
  readonly #stopTouch: () => void;
  #frameTimer: Timer | undefined;
  #pointerTimer: Timer | undefined;
  #drawIsQueued = false;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #settling = false;
  #open = true;

  constructor(options: DisplayOptions) {
    this.#screen = options.screen;
    this.#clock = options.clock;
    this.width = options.screen.width;
    this.height = options.screen.height;
    this.#tick();
    const scale = options.scale ?? 1;
    this.#tree = new Tree(addon.open(this.width, this.height), openFonts(options.fontFolder, scale), scale);
    this.frameBuffer = new Uint8Array(addon.frameBuffer());
    this.#screen.attach(this.frameBuffer);
    this.focus = new SpatialFocus(this.#tree);
    this.#tree.onChanged = () => this.#afterChange();
    this.#tree.onRedraw = () => this.#queueDraw();
    this.#react = createRoot(this.#tree);
    this.#stopTouch = this.#screen.onTouch((event) => this.#touch(event));
  }

  get root(): Widget {
    return this.#tree.root;
  }

  render(element: ReactNode): void {
    this.#react.render(element);
    this.#queueDraw();
  }

  commit(): void {
    this.#pump();
  }

  renderNow(): void {
    this.#pump();
    this.#draw();
  }

  snapshotPng(): Buffer {
    this.renderNow();
    return encodePng(this.frameBuffer, this.width, this.height);
  }

  close(): void {
    if (!this.#open) return;
    this.#react.render(null);
    this.#open = false;
    this.#stopTouch();
    this.#frameTimer?.cancel();
    this.#pointerTimer?.cancel();
    addon.close();
  }

  #afterChange(): void {
    if (!this.#open) return;
    // Moving the focus changes the tree again: once is enough.
    if (!this.#settling) {
      this.#settling = true;
      try {
        this.focus.settle();
      } finally {
        this.#settling = false;
      }
    }
    this.#queueDraw();
  }

  #touch(event: TouchEvent): void {
    if (!this.#open) return;
    this.#tick();
    addon.point(Math.round(event.x), Math.round(event.y), event.down);
    this.#afterPointer();
  }

  /** LVGL needs to see a finger for as long as it is down, and a thrown list until it stops. */
  #afterPointer(): void {
    this.#pump();
    this.#draw();
    this.#pointerTimer?.cancel();
    this.#pointerTimer = this.#clock.after(pointerMs, () => {
      this.#pointerTimer = undefined;
      this.#tick();
      const wantsMore = addon.readPointer();
      this.#pump();
      this.#draw();
      if (wantsMore) this.#afterPointer();
    });
  }

  /** Events to React's listeners, their updates committed, controls put back to what React says. */
  #pump(): void {
    this.#tree.dispatchEvents();
    this.#react.flush();
    this.#tree.syncTouched();
    // Putting back may be noticed by LVGL; that is no news.
    addon.takeEvents();
  }

  #tick(): void {
    addon.setTick(Math.floor(this.#clock.nowMs()));
  }

  /** A change alone is drawn at once, in a burst every 16 ms. */
  #queueDraw(): void {
    if (this.#drawIsQueued) return;
    this.#drawIsQueued = true;
    const waitMs = this.#drawnAtMs + frameMs - this.#clock.nowMs();
    const drawQueued = (): void => {
      // What was typed meanwhile is still in LVGL's queue.
      if (this.#drawIsQueued && this.#open) this.renderNow();
    };
    if (waitMs <= 0) queueMicrotask(drawQueued);
    else this.#clock.after(waitMs, drawQueued);
  }

  #draw(): void {
    if (!this.#open) return;
    this.#drawIsQueued = false;
    this.#tick();
    addon.draw();
    // Only what moves by itself is still to be done after that.
    const nextMs = addon.runTimers();
    const changed = this.#takeDirty();
    if (changed.length > 0) {
      this.#drawnAtMs = this.#clock.nowMs();
      this.#screen.present(changed);
    }
    this.#frameTimer?.cancel();
    // LVGL says -1 while nothing moves: then nothing wakes.
    this.#frameTimer = nextMs < 0 ? undefined : this.#clock.after(Math.max(frameMs, nextMs), () => this.#draw());
  }

  #takeDirty(): Rectangle[] {
    const dirty = addon.takeDirty();
    if (!dirty) return [{ x: 0, y: 0, width: this.width, height: this.height }];
    const changed: Rectangle[] = [];
    for (let at = 0; at < dirty.length; at += 4) {
      changed.push({ x: dirty[at] ?? 0, y: dirty[at + 1] ?? 0, width: dirty[at + 2] ?? 0, height: dirty[at + 3] ?? 0 });
    }
    return changed;
  }
}

/** There is one LVGL in a process, so there is one display at a time. */
export function openDisplay(options: DisplayOptions): Display {
  return new LvglDisplay(options);
}
