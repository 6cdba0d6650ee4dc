// Sound on the page's bar: turn it on, choose who speaks into the selected phone, see that something is heard.

export class SoundBar {
  #sound;
  #button;
  #choice;
  #level;
  #state;
  #phone;
  #echoing = false;

  constructor(page, sound) {
    this.#sound = sound;
    this.#button = page.getElementById('sound-button');
    this.#choice = page.getElementById('microphone');
    this.#level = page.getElementById('microphone-level');
    this.#state = page.getElementById('sound-state');
    this.#button.addEventListener('click', () => this.#turnOn());
    this.#choice.addEventListener('change', () => sound.choose(this.#phone, this.#choice.value));
    sound.addEventListener('change', () => this.#draw());
    sound.addEventListener('report', ({ detail }) => this.#report(detail));
    sound.addEventListener('no-microphone', ({ detail }) => {
      this.#state.textContent =
        detail.reason === 'NotAllowedError'
          ? 'The browser may not use the microphone: a recorded talker speaks instead.'
          : 'No microphone found: a recorded talker speaks instead.';
    });
    this.#draw();
  }

  select(phone) {
    this.#phone = phone;
    this.#draw();
  }

  /** Only on the echo line does what comes back say how long it was away. */
  setEchoing(echoing) {
    if (this.#echoing && !echoing) this.#state.textContent = '';
    this.#echoing = echoing;
  }

  async #turnOn() {
    try {
      await this.#sound.turnOn();
    } catch (error) {
      this.#state.textContent = `No sound: ${error.message}`;
    }
  }

  #draw() {
    this.#button.hidden = this.#sound.on;
    this.#level.hidden = !this.#sound.on;
    this.#choice.value = this.#sound.choice(this.#phone);
  }

  #report({ phone, captureLevel, returnMs }) {
    if (phone !== this.#phone) return;
    // Loudness as it is felt: half way up is 30 dB down.
    this.#level.value = captureLevel > 0 ? Math.max(0, 1 + Math.log10(captureLevel) / 3) : 0;
    if (this.#echoing && returnMs !== undefined) this.#state.textContent = `There and back ${Math.round(returnMs)} ms`;
  }
}
