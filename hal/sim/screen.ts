// The screen of the desk set in the browser: a copy of what was presented, and for each page what it has not seen yet.

import type { Rectangle, Screen, TouchEvent } from '../screen.ts';
import type { DeskSetLink, DeskSetPage } from './desk-set.ts';
import { DirtyTiles } from './link/dirty-tiles.ts';
import { FrameEncoder } from './link/frame-encoding.ts';
import type { PageMessage } from './link/messages.ts';

interface View {
  readonly dirty: DirtyTiles;
  /** One frame at a time is on its way to a page; what changes meanwhile waits in `dirty`. */
  inFlight: boolean;
}

export class SimScreen implements Screen {
  readonly width: number;
  readonly height: number;
  readonly #link: DeskSetLink;
  readonly #views = new Map<DeskSetPage, View>();
  readonly #touchListeners = new Set<(event: TouchEvent) => void>();
  readonly #shown: Uint8Array;
  readonly #encoder: FrameEncoder;
  readonly #detach: () => void;
  #frameBuffer: Uint8Array | undefined;
  #backlight = 1;
  /** The page whose finger is on the glass; others wait until it is lifted. */
  #touching: DeskSetPage | undefined;
  #lastTouch = { x: 0, y: 0 };

  constructor(link: DeskSetLink, size: { readonly width: number; readonly height: number }) {
    this.width = size.width;
    this.height = size.height;
    this.#shown = new Uint8Array(size.width * size.height * 4);
    this.#encoder = new FrameEncoder(new Uint32Array(this.#shown.buffer), size.width);
    this.#link = link;
    this.#detach = link.attach({
      onOpened: (page) => this.#open(page),
      onMessage: (message, page) => this.#receive(message, page),
      onClosed: (page) => {
        this.#views.delete(page);
        if (this.#touching === page) this.#reportTouch(this.#lastTouch.x, this.#lastTouch.y, false);
      },
    });
  }

  attach(frameBuffer: Uint8Array): void {
    this.#frameBuffer = frameBuffer;
  }

  present(changed: readonly Rectangle[]): void {
    for (const area of changed) {
      this.#copy(area);
      for (const view of this.#views.values()) view.dirty.mark(area);
    }
    for (const [page, view] of this.#views) this.#refresh(page, view);
  }

  onTouch(listener: (event: TouchEvent) => void): () => void {
    this.#touchListeners.add(listener);
    return () => void this.#touchListeners.delete(listener);
  }

  setBacklight(level: number): void {
    this.#backlight = Math.min(1, Math.max(0, level));
    this.#link.tellAll({ type: 'backlight', level: this.#backlight });
  }

  close(): void {
    this.#detach();
    this.#views.clear();
    this.#touchListeners.clear();
    this.#frameBuffer = undefined;
  }

  #open(page: DeskSetPage): void {
    const view: View = { dirty: new DirtyTiles(this.width, this.height), inFlight: false };
    view.dirty.markAll();
    this.#views.set(page, view);
    page.tell({ type: 'screen', width: this.width, height: this.height });
    page.tell({ type: 'backlight', level: this.#backlight });
    this.#refresh(page, view);
  }

  #receive(message: PageMessage, page: DeskSetPage): void {
    if (message.type === 'painted') {
      const view = this.#views.get(page);
      if (!view) return;
      view.inFlight = false;
      this.#refresh(page, view);
    } else if (message.type === 'touch') {
      this.#touch(page, message);
    }
  }

  #refresh(page: DeskSetPage, view: View): void {
    if (view.inFlight || !view.dirty.any) return;
    view.inFlight = true;
    page.sendFrame(this.#encoder.encode(view.dirty.take()));
  }

  #touch(page: DeskSetPage, touch: TouchEvent): void {
    if (this.#touching ? this.#touching !== page : !touch.down) return;
    const x = Math.round(Math.min(this.width - 1, Math.max(0, touch.x)));
    const y = Math.round(Math.min(this.height - 1, Math.max(0, touch.y)));
    this.#touching = page;
    this.#reportTouch(x, y, touch.down);
  }

  #reportTouch(x: number, y: number, down: boolean): void {
    this.#lastTouch = { x, y };
    if (!down) this.#touching = undefined;
    for (const listener of this.#touchListeners) listener({ x, y, down });
  }

  #copy(area: Rectangle): void {
    const source = this.#frameBuffer;
    if (!source) return;
    const left = Math.max(0, area.x);
    const right = Math.min(this.width, area.x + area.width);
    const bottom = Math.min(this.height, area.y + area.height);
    if (right <= left) return;
    const stride = this.width * 4;
    for (let y = Math.max(0, area.y); y < bottom; y++) {
      const start = y * stride + left * 4;
      this.#shown.set(source.subarray(start, y * stride + right * 4), start);
    }
  }
}
