// Microphone to phone and phone to ear on the audio thread: frames of 10 ms out, a ring that loses needless delay in.

const frameSamples = 480;
const prefillSamples = 960;
const windowSamples = 24_000;
const capacity = 48_000;
const fadeSamples = 96;
const headerBytes = 4;
const reportSamples = 24_000;

/** A click this loud after this much quiet is followed from microphone to ear, to tell how long it was away. */
const loud = 0.25;
const quietSamples = 9_600;

class Line extends AudioWorkletProcessor {
  #worker;
  #frame = new Int16Array(frameSamples);
  #filled = 0;

  #ring = new Float32Array(capacity);
  #readAt = 0;
  #writeAt = 0;
  #filling = true;
  #leastDepth = capacity;
  #readInWindow = 0;
  #trimmed = 0;
  #dry = 0;

  #spoke = new Onset();
  #heard = new Onset();
  #lastSpoke = -1;
  #returnMs;
  #captureLevel = 0;
  #playoutLevel = 0;
  #untilReport = reportSamples;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      this.#worker = data.port;
      this.#worker.onmessage = ({ data: message }) => this.#receive(message);
    };
  }

  process(inputs, outputs) {
    const ear = outputs[0][0];
    this.#send(inputs[0][0], ear.length);
    this.#play(ear);
    this.#untilReport -= ear.length;
    if (this.#untilReport <= 0) this.#report();
    return true;
  }

  /** Without an input there is silence: the phone's microphone never stops. */
  #send(input, length) {
    for (let at = 0; at < length; at++) {
      const sample = input ? input[at] : 0;
      if (this.#spoke.at(sample)) this.#lastSpoke = currentFrame + at;
      this.#captureLevel = Math.max(this.#captureLevel, Math.abs(sample));
      this.#frame[this.#filled++] = Math.max(-32768, Math.min(32767, sample * 32768));
      if (this.#filled < frameSamples) continue;
      this.#filled = 0;
      const sent = this.#frame.slice().buffer;
      this.#worker?.postMessage(sent, [sent]);
    }
  }

  /** Talking path and ringer come side by side and are heard together. */
  #receive(message) {
    const kinds = new Uint8Array(message, 0, 1)[0];
    const samples = new Int16Array(message, headerBytes);
    const count = kinds === 3 ? samples.length / 2 : samples.length;
    for (let at = 0; at < count; at++) {
      const ringer = kinds === 3 ? samples[count + at] : 0;
      this.#ring[(this.#writeAt + at) % capacity] = Math.max(-1, Math.min(1, (samples[at] + ringer) / 32768));
    }
    this.#writeAt += count;
    if (this.#depth > capacity) this.#skip(this.#depth - capacity);
  }

  #play(ear) {
    if (this.#filling && this.#depth >= prefillSamples) this.#filling = false;
    if (this.#filling) return;
    if (this.#depth < ear.length) {
      this.#filling = true;
      this.#dry++;
      this.#startWindow();
      return;
    }
    for (let at = 0; at < ear.length; at++) {
      ear[at] = this.#ring[(this.#readAt + at) % capacity];
      this.#playoutLevel = Math.max(this.#playoutLevel, Math.abs(ear[at]));
      if (this.#heard.at(ear[at]) && this.#lastSpoke >= 0) {
        this.#returnMs = ((currentFrame + at - this.#lastSpoke) / sampleRate) * 1000;
        this.#lastSpoke = -1;
      }
    }
    this.#readAt += ear.length;
    this.#leastDepth = Math.min(this.#leastDepth, this.#depth);
    this.#readInWindow += ear.length;
    if (this.#readInWindow < windowSamples) return;
    const needless = this.#leastDepth - prefillSamples / 2;
    this.#startWindow();
    if (needless > fadeSamples) this.#cut(needless, ear);
  }

  /** Jump ahead, blending the end of what is played now into what comes after the jump. */
  #cut(samples, ear) {
    const fade = Math.min(fadeSamples, ear.length);
    for (let at = 0; at < fade; at++) {
      const share = (at + 1) / (fade + 1);
      const later = this.#ring[(this.#readAt - fade + samples + at) % capacity];
      const place = ear.length - fade + at;
      ear[place] = ear[place] * (1 - share) + later * share;
    }
    this.#skip(samples);
  }

  #skip(samples) {
    this.#readAt += samples;
    this.#trimmed += samples;
  }

  #startWindow() {
    this.#readInWindow = 0;
    this.#leastDepth = capacity;
  }

  get #depth() {
    return this.#writeAt - this.#readAt;
  }

  #report() {
    this.#untilReport += reportSamples / 4;
    const delayMs = Math.round((this.#depth / sampleRate) * 1000);
    this.#worker?.postMessage(delayMs);
    this.port.postMessage({
      captureLevel: this.#captureLevel,
      playoutLevel: this.#playoutLevel,
      returnMs: this.#returnMs,
      delayMs,
      trimmedMs: Math.round((this.#trimmed / sampleRate) * 1000),
      dry: this.#dry,
    });
    this.#captureLevel = 0;
    this.#playoutLevel = 0;
    this.#returnMs = undefined;
  }
}

/** Finds the first loud sample after a stretch of quiet. */
class Onset {
  #quiet = 0;

  at(sample) {
    if (Math.abs(sample) < loud) {
      this.#quiet++;
      return false;
    }
    const begins = this.#quiet > quietSamples;
    this.#quiet = 0;
    return begins;
  }
}

registerProcessor('line', Line);
