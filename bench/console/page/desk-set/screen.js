// The phone's screen: unpacks what changed onto a canvas, and reports fingers and mouse as touches.

const headerBytes = 12;

export function makeScreen(link, ownerName) {
  const canvas = document.createElement('canvas');
  canvas.className = 'screen';
  canvas.width = 800;
  canvas.height = 480;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', `Screen of ${ownerName}'s phone: touch it, or type while it has the focus`);
  const context = canvas.getContext('2d', { alpha: false });

  link.addEventListener('screen', ({ detail }) => {
    if (canvas.width !== detail.width) canvas.width = detail.width;
    if (canvas.height !== detail.height) canvas.height = detail.height;
  });
  link.addEventListener('backlight', ({ detail }) => {
    canvas.style.filter = detail.level < 1 ? `brightness(${0.25 + 0.75 * detail.level})` : '';
  });
  link.addEventListener('frame', ({ detail }) => {
    drawFrame(context, detail);
    canvas.dispatchEvent(new CustomEvent('drawn'));
    requestAnimationFrame(() => link.painted());
  });
  reportTouches(canvas, link);
  return canvas;
}

/** See the phone's frame encoding: rectangles of runs, each a word with length less one above red, green and blue. */
function drawFrame(context, frame) {
  for (let at = 0; at < frame.byteLength; ) {
    const [x, y, width, height] = new Uint16Array(frame, at, 4);
    const [words] = new Uint32Array(frame, at + 8, 1);
    const image = context.createImageData(width, height);
    expandRuns(new Uint32Array(frame, at + headerBytes, words), new Uint32Array(image.data.buffer));
    context.putImageData(image, x, y);
    at += headerBytes + words * 4;
  }
}

function expandRuns(runs, pixels) {
  let at = 0;
  for (const run of runs) {
    const colour = 0xff000000 | ((run & 0xff) << 16) | (run & 0xff00) | ((run >> 16) & 0xff);
    const end = at + (run >>> 24) + 1;
    pixels.fill(colour, at, end);
    at = end;
  }
}

function reportTouches(canvas, link) {
  let finger;
  const report = (event, down) => {
    const box = canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * canvas.width;
    const y = ((event.clientY - box.top) / box.height) * canvas.height;
    link.touch(x, y, down);
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (finger !== undefined || event.button !== 0) return;
    finger = event.pointerId;
    canvas.setPointerCapture(finger);
    report(event, true);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId === finger) report(event, true);
  });
  for (const type of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(type, (event) => {
      if (event.pointerId !== finger) return;
      finger = undefined;
      report(event, false);
    });
  }
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
}
