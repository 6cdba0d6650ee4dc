// The sound of one phone on this page: what goes into its microphone and what comes out of its earpiece.

export class Line extends EventTarget {
  #node;
  #worker;
  #source;

  /** The worklet's module must have been added to the context. */
  constructor(context) {
    super();
    this.#node = new AudioWorkletNode(context, 'line', {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      outputChannelCount: [1],
    });
    this.#node.connect(context.destination);
    this.#worker = new Worker('/sound/line-worker.js');
    this.#worker.onmessage = ({ data }) => this.dispatchEvent(new CustomEvent('connected', { detail: data.connected }));
    const between = new MessageChannel();
    this.#worker.postMessage({ port: between.port1 }, [between.port1]);
    this.#node.port.postMessage({ port: between.port2 }, [between.port2]);
    this.#node.port.onmessage = ({ data }) => this.dispatchEvent(new CustomEvent('report', { detail: data }));
  }

  connect(address) {
    const whole = address?.startsWith('/') ? location.origin.replace(/^http/, 'ws') + address : address;
    this.#worker.postMessage({ address: whole });
  }

  /** An audio node that speaks, or undefined for silence. */
  speakFrom(source) {
    this.#source?.disconnect(this.#node);
    this.#source = source;
    source?.connect(this.#node);
  }
}
