// The codec instances of one call: each payload type finds its codec, each codec is opened once and closed with the call.

import { openCodec, type SpeechCodec } from '../codec/index.ts';
import type { Codec, CodecName } from '../session.ts';

export class CodecSet {
  readonly #opened = new Map<CodecName, SpeechCodec>();
  readonly #names = new Map<number, CodecName>();

  /** Which payload types the far end may send from now on. */
  accept(codecs: readonly Codec[]): void {
    this.#names.clear();
    for (const { payloadType, name } of codecs) this.#names.set(payloadType, name);
  }

  open(name: CodecName): SpeechCodec {
    let codec = this.#opened.get(name);
    if (!codec) {
      codec = openCodec(name);
      this.#opened.set(name, codec);
    }
    return codec;
  }

  nameFor(payloadType: number): CodecName | undefined {
    return this.#names.get(payloadType);
  }

  codecFor(payloadType: number): SpeechCodec | undefined {
    const name = this.#names.get(payloadType);
    return name === undefined ? undefined : this.open(name);
  }

  close(): void {
    for (const codec of this.#opened.values()) codec.close();
    this.#opened.clear();
    this.#names.clear();
  }
}
