// One phone's sound off the page's main thread: a WebSocket on one side, the audio worklet's port on the other.

const reconnectMs = 500;

let socket;
let address;
let worklet;

self.onmessage = ({ data }) => {
  if (data.port) {
    worklet = data.port;
    // Samples as they are; a number is how much sound waits here, in milliseconds, for the phone's statistics.
    worklet.onmessage = ({ data: sound }) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(typeof sound === 'number' ? String(sound) : sound);
    };
  }
  if (data.address !== address) {
    address = data.address;
    connect();
  }
};

function connect() {
  socket?.close();
  socket = undefined;
  if (!address) return;
  const opened = new WebSocket(address);
  socket = opened;
  opened.binaryType = 'arraybuffer';
  opened.onopen = () => postMessage({ connected: true });
  opened.onmessage = ({ data }) => worklet.postMessage(data, [data]);
  opened.onclose = () => {
    if (opened !== socket) return;
    postMessage({ connected: false });
    setTimeout(() => opened === socket && connect(), reconnectMs);
  };
}
