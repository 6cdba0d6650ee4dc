// The page's line to the bench: what the phones do comes in, wishes go out, and a broken line is made again.

const reconnectMs = 1_000;

export class BenchLink extends EventTarget {
  #socket;

  connect() {
    this.#socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/bench`);
    this.#socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
    };
    this.#socket.onclose = () => {
      this.dispatchEvent(new CustomEvent('lost'));
      setTimeout(() => this.connect(), reconnectMs);
    };
  }

  /** Gives what ends it. */
  on(type, listener) {
    const hear = ({ detail }) => listener(detail);
    this.addEventListener(type, hear);
    return () => this.removeEventListener(type, hear);
  }

  ask(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
