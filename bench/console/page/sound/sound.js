// All sound of the page: one audio context, a line a phone, and who speaks into each: the visitor, a recording, nobody.

import { Line } from './line.js';

export class Sound extends EventTarget {
  #context;
  #lines = new Map();
  #choices = new Map();
  #microphone;
  #talker;

  get on() {
    return this.#context !== undefined;
  }

  choice(phoneId) {
    return this.#choices.get(phoneId) ?? 'computer';
  }

  /** Only ever from a click or a key: browsers make no sound before. */
  async turnOn() {
    if (this.#context) return;
    const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
    await context.audioWorklet.addModule('/sound/line-worklet.js');
    await context.resume();
    this.#context = context;
    await Promise.all([...this.#lines.keys()].map((phoneId) => this.#open(phoneId)));
    this.dispatchEvent(new CustomEvent('change'));
  }

  /** Where a phone's sound is now; called again when it moves. */
  attach(phoneId, address, firstChoice) {
    const line = this.#lines.get(phoneId) ?? { address: undefined, opened: undefined };
    line.address = address;
    this.#lines.set(phoneId, line);
    if (!this.#choices.has(phoneId)) this.#choices.set(phoneId, firstChoice);
    if (line.opened) line.opened.connect(address);
    else if (this.#context) void this.#open(phoneId);
  }

  async choose(phoneId, choice) {
    this.#choices.set(phoneId, choice);
    await this.#speak(phoneId);
    this.dispatchEvent(new CustomEvent('change'));
  }

  #open(phoneId) {
    const line = this.#lines.get(phoneId);
    line.opened = new Line(this.#context);
    line.opened.addEventListener('report', ({ detail }) => {
      this.dispatchEvent(new CustomEvent('report', { detail: { phone: phoneId, ...detail } }));
    });
    line.opened.connect(line.address);
    return this.#speak(phoneId);
  }

  async #speak(phoneId) {
    const opened = this.#lines.get(phoneId)?.opened;
    if (!opened) return;
    const choice = this.choice(phoneId);
    try {
      if (choice === 'computer') opened.speakFrom(await this.#openMicrophone());
      else opened.speakFrom(choice === 'talker' ? await this.#openTalker() : undefined);
    } catch (error) {
      if (choice !== 'computer') throw error;
      this.dispatchEvent(new CustomEvent('no-microphone', { detail: { phone: phoneId, reason: error.name } }));
      await this.choose(phoneId, 'talker');
    }
  }

  async #openMicrophone() {
    if (this.#microphone) return this.#microphone;
    if (!navigator.mediaDevices) throw new DOMException('No microphone on this page', 'NotFoundError');
    // The phone itself takes out echo and noise, as it does with a microphone of its own.
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    this.#microphone = this.#context.createMediaStreamSource(stream);
    return this.#microphone;
  }

  async #openTalker() {
    if (this.#talker) return this.#talker;
    const file = await fetch('/sound/talker.ogg');
    const source = this.#context.createBufferSource();
    source.buffer = await this.#context.decodeAudioData(await file.arrayBuffer());
    source.loop = true;
    source.start();
    this.#talker = source;
    return source;
  }
}
