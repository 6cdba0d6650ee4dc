// The line to one phone's desk set: keys, hook, touches and text go out; pixels, lamps and the hook come in.

const reconnectMs = 500;
/** Between keys typed for a person: fast, and still to be followed by eye. */
const typingGapMs = 70;

export class DeskLink extends EventTarget {
  #socket;
  #address;
  #retry;

  /** Connects, or does so again where the phone has come back at another address. */
  connect(address) {
    if (address === this.#address) return;
    this.#address = address;
    this.#open();
  }

  press(key) {
    this.key(key, true);
    this.key(key, false);
  }

  key(key, down) {
    this.#say({ type: 'key', key, down });
  }

  text(character) {
    this.#say({ type: 'text', character });
  }

  hook(position) {
    this.#say({ type: 'hook', position });
  }

  touch(x, y, down) {
    this.#say({ type: 'touch', x, y, down });
  }

  painted() {
    this.#say({ type: 'painted' });
  }

  /** Presses keys one after another, as a person would. */
  async type(keys) {
    for (const key of keys) {
      this.dispatchEvent(new CustomEvent('typed', { detail: key }));
      this.press(key);
      await new Promise((resolve) => setTimeout(resolve, typingGapMs));
    }
  }

  #open() {
    clearTimeout(this.#retry);
    this.#socket?.close();
    this.#socket = undefined;
    if (!this.#address) return this.#tell('lost');
    const address = this.#address.startsWith('/')
      ? location.origin.replace(/^http/, 'ws') + this.#address
      : this.#address;
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#tell('open');
    socket.onmessage = ({ data }) => {
      if (typeof data !== 'string') return this.#tell('frame', data);
      const message = JSON.parse(data);
      this.#tell(message.type, message);
    };
    socket.onclose = () => {
      if (socket !== this.#socket) return;
      this.#tell('lost');
      this.#retry = setTimeout(() => this.#open(), reconnectMs);
    };
  }

  #say(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
